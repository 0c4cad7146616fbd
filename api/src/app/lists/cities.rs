//! Cities, to page through.

use entity::{city, lesson};
use sea_orm::{
    ColumnTrait as _, Condition,
    sea_query::{Expr, ExprTrait as _},
};

use super::{List, Never, any_of, column, contains};
use crate::app::{
    page::{KeyKind, Sort},
    reading::{Cut, Reading},
};

/// How cities can be sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CityField {
    /// By name.
    Name,
    /// By population.
    Population,
    /// By the number of lessons within reach.
    LessonCount,
}

/// Cities.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Cities {
    /// Whose name contains this.
    pub name: Option<String>,
    /// In these countries.
    pub countries: Option<Vec<String>>,
    /// In these regions.
    pub regions: Option<Vec<String>>,
    /// With so many inhabitants or more.
    pub population_from: Option<i64>,
    /// With so many inhabitants or fewer.
    pub population_to: Option<i64>,
    /// That have lessons within reach, or that have none.
    pub with_lessons: Option<bool>,
    /// What they are sorted by.
    pub field: CityField,
    /// In which direction.
    pub descending: bool,
}

impl List for Cities {
    type Entity = city::Entity;
    type Parent = Never;

    fn parent(&self, by: Self::Parent) -> Expr {
        match by {}
    }

    fn order(&self) -> &'static str {
        match (self.field, self.descending) {
            (CityField::Name, false) => "city+name",
            (CityField::Name, true) => "city-name",
            (CityField::Population, false) => "city+population",
            (CityField::Population, true) => "city-population",
            (CityField::LessonCount, false) => "city+lessons",
            (CityField::LessonCount, true) => "city-lessons",
        }
    }

    fn sort(&self, reading: &Reading<'_>) -> Sort {
        let (name, id, descending) = (self.order(), column(city::Column::Id), self.descending);
        match self.field {
            CityField::Name => Sort::by(
                name,
                column(city::Column::NameKey),
                KeyKind::Text,
                id,
                descending,
            ),
            CityField::Population => {
                let key = column(city::Column::Population);
                Sort::by_nullable(name, key, KeyKind::Number, id, descending)
            }
            CityField::LessonCount => {
                let here = column(lesson::Column::CityId).equals((city::Entity, city::Column::Id));
                let counted = reading.attributed_lessons().filter(here);
                let mut count = counted.column(lesson::Column::Id);
                count
                    .clear_selects()
                    .expr(column(lesson::Column::Id).count());
                Sort::by(name, Expr::from(count), KeyKind::Number, id, descending)
            }
        }
    }

    fn select<'a>(&self, reading: &Reading<'a>) -> Cut<'a, city::Entity> {
        let mut condition = Condition::all()
            .add_option(
                self.name
                    .as_deref()
                    .map(|name| contains(city::Column::NameKey, name)),
            )
            .add_option(any_of(city::Column::Country, self.countries.as_deref()))
            .add_option(any_of(city::Column::Region, self.regions.as_deref()))
            .add_option(
                self.population_from
                    .map(|from| city::Column::Population.gte(from)),
            )
            .add_option(
                self.population_to
                    .map(|to| city::Column::Population.lte(to)),
            );
        if let Some(with_lessons) = self.with_lessons {
            let taught = reading.attributed_lessons().column(lesson::Column::CityId);
            condition = condition.add(if with_lessons {
                city::Column::Id.in_subquery(taught)
            } else {
                city::Column::Id.not_in_subquery(taught)
            });
        }
        reading.cities().filter(condition)
    }
}
