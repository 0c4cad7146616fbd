//! Forms whose stem would be that of another word: Bürger is no Burg, and zu lösen makes no Los.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::list::entries;

/// Forms that share a stem of their own, or with `>` the word that a form stands for.
pub(super) const STEMS: &str = include_str!("stems.txt");

/// Forms, each with the first of its line, which serves as their stem.
static OWN: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let mut own = HashMap::new();
    for (line, stem) in entries(STEMS).filter(|(line, word)| line == word) {
        let stem = stem.split_whitespace().next().unwrap_or(stem);
        for form in line.split_whitespace() {
            own.extend(spellings(form).map(|form| (form, stem)));
        }
    }
    own
});

/// Forms, each with the word that it stands for.
static OTHERS: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let others = entries(STEMS).filter(|(form, word)| form != word);
    others
        .flat_map(|(form, word)| spellings(form).map(move |form| (form, word)))
        .collect()
});

/// The stem of a word that Snowball would give that of another one.
pub(in crate::analysis) fn own_stem(word: &str) -> Option<&'static str> {
    OWN.get(word).copied()
}

/// The word for which a form stands whose stem says something else.
pub(in crate::analysis) fn stands_for(form: &str) -> Option<&'static str> {
    OTHERS.get(form).copied()
}

/// A form, and how it is written without umlauts.
fn spellings(form: &str) -> impl Iterator<Item = String> {
    let plain = form
        .replace('ä', "ae")
        .replace('ö', "oe")
        .replace('ü', "ue");
    [form.to_owned(), plain].into_iter()
}
