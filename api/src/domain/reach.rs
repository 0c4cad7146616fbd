//! What an actor may read: every select of lessons and projects and every search takes one.

use entity::{
    id::{CityId, OrganizationId},
    kind::Audience,
};

use super::actor::Actor;

/// What an actor may read.
///
/// An entry is within reach when it is published for an audience that the actor belongs to, when it
/// is of one of the actor's own cities, or when one of the actor's organizations takes part in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    everything: bool,
    level: Audience,
    cities: Vec<CityId>,
    organizations: Vec<OrganizationId>,
}

impl Reach {
    /// What this actor may read.
    #[must_use]
    pub fn of(actor: &Actor) -> Self {
        match actor {
            Actor::Anonymous => Self {
                everything: false,
                level: Audience::Public,
                cities: Vec::new(),
                organizations: Vec::new(),
            },
            Actor::House => Self {
                everything: true,
                level: Audience::City,
                cities: Vec::new(),
                organizations: Vec::new(),
            },
        }
    }

    /// Whether nothing is out of reach.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        self.everything
    }

    /// The narrowest audience whose published entries are within reach, wherever they come from.
    #[must_use]
    pub fn level(&self) -> Audience {
        self.level
    }

    /// The audiences whose published entries are within reach.
    #[must_use]
    pub fn levels(&self) -> Vec<Audience> {
        Audience::ALL
            .iter()
            .copied()
            .filter(|audience| *audience <= self.level)
            .collect()
    }

    /// The cities of which everything is within reach.
    #[must_use]
    pub fn cities(&self) -> &[CityId] {
        &self.cities
    }

    /// The organizations whose entries are within reach.
    #[must_use]
    pub fn organizations(&self) -> &[OrganizationId] {
        &self.organizations
    }

    /// Whether the city behind an anonymous lesson may be known.
    #[must_use]
    pub fn knows_origin_in(&self, city: CityId) -> bool {
        self.everything || self.cities.contains(&city)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn someone_without_a_token_reads_what_is_public() {
        assert_eq!(Reach::of(&Actor::Anonymous).levels(), [Audience::Public]);
    }

    #[test]
    fn the_house_reads_everything() {
        let reach = Reach::of(&Actor::House);
        assert!(reach.is_everything());
        assert_eq!(reach.levels(), Audience::ALL);
    }
}
