//! Inputs of projects.

use async_graphql::{ID, InputObject, MaybeUndefined};

use super::{
    super::ids::{given, key_field, keys, plain, twin},
    hanging::{ParticipationInput, SourceInput, StatementInput, items},
};
use crate::{
    domain::{
        contribution::{self, Field, MOST_HANGING},
        problem::Problems,
    },
    graphql::types::{
        enums::{Audience, ProjectKind, ProjectStatus},
        scalars::{LanguageTag, PartialDate},
    },
};

/// A project to record. A title is enough.
#[derive(Clone, Debug, InputObject)]
pub struct CreateProjectInput {
    /// Comes back in the payload.
    pub client_mutation_id: Option<String>,
    /// The city that undertakes it. Only stewards record projects without a city.
    pub city_id: Option<ID>,
    /// What kind of undertaking; `PROJECT` if never said.
    pub kind: MaybeUndefined<ProjectKind>,
    /// Its title, 200 characters at most.
    pub title: String,
    /// What it is. This and every other text: 20,000 characters at most.
    pub summary: MaybeUndefined<String>,
    /// What was the case before.
    pub initial_situation: MaybeUndefined<String>,
    /// What it is to reach.
    pub goals: MaybeUndefined<String>,
    /// How far it is; `RUNNING` if never said.
    pub status: MaybeUndefined<ProjectStatus>,
    /// The city's own priority, 1 being the highest.
    pub priority: MaybeUndefined<i32>,
    /// When it began.
    pub started_on: MaybeUndefined<PartialDate>,
    /// When it ended.
    pub ended_on: MaybeUndefined<PartialDate>,
    /// Where.
    pub place: MaybeUndefined<String>,
    /// Who may read it once it is published; `PUBLIC` if never said.
    pub audience: MaybeUndefined<Audience>,
    /// What it is a part of.
    pub parent_id: MaybeUndefined<ID>,
    /// What it is about, the most important first; 100 at most.
    pub topic_ids: MaybeUndefined<Vec<ID>>,
    /// Who takes part; 100 at most. What is sent replaces what was there.
    pub participations: MaybeUndefined<Vec<ParticipationInput>>,
    /// What is said of it; 100 at most. What is sent replaces what was there.
    pub statements: MaybeUndefined<Vec<StatementInput>>,
    /// Where that can be read; 100 at most. What is sent replaces what was there.
    pub sources: MaybeUndefined<Vec<SourceInput>>,
    /// The language of its texts; `de` if never said.
    pub language: MaybeUndefined<LanguageTag>,
}

impl CreateProjectInput {
    /// What it says, and what is wrong with its ids.
    pub(in crate::graphql::mutation) fn parsed(
        self,
        p: &mut Problems,
    ) -> contribution::ProjectInput {
        contribution::ProjectInput {
            kind: twin(self.kind),
            title: Field::Value(self.title),
            summary: plain(self.summary),
            initial_situation: plain(self.initial_situation),
            goals: plain(self.goals),
            status: twin(self.status),
            priority: plain(self.priority),
            started_on: given(self.started_on, |date| date.0),
            ended_on: given(self.ended_on, |date| date.0),
            place: plain(self.place),
            audience: twin(self.audience),
            parent: key_field(p, "parentId", self.parent_id),
            topics: keys(p, "topicIds", MOST_HANGING, self.topic_ids),
            participations: items(
                p,
                "participations",
                self.participations,
                ParticipationInput::parsed,
            ),
            statements: items(p, "statements", self.statements, StatementInput::parsed),
            sources: items(p, "sources", self.sources, |it, _| it.parsed()),
            language: given(self.language, |tag| tag.0),
        }
    }
}

/// A change of a project. What is left out stays; null clears, except `audience` where that would let
/// more people read it: there null is `REQUIRED`.
#[derive(Clone, Debug, InputObject)]
pub struct UpdateProjectInput {
    /// Comes back in the payload.
    pub client_mutation_id: Option<String>,
    /// The project.
    pub id: ID,
    /// The version that you changed: if there is a newer one by now, nothing happens and you get `CONFLICT`.
    pub expected_version: i32,
    /// What kind of undertaking; `PROJECT` if never said.
    pub kind: MaybeUndefined<ProjectKind>,
    /// Its title, 200 characters at most.
    pub title: MaybeUndefined<String>,
    /// What it is. This and every other text: 20,000 characters at most.
    pub summary: MaybeUndefined<String>,
    /// What was the case before.
    pub initial_situation: MaybeUndefined<String>,
    /// What it is to reach.
    pub goals: MaybeUndefined<String>,
    /// How far it is; `RUNNING` if never said.
    pub status: MaybeUndefined<ProjectStatus>,
    /// The city's own priority, 1 being the highest.
    pub priority: MaybeUndefined<i32>,
    /// When it began.
    pub started_on: MaybeUndefined<PartialDate>,
    /// When it ended.
    pub ended_on: MaybeUndefined<PartialDate>,
    /// Where.
    pub place: MaybeUndefined<String>,
    /// Who may read it once it is published. Null is `REQUIRED` while it is for fewer than all.
    pub audience: MaybeUndefined<Audience>,
    /// What it is a part of.
    pub parent_id: MaybeUndefined<ID>,
    /// What it is about, the most important first; 100 at most.
    pub topic_ids: MaybeUndefined<Vec<ID>>,
    /// Who takes part; 100 at most. What is sent replaces what was there.
    pub participations: MaybeUndefined<Vec<ParticipationInput>>,
    /// What is said of it; 100 at most. What is sent replaces what was there.
    pub statements: MaybeUndefined<Vec<StatementInput>>,
    /// Where that can be read; 100 at most. What is sent replaces what was there.
    pub sources: MaybeUndefined<Vec<SourceInput>>,
    /// The language of its texts; `de` if never said.
    pub language: MaybeUndefined<LanguageTag>,
}

impl UpdateProjectInput {
    /// What it says, and what is wrong with its ids.
    pub(in crate::graphql::mutation) fn parsed(
        self,
        p: &mut Problems,
    ) -> contribution::ProjectInput {
        contribution::ProjectInput {
            kind: twin(self.kind),
            title: plain(self.title),
            summary: plain(self.summary),
            initial_situation: plain(self.initial_situation),
            goals: plain(self.goals),
            status: twin(self.status),
            priority: plain(self.priority),
            started_on: given(self.started_on, |date| date.0),
            ended_on: given(self.ended_on, |date| date.0),
            place: plain(self.place),
            audience: twin(self.audience),
            parent: key_field(p, "parentId", self.parent_id),
            topics: keys(p, "topicIds", MOST_HANGING, self.topic_ids),
            participations: items(
                p,
                "participations",
                self.participations,
                ParticipationInput::parsed,
            ),
            statements: items(p, "statements", self.statements, StatementInput::parsed),
            sources: items(p, "sources", self.sources, |it, _| it.parsed()),
            language: given(self.language, |tag| tag.0),
        }
    }
}

/// A step of a project.
#[derive(Clone, Debug, InputObject)]
pub struct ProjectStepInput {
    /// Comes back in the payload.
    pub client_mutation_id: Option<String>,
    /// The project.
    pub id: ID,
    /// The version that you saw: if there is a newer one by now, nothing happens and you get `CONFLICT`.
    pub expected_version: i32,
    /// Why, for the revision.
    pub note: Option<String>,
}
