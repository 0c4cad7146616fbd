//! A collection of documents, queries and judgements, read from its folder.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::error::Error;
use std::fs;
use std::path::Path;

use search::Label;
use serde::Deserialize;

/// A text to be found.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Document {
    pub(crate) id: String,
    #[serde(default = "german")]
    pub(crate) language: String,
    pub(crate) title: String,
    #[serde(default)]
    pub(crate) insight: Option<String>,
    pub(crate) text: String,
    #[serde(default)]
    pub(crate) topics: Vec<String>,
}

fn german() -> String {
    "de".to_owned()
}

/// Something that someone looks for.
#[derive(Clone, Debug)]
pub(crate) struct Query {
    pub(crate) id: String,
    pub(crate) text: String,
    /// What makes it hard; empty where the collection does not say.
    pub(crate) phenomenon: String,
}

/// Texts, queries, and which texts each of them should find.
#[derive(Debug)]
pub(crate) struct Collection {
    pub(crate) documents: Vec<Document>,
    pub(crate) queries: Vec<Query>,
    pub(crate) judgements: HashMap<String, BTreeMap<String, u32>>,
    /// What topics are called.
    pub(crate) topics: BTreeMap<String, Vec<Label>>,
}

/// What nothing should find.
static NOTHING: BTreeMap<String, u32> = BTreeMap::new();

impl Collection {
    pub(crate) fn read(folder: &Path) -> Result<Self, Box<dyn Error>> {
        let file = |name: &str| {
            fs::read_to_string(folder.join(name))
                .map_err(|error| format!("{}: {error}", folder.join(name).display()))
        };
        let documents = file("docs.jsonl")?;
        let documents = documents.lines().filter(|line| !line.trim().is_empty());
        let mut judgements: HashMap<String, BTreeMap<String, u32>> = HashMap::new();
        for row in rows(&file("qrels.tsv")?) {
            let [query, document, grade, ..] = row.as_slice() else {
                return Err(format!("qrels.tsv: three columns wanted: {row:?}").into());
            };
            let grades = judgements.entry(query.clone()).or_default();
            grades.insert(document.clone(), grade.parse()?);
        }
        let mut queries = Vec::new();
        for row in rows(&file("queries.tsv")?) {
            let [id, text, rest @ ..] = row.as_slice() else {
                return Err(format!("queries.tsv: two columns wanted: {row:?}").into());
            };
            queries.push(Query {
                id: id.clone(),
                text: text.clone(),
                phenomenon: rest.first().cloned().unwrap_or_default(),
            });
        }
        let mut topics: BTreeMap<String, Vec<Label>> = BTreeMap::new();
        for row in rows(&file("topics.tsv").unwrap_or_default()) {
            let [topic, language, text, ..] = row.as_slice() else {
                return Err(format!("topics.tsv: three columns wanted: {row:?}").into());
            };
            topics.entry(topic.clone()).or_default().push(Label {
                language: language.clone(),
                text: text.clone(),
            });
        }
        Ok(Self {
            documents: documents
                .map(serde_json::from_str)
                .collect::<Result<_, _>>()?,
            queries,
            judgements,
            topics,
        })
    }

    /// The documents of a language, with the queries that should find any of them.
    pub(crate) fn in_language(&self, code: &str) -> Self {
        let documents = self.documents.iter().filter(|it| it.language == code);
        let documents: Vec<Document> = documents.cloned().collect();
        let known: BTreeSet<String> = documents.iter().map(|it| it.id.clone()).collect();
        let mut judgements = HashMap::new();
        for (query, grades) in &self.judgements {
            let best = grades.values().max();
            let mut grades = grades.clone();
            grades.retain(|document, _| known.contains(document));
            // Only queries whose best answer is in this language.
            if !grades.is_empty() && grades.values().max() == best {
                judgements.insert(query.clone(), grades);
            }
        }
        let queries = self.queries.iter();
        let queries = queries.filter(|query| judgements.contains_key(&query.id));
        Self {
            queries: queries.cloned().collect(),
            documents,
            judgements,
            topics: self.topics.clone(),
        }
    }

    /// Which documents a query should find, and how well each fits.
    pub(crate) fn judged(&self, query: &str) -> &BTreeMap<String, u32> {
        self.judgements.get(query).unwrap_or(&NOTHING)
    }

    pub(crate) fn phenomena(&self) -> BTreeSet<String> {
        let all = self.queries.iter();
        all.map(|query| query.phenomenon.clone()).collect()
    }
}

fn rows(table: &str) -> Vec<Vec<String>> {
    let lines = table.lines().filter(|line| !line.is_empty());
    lines
        .map(|line| line.split('\t').map(str::to_owned).collect())
        .collect()
}
