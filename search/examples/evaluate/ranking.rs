//! The collection in an index, and what a query finds there.

use std::collections::HashMap;
use std::error::Error;

use search::{
    Analysis, Document, Filter, Index, Level, Order, Position, Request, Scope, Searcher, Synonyms,
    Text, TextField,
};
use uuid::Uuid;

use crate::collection::{self, Collection};
use crate::measures::DEPTH;

/// What mistyped queries are called.
const MISTYPED: &str = "typo";

/// An index that holds a collection.
pub(crate) struct Ranking {
    searcher: Searcher,
    names: HashMap<Uuid, String>,
}

impl Ranking {
    pub(crate) fn over(
        collection: &Collection,
        analysis: Analysis,
    ) -> Result<Self, Box<dyn Error>> {
        let index = Index::analysing(analysis)?;
        let mut writer = index.writer()?;
        let mut names = HashMap::new();
        for (number, document) in collection.documents.iter().enumerate() {
            let id = Uuid::from_u128(u128::try_from(number)? + 1);
            names.insert(id, document.id.clone());
            writer.upsert(&lesson(id, document, collection))?;
        }
        index.know(Synonyms::new(
            &collection.topics.values().cloned().collect::<Vec<_>>(),
        ));
        writer.commit(&Position {
            instance: Uuid::from_u128(1),
            change: 1,
            mark: String::new(),
        })?;
        let searcher = index.searcher();
        writer.close()?;
        Ok(Self { searcher, names })
    }

    /// What a query finds, the best first. One that is mistyped on purpose is corrected, as by someone
    /// who is asked "did you mean?" and says yes.
    pub(crate) fn of(&self, query: &collection::Query) -> Result<Vec<String>, Box<dyn Error>> {
        let scope = Scope::anonymous();
        let filter = Filter::default();
        let meant = if query.phenomenon == MISTYPED {
            self.searcher.did_you_mean(&query.text, &filter, &scope)?
        } else {
            None
        };
        let query = self
            .searcher
            .query(meant.as_deref().unwrap_or(&query.text))?;
        let page = self.searcher.page(&Request {
            query: &query,
            filter: &filter,
            scope: &scope,
            order: Order::Relevance,
            after: None,
            limit: DEPTH,
        })?;
        let names = page.hits.iter().filter_map(|hit| self.names.get(&hit.id));
        Ok(names.cloned().collect())
    }
}

fn lesson(id: Uuid, document: &collection::Document, collection: &Collection) -> Document {
    let text = |field: TextField, text: &str| Text {
        field,
        language: None,
        text: text.to_owned(),
    };
    let mut texts = vec![text(TextField::Title, &document.title)];
    match &document.insight {
        Some(insight) => {
            texts.push(text(TextField::Insight, insight));
            texts.push(text(TextField::Situation, &document.text));
        }
        None => texts.push(text(TextField::Insight, &document.text)),
    }
    let topics = document.topics.iter();
    let labels = topics
        .filter_map(|topic| collection.topics.get(topic))
        .flatten();
    texts.extend(labels.map(|label| Text {
        field: TextField::Topic,
        language: Some(label.language.clone()),
        text: label.text.clone(),
    }));
    Document {
        id,
        published: true,
        level: Level::Public,
        holder: Uuid::nil(),
        participants: Vec::new(),
        language: document.language.clone(),
        texts,
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
        published_at: Some(0),
        updated_at: 0,
        reuse_count: 0,
        helped_count: 0,
        replaced: false,
    }
}
