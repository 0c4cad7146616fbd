//! What is wrong with a contribution, in a way that a form can mend: where, what, and in the
//! language of whoever fills it in.

use std::fmt;

use entity::kind::EntryStatus;
use serde::{Deserialize, Serialize};

use super::parse::Wrong;

/// The languages in which problems are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Locale {
    /// English.
    #[default]
    En,
    /// German.
    De,
}

/// The kind of a problem, for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemCode {
    /// Missing.
    Required,
    /// Longer than it may be.
    TooLong,
    /// Not of the form it has to have.
    Invalid,
    /// Not there, or not to be seen.
    NotFound,
    /// Someone has it already.
    Taken,
    /// Changed by someone else meanwhile.
    Conflict,
    /// Not while the entry stands where it does in review.
    NotAllowedInStatus,
    /// Needs a second person.
    FourEyes,
    /// There already.
    Duplicate,
}

/// What is wrong with a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    /// It is missing.
    Required,
    /// It is longer than so many characters.
    TooLong(usize),
    /// It holds more values than this.
    TooMany(usize),
    /// It is a text that is wrong in itself.
    Text(Wrong),
    /// It is no date.
    Date,
    /// It is no part of an address.
    Slug,
    /// It is no address that mail can be sent to.
    Mail,
    /// It is no id that this service hands out, or one of something else.
    Id,
    /// It is not between these two.
    Range(i64, i64),
    /// It is no number, or one that cannot be held.
    Number,
    /// It is not what has to be said with it, or not without.
    Unfitting(Unfitting),
    /// It is not there, or not to be seen.
    NotFound,
    /// Someone has it already.
    Taken,
    /// The entry has another version, which is this one.
    Conflict(i32),
    /// The entry stands here in review.
    NotAllowedInStatus(EntryStatus),
    /// The proposal is decided.
    Decided,
    /// Needs a second person.
    FourEyes,
    /// It is there already.
    Duplicate,
}

/// Values that do not go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unfitting {
    /// A project of another city.
    ProjectOfAnotherCity,
    /// A lesson taken up by the city it comes from.
    OwnLesson,
    /// Something related to itself.
    Itself,
    /// A comment that answers one on another lesson.
    OtherLesson,
    /// Neither an organization nor a person.
    NobodyTakesPart,
    /// Neither a city nor an organization, or both.
    OneOfTwo,
    /// A token stronger than its account, or than the one that makes it.
    StrongerToken,
    /// A time that has passed.
    Past,
    /// A project that is a part of itself.
    Circle,
    /// A city for which the actor may not contribute.
    NotYourCity,
    /// A reason that repeats the name which is to be forgotten.
    NamesThePerson,
}

/// A fault, and where it is in the input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Names of fields and numbers of items, from the outside in.
    pub path: Vec<String>,
    /// What is wrong there.
    pub fault: Fault,
}

/// All that is wrong with an input, as it is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems {
    found: Vec<Problem>,
    at: Vec<String>,
}

impl Problems {
    /// Notes what is wrong with a field.
    pub fn add(&mut self, field: &str, fault: Fault) {
        let mut path = self.at.clone();
        path.push(field.to_owned());
        self.found.push(Problem { path, fault });
    }

    /// Reads what is below a field, or an item of one.
    pub fn below<T>(&mut self, step: impl Into<String>, read: impl FnOnce(&mut Self) -> T) -> T {
        self.at.push(step.into());
        let result = read(self);
        self.at.pop();
        result
    }

    /// What a field holds, or nothing where it is wrong.
    pub fn take<T>(&mut self, field: &str, parsed: Result<T, impl Into<Fault>>) -> Option<T> {
        match parsed {
            Ok(value) => Some(value),
            Err(fault) => {
                self.add(field, fault.into());
                None
            }
        }
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.found.is_empty()
    }

    /// All that was found, in order.
    #[must_use]
    pub fn into_vec(self) -> Vec<Problem> {
        self.found
    }

    /// Nothing, or all that was found.
    pub fn check(self) -> Result<(), Vec<Problem>> {
        if self.found.is_empty() {
            Ok(())
        } else {
            Err(self.found)
        }
    }
}

impl Problem {
    /// A fault of one field.
    #[must_use]
    pub fn of(field: &str, fault: Fault) -> Self {
        Self {
            path: vec![field.to_owned()],
            fault,
        }
    }

    /// The same, as part of something larger.
    #[must_use]
    pub fn under(mut self, steps: &[String]) -> Self {
        self.path.splice(0..0, steps.iter().cloned());
        self
    }
}

impl From<Wrong> for Fault {
    fn from(wrong: Wrong) -> Self {
        match wrong {
            Wrong::Empty => Self::Required,
            Wrong::TooLong(limit) => Self::TooLong(limit),
            wrong => Self::Text(wrong),
        }
    }
}

impl From<super::partial_date::NotADate> for Fault {
    fn from(_: super::partial_date::NotADate) -> Self {
        Self::Date
    }
}

impl Fault {
    /// Its kind.
    #[must_use]
    pub fn code(&self) -> ProblemCode {
        match self {
            Self::Required => ProblemCode::Required,
            Self::TooLong(_) | Self::TooMany(_) => ProblemCode::TooLong,
            Self::Text(_)
            | Self::Date
            | Self::Slug
            | Self::Mail
            | Self::Id
            | Self::Range(..)
            | Self::Number
            | Self::Unfitting(_) => ProblemCode::Invalid,
            Self::NotFound => ProblemCode::NotFound,
            Self::Taken => ProblemCode::Taken,
            Self::Conflict(_) => ProblemCode::Conflict,
            Self::NotAllowedInStatus(_) | Self::Decided => ProblemCode::NotAllowedInStatus,
            Self::FourEyes => ProblemCode::FourEyes,
            Self::Duplicate => ProblemCode::Duplicate,
        }
    }

    /// A sentence for whoever fills in the form.
    #[must_use]
    pub fn message(&self, locale: Locale) -> String {
        match locale {
            Locale::En => self.in_english(),
            Locale::De => self.in_german(),
        }
    }

    fn in_english(&self) -> String {
        match self {
            Self::Required => "Please fill this in.".into(),
            Self::TooLong(most) => {
                format!("This is longer than {} characters.", grouped(*most, ','))
            }
            Self::TooMany(most) => format!("These are more than {most} values."),
            Self::Text(wrong) => format!("This {wrong}."),
            Self::Date => "This is not a date such as 2019, 2019-11 or 2019-11-05.".into(),
            Self::Slug => "Use a to z, 0 to 9 and single hyphens.".into(),
            Self::Mail => "This is not an e-mail address.".into(),
            Self::Id => "This is not an id of the right kind.".into(),
            Self::Range(least, NO_LIMIT) => format!("This must be {least} or more."),
            Self::Range(least, most) => format!("This must be from {least} to {most}."),
            Self::Number => "This is not a number that can be kept.".into(),
            Self::Unfitting(unfitting) => unfitting.in_english().into(),
            Self::NotFound => "There is no such thing, or you may not see it.".into(),
            Self::Taken => "Someone has this already.".into(),
            Self::Conflict(version) => format!(
                "Someone else changed this meanwhile; the newest version is {version}. Please \
                 look at it and try again."
            ),
            Self::NotAllowedInStatus(status) => {
                format!(
                    "This is not possible while the entry is {}.",
                    english(*status)
                )
            }
            Self::Decided => "This proposal has been decided already.".into(),
            Self::FourEyes => {
                "Whoever submitted this cannot approve it; a second person has to.".into()
            }
            Self::Duplicate => "This is there already.".into(),
        }
    }

    fn in_german(&self) -> String {
        match self {
            Self::Required => "Bitte füllen Sie dieses Feld aus.".into(),
            Self::TooLong(most) => format!(
                "Dieser Text ist länger als {} Zeichen.",
                grouped(*most, '.')
            ),
            Self::TooMany(most) => format!("Das sind mehr als {most} Werte."),
            Self::Text(wrong) => german(wrong),
            Self::Date => "Das ist kein Datum wie 2019, 2019-11 oder 2019-11-05.".into(),
            Self::Slug => {
                "Bitte verwenden Sie nur a bis z, 0 bis 9 und einzelne Bindestriche.".into()
            }
            Self::Mail => "Das ist keine E-Mail-Adresse.".into(),
            Self::Id => "Das ist keine ID der richtigen Art.".into(),
            Self::Range(least, NO_LIMIT) => {
                format!("Der Wert darf nicht kleiner als {least} sein.")
            }
            Self::Range(least, most) => {
                format!("Der Wert muss zwischen {least} und {most} liegen.")
            }
            Self::Number => "Das ist keine Zahl, die gespeichert werden kann.".into(),
            Self::Unfitting(unfitting) => unfitting.in_german().into(),
            Self::NotFound => "Das gibt es nicht, oder Sie dürfen es nicht sehen.".into(),
            Self::Taken => "Das ist bereits vergeben.".into(),
            Self::Conflict(version) => format!(
                "Dieser Eintrag wurde inzwischen geändert; die neueste Version ist {version}. \
                 Bitte sehen Sie sie an und versuchen Sie es erneut."
            ),
            Self::NotAllowedInStatus(status) => {
                format!(
                    "Das ist nicht möglich, solange der Eintrag {} ist.",
                    status_de(*status)
                )
            }
            Self::Decided => "Über diesen Vorschlag ist bereits entschieden.".into(),
            Self::FourEyes => "Wer einen Eintrag einreicht, kann ihn nicht selbst freigeben; das \
                               muss eine zweite Person tun."
                .into(),
            Self::Duplicate => "Das gibt es bereits.".into(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path.join("."), self.fault.in_english())
    }
}

impl Unfitting {
    fn in_english(self) -> &'static str {
        match self {
            Self::ProjectOfAnotherCity => "This project belongs to another city.",
            Self::OwnLesson => "A city cannot take up its own lesson.",
            Self::Itself => "A lesson cannot be related to itself.",
            Self::OtherLesson => "This comment is about another lesson.",
            Self::NobodyTakesPart => "Please name an organization or a person.",
            Self::OneOfTwo => "Please name either a city or an organization.",
            Self::StrongerToken => {
                "A token cannot be stronger than its account, or than the token that makes it."
            }
            Self::Past => "This time has passed.",
            Self::Circle => "A project cannot be a part of itself.",
            Self::NotYourCity => "You may not contribute for this city.",
            Self::NamesThePerson => {
                "The reason is kept: it must not repeat the name that is to be erased."
            }
        }
    }

    fn in_german(self) -> &'static str {
        match self {
            Self::ProjectOfAnotherCity => "Dieses Projekt gehört zu einer anderen Stadt.",
            Self::OwnLesson => "Eine Stadt kann ihre eigene Lehre nicht nachnutzen.",
            Self::Itself => "Eine Lehre kann nicht mit sich selbst verknüpft werden.",
            Self::OtherLesson => "Dieser Kommentar gehört zu einer anderen Lehre.",
            Self::NobodyTakesPart => "Bitte nennen Sie eine Organisation oder eine Person.",
            Self::OneOfTwo => "Bitte nennen Sie entweder eine Stadt oder eine Organisation.",
            Self::StrongerToken => {
                "Ein Token darf nicht mehr erlauben als sein Konto oder das Token, mit dem es \
                 erstellt wird."
            }
            Self::Past => "Dieser Zeitpunkt liegt in der Vergangenheit.",
            Self::Circle => "Ein Projekt kann nicht Teil seiner selbst sein.",
            Self::NotYourCity => "Für diese Stadt dürfen Sie nichts beitragen.",
            Self::NamesThePerson => {
                "Die Begründung wird aufbewahrt: Sie darf den Namen, der gelöscht werden soll, \
                 nicht enthalten."
            }
        }
    }
}

/// Where a number has no upper limit but that of its type.
const NO_LIMIT: i64 = i32::MAX as i64;

/// A number with its thousands apart.
fn grouped(number: usize, sign: char) -> String {
    if number < 1_000 {
        return number.to_string();
    }
    format!("{}{sign}{:03}", number / 1_000, number % 1_000)
}

fn english(status: EntryStatus) -> &'static str {
    match status {
        EntryStatus::Draft => "a draft",
        EntryStatus::InReview => "in review",
        EntryStatus::Published => "published",
        EntryStatus::Withdrawn => "withdrawn",
    }
}

fn status_de(status: EntryStatus) -> &'static str {
    match status {
        EntryStatus::Draft => "ein Entwurf",
        EntryStatus::InReview => "in Prüfung",
        EntryStatus::Published => "veröffentlicht",
        EntryStatus::Withdrawn => "zurückgezogen",
    }
}

fn german(wrong: &Wrong) -> String {
    match wrong {
        Wrong::Empty => "Bitte füllen Sie dieses Feld aus.".into(),
        Wrong::TooLong(most) => {
            format!(
                "Dieser Text ist länger als {} Zeichen.",
                grouped(*most, '.')
            )
        }
        Wrong::Control => "Dieser Text enthält Steuerzeichen.".into(),
        Wrong::Address => "Bitte geben Sie eine Adresse an, die mit http:// oder https:// \
                           beginnt."
            .into(),
        Wrong::Language => {
            "Bitte geben Sie eine Sprache nach BCP 47 an, zum Beispiel de oder en-GB.".into()
        }
        Wrong::Country => "Bitte geben Sie ein Land nach ISO 3166-1 an, zum Beispiel DE.".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_says_where_it_is() {
        let mut problems = Problems::default();
        problems.add("title", Fault::Required);
        problems.below("sources", |problems| {
            problems.below("1", |problems| {
                problems.add("url", Fault::Text(Wrong::Address));
            });
        });
        let found = problems.into_vec();
        assert_eq!(found[1].path, ["sources", "1", "url"]);
        assert_eq!(found[1].fault.code(), ProblemCode::Invalid);
        assert_eq!(
            found[1].to_string(),
            "sources.1.url: This must be an address that begins with http:// or https://."
        );
        let lessons = ["lessons".to_owned(), "3".to_owned()];
        assert_eq!(
            found[0].clone().under(&lessons).path,
            ["lessons", "3", "title"]
        );
    }
}
