//! Who asks, as far as the index needs to know: what may be found at all.

use uuid::Uuid;

use crate::Level;

/// What the one who asks may read. Every question is cut by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Everything there is.
    All,
    /// What is published up to a level, and whatever belongs to certain cities and organizations.
    Readable {
        /// Published entries of this level and of wider circles.
        level: Level,
        /// Cities whose entries are read whole, published or not.
        cities: Vec<Uuid>,
        /// Organizations whose entries are read whole, published or not.
        organizations: Vec<Uuid>,
    },
}

impl Scope {
    /// The scope of someone of whom nothing is known: what is published and public.
    #[must_use]
    pub fn anonymous() -> Self {
        Self::Readable {
            level: Level::Public,
            cities: Vec::new(),
            organizations: Vec::new(),
        }
    }

    /// Whether the open shelf holds everything that may be read.
    pub(crate) fn is_anonymous(&self) -> bool {
        *self == Self::anonymous()
    }
}
