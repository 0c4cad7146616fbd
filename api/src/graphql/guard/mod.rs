//! Refuses, before async-graphql sees it, a document that would cost more than its answer is worth.
//!
//! In order: a lexical pass (`lexical`), the parser, a measure of what the document comes to with
//! its fragments written out (`expansion`), the choice of the operation. Nothing here recurses
//! on what the client controls beyond `limits::NESTING`, and all of it is linear in the document.

mod expansion;
mod lexical;
mod limits;
mod measure;
#[cfg(test)]
mod tests;

use async_graphql::{Pos, Positioned, ServerError, Variables};
use async_graphql_parser::{
    parse_query,
    types::{
        DocumentOperations, ExecutableDocument, OperationDefinition, OperationType, Selection,
    },
};

use super::error::{ApiError, Code};

/// A document that may go on to validation.
#[derive(Debug)]
pub struct Admitted {
    /// The document, parsed; hand it on with `Request::set_parsed_query`.
    pub document: ExecutableDocument,
    /// What the operation that the request names does.
    pub operation: OperationType,
}

/// Parses a request's document, or refuses it.
pub fn admit(
    query: &str,
    operation_name: Option<&str>,
    variables: &Variables,
) -> Result<Admitted, ServerError> {
    inspect(query, operation_name, variables).map_err(Refusal::into_server_error)
}

/// The operation that a request means, if there is one.
pub(super) fn operation<'a>(
    document: &'a ExecutableDocument,
    name: Option<&str>,
) -> Option<&'a OperationDefinition> {
    let operation = select(&document.operations, name).ok()?;
    Some(&operation.node)
}

fn inspect(
    query: &str,
    operation_name: Option<&str>,
    variables: &Variables,
) -> Result<Admitted, Refusal> {
    lexical::check(query)?;
    let document = parse_query(query).map_err(|error| Refusal::from_parser(&error))?;
    expansion::check(&document, variables)?;
    let operation = select(&document.operations, operation_name)?;
    require_variables(&operation.node, variables)?;
    if operation.node.ty == OperationType::Subscription {
        require_one_field(operation)?;
    }
    let operation = operation.node.ty;
    Ok(Admitted {
        document,
        operation,
    })
}

/// Why a document is refused, and where.
#[derive(Debug)]
struct Refusal {
    error: ApiError,
    position: Option<Pos>,
}

impl Refusal {
    fn new(code: Code, message: impl Into<String>, position: Option<Pos>) -> Self {
        Self {
            error: ApiError::new(code, message),
            position,
        }
    }

    fn too_large(message: impl Into<String>, position: Option<Pos>) -> Self {
        Self::new(Code::QueryTooLarge, message, position)
    }

    fn invalid(message: impl Into<String>, position: Option<Pos>) -> Self {
        Self::new(Code::ValidationFailed, message, position)
    }

    fn from_parser(error: &async_graphql_parser::Error) -> Self {
        let position = error.positions().next();
        match error {
            async_graphql_parser::Error::RecursionLimitExceeded => {
                Self::too_large("the document is nested too deep", position)
            }
            async_graphql_parser::Error::Syntax { message, .. } => Self::new(
                Code::ParseFailed,
                format!("syntax error: {}", expectation(message)),
                position,
            ),
            other => Self::new(Code::ParseFailed, other.to_string(), position),
        }
    }

    fn into_server_error(self) -> ServerError {
        self.error.at(self.position)
    }
}

/// The parser draws the line and an arrow under it, which is as long as the line: of that, the last
/// line, which says what it expected. The place is told by the error's location.
fn expectation(message: &str) -> &str {
    message
        .rsplit_once('\n')
        .and_then(|(_, last)| last.trim_start().strip_prefix("= "))
        .unwrap_or(message)
}

/// Which operation a request means.
fn select<'a>(
    operations: &'a DocumentOperations,
    name: Option<&str>,
) -> Result<&'a Positioned<OperationDefinition>, Refusal> {
    match (operations, name) {
        (DocumentOperations::Single(operation), None) => Ok(operation),
        (DocumentOperations::Multiple(operations), Some(name)) if operations.contains_key(name) => {
            Ok(&operations[name])
        }
        (_, Some(name)) => Err(Refusal::invalid(
            format!("the document has no operation named {name:?}"),
            None,
        )),
        (DocumentOperations::Multiple(operations), None) => {
            let mut all = operations.values();
            match (all.next(), all.next()) {
                (Some(only), None) => Ok(only),
                _ => Err(Refusal::invalid(
                    "the document has several operations: operationName has to name one",
                    None,
                )),
            }
        }
    }
}

/// A subscription is one stream of events, so it selects one field. async-graphql would run several,
/// pass over those in fragments, and not look at directives.
fn require_one_field(operation: &Positioned<OperationDefinition>) -> Result<(), Refusal> {
    let one = match operation.node.selection_set.node.items.as_slice() {
        [selection] => match &selection.node {
            Selection::Field(field) => {
                let field = &field.node;
                field.directives.is_empty() && !field.name.node.starts_with("__")
            }
            _ => false,
        },
        _ => false,
    };
    if one {
        return Ok(());
    }
    Err(Refusal::invalid(
        "a subscription has to select one field, without fragments and directives around it",
        Some(operation.pos),
    ))
}

/// async-graphql notices a missing variable only while it executes, when a mutation before it
/// in the document has already been carried out.
fn require_variables(
    operation: &OperationDefinition,
    variables: &Variables,
) -> Result<(), Refusal> {
    for definition in &operation.variable_definitions {
        let node = &definition.node;
        let given = variables.get(&node.name.node);
        let missing = given.is_none() && node.default_value.is_none();
        let null = given.is_some_and(|value| *value == async_graphql::Value::Null);
        if !node.var_type.node.nullable && (missing || null) {
            return Err(Refusal::invalid(
                format!(
                    "the variable ${} of type {} is required",
                    node.name.node, node.var_type.node
                ),
                Some(definition.pos),
            ));
        }
    }
    Ok(())
}
