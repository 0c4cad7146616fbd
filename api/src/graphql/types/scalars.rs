//! The scalars of the public contract.
//!
//! A value that is a string is taken as it is; whether it is a date, an address, a language or a
//! country is looked at where it is used. So a form learns of all its wrong fields at once, and an
//! entry that is wrong in one of five hundred does not spoil the others.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};

use crate::{
    domain::{parse, partial_date},
    graphql::error::{ApiError, Code},
};

/// A date that may be known in part or be uncertain, as EDTF (ISO 8601-2) level 0 and 1:
/// `2019`, `2019-11`, `2019-11-05`, `2019-03-19/2019-03-20`, `2019/..`, `201X`, `2019-11?`; and a
/// day of an unknown year, `XXXX-01-17`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartialDate(pub String);

/// An address that begins with `http://` or `https://`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Url(pub String);

/// A BCP 47 language tag: `de`, `en-GB`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LanguageTag(pub String);

/// An ISO 3166-1 alpha-2 country code: `DE`, `AT`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountryCode(pub String);

/// A date from the database.
#[must_use]
pub fn stored_date(text: Option<&str>) -> Option<PartialDate> {
    text.map(|text| PartialDate(text.to_owned()))
}

/// The language in which a label is wanted; German where it is not said.
pub fn label_language(language: Option<LanguageTag>) -> Result<String, ApiError> {
    let german = || Ok("de".to_owned());
    language.map_or_else(german, |tag| tag.parse("language"))
}

fn invalid(argument: &str, wrong: impl std::fmt::Display) -> ApiError {
    ApiError::new(Code::InvalidArgument, format!("{argument} {wrong}"))
}

impl PartialDate {
    /// The date that an argument holds.
    pub fn parse(&self, argument: &str) -> Result<partial_date::PartialDate, ApiError> {
        partial_date::PartialDate::parse(&self.0).map_err(|wrong| invalid(argument, wrong))
    }
}

impl LanguageTag {
    /// The tag that an argument holds, in its usual case.
    pub fn parse(&self, argument: &str) -> Result<String, ApiError> {
        parse::language_tag(&self.0).map_err(|wrong| invalid(argument, wrong))
    }
}

impl CountryCode {
    /// The code that an argument holds, in capitals.
    pub fn parse(&self, argument: &str) -> Result<String, ApiError> {
        parse::country_code(&self.0).map_err(|wrong| invalid(argument, wrong))
    }
}

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[Scalar]
        impl ScalarType for $name {
            fn parse(value: Value) -> InputValueResult<Self> {
                match value {
                    Value::String(text) => Ok(Self(text)),
                    other => Err(InputValueError::expected_type(other)),
                }
            }

            fn is_valid(value: &Value) -> bool {
                matches!(value, Value::String(_))
            }

            fn to_value(&self) -> Value {
                Value::String(self.0.clone())
            }
        }
    )+};
}

texts! {
    /// A date that may be known in part or be uncertain, as EDTF (ISO 8601-2) level 0 and 1:
    /// `2019`, `2019-11`, `2019-11-05`, `2019-03-19/2019-03-20`, `2019/..`, `201X`, `2019-11?`; and a
    /// day of an unknown year, `XXXX-01-17`.
    PartialDate;
    /// An address that begins with `http://` or `https://`.
    Url;
    /// A BCP 47 language tag: `de`, `en-GB`.
    LanguageTag;
    /// An ISO 3166-1 alpha-2 country code: `DE`, `AT`.
    CountryCode;
}
