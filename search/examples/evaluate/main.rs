//! Measures how well lessons are found: `cargo run --release -p search --example evaluate -- DIR`.
//!
//! The folder holds a collection with judgements: `docs.jsonl` (`id`, `title`, `text`, and where
//! there are any `insight` and `language`), `queries.tsv` (id, text, and perhaps a phenomenon) and
//! `qrels.tsv` (query, document, grade); `topics.tsv` (topic, language, name) where documents have `topics`. The
//! collection is indexed and searched by the code that
//! production runs, once with everything that it can do and once without each device, so that each
//! shows what it is worth. With `--misses` every query is told whose first hit is none.

#![expect(clippy::print_stdout, reason = "whoever measures reads it")]

mod collection;
mod measures;
mod peer;
mod ranking;

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

use collection::Collection;
use measures::{Measures, Sum};
use peer::Peer;
use ranking::Ranking;
use search::{Analysis, Device};
use tantivy::tokenizer::Language;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("name the folder of a collection")?;
    let tells_misses = arguments.any(|argument| argument == "--misses");
    let collection = Collection::read(Path::new(&folder))?;
    println!(
        "{} documents, {} queries, {} judgements",
        collection.documents.len(),
        collection.queries.len(),
        collection
            .judgements
            .values()
            .map(BTreeMap::len)
            .sum::<usize>()
    );
    println!("\n{:<24}{}", "analysis", Measures::HEADINGS);
    for (name, analysis) in variants() {
        let all = sum(&collection, analysis, |_| true)?;
        println!("{name:<24}{all}");
    }
    compare(&collection)?;
    let phenomena = collection.phenomena();
    if phenomena.len() > 1 {
        println!("\n{:<24}{}", "phenomenon", Measures::HEADINGS);
    }
    for phenomenon in phenomena.iter().filter(|_| phenomena.len() > 1) {
        let some = sum(&collection, Analysis::default(), |query| {
            query.phenomenon == *phenomenon
        })?;
        println!("{phenomenon:<24}{some}");
    }
    if tells_misses {
        print_misses(&collection)?;
    }
    Ok(())
}

/// Prints for the texts of each language how they are found here, and by the engine's own analysis.
fn compare(collection: &Collection) -> Result<(), Box<dyn Error>> {
    println!("\n{:<24}{}", "texts of a language", Measures::HEADINGS);
    for (code, language) in [("de", Language::German), ("en", Language::English)] {
        let part = collection.in_language(code);
        if part.documents.is_empty() {
            continue;
        }
        let ours = sum(&part, Analysis::default(), |_| true)?;
        let peer = Peer::over(&part, language)?;
        let mut theirs = Sum::default();
        for query in &part.queries {
            theirs.add(&Measures::of(
                &peer.of(&query.text)?,
                part.judged(&query.id),
            ));
        }
        println!("{code}, in production      {ours}");
        println!("{code}, tantivy's own      {theirs}");
    }
    Ok(())
}

/// The analysis of production, and those that lack something.
fn variants() -> [(&'static str, Analysis); 7] {
    use Device::{Compounds, Families, Gender, Hyphens, Stems};
    [
        ("as in production", Analysis::default()),
        ("without compounds", Analysis::without(&[Compounds])),
        ("without gendered forms", Analysis::without(&[Gender])),
        ("without hyphens", Analysis::without(&[Hyphens])),
        ("without families", Analysis::without(&[Families])),
        (
            "stemming alone",
            Analysis::without(&[Compounds, Gender, Hyphens, Families]),
        ),
        (
            "words as they are",
            Analysis::without(&[Stems, Compounds, Gender, Hyphens, Families]),
        ),
    ]
}

fn sum(
    collection: &Collection,
    analysis: Analysis,
    is_asked: impl Fn(&collection::Query) -> bool,
) -> Result<Sum, Box<dyn Error>> {
    let ranking = Ranking::over(collection, analysis)?;
    let mut sum = Sum::default();
    for query in collection.queries.iter().filter(|query| is_asked(query)) {
        let found = ranking.of(query)?;
        sum.add(&Measures::of(&found, collection.judged(&query.id)));
    }
    Ok(sum)
}

fn print_misses(collection: &Collection) -> Result<(), Box<dyn Error>> {
    let ranking = Ranking::over(collection, Analysis::default())?;
    println!("\nwithout a right answer on top:");
    for query in &collection.queries {
        let found = ranking.of(query)?;
        let judged = collection.judged(&query.id);
        let measures = Measures::of(&found, judged);
        if !measures.is_perfect() {
            let shown: Vec<&str> = found.iter().take(4).map(String::as_str).collect();
            println!(
                "{} [{}] {}\n    {measures}  found {}, wanted {:?}",
                query.id,
                query.phenomenon,
                query.text,
                shown.join(" "),
                judged
            );
        }
    }
    Ok(())
}
