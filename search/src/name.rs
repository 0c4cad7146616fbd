//! Everything the index knows of a name that can be suggested.

use serde::Serialize;
use uuid::Uuid;

use crate::{Level, digest};

/// What a name is the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum NameKind {
    /// A lesson, by its title.
    Lesson,
    /// A project, by its title.
    Project,
    /// A city.
    City,
    /// A topic, by its label.
    Topic,
}

impl NameKind {
    const ALL: [Self; 4] = [Self::Lesson, Self::Project, Self::City, Self::Topic];

    pub(crate) fn number(self) -> u64 {
        match self {
            Self::Lesson => 0,
            Self::Project => 1,
            Self::City => 2,
            Self::Topic => 3,
        }
    }

    pub(crate) fn from_number(number: u64) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.number() == number)
    }
}

/// A name that can be suggested while someone types.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Name {
    /// The id of what it names.
    pub id: Uuid,
    /// What it is the name of.
    pub kind: NameKind,
    /// The name as it is shown.
    pub text: String,
    /// What else it is found by: synonyms, labels in other languages.
    pub alternatives: Vec<String>,
    /// What comes first among equals: a city's population, say.
    pub weight: u64,
    /// Whether it is published; cities and topics always are.
    pub published: bool,
    /// How far it may be seen; cities and topics are public.
    pub level: Level,
    /// The city that holds it. For [`crate::Scope`] only.
    pub holder: Option<Uuid>,
    /// The organizations that take part. For [`crate::Scope`] only.
    pub participants: Vec<Uuid>,
}

impl Name {
    /// A number that is the same for equal names, in every process and on every machine.
    #[must_use]
    pub fn digest(&self) -> u64 {
        let mut canonical = self.clone();
        canonical.participants.sort_unstable();
        canonical.participants.dedup();
        digest::of(&canonical)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_survives_its_number() {
        for kind in NameKind::ALL {
            assert_eq!(NameKind::from_number(kind.number()), Some(kind));
        }
        assert_eq!(NameKind::from_number(4), None);
    }
}
