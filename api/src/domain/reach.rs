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

/// Whether all who may read an entry, because of any of its sides, may read another one too. What is
/// matched, counted or ranked by for all readers of the one must not tell of the other otherwise.
#[must_use]
pub fn read_by_all_readers_of(entry: &EntryFacts<'_>, other: &EntryFacts<'_>) -> bool {
    let open_to = |audience| other.status == EntryStatus::Published && other.audience <= audience;
    let own_city = other.city.is_some() && other.city == entry.city;
    let mut parts = entry.participants.iter();
    open_to(entry.audience)
        && (own_city || open_to(Audience::Administrations))
        && (open_to(Audience::Partners) || parts.all(|part| other.participants.contains(part)))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn someone_without_a_token_reads_what_is_public() {
        assert_eq!(Reach::of(&Actor::Anonymous).levels(), [Audience::Public]);
    }

    #[test]
    fn readers_of_an_entry_read_another_only_from_where_they_stand() {
        let (home, away) = (CityId(Uuid::from_u128(1)), CityId(Uuid::from_u128(2)));
        let part = [OrganizationId(Uuid::from_u128(3))];
        let facts = |city, audience, participants| EntryFacts {
            city: Some(city),
            status: EntryStatus::Published,
            audience,
            participants,
            submitted_by: None,
        };
        let nobody: &[OrganizationId] = &[];
        for audience in Audience::ALL.iter().copied() {
            let (alone, joint) = (facts(home, audience, nobody), facts(home, audience, &part));
            assert!(read_by_all_readers_of(&alone, &alone));
            assert!(read_by_all_readers_of(&joint, &joint));
            let draft = EntryFacts {
                status: EntryStatus::Draft,
                ..alone
            };
            assert!(!read_by_all_readers_of(&alone, &draft));
            // Whoever takes part in the one does not for that in the other.
            let told = audience <= Audience::Partners;
            assert_eq!(read_by_all_readers_of(&joint, &alone), told, "{audience:?}");
            // Whoever is of the city reads what is only for another one as little.
            let abroad = facts(away, audience, nobody);
            let told = audience <= Audience::Administrations;
            assert_eq!(
                read_by_all_readers_of(&alone, &abroad),
                told,
                "{audience:?}"
            );
        }
        let inner = facts(home, Audience::City, nobody);
        let outer = facts(home, Audience::Public, nobody);
        assert!(read_by_all_readers_of(&inner, &outer));
        assert!(!read_by_all_readers_of(&outer, &inner));
    }

    #[test]
    fn the_house_reads_everything() {
        let reach = Reach::of(&Actor::House);
        assert!(reach.is_everything());
        assert_eq!(reach.levels(), Audience::ALL);
    }
}
