//! What is offered to someone who mistyped.

use super::{searching, suggesting::suggested};
use crate::testing::lesson;
use crate::{Document, Filter, Level, Scope, Searcher};
use uuid::Uuid;

fn lessons() -> Vec<Document> {
    let mut hidden = lesson(4, "Zwischenfinanzierung", "Nur für uns.");
    hidden.level = Level::City;
    vec![
        lesson(
            1,
            "Bürgerbeteiligung früh beginnen",
            "Der Haushalt reicht nicht.",
        ),
        lesson(
            2,
            "Haushalt und Wärmeplanung",
            "Die Bürgerbeteiligung war gut.",
        ),
        lesson(3, "Straßenbeleuchtung", "Die Fragen der Bürger:innen."),
        lesson(5, "Schranke am Rathaus", "Pendler:innen fragten den Rat."),
        lesson(
            6,
            "Schranke am Bauhof",
            "Zwei Schränke mehr für das Vorhaben.",
        ),
        hidden,
    ]
}

fn meant(searcher: &Searcher, text: &str, scope: &Scope) -> Option<String> {
    let filter = Filter::default();
    searcher.did_you_mean(text, &filter, scope).unwrap()
}

#[test]
fn a_word_that_no_text_has_is_corrected_to_one_that_many_have() {
    let searcher = searching(&lessons());
    for (typed, expected) in [
        ("Bürgerbeteilgung", Some("Bürgerbeteiligung")),
        ("buergerbeteilgung", Some("Bürgerbeteiligung")),
        ("Hauhsalt", Some("Haushalt")),
        ("Haushlat Wärmeplanug", Some("Haushalt Wärmeplanung")),
        ("\"Wärmeplanug\" -Bürger", Some("\"Wärmeplanung\" -Bürger")),
        ("Strassenbeleuchtnug", Some("Straßenbeleuchtung")),
        // Words that stand in the texts in a gendered form alone.
        ("Bügrer", Some("Bürger")),
        ("Pendlre", Some("Pendler")),
        // Of those that are as like, the one with the same umlauts.
        ("Shcränke", Some("Schränke")),
        ("Shcranke", Some("Schranke")),
        ("Rtat", Some("Rat")),
        ("Wämreplnung", Some("Wärmeplanung")),
        ("Ratahus", Some("Rathaus")),
        // What looks like an umlaut in two letters is the slip itself.
        ("Vorhaen", Some("Vorhaben")),
        ("Haushalt", None),
        ("Pendler", None),
        ("Beleuchtung", None),
        ("Xylophonkonzert", None),
        ("Hau*", None),
        ("", None),
        ("?!", None),
    ] {
        let found = meant(&searcher, typed, &Scope::anonymous());
        assert_eq!(found.as_deref(), expected, "{typed}");
    }
}

#[test]
fn a_good_word_is_not_corrected_to_another() {
    let searcher = searching(&[
        lesson(
            1,
            "Aus der Sicht ihrer Leute",
            "Hier soll Mut her, und ihre Zeit.",
        ),
        lesson(
            2,
            "Ein Raum mit Ziel",
            "Der Rand am Hafen, die Waagen aus Ziegel.",
        ),
        lesson(
            3,
            "Hausbau und Preise",
            "Preis und Kosten des Stroms, rund um die Uhr.",
        ),
        lesson(
            4,
            "Brücken und Kranwagen",
            "Aus Lagern wurden Läger; die Schalter blieben.",
        ),
    ]);
    for typed in [
        // These are written like stop words.
        "Haus", "Tier", "Bier", "Zoll", "Ehre", "Dier", "Sotl",
        // And these like other words: another letter, or one less at the beginning.
        "Maut", "Baum", "Kiel", "Reis", "Brand", "Grund", "Raun", "Zirl",
        // What the lists know is no mistake, however long it is.
        "Hafer", "Hausboot", "Schulter", "Lücken",
    ] {
        let found = meant(&searcher, typed, &Scope::anonymous());
        assert_eq!(found, None, "{typed}");
    }
    for (typed, expected) in [
        ("Ramu", "Raum"),
        ("Zeil", "Ziel"),
        ("Prreis", "Preis"),
        ("Rraum", "Raum"),
        ("Hafn", "Hafen"),
        ("Preiss", "Preis"),
        ("Brükcen", "Brücken"),
        ("Schaltre", "Schalter"),
    ] {
        let found = meant(&searcher, typed, &Scope::anonymous());
        assert_eq!(found.as_deref(), Some(expected), "{typed}");
    }
}

#[test]
fn a_hidden_word_corrects_nobody_who_may_not_read_it() {
    let searcher = searching(&lessons());
    let typed = "Zwischenfinanzierug";
    let ours = Scope::Readable {
        level: Level::Administrations,
        cities: vec![Uuid::from_u128(900)],
        organizations: vec![],
    };
    let others = Scope::Readable {
        level: Level::Administrations,
        cities: vec![Uuid::from_u128(901)],
        organizations: vec![],
    };
    assert_eq!(meant(&searcher, typed, &Scope::anonymous()), None);
    assert_eq!(meant(&searcher, typed, &others), None);
    let found = meant(&searcher, typed, &ours);
    assert_eq!(found.as_deref(), Some("Zwischenfinanzierung"));
}

#[test]
fn words_of_public_texts_complete_what_is_typed() {
    let searcher = searching(&lessons());
    assert_eq!(suggested(&searcher, "bürgerb"), ["Bürgerbeteiligung"]);
    assert_eq!(
        suggested(&searcher, "Kosten der Straßenb"),
        ["Kosten der Straßenbeleuchtung"]
    );
    assert_eq!(suggested(&searcher, "pend"), ["Pendler"]);
    assert_eq!(suggested(&searcher, "zwischenf"), Vec::<String>::new());
    assert_eq!(suggested(&searcher, "bü"), Vec::<String>::new());
}

#[test]
fn words_that_nobody_may_read_take_no_place_among_those_that_may_be_meant() {
    let letters = || ('a'..='z').take(20);
    let mut alike: Vec<String> = letters()
        .map(|letter| format!("ha{letter}usbalt"))
        .collect();
    alike.extend(letters().map(|letter| format!("ha{letter}sbalt")));
    alike.extend(('a'..'h').map(|letter| format!("{letter}hausbalt")));
    let mut hidden = lesson(9, "Geheim", &alike.join(" "));
    hidden.level = Level::City;
    let searcher = searching(&[lesson(1, "Haushalt", "Mehr davon."), hidden]);
    let partner = Scope::Readable {
        level: Level::Partners,
        cities: vec![],
        organizations: vec![],
    };
    let corrected = meant(&searcher, "Hausbalt", &partner);
    assert_eq!(corrected.as_deref(), Some("Haushalt"));
}

#[test]
fn a_slip_in_a_word_of_the_texts_is_forgiven() {
    let searcher = searching(&lessons());
    for (typed, expected) in [
        ("Wärmpel", "Wärmeplanung"),
        ("buergrebeteil", "Bürgerbeteiligung"),
        ("Strasenbeleuchtnug", "Straßenbeleuchtung"),
        ("Die Hausahlt", "Die Haushalt"),
    ] {
        assert_eq!(suggested(&searcher, typed), [expected], "{typed}");
    }
    for typed in ["Zwischenfinanzierug", "Xylophonkon", "Hsu"] {
        assert_eq!(suggested(&searcher, typed), Vec::<String>::new(), "{typed}");
    }
}
