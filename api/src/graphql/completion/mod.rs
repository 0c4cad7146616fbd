//! Gives an answer the shape that the GraphQL specification asks of it.
//!
//! Since 7.1 async-graphql leaves a field that failed out of its object, whatever the field's type
//! is, and has the fields of an object in the order in which they got done. Clients count on null
//! where a field failed, on no null where the schema rules it out (there the object around it
//! becomes null instead), and on the order of their document.

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use async_graphql::{PathSegment, Response, ServerError, Value};
use async_graphql_parser::{
    Error, parse_schema,
    types::{
        BaseType, ExecutableDocument, OperationType, Selection, SelectionSet, Type, TypeKind,
        TypeSystemDefinition,
    },
};

use super::guard;

/// The types of a schema's fields.
#[derive(Debug, Default)]
pub struct Shapes {
    types: HashMap<String, HashMap<String, Type>>,
    roots: HashMap<&'static str, String>,
}

impl Shapes {
    /// Reads them from a schema's SDL.
    pub fn from_sdl(sdl: &str) -> Result<Self, Error> {
        let mut shapes = Self::default();
        for definition in parse_schema(sdl)?.definitions {
            match definition {
                TypeSystemDefinition::Schema(schema) => {
                    let schema = schema.node;
                    for (kind, root) in [
                        ("query", schema.query),
                        ("mutation", schema.mutation),
                        ("subscription", schema.subscription),
                    ] {
                        shapes
                            .roots
                            .extend(root.map(|name| (kind, name.node.to_string())));
                    }
                }
                TypeSystemDefinition::Type(definition) => {
                    let fields = match definition.node.kind {
                        TypeKind::Object(object) => object.fields,
                        TypeKind::Interface(interface) => interface.fields,
                        _ => continue,
                    };
                    let fields = fields
                        .into_iter()
                        .map(|field| (field.node.name.node.to_string(), field.node.ty.node));
                    let name = definition.node.name.node.to_string();
                    shapes.types.entry(name).or_default().extend(fields);
                }
                TypeSystemDefinition::Directive(_) => {}
            }
        }
        Ok(shapes)
    }

    /// Puts the answer to an operation into shape. An answer to a request that was not executed
    /// stays as it is.
    pub fn complete(
        &self,
        document: &ExecutableDocument,
        operation_name: Option<&str>,
        response: &mut Response,
    ) {
        let failures = Failures::of(&response.errors);
        if response.data == Value::Null && failures.fields.is_empty() {
            if response.errors.is_empty() {
                // Executed, and everything that was asked for was skipped.
                response.data = Value::Object(async_graphql::indexmap::IndexMap::new());
            }
            return;
        }
        let Some(operation) = guard::operation(document, operation_name) else {
            return;
        };
        let root = match operation.ty {
            OperationType::Query => "query",
            OperationType::Mutation => "mutation",
            OperationType::Subscription => "subscription",
        };
        let mut plan = Plan::default();
        let root = self.roots.get(root).map(String::as_str);
        plan.add(self, document, &operation.selection_set.node, root);
        let data = std::mem::take(&mut response.data);
        response.data = plan.complete(data, Some(&failures)).unwrap_or_default();
    }

    fn field(&self, on: Option<&str>, name: &str) -> Option<&Type> {
        self.types.get(on?)?.get(name)
    }
}

/// The fields that a selection asks for, in its order, fragments written out and fields of one name
/// merged. The guard has bounded how many there are and how deep they go.
#[derive(Debug, Default)]
struct Plan<'a> {
    fields: Vec<PlannedField<'a>>,
    by_key: HashMap<&'a str, usize>,
}

#[derive(Debug)]
struct PlannedField<'a> {
    key: &'a async_graphql::Name,
    ty: Option<&'a Type>,
    inner: Plan<'a>,
}

impl<'a> Plan<'a> {
    fn add(
        &mut self,
        shapes: &'a Shapes,
        document: &'a ExecutableDocument,
        selection_set: &'a SelectionSet,
        on: Option<&'a str>,
    ) {
        for selection in &selection_set.items {
            let (condition, selection_set) = match &selection.node {
                Selection::Field(field) => {
                    let field = &field.node;
                    let ty = shapes.field(on, &field.name.node);
                    let planned = self.entry(&field.response_key().node);
                    planned.ty = planned.ty.or(ty);
                    let inner = ty.map(innermost);
                    planned
                        .inner
                        .add(shapes, document, &field.selection_set.node, inner);
                    continue;
                }
                Selection::InlineFragment(fragment) => (
                    fragment.node.type_condition.as_ref(),
                    &fragment.node.selection_set,
                ),
                Selection::FragmentSpread(spread) => {
                    match document.fragments.get(&spread.node.fragment_name.node) {
                        Some(fragment) => (
                            Some(&fragment.node.type_condition),
                            &fragment.node.selection_set,
                        ),
                        None => continue,
                    }
                }
            };
            let on = condition.map_or(on, |condition| Some(condition.node.on.node.as_str()));
            self.add(shapes, document, &selection_set.node, on);
        }
    }

    fn entry(&mut self, key: &'a async_graphql::Name) -> &mut PlannedField<'a> {
        let fields = &mut self.fields;
        let index = *self.by_key.entry(key.as_str()).or_insert_with(|| {
            fields.push(PlannedField {
                key,
                ty: None,
                inner: Self::default(),
            });
            fields.len() - 1
        });
        &mut self.fields[index]
    }

    /// Completes an object, or what stands for one; `None` if it has to be null.
    fn complete(&self, value: Value, failures: Option<&Failures<'_>>) -> Option<Value> {
        let mut found = match value {
            Value::Object(found) => Some(found),
            // An object is null where each of its fields failed.
            Value::Null if failures.is_some_and(|all| !all.fields.is_empty()) => None,
            other => return Some(other),
        };
        let mut completed = Vec::with_capacity(self.fields.len());
        for field in &self.fields {
            let failures = failures.and_then(|all| all.fields.get(field.key.as_str()));
            let value = match (
                found.as_mut().and_then(|all| all.swap_remove(field.key)),
                failures,
            ) {
                (Some(value), _) => value,
                (None, Some(_)) => Value::Null,
                (None, None) => continue,
            };
            completed.push((
                field.key.clone(),
                field.complete(value, field.ty, failures)?,
            ));
        }
        completed.extend(found.into_iter().flatten());
        Some(Value::Object(completed.into_iter().collect()))
    }
}

impl PlannedField<'_> {
    /// Completes a value of the field or of a list in it; `None` if what is around has to be null.
    fn complete(
        &self,
        value: Value,
        ty: Option<&Type>,
        failures: Option<&Failures<'_>>,
    ) -> Option<Value> {
        let completed = match value {
            Value::List(items) => self.list(items, ty, failures),
            _ if self.inner.fields.is_empty() => Some(value),
            value => self.inner.complete(value, failures),
        };
        let mut completed = completed.unwrap_or_default();
        let object = !self.inner.fields.is_empty()
            && !matches!(ty.map(|ty| &ty.base), Some(BaseType::List(_)));
        if completed == Value::Null
            && failures.is_none()
            && object
            && ty.is_some_and(|ty| !ty.nullable)
        {
            // An object all of whose fields were skipped.
            completed = Value::Object(async_graphql::indexmap::IndexMap::new());
        }
        let ruled_out = failures.is_some() && ty.is_some_and(|ty| !ty.nullable);
        (completed != Value::Null || !ruled_out).then_some(completed)
    }

    fn list(
        &self,
        items: Vec<Value>,
        ty: Option<&Type>,
        failures: Option<&Failures<'_>>,
    ) -> Option<Value> {
        let ty = match ty.map(|ty| &ty.base) {
            Some(BaseType::List(ty)) => Some(ty.as_ref()),
            _ => None,
        };
        items
            .into_iter()
            .enumerate()
            .map(|(index, item)| {
                let failures = failures.and_then(|all| all.items.get(&index));
                self.complete(item, ty, failures)
            })
            .collect::<Option<_>>()
            .map(Value::List)
    }
}

fn innermost(ty: &Type) -> &str {
    match &ty.base {
        BaseType::Named(name) => name,
        BaseType::List(ty) => innermost(ty),
    }
}

/// Where in an answer something failed.
#[derive(Debug, Default)]
struct Failures<'a> {
    fields: HashMap<&'a str, Failures<'a>>,
    items: HashMap<usize, Failures<'a>>,
}

impl Failures<'_> {
    fn of(errors: &[ServerError]) -> Failures<'_> {
        let mut root = Failures::default();
        for error in errors {
            let mut place = &mut root;
            for segment in &error.path {
                place = match segment {
                    PathSegment::Field(name) => place.fields.entry(name).or_default(),
                    PathSegment::Index(index) => place.items.entry(*index).or_default(),
                };
            }
        }
        root
    }
}
