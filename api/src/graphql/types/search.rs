//! What a search finds.

use std::sync::Arc;

use async_graphql::{Context, Object, SimpleObject, connection::PageInfo};
use entity::lesson;
use search::{Highlighter, Order, SortKey, TextField, Warning};

use crate::{
    app::{
        lookups::Entry,
        search_lessons::{Hit, LessonSearch},
    },
    domain::{
        lesson_filter,
        paging::{PagingError, decode, encode},
        problem::Locale,
    },
    graphql::{
        error::ApiError,
        loaders::{TopicsOf, load, load_all},
        types::{
            connection::{int, knowledge_base, list_size, locale, reach},
            enums::{LessonFacet, LessonText},
            label::Facet,
            lesson::Lesson,
            topic::vocabulary,
        },
    },
};

/// A page of what a search found.
#[derive(Clone)]
pub struct LessonSearchConnection {
    search: LessonSearch,
    hits: Vec<(Hit, lesson::Model)>,
    start: Option<SortKey>,
    end: Option<SortKey>,
    has_more: bool,
    has_previous: bool,
}

impl LessonSearchConnection {
    /// Searches, and reads the rows of the hits, which are cut to the reach once more.
    pub async fn search(
        ctx: &Context<'_>,
        query: &str,
        filter: &lesson_filter::LessonFilter,
        order: Order,
        limit: u64,
        after: Option<&str>,
    ) -> Result<Self, ApiError> {
        let search = knowledge_base(ctx).search_lessons(reach(ctx), query, filter, order)?;
        let after: Option<SortKey> = match after {
            Some(cursor) => Some(decode(cursor).ok_or(PagingError::Cursor("after"))?),
            None => None,
        };
        let has_previous = after.is_some();
        let limit = usize::try_from(limit).unwrap_or_default();
        let (found, has_more) = search.page(after, limit).await?;
        let (start, end) = (found.first(), found.last());
        let (start, end) = (
            start.map(|hit| hit.key.clone()),
            end.map(|hit| hit.key.clone()),
        );
        let ids = found.iter().map(|hit| hit.lesson).collect();
        let mut rows = load_all(ctx, ids).await?.into_iter().peekable();
        let mut hits = Vec::with_capacity(found.len());
        for hit in found {
            if let Some(row) = rows.next_if(|row| row.id == hit.lesson) {
                hits.push((hit, row));
            }
        }
        Ok(Self {
            search,
            hits,
            start,
            end,
            has_more,
            has_previous,
        })
    }

    /// How many lessons a search finds.
    pub async fn count(
        ctx: &Context<'_>,
        query: &str,
        filter: &lesson_filter::LessonFilter,
    ) -> Result<i32, ApiError> {
        let search =
            knowledge_base(ctx).search_lessons(reach(ctx), query, filter, Order::Relevance)?;
        Ok(int(search.count().await?))
    }
}

/// A page of what a search found, with counts over all it found.
#[Object]
impl LessonSearchConnection {
    /// The hits of this page, each with its cursor, score and highlights.
    async fn edges(&self) -> Vec<LessonSearchEdge> {
        let highlighter = Arc::new(std::sync::OnceLock::new());
        let hits = self.hits.iter();
        hits.map(|(hit, row)| LessonSearchEdge {
            cursor: encode(&hit.key),
            lesson: row.clone(),
            score: f64::from(hit.score),
            search: self.search.clone(),
            highlighter: Arc::clone(&highlighter),
        })
        .collect()
    }

    /// The lessons of this page.
    async fn nodes(&self) -> Vec<Lesson> {
        self.hits
            .iter()
            .map(|(_, row)| Lesson::from(row.clone()))
            .collect()
    }

    /// Whether there are more pages. A search pages forward only.
    async fn page_info(&self) -> PageInfo {
        PageInfo {
            has_previous_page: self.has_previous,
            has_next_page: self.has_more,
            start_cursor: self.start.as_ref().map(encode),
            end_cursor: self.end.as_ref().map(encode),
        }
    }

    /// How many lessons were found in all. Counted only when asked for.
    async fn total_count(&self) -> Result<i32, ApiError> {
        Ok(int(self.search.count().await?))
    }

    /// Counts of each value among all hits, the most frequent first; the filter on a facet's own field does not narrow that facet.
    #[graphql(complexity = "by.len() + child_complexity")]
    async fn facets(
        &self,
        #[graphql(desc = "What to count by.")] by: Vec<LessonFacet>,
        #[graphql(
            desc = "How many values of each at most, 1 to 100.",
            default_with = "Some(10)"
        )]
        first: Option<i32>,
    ) -> Result<Vec<Facet>, ApiError> {
        let first = list_size(first, 10)?;
        let asked = by.iter().map(|facet| (*facet).into()).collect();
        let counted = self.search.facets(asked, first).await?;
        Ok(by
            .into_iter()
            .zip(counted)
            .map(|(by, counts)| Facet::new(by, counts))
            .collect())
    }

    /// A corrected query that finds more, where the words as typed find little or nothing: made of words in what the viewer may read. Offer it as a link; nothing is corrected unasked.
    #[graphql(complexity = "10")]
    async fn did_you_mean(&self) -> Result<Option<String>, ApiError> {
        Ok(self.search.did_you_mean().await?)
    }

    /// What in the query could not be understood, and was searched as plain words: sentences in the language that `Accept-Language` asks for, German or English.
    async fn warnings(&self, ctx: &Context<'_>) -> Vec<String> {
        let said: fn(&Warning) -> String = match locale(ctx) {
            Locale::De => Warning::in_german,
            Locale::En => Warning::in_english,
        };
        self.search.warnings().iter().map(said).collect()
    }
}

/// A lesson that a search found.
#[derive(Clone)]
pub struct LessonSearchEdge {
    cursor: String,
    lesson: lesson::Model,
    score: f64,
    search: LessonSearch,
    highlighter: Arc<std::sync::OnceLock<Highlighter>>,
}

/// A lesson that a search found, and how well it matches.
#[Object]
impl LessonSearchEdge {
    /// The hit's place among the hits: pass it as `after` to page on from it.
    async fn cursor(&self) -> &str {
        &self.cursor
    }

    /// The lesson.
    async fn node(&self) -> Lesson {
        Lesson::from(self.lesson.clone())
    }

    /// How well it matches; higher is better. Comparable among the hits of one search only.
    async fn score(&self) -> f64 {
        self.score
    }

    /// Where the query's words stand in the lesson's texts. Made only when asked for.
    #[graphql(complexity = "10 + child_complexity")]
    async fn highlights(&self, ctx: &Context<'_>) -> Result<Vec<Highlight>, ApiError> {
        let texts = self.texts(ctx).await?;
        let highlighter = self.highlighter.get_or_init(|| self.search.highlighter());
        let mut marked = Vec::new();
        for (field, language, text) in texts {
            let html = highlighter.html(field, Some(&language), &text);
            let highlight = html.map(|html| Highlight {
                field: field.into(),
                html,
            });
            // A topic may be called the same in two languages.
            let is_new = |highlight: &Highlight| !marked.contains(highlight);
            marked.extend(highlight.filter(is_new));
        }
        Ok(marked)
    }
}

impl LessonSearchEdge {
    /// The texts that a search looks through, with their languages.
    async fn texts(&self, ctx: &Context<'_>) -> Result<Vec<(TextField, String, String)>, ApiError> {
        let row = &self.lesson;
        let own = [
            (TextField::Title, Some(&row.title)),
            (TextField::Insight, Some(&row.insight)),
            (TextField::Situation, row.situation.as_ref()),
            (TextField::Hurdle, row.hurdle.as_ref()),
            (TextField::Tried, row.tried.as_ref()),
            (TextField::Worked, row.worked.as_ref()),
            (TextField::Recommendation, row.recommendation.as_ref()),
        ];
        let own = own
            .into_iter()
            .filter_map(|(field, text)| Some((field, row.language.clone(), text?.clone())));
        let mut texts: Vec<_> = own.collect();
        if Lesson::from(row.clone()).is_attributed(ctx) {
            if let Some(id) = row.project_id
                && let Some(project) = load(ctx, id).await?
            {
                texts.push((TextField::Project, project.language, project.title));
            }
            if let Some(city) = load(ctx, row.city_id).await? {
                texts.push((TextField::City, "und".to_owned(), city.name));
            }
        }
        let topics = load(ctx, TopicsOf(Entry::Lesson(row.id)))
            .await?
            .unwrap_or_default();
        let vocabulary = vocabulary(ctx).await?;
        for label in topics.iter().flat_map(|topic| vocabulary.labels(*topic)) {
            texts.push((
                TextField::Topic,
                label.language.clone(),
                label.label.clone(),
            ));
        }
        Ok(texts)
    }
}

/// A text in which the query's words are marked.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct Highlight {
    /// Which text it is from.
    field: LessonText,
    /// HTML-escaped text in which only `<mark>` is markup; of a long text, the stretch in which most is marked. Without the marks it stands so in the text.
    html: String,
}

impl From<TextField> for LessonText {
    fn from(field: TextField) -> Self {
        match field {
            TextField::Title => Self::Title,
            TextField::Insight => Self::Insight,
            TextField::Situation => Self::Situation,
            TextField::Hurdle => Self::Hurdle,
            TextField::Tried => Self::Tried,
            TextField::Worked => Self::Worked,
            TextField::Recommendation => Self::Recommendation,
            TextField::Project => Self::Project,
            TextField::City => Self::City,
            TextField::Topic => Self::Topic,
        }
    }
}

impl From<LessonFacet> for search::Facet {
    fn from(facet: LessonFacet) -> Self {
        match facet {
            LessonFacet::Topic => Self::Topic,
            LessonFacet::ActionField => Self::ActionField,
            LessonFacet::City => Self::City,
            LessonFacet::Country => Self::Country,
            LessonFacet::Region => Self::Region,
            LessonFacet::Population => Self::Population,
            LessonFacet::Outcome => Self::Outcome,
            LessonFacet::Kind => Self::Kind,
            LessonFacet::Year => Self::Year,
            LessonFacet::Language => Self::Language,
            LessonFacet::Organization => Self::Organization,
        }
    }
}
