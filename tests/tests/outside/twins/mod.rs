//! Nobody learns anything that they may not: worlds that differ only in what a reader may not read
//! answer all that this reader asks byte for byte alike.

mod asking;
mod files;
mod filters;
mod probes;
mod values;
mod words;

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tests::{Client, Dice, Reader, Twins, global_id, node_types};

use asking::{Asking, Question, Schema};

tests::both![no_answer_tells_what_is_hidden];

/// How many questions each reader asks, not counting the further pages of their answers.
const QUESTIONS: u64 = 70;
/// How many more the last of them asks at most, as long as there are fields that nobody asked for.
const MORE: u64 = 300;
/// How many changes each reader tries.
const PROBES: u64 = 40;
/// How many pages of an answer are turned at most.
const PAGES: usize = 4;
/// The lists of one's own, whole, with their cursors: dice seldom ask for all of these at once.
const OWN: &str = "{ viewer {
    drafts(first: 100) { totalCount edges { cursor node { id updatedAt } } }
    reviewQueue(first: 100) { totalCount edges { cursor node { id updatedAt } } } } }";
/// What is asked for nowhere.
const UNASKED: [(&str, &str); 1] = [(
    "AccessToken.lastUsedAt",
    "the time of a question, which no two services get at once",
)];

async fn no_answer_tells_what_is_hidden(twins: &Twins) {
    let [client, _] = twins.for_reader(Reader::Nobody);
    let schema = Schema::read(&client.text("/schema.graphql").await);
    let dice = Dice::usual(20_261_122);
    let (mut asked, mut refused, mut all) = (BTreeSet::new(), 0_u64, 0_u64);
    for (number, reader) in (0_u64..).zip(Reader::ALL) {
        let pair = twins.for_reader(reader);
        let there = name_all_ids(&pair, &|| format!("{reader:?}")).await;
        assert!(there > 200, "{reader:?} finds {there} alone");
        files::compare(&pair, &format!("{reader:?}")).await;
        let named = filters::questions(&schema).into_iter();
        let named = named.chain([OWN.to_owned()]);
        for question in named.chain(words::questions()) {
            let told = ask(&pair, &question, &Value::Null, &|| format!("{reader:?}")).await;
            assert!(told["errors"].is_null(), "{told}");
        }
        for question in 0..QUESTIONS + MORE {
            let last = number + 1 == Reader::ALL.len() as u64;
            let more = last && schema.fields().difference(&asked).count() > UNASKED.len();
            if question >= QUESTIONS && !more {
                break;
            }
            let mut dice = dice.fork(number << 32 | question);
            let question = Asking::new(&schema, &mut dice, &mut asked).question();
            let told = turn_pages(&pair, &question, || format!("{reader:?}, {}", dice.again()));
            let (pages, errors) = told.await;
            all += pages;
            refused += errors;
        }
    }
    assert!(
        refused * 5 < all,
        "{refused} of {all} questions were refused: they tell nothing"
    );
    probe(twins, &dice).await;
    let unasked: BTreeSet<_> = UNASKED.map(|(field, _)| field.to_owned()).into();
    let never: Vec<_> = schema.fields().difference(&asked).cloned().collect();
    let never: BTreeSet<_> = never.into_iter().collect();
    assert_eq!(never, unasked, "fields that nobody asked for");
}

/// Asks both, and both for more as long as there is more; how many pages, and how many errors.
async fn turn_pages(
    pair: &[Client; 2],
    question: &Question,
    who: impl Fn() -> String,
) -> (u64, u64) {
    let (mut at, mut pages, mut errors) = (Value::Null, 0, 0);
    for _ in 0..PAGES {
        let variables = json!({ "at": at });
        let told = ask(pair, &question.text, &variables, &who).await;
        pages += 1;
        errors += u64::from(!told["errors"].is_null());
        let list = &told["data"][question.list.unwrap_or_default()];
        if list["turning"][question.more()] != json!(true) {
            break;
        }
        at = list["turning"][question.cursor()].clone();
    }
    (pages, errors)
}

/// What both answer.
async fn ask(
    [one, other]: &[Client; 2],
    query: &str,
    variables: &Value,
    who: &impl Fn() -> String,
) -> Value {
    let (one, other) = tokio::join!(one.bytes(query, variables), other.bytes(query, variables));
    let read = |(_, text): &(_, String)| serde_json::from_str(text).unwrap();
    let told: Value = read(&one);
    if one != other {
        let mut differences = Vec::new();
        compare(&told, &read(&other), "", &mut differences);
        let (who, differences) = (who(), differences.join("\n"));
        panic!("{who} learns what is hidden by {query}\nwith {variables}:\n{differences}");
    }
    told
}

/// Where two answers differ.
fn compare(one: &Value, other: &Value, at: &str, found: &mut Vec<String>) {
    match (one, other) {
        (Value::Object(fields), Value::Object(others)) if fields.len() == others.len() => {
            for (name, value) in fields {
                compare(value, &others[name], &format!("{at}/{name}"), found);
            }
        }
        (Value::Array(items), Value::Array(others)) if items.len() == others.len() => {
            for (place, (item, other)) in items.iter().zip(others).enumerate() {
                compare(item, other, &format!("{at}/{place}"), found);
            }
        }
        _ if one == other => {}
        _ => found.push(format!("{at}: {one}, and in the twin {other}")),
    }
}

/// What readers who want to change something are told; the last thing they do in these worlds.
async fn probe(twins: &Twins, dice: &Dice) {
    let (mut done, mut refused) = (0, 0);
    for (number, reader) in (100_u64..).zip(Reader::ALL) {
        let pair = twins.for_reader(reader);
        for question in 0..PROBES {
            let mut these = dice.fork(number << 32 | question);
            let question = probes::question(&mut these);
            let who = || format!("{reader:?}, {}", dice.again());
            let told = ask(&pair, &question, &Value::Null, &who).await;
            let well = told["errors"].is_null() && told.to_string().contains("\"userErrors\":[]");
            if well {
                done += 1;
                twins.caught_up(reader).await;
            } else {
                refused += 1;
            }
        }
    }
    assert!(done > 10 && refused > 100, "{done} done, {refused} refused");
}

/// All ids there may be, also of what is there in one of them alone. How many are there.
async fn name_all_ids(pair: &[Client; 2], who: &impl Fn() -> String) -> usize {
    let query = "query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }";
    let mut found = 0;
    for name in node_types() {
        for sort in values::sorts(name) {
            let ids: Vec<_> = (0..values::numbers(name))
                .map(|number| global_id(name, sort, number))
                .collect();
            for ids in ids.chunks(100) {
                let told = ask(pair, query, &json!({ "ids": ids }), who).await;
                let nodes = told["data"]["nodes"].as_array().unwrap();
                found += nodes.iter().filter(|node| !node.is_null()).count();
            }
        }
    }
    found
}
