//! What the service itself notes of a version: kept neutrally, and told in the language of whoever
//! reads it.

use super::problem::Locale;

/// What stands for a person whose account is gone.
#[must_use]
pub fn former_member(locale: Locale) -> &'static str {
    match locale {
        Locale::En => "former member",
        Locale::De => "ehemaliges Mitglied",
    }
}

/// A remark in the place of a person's note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remark {
    /// An earlier version was made the newest.
    Restored(i32),
    /// It was published without review by a second person.
    PublishedAtOnce,
}

const RESTORED: &str = "lehrgeld:restored=";
const PUBLISHED_AT_ONCE: &str = "lehrgeld:published-at-once";

impl Remark {
    /// As it is kept.
    #[must_use]
    pub fn kept(self) -> String {
        match self {
            Self::Restored(version) => format!("{RESTORED}{version}"),
            Self::PublishedAtOnce => PUBLISHED_AT_ONCE.to_owned(),
        }
    }

    /// Reads a note that is one.
    #[must_use]
    pub fn read(note: &str) -> Option<Self> {
        if note == PUBLISHED_AT_ONCE {
            return Some(Self::PublishedAtOnce);
        }
        let version = note.strip_prefix(RESTORED)?.parse().ok()?;
        Some(Self::Restored(version))
    }

    /// As it is told.
    #[must_use]
    pub fn told(self, locale: Locale) -> String {
        match (self, locale) {
            (Self::Restored(version), Locale::En) => format!("restored version {version}"),
            (Self::Restored(version), Locale::De) => format!("Version {version} wiederhergestellt"),
            (Self::PublishedAtOnce, Locale::En) => {
                "published without review by a second person".to_owned()
            }
            (Self::PublishedAtOnce, Locale::De) => {
                "ohne Prüfung durch eine zweite Person veröffentlicht".to_owned()
            }
        }
    }
}

/// A note as it is told: a person's in their own words, the service's in the reader's language.
#[must_use]
pub fn told_note(note: &str, locale: Locale) -> String {
    Remark::read(note).map_or_else(|| note.to_owned(), |remark| remark.told(locale))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_are_told_in_the_readers_language_and_notes_as_they_are() {
        for remark in [Remark::Restored(3), Remark::PublishedAtOnce] {
            assert_eq!(Remark::read(&remark.kept()), Some(remark));
            assert_ne!(remark.told(Locale::De), remark.told(Locale::En));
        }
        let told = |note| told_note(note, Locale::De);
        assert_eq!(told("lehrgeld:restored=12"), "Version 12 wiederhergestellt");
        for note in [
            "Bitte kürzer.",
            "lehrgeld:restored=",
            "lehrgeld:restored=x",
            "lehrgeld:",
        ] {
            assert_eq!(told(note), note);
        }
    }
}
