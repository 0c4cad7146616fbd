//! `lehrgeld account`: accounts, made and closed where the service runs.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use entity::{
    id::{AccountId, CityId, OrganizationId},
    kind::Role,
};
use uuid::Uuid;

use super::{Failure, tell};
use crate::{
    app::{
        self, KnowledgeBase,
        accounts::{AccountView, NewAccount, NewMembership},
        refusal::Refusal,
    },
    domain::{actor::Actor, problem::Problems, reach::Reach},
    graphql::global_id::GlobalId,
    logging::{self, LogSettings},
    service::assembly::{Index, Parts},
    settings::Place,
};

/// What `lehrgeld account` is told.
#[derive(Args, Debug)]
pub(super) struct Account {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Make an account, and print its id
    Create {
        /// The name to show
        name: String,
        /// For notices
        #[arg(long)]
        email: Option<String>,
        /// A city or an organization it belongs to and what it may do there: DE:08335043=editor,
        /// stadt-wien=contributor; may be repeated
        #[arg(long = "member", value_name = "PLACE=ROLE")]
        members: Vec<String>,
        /// May do everything everywhere
        #[arg(long)]
        steward: bool,
        #[command(flatten)]
        place: AccountPlace,
    },
    /// Put an account into other cities, instead of those it belongs to; it stays in its
    /// organizations unless one is named
    Move {
        /// The account's id, as list or the API shows it
        #[arg(value_parser = account)]
        id: AccountId,
        /// A city or an organization it belongs to and what it may do there: DE:08335043=editor,
        /// stadt-wien=contributor; may be repeated
        #[arg(long = "member", value_name = "PLACE=ROLE")]
        members: Vec<String>,
        #[command(flatten)]
        place: AccountPlace,
    },
    /// List all accounts
    List {
        #[command(flatten)]
        place: AccountPlace,
    },
    /// Delete an account; what it contributed stays, by a "former member"
    Delete {
        /// The account's id, as list or the API shows it
        #[arg(value_parser = account)]
        id: AccountId,
        #[command(flatten)]
        place: AccountPlace,
    },
}

/// Where the accounts are.
#[derive(Args, Debug)]
pub(super) struct AccountPlace {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    log: LogSettings,
}

/// Why nothing was done with an account or a token.
#[derive(Debug, thiserror::Error)]
pub(super) enum AccountError {
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error("{0} is not of the form DE:08335043=editor or stadt-wien=contributor")]
    Member(String),
    #[error("there is no organization {0}; name it by its slug")]
    Organization(String),
    #[error("there is no city {0}; name it by country and official key, as in DE:08335043")]
    City(String),
    #[error("the token was made, but cannot be shown")]
    NoSecret,
}

impl AccountPlace {
    /// The database alone: a service that runs sees what is done at once.
    pub(super) async fn open(&self) -> Result<Parts, Failure> {
        logging::start(&self.log);
        let parts = Parts::assemble(&self.place, Index::Unused).await?;
        parts.migrate().await?;
        Ok(parts)
    }

    /// Whoever may run commands here may do everything.
    pub(super) fn house() -> (Actor, Reach) {
        (Actor::House, Reach::of(&Actor::House))
    }
}

impl Account {
    pub(super) async fn run(self) -> Result<ExitCode, Failure> {
        let parts = self.what.place().open().await?;
        let done = self.what.work(&parts.knowledge_base).await;
        parts.close().await?;
        done?;
        Ok(ExitCode::SUCCESS)
    }
}

impl What {
    fn place(&self) -> &AccountPlace {
        match self {
            Self::Create { place, .. }
            | Self::Move { place, .. }
            | Self::List { place }
            | Self::Delete { place, .. } => place,
        }
    }

    async fn work(&self, knowledge_base: &KnowledgeBase) -> Result<(), Failure> {
        let (actor, reach) = AccountPlace::house();
        let session = knowledge_base.session(&actor, &reach, None);
        match self {
            Self::Create {
                name,
                email,
                members,
                steward,
                ..
            } => {
                let new = NewAccount {
                    name: name.clone(),
                    email: email.clone(),
                    steward: *steward,
                    memberships: memberships(knowledge_base, members).await?,
                    problems: Problems::default(),
                };
                let made = session
                    .create_account(new)
                    .await
                    .map_err(AccountError::from)?;
                tell(made.account.0)
            }
            Self::Move { id, members, .. } => {
                let id = *id;
                let mut members = memberships(knowledge_base, members).await?;
                members.extend(kept(knowledge_base, id, &members).await?);
                let moved = session.set_memberships(id, members, Problems::default());
                moved.await.map_err(AccountError::from)?;
                tell("moved")
            }
            Self::List { .. } => {
                for account in knowledge_base.accounts().await? {
                    show(knowledge_base, &account).await?;
                }
                Ok(())
            }
            Self::Delete { id, .. } => {
                let deleted = session.delete_account(*id).await;
                deleted.map_err(AccountError::from)?;
                tell("deleted")
            }
        }
    }
}

async fn show(knowledge_base: &KnowledgeBase, it: &AccountView) -> Result<(), Failure> {
    let reach = AccountPlace::house().1;
    let reading = knowledge_base.reading(&reach);
    let failed = |error: sea_orm::DbErr| app::error::Error::from(error);
    let all = it.memberships.iter();
    let cities: Vec<_> = all.clone().filter_map(|it| it.city_id).collect();
    let cities = reading.cities_by_id(&cities).await.map_err(failed)?;
    let organizations: Vec<_> = all.clone().filter_map(|it| it.organization_id).collect();
    let organizations = reading.organizations_by_id(&organizations).await;
    let organizations = organizations.map_err(failed)?;
    let places = all.filter_map(|member| {
        let city = member.city_id.and_then(|id| Some(&cities.get(&id)?.name));
        let organization = member.organization_id;
        let organization = organization.and_then(|id| Some(&organizations.get(&id)?.name));
        let role = member.role.as_str().to_lowercase();
        Some(format!("{} {role}", city.or(organization)?))
    });
    let steward = it.account.steward.then(|| "steward".to_owned());
    let places: Vec<_> = steward.into_iter().chain(places).collect();
    tell(format_args!(
        "{}  {}  {}",
        it.account.id.0,
        it.account.name,
        places.join(", ")
    ))
}

/// The organizations that an account stays in when it is moved: its own, unless some are named.
async fn kept(
    knowledge_base: &KnowledgeBase,
    id: AccountId,
    named: &[NewMembership],
) -> Result<Vec<NewMembership>, Failure> {
    if named.iter().any(|it| it.organization.is_some()) {
        return Ok(Vec::new());
    }
    let account = knowledge_base.account(&Actor::House, id).await?;
    let before = account.map(|account| account.memberships);
    let before = before.unwrap_or_default().into_iter();
    let kept = before.filter(|it| it.organization_id.is_some());
    let kept = kept.map(|it| NewMembership {
        city: None,
        organization: it.organization_id,
        role: it.role,
    });
    Ok(kept.collect())
}

async fn memberships(
    knowledge_base: &KnowledgeBase,
    members: &[String],
) -> Result<Vec<NewMembership>, Failure> {
    let mut memberships = Vec::with_capacity(members.len());
    for member in members {
        let wrong = || AccountError::Member(member.clone());
        let (name, text) = member.split_once('=').ok_or_else(wrong)?;
        // A city has a country before its key; the slug of an organization has no colon.
        let (city, organization) = if name.contains(':') {
            (Some(city(knowledge_base, name).await?), None)
        } else {
            (None, Some(organization(knowledge_base, name).await?))
        };
        memberships.push(NewMembership {
            city,
            organization,
            role: role(text).map_err(|_| wrong())?,
        });
    }
    Ok(memberships)
}

/// A city by its country and official key.
pub(super) async fn city(knowledge_base: &KnowledgeBase, name: &str) -> Result<CityId, Failure> {
    let unknown = || AccountError::City(name.to_owned());
    let (country, key) = name.split_once(':').ok_or_else(unknown)?;
    let city = knowledge_base
        .city_with_key(&country.to_uppercase(), key)
        .await?;
    Ok(city.ok_or_else(unknown)?.id)
}

async fn organization(
    knowledge_base: &KnowledgeBase,
    slug: &str,
) -> Result<OrganizationId, Failure> {
    let reach = AccountPlace::house().1;
    let found = knowledge_base
        .reading(&reach)
        .organization_by_slug(slug)
        .await;
    let found = found.map_err(app::error::Error::from)?;
    let unknown = || AccountError::Organization(slug.to_owned());
    Ok(found.ok_or_else(unknown)?.id)
}

/// An account by its id.
pub(super) fn account(text: &str) -> Result<AccountId, &'static str> {
    key(text, AccountId)
}

/// What something is known by: its key, as the lists of this command show it, or its id in the API.
pub(super) fn key<I: GlobalId>(text: &str, of: fn(Uuid) -> I) -> Result<I, &'static str> {
    if let Ok(key) = text.parse() {
        return Ok(of(key));
    }
    I::parse(&text.into()).map_err(|_| "not an id that this service hands out for it")
}

/// A role by its name.
pub(super) fn role(text: &str) -> Result<Role, &'static str> {
    let role = Role::ALL
        .iter()
        .find(|role| role.as_str().eq_ignore_ascii_case(text));
    role.copied().ok_or("not contributor, editor or admin")
}
