//! Inputs of what hangs on an entry.

use async_graphql::{ID, InputObject, MaybeUndefined};

use super::super::ids::{given, key_if};
use crate::{
    domain::{
        contribution::{self, Field, MOST_HANGING},
        problem::{Fault, Problems},
    },
    graphql::types::{
        enums::{Naming, ParticipationRole, SourceKind, StatementKind},
        scalars::{PartialDate, Url},
    },
};

/// Where what an entry says can be read.
#[derive(Clone, Debug, InputObject)]
pub struct SourceInput {
    /// What it is.
    pub kind: SourceKind,
    /// Its title, 200 characters at most.
    pub title: String,
    /// Who published it.
    pub publisher: Option<String>,
    /// Its address.
    pub url: Option<Url>,
    /// When it was published.
    pub published_on: Option<PartialDate>,
    /// When it was read.
    pub retrieved_on: Option<PartialDate>,
    /// Whom to credit.
    pub credit: Option<String>,
    /// Its licence.
    pub licence: Option<String>,
}

/// Who takes part: an organization, a person, or a person of an organization.
#[derive(Clone, Debug, InputObject)]
pub struct ParticipationInput {
    /// The organization.
    pub organization_id: Option<ID>,
    /// The person's name, 200 characters at most. Ask the person first.
    pub person: Option<String>,
    /// The person's function.
    pub function: Option<String>,
    /// What they do.
    pub role: ParticipationRole,
    /// How the person wants to be named; in full if left out.
    pub naming: Option<Naming>,
    /// What they contributed.
    pub contribution: Option<String>,
}

/// What is said of a project.
#[derive(Clone, Debug, InputObject)]
pub struct StatementInput {
    /// What it is.
    pub kind: StatementKind,
    /// The statement.
    pub text: String,
    /// A figure's value.
    pub value: Option<f64>,
    /// The figure's unit.
    pub unit: Option<String>,
    /// A place in a ranking, from 1.
    pub rank: Option<i32>,
    /// Whether an outcome is reached.
    pub achieved: Option<bool>,
    /// The organization that says so.
    pub issuer_id: Option<ID>,
    /// The person who says so.
    pub person: Option<String>,
    /// When it was said.
    pub stated_on: Option<PartialDate>,
}

impl SourceInput {
    pub(super) fn parsed(self) -> contribution::SourceInput {
        contribution::SourceInput {
            kind: self.kind.into(),
            title: self.title,
            publisher: self.publisher,
            url: self.url.map(|url| url.0),
            published_on: self.published_on.map(|date| date.0),
            retrieved_on: self.retrieved_on.map(|date| date.0),
            credit: self.credit,
            licence: self.licence,
        }
    }
}

impl ParticipationInput {
    pub(super) fn parsed(self, problems: &mut Problems) -> contribution::ParticipationInput {
        let organization = self.organization_id.as_ref();
        contribution::ParticipationInput {
            organization: key_if(problems, "organizationId", organization),
            person: self.person,
            function: self.function,
            role: self.role.into(),
            naming: self.naming.map(Into::into),
            contribution: self.contribution,
        }
    }
}

impl StatementInput {
    pub(super) fn parsed(self, problems: &mut Problems) -> contribution::StatementInput {
        contribution::StatementInput {
            kind: self.kind.into(),
            text: self.text,
            value: self.value,
            unit: self.unit,
            rank: self.rank,
            achieved: self.achieved,
            issuer: key_if(problems, "issuerId", self.issuer_id.as_ref()),
            person: self.person,
            stated_on: self.stated_on.map(|date| date.0),
        }
    }
}

/// A list whose items are parsed each at its place, unless they are too many.
pub(super) fn items<A, B>(
    problems: &mut Problems,
    field: &str,
    items: MaybeUndefined<Vec<A>>,
    parse: impl Fn(A, &mut Problems) -> B,
) -> Field<Vec<B>> {
    if matches!(&items, MaybeUndefined::Value(items) if items.len() > MOST_HANGING) {
        problems.add(field, Fault::TooMany(MOST_HANGING));
        return Field::Absent;
    }
    given(items, |items| {
        problems.below(field, |problems| {
            let items = items.into_iter().enumerate();
            let parsed = items.map(|(index, item)| {
                problems.below(index.to_string(), |problems| parse(item, problems))
            });
            parsed.collect()
        })
    })
}
