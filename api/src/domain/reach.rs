//! What an actor may read: every select of lessons and projects and every search takes one.

use entity::{
    id::{CityId, OrganizationId},
    kind::{Audience, EntryStatus},
};

use super::{
    actor::Actor,
    policy::{self, EntryFacts},
};

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
        let own = actor.rights();
        let cities = own.map(|own| own.cities().map(|(city, _)| city).collect());
        let organizations = own.map(|own| own.organizations().map(|(id, _)| id).collect());
        Self {
            everything: *actor == Actor::House || own.is_some_and(|own| own.everywhere().is_some()),
            level: policy::level(actor),
            cities: cities.unwrap_or_default(),
            organizations: organizations.unwrap_or_default(),
        }
    }

    /// Whether an entry is within reach.
    #[must_use]
    pub fn holds(&self, entry: &EntryFacts<'_>) -> bool {
        let published = entry.status == EntryStatus::Published && entry.audience <= self.level;
        let own_city = entry.city.is_some_and(|city| self.cities.contains(&city));
        let own_part = entry
            .participants
            .iter()
            .any(|id| self.organizations.contains(id));
        self.everything || published || own_city || own_part
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
