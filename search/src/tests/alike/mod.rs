//! What bears on a text without being searched for.

mod bounds;
mod choosing;

use super::{id, searching};
use crate::testing::lesson;
use crate::{
    AlikePlace, AlikeRequest, AlikeText, Document, Except, Filter, Match, Reason, Scope, Searcher,
};

/// What is asked, and what is changed of it by a test.
struct Ask<'a> {
    texts: Vec<(&'a str, Option<&'a str>)>,
    topics: Vec<u128>,
    place: Option<AlikePlace>,
    except: Except,
    filter: Filter,
    scope: Scope,
    limit: usize,
}

impl<'a> Ask<'a> {
    fn about(text: &'a str) -> Self {
        Self {
            texts: vec![(text, Some("de"))],
            topics: vec![],
            place: None,
            except: Except::default(),
            filter: Filter::default(),
            scope: Scope::anonymous(),
            limit: 100,
        }
    }

    fn counted(&self, searcher: &Searcher) -> (Vec<Match>, [usize; 3]) {
        let texts = self.texts.iter().map(|(text, language)| AlikeText {
            text,
            language: *language,
            weight: 1.0,
        });
        let topics: Vec<_> = self.topics.iter().map(|number| id(*number)).collect();
        let request = AlikeRequest {
            texts: &texts.collect::<Vec<_>>(),
            topics: &topics,
            place: self.place.as_ref(),
            except: &self.except,
            filter: &self.filter,
            scope: &self.scope,
            limit: self.limit,
        };
        let (matches, work) = searcher.alike_counted(&request).unwrap();
        (matches, [work.terms, work.probes, work.documents])
    }

    fn matches(&self, searcher: &Searcher) -> Vec<Match> {
        self.counted(searcher).0
    }

    fn found(&self, searcher: &Searcher) -> Vec<u128> {
        numbers(&self.matches(searcher))
    }
}

fn numbers(matches: &[Match]) -> Vec<u128> {
    matches.iter().map(|it| it.id.as_u128()).collect()
}

fn words(found: &Match) -> Vec<String> {
    let words = found.reasons.iter().find_map(|reason| match reason {
        Reason::Words(words) => Some(words.clone()),
        _ => None,
    });
    words.unwrap_or_default()
}

/// Lessons on other things, so that words are rare.
fn others() -> Vec<Document> {
    let about = |number: u128| {
        lesson(
            number,
            &format!("Satzung {number} über Gebühren"),
            "Der Gemeinderat beschließt die Gebühren und das Verfahren jedes Jahr neu.",
        )
    };
    (100..140).map(about).collect()
}

fn with(own: &[Document]) -> Searcher {
    searching(&[own, &others()].concat())
}
