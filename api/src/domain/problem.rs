//! What is wrong with a contribution, in a way that a form can mend: where, what, and in the
//! language of whoever fills it in.

mod messages;

use std::{collections::HashSet, fmt};

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
    /// A proposal changes what was changed since it was made.
    Overlap,
    /// So many searches are saved, and no more can be.
    MostSaved(usize),
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
    /// A lesson that takes the place of the one which is to take its place.
    TakesItsPlace,
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
    /// An end that comes before its start.
    EndBeforeStart,
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

/// How many problems are told of one input: nobody mends more of them at once.
const MOST_TOLD: usize = 1_000;

/// All that is wrong with an input, as it is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems {
    found: Vec<Problem>,
    /// Where something was found.
    places: HashSet<Vec<String>>,
    at: Vec<String>,
}

impl Problems {
    /// Notes what is wrong with a field: one thing, the first that is found.
    pub fn add(&mut self, field: &str, fault: Fault) {
        let mut path = self.at.clone();
        path.push(field.to_owned());
        if self.found.len() < MOST_TOLD && self.places.insert(path.clone()) {
            self.found.push(Problem { path, fault });
        }
    }

    /// Notes what is wrong with the whole, and with no field of it.
    pub fn add_whole(&mut self, fault: Fault) {
        let path = self.at.clone();
        self.found.push(Problem { path, fault });
    }

    /// Whether something at this place is wrong already.
    #[must_use]
    pub fn is_wrong_here(&self) -> bool {
        self.found
            .iter()
            .any(|known| known.path.starts_with(&self.at))
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
            | Self::MostSaved(_)
            | Self::Unfitting(_) => ProblemCode::Invalid,
            Self::NotFound => ProblemCode::NotFound,
            Self::Taken => ProblemCode::Taken,
            Self::Conflict(_) | Self::Overlap => ProblemCode::Conflict,
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
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path.join("."), self.fault.in_english())
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

    #[test]
    fn of_very_much_that_is_wrong_only_some_is_told() {
        let mut problems = Problems::default();
        problems.below("topicIds", |problems| {
            for index in 0..200_000 {
                problems.add(&index.to_string(), Fault::Id);
            }
        });
        assert_eq!(problems.into_vec().len(), MOST_TOLD);
    }
}
