//! Gendered forms with a sign in them are one word: `Bürger:innen`, `Bürger*innen`,
//! `Bürger_innen`, `Bürger·innen`, `Bürger/-innen`, `Bürger(innen)`, `BürgerInnen`.
//!
//! The word that stands for them is what comes before the sign, with what comes after the ending:
//! `Bürger:innenbeteiligung` is read as `Bürgerbeteiligung`. Forms without a sign are a matter of
//! the language, see [`german`](super::german).

use super::words::end_of_run;

/// A gendered form in a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Gendered {
    /// Where it ends in the text, in bytes.
    pub(super) to: usize,
    /// What stands for it.
    pub(super) written: String,
}

/// What words are gendered by that end in letters, after a sign that is used for nothing else.
const OTHER_ENDINGS: [&str; 5] = ["r", "n", "e", "en", "er"];

/// What must stand before the sign at the least, in letters: `jede:r`, but not `a:r`.
const FEWEST_LETTERS: usize = 3;

/// The gendered form whose first letters stand here, if it is one.
pub(super) fn at(text: &str, from: usize, to: usize) -> Option<Gendered> {
    let run = &text[from..to];
    if run.chars().take(FEWEST_LETTERS).count() < FEWEST_LETTERS
        || !run.chars().all(char::is_alphabetic)
    {
        return with_capital(run, to);
    }
    with_sign(text, run, to).or_else(|| with_capital(run, to))
}

/// Whether a word, as it stands after a colon or a star, is the second half of a gendered form:
/// there, the sign is no operator of the query language.
pub(crate) fn is_ending(word: &str) -> bool {
    let word = word.trim_end_matches(|c: char| !c.is_alphanumeric());
    is_gender(word) || OTHER_ENDINGS.contains(&word) || tail(word).is_some()
}

fn with_sign(text: &str, run: &str, to: usize) -> Option<Gendered> {
    let mut after = text[to..].chars();
    let sign = after.next()?;
    let begin = to + sign.len_utf8();
    match sign {
        ':' | '*' | '_' | '·' | '•' | '‧' | '∙' => {
            let (ending, end) = run_at(text, begin)?;
            after_sign(run, ending, end, true).or_else(|| inside(text, run, sign, ending, end))
        }
        '/' => {
            let begin = begin + usize::from(text[begin..].starts_with('-'));
            let (ending, end) = run_at(text, begin)?;
            after_sign(run, ending, end, false)
        }
        '(' => {
            let (ending, end) = run_at(text, begin)?;
            let closes = text[end..].starts_with(')');
            (closes && is_gender(ending)).then(|| Gendered {
                to: end + 1,
                written: run.to_owned(),
            })
        }
        '-' => {
            let (ending, end) = run_at(text, begin)?;
            (ending == "innen").then(|| Gendered {
                to: end,
                written: run.to_owned(),
            })
        }
        _ => None,
    }
}

fn after_sign(run: &str, ending: &str, to: usize, is_clear: bool) -> Option<Gendered> {
    if is_gender(ending) || (is_clear && OTHER_ENDINGS.contains(&ending)) {
        return Some(Gendered {
            to,
            written: run.to_owned(),
        });
    }
    let tail = tail(ending)?;
    Some(Gendered {
        to,
        written: format!("{run}{tail}"),
    })
}

/// A sign between the parts of a word that ends with the same sign: `Referats:leiter:innen`.
fn inside(text: &str, run: &str, sign: char, middle: &str, end: usize) -> Option<Gendered> {
    let is_word_inside = middle.chars().all(char::is_lowercase);
    if !is_word_inside || !text[end..].starts_with(sign) {
        return None;
    }
    let (ending, to) = run_at(text, end + sign.len_utf8())?;
    let rest = if is_gender(ending) { "" } else { tail(ending)? };
    Some(Gendered {
        to,
        written: format!("{run}{middle}{rest}"),
    })
}

/// A capital inside a word: `BürgerInnen`, `MitarbeiterInnenzahl`, `LehrerIn`.
fn with_capital(run: &str, to: usize) -> Option<Gendered> {
    let at = run.find("Innen").or_else(|| {
        let at = run.len().checked_sub(2)?;
        (run.get(at..)? == "In" && run[..at].ends_with("er")).then_some(at)
    })?;
    let (base, ending) = run.split_at(at);
    let after_small = base.chars().next_back().is_some_and(char::is_lowercase);
    let rest = ending.strip_prefix("Innen").unwrap_or_default();
    let ends_small = rest.chars().all(char::is_lowercase);
    (after_small && ends_small).then(|| Gendered {
        to,
        written: format!("{base}{rest}"),
    })
}

fn is_gender(ending: &str) -> bool {
    matches!(ending, "in" | "innen" | "In" | "Innen" | "IN" | "INNEN")
}

/// What follows the ending inside a word; too little of it is another word.
fn tail(ending: &str) -> Option<&str> {
    let tail = ending.strip_prefix("innen")?;
    (tail.chars().count() >= FEWEST_LETTERS).then_some(tail)
}

fn run_at(text: &str, from: usize) -> Option<(&str, usize)> {
    let begins = text.get(from..)?.chars().next()?.is_alphanumeric();
    let to = end_of_run(text, from);
    begins.then(|| (&text[from..to], to))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, &str)> {
        let form = at(text, 0, end_of_run(text, 0))?;
        Some((form.written, &text[form.to..]))
    }

    #[test]
    fn every_sign_is_known() {
        for text in [
            "Bürger:innen",
            "Bürger*innen",
            "Bürger_innen",
            "Bürger·innen",
            "Bürger/innen",
            "Bürger/-innen",
            "Bürger(innen)",
            "Bürger(in)",
            "Bürger-innen",
            "BürgerInnen",
            "BürgerIn",
            "Bürger:in",
            "Bürger/in",
            "Bürger*Innen",
        ] {
            let text = format!("{text}, und");
            assert_eq!(read(&text), Some(("Bürger".to_owned(), ", und")), "{text}");
        }
    }

    #[test]
    fn a_form_may_stand_inside_a_word() {
        for (text, expected) in [
            ("Bürger:innenbeteiligung", "Bürgerbeteiligung"),
            ("Bürger*innenrat", "Bürgerrat"),
            ("MitarbeiterInnenzahl", "Mitarbeiterzahl"),
            ("Referats:leiter:innen", "Referatsleiter"),
            ("Referats*leiter*innentreffen", "Referatsleitertreffen"),
            ("jede:r", "jede"),
            ("Beamt:e", "Beamt"),
        ] {
            assert_eq!(read(text), Some((expected.to_owned(), "")), "{text}");
        }
        let read = read("Bürger:innen-Rat");
        assert_eq!(read, Some(("Bürger".to_owned(), "-Rat")));
    }

    #[test]
    fn a_sign_alone_makes_no_gendered_form() {
        for text in [
            "12:30",
            "1:n",
            "Stadt:Land",
            "Ziel:Bürger:innen",
            "Thema:Inklusion",
            "Straße/Weg",
            "Kosten/e",
            "Garten(innen",
            "a:in",
            "Check-In",
            "LinkedIn",
            "Mobilität",
            "Stadt-Innenraum",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
