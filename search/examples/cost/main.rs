//! Measures what the German analysis costs: `cargo run --release -p search --example cost -- DIR`.
//!
//! The folder holds a collection, as for the example `evaluate`. Its texts are mixed into as many
//! lessons as a second argument says (100,000), and indexed in memory twice: as in production, and
//! with stemming alone. Printed are the time to index, the size of the index and the time for the
//! collection's queries, each beside the other and as a ratio. Each is measured four times in
//! turns, and the fastest counts: whatever else the machine does makes it slower, never faster.
//!
//! Beside these, how long the slowest completion takes of what someone types, letter by letter, against
//! the tenth of a second in which an answer seems to come at once (Nielsen, 1993).

#![expect(clippy::print_stdout, reason = "whoever measures reads it")]

#[path = "../evaluate/collection.rs"]
#[expect(dead_code, reason = "judgements are for the other example")]
mod collection;

use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};

use collection::Collection;
use search::{
    Analysis, Device, Document, Filter, Index, Level, Name, NameKind, Order, Position, Request,
    Scope, Searcher, Text, TextField,
};
use uuid::Uuid;

const LESSONS: usize = 100_000;
const ROUNDS: usize = 4;
/// How many milliseconds a completion may take.
const AT_ONCE: f64 = 100.0;
/// How many letters of a query are typed at the most.
const TYPED: usize = 24;

const STEMMING: Analysis = Analysis::without(&[
    Device::Compounds,
    Device::Gender,
    Device::Hyphens,
    Device::Families,
]);

/// What one kind of analysis costs.
#[derive(Clone, Copy)]
struct Cost {
    indexing: Duration,
    bytes: u64,
    queries: Duration,
    completion: Duration,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("name the folder of a collection")?;
    let lessons = arguments.next().map_or(Ok(LESSONS), |text| text.parse())?;
    let collection = Collection::read(Path::new(&folder))?;
    let mut german: Option<Cost> = None;
    let mut stemming: Option<Cost> = None;
    let measure = |analysis| measure(&collection, lessons, analysis);
    for round in 0..ROUNDS {
        // Whichever comes second finds the memory warm: they take turns at that too.
        if round % 2 == 0 {
            german = Some(least(german, measure(Analysis::default())?));
            stemming = Some(least(stemming, measure(STEMMING)?));
        } else {
            stemming = Some(least(stemming, measure(STEMMING)?));
            german = Some(least(german, measure(Analysis::default())?));
        }
    }
    let (Some(german), Some(stemming)) = (german, stemming) else {
        return Err("nothing was measured".into());
    };
    println!(
        "{lessons} lessons, {} queries, the fastest of {ROUNDS} rounds\n",
        collection.queries.len()
    );
    println!(
        "{:<20}{:>12}{:>12}{:>8}{:>8}",
        "", "production", "stemming", "ratio", "limit"
    );
    let seconds = |time: Duration| time.as_secs_f64();
    print(
        "indexing, s",
        seconds(german.indexing),
        seconds(stemming.indexing),
        3.0,
    );
    print(
        "index, MB",
        megabytes(german.bytes),
        megabytes(stemming.bytes),
        1.5,
    );
    print(
        "all queries, s",
        seconds(german.queries),
        seconds(stemming.queries),
        2.0,
    );
    let slowest = seconds(german.completion) * 1e3;
    println!(
        "\n{:<20}{slowest:>12.3}{:>12}{:>8.2}{:>8.1}",
        "a completion, ms",
        "",
        slowest / AT_ONCE,
        AT_ONCE
    );
    Ok(())
}

fn print(what: &str, german: f64, stemming: f64, limit: f64) {
    let ratio = german / stemming;
    println!("{what:<20}{german:>12.3}{stemming:>12.3}{ratio:>8.2}{limit:>8.1}");
}

#[expect(clippy::cast_precision_loss, reason = "for a reader")]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

fn least(known: Option<Cost>, new: Cost) -> Cost {
    known.map_or(new, |known| Cost {
        indexing: known.indexing.min(new.indexing),
        bytes: known.bytes.min(new.bytes),
        queries: known.queries.min(new.queries),
        completion: known.completion.min(new.completion),
    })
}

fn measure(
    collection: &Collection,
    lessons: usize,
    analysis: Analysis,
) -> Result<Cost, Box<dyn Error>> {
    let index = Index::analysing(analysis)?;
    let mut writer = index.writer()?;
    let started = Instant::now();
    for number in 0..lessons {
        writer.upsert(&lesson(collection, number)?)?;
    }
    writer.commit(&position(1))?;
    let indexing = started.elapsed();
    for number in 0..lessons {
        writer.upsert_name(&name(collection, number)?)?;
    }
    writer.commit(&position(2))?;
    writer.close()?;
    let searcher = index.searcher();
    let bytes = searcher.bytes()?;
    // Once to warm up.
    ask(collection, &searcher)?;
    let started = Instant::now();
    ask(collection, &searcher)?;
    let queries = started.elapsed();
    Ok(Cost {
        indexing,
        bytes,
        queries,
        completion: slowest_completion(collection, &searcher)?,
    })
}

fn position(change: i64) -> Position {
    Position {
        instance: Uuid::from_u128(1),
        change,
        mark: String::new(),
    }
}

/// How long the slowest completion takes of the collection's queries, typed letter by letter.
fn slowest_completion(
    collection: &Collection,
    searcher: &Searcher,
) -> Result<Duration, Box<dyn Error>> {
    let mut slowest = Duration::ZERO;
    for query in &collection.queries {
        for (at, letter) in query.text.char_indices().take(TYPED) {
            let typed = &query.text[..at + letter.len_utf8()];
            let started = Instant::now();
            searcher.suggest(typed, &Scope::anonymous(), 8)?;
            slowest = slowest.max(started.elapsed());
        }
    }
    Ok(slowest)
}

fn ask(collection: &Collection, searcher: &Searcher) -> Result<(), Box<dyn Error>> {
    for query in &collection.queries {
        let query = searcher.query(&query.text)?;
        searcher.page(&Request {
            query: &query,
            filter: &Filter::default(),
            scope: &Scope::anonymous(),
            order: Order::Relevance,
            after: None,
            limit: 20,
        })?;
    }
    Ok(())
}

/// The title of a lesson, to be suggested.
fn name(collection: &Collection, number: usize) -> Result<Name, Box<dyn Error>> {
    let lesson = lesson(collection, number)?;
    let title = lesson.texts.into_iter().next();
    Ok(Name {
        id: lesson.id,
        kind: NameKind::Lesson,
        text: title.map(|title| title.text).unwrap_or_default(),
        alternatives: Vec::new(),
        weight: 0,
        published: true,
        level: Level::Public,
        holder: None,
        participants: Vec::new(),
    })
}

/// A lesson with the title of one document, the insight of another and the text of a third.
fn lesson(collection: &Collection, number: usize) -> Result<Document, Box<dyn Error>> {
    let documents = &collection.documents;
    let count = documents.len().max(1);
    let [title, insight, text] = [number, number / count, number / count * 7 + number]
        .map(|number| documents.get(number % count));
    let (Some(title), Some(insight), Some(text)) = (title, insight, text) else {
        return Err("the collection is empty".into());
    };
    let of = |field: TextField, from: &collection::Document, text: &str| Text {
        field,
        language: Some(from.language.clone()),
        text: text.to_owned(),
    };
    let told = insight.insight.as_ref().unwrap_or(&insight.text);
    Ok(Document {
        id: Uuid::from_u128(u128::try_from(number)? + 1),
        published: true,
        level: Level::Public,
        holder: Uuid::nil(),
        participants: Vec::new(),
        language: title.language.clone(),
        texts: vec![
            of(TextField::Title, title, &title.title),
            of(TextField::Insight, insight, told),
            of(TextField::Situation, text, &text.text),
        ],
        city: None,
        country: None,
        region: None,
        population: None,
        project: None,
        organizations: Vec::new(),
        topics: Vec::new(),
        action_fields: Vec::new(),
        kind: "PROCESS".to_owned(),
        outcome: "WORKED".to_owned(),
        occurred: None,
        year: None,
        published_at: Some(i64::try_from(number)?),
        updated_at: 0,
        reuse_count: 0,
        helped_count: 0,
        replaced: false,
    })
}
