//! The scalars of the public contract.

use async_graphql::{InputType, InputValueError, InputValueResult, Scalar, ScalarType, Value};

use crate::{
    domain::{parse, partial_date},
    graphql::error::Code,
};

/// A date that may be known in part or be uncertain, as EDTF (ISO 8601-2) level 0 and 1:
/// `2019`, `2019-11`, `2019-11-05`, `2019-03-19/2019-03-20`, `2019/..`, `201X`, `2019-11?`; and a
/// day of an unknown year, `XXXX-01-17`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartialDate(pub partial_date::PartialDate);

/// An address that begins with `http://` or `https://`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Url(pub String);

/// A BCP 47 language tag: `de`, `en-GB`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LanguageTag(pub String);

/// An ISO 3166-1 alpha-2 country code: `DE`, `AT`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountryCode(pub String);

/// Dates in the database were parsed on their way in.
#[must_use]
pub fn stored_date(text: Option<&str>) -> Option<PartialDate> {
    text.and_then(|text| partial_date::PartialDate::parse(text).ok())
        .map(PartialDate)
}

/// A date that may be known in part or be uncertain, as EDTF (ISO 8601-2) level 0 and 1:
/// `2019`, `2019-11`, `2019-11-05`, `2019-03-19/2019-03-20`, `2019/..`, `201X`, `2019-11?`; and a
/// day of an unknown year, `XXXX-01-17`.
#[Scalar]
impl ScalarType for PartialDate {
    fn parse(value: Value) -> InputValueResult<Self> {
        text(value, |text| {
            partial_date::PartialDate::parse(text).map(Self)
        })
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// An address that begins with `http://` or `https://`.
#[Scalar]
impl ScalarType for Url {
    fn parse(value: Value) -> InputValueResult<Self> {
        text(value, |text| parse::web_address(text).map(Self))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

/// A BCP 47 language tag: `de`, `en-GB`.
#[Scalar]
impl ScalarType for LanguageTag {
    fn parse(value: Value) -> InputValueResult<Self> {
        text(value, |text| parse::language_tag(text).map(Self))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

/// An ISO 3166-1 alpha-2 country code: `DE`, `AT`.
#[Scalar]
impl ScalarType for CountryCode {
    fn parse(value: Value) -> InputValueResult<Self> {
        text(value, |text| parse::country_code(text).map(Self))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

fn text<T, E>(value: Value, parse: impl FnOnce(&str) -> Result<T, E>) -> InputValueResult<T>
where
    T: InputType,
    E: std::fmt::Display,
{
    match value {
        Value::String(text) => parse(&text).map_err(|error| {
            InputValueError::custom(error).with_extension("code", Code::InvalidArgument.as_str())
        }),
        other => Err(InputValueError::expected_type(other)),
    }
}
