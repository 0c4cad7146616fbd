//! A search that is said in a URL, in the words of the schema: `query`, `orderBy`, and a parameter
//! for each field of `LessonFilter`, as often as there are values.

use std::collections::BTreeMap;

use async_graphql::{InputType, Name, Value, indexmap::IndexMap};

use crate::{
    domain::{lesson_filter, paging::size},
    graphql::{
        error::{ApiError, Code},
        inputs::{LessonFilter, filter_as_said},
        types::enums::SearchOrder,
    },
};

/// How long a URL's parameters may be together.
const LONGEST: usize = 32 * 1024;

/// What the value of a parameter becomes.
#[derive(Clone, Copy)]
enum Shape {
    Texts,
    Text,
    Number,
    Flag,
}

/// The fields of the filter.
const FIELDS: [(&str, Shape); 15] = [
    ("cities", Shape::Texts),
    ("countries", Shape::Texts),
    ("regions", Shape::Texts),
    ("populationFrom", Shape::Number),
    ("populationTo", Shape::Number),
    ("projects", Shape::Texts),
    ("organizations", Shape::Texts),
    ("topics", Shape::Texts),
    ("kinds", Shape::Texts),
    ("outcomes", Shape::Texts),
    ("languages", Shape::Texts),
    ("occurredFrom", Shape::Text),
    ("occurredTo", Shape::Text),
    ("publishedSince", Shape::Text),
    ("reused", Shape::Flag),
];

/// The parameters of a URL, of which those that belong to a search are yet to be read.
#[derive(Debug)]
pub struct UrlParameters(BTreeMap<String, Vec<String>>);

/// A search, parsed; its topics are those that were named and no others.
#[derive(Clone, Debug)]
pub struct UrlSearch {
    /// The query.
    pub query: String,
    /// The filter.
    pub filter: lesson_filter::LessonFilter,
    /// The order, where one was said.
    pub order: Option<SearchOrder>,
    /// What makes the search the same one: its parameters by name.
    pub said: String,
}

fn invalid(message: impl Into<String>) -> ApiError {
    ApiError::new(Code::InvalidArgument, message)
}

impl UrlParameters {
    /// Reads a URL's query string.
    pub fn read(query_string: &str) -> Result<Self, ApiError> {
        if query_string.len() > LONGEST {
            let message = format!("the parameters are longer than {LONGEST} bytes");
            return Err(ApiError::new(Code::QueryTooLarge, message));
        }
        let mut parameters = BTreeMap::<_, Vec<_>>::new();
        for (name, value) in url::form_urlencoded::parse(query_string.as_bytes()) {
            let values = parameters.entry(name.into_owned()).or_default();
            values.push(value.into_owned());
        }
        Ok(Self(parameters))
    }

    /// Takes a parameter that may be there once.
    pub fn take(&mut self, name: &str) -> Result<Option<String>, ApiError> {
        match self.0.remove(name).map(<[String; 1]>::try_from) {
            None => Ok(None),
            Some(Ok([value])) => Ok(Some(value)),
            Some(Err(_)) => Err(invalid(format!("{name} must not be there twice"))),
        }
    }

    /// Takes how many entries are wanted.
    pub fn take_first(&mut self, default: i32) -> Result<usize, ApiError> {
        let first = self.take("first")?.map(|first| first.parse());
        let Ok(first) = first.unwrap_or(Ok(default)) else {
            return Err(invalid("first has to be a number"));
        };
        Ok(usize::try_from(size("first", first)?).unwrap_or_default())
    }

    /// The search that the parameters say. What is not one of its parameters is an error: a word that
    /// is misspelt must not let everything through.
    pub fn search(mut self, orders: bool) -> Result<UrlSearch, ApiError> {
        let said = format!("{:?}", self.0);
        let query = self.take("query")?.unwrap_or_default();
        let order = if orders { self.take("orderBy")? } else { None };
        let order = order.map(|order| parsed::<SearchOrder>("orderBy", Value::String(order)));
        let mut filter = IndexMap::new();
        for (name, shape) in FIELDS {
            if let Some(value) = self.value(name, shape)? {
                // Each by itself first, so that the error names it.
                let alone = IndexMap::from([(Name::new(name), value.clone())]);
                parsed::<LessonFilter>(name, Value::Object(alone))?;
                filter.insert(Name::new(name), value);
            }
        }
        if let Some(name) = self.0.keys().next() {
            return Err(invalid(format!("there is no parameter {name:?} here")));
        }
        let filter = parsed::<LessonFilter>("filter", Value::Object(filter))?;
        Ok(UrlSearch {
            query,
            filter: filter_as_said(Some(filter))?,
            order: order.transpose()?,
            said,
        })
    }

    fn value(&mut self, name: &str, shape: Shape) -> Result<Option<Value>, ApiError> {
        if let Shape::Texts = shape {
            let values = self.0.remove(name);
            return Ok(values.map(|all| all.into_iter().map(Value::String).collect()));
        }
        let value = self.take(name)?;
        Ok(
            value.map(|text| match (shape, text.as_str(), text.parse::<i32>()) {
                (Shape::Number, _, Ok(number)) => Value::Number(number.into()),
                (Shape::Flag, "true", _) => Value::Boolean(true),
                (Shape::Flag, "false", _) => Value::Boolean(false),
                _ => Value::String(text),
            }),
        )
    }
}

/// A value of a type of the schema, as GraphQL takes it.
fn parsed<T: InputType>(name: &str, value: Value) -> Result<T, ApiError> {
    T::parse(Some(value)).map_err(|error| {
        let why = error
            .into_server_error(async_graphql::Pos::default())
            .message;
        invalid(format!("{name} has a value that it does not take: {why}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn search(query_string: &str) -> Result<UrlSearch, ApiError> {
        UrlParameters::read(query_string)?.search(true)
    }

    #[test]
    fn every_field_of_the_filter_can_be_said() {
        let sdl = crate::graphql::sdl();
        let (_, filter) = sdl.split_once("input LessonFilter {").unwrap();
        let (filter, _) = filter.split_once("\n}").unwrap();
        let mut fields: Vec<_> = filter
            .lines()
            .filter_map(|line| line.strip_prefix('\t')?.split_once(": "))
            .map(|(name, _)| name.to_owned())
            .filter(|name| name.chars().all(char::is_alphanumeric))
            .collect();
        fields.sort();
        let mut named: Vec<_> = FIELDS.iter().map(|(name, _)| (*name).to_owned()).collect();
        named.sort();
        assert_eq!(fields, named);
    }

    #[test]
    fn values_are_read_as_the_schema_has_them() {
        let search = search(
            "query=E-Akte%20%26+mehr&orderBy=NEWEST&countries=DE&countries=AT&outcomes=FAILED\
             &populationFrom=5000&reused=false&occurredFrom=2019&publishedSince=2024-01-01T00:00:00Z",
        )
        .unwrap();
        assert_eq!(search.query, "E-Akte & mehr");
        assert_eq!(search.order, Some(SearchOrder::Newest));
        let filter = search.filter;
        assert_eq!(
            filter.countries,
            Some(vec!["DE".to_owned(), "AT".to_owned()])
        );
        assert_eq!(filter.population_from, Some(5_000));
        assert_eq!(filter.reused, Some(false));
        assert!(filter.occurred_from.is_some() && filter.published_since.is_some());
        assert_eq!(super::tests::search("").unwrap().query, "");
    }

    #[test]
    fn what_makes_no_sense_is_refused_by_name() {
        for (query_string, name) in [
            ("titel=x", "titel"),
            ("query=a&query=b", "query"),
            ("orderBy=BEST", "orderBy"),
            ("outcomes=GUT", "outcomes"),
            ("populationFrom=viele", "populationFrom"),
            ("reused=ja", "reused"),
            ("reused=true&reused=false", "reused"),
            ("publishedSince=gestern", "publishedSince"),
            ("occurredFrom=gestern", "occurredFrom"),
            ("countries=Bayern", "countries"),
            ("filter={}", "filter"),
        ] {
            let error = search(query_string).unwrap_err();
            assert_eq!(error.code(), Code::InvalidArgument, "{query_string}");
            let message = error.at(None).message;
            assert!(message.contains(name), "{query_string}: {message}");
        }
        assert_eq!(search("cities=1").unwrap_err().code(), Code::InvalidId);
        let long = format!("query={}", "x".repeat(LONGEST));
        assert_eq!(search(&long).unwrap_err().code(), Code::QueryTooLarge);
    }
}
