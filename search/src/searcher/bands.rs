//! How cities are grouped by size.

/// A range of populations that is counted as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PopulationBand {
    /// The value of its bucket.
    pub value: &'static str,
    /// The least population in it.
    pub from: i64,
    /// The greatest population in it; none for the last band.
    pub to: Option<i64>,
}

impl PopulationBand {
    pub(crate) fn holds(&self, population: i64) -> bool {
        population >= self.from && self.to.is_none_or(|to| population <= to)
    }
}

/// The bands of the facet [`crate::Facet::Population`], smallest first. `from` and `to` make the
/// filter that finds what a band counts.
pub const POPULATION_BANDS: [PopulationBand; 6] = [
    band("0-4999", 0, Some(4_999)),
    band("5000-19999", 5_000, Some(19_999)),
    band("20000-49999", 20_000, Some(49_999)),
    band("50000-99999", 50_000, Some(99_999)),
    band("100000-499999", 100_000, Some(499_999)),
    band("500000-", 500_000, None),
];

const fn band(value: &'static str, from: i64, to: Option<i64>) -> PopulationBand {
    PopulationBand { value, from, to }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_population_has_one_band() {
        for population in [
            0,
            4_999,
            5_000,
            19_999,
            20_000,
            99_999,
            100_000,
            499_999,
            500_000,
            i64::MAX,
        ] {
            let holding = POPULATION_BANDS
                .iter()
                .filter(|band| band.holds(population));
            assert_eq!(holding.count(), 1, "{population}");
        }
    }
}
