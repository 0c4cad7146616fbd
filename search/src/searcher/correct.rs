//! What someone may have meant who typed something else.

use super::plan::{Mode, Plan};
use super::spellings::alike;
use crate::analysis::Words;
use crate::error::Result;
use crate::index::Inner;
use crate::query::{Atom, Origin, Shape};
use crate::searcher::Snapshot;
use crate::{Filter, Query, Scope};

/// Of a query so many words are looked at.
const MOST_WORDS: usize = 8;
/// With more hits than this a query is taken as it is.
const FEW: u64 = 2;
/// A word in a few documents is taken for another only where that is in so many times as many.
const FAR_MORE: u64 = 20;

/// A corrected query that finds more, where the words as typed find little.
pub(super) fn did_you_mean(
    inner: &Inner,
    snapshot: &Snapshot,
    text: &str,
    filter: &Filter,
    scope: &Scope,
) -> Result<Option<String>> {
    let understood = |text: &str| Query::parse(text).map(|query| inner.synonyms().widen(query));
    let Ok(query) = understood(text) else {
        return Ok(None);
    };
    let plan = Plan::new(&inner.lessons, snapshot, &query, scope)?;
    let finds = plan.count(filter)?;
    if finds > FEW && plan.mode() == Mode::All {
        return Ok(None);
    }
    let mut corrected = text.to_owned();
    for word in typed_words(&query) {
        if let Some(better) = correction(inner, snapshot, &word, scope)? {
            corrected = replaced(&corrected, &word, &better);
        }
    }
    if corrected == text {
        return Ok(None);
    }
    let Ok(query) = understood(&corrected) else {
        return Ok(None);
    };
    let other = Plan::new(&inner.lessons, snapshot, &query, scope)?;
    let would_find = other.count(filter)?;
    let finds_all_words = other.mode() == Mode::All && plan.mode() == Mode::Any;
    let finds_more = would_find > finds || finds_all_words && would_find > 0;
    Ok(finds_more.then_some(corrected))
}

/// The words that someone typed and wants to find.
pub(super) fn typed_words(query: &Query) -> Vec<String> {
    let clauses = query.clauses.iter().filter(|clause| !clause.negative);
    let atoms = clauses.flat_map(|clause| &clause.alternatives);
    let atoms = atoms.filter(|atom| atom.shape != Shape::Prefix && atom.origin == Origin::Typed);
    let words = atoms.flat_map(|atom: &Atom| {
        Words::of(&atom.text)
            .filter_map(|word| Some(atom.text.get(word.from..word.to)?.to_owned()))
            .collect::<Vec<_>>()
    });
    words.take(MOST_WORDS).collect()
}

/// How a word is written that no document has, or next to none.
fn correction(
    inner: &Inner,
    snapshot: &Snapshot,
    word: &str,
    scope: &Scope,
) -> Result<Option<String>> {
    let Ok(query) = Query::parse(&format!("\"{word}\"")) else {
        return Ok(None);
    };
    let filter = Filter::default();
    let as_typed = Plan::new(&inner.lessons, snapshot, &query, scope)?;
    let known = as_typed.count(&filter)?;
    if known > FEW {
        return Ok(None);
    }
    let Ok(query) = Query::parse(word) else {
        return Ok(None);
    };
    // A compound that is found by its parts is no mistake.
    let query = inner.synonyms().widen(query);
    let as_part = Plan::new(&inner.lessons, snapshot, &query, scope)?;
    if known == 0 && as_part.count(&filter)? > 0 {
        return Ok(None);
    }
    let better = alike(&as_typed, word, known > 0)?;
    let enough = if known == 0 { 1 } else { known * FAR_MORE };
    let better = better.into_iter().find(|other| other.documents >= enough);
    Ok(better.map(|other| other.written))
}

/// The text with a word in it, as a whole, replaced by another.
fn replaced(text: &str, word: &str, better: &str) -> String {
    let mut at = Words::of(text).filter(|found| text.get(found.from..found.to) == Some(word));
    match at.next() {
        Some(found) => {
            let (before, after) = (&text[..found.from], &text[found.to..]);
            format!("{before}{better}{after}")
        }
        None => text.to_owned(),
    }
}
