//! Puts the fields of an answer in the order in which they were asked for, as the specification
//! wants: async-graphql 7.2.1 answers in the order in which they were resolved, which differs from
//! one time to the next.

use async_graphql::{
    Name, Value,
    indexmap::IndexMap,
    parser::types::{ExecutableDocument, Selection, SelectionSet},
};

/// The response keys that a document asks for, in order.
#[derive(Debug, Default)]
pub(super) struct Shape {
    keys: IndexMap<Name, Shape>,
}

impl Shape {
    /// The shape of an operation's answer: the one of that name, or the only one.
    ///
    /// Fragments are followed, so the document has to be of bounded expanded size and free of
    /// cycles, which the guard before this sees to.
    #[must_use]
    pub(super) fn of(document: &ExecutableDocument, operation: Option<&str>) -> Self {
        let mut shape = Self::default();
        let mut operations = document.operations.iter();
        let asked = operations.find(|(name, _)| {
            operation.is_none_or(|asked| name.is_some_and(|name| name.as_str() == asked))
        });
        if let Some((_, operation)) = asked {
            shape.collect(document, &operation.node.selection_set.node);
        }
        shape
    }

    fn collect(&mut self, document: &ExecutableDocument, selections: &SelectionSet) {
        for selection in &selections.items {
            match &selection.node {
                Selection::Field(field) => {
                    let key = field.node.response_key().node.clone();
                    let below = self.keys.entry(key).or_default();
                    below.collect(document, &field.node.selection_set.node);
                }
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = document.fragments.get(&spread.node.fragment_name.node)
                    {
                        self.collect(document, &fragment.node.selection_set.node);
                    }
                }
                Selection::InlineFragment(fragment) => {
                    self.collect(document, &fragment.node.selection_set.node);
                }
            }
        }
    }

    /// The value with the fields of every object in this order.
    #[must_use]
    pub(super) fn arrange(&self, value: Value) -> Value {
        match value {
            Value::List(items) => {
                Value::List(items.into_iter().map(|item| self.arrange(item)).collect())
            }
            Value::Object(mut fields) => {
                let mut arranged = IndexMap::with_capacity(fields.len());
                for (key, below) in &self.keys {
                    if let Some(value) = fields.swap_remove(key) {
                        arranged.insert(key.clone(), below.arrange(value));
                    }
                }
                // Nothing is left, for nothing unasked is answered.
                arranged.extend(fields);
                Value::Object(arranged)
            }
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;

    use super::*;

    fn arranged(query: &str, answer: serde_json::Value) -> String {
        let document = parse_query(query).expect("a query");
        let answer = Value::from_json(answer).expect("a value");
        let arranged = Shape::of(&document, None).arrange(answer);
        serde_json::to_string(&arranged).expect("JSON")
    }

    #[test]
    fn fields_come_as_asked_through_lists_aliases_and_fragments() {
        let query = "{ b list { ...F x: b } a } fragment F on T { c ... on U { d b } a }";
        let answer = serde_json::json!({
            "a": 1, "b": 2, "list": [{"a": 1, "b": 2, "c": 3, "d": 4, "x": 5}, null],
        });
        assert_eq!(
            arranged(query, answer),
            r#"{"b":2,"list":[{"c":3,"d":4,"b":2,"a":1,"x":5},null],"a":1}"#
        );
    }

    #[test]
    fn a_field_asked_for_twice_keeps_its_first_place() {
        let answer = serde_json::json!({"n": {"a": 1, "b": 2}, "z": 1});
        assert_eq!(
            arranged("{ n { b } z n { a } }", answer),
            r#"{"n":{"b":2,"a":1},"z":1}"#
        );
    }
}
