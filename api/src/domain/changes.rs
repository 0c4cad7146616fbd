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

/// The fields that differ between two kept versions, by name.
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

/// What is now, with what `wanted` changes of `base`; nothing where both changed the same field, each
/// in its own way.
#[must_use]
pub fn merged(base: &Value, now: &Value, wanted: &Value) -> Option<Value> {
    let mut merged = now.as_object()?.clone();
    for (name, value) in wanted.as_object()? {
        if base.get(name) == Some(value) || merged.get(name) == Some(value) {
            continue;
        }
        if merged.get(name) != base.get(name) {
            return None;
        }
        merged.insert(name.clone(), value.clone());
    }
    Some(Value::Object(merged))
}

fn fields(version: &Value) -> Map<String, Value> {
    version.as_object().cloned().unwrap_or_default()
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
        let before = json!({"title": "A", "hurdle": null, "position": 1, "topics": []});
        let after = json!({"title": "B", "hurdle": "H", "position": 1, "topics": ["x"]});
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

    #[test]
    fn changes_of_different_fields_go_together() {
        let base = json!({"title": "A", "hurdle": "H", "tried": null});
        let now = json!({"title": "B", "hurdle": "H", "tried": null});
        let wanted = json!({"title": "A", "hurdle": "I", "tried": "V"});
        let both = json!({"title": "B", "hurdle": "I", "tried": "V"});
        assert_eq!(merged(&base, &now, &wanted), Some(both));
        let same = json!({"title": "B", "hurdle": "H", "tried": null});
        assert_eq!(merged(&base, &now, &same), Some(now.clone()));
        let other = json!({"title": "C", "hurdle": "H", "tried": null});
        assert_eq!(merged(&base, &now, &other), None);
    }
}
