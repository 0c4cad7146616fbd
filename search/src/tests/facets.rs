//! Filters and facets, against counting by hand.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use uuid::Uuid;

use super::{fill, id, page};
use crate::testing::lesson;
use crate::{Bucket, Document, Facet, FacetCounts, Filter, Index, POPULATION_BANDS, Query, Scope};

const FACETS: [Facet; 11] = [
    Facet::Topic,
    Facet::ActionField,
    Facet::City,
    Facet::Country,
    Facet::Region,
    Facet::Population,
    Facet::Outcome,
    Facet::Kind,
    Facet::Year,
    Facet::Language,
    Facet::Organization,
];

fn any_ids(from: u128) -> impl Strategy<Value = Vec<Uuid>> {
    prop::collection::btree_set(from..from + 4, 0..3)
        .prop_map(|ids| ids.into_iter().map(id).collect())
}

fn one_of(values: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::sample::select(values).prop_map(str::to_owned)
}

fn some_of(values: &'static [&'static str]) -> impl Strategy<Value = Option<Vec<String>>> {
    prop::option::of(prop::collection::vec(one_of(values), 0..3))
}

const COUNTRIES: &[&str] = &["DE", "AT", "CH"];
const REGIONS: &[&str] = &["Bayern", "Tirol"];
const KINDS: &[&str] = &["PROCESS", "TECHNOLOGY"];
const OUTCOMES: &[&str] = &["WORKED", "PARTLY", "FAILED"];
const LANGUAGES: &[&str] = &["de", "de-AT", "en", "pl"];

prop_compose! {
    fn any_document()(
        published in prop::bool::weighted(0.8),
        language in one_of(LANGUAGES),
        city in prop::option::of((20u128..24).prop_map(id)),
        country in prop::option::of(one_of(COUNTRIES)),
        region in prop::option::of(one_of(REGIONS)),
        population in prop::option::of(prop::sample::select(vec![0i64, 4_999, 5_000, 60_000, 700_000])),
        project in prop::option::of((30u128..33).prop_map(id)),
        organizations in any_ids(40),
        topics in any_ids(50),
        action_fields in any_ids(60),
        kind in one_of(KINDS),
        (outcome, year) in (one_of(OUTCOMES), prop::option::of(2018i32..2022)),
        (occurred, published_at, reuse_count) in (
            prop::option::of((0i32..50, 0i32..20).prop_map(|(day, span)| (day, day + span))),
            prop::option::of(0i64..30),
            0u64..3,
        ),
    ) -> Document {
        Document {
            published, language, city, country, region, population, project, organizations,
            topics, action_fields, kind, outcome, occurred, year, published_at, reuse_count,
            ..lesson(0, "Akte", "Haushalt")
        }
    }
}

prop_compose! {
    fn any_filter()(
        cities in prop::option::weighted(0.2, any_ids(20)),
        countries in some_of(COUNTRIES),
        regions in some_of(REGIONS),
        population_from in prop::option::weighted(0.2, 0i64..100_000),
        population_to in prop::option::weighted(0.2, 0i64..1_000_000),
        projects in prop::option::weighted(0.2, any_ids(30)),
        organizations in prop::option::weighted(0.2, any_ids(40)),
        topics in prop::option::weighted(0.3, any_ids(50).prop_mix(60)),
        kinds in some_of(KINDS),
        outcomes in some_of(OUTCOMES),
        (languages, occurred_from, occurred_to) in (
            some_of(LANGUAGES),
            prop::option::weighted(0.2, 0i32..70),
            prop::option::weighted(0.2, 0i32..70),
        ),
        (published_since, reused, keep) in (
            prop::option::weighted(0.2, 0i64..30),
            prop::option::weighted(0.2, any::<bool>()),
            prop::collection::vec(prop::bool::weighted(0.25), 6),
        ),
    ) -> Filter {
        let kept = |at: usize, list: Option<Vec<String>>| list.filter(|_| keep[at]);
        Filter {
            cities, countries: kept(0, countries), regions: kept(1, regions), population_from,
            population_to, projects, organizations, topics, kinds: kept(2, kinds),
            outcomes: kept(3, outcomes), languages: kept(4, languages), occurred_from, occurred_to,
            published_since, reused,
        }
    }
}

trait Mix: Strategy<Value = Vec<Uuid>> + Sized {
    /// These ids or those from another range, both of which a filter on topics may name.
    fn prop_mix(self, from: u128) -> impl Strategy<Value = Vec<Uuid>> {
        (self, any_ids(from)).prop_map(|(mut ids, more)| {
            ids.extend(more);
            ids
        })
    }
}
impl<S: Strategy<Value = Vec<Uuid>>> Mix for S {}

/// Whether a filter lets a document through, told without the index.
fn passes(filter: &Filter, document: &Document) -> bool {
    fn any<T: PartialEq>(list: Option<&Vec<T>>, values: &[T]) -> bool {
        list.is_none_or(|list| values.iter().any(|value| list.contains(value)))
    }
    let values = |value: &Option<String>| value.iter().cloned().collect::<Vec<_>>();
    let topics = [document.topics.clone(), document.action_fields.clone()].concat();
    let number = |value: Option<i64>, from: Option<i64>, to: Option<i64>| {
        from.is_none_or(|from| value.is_some_and(|value| value >= from))
            && to.is_none_or(|to| value.is_some_and(|value| value <= to))
    };
    let (earliest, latest) = document.occurred.unzip();
    any(filter.cities.as_ref(), document.city.as_slice())
        && any(filter.countries.as_ref(), &values(&document.country))
        && any(filter.regions.as_ref(), &values(&document.region))
        && any(filter.projects.as_ref(), document.project.as_slice())
        && any(filter.organizations.as_ref(), &document.organizations)
        && any(filter.topics.as_ref(), &topics)
        && any(filter.kinds.as_ref(), std::slice::from_ref(&document.kind))
        && any(
            filter.outcomes.as_ref(),
            std::slice::from_ref(&document.outcome),
        )
        && any(filter.languages.as_ref(), &languages(document))
        && number(
            document.population,
            filter.population_from,
            filter.population_to,
        )
        && number(
            latest.map(i64::from),
            filter.occurred_from.map(i64::from),
            None,
        )
        && number(
            earliest.map(i64::from),
            None,
            filter.occurred_to.map(i64::from),
        )
        && number(document.published_at, filter.published_since, None)
        && filter
            .reused
            .is_none_or(|reused| reused == (document.reuse_count > 0))
}

fn languages(document: &Document) -> Vec<String> {
    let mut languages = vec![document.language.clone()];
    if document.language == "de-AT" {
        languages.push("de".to_owned());
    }
    languages
}

/// A filter without the facet's own field.
fn without(facet: Facet, filter: &Filter) -> Filter {
    let mut filter = filter.clone();
    match facet {
        Facet::Topic | Facet::ActionField => filter.topics = None,
        Facet::City => filter.cities = None,
        Facet::Country => filter.countries = None,
        Facet::Region => filter.regions = None,
        Facet::Population => (filter.population_from, filter.population_to) = (None, None),
        Facet::Outcome => filter.outcomes = None,
        Facet::Kind => filter.kinds = None,
        Facet::Year => (filter.occurred_from, filter.occurred_to) = (None, None),
        Facet::Language => filter.languages = None,
        Facet::Organization => filter.organizations = None,
    }
    filter
}

fn values(facet: Facet, document: &Document) -> BTreeSet<String> {
    let ids = |ids: &[Uuid]| ids.iter().map(Uuid::to_string).collect::<BTreeSet<_>>();
    let text = |text: &Option<String>| text.iter().cloned().collect::<BTreeSet<_>>();
    match facet {
        Facet::Topic => ids(&document.topics),
        Facet::ActionField => ids(&document.action_fields),
        Facet::City => ids(document.city.as_slice()),
        Facet::Country => text(&document.country),
        Facet::Region => text(&document.region),
        Facet::Population => {
            let bands = POPULATION_BANDS.iter().filter(|band| {
                document.population.is_some_and(|people| {
                    people >= band.from && band.to.is_none_or(|to| people <= to)
                })
            });
            bands.map(|band| band.value.to_owned()).collect()
        }
        Facet::Outcome => BTreeSet::from([document.outcome.clone()]),
        Facet::Kind => BTreeSet::from([document.kind.clone()]),
        Facet::Year => document.year.iter().map(i32::to_string).collect(),
        Facet::Language => languages(document).into_iter().collect(),
        Facet::Organization => ids(&document.organizations),
    }
}

/// Counts a facet by hand.
fn counted(facet: Facet, documents: &[&Document], first: usize) -> FacetCounts {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for document in documents {
        for value in values(facet, document) {
            *counts.entry(value).or_default() += 1;
        }
    }
    let distinct = counts.len() as u64;
    let mut buckets: Vec<Bucket> = counts
        .into_iter()
        .map(|(value, count)| Bucket { value, count })
        .collect();
    buckets.sort_by_key(|bucket| std::cmp::Reverse(bucket.count));
    buckets.truncate(first);
    FacetCounts {
        by: facet,
        buckets,
        distinct,
    }
}

/// Numbers the documents and puts them into several segments, some of them twice.
fn indexed(documents: &mut [Document]) -> Index {
    for (number, document) in (1..).zip(documents.iter_mut()) {
        document.id = id(number);
    }
    let index = Index::in_memory().unwrap();
    for part in documents.chunks(15) {
        fill(&index, part);
    }
    fill(&index, &documents[..documents.len() / 3]);
    index
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn filters_and_facets_agree_with_counting_by_hand(
        mut documents in prop::collection::vec(any_document(), 1..40),
        filters in prop::collection::vec(any_filter(), 3..7),
        first in 1usize..6,
        query in prop::sample::select(vec!["", "Akte", "Akte Haushalt", "-Nichts"]),
    ) {
        let searcher = indexed(&mut documents).searcher();
        for scope in [Scope::All, Scope::anonymous()] {
            let readable: Vec<&Document> = documents.iter()
                .filter(|document| scope == Scope::All || document.published)
                .collect();
            for filter in &filters {
                let expected: BTreeSet<Uuid> = readable.iter()
                    .filter(|document| passes(filter, document))
                    .map(|document| document.id)
                    .collect();
                let hits = page(&searcher, query, filter, &scope).hits;
                prop_assert_eq!(hits.len(), expected.len());
                let hits: BTreeSet<Uuid> = hits.into_iter().map(|hit| hit.id).collect();
                prop_assert_eq!(&hits, &expected);
                let query = Query::parse(query).unwrap();
                let count = searcher.count(&query, filter, &scope).unwrap();
                prop_assert_eq!(count, expected.len() as u64);
                let facets = searcher.facets(&query, filter, &scope, &FACETS, first).unwrap();
                for (facet, counts) in FACETS.into_iter().zip(facets) {
                    let wider = without(facet, filter);
                    let among: Vec<&Document> = readable.iter().copied()
                        .filter(|document| passes(&wider, document))
                        .collect();
                    prop_assert_eq!(counts, counted(facet, &among, first));
                }
            }
        }
    }

    #[test]
    fn the_timeline_agrees_with_counting_by_hand(
        mut documents in prop::collection::vec(any_document(), 1..40),
        filter in any_filter(),
    ) {
        let searcher = indexed(&mut documents).searcher();
        let mut expected: BTreeMap<i32, BTreeMap<String, u64>> = BTreeMap::new();
        let published = documents.iter().filter(|document| document.published);
        for document in published.filter(|document| passes(&filter, document)) {
            if let Some(year) = document.year {
                let year = expected.entry(year).or_default();
                *year.entry(document.outcome.clone()).or_default() += 1;
            }
        }
        let timeline = searcher.timeline(&filter, &Scope::All).unwrap();
        prop_assert_eq!(timeline, expected.into_iter().collect::<Vec<_>>());
    }
}

#[test]
fn a_list_that_is_given_but_empty_matches_nothing() {
    let searcher = indexed(&mut [lesson(1, "Akte", "")]).searcher();
    let filter = Filter {
        kinds: Some(vec![]),
        ..Filter::default()
    };
    assert!(page(&searcher, "", &filter, &Scope::All).hits.is_empty());
    assert_eq!(
        page(&searcher, "", &Filter::default(), &Scope::All)
            .hits
            .len(),
        1
    );
}
