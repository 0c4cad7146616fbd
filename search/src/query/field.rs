//! The parts of a document that are weighed and asked for apart from each other.

use serde::Serialize;

use crate::TextField;
use crate::analysis::fold;

/// A part of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub(crate) enum Part {
    Title,
    Insight,
    /// All other texts of the lesson, the hurdle among them.
    Body,
    /// The hurdle once more: only for those who ask for it by name.
    Hurdle,
    Project,
    City,
    Topic,
}

impl Part {
    pub(crate) const ALL: [Self; 7] = [
        Self::Title,
        Self::Insight,
        Self::Body,
        Self::Hurdle,
        Self::Project,
        Self::City,
        Self::Topic,
    ];

    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Insight => "insight",
            Self::Body => "body",
            Self::Hurdle => "hurdle",
            Self::Project => "project",
            Self::City => "city",
            Self::Topic => "topic",
        }
    }

    /// The part that someone names, in English or German, in a query.
    pub(crate) fn named(name: &str) -> Option<Self> {
        match fold(name).as_str() {
            "title" | "titel" => Some(Self::Title),
            "insight" | "erkenntnis" => Some(Self::Insight),
            "hurdle" | "hurde" => Some(Self::Hurdle),
            "project" | "projekt" => Some(Self::Project),
            "city" | "stadt" => Some(Self::City),
            "topic" | "thema" => Some(Self::Topic),
            _ => None,
        }
    }

    /// The parts into which a text goes.
    pub(crate) fn of(field: TextField) -> &'static [Self] {
        match field {
            TextField::Title => &[Self::Title],
            TextField::Insight => &[Self::Insight],
            TextField::Hurdle => &[Self::Body, Self::Hurdle],
            TextField::Situation
            | TextField::Tried
            | TextField::Worked
            | TextField::Recommendation => &[Self::Body],
            TextField::Project => &[Self::Project],
            TextField::City => &[Self::City],
            TextField::Topic => &[Self::Topic],
        }
    }

    /// Whether words without a field are looked for here.
    pub(crate) fn is_searched_unasked(self) -> bool {
        self != Self::Hurdle
    }

    /// How much a match in this part counts.
    pub(crate) fn weight(self) -> f32 {
        match self {
            Self::Title => 3.0,
            Self::Insight => 1.6,
            Self::Project | Self::Topic => 1.2,
            Self::Body | Self::Hurdle | Self::City => 1.0,
        }
    }
}
