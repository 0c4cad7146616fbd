//! Which cities are most like a city.

use entity::id::CityId;

/// What cities are compared by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The city.
    pub id: CityId,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// State, Land or canton.
    pub region: Option<String>,
    /// Inhabitants, where known.
    pub population: Option<i64>,
}

/// The `first` cities most like `to`: the same country first, then those nearest in population.
///
/// Cities of unknown population come after those of known, or, where `to` has none itself, all are
/// taken as equally near; the same region then comes first, and at last the id decides.
#[must_use]
pub fn most_similar(to: &Place, all: &[Place], first: usize) -> Vec<CityId> {
    let mut others: Vec<_> = all
        .iter()
        .filter(|place| place.id != to.id)
        .map(|place| (rank(to, place), place.id))
        .collect();
    if first < others.len() {
        others.select_nth_unstable(first);
        others.truncate(first);
    }
    others.sort_unstable();
    others.into_iter().map(|(_, id)| id).collect()
}

/// Smaller is more alike.
fn rank(to: &Place, place: &Place) -> (bool, u64, bool) {
    let distance = match (to.population, place.population) {
        (Some(here), Some(there)) => here.abs_diff(there),
        (Some(_), None) => u64::MAX,
        (None, _) => 0,
    };
    (
        place.country != to.country,
        distance,
        place.region != to.region,
    )
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn place(id: u128, country: &str, population: Option<i64>) -> Place {
        Place {
            id: CityId(Uuid::from_u128(id)),
            country: country.to_owned(),
            region: None,
            population,
        }
    }

    #[test]
    fn the_same_country_comes_first_then_the_nearest_population() {
        let all = [
            place(1, "DE", Some(100)),
            place(2, "AT", Some(100)),
            place(3, "DE", Some(90)),
            place(4, "DE", Some(105)),
            place(5, "DE", None),
        ];
        let ids = most_similar(&all[0], &all, 10);
        assert_eq!(ids, [4, 3, 5, 2].map(|id| CityId(Uuid::from_u128(id))));
        assert_eq!(most_similar(&all[0], &all, 1), ids[..1]);
        assert_eq!(most_similar(&all[0], &all, 0), []);
    }
}
