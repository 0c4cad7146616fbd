//! Everything the index knows of a lesson.

use serde::Serialize;
use uuid::Uuid;

use crate::digest;

/// How far an entry may be seen, from the widest circle to the narrowest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Level {
    /// Everyone.
    Public,
    /// Members of organizations and administrations.
    Partners,
    /// Members of administrations.
    Administrations,
    /// The city that holds it, and those who took part.
    City,
}

impl Level {
    /// All levels, widest circle first.
    pub const ALL: [Self; 4] = [
        Self::Public,
        Self::Partners,
        Self::Administrations,
        Self::City,
    ];

    pub(crate) fn number(self) -> u64 {
        match self {
            Self::Public => 0,
            Self::Partners => 1,
            Self::Administrations => 2,
            Self::City => 3,
        }
    }
}

/// Which text of a lesson, or of what belongs to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum TextField {
    /// Its title.
    Title,
    /// What was learned.
    Insight,
    /// Where it was learned.
    Situation,
    /// What stood in the way.
    Hurdle,
    /// What was tried.
    Tried,
    /// What worked.
    Worked,
    /// What others are advised to do.
    Recommendation,
    /// The title of its project.
    Project,
    /// The name of its city.
    City,
    /// A label or synonym of one of its topics.
    Topic,
}

/// One text of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Text {
    /// Which text it is.
    pub field: TextField,
    /// BCP 47; `None` where it is in the document's own language, `und` for names.
    pub language: Option<String>,
    /// The text itself.
    pub text: String,
}

/// A lesson as the index sees it.
///
/// `city`, `country`, `region` and `population` are what outsiders may see: for an anonymous
/// lesson they are `None`, and no text of the field [`TextField::City`] is among its texts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Document {
    /// The lesson's id.
    pub id: Uuid,
    /// Whether it is published; what is not is seen by its holder and participants alone.
    pub published: bool,
    /// How far it may be seen once published.
    pub level: Level,
    /// The city whose lesson it is. For [`crate::Scope`] only, never shown.
    pub holder: Uuid,
    /// The organizations that take part. For [`crate::Scope`] only, never shown.
    pub participants: Vec<Uuid>,
    /// Its language, BCP 47.
    pub language: String,
    /// Its texts, and those of its project, city and topics.
    pub texts: Vec<Text>,
    /// Its city, where that may be seen.
    pub city: Option<Uuid>,
    /// The city's country, where that may be seen.
    pub country: Option<String>,
    /// The city's region, where that may be seen.
    pub region: Option<String>,
    /// The city's population, where that may be seen.
    pub population: Option<i64>,
    /// Its project.
    pub project: Option<Uuid>,
    /// The organizations to filter and count by.
    pub organizations: Vec<Uuid>,
    /// Its topics, with all broader ones.
    pub topics: Vec<Uuid>,
    /// Its fields of action, with all broader ones.
    pub action_fields: Vec<Uuid>,
    /// What kind of lesson it is.
    pub kind: String,
    /// What came of it.
    pub outcome: String,
    /// The earliest and the latest day on which it may have happened, as days since 1970-01-01.
    pub occurred: Option<(i32, i32)>,
    /// The year under which it is counted.
    pub year: Option<i32>,
    /// When it was published, in microseconds since 1970-01-01.
    pub published_at: Option<i64>,
    /// When it was last changed, in microseconds since 1970-01-01.
    pub updated_at: i64,
    /// How often others took it up.
    pub reuse_count: u64,
    /// How often that helped them.
    pub helped_count: u64,
    /// Whether a newer lesson takes its place, which all who may read this one may read too.
    pub replaced: bool,
}

impl Document {
    /// A number that is the same for equal documents, in every process and on every machine.
    /// The order of ids in a list makes no difference; the order of texts does.
    #[must_use]
    pub fn digest(&self) -> u64 {
        let mut canonical = self.clone();
        for ids in [
            &mut canonical.participants,
            &mut canonical.organizations,
            &mut canonical.topics,
            &mut canonical.action_fields,
        ] {
            ids.sort_unstable();
            ids.dedup();
        }
        digest::of(&canonical)
    }

    /// Whether it lies on the shelf that everyone may search.
    pub(crate) fn is_open(&self) -> bool {
        self.published && self.level == Level::Public
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::document;

    #[test]
    fn the_digest_does_not_depend_on_the_order_of_ids() {
        let (a, b) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let mut one = document(7);
        one.topics = vec![a, b];
        let mut other = one.clone();
        other.topics = vec![b, a, b];
        assert_eq!(one.digest(), other.digest());
        other.reuse_count += 1;
        assert_ne!(one.digest(), other.digest());
    }

    #[test]
    fn the_digest_is_the_same_in_every_process() {
        assert_eq!(document(7).digest(), DIGEST_OF_SEVEN);
    }

    const DIGEST_OF_SEVEN: u64 = 6_741_019_870_024_481_701;
}
