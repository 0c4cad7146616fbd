//! Why a lesson bears on something, in words that people read.

use entity::id::TopicId;

use super::{population::Band, problem::Locale};

/// Why a lesson bears on something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Both are about these topics.
    Topics(Vec<TopicId>),
    /// Both come from cities of this size, or from this region.
    Place {
        /// The band of population.
        band: Option<Band>,
        /// The region.
        region: Option<String>,
    },
    /// Both have these words.
    Words(Vec<String>),
    /// So many of a hundred words of both are the same.
    SameWords(u8),
}

impl Reason {
    /// The reason as a sentence, with topics under the labels that `label` gives them; nothing where
    /// nothing is left to say.
    #[must_use]
    pub fn sentence(
        &self,
        locale: Locale,
        label: impl Fn(TopicId) -> Option<String>,
    ) -> Option<String> {
        let german = locale == Locale::De;
        match self {
            Self::Topics(topics) => {
                let labels: Vec<_> = topics.iter().filter_map(|id| label(*id)).collect();
                let begin = match (labels.len(), german) {
                    (0, _) => return None,
                    (1, true) => "Gemeinsames Thema",
                    (_, true) => "Gemeinsame Themen",
                    (1, false) => "Shared topic",
                    (_, false) => "Shared topics",
                };
                Some(format!("{begin}: {}", labels.join(", ")))
            }
            Self::Place { band, region } => place(*band, region.as_deref(), german),
            Self::Words(words) => {
                let begin = match (words.len(), german) {
                    (0, _) => return None,
                    (1, true) => "Gemeinsames Wort",
                    (_, true) => "Gemeinsame Wörter",
                    (1, false) => "Matching word",
                    (_, false) => "Matching words",
                };
                Some(format!("{begin}: {}", words.join(", ")))
            }
            Self::SameWords(part) if german => Some(format!("{part} % der Wörter sind gleich")),
            Self::SameWords(part) => Some(format!("{part} % of the words are the same")),
        }
    }
}

fn place(band: Option<Band>, region: Option<&str>, german: bool) -> Option<String> {
    let size = band.map(|band| band.label(german));
    match (size, region, german) {
        (Some(size), Some(region), true) => {
            Some(format!("Ähnliche Stadt: {size}, ebenfalls in {region}"))
        }
        (Some(size), None, true) => Some(format!("Ähnlich große Stadt: {size}")),
        (None, Some(region), true) => Some(format!("Gleiche Region: {region}")),
        (Some(size), Some(region), false) => {
            Some(format!("Similar city: {size}, also in {region}"))
        }
        (Some(size), None, false) => Some(format!("City of similar size: {size}")),
        (None, Some(region), false) => Some(format!("Same region: {region}")),
        (None, None, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn told(reason: &Reason, locale: Locale) -> Option<String> {
        reason.sentence(locale, |id| {
            let number = id.0.as_u128();
            (number > 0).then(|| format!("Thema {number}"))
        })
    }

    fn topic(number: u128) -> TopicId {
        TopicId(Uuid::from_u128(number))
    }

    #[test]
    fn reasons_are_told_in_both_languages() {
        let band = Some(Band::of(61_449));
        let region = Some("Bayern".to_owned());
        let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
        for (reason, german, english) in [
            (
                Reason::Topics(vec![topic(1)]),
                "Gemeinsames Thema: Thema 1",
                "Shared topic: Thema 1",
            ),
            (
                Reason::Topics(vec![topic(1), topic(0), topic(2)]),
                "Gemeinsame Themen: Thema 1, Thema 2",
                "Shared topics: Thema 1, Thema 2",
            ),
            (
                Reason::Words(words(&["Akte", "Häuser"])),
                "Gemeinsame Wörter: Akte, Häuser",
                "Matching words: Akte, Häuser",
            ),
            (
                Reason::Words(words(&["Akte"])),
                "Gemeinsames Wort: Akte",
                "Matching word: Akte",
            ),
            (
                Reason::Place {
                    band,
                    region: region.clone(),
                },
                "Ähnliche Stadt: 50.000 bis 99.999 Einwohner, ebenfalls in Bayern",
                "Similar city: 50,000 to 99,999 inhabitants, also in Bayern",
            ),
            (
                Reason::Place { band, region: None },
                "Ähnlich große Stadt: 50.000 bis 99.999 Einwohner",
                "City of similar size: 50,000 to 99,999 inhabitants",
            ),
            (
                Reason::Place { band: None, region },
                "Gleiche Region: Bayern",
                "Same region: Bayern",
            ),
            (
                Reason::SameWords(60),
                "60 % der Wörter sind gleich",
                "60 % of the words are the same",
            ),
        ] {
            assert_eq!(told(&reason, Locale::De).as_deref(), Some(german));
            assert_eq!(told(&reason, Locale::En).as_deref(), Some(english));
        }
    }

    #[test]
    fn what_says_nothing_is_not_told() {
        let nowhere = Reason::Place {
            band: None,
            region: None,
        };
        for reason in [
            Reason::Topics(vec![topic(0)]),
            Reason::Words(vec![]),
            nowhere,
        ] {
            assert_eq!(told(&reason, Locale::De), None);
        }
    }
}
