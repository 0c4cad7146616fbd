//! What the analysis can do, each by itself, so that it can be measured what it is worth.

use super::Words;

/// Something that the analysis does to words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Device {
    /// Takes the inflected forms of a word for one.
    Stems,
    /// Finds German compounds by their parts, and parts by their compound.
    Compounds,
    /// Takes gendered forms and their masculine for one.
    Gender,
    /// Takes what hyphens join and what is written together for one.
    Hyphens,
    /// Takes words of a German family for one: scheitern, gescheitert.
    Families,
}

/// How text is analysed. The service uses every [`Device`], which is the default; the others are
/// there to be compared with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Analysis {
    without: &'static [Device],
}

impl Analysis {
    /// The analysis without these devices.
    #[must_use]
    pub const fn without(devices: &'static [Device]) -> Self {
        Self { without: devices }
    }

    pub(crate) fn uses(self, device: Device) -> bool {
        !self.without.contains(&device)
    }

    /// The words of a text.
    pub(crate) fn words(self, text: &str) -> Words<'_> {
        let words = Words::of(text);
        if self.uses(Device::Gender) {
            words
        } else {
            words.without_gender()
        }
    }

    /// The words of a text, and what hyphens join in one.
    pub(crate) fn words_to_keep(self, text: &str) -> Words<'_> {
        let words = self.words(text);
        if self.uses(Device::Hyphens) {
            words.joining()
        } else {
            words
        }
    }
}
