//! A row of a file becomes a contribution.

use entity::{
    id::{CityId, LessonId},
    kind::{Attribution, Audience, LessonKind, Naming, Outcome, ParticipationRole, SourceKind},
};
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use super::{names::Names, refused::RowProblem};
use crate::{
    app::lessons::Contribution,
    domain::{
        contribution::{Field, LessonInput, ParticipationInput, SourceInput},
        entry::LessonContent,
        parse::{long_text, short_text},
        problem::Problems,
    },
};

/// The fields of a lesson, as the API calls them where it can.
pub(super) const FIELDS: [&str; 24] = [
    "id",
    "externalId",
    "city",
    "project",
    "position",
    "title",
    "insight",
    "situation",
    "hurdle",
    "tried",
    "worked",
    "recommendation",
    "kind",
    "outcome",
    "attribution",
    "audience",
    "language",
    "occurredOn",
    "reviewBy",
    "licence",
    "topics",
    "participations",
    "sources",
    "submit",
];
/// What an export tells beside them.
pub(super) const IGNORED: [&str; 4] = ["cityName", "status", "publishedAt", "reuseCount"];

/// Fields that are read one after another, and what is wrong with them.
pub(super) struct Row<'n> {
    names: &'n Names,
    fields: Map<String, Value>,
    wrong: Vec<RowProblem>,
}

/// A row, read.
pub(super) struct Read {
    /// The contributor's own id, where the row has one.
    pub(super) external_id: Option<String>,
    /// What it contributes, or all that is wrong with it.
    pub(super) contribution: Result<Contribution, Vec<RowProblem>>,
}

type Reading<T> = Result<T, RowProblem>;

impl<'n> Row<'n> {
    pub(super) fn new(names: &'n Names, mut fields: Map<String, Value>) -> Self {
        fields.retain(|name, _| !IGNORED.contains(&name.as_str()));
        Self {
            names,
            fields,
            wrong: Vec::new(),
        }
    }

    /// What the row contributes. Without a city of its own it is one of `city`.
    pub(super) fn read(mut self, city: Option<CityId>) -> Read {
        let id = self.lesson_id();
        let external_id = value(self.text("externalId"));
        let named = self.field("city", |names, field, it| {
            names.city(field, &text(field, it)?)
        });
        let city = value(named).or(city);
        if city.is_none() && !self.is_wrong("city") {
            let message = "Name a city in the row, or with --city.";
            self.wrong.push(RowProblem {
                code: "REQUIRED",
                ..RowProblem::invalid("city", message)
            });
        }
        let submit = value(self.field("submit", |_, field, it| flag(field, &it)));
        let lesson = self.lesson();
        self.end();
        Read {
            contribution: self.contribution(id, city, external_id.clone(), lesson, submit),
            external_id,
        }
    }

    fn contribution(
        self,
        id: Option<LessonId>,
        city: Option<CityId>,
        external_id: Option<String>,
        lesson: LessonInput,
        submit: Option<bool>,
    ) -> Result<Contribution, Vec<RowProblem>> {
        if !self.wrong.is_empty() {
            // The rest is looked at too, so that all that is wrong is told at once.
            let mut problems = Problems::default();
            let _ = lesson.over(LessonContent::default(), &mut problems);
            let others = problems.into_vec().into_iter().map(RowProblem::from);
            let wrong = self.wrong.into_iter();
            return Err(wrong.chain(others).collect());
        }
        Ok(Contribution {
            external_id: external_id.or_else(|| Some(derived_id(city?, &lesson))),
            city,
            id,
            lesson,
            submit: submit.unwrap_or(false),
            ..Contribution::default()
        })
    }

    fn lesson_id(&mut self) -> Option<LessonId> {
        let id = self.field("id", |names, field, it| {
            names.lesson(field, &text(field, it)?)
        });
        value(id)
    }

    fn lesson(&mut self) -> LessonInput {
        LessonInput {
            project: self.field("project", |names, field, it| {
                names.project(field, &text(field, it)?)
            }),
            position: self.field("position", |_, field, it| number(field, &it)),
            title: self.text("title"),
            insight: self.text("insight"),
            situation: self.text("situation"),
            hurdle: self.text("hurdle"),
            tried: self.text("tried"),
            worked: self.text("worked"),
            recommendation: self.text("recommendation"),
            kind: self.choice("kind", LessonKind::ALL, LessonKind::as_str),
            outcome: self.choice("outcome", Outcome::ALL, Outcome::as_str),
            attribution: self.choice("attribution", Attribution::ALL, Attribution::as_str),
            audience: self.choice("audience", Audience::ALL, Audience::as_str),
            language: self.text("language"),
            occurred_on: self.text("occurredOn"),
            review_by: self.text("reviewBy"),
            licence: self.text("licence"),
            topics: self.items("topics", |names, field, it| {
                names
                    .topic(field, &text(field, it).map_err(|wrong| vec![wrong])?)
                    .map_err(|wrong| vec![wrong])
            }),
            participations: self.items("participations", participation),
            sources: self.items("sources", source),
        }
    }

    /// A field, read by `read`; where that fails, it is as if it had been left out.
    fn field<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&'n Names, &str, Value) -> Reading<T>,
    ) -> Field<T> {
        match self.fields.remove(name) {
            None => Field::Absent,
            Some(Value::Null) => Field::Null,
            Some(value) => match read(self.names, name, value) {
                Ok(value) => Field::Value(value),
                Err(wrong) => {
                    self.wrong.push(wrong);
                    Field::Absent
                }
            },
        }
    }

    fn text(&mut self, name: &str) -> Field<String> {
        self.field(name, |_, field, it| text(field, it))
    }

    fn choice<T: Copy>(
        &mut self,
        name: &str,
        all: &[T],
        as_str: impl Fn(T) -> &'static str,
    ) -> Field<T> {
        self.field(name, |_, field, it| {
            let text = text(field, it)?;
            let known = all.iter().copied();
            let mut known = known.filter(|it| as_str(*it).eq_ignore_ascii_case(text.trim()));
            known.next().ok_or_else(|| {
                let all: Vec<_> = all.iter().copied().map(&as_str).collect();
                RowProblem::invalid(field, format!("This must be one of {}.", all.join(", ")))
            })
        })
    }

    /// A list, or a text that holds one: in JSON, or items with `|` between them.
    fn items<T>(
        &mut self,
        name: &str,
        read: impl Fn(&'n Names, &str, Value) -> Result<T, Vec<RowProblem>>,
    ) -> Field<Vec<T>> {
        let items = match self.field(name, |_, field, it| list(field, it)) {
            Field::Absent => return Field::Absent,
            Field::Null => return Field::Null,
            Field::Value(items) => items,
        };
        let mut all = Vec::with_capacity(items.len());
        for (index, item) in items.into_iter().enumerate() {
            match read(self.names, &format!("{name}.{index}"), item) {
                Ok(item) => all.push(item),
                Err(wrong) => self.wrong.extend(wrong),
            }
        }
        Field::Value(all)
    }

    fn is_wrong(&self, name: &str) -> bool {
        let wrong = self.wrong.iter();
        wrong
            .filter_map(|it| it.field.as_deref())
            .any(|it| it == name)
    }

    /// What was not asked for nobody knows.
    fn end(&mut self) {
        let left = std::mem::take(&mut self.fields).into_iter();
        let wrong =
            left.map(|(name, _)| RowProblem::invalid(&name, "There is no field of this name."));
        self.wrong.extend(wrong);
    }

    /// An item of a list, read.
    fn item<T>(
        mut self,
        place: &str,
        read: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Result<T, Vec<RowProblem>> {
        let item = read(&mut self);
        self.end();
        match item {
            Some(item) if self.wrong.is_empty() => Ok(item),
            _ => {
                let wrong = self.wrong.into_iter();
                Err(wrong.map(|wrong| wrong.under(place)).collect())
            }
        }
    }

    fn needed<T>(&mut self, name: &str, field: Field<T>) -> Option<T> {
        let value = value(field);
        if value.is_none() && !self.is_wrong(name) {
            let problem = RowProblem::invalid(name, "Please fill this in.");
            self.wrong.push(RowProblem {
                code: "REQUIRED",
                ..problem
            });
        }
        value
    }
}

/// Who takes part: an object, or an organization with its role as in `slug=LEAD`.
fn participation(
    names: &Names,
    place: &str,
    it: Value,
) -> Result<ParticipationInput, Vec<RowProblem>> {
    let fields = fields(place, it, |text| {
        let (organization, role) = text.split_once('=').unwrap_or((text, "PARTNER"));
        json!({ "organization": organization, "role": role })
    })?;
    Row::new(names, fields).item(place, |row| {
        let role = row.choice("role", ParticipationRole::ALL, ParticipationRole::as_str);
        let role = row.needed("role", role);
        let organization = row.field("organization", |names, field, it| {
            names.organization(field, &text(field, it)?)
        });
        let naming = row.choice("naming", Naming::ALL, Naming::as_str);
        Some(ParticipationInput {
            organization: value(organization),
            person: value(row.text("person")),
            function: value(row.text("function")),
            naming: value(naming),
            contribution: value(row.text("contribution")),
            role: role?,
        })
    })
}

/// Where it can be read: an object, or the address of a page.
fn source(names: &Names, place: &str, it: Value) -> Result<SourceInput, Vec<RowProblem>> {
    let fields = fields(
        place,
        it,
        |address| json!({ "kind": "PAGE", "title": address, "url": address }),
    )?;
    Row::new(names, fields).item(place, |row| {
        let kind = row.choice("kind", SourceKind::ALL, SourceKind::as_str);
        let kind = row.needed("kind", kind);
        Some(SourceInput {
            title: value(row.text("title")).unwrap_or_default(),
            publisher: value(row.text("publisher")),
            url: value(row.text("url")),
            published_on: value(row.text("publishedOn")),
            retrieved_on: value(row.text("retrievedOn")),
            credit: value(row.text("credit")),
            licence: value(row.text("licence")),
            kind: kind?,
        })
    })
}

/// The fields of an object, or of what is written short.
fn fields(
    place: &str,
    it: Value,
    short: impl FnOnce(&str) -> Value,
) -> Result<Map<String, Value>, Vec<RowProblem>> {
    let whole = match it {
        Value::String(text) => short(text.trim()),
        it => it,
    };
    match whole {
        Value::Object(fields) => Ok(fields),
        _ => Err(vec![RowProblem::invalid(place, "This must be an object.")]),
    }
}

fn list(field: &str, it: Value) -> Reading<Vec<Value>> {
    let wrong = || RowProblem::invalid(field, "This must be a list.");
    match it {
        Value::Array(items) => Ok(items),
        Value::String(text) if text.trim_start().starts_with('[') => {
            serde_json::from_str(&text).map_err(|_| wrong())
        }
        Value::String(text) => {
            let items = text.split('|').map(str::trim).filter(|it| !it.is_empty());
            Ok(items.map(Value::from).collect())
        }
        _ => Err(wrong()),
    }
}

fn text(field: &str, it: Value) -> Reading<String> {
    match it {
        Value::String(text) => Ok(text),
        // Ids of other systems are often numbers.
        Value::Number(number) => Ok(number.to_string()),
        _ => Err(RowProblem::invalid(field, "This must be a text.")),
    }
}

fn number(field: &str, it: &Value) -> Reading<i32> {
    let number = match it {
        Value::String(text) => text.trim().parse().ok(),
        it => it.as_i64().and_then(|number| number.try_into().ok()),
    };
    number.ok_or_else(|| RowProblem::invalid(field, "This must be a whole number."))
}

fn flag(field: &str, it: &Value) -> Reading<bool> {
    let flag = match it {
        Value::String(text) => text.trim().to_lowercase().parse().ok(),
        it => it.as_bool(),
    };
    flag.ok_or_else(|| RowProblem::invalid(field, "This must be true or false."))
}

fn value<T>(field: Field<T>) -> Option<T> {
    match field {
        Field::Value(value) => Some(value),
        Field::Absent | Field::Null => None,
    }
}

/// An id for a lesson whose contributor has none: made of what it says, so that the same row is the
/// same lesson when it comes again.
fn derived_id(city: CityId, lesson: &LessonInput) -> String {
    let said = |field: &Field<String>| match field {
        Field::Value(text) => text.clone(),
        Field::Absent | Field::Null => String::new(),
    };
    let (title, insight) = (said(&lesson.title), said(&lesson.insight));
    let mut hash = Sha256::new();
    hash.update(city.0);
    for text in [
        short_text(&title).unwrap_or(title),
        long_text(&insight).unwrap_or(insight),
    ] {
        hash.update(u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(text);
    }
    let digits = hash.finalize();
    let digits = digits.iter().take(16).map(|byte| format!("{byte:02x}"));
    format!("content-{}", digits.collect::<String>())
}
