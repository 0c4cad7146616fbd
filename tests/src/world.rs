//! A running service, in this process.

use std::{fmt::Write as _, sync::Arc};

use api::{
    app::{
        KnowledgeBase,
        accounts::{NewAccount, NewMembership, NewToken},
        progress::Unwatched,
    },
    domain::{actor::Actor, reach::Reach},
    service::{Running, Service},
    settings::Settings,
};

use entity::kind::Role;
use sea_orm::{Database, EntityTrait as _};

use crate::{client::Client, place::Place};

/// A service at work.
pub struct World {
    place: Place,
    running: Running,
    client: Client,
}

impl World {
    /// Starts one here, with more arguments of `lehrgeld serve`.
    pub async fn start(place: Place, arguments: &[&str]) -> Self {
        let fixed = ["--listen", "127.0.0.1:0"].map(str::to_owned);
        let settings = Settings::from_arguments(
            fixed
                .into_iter()
                .chain(place.arguments())
                .chain(arguments.iter().map(|&argument| argument.to_owned())),
        )
        .unwrap_or_else(|error| panic!("{error}"));
        let running = Service::start(settings, Arc::new(Unwatched))
            .await
            .unwrap_or_else(|error| panic!("the service does not start: {error:?}"));
        let client = Client::new(running.port());
        Self {
            place,
            running,
            client,
        }
    }

    /// Another service on the same database; nothing where the database is one service's own.
    pub async fn beside(&self) -> Option<Self> {
        let beside = Self::start(self.place.beside()?, &[]).await;
        beside.caught_up().await;
        Some(beside)
    }

    /// What it works with, for what no client can ask for.
    #[must_use]
    pub fn knowledge_base(&self) -> &KnowledgeBase {
        self.running.knowledge_base()
    }

    /// Someone without a token.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Someone who may do everything.
    pub async fn steward(&self) -> Client {
        self.account("Steward", true, &[]).await
    }

    /// Someone with a role in a city, which its official key names.
    pub async fn member(&self, name: &str, city: &str, role: Role) -> Client {
        self.account(name, false, &[(city, role)]).await
    }

    /// Someone who belongs to an organization, which its slug names.
    pub async fn organization_member(&self, name: &str, organization: &str) -> Client {
        let reach = Reach::of(&Actor::House);
        let reading = self.running.knowledge_base().reading(&reach);
        let organization = reading.organization_by_slug(organization).await.unwrap();
        let membership = NewMembership {
            city: None,
            organization: Some(organization.unwrap().id),
            role: Role::Contributor,
        };
        self.account_in(name, false, vec![membership]).await
    }

    /// A new account with a token, which belongs to cities of Germany.
    pub async fn account(&self, name: &str, steward: bool, cities: &[(&str, Role)]) -> Client {
        let mut memberships = Vec::new();
        for (key, role) in cities {
            let knowledge_base = self.running.knowledge_base();
            let city = knowledge_base.city_with_key("DE", key).await.unwrap();
            memberships.push(NewMembership {
                city: Some(city.unwrap().id),
                organization: None,
                role: *role,
            });
        }
        self.account_in(name, steward, memberships).await
    }

    async fn account_in(
        &self,
        name: &str,
        steward: bool,
        memberships: Vec<NewMembership>,
    ) -> Client {
        let (house, reach) = (Actor::House, Reach::of(&Actor::House));
        let session = self.running.knowledge_base().session(&house, &reach, None);
        let account = NewAccount {
            name: name.to_owned(),
            steward,
            memberships,
            ..NewAccount::default()
        };
        let account = session.create_account(account).await.unwrap();
        let token = NewToken {
            account: Some(account.account),
            label: "test".to_owned(),
            ..NewToken::default()
        };
        let token = session.create_token(token).await.unwrap();
        self.client.with_token(&token.secret.unwrap().reveal())
    }

    /// All that the tables which hold what people wrote hold, as text.
    pub async fn texts_of_the_database(&self) -> String {
        let database = Database::connect(self.place.database_url()).await.unwrap();
        let mut texts = String::new();
        macro_rules! read {
            ($($table:ident)+) => {$(
                let rows = entity::$table::Entity::find().all(&database).await.unwrap();
                writeln!(texts, "{rows:?}").unwrap();
            )+};
        }
        read!(account change comment idempotency_key lesson participation project proposal revision
            reuse source statement);
        database.close().await.unwrap();
        texts
    }

    /// Where it works.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Waits until the index holds every change.
    pub async fn caught_up(&self) {
        self.running.caught_up().await.unwrap();
    }

    /// Loads the sample knowledge base, which is done unasked only into the embedded database.
    pub async fn import_sample(&self) {
        let knowledge_base = self.running.knowledge_base();
        knowledge_base.import_sample(&Unwatched).await.unwrap();
    }

    /// Stops it, and leaves what it worked on.
    pub async fn stop(self) -> Place {
        self.running.stop().await.unwrap();
        self.place
    }
}
