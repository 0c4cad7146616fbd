//! Where an anonymous lesson comes from, as far as enough cities share it.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};

use super::{population::Band, similar::Place};

/// How many cities of the register must share what is told of an anonymous lesson's city.
pub const ENOUGH: usize = 5;

/// What may be told: together, what is there holds for at least [`ENOUGH`] cities.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The country.
    pub country: Option<String>,
    /// The region.
    pub region: Option<String>,
    /// The band of population.
    pub band: Option<Band>,
}

impl Origin {
    /// What may be told of a city among all cities of the register: the country first, then the
    /// region, then the band of population, each only if enough cities share it with all before.
    #[must_use]
    pub fn of(city: &Place, register: &[Place]) -> Self {
        let mut alike: Vec<_> = register
            .iter()
            .filter(|other| other.country == city.country)
            .collect();
        if alike.len() < ENOUGH {
            return Self::default();
        }
        let mut origin = Self {
            country: Some(city.country.clone()),
            ..Self::default()
        };
        let mut narrow = |shares: &dyn Fn(&Place) -> bool| {
            let narrower: Vec<_> = alike
                .iter()
                .copied()
                .filter(|other| shares(other))
                .collect();
            let enough = narrower.len() >= ENOUGH;
            if enough {
                alike = narrower;
            }
            enough
        };
        if city.region.is_some() && narrow(&|other| other.region == city.region) {
            origin.region.clone_from(&city.region);
        }
        let band = city.population.map(Band::of);
        if band.is_some() && narrow(&|other| other.population.map(Band::of) == band) {
            origin.band = band;
        }
        origin
    }
}

/// A time of an entry as someone may know it: for those who may not know the city the day alone, for
/// entries that came together often came from one city.
#[must_use]
pub fn told_time(time: DateTime<Utc>, knows_city: bool) -> DateTime<Utc> {
    if knows_city {
        return time;
    }
    time.date_naive().and_time(NaiveTime::MIN).and_utc()
}

/// Where an entry of this time stands in orders by time, for everyone alike: an anonymous one at the end of
/// its day, so that neither its place nor a cursor nor a bound on times tells more than the day.
#[must_use]
pub fn listed_time(time: DateTime<Utc>, named: bool) -> DateTime<Utc> {
    if named {
        return time;
    }
    told_time(time, false) + TimeDelta::days(1) - TimeDelta::microseconds(1)
}

#[cfg(test)]
mod tests {
    use entity::id::CityId;
    use uuid::Uuid;

    use super::*;

    fn place(id: u128, region: &str, population: i64) -> Place {
        Place {
            id: CityId(Uuid::from_u128(id)),
            country: "DE".to_owned(),
            region: Some(region.to_owned()),
            population: Some(population),
        }
    }

    #[test]
    fn what_fewer_than_five_cities_share_is_not_told() {
        let mut register: Vec<_> = (0..5).map(|id| place(id, "Bayern", 1_000)).collect();
        register.push(place(5, "Bayern", 600_000));
        register.push(place(6, "Berlin", 600_000));
        let of = |city: usize| Origin::of(&register[city], &register);
        assert_eq!(of(0).region.as_deref(), Some("Bayern"));
        assert_eq!(of(0).band.map(Band::value).as_deref(), Some("0-4999"));
        assert_eq!(
            (of(5).region.as_deref(), of(5).band),
            (Some("Bayern"), None)
        );
        assert_eq!(
            (of(6).country.as_deref(), of(6).region, of(6).band),
            (Some("DE"), None, None)
        );
        assert_eq!(Origin::of(&register[0], &register[..4]), Origin::default());
    }
}
