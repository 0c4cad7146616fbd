//! How each kind of field is laid over what was there.

use std::collections::HashSet;

use entity::{id::TopicId, kind::Naming};

use super::{Field, MOST_HANGING, ParticipationInput, SourceInput, StatementInput};
use crate::domain::{
    entry::{DEFAULT_LANGUAGE, DEFAULT_LICENCE, NewParticipation, NewSource, NewStatement},
    parse::{language_tag, long_text, short_text, web_address},
    partial_date::PartialDate,
    problem::{Fault, Problems, Unfitting},
};

type Parse<T, E> = fn(&str) -> Result<T, E>;

pub(super) fn optional<T>(field: Field<T>, before: Option<T>) -> Option<T> {
    match field {
        Field::Absent => before,
        Field::Null => None,
        Field::Value(value) => Some(value),
    }
}

pub(super) fn or_default<T>(field: Field<T>, before: T, default: T) -> T {
    match field {
        Field::Absent => before,
        Field::Null => default,
        Field::Value(value) => value,
    }
}

/// Like [`or_default`], where the default tells most: a form that sends null for what nobody touched
/// must not tell the world what was for few.
pub(super) fn never_widened<T: Copy + PartialEq>(
    name: &str,
    field: Field<T>,
    before: T,
    default: T,
    problems: &mut Problems,
) -> T {
    if field == Field::Null && before != default {
        problems.add(name, Fault::Required);
        return before;
    }
    or_default(field, before, default)
}

/// A text that must not be empty.
pub(super) fn needed<E: Into<Fault>>(
    name: &str,
    field: Field<String>,
    before: String,
    parse: Parse<String, E>,
    problems: &mut Problems,
) -> String {
    let text = match field {
        Field::Absent if before.is_empty() => String::new(),
        Field::Absent => return before,
        Field::Null => String::new(),
        Field::Value(text) => text,
    };
    problems.take(name, parse(&text)).unwrap_or(before)
}

/// A text that may be missing; one of nothing but white space is.
pub(super) fn text<T, E: Into<Fault>>(
    name: &str,
    field: Field<String>,
    before: Option<T>,
    parse: Parse<T, E>,
    problems: &mut Problems,
) -> Option<T> {
    match field {
        Field::Absent => before,
        Field::Null => None,
        Field::Value(text) if text.trim().is_empty() => None,
        Field::Value(text) => problems.take(name, parse(&text)).or(before),
    }
}

pub(super) fn date(
    name: &str,
    field: Field<String>,
    before: Option<PartialDate>,
    problems: &mut Problems,
) -> Option<PartialDate> {
    text(name, field, before, PartialDate::parse, problems)
}

pub(super) fn number(
    name: &str,
    field: Field<i32>,
    before: Option<i32>,
    least: i32,
    problems: &mut Problems,
) -> Option<i32> {
    let value = optional(field, before);
    if value.is_some_and(|value| value < least) {
        problems.add(name, Fault::Range(least.into(), i32::MAX.into()));
        return before;
    }
    value
}

pub(super) fn language(field: Field<String>, before: String, problems: &mut Problems) -> String {
    match field {
        Field::Absent => before,
        Field::Null => DEFAULT_LANGUAGE.to_owned(),
        Field::Value(tag) if tag.trim().is_empty() => DEFAULT_LANGUAGE.to_owned(),
        Field::Value(tag) => problems
            .take("language", language_tag(&tag))
            .unwrap_or(before),
    }
}

pub(super) fn licence(field: Field<String>, before: String, problems: &mut Problems) -> String {
    match field {
        Field::Absent => before,
        Field::Null => DEFAULT_LICENCE.to_owned(),
        Field::Value(id) if id.trim().is_empty() => DEFAULT_LICENCE.to_owned(),
        Field::Value(id) => problems.take("licence", short_text(&id)).unwrap_or(before),
    }
}

pub(super) fn topics(
    field: Field<Vec<TopicId>>,
    before: Vec<TopicId>,
    problems: &mut Problems,
) -> Vec<TopicId> {
    let mut topics = match field {
        Field::Absent => return before,
        Field::Null => Vec::new(),
        Field::Value(topics) => topics,
    };
    if topics.len() > MOST_HANGING {
        problems.add("topicIds", Fault::TooMany(MOST_HANGING));
        return before;
    }
    let mut known = HashSet::new();
    topics.retain(|topic| known.insert(*topic));
    topics
}

/// A list that replaces the one before; each item's faults are told with its number.
pub(super) fn list<T, N>(
    name: &str,
    field: Field<Vec<T>>,
    before: Vec<N>,
    problems: &mut Problems,
    parse: impl Fn(T, &mut Problems) -> N,
) -> Vec<N> {
    let items = match field {
        Field::Absent => return before,
        Field::Null => return Vec::new(),
        Field::Value(items) => items,
    };
    if items.len() > MOST_HANGING {
        problems.add(name, Fault::TooMany(MOST_HANGING));
        return before;
    }
    problems.below(name, |problems| {
        let parsed = items.into_iter().enumerate().map(|(index, item)| {
            problems.below(index.to_string(), |problems| parse(item, problems))
        });
        parsed.collect()
    })
}

pub(super) fn participations(
    field: Field<Vec<ParticipationInput>>,
    before: Vec<NewParticipation>,
    problems: &mut Problems,
) -> Vec<NewParticipation> {
    list("participations", field, before, problems, |it, p| {
        let person = given("person", it.person, short_text, p);
        let function = given("function", it.function, short_text, p);
        if it.organization.is_none() && person.is_none() && function.is_none() {
            p.add(
                "organizationId",
                Fault::Unfitting(Unfitting::NobodyTakesPart),
            );
        }
        NewParticipation {
            organization: it.organization,
            person,
            function,
            role: it.role,
            naming: it.naming.unwrap_or(Naming::Full),
            contribution: given("contribution", it.contribution, long_text, p),
        }
    })
}

pub(super) fn statements(
    field: Field<Vec<StatementInput>>,
    before: Vec<NewStatement>,
    problems: &mut Problems,
) -> Vec<NewStatement> {
    list("statements", field, before, problems, |it, p| {
        if it.value.is_some_and(|value| !value.is_finite()) {
            p.add("value", Fault::Number);
        }
        // A statement without its text is looked at too, so that all that is wrong is told at once
        // and none of those after it is told by another number.
        NewStatement {
            kind: it.kind,
            text: p.take("text", long_text(&it.text)).unwrap_or_default(),
            value: it.value,
            unit: given("unit", it.unit, short_text, p),
            rank: number(
                "rank",
                it.rank.map_or(Field::Null, Field::Value),
                None,
                1,
                p,
            ),
            achieved: it.achieved,
            issuer: it.issuer,
            person: given("person", it.person, short_text, p),
            stated_on: given("statedOn", it.stated_on, PartialDate::parse, p),
        }
    })
}

pub(super) fn sources(
    field: Field<Vec<SourceInput>>,
    before: Vec<NewSource>,
    problems: &mut Problems,
) -> Vec<NewSource> {
    list("sources", field, before, problems, |it, p| NewSource {
        kind: it.kind,
        title: p.take("title", short_text(&it.title)).unwrap_or_default(),
        publisher: given("publisher", it.publisher, short_text, p),
        url: given("url", it.url, web_address, p),
        published_on: given("publishedOn", it.published_on, PartialDate::parse, p),
        retrieved_on: given("retrievedOn", it.retrieved_on, PartialDate::parse, p),
        credit: given("credit", it.credit, short_text, p),
        licence: given("licence", it.licence, short_text, p),
    })
}

/// What a field holds that may be missing, or null, or blank.
pub fn given<T, E: Into<Fault>>(
    name: &str,
    value: Option<String>,
    parse: Parse<T, E>,
    problems: &mut Problems,
) -> Option<T> {
    text(
        name,
        value.map_or(Field::Null, Field::Value),
        None,
        parse,
        problems,
    )
}
