//! What queries are understood to mean.

use proptest::prelude::*;

use super::*;

/// A query as one line: `+` before what must match, `-` before what must not.
fn understood(text: &str) -> (String, Vec<String>) {
    let query = Query::parse(text).unwrap();
    let clauses: Vec<String> = query.clauses.iter().map(shown).collect();
    (clauses.join(" "), told(&query))
}

/// What is said about a query, in English.
fn told(query: &Query) -> Vec<String> {
    let warnings = query.warnings().iter();
    warnings.map(Warning::in_english).collect()
}

fn shown(clause: &Clause) -> String {
    let atoms: Vec<String> = clause
        .alternatives
        .iter()
        .map(|atom| {
            let part = atom
                .part
                .map_or(String::new(), |part| format!("{}:", part.code()));
            match atom.shape {
                Shape::Word => format!("{part}{}", atom.text),
                Shape::Phrase => format!("{part}[{}]", atom.text),
                Shape::Prefix => format!("{part}{}*", atom.text),
                Shape::Each => unreachable!("no one types it"),
            }
        })
        .collect();
    let sign = if clause.negative { "-" } else { "+" };
    format!("{sign}{}", atoms.join("|"))
}

#[test]
fn the_language_is_understood() {
    for (text, meaning) in [
        ("Klima Schutz", "+Klima +Schutz"),
        ("\"a phrase\" word", "+[a phrase] +word"),
        (
            "Klima -Schutz -\"drei Worte hier\"",
            "+Klima -Schutz -[drei Worte hier]",
        ),
        ("−Schutz", "-Schutz"),
        ("Beteilig*", "+Beteilig*"),
        ("-Beteilig*", "-Beteilig*"),
        ("E-Akt*", "+E-Akt*"),
        ("a OR b c ODER d ODER e", "+a|b +c|d|e"),
        ("Rad AND Weg UND Ziel", "+Rad +Weg +Ziel"),
        ("title:Klima Titel:Rad", "+title:Klima +title:Rad"),
        (
            "hürde:Geld huerde:Zeit HURDLE:Mut",
            "+hurdle:Geld +hurdle:Zeit +hurdle:Mut",
        ),
        (
            "-stadt:Ulm thema:„neue Wege“",
            "-city:Ulm +topic:[neue Wege]",
        ),
        ("projekt:Rad* erkenntnis:x", "+project:Rad* +insight:x"),
        ("title:a OR city:b", "+title:a|city:b"),
        ("E-Akte, (Online)", "+E-Akte +(Online"),
        ("Klima Klima klima", "+Klima +klima"),
        (
            "Bürger:innen Bürger*innen jede:r",
            "+Bürger:innen +Bürger*innen +jede:r",
        ),
        ("12:30 http://ulm.de 1:n", "+12:30 +http://ulm.de +1:n"),
        ("a & b – c", "+a +b +c"),
    ] {
        assert_eq!(understood(text), (meaning.to_owned(), vec![]), "{text}");
    }
}

/// Queries with a mistake in them, what they are taken for and what is said about it.
const MISTAKES: &[(&str, &str, &str)] = &[
    (
        "\"Rad Weg",
        "+Rad +Weg",
        "A quotation mark without a partner was ignored.",
    ),
    (
        "Rad - Weg",
        "+Rad +Weg",
        "A minus without a word was ignored.",
    ),
    ("OR Rad", "+or +Rad", "OR must stand between two words."),
    (
        "Rad ODER",
        "+Rad +oder",
        "ODER must stand between two words.",
    ),
    (
        "Rad OR -Weg",
        "+Rad +or -Weg",
        "OR must stand between two words.",
    ),
    (
        "foo:Rad",
        "+foo +Rad",
        "There is no field foo; it was searched as a word.",
    ),
    (
        "-foo:Rad",
        "-foo:Rad",
        "There is no field foo; it was searched as a word.",
    ),
    (
        "foo:\"Rad Weg\"",
        "+foo +[Rad Weg]",
        "There is no field foo; it was searched as a word.",
    ),
    (
        "title:*",
        "+title",
        "The field title was named without a word to look for.",
    ),
    (
        "title: Rad",
        "+title +Rad",
        "The field title was named without a word to look for.",
    ),
    (
        "R*d",
        "+R*d",
        "A * is understood only at the end of a word.",
    ),
    (
        "*weg",
        "+*weg",
        "A * is understood only at the end of a word.",
    ),
    ("R*", "+R", "A * needs two letters before it."),
    ("\"\" Rad", "+Rad", "A phrase without words was ignored."),
    (
        "Rad NOT Weg",
        "+Rad +NOT +Weg",
        "NOT was searched as a word; a minus right before a word excludes it.",
    ),
    (
        "Rad && Weg",
        "+Rad +Weg",
        "&& was ignored: all words are looked for anyway.",
    ),
    (
        "Rad || Weg",
        "+Rad +Weg",
        "|| was ignored; OR between two words looks for either.",
    ),
    (
        "(Rad OR Weg) Ziel",
        "+(Rad|Weg +Ziel",
        "Brackets were ignored.",
    ),
];

#[test]
fn nonsense_is_searched_as_words_and_reported() {
    for (text, meaning, warning) in MISTAKES {
        let expected = ((*meaning).to_owned(), vec![(*warning).to_owned()]);
        assert_eq!(understood(text), expected, "{text}");
    }
}

#[test]
fn signs_of_other_search_languages_are_reported() {
    for (text, sign, inside) in [
        ("Fähre~2", "~", "Fähre~2"),
        ("Rad Fähre~", "~", "Fähre~"),
        ("\"Rad Weg\"~5", "~", "~5"),
        ("Fähre^3", "^", "Fähre^3"),
        ("title:Fähre^0.5", "^", "title:Fähre^0.5"),
        ("Fäh?e", "?", "Fäh?e"),
        ("/Fähre/", "/ /", "/Fähre/"),
        ("title:/Fähre/", "/ /", "title:/Fähre/"),
        ("[a TO b]", "[ TO ]", "[a TO b]"),
        ("title:{2019 TO 2021]", "[ TO ]", "title:{2019 TO 2021]"),
    ] {
        let query = Query::parse(text).unwrap();
        let text = inside.to_owned();
        let expected = [Warning::Foreign { sign, text }];
        assert_eq!(query.warnings(), expected);
    }
    for text in [
        "km^2 10^6 m^2",
        "~500 Euro",
        "Was?",
        "Was? Wie?",
        "und/oder",
        "[sic]",
        "[von TO bis",
        "http://ulm.de/?a=b",
        "/ // Rad",
        "TO DO",
    ] {
        assert_eq!(told(&Query::parse(text).unwrap()), [""; 0], "{text}");
    }
}

#[test]
fn what_is_said_is_said_in_german_too() {
    for (text, warning) in [
        ("(Rad OR Weg)", "Klammern wurden nicht beachtet."),
        (
            "foo:Rad",
            "Ein Feld foo gibt es nicht; es wurde als Wort gesucht.",
        ),
        ("Rad ODER", "ODER muss zwischen zwei Wörtern stehen."),
        (
            "Fähre~2",
            "~ hat hier keine Bedeutung; Fähre~2 wurde als gewöhnlicher Text gesucht.",
        ),
    ] {
        let query = Query::parse(text).unwrap();
        let told: Vec<String> = query.warnings().iter().map(Warning::in_german).collect();
        assert_eq!(told, [warning], "{text}");
    }
    // Each is worded in both languages, and in no other.
    for (text, ..) in MISTAKES {
        for warning in Query::parse(text).unwrap().warnings() {
            assert_ne!(warning.in_german(), warning.in_english());
        }
    }
}

#[test]
fn nothing_browses_and_signs_find_nothing() {
    for text in ["", "  ", "\u{0}\n\t"] {
        let query = Query::parse(text).unwrap();
        assert!(query.is_empty() && query.warnings().is_empty(), "{text:?}");
    }
    for text in ["?!", "*", "–", "&", "„“", "-"] {
        let query = Query::parse(text).unwrap();
        assert!(!query.is_empty() && query.clauses.is_empty(), "{text}");
        assert_eq!(query.warnings().last(), Some(&Warning::NoWords));
    }
}

#[test]
fn questions_are_known_by_their_mark() {
    assert!(Query::parse("Was half?").unwrap().asks);
    assert!(!Query::parse("Was half").unwrap().asks);
    assert!(!Query::parse("\"Was half?\"").unwrap().asks);
}

#[test]
fn size_has_limits() {
    assert!(Query::parse(&"ä".repeat(1_000)).is_ok());
    let refused = Query::parse(&"ä".repeat(1_001)).unwrap_err();
    assert_eq!(refused, QueryError::TooLong);
    assert_eq!(
        refused.to_string(),
        "the query is longer than 1000 characters"
    );
    assert!(Query::parse(&format!("\"{}\"", "a ".repeat(64))).is_ok());
    let refused = Query::parse(&format!("\"{}\"", "a ".repeat(65)));
    assert_eq!(refused, Err(QueryError::TooManyTerms));
    let refused = Query::parse(&"a OR ".repeat(66)).unwrap_err();
    assert_eq!(refused.to_string(), "the query has more than 64 terms");
}

#[test]
fn of_a_long_text_the_first_words_are_searched() {
    let pasted: Vec<String> = (0..100).map(|number| format!("w{number} und")).collect();
    let query = Query::parse(&format!("{} -Rad", pasted.join(" "))).unwrap();
    let shown: Vec<String> = query.clauses.iter().map(shown).collect();
    // What is said twice counts once, and what is looked for comes before what is excluded.
    assert_eq!(shown.len(), MAX_QUERY_TERMS);
    assert_eq!(shown[..3], ["+w0", "+und", "+w1"]);
    assert_eq!(shown[62..], ["+w61", "+w62"]);
    assert_eq!(
        told(&query),
        [
            "Only the first 64 words were searched.",
            "Not all that stands behind a minus was excluded.",
        ]
    );
    assert!(
        Query::parse(&"und ".repeat(250))
            .unwrap()
            .warnings()
            .is_empty()
    );
}

#[test]
fn what_is_looked_for_is_never_cut_away() {
    let phrase = format!("\"{}\"", "a ".repeat(65));
    for text in [format!("{phrase} -rad"), format!("-rad {phrase}")] {
        assert_eq!(Query::parse(&text), Err(QueryError::TooManyTerms), "{text}");
    }
    let excluded: Vec<String> = (0..64).map(|number| format!("-w{number}")).collect();
    let query = Query::parse(&format!("{} Fähre", excluded.join(" "))).unwrap();
    let clauses: Vec<String> = query.clauses.iter().map(shown).collect();
    assert_eq!(clauses.len(), MAX_QUERY_TERMS);
    assert_eq!(clauses[0], "-w0");
    assert_eq!(clauses[62..], ["-w62", "+Fähre"]);
    // Where nothing is looked for, as much is excluded as there is room for.
    let query = Query::parse(&format!("{} -Fähre", excluded.join(" "))).unwrap();
    assert_eq!(query.clauses.len(), MAX_QUERY_TERMS);
    assert!(query.clauses.iter().all(|clause| clause.negative));
}

#[test]
fn only_so_many_prefixes() {
    let words: Vec<String> = (10..30).map(|number| format!("wort{number}*")).collect();
    let query = Query::parse(&words.join(" ")).unwrap();
    let prefixes = query
        .clauses
        .iter()
        .filter(|clause| clause.alternatives[0].shape == Shape::Prefix);
    assert_eq!(prefixes.count(), MAX_PREFIXES);
    assert_eq!(query.clauses.len(), 20);
    assert_eq!(
        told(&query),
        ["Only the first 16 words with a * were understood."]
    );
}

proptest! {
    #[test]
    fn anything_is_understood_somehow(text in "[-a-zäß \"„“*:?()\u{0}\u{308}OR]{0,80}") {
        if let Ok(query) = Query::parse(&text) {
            for clause in &query.clauses {
                prop_assert!(!clause.alternatives.is_empty());
                for atom in &clause.alternatives {
                    prop_assert!(count_words(&atom.text) > 0);
                }
            }
        }
    }
}
