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

    /// The band in words, in German or English.
    #[must_use]
    pub fn label(self, german: bool) -> String {
        self.called(if german { "de" } else { "en" })
    }

    /// The band in words, in a language by its code, ISO 639-1.
    #[must_use]
    pub fn called(self, language: &str) -> String {
        let [english, ..] = &WORDINGS;
        let wording = WORDINGS.iter().find(|known| known.language == language);
        let wording = wording.unwrap_or(english);
        let said = match (self.to, self.from) {
            (Some(_), 0) => wording.smallest,
            (Some(_), _) => wording.between,
            (None, _) => wording.largest,
        };
        let number = |number| grouped(number, wording.separator);
        said.replace("{from}", &number(self.from))
            .replace("{to}", &self.to.map(number).unwrap_or_default())
    }
}

/// How bands are worded in a language.
struct Wording {
    /// ISO 639-1.
    language: &'static str,
    /// What sets thousands apart.
    separator: char,
    smallest: &'static str,
    between: &'static str,
    largest: &'static str,
}

/// The wordings. In any other language bands are called as in English, which is the first.
const WORDINGS: [Wording; 6] = [
    Wording {
        language: "en",
        separator: ',',
        smallest: "up to {to} inhabitants",
        between: "{from} to {to} inhabitants",
        largest: "{from} inhabitants or more",
    },
    Wording {
        language: "de",
        separator: '.',
        smallest: "bis {to} Einwohner",
        between: "{from} bis {to} Einwohner",
        largest: "ab {from} Einwohner",
    },
    Wording {
        language: "fr",
        // A narrow space that does not break.
        separator: '\u{202f}',
        smallest: "jusqu'à {to} habitants",
        between: "de {from} à {to} habitants",
        largest: "{from} habitants ou plus",
    },
    Wording {
        language: "it",
        separator: '.',
        smallest: "fino a {to} abitanti",
        between: "da {from} a {to} abitanti",
        largest: "{from} abitanti o più",
    },
    Wording {
        language: "nl",
        separator: '.',
        smallest: "tot en met {to} inwoners",
        between: "{from} tot en met {to} inwoners",
        largest: "{from} inwoners of meer",
    },
    Wording {
        language: "es",
        separator: '.',
        smallest: "hasta {to} habitantes",
        between: "de {from} a {to} habitantes",
        largest: "{from} habitantes o más",
    },
];

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
        assert_eq!(Band::of(3).called("it"), "fino a 4.999 abitanti");
        assert_eq!(Band::of(3).called("fi"), "up to 4,999 inhabitants");
    }
}
