//! A filter as a query of the engine.

use std::ops::Bound;

use tantivy::Term;
use tantivy::query::{BooleanQuery, Occur, Query, RangeQuery};
use tantivy::schema::Field;
use uuid::Uuid;

use crate::Filter;
use crate::shelf::{LessonFields, any_of};

/// The conditions of a filter; all have to hold.
pub(crate) fn conditions(fields: &LessonFields, filter: &Filter) -> Vec<Box<dyn Query>> {
    let mut conditions = Vec::new();
    for (field, ids) in [
        (fields.city, &filter.cities),
        (fields.project, &filter.projects),
        (fields.organization, &filter.organizations),
    ] {
        conditions.extend(ids.as_ref().map(|ids| any_of(id_terms(field, ids))));
    }
    for (field, texts) in [
        (fields.country, &filter.countries),
        (fields.region, &filter.regions),
        (fields.kind, &filter.kinds),
        (fields.outcome, &filter.outcomes),
        (fields.language, &filter.languages),
    ] {
        let terms = |texts: &Vec<String>| {
            any_of(texts.iter().map(|text| Term::from_field_text(field, text)))
        };
        conditions.extend(texts.as_ref().map(terms));
    }
    conditions.extend(
        filter.topics.as_ref().map(|ids| {
            any_of(id_terms(fields.topic, ids).chain(id_terms(fields.action_field, ids)))
        }),
    );
    conditions.extend(ranges(fields, filter));
    conditions
}

fn id_terms(field: Field, ids: &[Uuid]) -> impl Iterator<Item = Term> {
    ids.iter()
        .map(move |id| Term::from_field_text(field, &id.to_string()))
}

fn ranges(fields: &LessonFields, filter: &Filter) -> Vec<Box<dyn Query>> {
    let mut ranges = Vec::new();
    ranges.extend(
        filter
            .population_from
            .map(|people| at_least(fields.population, people)),
    );
    ranges.extend(
        filter
            .population_to
            .map(|people| at_most(fields.population, people)),
    );
    // What may have happened in the time asked for: its last day is not before the first one
    // asked for, nor its first day after the last.
    ranges.extend(
        filter
            .occurred_from
            .map(|day| at_least(fields.latest, day.into())),
    );
    ranges.extend(
        filter
            .occurred_to
            .map(|day| at_most(fields.earliest, day.into())),
    );
    ranges.extend(
        filter
            .published_since
            .map(|time| at_least(fields.published_at, time)),
    );
    ranges.extend(filter.reused.map(|reused| {
        let none = Term::from_field_u64(fields.reuse_count, 0);
        if reused {
            range(Bound::Excluded(none), Bound::Unbounded)
        } else {
            range(Bound::Included(none.clone()), Bound::Included(none))
        }
    }));
    ranges
}

fn at_least(field: Field, value: i64) -> Box<dyn Query> {
    range(
        Bound::Included(Term::from_field_i64(field, value)),
        Bound::Unbounded,
    )
}

fn at_most(field: Field, value: i64) -> Box<dyn Query> {
    range(
        Bound::Unbounded,
        Bound::Included(Term::from_field_i64(field, value)),
    )
}

fn range(from: Bound<Term>, to: Bound<Term>) -> Box<dyn Query> {
    Box::new(RangeQuery::new(from, to))
}

/// All of these, without a score of their own.
pub(crate) fn all_of(conditions: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    let musts = conditions
        .into_iter()
        .map(|condition| (Occur::Must, condition));
    Box::new(BooleanQuery::new(musts.collect()))
}
