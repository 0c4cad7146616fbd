//! A search is followed with a feed reader.

use std::collections::HashSet;

use entity::kind::Role;
use reqwest::StatusCode;
use roxmltree::{Document, Node};
use serde_json::{Value, json};
use tests::{Client, World};

use crate::{
    bulk::{import, objects},
    contributing::KONSTANZ,
    exports::{at, search},
};

tests::both![
    a_feed_holds_the_newest_of_the_search,
    a_feed_tells_no_more_than_the_search,
    a_feed_that_is_known_is_not_sent_again,
];

const FEED: &str = "/feeds/lessons.atom";
const ATOM: &str = "http://www.w3.org/2005/Atom";

fn child<'a>(node: Node<'a, 'a>, name: &str) -> Option<Node<'a, 'a>> {
    node.children().find(|it| it.has_tag_name((ATOM, name)))
}

fn text<'a>(node: Node<'a, 'a>, name: &str) -> &'a str {
    let child = child(node, name).unwrap_or_else(|| panic!("no {name}"));
    child.text().unwrap_or_default()
}

fn entries<'a>(feed: &'a Document<'a>) -> Vec<Node<'a, 'a>> {
    let all = feed.root_element().children();
    all.filter(|it| it.has_tag_name((ATOM, "entry"))).collect()
}

fn link<'a>(node: Node<'a, 'a>, relation: &str) -> &'a str {
    let mut links = node.children().filter(|it| it.has_tag_name((ATOM, "link")));
    let link = links.find(|it| it.attribute("rel") == Some(relation));
    link.unwrap().attribute("href").unwrap()
}

async fn a_feed_holds_the_newest_of_the_search(world: &World) {
    let lesson = json!({ "city": "konstanz", "externalId": 1, "outcome": "FAILED",
        "title": "Haken & <Ösen> \"hier\"", "insight": "a < b && c > d ]]> &amp; 🚲 Haken\nneu",
        "topics": ["e-government"] });
    let file = objects(world.place(), "lesson.ndjson", &[lesson]);
    import(world.place(), &file, &["--publish"]);
    world.caught_up().await;
    for (parameters, query, filter, first) in [
        (vec![], "", json!({}), 50),
        (
            vec![("query", "Haken & <mehr>")],
            "Haken & <mehr>",
            json!({}),
            50,
        ),
        (
            vec![("outcomes", "FAILED"), ("first", "3")],
            "",
            json!({ "outcomes": ["FAILED"] }),
            3,
        ),
    ] {
        let written = world.client().text(&at(FEED, &parameters)).await;
        let feed = Document::parse(&written).unwrap();
        let root = feed.root_element();
        assert!(root.has_tag_name((ATOM, "feed")));
        assert!(text(root, "id").starts_with("urn:uuid:"));
        let title = ["Lehrgeld", query].join(": ");
        assert_eq!(text(root, "title"), title.trim_end_matches(": "));
        assert_eq!(text(child(root, "author").unwrap(), "name"), "Lehrgeld");
        assert_eq!(
            link(root, "self"),
            world
                .client()
                .address(at(FEED, &parameters).trim_end_matches('?'))
        );
        assert!(link(root, "alternate").contains("/export/lessons.csv?"));
        let found = search(world.client(), query, &filter, "NEWEST").await;
        let entries = entries(&feed);
        assert_eq!(entries.len(), found.len().min(first));
        assert!(!entries.is_empty());
        let ids: HashSet<_> = entries.iter().map(|entry| text(*entry, "id")).collect();
        assert_eq!(ids.len(), entries.len());
        for (entry, lesson) in entries.iter().zip(&found) {
            same(*entry, lesson);
        }
        let newest = entries.iter().map(|entry| text(*entry, "updated")).max();
        assert_eq!(Some(text(root, "updated")), newest);
    }
    let one = world.client().text(&at(FEED, &[("query", "Ösen")])).await;
    let one = Document::parse(&one).unwrap();
    let entry = entries(&one)[0];
    let category = child(entry, "category").unwrap();
    assert_eq!(category.attribute("term"), Some("e-government"));
    let answer = world.client().get(&path_of(link(entry, "alternate"))).await;
    let answer: Value = answer.json().await.unwrap();
    assert_eq!(answer["data"]["lesson"]["title"], "Haken & <Ösen> \"hier\"");
}

fn path_of(address: &str) -> String {
    let address = url::Url::parse(address).unwrap();
    format!("{}?{}", address.path(), address.query().unwrap())
}

fn same(entry: Node<'_, '_>, lesson: &Value) {
    assert!(text(entry, "id").starts_with("urn:uuid:"));
    assert_eq!(text(entry, "title"), lesson["title"]);
    assert_eq!(text(entry, "summary"), lesson["insight"]);
    let seconds = |name: &str| lesson[name].as_str().unwrap()[..19].to_owned() + "Z";
    assert_eq!(text(entry, "published"), seconds("publishedAt"));
    assert_eq!(text(entry, "updated"), seconds("updatedAt"));
    let author = child(entry, "author").map(|author| text(author, "name"));
    assert_eq!(author, lesson["city"]["name"].as_str());
    let language = ("http://www.w3.org/XML/1998/namespace", "lang");
    assert_eq!(entry.attribute(language), lesson["language"].as_str());
}

async fn titles(client: &Client, query: &str) -> Vec<(String, Option<String>)> {
    let written = client.text(&at(FEED, &[("query", query)])).await;
    let feed = Document::parse(&written).unwrap();
    let entries = entries(&feed).into_iter();
    let mut titles: Vec<_> = entries
        .map(|entry| {
            let author = child(entry, "author").map(|author| text(author, "name").to_owned());
            (text(entry, "title").to_owned(), author)
        })
        .collect();
    titles.sort();
    titles
}

async fn a_feed_tells_no_more_than_the_search(world: &World) {
    let row = |id: &str, more: Value| {
        let mut row = json!({ "city": "konstanz", "externalId": id, "title": id,
            "insight": "Nebelkrähe" });
        crate::contributing::merge(&mut row, more);
        row
    };
    let rows = [
        row("Anonym", json!({ "attribution": "ANONYMOUS" })),
        row("Intern", json!({ "audience": "CITY" })),
    ];
    let file = objects(world.place(), "lessons.ndjson", &rows);
    import(world.place(), &file, &["--publish"]);
    world.caught_up().await;
    let own = world.member("Eigene", KONSTANZ, Role::Contributor).await;
    let konstanz = Some("Konstanz".to_owned());
    let expected = [("Anonym".to_owned(), None)];
    assert_eq!(titles(world.client(), "Nebelkrähe").await, expected);
    let expected = [
        ("Anonym".to_owned(), konstanz.clone()),
        ("Intern".to_owned(), konstanz),
    ];
    assert_eq!(titles(&own, "Nebelkrähe").await, expected);
    let feed = world
        .client()
        .text(&at(FEED, &[("query", "Nebelkrähe")]))
        .await;
    let feed = Document::parse(&feed).unwrap();
    for name in ["published", "updated"] {
        assert!(text(entries(&feed)[0], name).ends_with("T00:00:00Z"));
    }
}

async fn a_feed_that_is_known_is_not_sent_again(world: &World) {
    let path = at(FEED, &[("query", "Verwaltung")]);
    let response = world.client().get(&path).await;
    let headers = response.headers().clone();
    assert_eq!(
        headers["content-type"],
        "application/atom+xml; charset=utf-8"
    );
    assert_eq!(headers["cache-control"], "private, no-cache");
    assert!(headers["vary"].to_str().unwrap().contains("authorization"));
    assert!(headers["last-modified"].to_str().unwrap().ends_with(" GMT"));
    let tag = headers["etag"].to_str().unwrap().to_owned();
    let text = response.text().await.unwrap();
    let knowing = |tags: &str| world.client().with_header("if-none-match", tags);
    for tags in [tag.clone(), format!("\"x\", W/{tag}"), "*".to_owned()] {
        let again = knowing(&tags).get(&path).await;
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED, "{tags}");
        assert_eq!(again.headers()["etag"], tag.as_str());
        assert_eq!(again.text().await.unwrap(), "");
    }
    let other = knowing("\"x\"").get(&path).await;
    assert_eq!(other.text().await.unwrap(), text);
    let lesson = json!({ "city": "konstanz", "externalId": 1, "title": "Verwaltung",
        "insight": "Neu", "attribution": "ANONYMOUS" });
    let file = objects(world.place(), "lesson.ndjson", &[lesson]);
    import(world.place(), &file, &["--publish"]);
    world.caught_up().await;
    let changed = knowing(&tag).get(&path).await;
    assert_eq!(changed.status(), StatusCode::OK);
    assert_ne!(changed.headers()["etag"], tag.as_str());
    let elsewhere = world.client().with_header("host", "lehren.example:8443");
    let elsewhere = elsewhere.text(&path).await;
    assert!(
        elsewhere.contains("href=\"http://lehren.example:8443/feeds/lessons.atom?"),
        "{elsewhere}"
    );
}
