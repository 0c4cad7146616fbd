//! Inputs of lessons.

use async_graphql::{ID, InputObject, MaybeUndefined};

use super::{
    super::ids::{given, key_field, keys, plain, twin},
    hanging::{ParticipationInput, SourceInput, items},
};
use crate::{
    domain::{
        contribution::{self, Field, MOST_HANGING},
        problem::Problems,
    },
    graphql::types::{
        enums::{Attribution, Audience, LessonKind, Outcome, RelationKind},
        scalars::{LanguageTag, PartialDate},
    },
};

/// A lesson to contribute. A title and an insight are enough for a draft.
#[derive(Clone, Debug, InputObject)]
pub struct ContributeLessonInput {
    /// Comes back in the payload.
    pub client_mutation_id: Option<String>,
    /// Yours, 200 characters at most; unique within the city. Sending it again updates that lesson and creates none.
    pub external_id: Option<String>,
    /// The city that learned it.
    pub city_id: ID,
    /// The project that taught it: one of the same city, or of none.
    pub project_id: MaybeUndefined<ID>,
    /// Its number among the lessons of its project.
    pub position: MaybeUndefined<i32>,
    /// Its title, 200 characters at most.
    pub title: String,
    /// What was learned. This and every other text: 20,000 characters at most.
    pub insight: String,
    /// When it applies.
    pub situation: MaybeUndefined<String>,
    /// What stood in the way.
    pub hurdle: MaybeUndefined<String>,
    /// What was tried.
    pub tried: MaybeUndefined<String>,
    /// What worked best.
    pub worked: MaybeUndefined<String>,
    /// What others should do.
    pub recommendation: MaybeUndefined<String>,
    /// What kind of lesson; `ADVICE` if never said.
    pub kind: MaybeUndefined<LessonKind>,
    /// How what it tells of turned out; `OPEN` if never said.
    pub outcome: MaybeUndefined<Outcome>,
    /// Whether outsiders learn the city; `NAMED` if never said.
    pub attribution: MaybeUndefined<Attribution>,
    /// Who may read it once it is published; `PUBLIC` if never said.
    pub audience: MaybeUndefined<Audience>,
    /// The language of its texts; `de` if never said.
    pub language: MaybeUndefined<LanguageTag>,
    /// When it happened.
    pub occurred_on: MaybeUndefined<PartialDate>,
    /// When it should be looked at again.
    pub review_by: MaybeUndefined<PartialDate>,
    /// The licence of its texts, as its SPDX id; `CC-BY-4.0` if never said.
    pub licence: MaybeUndefined<String>,
    /// What it is about, the most important first; 100 at most.
    pub topic_ids: MaybeUndefined<Vec<ID>>,
    /// Who took part; 100 at most. What is sent replaces what was there.
    pub participations: MaybeUndefined<Vec<ParticipationInput>>,
    /// Where it can be read; 100 at most. What is sent replaces what was there.
    pub sources: MaybeUndefined<Vec<SourceInput>>,
    /// Submit it for review at once.
    pub submit: Option<bool>,
}

impl ContributeLessonInput {
    /// What it says, and what is wrong with its ids.
    pub(in crate::graphql::mutation) fn parsed(
        self,
        p: &mut Problems,
    ) -> contribution::LessonInput {
        contribution::LessonInput {
            project: key_field(p, "projectId", self.project_id),
            position: plain(self.position),
            title: Field::Value(self.title),
            insight: Field::Value(self.insight),
            situation: plain(self.situation),
            hurdle: plain(self.hurdle),
            tried: plain(self.tried),
            worked: plain(self.worked),
            recommendation: plain(self.recommendation),
            kind: twin(self.kind),
            outcome: twin(self.outcome),
            attribution: twin(self.attribution),
            audience: twin(self.audience),
            language: given(self.language, |tag| tag.0),
            occurred_on: given(self.occurred_on, |date| date.0),
            review_by: given(self.review_by, |date| date.0),
            licence: plain(self.licence),
            topics: keys(p, "topicIds", MOST_HANGING, self.topic_ids),
            participations: items(
                p,
                "participations",
                self.participations,
                ParticipationInput::parsed,
            ),
            sources: items(p, "sources", self.sources, |it, _| it.parsed()),
        }
    }
}

/// Lessons to contribute.
#[derive(Clone, Debug, InputObject)]
pub struct ContributeLessonsInput {
    /// Comes back in the payload.
    pub client_mutation_id: Option<String>,
    /// The lessons, 500 at most.
    pub lessons: Vec<ContributeLessonInput>,
    /// Publish them at once, without review by a second person. Only stewards may; the revisions say so.
    pub publish: Option<bool>,
}

/// A change of a lesson. What is left out stays; null clears, except `audience` and `attribution`
/// where that would let more people know: there null is `REQUIRED`.
#[derive(Clone, Debug, InputObject)]
pub struct UpdateLessonInput {
    /// Comes back in the payload.
    pub client_mutation_id: Option<String>,
    /// The lesson.
    pub id: ID,
    /// The version that you changed: if there is a newer one by now, nothing happens and you get `CONFLICT`.
    pub expected_version: i32,
    /// Why, for the revision or the proposal.
    pub note: Option<String>,
    /// The project that taught it: one of the same city, or of none.
    pub project_id: MaybeUndefined<ID>,
    /// Its number among the lessons of its project.
    pub position: MaybeUndefined<i32>,
    /// Its title, 200 characters at most.
    pub title: MaybeUndefined<String>,
    /// What was learned. This and every other text: 20,000 characters at most.
    pub insight: MaybeUndefined<String>,
    /// When it applies.
    pub situation: MaybeUndefined<String>,
    /// What stood in the way.
    pub hurdle: MaybeUndefined<String>,
    /// What was tried.
    pub tried: MaybeUndefined<String>,
    /// What worked best.
    pub worked: MaybeUndefined<String>,
    /// What others should do.
    pub recommendation: MaybeUndefined<String>,
    /// What kind of lesson; `ADVICE` if never said.
    pub kind: MaybeUndefined<LessonKind>,
    /// How what it tells of turned out; `OPEN` if never said.
    pub outcome: MaybeUndefined<Outcome>,
    /// Whether outsiders learn the city. Null is `REQUIRED` while it is `ANONYMOUS`.
    pub attribution: MaybeUndefined<Attribution>,
    /// Who may read it once it is published. Null is `REQUIRED` while it is for fewer than all.
    pub audience: MaybeUndefined<Audience>,
    /// The language of its texts; `de` if never said.
    pub language: MaybeUndefined<LanguageTag>,
    /// When it happened.
    pub occurred_on: MaybeUndefined<PartialDate>,
    /// When it should be looked at again.
    pub review_by: MaybeUndefined<PartialDate>,
    /// The licence of its texts, as its SPDX id; `CC-BY-4.0` if never said.
    pub licence: MaybeUndefined<String>,
    /// What it is about, the most important first; 100 at most.
    pub topic_ids: MaybeUndefined<Vec<ID>>,
    /// Who took part; 100 at most. What is sent replaces what was there.
    pub participations: MaybeUndefined<Vec<ParticipationInput>>,
    /// Where it can be read; 100 at most. What is sent replaces what was there.
    pub sources: MaybeUndefined<Vec<SourceInput>>,
}

impl UpdateLessonInput {
    /// What it says, and what is wrong with its ids.
    pub(in crate::graphql::mutation) fn parsed(
        self,
        p: &mut Problems,
    ) -> contribution::LessonInput {
        contribution::LessonInput {
            project: key_field(p, "projectId", self.project_id),
            position: plain(self.position),
            title: plain(self.title),
            insight: plain(self.insight),
            situation: plain(self.situation),
            hurdle: plain(self.hurdle),
            tried: plain(self.tried),
            worked: plain(self.worked),
            recommendation: plain(self.recommendation),
            kind: twin(self.kind),
            outcome: twin(self.outcome),
            attribution: twin(self.attribution),
            audience: twin(self.audience),
            language: given(self.language, |tag| tag.0),
            occurred_on: given(self.occurred_on, |date| date.0),
            review_by: given(self.review_by, |date| date.0),
            licence: plain(self.licence),
            topics: keys(p, "topicIds", MOST_HANGING, self.topic_ids),
            participations: items(
                p,
                "participations",
                self.participations,
                ParticipationInput::parsed,
            ),
            sources: items(p, "sources", self.sources, |it, _| it.parsed()),
        }
    }
}

/// A step of a lesson in review.
#[derive(Clone, Debug, InputObject)]
pub struct LessonStepInput {
    /// Comes back in the payload.
    pub client_mutation_id: Option<String>,
    /// The lesson.
    pub id: ID,
    /// The version that you saw: if there is a newer one by now, nothing happens and you get `CONFLICT`.
    pub expected_version: i32,
    /// Why, for the revision.
    pub note: Option<String>,
}

/// An earlier version to go back to.
#[derive(Clone, Debug, InputObject)]
pub struct RestoreLessonInput {
    /// Comes back in the payload.
    pub client_mutation_id: Option<String>,
    /// The lesson.
    pub id: ID,
    /// The version that you saw: if there is a newer one by now, nothing happens and you get `CONFLICT`.
    pub expected_version: i32,
    /// The version whose content becomes the newest.
    pub to_version: i32,
    /// Why, for the revision.
    pub note: Option<String>,
}

/// A proposal to decide about.
#[derive(Clone, Debug, InputObject)]
pub struct DecideProposalInput {
    /// Comes back in the payload.
    pub client_mutation_id: Option<String>,
    /// The proposal.
    pub id: ID,
    /// Why.
    pub note: Option<String>,
}

/// How one lesson bears on another.
#[derive(Clone, Debug, InputObject)]
pub struct RelateLessonsInput {
    /// Comes back in the payload.
    pub client_mutation_id: Option<String>,
    /// The lesson that bears on the other. You must be able to change it.
    pub from_id: ID,
    /// The other lesson.
    pub to_id: ID,
    /// How it bears on it.
    pub kind: RelationKind,
}
