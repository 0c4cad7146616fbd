//! What a query costs in SQL statements depends on what it asks, not on how many rows there are.

use serde_json::json;
use tests::World;

tests::both![
    lessons_and_what_hangs_on_them_are_read_together,
    cities_and_what_hangs_on_them_are_read_together,
    projects_and_what_hangs_on_them_are_read_together,
    hits_and_what_hangs_on_them_are_read_together,
];

const LESSON: &str = "
    title
    city { name projects(first: 2) { nodes { title } totalCount } }
    project { title parent { title } parts { title } topics { slug } city { name } }
    origin { country region populationBand }
    topics { slug label broader { slug } narrower { slug } lessonCount }
    participations { person role organization { name city { name } parent { name } units { name } } }
    sources { title }
    relations { kind to { id } }
    reuses(first: 2) { nodes { city { name } project { title } } totalCount }
    reuseSummary { total helped }
    comments(first: 2) { nodes { body } totalCount }
    viewerCan
";

async fn lessons_and_what_hangs_on_them_are_read_together(world: &World) {
    same(
        world,
        &format!("query($n: Int!) {{ lessons(first: $n) {{ nodes {{ {LESSON} }} }} }}"),
    )
    .await;
}

async fn cities_and_what_hangs_on_them_are_read_together(world: &World) {
    same(
        world,
        "query($n: Int!) {
            cities(first: $n, orderBy: {field: LESSON_COUNT, direction: DESC}) { nodes {
                name
                lessons(first: 2) { nodes { title topics { slug } } totalCount }
                projects(first: 2) { nodes { title } totalCount }
            } }
        }",
    )
    .await;
}

async fn projects_and_what_hangs_on_them_are_read_together(world: &World) {
    same(
        world,
        "query($n: Int!) {
            projects(first: $n) { nodes {
                title city { name } parent { title } parts { title } topics { slug }
                lessons(first: 2) { nodes { title } totalCount }
                participations { organization { name } }
                statements { text issuer { name } }
                sources { title }
                relations { kind to { id } }
            } }
        }",
    )
    .await;
}

async fn hits_and_what_hangs_on_them_are_read_together(world: &World) {
    same(
        world,
        &format!(
            r#"query($n: Int!) {{ searchLessons(query: "", first: $n) {{
                totalCount
                facets(by: [CITY, TOPIC, OUTCOME]) {{ buckets {{ value label count }} }}
                edges {{ score highlights {{ field html }} node {{ {LESSON} }} }}
            }} }}"#
        ),
    )
    .await;
}

/// Four times the rows take about as many statements. Not exactly: rows differ in what hangs on them,
/// and loads of one kind that are asked for on two levels meet or miss each other.
async fn same(world: &World, query: &str) {
    let (few, many) = (
        statements(world, query, 7).await,
        statements(world, query, 28).await,
    );
    assert!(few > 0, "nothing is counted");
    assert!(
        many * 2 <= few * 3,
        "7 rows take {few} statements, 28 rows {many}:\n{query}"
    );
}

/// The fewest statements that the query was seen to take: others may run beside it, as the
/// follower's do, and the first query fills what is kept.
async fn statements(world: &World, query: &str, rows: u32) -> u64 {
    let mut fewest = u64::MAX;
    for _ in 0..6 {
        let before = world
            .client()
            .counter("lehrgeld_sql_statements_total")
            .await;
        world.client().graphql(query, json!({ "n": rows })).await;
        let after = world
            .client()
            .counter("lehrgeld_sql_statements_total")
            .await;
        fewest = fewest.min(after - before);
    }
    fewest
}
