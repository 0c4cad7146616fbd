//! What the index holds, made from what the database holds.

use std::collections::{HashMap, HashSet};

use entity::{
    city,
    id::{CityId, LessonId, OrganizationId, ProjectId, TopicId},
    kind::{Attribution, Audience, EntryStatus, TopicScheme},
    lesson, project, topic,
};
use sea_orm::DbErr;
use search::{Document, Level, Name, NameKind, Text, TextField};
use uuid::Uuid;

use crate::{
    app::{
        lookups::{Entry, ReuseSummary},
        reading::Reading,
        vocabulary::Vocabulary,
    },
    domain::{
        origin::listed_time,
        partial_date::{PartialDate, epoch_day},
        policy::EntryFacts,
        reach::read_by_all_readers_of,
    },
};

/// Everything that documents and names are made of, besides their own rows.
struct Surroundings<'v> {
    vocabulary: &'v Vocabulary,
    cities: HashMap<CityId, city::Model>,
    projects: HashMap<ProjectId, project::Model>,
    topics: HashMap<Entry, Vec<TopicId>>,
    organizations: HashMap<Entry, Vec<OrganizationId>>,
    reuses: HashMap<LessonId, ReuseSummary>,
    replaced: HashSet<LessonId>,
}

impl Reading<'_> {
    /// The documents and names of these lessons; lessons that are gone are missing.
    pub(super) async fn lesson_documents(
        &self,
        ids: &[LessonId],
        vocabulary: &Vocabulary,
    ) -> Result<Vec<(Document, Name)>, DbErr> {
        let lessons = self.lessons_by_id(ids).await?;
        let surroundings = self.surroundings(&lessons, vocabulary).await?;
        let documents = lessons.values().map(|lesson| {
            (
                surroundings.document(lesson),
                surroundings.lesson_name(lesson),
            )
        });
        Ok(documents.collect())
    }

    async fn surroundings<'v>(
        &self,
        lessons: &HashMap<LessonId, lesson::Model>,
        vocabulary: &'v Vocabulary,
    ) -> Result<Surroundings<'v>, DbErr> {
        let entries: Vec<_> = lessons.keys().map(|id| Entry::Lesson(*id)).collect();
        let ids: Vec<_> = lessons.keys().copied().collect();
        let cities: HashSet<_> = lessons.values().map(|lesson| lesson.city_id).collect();
        let projects: HashSet<_> = lessons
            .values()
            .filter_map(|lesson| lesson.project_id)
            .collect();
        let in_projects = projects.iter().copied().map(Entry::Project);
        let taking_part: Vec<_> = entries.iter().copied().chain(in_projects).collect();
        let organizations = self.organizations_of(&taking_part).await?;
        Ok(Surroundings {
            vocabulary,
            cities: self.cities_by_id(&Vec::from_iter(cities)).await?,
            projects: self.projects_by_id(&Vec::from_iter(projects)).await?,
            topics: self.topics_of(&entries).await?,
            replaced: self.replaced_for_all(lessons, &organizations).await?,
            organizations,
            reuses: self.reuse_summaries(&ids).await?,
        })
    }

    /// The organizations that take part.
    async fn organizations_of(
        &self,
        entries: &[Entry],
    ) -> Result<HashMap<Entry, Vec<OrganizationId>>, DbErr> {
        let participations = self.participations_of(entries).await?.into_iter();
        let organizations = participations.map(|(entry, participations)| {
            let organizations = participations.iter().filter_map(|it| it.organization_id);
            (entry, organizations.collect())
        });
        Ok(organizations.collect())
    }

    /// Those of the lessons that a newer one takes the place of: one that all who may read the lesson
    /// may read too, so that a place in the order tells of nothing hidden. Of an anonymous lesson
    /// outsiders must not know what it bears on, so none takes its place here, nor it another's.
    async fn replaced_for_all(
        &self,
        lessons: &HashMap<LessonId, lesson::Model>,
        organizations: &HashMap<Entry, Vec<OrganizationId>>,
    ) -> Result<HashSet<LessonId>, DbErr> {
        let ids: Vec<_> = lessons.keys().copied().collect();
        let newer = self.replaced_by(&ids).await?;
        let all: HashSet<_> = newer.values().flatten().copied().collect();
        let all = self.lessons_by_id(&Vec::from_iter(all)).await?;
        let entries: Vec<_> = all.keys().copied().map(Entry::Lesson).collect();
        let theirs = self.organizations_of(&entries).await?;
        let takes_the_place = |newer: &lesson::Model, lesson: &lesson::Model| {
            let both = [newer, lesson];
            let named = both.iter().all(|it| it.attribution == Attribution::Named);
            let (newer, lesson) = (facts(newer, &theirs), facts(lesson, organizations));
            named && read_by_all_readers_of(&lesson, &newer)
        };
        let is_replaced = |id: &LessonId| {
            let newer = newer.get(id).into_iter().flatten();
            let mut newer = newer.filter_map(|newer| all.get(newer));
            let lesson = lessons.get(id);
            lesson.is_some_and(|lesson| newer.any(|newer| takes_the_place(newer, lesson)))
        };
        Ok(ids.into_iter().filter(is_replaced).collect())
    }

    /// The names of these cities.
    pub(super) async fn city_names(&self, ids: &[CityId]) -> Result<Vec<Name>, DbErr> {
        let cities = self.cities_by_id(ids).await?;
        let names = cities.into_values().map(|city| Name {
            weight: city.population.unwrap_or_default().unsigned_abs(),
            ..public_name(city.id.0, NameKind::City, city.name)
        });
        Ok(names.collect())
    }

    /// The names of these projects.
    pub(super) async fn project_names(&self, ids: &[ProjectId]) -> Result<Vec<Name>, DbErr> {
        let projects = self.projects_by_id(ids).await?;
        let entries: Vec<_> = projects.keys().map(|id| Entry::Project(*id)).collect();
        let participations = self.participations_of(&entries).await?;
        let names = projects.into_values().map(|project| {
            let part = participations.get(&Entry::Project(project.id));
            let organizations = part
                .into_iter()
                .flatten()
                .filter_map(|it| it.organization_id);
            Name {
                published: project.entry_status == EntryStatus::Published,
                level: level(project.audience),
                holder: project.city_id.map(Uuid::from),
                participants: organizations.map(Uuid::from).collect(),
                ..public_name(project.id.0, NameKind::Project, project.title)
            }
        });
        Ok(names.collect())
    }
}

/// The names of these topics.
pub(super) fn topic_names<'a>(
    topics: impl IntoIterator<Item = &'a topic::Model>,
    vocabulary: &Vocabulary,
) -> Vec<Name> {
    let names = topics.into_iter().map(|topic| {
        let text = vocabulary
            .label(topic.id, "de")
            .unwrap_or(&topic.slug)
            .to_owned();
        let labels = vocabulary
            .labels(topic.id)
            .iter()
            .map(|label| label.label.clone());
        Name {
            alternatives: labels.filter(|label| *label != text).collect(),
            ..public_name(topic.id.0, NameKind::Topic, text.clone())
        }
    });
    names.collect()
}

/// What decides who may read a lesson.
fn facts<'a>(
    lesson: &lesson::Model,
    organizations: &'a HashMap<Entry, Vec<OrganizationId>>,
) -> EntryFacts<'a> {
    let participants = organizations.get(&Entry::Lesson(lesson.id));
    EntryFacts {
        city: Some(lesson.city_id),
        status: lesson.status,
        audience: lesson.audience,
        participants: participants.map_or(&[], Vec::as_slice),
        submitted_by: lesson.submitted_by,
    }
}

fn public_name(id: Uuid, kind: NameKind, text: String) -> Name {
    Name {
        id,
        kind,
        text,
        alternatives: Vec::new(),
        weight: 0,
        published: true,
        level: Level::Public,
        holder: None,
        participants: Vec::new(),
    }
}

impl Surroundings<'_> {
    fn document(&self, lesson: &lesson::Model) -> Document {
        // Whatever tells where an anonymous lesson comes from stays out of what is shown,
        // filtered and counted.
        let named = lesson.attribution == Attribution::Named;
        let city = self.cities.get(&lesson.city_id).filter(|_| named);
        let project = self.project(lesson).map(|project| project.id);
        let organizations = self.organizations.get(&Entry::Lesson(lesson.id));
        let organizations: Vec<Uuid> = organizations.into_iter().flatten().map(|id| id.0).collect();
        let (action_fields, topics) = self.topic_ids(lesson.id);
        let occurred = lesson.occurred_earliest.zip(lesson.occurred_latest);
        let year = lesson
            .occurred_on
            .as_deref()
            .and_then(|date| PartialDate::parse(date).ok());
        Document {
            id: lesson.id.0,
            published: lesson.status == EntryStatus::Published,
            level: level(lesson.audience),
            holder: lesson.city_id.0,
            participants: organizations.clone(),
            language: lesson.language.clone(),
            texts: self.texts(lesson, city),
            city: city.map(|city| city.id.0),
            country: city.map(|city| city.country.clone()),
            region: city.and_then(|city| city.region.clone()),
            population: city.and_then(|city| city.population),
            project: project.map(Uuid::from),
            organizations: if named { organizations } else { Vec::new() },
            topics,
            action_fields,
            kind: lesson.kind.as_str().to_owned(),
            outcome: lesson.outcome.as_str().to_owned(),
            occurred: occurred.map(|(earliest, latest)| (epoch_day(earliest), epoch_day(latest))),
            year: year.and_then(|date| date.year()),
            published_at: lesson
                .published_at
                .map(|time| listed_time(time, named).timestamp_micros()),
            updated_at: listed_time(lesson.updated_at, named).timestamp_micros(),
            reuse_count: self.reuses.get(&lesson.id).map_or(0, |reuses| reuses.total),
            helped_count: self
                .reuses
                .get(&lesson.id)
                .map_or(0, |reuses| reuses.helped),
            replaced: self.replaced.contains(&lesson.id),
        }
    }

    /// The lesson's project, if whoever may read the lesson may know of it: what is matched and
    /// counted by is not cut again.
    fn project(&self, lesson: &lesson::Model) -> Option<&project::Model> {
        let project = self.projects.get(&lesson.project_id?)?;
        let participants = self.organizations.get(&Entry::Project(project.id));
        let known = read_by_all_readers_of(
            &facts(lesson, &self.organizations),
            &EntryFacts {
                city: project.city_id,
                status: project.entry_status,
                audience: project.audience,
                participants: participants.map_or(&[], Vec::as_slice),
                submitted_by: None,
            },
        );
        (lesson.attribution == Attribution::Named && known).then_some(project)
    }

    fn lesson_name(&self, lesson: &lesson::Model) -> Name {
        let organizations = self.organizations.get(&Entry::Lesson(lesson.id));
        Name {
            weight: self.reuses.get(&lesson.id).map_or(0, |reuses| reuses.total),
            published: lesson.status == EntryStatus::Published,
            level: level(lesson.audience),
            holder: Some(lesson.city_id.0),
            participants: organizations.into_iter().flatten().map(|id| id.0).collect(),
            ..public_name(lesson.id.0, NameKind::Lesson, lesson.title.clone())
        }
    }

    /// Action fields and other topics, each with all broader ones.
    fn topic_ids(&self, lesson: LessonId) -> (Vec<Uuid>, Vec<Uuid>) {
        let own = self.topics.get(&Entry::Lesson(lesson));
        let all = self
            .vocabulary
            .with_broader(own.into_iter().flatten().copied());
        let (fields, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|id| {
            let topic = self.vocabulary.topic(*id);
            topic.is_some_and(|topic| topic.scheme == TopicScheme::ActionField)
        });
        let bare = |ids: Vec<TopicId>| ids.into_iter().map(Uuid::from).collect();
        (bare(fields), bare(others))
    }

    fn texts(&self, lesson: &lesson::Model, city: Option<&city::Model>) -> Vec<Text> {
        let own = [
            (TextField::Title, Some(&lesson.title)),
            (TextField::Insight, Some(&lesson.insight)),
            (TextField::Situation, lesson.situation.as_ref()),
            (TextField::Hurdle, lesson.hurdle.as_ref()),
            (TextField::Tried, lesson.tried.as_ref()),
            (TextField::Worked, lesson.worked.as_ref()),
            (TextField::Recommendation, lesson.recommendation.as_ref()),
        ];
        let own = own
            .into_iter()
            .filter_map(|(field, text)| Some((field, None, text?)));
        let around = self
            .project(lesson)
            .map(|project| {
                (
                    TextField::Project,
                    Some(project.language.clone()),
                    &project.title,
                )
            })
            .into_iter()
            .chain(city.map(|city| (TextField::City, Some("und".to_owned()), &city.name)));
        let topics = self.topics.get(&Entry::Lesson(lesson.id));
        let labels = topics
            .into_iter()
            .flatten()
            .flat_map(|topic| self.vocabulary.labels(*topic))
            .map(|label| (TextField::Topic, Some(label.language.clone()), &label.label));
        own.chain(around)
            .chain(labels)
            .map(|(field, language, text)| Text {
                field,
                language,
                text: text.clone(),
            })
            .collect()
    }
}

fn level(audience: Audience) -> Level {
    match audience {
        Audience::Public => Level::Public,
        Audience::Partners => Level::Partners,
        Audience::Administrations => Level::Administrations,
        Audience::City => Level::City,
    }
}
