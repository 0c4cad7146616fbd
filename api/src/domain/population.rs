//! The bands of population that analysts compare cities in.

/// A band of population.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Band {
    /// The fewest inhabitants.
    pub from: i64,
    /// The most inhabitants; none for the highest band.
    pub to: Option<i64>,
}

/// All bands, the smallest first.
///
/// The limits 5,000, 20,000 and 100,000 are those between rural municipality, small town, medium
/// town and large city in German official statistics (BBSR).
pub const BANDS: [Band; 6] = [
    Band {
        from: 0,
        to: Some(4_999),
    },
    Band {
        from: 5_000,
        to: Some(19_999),
    },
    Band {
        from: 20_000,
        to: Some(49_999),
    },
    Band {
        from: 50_000,
        to: Some(99_999),
    },
    Band {
        from: 100_000,
        to: Some(499_999),
    },
    Band {
        from: 500_000,
        to: None,
    },
];

impl Band {
    /// The band that a population lies in.
    #[must_use]
    pub fn of(population: i64) -> Self {
        BANDS
            .into_iter()
            .rev()
            .find(|band| population >= band.from)
            .unwrap_or(BANDS[0])
    }

    /// The band as facets and origins name it: `20000-49999`, `500000-`.
    #[must_use]
    pub fn value(self) -> String {
        match self.to {
            Some(to) => format!("{}-{to}", self.from),
            None => format!("{}-", self.from),
        }
    }

    /// Its fewest inhabitants, with thousands set apart.
    #[must_use]
    pub fn from_grouped(self, separator: char) -> String {
        grouped(self.from, separator)
    }

    /// Its most inhabitants, with thousands set apart.
    #[must_use]
    pub fn to_grouped(self, separator: char) -> Option<String> {
        self.to.map(|to| grouped(to, separator))
    }

    /// The band in words.
    #[must_use]
    pub fn label(self, german: bool) -> String {
        let separator = if german { '.' } else { ',' };
        let from = self.from_grouped(separator);
        match (self.to_grouped(separator), self.from, german) {
            (Some(to), 0, true) => format!("bis {to} Einwohner"),
            (Some(to), _, true) => format!("{from} bis {to} Einwohner"),
            (None, _, true) => format!("ab {from} Einwohner"),
            (Some(to), 0, false) => format!("up to {to} inhabitants"),
            (Some(to), _, false) => format!("{from} to {to} inhabitants"),
            (None, _, false) => format!("{from} inhabitants or more"),
        }
    }
}

/// A number with its thousands set apart.
fn grouped(number: i64, separator: char) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_cover_every_population_once() {
        for (smaller, larger) in BANDS.iter().zip(&BANDS[1..]) {
            assert_eq!(smaller.to, Some(larger.from - 1));
        }
        assert_eq!(Band::of(0).value(), "0-4999");
        assert_eq!(Band::of(19_999).value(), "5000-19999");
        assert_eq!(Band::of(20_000).value(), "20000-49999");
        assert_eq!(Band::of(1_478_638).value(), "500000-");
    }

    #[test]
    fn labels_group_thousands_as_the_language_does() {
        assert_eq!(Band::of(61_449).label(true), "50.000 bis 99.999 Einwohner");
        assert_eq!(Band::of(3).label(true), "bis 4.999 Einwohner");
        assert_eq!(
            Band::of(900_000).label(false),
            "500,000 inhabitants or more"
        );
    }
}
