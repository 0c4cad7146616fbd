//! A filter that is kept: what is wrong with it is told field by field, as of any input.

use async_graphql::{ID, MaybeUndefined};
use chrono::Datelike as _;

use super::super::ids::keys;
use crate::{
    domain::{
        contribution::Field,
        lesson_filter,
        parse::{SHORT, Wrong, country_code, language_tag},
        partial_date::PartialDate,
        problem::{Fault, Problems},
    },
    graphql::{
        global_id::GlobalId,
        inputs::{LessonFilter, MOST_VALUES},
    },
};

/// The filter, with the topics that are named and no others.
pub(in super::super) fn filter_to_keep(
    filter: Option<LessonFilter>,
    problems: &mut Problems,
) -> lesson_filter::LessonFilter {
    let it = filter.unwrap_or_default();
    problems.below("filter", |p| lesson_filter::LessonFilter {
        cities: ids("cities", it.cities, p),
        countries: texts("countries", it.countries, p, |it| country_code(&it.0)),
        regions: texts("regions", it.regions, p, |it| plain(it)),
        population_from: it.population_from.map(i64::from),
        population_to: it.population_to.map(i64::from),
        projects: ids("projects", it.projects, p),
        organizations: ids("organizations", it.organizations, p),
        topics: ids("topics", it.topics, p),
        kinds: bounded("kinds", it.kinds, p).map(twins),
        outcomes: bounded("outcomes", it.outcomes, p).map(twins),
        languages: texts("languages", it.languages, p, |it| language_tag(&it.0)),
        occurred_from: span("occurredFrom", it.occurred_from.map(|it| it.0), p).map(|span| span.0),
        occurred_to: span("occurredTo", it.occurred_to.map(|it| it.0), p).map(|span| span.1),
        published_since: it.published_since.filter(|time| {
            let known = (0..=9999).contains(&time.year());
            if !known {
                p.add("publishedSince", Fault::Date);
            }
            known
        }),
        reused: it.reused,
    })
}

fn bounded<T>(field: &str, values: Option<Vec<T>>, problems: &mut Problems) -> Option<Vec<T>> {
    let values = values?;
    if values.len() > MOST_VALUES {
        problems.add(field, Fault::TooMany(MOST_VALUES));
        return None;
    }
    Some(values)
}

fn ids<I: GlobalId>(
    field: &str,
    values: Option<Vec<ID>>,
    problems: &mut Problems,
) -> Option<Vec<I>> {
    match keys(problems, field, MOST_VALUES, MaybeUndefined::Value(values?)) {
        Field::Value(keys) => Some(keys),
        Field::Absent | Field::Null => None,
    }
}

fn texts<T>(
    field: &str,
    values: Option<Vec<T>>,
    problems: &mut Problems,
    parse: impl Fn(&T) -> Result<String, Wrong>,
) -> Option<Vec<String>> {
    let values = bounded(field, values, problems)?;
    let texts = problems.below(field, |problems| {
        let values = values.iter().enumerate();
        let texts = values.filter_map(|(index, it)| problems.take(&index.to_string(), parse(it)));
        texts.collect()
    });
    Some(texts)
}

fn plain(text: &str) -> Result<String, Wrong> {
    if text.contains(char::is_control) {
        return Err(Wrong::Control);
    }
    if text.chars().count() > SHORT {
        return Err(Wrong::TooLong(SHORT));
    }
    Ok(text.to_owned())
}

/// The days that a date may mean; one of an unknown year lies in no span of time.
fn span(
    field: &str,
    date: Option<String>,
    problems: &mut Problems,
) -> Option<(chrono::NaiveDate, chrono::NaiveDate)> {
    let date = problems.take(field, PartialDate::parse(&date?))?;
    let span = date.span();
    if span.is_none() {
        problems.add(field, Fault::Date);
    }
    span
}

fn twins<A: Into<B>, B>(values: Vec<A>) -> Vec<B> {
    values.into_iter().map(Into::into).collect()
}
