//! Who may do what: the table of the house, and nothing else decides it.

use entity::{
    id::{AccountId, CityId, OrganizationId},
    kind::{Audience, EntryStatus, Role},
};

use super::actor::{Actor, Rights};

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident,)+) => {
        /// What someone may want to do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Action {
            $($(#[$doc])* $name,)+
        }

        impl Action {
            /// Every action, in the order of their definition.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];
        }
    };
}

actions! {
    /// Read an entry.
    Read,
    /// Read its versions and the edits that wait.
    ReadHistory,
    /// Know which city an anonymous lesson comes from.
    ReadOrigin,
    /// Change it at once.
    Edit,
    /// Propose a change of what is published.
    Propose,
    /// Submit it for review.
    Submit,
    /// Publish what was submitted.
    Approve,
    /// Give back what was submitted.
    Return,
    /// Take back what is published.
    Withdraw,
    /// Publish a draft of a project, or a new one, which needs no second person.
    Publish,
    /// Make an earlier version the newest.
    Restore,
    /// Accept a proposal.
    Decide,
    /// Decline a proposal.
    Decline,
    /// Say how it bears on another.
    Relate,
    /// Comment on it.
    Comment,
    /// Hide a comment on it.
    HideComment,
    /// Say that a city took it up.
    RecordReuse,
    /// Put an entry in a place: draft a lesson or a project, or record a reuse there.
    Contribute,
    /// Publish in a place without a second person.
    PublishAtOnce,
    /// Make an account with such memberships, or change them.
    ManageAccount,
    /// Make a steward of someone.
    ManageStewards,
    /// Add or change cities.
    ManageCities,
    /// Add or change organizations.
    ManageOrganizations,
    /// Add to the vocabulary.
    ManageTopics,
    /// Erase a person's name everywhere.
    ErasePerson,
    /// Keep what belongs to oneself: saved searches, one's own tokens.
    KeepOwn,
}

impl Action {
    /// Whether it is done with a lesson or a project that is there.
    #[must_use]
    pub fn is_with_entries(self) -> bool {
        requirements(self, EntryStatus::Draft).is_some()
    }
}

/// What an action is about.
#[derive(Clone, Copy, Debug)]
pub enum Resource<'a> {
    /// A lesson or a project.
    Entry(EntryFacts<'a>),
    /// Where an entry is to be put.
    Place {
        /// The city; a steward may do without.
        city: Option<CityId>,
        /// The organizations that take part in the project it belongs to.
        participants: &'a [OrganizationId],
    },
    /// An account, by the cities it belongs to.
    Account {
        /// The cities.
        cities: &'a [CityId],
        /// Whether it also belongs to organizations, or may do everything.
        beyond: bool,
    },
    /// What belongs to nobody in particular.
    House,
}

/// What the policy has to know of a lesson or a project.
#[derive(Clone, Copy, Debug)]
pub struct EntryFacts<'a> {
    /// Its city.
    pub city: Option<CityId>,
    /// Where it stands in review.
    pub status: EntryStatus,
    /// Who may read it once it is published.
    pub audience: Audience,
    /// The organizations that take part.
    pub participants: &'a [OrganizationId],
    /// Who submitted it.
    pub submitted_by: Option<AccountId>,
}

/// Why something may not be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denial {
    /// Nobody in particular asks.
    Unauthenticated,
    /// It must look as if it were not there.
    Unseen,
    /// Others may, or in other places.
    Forbidden,
    /// Not while the entry stands where it does in review.
    Status(EntryStatus),
    /// Whoever submitted it cannot be the second person, nor can a token that they made for one.
    FourEyes,
}

/// How an actor stands to an entry or a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    /// Belongs to nothing.
    Outsider,
    /// Belongs to something else.
    Elsewhere,
    /// Belongs to an organization that takes part.
    Participant,
    /// May contribute for the city.
    Contributor,
    /// May publish for the city.
    Editor,
    /// May do everything for the city.
    Admin,
}

/// Whether an actor may do something; if not, why.
///
/// `four_eyes` is the rule that whoever submitted a lesson cannot approve it.
pub fn may(
    actor: &Actor,
    action: Action,
    resource: Resource<'_>,
    four_eyes: bool,
) -> Result<(), Denial> {
    match resource {
        Resource::Entry(entry) => may_with_entry(actor, action, entry, four_eyes),
        Resource::Place { city, participants } => {
            let least = match action {
                Action::Contribute => Standing::Participant,
                Action::Publish => Standing::Editor,
                Action::PublishAtOnce => return only(actor, actor.is_steward()),
                _ => return Err(Denial::Forbidden),
            };
            only(actor, standing(actor, city, participants) >= least)
        }
        Resource::Account { cities, beyond } => {
            let rules_all = !cities.is_empty()
                && cities
                    .iter()
                    .all(|city| actor.role_in(Some(*city)) == Some(Role::Admin));
            let allowed = match action {
                Action::ManageAccount => actor.is_steward() || (rules_all && !beyond),
                Action::ManageStewards => actor.is_steward(),
                _ => return Err(Denial::Forbidden),
            };
            only(actor, allowed)
        }
        Resource::House => {
            let allowed = match action {
                Action::ManageCities
                | Action::ManageOrganizations
                | Action::ManageTopics
                | Action::ErasePerson => actor.is_steward(),
                Action::KeepOwn => actor.account().is_some(),
                _ => return Err(Denial::Forbidden),
            };
            only(actor, allowed)
        }
    }
}

fn only(actor: &Actor, allowed: bool) -> Result<(), Denial> {
    match (allowed, actor) {
        (true, _) => Ok(()),
        (false, Actor::Anonymous) => Err(Denial::Unauthenticated),
        (false, Actor::House | Actor::Member(_)) => Err(Denial::Forbidden),
    }
}

fn standing(actor: &Actor, city: Option<CityId>, participants: &[OrganizationId]) -> Standing {
    match actor.role_in(city) {
        Some(Role::Admin) => Standing::Admin,
        Some(Role::Editor) => Standing::Editor,
        Some(Role::Contributor) => Standing::Contributor,
        None if actor.takes_part(participants) => Standing::Participant,
        None if actor.rights().is_some_and(Rights::belongs_somewhere) => Standing::Elsewhere,
        None => Standing::Outsider,
    }
}

/// The narrowest audience whose published entries an actor may read wherever they come from.
#[must_use]
pub fn level(actor: &Actor) -> Audience {
    let Some(rights) = actor.rights() else {
        return if *actor == Actor::House {
            Audience::City
        } else {
            Audience::Public
        };
    };
    if rights.everywhere().is_some() {
        Audience::City
    } else if rights.cities().next().is_some() {
        Audience::Administrations
    } else if rights.organizations().next().is_some() {
        Audience::Partners
    } else {
        Audience::Public
    }
}

fn may_with_entry(
    actor: &Actor,
    action: Action,
    entry: EntryFacts<'_>,
    four_eyes: bool,
) -> Result<(), Denial> {
    let standing = standing(actor, entry.city, entry.participants);
    let published = entry.status == EntryStatus::Published;
    let seen = standing >= Standing::Participant || (published && entry.audience <= level(actor));
    if !seen {
        return Err(Denial::Unseen);
    }
    let (least, statuses) = requirements(action, entry.status).ok_or(Denial::Forbidden)?;
    if standing < least {
        return only(actor, false);
    }
    if !statuses.contains(&entry.status) {
        return Err(Denial::Status(entry.status));
    }
    let submitter = entry.submitted_by;
    let own = submitter.is_some_and(|submitter| actor.hands().contains(&submitter));
    match action {
        Action::Approve if four_eyes && own => Err(Denial::FourEyes),
        // Whoever may change it at once has no one to propose to.
        Action::Propose if standing >= Standing::Editor => Err(Denial::Forbidden),
        // A city takes up what others learned: whoever acts for its own alone has none that could.
        Action::RecordReuse if !acts_elsewhere(actor, entry.city) => Err(Denial::Forbidden),
        _ => Ok(()),
    }
}

/// Whether someone may act for other cities than this one, or for partners of others.
fn acts_elsewhere(actor: &Actor, city: Option<CityId>) -> bool {
    let Some(rights) = actor.rights() else {
        return *actor == Actor::House;
    };
    rights.everywhere().is_some()
        || rights.organizations().next().is_some()
        || rights.cities().any(|(other, _)| Some(other) != city)
}

/// The least standing that an action with an entry asks for, and where in review the entry may be.
/// Nothing for what is no action with an entry.
fn requirements(action: Action, status: EntryStatus) -> Option<(Standing, &'static [EntryStatus])> {
    use EntryStatus::{Draft, InReview, Published, Withdrawn};
    const ANY: &[EntryStatus] = &[Draft, InReview, Published, Withdrawn];
    let when = |editors: bool| {
        if editors {
            Standing::Editor
        } else {
            Standing::Participant
        }
    };
    Some(match action {
        Action::Read => (Standing::Outsider, ANY),
        Action::ReadHistory => (Standing::Participant, ANY),
        Action::ReadOrigin => (Standing::Contributor, ANY),
        // What waits for review stays as it was submitted until it is returned.
        Action::Edit => (when(status == Published), &[Draft, Published]),
        Action::Relate => (when(status != Draft), &[Draft, InReview, Published]),
        Action::Restore => (when(status != Draft), &[Draft, Published, Withdrawn]),
        Action::Propose => (Standing::Participant, &[Published]),
        Action::Submit => (Standing::Participant, &[Draft]),
        Action::Approve | Action::Return => (Standing::Editor, &[InReview]),
        Action::Publish => (Standing::Editor, &[Draft]),
        Action::Withdraw | Action::Decide => (Standing::Editor, &[Published]),
        Action::Comment => (Standing::Elsewhere, ANY),
        Action::Decline | Action::HideComment => (Standing::Editor, ANY),
        Action::RecordReuse => (Standing::Elsewhere, &[Published]),
        Action::Contribute
        | Action::PublishAtOnce
        | Action::ManageAccount
        | Action::ManageStewards
        | Action::ManageCities
        | Action::ManageOrganizations
        | Action::ManageTopics
        | Action::ErasePerson
        | Action::KeepOwn => return None,
    })
}

#[cfg(test)]
mod tests;
