//! Keeps the best of the documents that share something with a text and may be found.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::SegmentReader;
use tantivy::query::{AllQuery, BooleanQuery, EnableScoring, Occur, Query, TermQuery, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Searcher, Term};
use uuid::Uuid;

use super::super::narrow;
use super::super::statistics::Statistics;
use super::candidate::{Candidate, from_units, units};
use super::places::{Places, first_text};
use super::shares::Shares;
use super::telling::{PARTS, Telling};
use super::{AlikeRequest, Match, Work};
use crate::Scope;
use crate::error::Result;
use crate::shelf::{IdColumns, LessonFields, any_of};

/// What sharing the topics counts beside the words.
const TOPICS: f32 = 0.5;
/// What words and topics have to come to, and which part of what the best one comes to.
const LEAST: f32 = 0.1;
const LEAST_OF_BEST: f32 = 0.15;

/// The best documents so far.
pub(super) struct Tally<'a> {
    fields: &'a LessonFields,
    statistics: &'a Statistics<'a>,
    telling: &'a Telling,
    request: &'a AlikeRequest<'a>,
    best: BinaryHeap<Candidate>,
    work: Work,
}

impl<'a> Tally<'a> {
    pub(super) fn new(
        fields: &'a LessonFields,
        statistics: &'a Statistics<'a>,
        telling: &'a Telling,
        request: &'a AlikeRequest<'a>,
        work: Work,
    ) -> Self {
        Self {
            fields,
            statistics,
            telling,
            request,
            best: BinaryHeap::new(),
            work,
        }
    }

    /// Goes through the documents of a shelf.
    pub(super) fn count(&mut self, searcher: &Searcher, scope: &Scope) -> Result<()> {
        let conditions = self.conditions(scope);
        let weight = conditions.weight(EnableScoring::disabled_from_searcher(searcher))?;
        for segment in searcher.segment_readers() {
            let shares = Shares::count(segment, self.statistics, self.telling, self.work)?;
            self.work = shares.work();
            self.keep(segment, &*weight, &shares)?;
        }
        Ok(())
    }

    /// What a document has to be, whatever it shares: published, readable, and let through.
    fn conditions(&self, scope: &Scope) -> BooleanQuery {
        let (fields, except) = (self.fields, self.request.except);
        let mut conditions = narrow::conditions(fields, self.request.filter);
        conditions.extend(fields.common.readable(scope));
        conditions.push(any_of(fields.common.audiences()));
        let musts = conditions.into_iter().map(|it| (Occur::Must, it));
        let mut parts: Vec<(Occur, Box<dyn Query>)> = musts.collect();
        parts.push((Occur::Must, Box::new(AllQuery)));
        let id = |field: Field, id: Option<Uuid>| {
            id.map(|id| Term::from_field_text(field, &id.to_string()))
        };
        let left_out = [
            except.lesson.map(|id| fields.common.key(id)),
            except.holder.map(|city| fields.common.held_by(city)),
            id(fields.project, except.project),
            id(fields.city, except.city),
        ];
        for term in left_out.into_iter().flatten() {
            let query = TermQuery::new(term, IndexRecordOption::Basic);
            parts.push((Occur::MustNot, Box::new(query)));
        }
        BooleanQuery::new(parts)
    }

    /// Keeps the best of the documents that share something and may be found.
    fn keep(
        &mut self,
        segment: &SegmentReader,
        weight: &dyn Weight,
        shares: &Shares<'_>,
    ) -> Result<()> {
        let ids = IdColumns::of(segment)?;
        let places = Places::of(segment, self.request.place)?;
        let lengths = Lengths::of(segment, self.fields)?;
        let mut findable = weight.scorer(segment, 1.0)?;
        for (document, share) in shares.iter() {
            if findable.doc() < document {
                findable.seek(document);
            }
            if findable.doc() != document || segment.is_deleted(document) {
                continue;
            }
            let text = part_of(share.text, self.telling.enough_words);
            let topics = part_of(share.topics, self.telling.enough_topics).min(1.0);
            let bearing = text + TOPICS * topics;
            if bearing < LEAST {
                continue;
            }
            let (nearness, band, region) = places.nearness(document);
            let candidate = Candidate {
                score: Reverse(units(bearing + nearness)),
                id: ids.id(document),
                bearing: units(bearing),
                text: units(text),
                lengths: lengths.of_document(document),
                words: share.has_words,
                topics: share.has_topics,
                band,
                region,
                project: None,
                city: None,
            };
            self.offer(candidate, &places, document)?;
        }
        Ok(())
    }

    fn offer(
        &mut self,
        mut candidate: Candidate,
        places: &Places<'_>,
        document: DocId,
    ) -> Result<()> {
        let is_full = self.best.len() >= self.request.limit;
        if is_full && self.best.peek().is_some_and(|worst| candidate > *worst) {
            return Ok(());
        }
        candidate.project = first_text(places.project.as_ref(), document)?;
        candidate.city = first_text(places.city.as_ref(), document)?;
        self.best.push(candidate);
        if is_full {
            self.best.pop();
        }
        Ok(())
    }

    /// What was found, the best first, without what is far behind the best; and what it took.
    pub(super) fn best(self) -> (Vec<Match>, Work) {
        let (telling, place) = (self.telling, self.request.place);
        let candidates = self.best.into_sorted_vec();
        let best = candidates.iter().map(|it| it.bearing).max();
        let best = from_units(best.unwrap_or_default());
        let near = candidates
            .into_iter()
            .filter(|it| from_units(it.bearing) >= LEAST_OF_BEST * best);
        let matches = near.map(|it| it.into_match(telling, place));
        (matches.collect(), self.work)
    }
}

/// How long the texts of a segment's documents are.
struct Lengths(Vec<FieldNormReader>);

impl Lengths {
    fn of(segment: &SegmentReader, fields: &LessonFields) -> Result<Self> {
        let slots = fields
            .texts
            .iter()
            .filter(|slot| PARTS.contains(&slot.part));
        let readers = slots.map(|slot| segment.get_fieldnorms_reader(slot.field));
        Ok(Self(readers.collect::<tantivy::Result<_>>()?))
    }

    /// A number that stands for them.
    fn of_document(&self, document: DocId) -> u64 {
        let lengths = self.0.iter().map(|reader| reader.fieldnorm_id(document));
        lengths.fold(0, |all: u64, length| {
            all.wrapping_mul(257).wrapping_add(length.into())
        })
    }
}

fn part_of(share: f32, all: f32) -> f32 {
    if all > 0.0 { share / all } else { 0.0 }
}
