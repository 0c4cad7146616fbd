//! Rows of a base on their way into the database, many in a statement.

use entity::{
    access_token, account, city, comment,
    id::{AccountId, LessonId, ProjectId},
    kind::Subject,
    lesson, lesson_topic, membership, organization, participation, project, project_topic,
    proposal, relation, reuse, revision, saved_search, source, statement, topic, topic_label,
};
use uuid::Uuid;

use super::line::{
    Account, City, Comment, Membership, Organization, Own, Proposal, Relation, Reuse, Revision,
    SavedSearch, Token, Topic, TopicLabel,
};
use crate::{
    app::{error::Error, position, writing::Writing},
    domain::text_key::text_key,
};

/// Rows that wait, by table, and what is noted of them.
#[derive(Default)]
pub(super) struct Pending {
    pub(super) changes: Vec<(Subject, Uuid)>,
    pub(super) topics: Vec<topic::Model>,
    pub(super) labels: Vec<topic_label::Model>,
    pub(super) cities: Vec<city::Model>,
    pub(super) organizations: Vec<organization::Model>,
    pub(super) accounts: Vec<account::Model>,
    pub(super) memberships: Vec<membership::Model>,
    pub(super) tokens: Vec<access_token::Model>,
    pub(super) searches: Vec<saved_search::Model>,
    pub(super) projects: Vec<project::Model>,
    pub(super) project_topics: Vec<project_topic::Model>,
    pub(super) lessons: Vec<lesson::Model>,
    pub(super) lesson_topics: Vec<lesson_topic::Model>,
    pub(super) participations: Vec<participation::Model>,
    pub(super) statements: Vec<statement::Model>,
    pub(super) sources: Vec<source::Model>,
    pub(super) revisions: Vec<revision::Model>,
    pub(super) proposals: Vec<proposal::Model>,
    pub(super) reuses: Vec<reuse::Model>,
    pub(super) comments: Vec<comment::Model>,
    pub(super) relations: Vec<relation::Model>,
}

impl Pending {
    /// Inserts all of it, what is referred to first.
    pub(super) async fn insert(self, writing: &mut Writing<'_>) -> Result<(), Error> {
        for (subject, id) in self.changes {
            writing.on(subject, id);
        }
        let noted = writing.on_each(Subject::Lesson, []);
        noted.insert(self.topics).await?;
        noted.insert(self.labels).await?;
        noted.insert(self.cities).await?;
        noted.insert(self.organizations).await?;
        noted.insert(self.accounts).await?;
        noted.insert(self.memberships).await?;
        noted.insert(self.tokens).await?;
        noted.insert(self.searches).await?;
        noted.insert(self.projects).await?;
        noted.insert(self.project_topics).await?;
        noted.insert(self.lessons).await?;
        noted.insert(self.lesson_topics).await?;
        noted.insert(self.participations).await?;
        noted.insert(self.statements).await?;
        noted.insert(self.sources).await?;
        noted.insert(self.revisions).await?;
        noted.insert(self.proposals).await?;
        noted.insert(self.reuses).await?;
        noted.insert(self.comments).await?;
        noted.insert(self.relations).await?;
        Ok(())
    }

    pub(super) fn add_topic(&mut self, it: Topic) {
        self.changes.push((Subject::Topic, it.id.0));
        let labels = it.labels.into_iter().enumerate();
        self.labels
            .extend(labels.map(|(index, label)| label.row(it.id, index)));
        self.topics.push(topic::Model {
            id: it.id,
            scheme: it.scheme,
            slug: it.slug,
            broader_id: it.broader_id,
            created_at: it.created_at,
            updated_at: it.updated_at,
        });
    }

    pub(super) fn add_city(&mut self, it: City) {
        self.changes.push((Subject::City, it.id.0));
        self.cities.push(city::Model {
            id: it.id,
            country: it.country,
            key_scheme: it.key_scheme,
            official_key: it.official_key,
            name_key: text_key(&it.name),
            name: it.name,
            slug: it.slug,
            region: it.region,
            population: it.population,
            latitude: it.latitude,
            longitude: it.longitude,
            website: it.website,
            created_at: it.created_at,
            updated_at: it.updated_at,
        });
    }

    pub(super) fn add_organization(&mut self, it: Organization) {
        self.changes.push((Subject::Organization, it.id.0));
        self.organizations.push(organization::Model {
            id: it.id,
            kind: it.kind,
            name_key: text_key(&it.name),
            name: it.name,
            slug: it.slug,
            city_id: it.city_id,
            parent_id: it.parent_id,
            website: it.website,
            created_at: it.created_at,
            updated_at: it.updated_at,
        });
    }

    pub(super) fn add_account(&mut self, it: Account) {
        self.changes.push((Subject::Account, it.id.0));
        let memberships = it.memberships.into_iter();
        self.memberships
            .extend(memberships.map(|member| member.row(it.id)));
        let (mut email, mut issuer, mut subject) = (None, None, None);
        if let Some(own) = it.own {
            let Own {
                contact,
                tokens,
                saved_searches,
            } = own;
            (email, issuer, subject) = (contact.email, contact.issuer, contact.subject);
            self.tokens
                .extend(tokens.into_iter().map(|token| token.row(it.id)));
            let searches = saved_searches.into_iter();
            self.searches.extend(searches.map(|it_is| it_is.row(it.id)));
        }
        self.accounts.push(account::Model {
            id: it.id,
            name: it.name,
            email,
            steward: it.steward,
            issuer,
            subject,
            closed_at: it.closed_at,
            created_at: it.created_at,
            updated_at: it.updated_at,
        });
    }

    pub(super) fn add_relation(&mut self, it: &Relation) {
        self.relations.push(relation::Model {
            id: it.id,
            kind: it.kind,
            from_lesson_id: it.from_lesson_id,
            to_lesson_id: it.to_lesson_id,
            from_project_id: it.from_project_id,
            to_project_id: it.to_project_id,
            created_at: it.created_at,
        });
    }

    /// What others made of a lesson.
    pub(super) fn add_around(
        &mut self,
        lesson: LessonId,
        proposals: Vec<Proposal>,
        reuses: Vec<Reuse>,
        comments: Vec<Comment>,
    ) {
        self.proposals
            .extend(proposals.into_iter().map(|it| it.row(lesson)));
        self.reuses
            .extend(reuses.into_iter().map(|it| it.row(lesson)));
        self.comments
            .extend(comments.into_iter().map(|it| it.row(lesson)));
    }

    pub(super) fn add_revisions(
        &mut self,
        project: Option<ProjectId>,
        lesson: Option<LessonId>,
        revisions: Vec<Revision>,
    ) {
        let rows = revisions.into_iter().map(|it| revision::Model {
            id: it.id,
            project_id: project,
            lesson_id: lesson,
            version: it.version,
            status: it.status,
            content: it.content,
            author_id: it.author_id,
            note: it.note,
            created_at: it.created_at,
        });
        self.revisions.extend(rows);
    }
}

impl TopicLabel {
    fn row(self, topic_id: entity::id::TopicId, index: usize) -> topic_label::Model {
        topic_label::Model {
            id: self.id,
            topic_id,
            language: self.language,
            label_key: text_key(&self.label),
            label: self.label,
            preferred: self.preferred,
            position: position(index),
        }
    }
}

impl Membership {
    fn row(self, account_id: AccountId) -> membership::Model {
        membership::Model {
            id: self.id,
            account_id,
            city_id: self.city_id,
            organization_id: self.organization_id,
            role: self.role,
            created_at: self.created_at,
        }
    }
}

impl Token {
    fn row(self, account_id: AccountId) -> access_token::Model {
        access_token::Model {
            id: self.id,
            account_id,
            label: self.label,
            hint: self.hint,
            hash: self.hash,
            role: self.role,
            city_id: self.city_id,
            expires_at: self.expires_at,
            last_used_at: self.last_used_at,
            revoked_at: self.revoked_at,
            makers: self.makers,
            created_at: self.created_at,
        }
    }
}

impl SavedSearch {
    fn row(self, account_id: AccountId) -> saved_search::Model {
        saved_search::Model {
            id: self.id,
            account_id,
            name: self.name,
            query: self.query,
            filter: self.filter,
            created_at: self.created_at,
        }
    }
}

impl Proposal {
    fn row(self, lesson_id: LessonId) -> proposal::Model {
        proposal::Model {
            id: self.id,
            lesson_id,
            base_version: self.base_version,
            content: self.content,
            author_id: self.author_id,
            note: self.note,
            status: self.status,
            decided_by: self.decided_by,
            decided_at: self.decided_at,
            decision_note: self.decision_note,
            created_at: self.created_at,
        }
    }
}

impl Reuse {
    fn row(self, lesson_id: LessonId) -> reuse::Model {
        reuse::Model {
            id: self.id,
            lesson_id,
            city_id: self.city_id,
            project_id: self.project_id,
            stage: self.stage,
            result: self.result,
            note: self.note,
            reused_on: self.reused_on,
            author_id: self.author_id,
            created_at: self.created_at,
        }
    }
}

impl Comment {
    fn row(self, lesson_id: LessonId) -> comment::Model {
        comment::Model {
            id: self.id,
            lesson_id,
            author_id: self.author_id,
            body: self.body,
            parent_id: self.parent_id,
            hidden_at: self.hidden_at,
            hidden_by: self.hidden_by,
            hidden_reason: self.hidden_reason,
            created_at: self.created_at,
        }
    }
}
