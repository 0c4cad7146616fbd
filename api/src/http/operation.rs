//! A GraphQL operation on its way to be executed.

use async_graphql::{Request, Response, ServerError, Variables};
use async_graphql_parser::types::{ExecutableDocument, OperationType};

use super::request::Parameters;
use crate::graphql::{completion::Shapes, guard};

/// An operation whose document the guard has let through.
pub(super) struct Operation {
    query: String,
    name: Option<String>,
    variables: Variables,
    document: ExecutableDocument,
    kind: OperationType,
}

impl Operation {
    /// Has the guard look at a request.
    pub(super) fn admit(parameters: Parameters) -> Result<Self, ServerError> {
        let Parameters {
            query,
            operation_name,
            variables,
        } = parameters;
        let admitted = guard::admit(&query, operation_name.as_deref(), &variables)?;
        Ok(Self {
            query,
            name: operation_name,
            variables,
            document: admitted.document,
            kind: admitted.operation,
        })
    }

    /// What it does.
    pub(super) fn kind(&self) -> OperationType {
        self.kind
    }

    /// What is handed on to be executed; a subscription is executed more than once.
    pub(super) fn request(&self, introspection: bool) -> Request {
        let mut request = Request::new(self.query.clone()).variables(self.variables.clone());
        request.operation_name.clone_from(&self.name);
        request.set_parsed_query(self.document.clone());
        if introspection {
            request
        } else {
            request.disable_introspection()
        }
    }

    /// Puts its answer into shape.
    pub(super) fn complete(&self, shapes: &Shapes, response: &mut Response) {
        shapes.complete(&self.document, self.name.as_deref(), response);
    }
}
