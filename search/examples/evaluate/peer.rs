//! The engine's own analysis of a language, with nothing of ours: what we must not fall behind.

use std::error::Error;

use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, BoostQuery, Occur, Query, TermQuery};
use tantivy::schema::{
    Field, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions, Value as _,
};
use tantivy::tokenizer::{
    Language, LowerCaser, RemoveLongFilter, SimpleTokenizer, Stemmer, TextAnalyzer,
};
use tantivy::{Index, TantivyDocument, Term};

use crate::collection::Collection;
use crate::measures::DEPTH;

/// As the service weighs its fields.
const TITLE: f32 = 3.0;
const INSIGHT: f32 = 1.6;

/// A collection as plain tantivy finds it.
pub(crate) struct Peer {
    index: Index,
    analyzer: TextAnalyzer,
    id: Field,
    fields: [(Field, f32); 3],
}

impl Peer {
    pub(crate) fn over(
        collection: &Collection,
        language: Language,
    ) -> Result<Self, Box<dyn Error>> {
        let analyzer = TextAnalyzer::builder(SimpleTokenizer::default())
            .filter(RemoveLongFilter::limit(40))
            .filter(LowerCaser)
            .filter(Stemmer::new(language))
            .build();
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("peer")
            .set_index_option(IndexRecordOption::WithFreqs);
        let text = TextOptions::default().set_indexing_options(indexing);
        let id = schema.add_text_field("id", STORED);
        let [title, insight, body] =
            ["title", "insight", "body"].map(|name| schema.add_text_field(name, text.clone()));
        let index = Index::create_in_ram(schema.build());
        index.tokenizers().register("peer", analyzer.clone());
        let mut writer = index.writer(50_000_000)?;
        for document in &collection.documents {
            let mut kept = TantivyDocument::new();
            kept.add_text(id, &document.id);
            kept.add_text(title, &document.title);
            match &document.insight {
                Some(text) => {
                    kept.add_text(insight, text);
                    kept.add_text(body, &document.text);
                }
                None => kept.add_text(insight, &document.text),
            }
            writer.add_document(kept)?;
        }
        writer.commit()?;
        Ok(Self {
            index,
            analyzer,
            id,
            fields: [(title, TITLE), (insight, INSIGHT), (body, 1.0)],
        })
    }

    /// What any of the words finds, the best first.
    pub(crate) fn of(&self, text: &str) -> Result<Vec<String>, Box<dyn Error>> {
        let mut analyzer = self.analyzer.clone();
        let mut words: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        analyzer.token_stream(text).process(&mut |token| {
            for (field, weight) in self.fields {
                let term = Term::from_field_text(field, &token.text);
                let word = TermQuery::new(term, IndexRecordOption::WithFreqs);
                words.push((
                    Occur::Should,
                    Box::new(BoostQuery::new(Box::new(word), weight)),
                ));
            }
        });
        let searcher = self.index.reader()?.searcher();
        let best = TopDocs::with_limit(DEPTH).order_by_score();
        let mut found = Vec::new();
        for (_, address) in searcher.search(&BooleanQuery::new(words), &best)? {
            let document: TantivyDocument = searcher.doc(address)?;
            let id = document.get_first(self.id).and_then(|id| id.as_str());
            found.extend(id.map(str::to_owned));
        }
        Ok(found)
    }
}
