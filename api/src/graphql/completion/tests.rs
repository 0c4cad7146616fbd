//! Answers before and after they are put into shape.

#![expect(clippy::unused_async, reason = "resolvers have to be async")]

use async_graphql::{
    EmptyMutation, EmptySubscription, Error, Interface, Object, Schema, SimpleObject,
};

use super::*;

struct Query;

struct Thing;

#[derive(SimpleObject)]
struct Other {
    name: String,
}

#[derive(Interface)]
#[graphql(field(name = "name", ty = "String"))]
enum Named {
    Thing(Thing),
    Other(Other),
}

#[Object]
impl Thing {
    async fn name(&self) -> String {
        tokio::task::yield_now().await;
        "thing".to_owned()
    }
    async fn quick(&self) -> i32 {
        1
    }
    async fn fails(&self) -> Result<i32, Error> {
        Err(Error::new("failed"))
    }
    async fn may_fail(&self) -> Result<Option<i32>, Error> {
        Err(Error::new("failed"))
    }
    async fn fails_within(&self) -> Vec<Result<i32, Error>> {
        vec![Ok(1), Err(Error::new("failed"))]
    }
    async fn thing(&self) -> Thing {
        Thing
    }
    async fn maybe(&self) -> Option<Thing> {
        Some(Thing)
    }
    async fn none(&self) -> Option<Thing> {
        None
    }
    async fn list(&self) -> Vec<Thing> {
        vec![Thing, Thing]
    }
    async fn list_of_maybe(&self) -> Option<Vec<Option<Thing>>> {
        Some(vec![Some(Thing), None])
    }
    async fn named(&self) -> Vec<Named> {
        let name = "other".to_owned();
        vec![Thing.into(), Other { name }.into()]
    }
}

#[Object]
impl Query {
    async fn thing(&self) -> Thing {
        Thing
    }
    async fn maybe(&self) -> Option<Thing> {
        Some(Thing)
    }
}

async fn answer(query: &str) -> String {
    let schema = Schema::new(Query, EmptyMutation, EmptySubscription);
    let shapes = Shapes::from_sdl(&schema.sdl()).unwrap();
    let mut response = schema.execute(query).await;
    let document = async_graphql_parser::parse_query(query).unwrap();
    shapes.complete(&document, None, &mut response);
    serde_json::to_string(&response.data).unwrap()
}

#[tokio::test]
async fn order_is_that_of_the_document() {
    let query = "{ maybe { name quick __typename ...F maybe { quick } } }
        fragment F on Thing { x: quick maybe { name } }";
    assert_eq!(
        answer(query).await,
        r#"{"maybe":{"name":"thing","quick":1,"__typename":"Thing","x":1,"maybe":{"name":"thing","quick":1}}}"#
    );
}

#[tokio::test]
async fn a_nullable_field_that_failed_is_null() {
    for (query, expected) in [
        (
            "{ thing { quick mayFail } }",
            r#"{"thing":{"quick":1,"mayFail":null}}"#,
        ),
        ("{ thing { a: mayFail } }", r#"{"thing":{"a":null}}"#),
        (
            "{ thing { thing { mayFail } } }",
            r#"{"thing":{"thing":{"mayFail":null}}}"#,
        ),
        (
            "{ thing { list { mayFail } } }",
            r#"{"thing":{"list":[{"mayFail":null},{"mayFail":null}]}}"#,
        ),
        (
            "{ maybe { none { fails } quick } }",
            r#"{"maybe":{"none":null,"quick":1}}"#,
        ),
    ] {
        assert_eq!(answer(query).await, expected, "{query}");
    }
}

#[tokio::test]
async fn null_goes_up_to_where_it_is_allowed() {
    for (query, expected) in [
        ("{ maybe { quick fails } }", r#"{"maybe":null}"#),
        (
            "{ maybe { quick thing { quick fails } } }",
            r#"{"maybe":null}"#,
        ),
        (
            "{ maybe { quick maybe { thing { fails } } } }",
            r#"{"maybe":{"quick":1,"maybe":null}}"#,
        ),
        ("{ thing { quick fails } }", "null"),
        ("{ thing { fails } maybe { quick } }", "null"),
        ("{ maybe { list { quick fails } } }", r#"{"maybe":null}"#),
        (
            "{ maybe { listOfMaybe { fails quick } } }",
            r#"{"maybe":{"listOfMaybe":[null,null]}}"#,
        ),
        ("{ maybe { quick failsWithin } }", r#"{"maybe":null}"#),
        (
            "{ maybe { named { name ... on Thing { fails } } } }",
            r#"{"maybe":null}"#,
        ),
        (
            "{ maybe { named { ... on Thing { mayFail } name } } }",
            r#"{"maybe":{"named":[{"mayFail":null,"name":"thing"},{"name":"other"}]}}"#,
        ),
    ] {
        assert_eq!(answer(query).await, expected, "{query}");
    }
}

#[tokio::test]
async fn what_was_not_executed_stays() {
    assert_eq!(answer("{ nothing }").await, "null");
    let introspected = answer("{ __schema { queryType { name kind } } }").await;
    assert_eq!(
        introspected,
        r#"{"__schema":{"queryType":{"name":"Query","kind":"OBJECT"}}}"#
    );
}

#[test]
fn the_served_schema_can_be_read() {
    let shapes = Shapes::from_sdl(&crate::graphql::sdl()).unwrap();
    let ty = shapes.field(Some("Query"), "searchLessons").unwrap();
    assert!(!ty.nullable);
    assert_eq!(shapes.roots["query"], "Query");
}
