//! Counts what the documents of a shelf share with a text, and keeps the best of them.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tantivy::columnar::{Column, StrColumn};
use tantivy::index::SegmentReader;
use tantivy::postings::Postings;
use tantivy::query::{
    AllQuery, Bm25StatisticsProvider, BooleanQuery, EnableScoring, Occur, Query, Weight,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Searcher, TERMINATED, Term};
use uuid::Uuid;

use super::super::bands::POPULATION_BANDS;
use super::super::facets::text_of;
use super::super::narrow;
use super::super::statistics::Statistics;
use super::variety::Traits;
use super::words::{Probe, Telling, Topic, Word};
use super::{AlikePlace, AlikeRequest, Match, Reason, Work};
use crate::error::Result;
use crate::shelf::{IdColumns, LessonFields};
use crate::{Level, PopulationBand, Scope};

/// What sharing the topics, and coming from the same kind of city, count beside the words.
const TOPICS: f32 = 0.5;
const SAME_BAND: f32 = 0.05;
const SAME_REGION: f32 = 0.03;
const SAME_COUNTRY: f32 = 0.02;
/// What words and topics have to come to, and which part of what the best one comes to.
const LEAST: f32 = 0.08;
const LEAST_OF_BEST: f32 = 0.15;
/// How many words and topics are told as reasons.
const TOLD: usize = 6;

/// BM25's usual parameters: how soon more of a word counts no more, and how much length does.
const SATURATION: f32 = 1.2;
const LENGTH: f32 = 0.75;

/// Scores are kept as whole numbers of this fraction, so that equal ones are equal.
const UNITS: f32 = 4096.0;

/// The best documents so far.
pub(super) struct Tally<'a> {
    fields: &'a LessonFields,
    statistics: &'a Statistics,
    telling: &'a Telling,
    request: &'a AlikeRequest<'a>,
    best: BinaryHeap<Candidate>,
}

/// A document while the best are picked: what is greater comes later.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    score: Reverse<i64>,
    id: Uuid,
    bearing: i64,
    text: i64,
    words: u64,
    topics: u64,
    band: Option<usize>,
    region: bool,
    project: Option<String>,
    city: Option<String>,
}

/// What a document has of the text.
#[derive(Clone, Copy, Default)]
struct Share {
    text: f32,
    topics: f32,
    has_words: u64,
    has_topics: u64,
}

/// What the documents of a segment have.
struct Shares {
    all: Vec<Share>,
    touched: Vec<DocId>,
}

impl Shares {
    fn of(segment: &SegmentReader) -> Self {
        let documents = usize::try_from(segment.max_doc()).unwrap_or_default();
        Self {
            all: vec![Share::default(); documents],
            touched: Vec::new(),
        }
    }

    fn at(&mut self, document: DocId) -> Option<&mut Share> {
        self.all.get_mut(usize::try_from(document).ok()?)
    }

    /// The same, for a document that is touched by it.
    fn touch(&mut self, document: DocId) -> Option<&mut Share> {
        let share = self.all.get_mut(usize::try_from(document).ok()?)?;
        if share.has_words == 0 && share.has_topics == 0 {
            self.touched.push(document);
        }
        Some(share)
    }
}

impl<'a> Tally<'a> {
    pub(super) fn new(
        fields: &'a LessonFields,
        statistics: &'a Statistics,
        telling: &'a Telling,
        request: &'a AlikeRequest<'a>,
    ) -> Self {
        Self {
            fields,
            statistics,
            telling,
            request,
            best: BinaryHeap::new(),
        }
    }

    /// Goes through what the documents of a shelf share with the text.
    pub(super) fn count(
        &mut self,
        shelf: &Searcher,
        scope: &Scope,
        work: &mut Work,
    ) -> Result<()> {
        let conditions = self.conditions(scope);
        let weight = conditions.weight(EnableScoring::disabled_from_searcher(shelf))?;
        for segment in shelf.segment_readers() {
            let mut shares = Shares::of(segment);
            let mut found = Vec::new();
            for (at, word) in self.telling.words.iter().enumerate() {
                self.word(segment, at, word, &mut shares, &mut found, work)?;
            }
            for (at, topic) in self.telling.topics.iter().enumerate() {
                self.topic(segment, at, topic, &mut shares, work)?;
            }
            shares.touched.sort_unstable();
            self.keep(segment, &*weight, shares)?;
        }
        Ok(())
    }

    /// What a document has to be, whatever it shares: published, readable, and let through.
    fn conditions(&self, scope: &Scope) -> BooleanQuery {
        let (fields, except) = (self.fields, self.request.except);
        let published = Scope::Readable {
            level: Level::City,
            cities: Vec::new(),
            organizations: Vec::new(),
        };
        let mut conditions = narrow::conditions(fields, self.request.filter);
        conditions.extend(fields.common.readable(scope));
        conditions.extend(fields.common.readable(&published));
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
            let query = tantivy::query::TermQuery::new(term, IndexRecordOption::Basic);
            parts.push((Occur::MustNot, Box::new(query)));
        }
        BooleanQuery::new(parts)
    }

    /// Adds what a word is worth to all documents that have it: once, where it is worth most.
    fn word(
        &self,
        segment: &SegmentReader,
        at: usize,
        word: &Word,
        shares: &mut Shares,
        found: &mut Vec<(DocId, f32)>,
        work: &mut Work,
    ) -> Result<()> {
        found.clear();
        for probe in &word.probes {
            self.probe(segment, probe, found, work)?;
        }
        found.sort_unstable_by(|(a, one), (b, other)| a.cmp(b).then(other.total_cmp(one)));
        found.dedup_by_key(|(document, _)| *document);
        for (document, worth) in found.iter() {
            if let Some(share) = shares.touch(*document) {
                share.text += word.frequency * worth;
                share.has_words |= 1 << at;
            }
        }
        Ok(())
    }

    /// The documents of a term, and what it is worth in them.
    fn probe(
        &self,
        segment: &SegmentReader,
        probe: &Probe,
        found: &mut Vec<(DocId, f32)>,
        work: &mut Work,
    ) -> Result<()> {
        let field = probe.term.field();
        let index = segment.inverted_index(field)?;
        let Some(mut postings) = index.read_postings(&probe.term, IndexRecordOption::WithFreqs)?
        else {
            return Ok(());
        };
        let lengths = segment.get_fieldnorms_reader(field)?;
        let usual = self.usual_length(field)?;
        work.probes += 1;
        let mut document = postings.doc();
        while document != TERMINATED {
            work.documents += 1;
            let (often, length) = (postings.term_freq(), lengths.fieldnorm(document));
            let (often, length) = (float(often.into()), float(length.into()));
            let slowed = SATURATION * (1.0 - LENGTH + LENGTH * length / usual);
            let saturated = often * (1.0 + SATURATION) / (often + slowed);
            found.push((document, probe.worth * probe.weight * saturated));
            document = postings.advance();
        }
        Ok(())
    }

    /// How long a field is in the open lessons that have it.
    fn usual_length(&self, field: Field) -> Result<f32> {
        let tokens = self.statistics.total_num_tokens(field)?;
        let documents = self.statistics.total_num_docs()?;
        Ok((float(tokens) / float(documents).max(1.0)).max(1.0))
    }

    fn topic(
        &self,
        segment: &SegmentReader,
        at: usize,
        topic: &Topic,
        shares: &mut Shares,
        work: &mut Work,
    ) -> Result<()> {
        for term in &topic.terms {
            let index = segment.inverted_index(term.field())?;
            let Some(mut postings) = index.read_postings(term, IndexRecordOption::Basic)? else {
                continue;
            };
            work.probes += 1;
            let mut document = postings.doc();
            while document != TERMINATED {
                work.documents += 1;
                let share = if topic.common {
                    let known = shares.at(document);
                    known.filter(|share| share.has_words > 0 || share.has_topics > 0)
                } else {
                    shares.touch(document)
                };
                if let Some(share) = share {
                    share.topics += topic.worth;
                    share.has_topics |= 1 << at;
                }
                document = postings.advance();
            }
        }
        Ok(())
    }

    /// Keeps the best of the documents that share something and may be found.
    fn keep(
        &mut self,
        segment: &SegmentReader,
        weight: &dyn Weight,
        mut shares: Shares,
    ) -> Result<()> {
        let ids = IdColumns::of(segment)?;
        let places = Places::of(segment, self.request.place)?;
        let mut findable = weight.scorer(segment, 1.0)?;
        for document in std::mem::take(&mut shares.touched) {
            if findable.doc() < document {
                findable.seek(document);
            }
            if findable.doc() != document || segment.is_deleted(document) {
                continue;
            }
            let Some(share) = shares.at(document).map(|share| *share) else {
                continue;
            };
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

    /// What was found, the best first, without what is far behind the best.
    pub(super) fn best(self) -> Result<Vec<Match>> {
        let (telling, place) = (self.telling, self.request.place);
        let candidates = self.best.into_sorted_vec();
        let best = candidates.iter().map(|it| it.bearing).max();
        let best = from_units(best.unwrap_or_default());
        let near = candidates
            .into_iter()
            .filter(|it| from_units(it.bearing) >= LEAST_OF_BEST * best);
        Ok(near.map(|it| it.into_match(telling, place)).collect())
    }
}

impl Candidate {
    fn into_match(self, telling: &Telling, place: Option<&AlikePlace>) -> Match {
        let mut reasons = Vec::new();
        let topics = bits(self.topics, &telling.topics).map(|topic| topic.id);
        let topics: Vec<Uuid> = topics.collect();
        if !topics.is_empty() {
            reasons.push(Reason::Topics(topics));
        }
        let region = place.filter(|_| self.region);
        let region = region.and_then(|place| place.region.clone());
        let band: Option<PopulationBand> = self
            .band
            .and_then(|band| POPULATION_BANDS.get(band).copied());
        if band.is_some() || region.is_some() {
            reasons.push(Reason::Place { band, region });
        }
        let words = bits(self.words, &telling.words).take(TOLD);
        let words: Vec<String> = words.map(|word| word.written.clone()).collect();
        if !words.is_empty() {
            reasons.push(Reason::Words(words));
        }
        Match {
            id: self.id,
            score: from_units(self.score.0),
            reasons,
            traits: Traits {
                words: self.words,
                topics: self.topics,
                text: self.text,
                project: self.project,
                city: self.city,
            },
        }
    }
}

/// Those of a list whose bits are set.
fn bits<T>(set: u64, of: &[T]) -> impl Iterator<Item = &T> {
    let set = of.iter().enumerate().filter(move |(at, _)| set >> at & 1 == 1);
    set.map(|(_, it)| it)
}

/// Where the documents of a segment come from, and how near that is to a place.
struct Places<'a> {
    place: Option<&'a AlikePlace>,
    population: Option<Column<i64>>,
    country: Option<(StrColumn, u64)>,
    region: Option<(StrColumn, u64)>,
    project: Option<StrColumn>,
    city: Option<StrColumn>,
}

impl<'a> Places<'a> {
    fn of(segment: &SegmentReader, place: Option<&'a AlikePlace>) -> Result<Self> {
        let columns = segment.fast_fields();
        let value = |field: &str, text: Option<&String>| -> Result<Option<(StrColumn, u64)>> {
            let (Some(text), Some(column)) = (text, columns.str(field)?) else {
                return Ok(None);
            };
            let value = column.dictionary().term_ord(text)?;
            Ok(value.map(|value| (column, value)))
        };
        Ok(Self {
            place,
            population: columns.column_opt("population")?,
            country: value("country", place.and_then(|it| it.country.as_ref()))?,
            region: value("region", place.and_then(|it| it.region.as_ref()))?,
            project: columns.str("project")?,
            city: columns.str("city")?,
        })
    }

    /// How near a document's city is, and the band and whether the region is the same. Regions of
    /// the same name in two countries are two.
    fn nearness(&self, document: DocId) -> (f32, Option<usize>, bool) {
        let band = |people: Option<i64>| {
            let people = people?;
            POPULATION_BANDS.iter().position(|band| band.holds(people))
        };
        let own = band(self.place.and_then(|place| place.population));
        let there = self.population.as_ref();
        let there = band(there.and_then(|column| column.first(document)));
        let same_band = own.filter(|_| own == there);
        let has = |value: &Option<(StrColumn, u64)>| {
            let value = value.as_ref();
            value.is_some_and(|(column, value)| column.ords().first(document) == Some(*value))
        };
        let country = has(&self.country);
        let region = country && has(&self.region);
        let mut nearness = 0.0;
        for (holds, worth) in [
            (same_band.is_some(), SAME_BAND),
            (region, SAME_REGION),
            (country, SAME_COUNTRY),
        ] {
            nearness += if holds { worth } else { 0.0 };
        }
        (nearness, same_band, region)
    }
}

fn first_text(column: Option<&StrColumn>, document: DocId) -> Result<Option<String>> {
    let value = column.and_then(|column| Some((column, column.ords().first(document)?)));
    value.map(|(column, value)| text_of(column, value)).transpose()
}

fn part_of(share: f32, all: f32) -> f32 {
    if all > 0.0 { share / all } else { 0.0 }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts and lengths stay below what a float holds"
)]
fn float(count: u64) -> f32 {
    count as f32
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "scores stay far below the range, and a cast saturates"
)]
fn units(score: f32) -> i64 {
    (score * UNITS).round() as i64
}

#[expect(
    clippy::cast_precision_loss,
    reason = "scores in units stay far below 2^24"
)]
fn from_units(units: i64) -> f32 {
    units as f32 / UNITS
}
