//! What differs between two versions of an entry.

use serde_json::{Map, Value};

/// A field that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The field's name.
    pub field: String,
    /// What it held; nothing where it was empty.
    pub before: Option<String>,
    /// What it holds; nothing where it is empty.
    pub after: Option<String>,
}

/// The fields that differ between two kept versions, by name. A version keeps the fields of the
/// entry itself under `lesson` or `project`, and beside these what hangs on it.
#[must_use]
pub fn between(before: Option<&Value>, after: &Value) -> Vec<Change> {
    let (before, after) = (before.map(fields).unwrap_or_default(), fields(after));
    let mut names: Vec<_> = before.keys().chain(after.keys()).collect();
    names.sort_unstable();
    names.dedup();
    let changes = names.into_iter().filter_map(|name| {
        let (before, after) = (text(before.get(name)), text(after.get(name)));
        (before != after).then(|| Change {
            field: name.clone(),
            before,
            after,
        })
    });
    changes.collect()
}

fn fields(version: &Value) -> Map<String, Value> {
    let mut fields = Map::new();
    for (name, value) in version.as_object().into_iter().flatten() {
        match value {
            Value::Object(own) if matches!(name.as_str(), "lesson" | "project") => {
                let own = own.iter().filter(|(name, _)| *name != "id");
                fields.extend(own.map(|(name, value)| (name.clone(), value.clone())));
            }
            _ => drop(fields.insert(name.clone(), value.clone())),
        }
    }
    fields
}

fn text(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::Null => None,
        Value::Array(items) if items.is_empty() => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_differs_is_told() {
        let before =
            json!({"lesson": {"id": 1, "title": "A", "hurdle": null, "position": 1}, "topics": []});
        let after = json!({"lesson": {"id": 1, "title": "B", "hurdle": "H", "position": 1}, "topics": ["x"]});
        let changes = between(Some(&before), &after);
        let told: Vec<_> = changes
            .iter()
            .map(|change| {
                (
                    change.field.as_str(),
                    change.before.as_deref(),
                    change.after.as_deref(),
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                ("hurdle", None, Some("H")),
                ("title", Some("A"), Some("B")),
                ("topics", None, Some("[\"x\"]")),
            ]
        );
        assert_eq!(between(Some(&after), &after), []);
        assert_eq!(between(None, &before).len(), 2);
    }
}
