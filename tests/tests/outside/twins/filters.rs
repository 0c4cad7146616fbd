//! Each filter with each id there may be: what dice would rarely throw together.

use async_graphql_parser::types::TypeKind;
use tests::global_id;

use super::{
    asking::{Schema, about, named},
    values,
};

/// How many lists one question asks for.
const LISTS: usize = 20;

/// Questions for all that is listed and counted by something's id.
pub(super) fn questions(schema: &Schema) -> Vec<String> {
    let mut lists = Vec::new();
    for field in schema.objects("Query").unwrap() {
        let (list, below) = (field.name.node.as_str(), below(named(&field.ty.node)));
        let filter = field
            .arguments
            .iter()
            .find(|it| it.node.name.node == "filter");
        let Some(filter) = filter.map(|it| named(&it.node.ty.node)) else {
            continue;
        };
        let more = match list {
            "searchLessons" => "query: \"\", ",
            "briefing" => "text: \"Digitalisierung\", ",
            _ => "",
        };
        for (name, kind) in ids(schema, filter) {
            for number in 0..values::numbers(kind) {
                let id = global_id(kind, 0, number);
                let filter = format!("filter: {{ {name}: \"{id}\" }}");
                lists.push(format!("{list}({more}{filter}) {below}"));
            }
        }
    }
    let questions = lists.chunks(LISTS).map(|lists| {
        let lists = lists.iter().enumerate();
        let lists: Vec<_> = lists
            .map(|(place, list)| format!("a{place}: {list}"))
            .collect();
        format!("{{ {} }}", lists.join("\n"))
    });
    questions.collect()
}

/// The fields of a filter that take ids, and what these are of.
fn ids<'s>(schema: &'s Schema, filter: &str) -> Vec<(&'s str, &'static str)> {
    let TypeKind::InputObject(input) = schema.kind(filter) else {
        panic!("{filter} is no input");
    };
    let fields = input.fields.iter().map(|field| &field.node);
    let fields = fields.filter(|field| named(&field.ty.node) == "ID");
    fields
        .map(|field| (field.name.node.as_str(), about(field.name.node.as_str())))
        .collect()
}

/// What shows how many there are, and some of them.
fn below(kind: &str) -> &'static str {
    match kind {
        "Insights" => "{ lessonCount projectCount cityCount reuseCount timeline { year total } }",
        "LessonMatch" => "{ score lesson { id } }",
        _ => "{ totalCount nodes { id } }",
    }
}
