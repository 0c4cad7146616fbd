//! Organizations, to page through.

use entity::{id::CityId, kind::OrganizationKind, organization};
use sea_orm::{ColumnTrait as _, Condition, sea_query::Expr};

use super::{List, Never, any_of, column, contains};
use crate::app::{
    page::{KeyKind, Sort},
    reading::{Cut, Reading},
};

/// Organizations, by name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Organizations {
    /// Whose name contains this.
    pub name: Option<String>,
    /// Of these kinds.
    pub kinds: Option<Vec<OrganizationKind>>,
    /// Of this city.
    pub city: Option<CityId>,
}

impl List for Organizations {
    type Entity = organization::Entity;
    type Parent = Never;

    fn parent(&self, by: Self::Parent) -> Expr {
        match by {}
    }

    fn order(&self) -> &'static str {
        "organization+name"
    }

    fn sort(&self, _: &Reading<'_>) -> Sort {
        let key = column(organization::Column::NameKey);
        Sort::by(
            self.order(),
            key,
            KeyKind::Text,
            column(organization::Column::Id),
            false,
        )
    }

    fn select<'a>(&self, reading: &Reading<'a>) -> Cut<'a, organization::Entity> {
        reading.organizations().filter(
            Condition::all()
                .add_option(
                    self.name
                        .as_deref()
                        .map(|name| contains(organization::Column::NameKey, name)),
                )
                .add_option(any_of(organization::Column::Kind, self.kinds.as_deref()))
                .add_option(self.city.map(|city| organization::Column::CityId.eq(city))),
        )
    }
}
