//! Accounts: who may contribute, what they belong to, and how they sign in.

mod sign_in;
mod tokens;
mod view;

use entity::{
    access_token, account, city,
    id::{AccessTokenId, AccountId, CityId, MembershipId, OrganizationId},
    kind::{Role, Subject},
    membership,
};
use sea_orm::{ActiveModelTrait as _, ColumnTrait as _, IntoActiveModel as _, QueryOrder as _};
use serde::{Deserialize, Serialize};

use crate::{
    app::{
        KnowledgeBase,
        error::Error,
        reading::Reading,
        refusal::Refusal,
        session::Session,
        writing::{Begun, Writing},
    },
    domain::{
        actor::{Actor, MOST_MEMBERSHIPS},
        parse::short_text,
        policy::{Action, Resource},
        problem::{Fault, Problems, Unfitting},
        reach::Reach,
    },
};

pub use sign_in::Vouched;
pub use tokens::{NewToken, TokenDone};
pub use view::AccountView;

/// What an account is to belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewMembership {
    /// A city, or
    pub city: Option<CityId>,
    /// an organization: one of the two.
    pub organization: Option<OrganizationId>,
    /// What it may do there.
    pub role: Role,
}

/// An account to be.
#[derive(Clone, Debug, Default)]
pub struct NewAccount {
    /// The name to show.
    pub name: String,
    /// For notices.
    pub email: Option<String>,
    /// Whether it may do everything.
    pub steward: bool,
    /// What it belongs to.
    pub memberships: Vec<NewMembership>,
    /// What is already known to be wrong.
    pub problems: Problems,
}

/// What became of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountDone {
    /// The account.
    pub account: AccountId,
}

impl Reading<'_> {
    /// An account that is open, with all that is its own.
    pub(super) async fn account(&self, id: AccountId) -> Result<Option<AccountView>, Error> {
        let account = self.every_account().filter(account::Column::Id.eq(id));
        let open = account.filter(account::Column::ClosedAt.is_null());
        let Some(account) = open.one().await? else {
            return Ok(None);
        };
        let memberships = self.memberships();
        let memberships = memberships
            .filter(membership::Column::AccountId.eq(id))
            .with(|select| select.order_by_asc(membership::Column::Id));
        let tokens = self.access_tokens();
        let tokens = tokens
            .filter(access_token::Column::AccountId.eq(id))
            .with(|select| select.order_by_asc(access_token::Column::Id));
        Ok(Some(AccountView {
            account,
            memberships: memberships.all().await?,
            tokens: tokens.all().await?,
        }))
    }
}

impl KnowledgeBase {
    /// An account that `actor` may see: its own, or one that it manages.
    pub async fn account(
        &self,
        actor: &Actor,
        id: AccountId,
    ) -> Result<Option<AccountView>, Error> {
        let everything = Reach::of(&Actor::House);
        let account = self.reading(&everything).account(id).await?;
        let seen = account.filter(|account| account.is_seen_by(actor));
        Ok(seen.map(|account| AccountView {
            tokens: account.tokens_seen_by(actor),
            ..account
        }))
    }

    /// A token that `actor` may see.
    pub async fn access_token(
        &self,
        actor: &Actor,
        id: AccessTokenId,
    ) -> Result<Option<access_token::Model>, Error> {
        let found = self.token_and_account(id).await?;
        let seen = found.filter(|(_, it)| it.is_seen_by(actor) && it.shows_token(actor, id));
        Ok(seen.map(|(token, _)| token))
    }

    /// A token that `actor` has just made, which they see this once whatever else they may see.
    pub async fn made_token(
        &self,
        actor: &Actor,
        id: AccessTokenId,
    ) -> Result<Option<access_token::Model>, Error> {
        let found = self.token_and_account(id).await?;
        let seen = found.filter(|(_, account)| account.is_seen_by(actor));
        Ok(seen.map(|(token, _)| token))
    }

    async fn token_and_account(
        &self,
        id: AccessTokenId,
    ) -> Result<Option<(access_token::Model, AccountView)>, Error> {
        let everything = Reach::of(&Actor::House);
        let reading = self.reading(&everything);
        let token = reading
            .access_tokens()
            .filter(access_token::Column::Id.eq(id));
        let Some(token) = token.one().await? else {
            return Ok(None);
        };
        let account = reading.account(token.account_id).await?;
        Ok(account.map(|account| (token, account)))
    }

    /// All accounts, the oldest first, for the house to list.
    pub async fn accounts(&self) -> Result<Vec<AccountView>, Error> {
        let everything = Reach::of(&Actor::House);
        let reading = self.reading(&everything);
        let rows = reading.every_account();
        let rows = rows
            .with(|select| select.order_by_asc(account::Column::Id))
            .all()
            .await?;
        let mut accounts = Vec::with_capacity(rows.len());
        for row in rows {
            accounts.extend(reading.account(row.id).await?);
        }
        Ok(accounts)
    }
}

impl Session<'_> {
    /// Makes an account.
    pub async fn create_account(&self, new: NewAccount) -> Result<AccountDone, Refusal> {
        self.signed_in()?;
        let mut writing = match self.begin("create account").await? {
            Begun::Before(done) => return Ok(done),
            Begun::Now(writing) => writing,
        };
        let mut problems = new.problems;
        let name = problems
            .take("name", short_text(&new.name))
            .unwrap_or_default();
        let email = new.email.filter(|email| !email.trim().is_empty());
        let email = email.and_then(|email| problems.take("email", mail_address(&email)));
        writing
            .check_memberships(&new.memberships, &mut problems)
            .await?;
        self.may_grant(new.steward, &new.memberships)?;
        problems.check()?;
        let account = writing.insert_account(name, email, new.steward).await?;
        writing
            .insert_memberships(account, &new.memberships)
            .await?;
        writing.finish(|_| AccountDone { account }).await
    }

    /// Puts an account into other places, instead of those it was in.
    pub async fn set_memberships(
        &self,
        id: AccountId,
        memberships: Vec<NewMembership>,
        mut problems: Problems,
    ) -> Result<AccountDone, Refusal> {
        self.signed_in()?;
        let mut writing = match self.begin("set memberships").await? {
            Begun::Before(done) => return Ok(done),
            Begun::Now(writing) => writing,
        };
        let before = self.manageable(&writing, id).await?;
        writing
            .check_memberships(&memberships, &mut problems)
            .await?;
        self.may_grant(before.account.steward, &memberships)?;
        problems.check()?;
        let own = membership::Column::AccountId.eq(id);
        writing
            .on(Subject::Account, id)
            .delete::<membership::Entity>(own)
            .await?;
        writing.insert_memberships(id, &memberships).await?;
        writing.finish(|_| AccountDone { account: id }).await
    }

    /// Closes an account: its tokens and memberships are gone, and so are its name and address.
    /// What it contributed stays, by a "former member".
    pub async fn delete_account(&self, id: AccountId) -> Result<AccountDone, Refusal> {
        self.signed_in()?;
        let mut writing = match self.begin("delete account").await? {
            Begun::Before(done) => return Ok(done),
            Begun::Now(writing) => writing,
        };
        if self.actor().account() != Some(id) {
            self.manageable(&writing, id).await?;
        } else if self.actor().is_cut() {
            // A token that may do less than its account does not end the account.
            return Err(Refusal::Forbidden);
        }
        let Some(row) = writing.lock_account(id).await? else {
            return Err(Refusal::problem("id", Fault::NotFound));
        };
        writing.empty_account(row).await?;
        let done = writing.finish(|_| AccountDone { account: id }).await?;
        self.knowledge_base.store.fold_log().await;
        Ok(done)
    }

    /// An account that the actor may manage.
    async fn manageable(
        &self,
        writing: &Writing<'_>,
        id: AccountId,
    ) -> Result<AccountView, Refusal> {
        writing.lock_account(id).await?;
        let account = writing.reading_all().account(id).await?;
        let account = account.filter(|account| account.is_seen_by(self.actor()));
        let account = account.ok_or_else(|| Refusal::problem("id", Fault::NotFound))?;
        account.with_facts(|facts| self.require(Action::ManageAccount, facts))?;
        Ok(account)
    }

    /// That the actor may make an account what it is to be.
    fn may_grant(&self, steward: bool, memberships: &[NewMembership]) -> Result<(), Refusal> {
        let cities: Vec<_> = memberships.iter().filter_map(|it| it.city).collect();
        let facts = Resource::Account {
            cities: &cities,
            beyond: memberships.iter().any(|it| it.organization.is_some()),
        };
        if steward {
            self.require(Action::ManageStewards, facts)?;
        }
        self.require(Action::ManageAccount, facts)
    }
}

impl Writing<'_> {
    /// That memberships are of one thing each, which is there, and of each thing once.
    async fn check_memberships(
        &self,
        memberships: &[NewMembership],
        problems: &mut Problems,
    ) -> Result<(), Error> {
        if memberships.len() > MOST_MEMBERSHIPS {
            problems.add("memberships", Fault::TooMany(MOST_MEMBERSHIPS));
            return Ok(());
        }
        let reading = self.reading_all();
        let cities: Vec<_> = memberships.iter().filter_map(|it| it.city).collect();
        let cities = reading.cities_by_id(&cities).await?;
        let organizations: Vec<_> = memberships
            .iter()
            .filter_map(|it| it.organization)
            .collect();
        let organizations = reading.organizations_by_id(&organizations).await?;
        let mut seen = std::collections::HashSet::new();
        problems.below("memberships", |problems| {
            for (index, it) in memberships.iter().enumerate() {
                problems.below(index.to_string(), |problems| {
                    // What could not be read is told already, and is nothing to judge the rest by.
                    if problems.is_wrong_here() {
                        return;
                    }
                    match (it.city, it.organization) {
                        (Some(id), None) if !cities.contains_key(&id) => {
                            problems.add("cityId", Fault::NotFound);
                        }
                        (None, Some(id)) if !organizations.contains_key(&id) => {
                            problems.add("organizationId", Fault::NotFound);
                        }
                        (Some(_), Some(_)) | (None, None) => {
                            problems.add("cityId", Fault::Unfitting(Unfitting::OneOfTwo));
                        }
                        (Some(_), None) | (None, Some(_)) => {}
                    }
                    if !seen.insert((it.city, it.organization)) {
                        problems.add("cityId", Fault::Duplicate);
                    }
                });
            }
        });
        Ok(())
    }

    /// Records an account.
    pub(super) async fn insert_account(
        &mut self,
        name: String,
        email: Option<String>,
        steward: bool,
    ) -> Result<AccountId, Error> {
        let id = AccountId(self.id());
        let row = account::Model {
            id,
            name,
            email,
            steward,
            issuer: None,
            subject: None,
            closed_at: None,
            created_at: self.now(),
            updated_at: self.now(),
        };
        self.on(Subject::Account, id).insert([row]).await?;
        Ok(id)
    }

    async fn insert_memberships(
        &mut self,
        account: AccountId,
        memberships: &[NewMembership],
    ) -> Result<(), Error> {
        let rows = memberships.iter().map(|it| membership::Model {
            id: MembershipId(self.id()),
            account_id: account,
            city_id: it.city,
            organization_id: it.organization,
            role: it.role,
            created_at: self.now(),
        });
        let rows: Vec<_> = rows.collect();
        self.on_each(Subject::Account, []).insert(rows).await?;
        Ok(())
    }

    /// Leaves of an account no more than that there was one.
    async fn empty_account(&mut self, row: account::Model) -> Result<(), Error> {
        let id = row.id;
        let emptied = account::Model {
            name: FORMER_MEMBER.to_owned(),
            email: None,
            steward: false,
            issuer: None,
            subject: None,
            closed_at: Some(self.now()),
            updated_at: self.now(),
            ..row
        };
        let noted = self.on(Subject::Account, id);
        noted
            .update(emptied.into_active_model().reset_all())
            .await?;
        noted
            .delete::<membership::Entity>(membership::Column::AccountId.eq(id))
            .await?;
        noted
            .delete::<access_token::Entity>(access_token::Column::AccountId.eq(id))
            .await?;
        noted
            .delete::<entity::saved_search::Entity>(entity::saved_search::Column::AccountId.eq(id))
            .await?;
        noted
            .delete::<entity::idempotency_key::Entity>(
                entity::idempotency_key::Column::AccountId.eq(id),
            )
            .await?;
        Ok(())
    }
}

/// What an account that was closed is called.
const FORMER_MEMBER: &str = "former member";

/// An address that mail can be sent to, as far as one can tell by looking at it.
fn mail_address(text: &str) -> Result<String, Fault> {
    let text = short_text(text).map_err(Fault::from)?;
    let whole = text
        .split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !host.contains('@'));
    if whole && !text.contains(char::is_whitespace) {
        Ok(text)
    } else {
        Err(Fault::Mail)
    }
}

/// A city of the register, by the country and key that people know it by.
impl KnowledgeBase {
    /// The city with this official key.
    pub async fn city_with_key(
        &self,
        country: &str,
        key: &str,
    ) -> Result<Option<city::Model>, Error> {
        let everything = Reach::of(&Actor::House);
        Ok(self.reading(&everything).city_by_key(country, key).await?)
    }
}
