//! What is marked, and how texts are cut.

use std::sync::LazyLock;

use proptest::prelude::*;

use crate::testing::{lesson, position, text};
use crate::{Highlighter, Index, Query, Searcher, TextField};

static SEARCHER: LazyLock<Searcher> = LazyLock::new(|| {
    let index = Index::in_memory().unwrap();
    let mut writer = index.writer().unwrap();
    let mut lesson = lesson(1, "Deutsch", "Auch");
    let mut english = text(TextField::Topic, "English");
    english.language = Some("en".to_owned());
    lesson.texts.push(english);
    writer.upsert(&lesson).unwrap();
    writer.commit(&position(1)).unwrap();
    index.searcher()
});

fn highlighter(query: &str) -> Highlighter {
    SEARCHER.highlighter(&Query::parse(query).unwrap())
}

fn marked(query: &str, text: &str) -> Option<String> {
    highlighter(query).html(TextField::Insight, Some("de"), text)
}

#[test]
fn whole_words_are_marked_as_they_stand() {
    for (query, text, html) in [
        (
            "Projekt",
            "Die Projekte, klein.",
            "Die <mark>Projekte</mark>, klein.",
        ),
        ("buerger", "Für Bürger!", "Für <mark>Bürger</mark>!"),
        (
            "Bürger",
            "Fu\u{308}r Bu\u{308}rger",
            "Fu\u{308}r <mark>Bu\u{308}rger</mark>",
        ),
        ("Bürger", "Bür\u{ad}ger", "<mark>Bür\u{ad}ger</mark>"),
        (
            "Beteilig*",
            "Die Beteiligung",
            "Die <mark>Beteiligung</mark>",
        ),
        (
            "\"der Akte\"",
            "der Plan, in der Akte",
            "der Plan, in <mark>der</mark> <mark>Akte</mark>",
        ),
        ("E-Akte", "Eine E-Akte", "Eine <mark>E-Akte</mark>"),
        ("X-Akte", "Eine Akte", "Eine <mark>Akte</mark>"),
        ("der Akte", "In der Akte", "In der <mark>Akte</mark>"),
        ("der", "In der Akte", "In <mark>der</mark> Akte"),
        (
            "Rad OR Weg",
            "Rad und Weg",
            "<mark>Rad</mark> und <mark>Weg</mark>",
        ),
        ("Rad -Weg", "Rad und Weg", "<mark>Rad</mark> und Weg"),
    ] {
        assert_eq!(
            marked(query, text).as_deref(),
            Some(html),
            "{query}: {text}"
        );
    }
}

#[test]
fn nothing_found_is_nothing_shown() {
    for (query, text) in [
        ("Weg", "Ein Rad"),
        ("-Rad", "Ein Rad"),
        ("", "Ein Rad"),
        ("?", "Ein Rad"),
        ("\"Rad Ein\"", "Ein Rad"),
        ("Rad", ""),
    ] {
        assert_eq!(marked(query, text), None, "{query}: {text}");
    }
}

#[test]
fn a_word_in_a_field_is_marked_there_alone() {
    let highlighter = highlighter("title:Rad hurdle:Weg");
    let html = |field| highlighter.html(field, Some("de"), "Rad und Weg");
    assert_eq!(html(TextField::Title).unwrap(), "<mark>Rad</mark> und Weg");
    assert_eq!(html(TextField::Hurdle).unwrap(), "Rad und <mark>Weg</mark>");
    assert_eq!(html(TextField::Insight), None);
}

#[test]
fn each_text_is_read_in_its_language() {
    let highlighter = highlighter("municipality");
    let html = |language| highlighter.html(TextField::Topic, language, "municipalities");
    assert_eq!(html(Some("en-GB")).unwrap(), "<mark>municipalities</mark>");
    assert_eq!(html(None), None);
}

#[test]
fn markup_in_texts_is_text() {
    let html = marked("Rad", "<b>Rad</b> & <mark>\"Weg's\"</mark>").unwrap();
    assert_eq!(
        html,
        "&lt;b&gt;<mark>Rad</mark>&lt;/b&gt; &amp; \
         &lt;mark&gt;&quot;Weg&#39;s&quot;&lt;/mark&gt;"
    );
}

#[test]
fn long_texts_are_cut_where_the_marks_are() {
    let filler = "Nichts als Füllung steht hier. ".repeat(30);
    let text = format!("Ein Rad. {filler}Das Rad am Weg, am Rad der Weg. {filler}");
    let html = marked("Rad Weg", &text).unwrap();
    let marks =
        "Das <mark>Rad</mark> am <mark>Weg</mark>, am <mark>Rad</mark> der <mark>Weg</mark>";
    assert!(html.contains(marks), "{html}");
    let plain = html.replace("<mark>", "").replace("</mark>", "");
    assert!(
        (200..=300).contains(&plain.chars().count()),
        "{}",
        plain.chars().count()
    );
    assert!(text.contains(&plain));
    let at = text.find(&plain).unwrap();
    assert!(
        text[..at].ends_with(' ') && !text[at + plain.len()..].starts_with(char::is_alphanumeric)
    );
}

#[test]
fn the_ends_of_a_text_are_shown_to_their_last_sign() {
    let filler = "Nichts als Füllung steht hier. ".repeat(30);
    let html = marked("Rad", &format!("„Rad“ {filler}")).unwrap();
    assert!(
        html.starts_with("„<mark>Rad</mark>“ ") && html.ends_with(char::is_alphabetic),
        "{html}"
    );
    let html = marked("Rad", &format!("{filler} Rad.")).unwrap();
    assert!(
        html.starts_with(char::is_alphabetic) && html.ends_with("<mark>Rad</mark>."),
        "{html}"
    );
}

proptest! {
    #[test]
    fn only_marks_are_markup(text in "[-Rad <>&\"'mark/ü\u{308}\u{ad}.]{0,400}", query in "[Radmk*\" -]{0,20}") {
        if let Some(html) = marked(&query, &text) {
            let plain = html.replace("<mark>", "").replace("</mark>", "");
            prop_assert!(!plain.contains(['<', '>', '"', '\'']));
            prop_assert_eq!(html.matches("<mark>").count(), html.matches("</mark>").count());
            prop_assert!(plain.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "")
                .replace("&quot;", "").replace("&#39;", "").find('&').is_none());
        }
    }
}
