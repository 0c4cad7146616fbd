//! What the entries of the twins say.

use crate::dice::Dice;

/// Words of what everyone and of what no one may read.
pub const WORDS: [&str; 16] = [
    "Digitalisierung",
    "Bürgerbeteiligung",
    "Parkraum",
    "Hundesteuer",
    "Baustelle",
    "Radweg",
    "Schulhof",
    "Archiv",
    "Personal",
    "Vergabe",
    "Sitzung",
    "Förderung",
    "Umbau",
    "Verwaltung",
    "Kommunikation",
    "Zeitplan",
];

/// Words of what not every reader may read. Those of one world are not those of another.
pub const CODES: [&str; 6] = [
    "Kranich",
    "Zaunkönig",
    "Eisvogel",
    "Nachtigall",
    "Wiedehopf",
    "Steinkauz",
];

/// Some words, the same for the same numbers.
pub(super) fn words(number: u32, salt: u32, count: u32) -> String {
    let mut dice = Dice::new(u64::from(number)).fork(u64::from(salt));
    let words: Vec<_> = (0..count).map(|_| *dice.pick(&WORDS)).collect();
    words.join(" ")
}

/// A word for what is secret.
pub(super) fn code(number: u32, salt: u32) -> &'static str {
    CODES[(number as usize + 3 * salt as usize) % CODES.len()]
}
