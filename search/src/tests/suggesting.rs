//! What is suggested while someone types.

use super::id;
use crate::testing::{name, position};
use crate::{Index, Level, Name, NameKind, Scope, Searcher};

fn suggesting(names: &[Name]) -> Searcher {
    let index = Index::in_memory().unwrap();
    let mut writer = index.writer().unwrap();
    for name in names {
        writer.upsert_name(name).unwrap();
    }
    writer.commit(&position(1)).unwrap();
    index.searcher()
}

pub(super) fn suggested(searcher: &Searcher, prefix: &str) -> Vec<String> {
    let suggestions = searcher.suggest(prefix, &Scope::anonymous(), 5).unwrap();
    suggestions.into_iter().map(|name| name.text).collect()
}

#[test]
fn a_slip_is_forgiven() {
    let searcher = suggesting(&cities());
    for (typed, expected) in [
        ("konsatnz", vec!["Konstanz"]),
        ("Könisgberg", vec!["Königsberg in Bayern"]),
        ("Neukirhcen bei", vec!["Neukirchen bei Sulzbach-Rosenberg"]),
        ("xyzw", vec![]),
    ] {
        assert_eq!(suggested(&searcher, typed), expected, "{typed}");
    }
}

fn cities() -> Vec<Name> {
    vec![
        name(1, "Konstanz", 86_000),
        name(2, "Konken", 800),
        name(3, "Bad König", 9_000),
        name(4, "Königsberg in Bayern", 3_600),
        name(5, "München", 1_500_000),
        name(6, "Bergheim", 62_000),
        name(7, "Bergheim", 5_300),
        name(8, "Neukirchen bei Sulzbach-Rosenberg", 2_600),
    ]
}

#[test]
fn what_begins_as_typed_comes_first_then_the_weightier() {
    let searcher = suggesting(&cities());
    for (prefix, expected) in [
        (
            "kon",
            vec!["Konstanz", "Königsberg in Bayern", "Konken", "Bad König"],
        ),
        ("kons", vec!["Konstanz"]),
        (
            "kön",
            vec!["Konstanz", "Königsberg in Bayern", "Konken", "Bad König"],
        ),
        ("koenig", vec!["Königsberg in Bayern", "Bad König"]),
        ("MUE", vec!["München"]),
        ("munch", vec!["München"]),
        ("Mu\u{308}n", vec!["München"]),
        ("bad kön", vec!["Bad König"]),
        ("könig bad", vec!["Bad König"]),
        (
            "neukirchen bei sulz",
            vec!["Neukirchen bei Sulzbach-Rosenberg"],
        ),
        ("rosenberg", vec!["Neukirchen bei Sulzbach-Rosenberg"]),
        ("xyz", vec![]),
        ("", vec![]),
        ("?", vec![]),
    ] {
        assert_eq!(suggested(&searcher, prefix), expected, "{prefix}");
    }
}

#[test]
fn one_letter_is_enough_and_namesakes_are_two() {
    let searcher = suggesting(&cities());
    assert_eq!(suggested(&searcher, "k")[0], "Konstanz");
    assert_eq!(suggested(&searcher, "b")[..2], ["Bergheim", "Bad König"]);
    let both = searcher
        .suggest("bergheim", &Scope::anonymous(), 5)
        .unwrap();
    let ids: Vec<u128> = both
        .iter()
        .filter_map(|name| Some(name.named?.1.as_u128()))
        .collect();
    assert_eq!(ids, [6, 7]);
}

#[test]
fn alternatives_lead_to_the_name() {
    let mut topic = name(1, "Bürgerbeteiligung", 0);
    topic.kind = NameKind::Topic;
    topic.alternatives = vec![
        "citizen participation".to_owned(),
        "Partizipation".to_owned(),
    ];
    let searcher = suggesting(&[topic]);
    for prefix in ["bürgerb", "citi", "particip", "partizi", "citizen part"] {
        let suggestions = searcher.suggest(prefix, &Scope::anonymous(), 5).unwrap();
        assert_eq!(suggestions.len(), 1, "{prefix}");
        assert_eq!(suggestions[0].text, "Bürgerbeteiligung");
        assert_eq!(
            suggestions[0].named.map(|(kind, _)| kind),
            Some(NameKind::Topic)
        );
    }
}

#[test]
fn names_are_cut_by_scope() {
    let mut draft = name(1, "Geheimer Titel", 0);
    draft.kind = NameKind::Lesson;
    draft.published = false;
    draft.holder = Some(id(500));
    draft.participants = vec![id(600)];
    let mut partners = name(2, "Geheim für Partner", 0);
    partners.level = Level::Partners;
    partners.holder = Some(id(501));
    let searcher = suggesting(&[draft, partners]);
    let count = |scope: &Scope| searcher.suggest("geheim", scope, 9).unwrap().len();
    let readable = |level, city, organization| Scope::Readable {
        level,
        cities: vec![id(city)],
        organizations: vec![id(organization)],
    };
    assert_eq!(count(&Scope::anonymous()), 0);
    assert_eq!(count(&Scope::All), 2);
    assert_eq!(count(&readable(Level::Partners, 1, 1)), 1);
    assert_eq!(count(&readable(Level::Public, 500, 1)), 1);
    assert_eq!(count(&readable(Level::Partners, 500, 1)), 2);
    assert_eq!(count(&readable(Level::Partners, 1, 600)), 2);
}

#[test]
fn a_name_is_replaced_and_deleted() {
    let index = Index::in_memory().unwrap();
    let mut writer = index.writer().unwrap();
    writer.upsert_name(&name(1, "Altstadt", 0)).unwrap();
    writer.upsert_name(&name(1, "Neustadt", 0)).unwrap();
    writer.commit(&position(1)).unwrap();
    assert!(suggested(&index.searcher(), "alt").is_empty());
    assert_eq!(suggested(&index.searcher(), "neu"), ["Neustadt"]);
    let contents = index.searcher().name_contents().unwrap();
    assert_eq!(contents, [(id(1), name(1, "Neustadt", 0).digest())]);
    writer.delete_name(id(1)).unwrap();
    writer.commit(&position(2)).unwrap();
    assert!(suggested(&index.searcher(), "neu").is_empty());
}
