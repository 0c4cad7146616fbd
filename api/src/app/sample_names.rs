//! What the sample files call things, resolved: slugs to ids, texts to parsed input.

use std::collections::{HashMap, HashSet};

use entity::{
    city,
    id::{CityId, LessonId, OrganizationId, ProjectId, RelationId, TopicId},
    kind::{Attribution, Audience, EntryStatus, Naming, RelationKind, Subject},
    relation,
};
use sea_orm::EntityTrait as _;

use crate::{
    app::{
        error::Error,
        import_sample::{ImportSampleError, SampleCounts},
        lessons::Version,
        sample::{self, Organizations, Topics},
        writing::Writing,
    },
    domain::{
        entry::{
            DEFAULT_LICENCE, LessonContent, NewLesson, NewOrganization, NewParticipation,
            NewProject, NewSource, NewStatement, NewTopic, ProjectContent,
        },
        parse,
        partial_date::PartialDate,
    },
};

/// What the files call things, and the ids these got.
#[derive(Default)]
pub(super) struct Names {
    cities: HashMap<String, CityId>,
    topics: HashMap<String, TopicId>,
    organizations: HashMap<String, OrganizationId>,
    projects: HashMap<String, ProjectId>,
    lessons: HashMap<String, LessonId>,
}

fn found<T: Copy>(names: &HashMap<String, T>, name: &str) -> Result<T, ImportSampleError> {
    names
        .get(name)
        .copied()
        .ok_or_else(|| ImportSampleError::Unknown(name.to_owned()))
}

fn found_if<T: Copy>(
    names: &HashMap<String, T>,
    name: Option<&String>,
) -> Result<Option<T>, ImportSampleError> {
    name.map(|name| found(names, name)).transpose()
}

impl Names {
    pub(super) async fn of_cities(writing: &Writing<'_>) -> Result<Self, Error> {
        let cities = writing.find(city::Entity::find()).await?;
        let cities = cities
            .into_iter()
            .filter_map(|city| Some((format!("{} {}", city.country, city.official_key?), city.id)));
        Ok(Self {
            cities: cities.collect(),
            ..Self::default()
        })
    }

    pub(super) async fn topics(
        &mut self,
        writing: &mut Writing<'_>,
        counts: &mut SampleCounts,
    ) -> Result<(), ImportSampleError> {
        let topics = toml::from_str::<Topics>(sample::TOPICS)?.topic;
        for topic in parents_first(topics, |topic| (&topic.slug, topic.broader.as_ref()))? {
            let labels = [("de", topic.de), ("en", topic.en)];
            let id = writing
                .create_topic(NewTopic {
                    scheme: topic.scheme,
                    broader: found_if(&self.topics, topic.broader.as_ref())?,
                    labels: labels
                        .map(|(language, labels)| {
                            (language.to_owned(), labels.label, labels.synonyms)
                        })
                        .into(),
                    slug: topic.slug.clone(),
                })
                .await?;
            self.topics.insert(topic.slug, id);
            counts.topics += 1;
        }
        Ok(())
    }

    pub(super) async fn organizations(
        &mut self,
        writing: &mut Writing<'_>,
        counts: &mut SampleCounts,
    ) -> Result<(), ImportSampleError> {
        let organizations = toml::from_str::<Organizations>(sample::ORGANIZATIONS)?.organization;
        for organization in parents_first(organizations, |it| (&it.slug, it.parent.as_ref()))? {
            let name = &organization.slug;
            let id = writing
                .create_organization(NewOrganization {
                    name: short(name, &organization.name)?,
                    slug: name.clone(),
                    kind: organization.kind,
                    city: found_if(&self.cities, organization.city.as_ref())?,
                    parent: found_if(&self.organizations, organization.parent.as_ref())?,
                    website: address(name, organization.website.as_ref())?,
                })
                .await?;
            self.organizations.insert(organization.slug, id);
            counts.organizations += 1;
        }
        Ok(())
    }

    pub(super) async fn project_with_lessons(
        &mut self,
        writing: &mut Writing<'_>,
        project: &sample::Project,
        counts: &mut SampleCounts,
    ) -> Result<(), ImportSampleError> {
        let new = self.project(project)?;
        let id = writing.insert_project(new, EntryStatus::Published).await?;
        self.projects.insert(project.slug.clone(), id);
        counts.projects += 1;
        for lesson in &project.lesson {
            let new = self.lesson(project, lesson)?;
            let id = writing.insert_lesson(new, published()).await?;
            self.lessons.insert(lesson.key.clone(), id);
            counts.lessons += 1;
        }
        Ok(())
    }

    pub(super) async fn relations(
        &self,
        writing: &mut Writing<'_>,
        projects: &[sample::Project],
        lessons: &[sample::LessonRelation],
    ) -> Result<(), ImportSampleError> {
        for from in projects {
            for relation in &from.relation {
                let (start, end) = (
                    found(&self.projects, &from.slug)?,
                    found(&self.projects, &relation.to)?,
                );
                let row = relation::Model {
                    from_project_id: Some(start),
                    to_project_id: Some(end),
                    ..relation_row(writing, relation.kind)
                };
                writing
                    .on(Subject::Project, start)
                    .insert([row])
                    .await
                    .map_err(Error::from)?;
            }
        }
        for relation in lessons {
            let (start, end) = (
                found(&self.lessons, &relation.from)?,
                found(&self.lessons, &relation.to)?,
            );
            let row = relation::Model {
                from_lesson_id: Some(start),
                to_lesson_id: Some(end),
                ..relation_row(writing, relation.kind)
            };
            writing
                .on(Subject::Lesson, start)
                .insert([row])
                .await
                .map_err(Error::from)?;
        }
        Ok(())
    }

    fn project(&self, project: &sample::Project) -> Result<NewProject, ImportSampleError> {
        let name = &project.slug;
        let content = ProjectContent {
            kind: project.kind,
            title: short(name, &project.title)?,
            summary: long_if(name, project.summary.as_ref())?,
            initial_situation: long_if(name, project.initial_situation.as_ref())?,
            goals: long_if(name, project.goals.as_ref())?,
            status: project.status,
            priority: project.priority,
            started_on: date(name, project.started_on.as_ref())?,
            ended_on: date(name, project.ended_on.as_ref())?,
            place: short_if(name, project.place.as_ref())?,
            language: language(name, &project.language)?,
            audience: Audience::Public,
            parent: found_if(&self.projects, project.parent.as_ref())?,
            topics: self.topic_ids(&project.topics)?,
            participations: self.participations(name, &project.participation)?,
            statements: self.statements(name, &project.statement)?,
            sources: sources(name, &project.source)?,
        };
        Ok(NewProject {
            slug: name.clone(),
            city: found_if(&self.cities, project.city.as_ref())?,
            content,
        })
    }

    fn lesson(
        &self,
        project: &sample::Project,
        lesson: &sample::Lesson,
    ) -> Result<NewLesson, ImportSampleError> {
        let name = &lesson.key;
        let city = lesson.city.as_ref().or(project.city.as_ref());
        let city = city.ok_or_else(|| ImportSampleError::Unknown(format!("the city of {name}")))?;
        let content = LessonContent {
            project: Some(found(&self.projects, &project.slug)?),
            position: lesson.position,
            title: short(name, &lesson.title)?,
            insight: long(name, &lesson.insight)?,
            situation: long_if(name, lesson.situation.as_ref())?,
            hurdle: long_if(name, lesson.hurdle.as_ref())?,
            tried: long_if(name, lesson.tried.as_ref())?,
            worked: long_if(name, lesson.worked.as_ref())?,
            recommendation: long_if(name, lesson.recommendation.as_ref())?,
            kind: lesson.kind,
            outcome: lesson.outcome,
            attribution: Attribution::Named,
            audience: Audience::Public,
            language: language(name, &lesson.language)?,
            occurred_on: date(name, lesson.occurred_on.as_ref())?,
            review_by: None,
            licence: DEFAULT_LICENCE.to_owned(),
            topics: self.topic_ids(&lesson.topics)?,
            participations: self.participations(name, &lesson.participation)?,
            sources: sources(name, &lesson.source)?,
        };
        Ok(NewLesson {
            city: found(&self.cities, city)?,
            external_id: Some(name.clone()),
            content,
        })
    }

    fn topic_ids(&self, slugs: &[String]) -> Result<Vec<TopicId>, ImportSampleError> {
        slugs.iter().map(|slug| found(&self.topics, slug)).collect()
    }

    fn participations(
        &self,
        name: &str,
        all: &[sample::Participation],
    ) -> Result<Vec<NewParticipation>, ImportSampleError> {
        let parse = |participation: &sample::Participation| {
            Ok(NewParticipation {
                organization: found_if(&self.organizations, participation.organization.as_ref())?,
                person: short_if(name, participation.person.as_ref())?,
                function: short_if(name, participation.function.as_ref())?,
                role: participation.role,
                naming: participation.naming.unwrap_or(Naming::Full),
                contribution: long_if(name, participation.contribution.as_ref())?,
            })
        };
        all.iter().map(parse).collect()
    }

    fn statements(
        &self,
        name: &str,
        all: &[sample::Statement],
    ) -> Result<Vec<NewStatement>, ImportSampleError> {
        let parse = |statement: &sample::Statement| {
            Ok(NewStatement {
                kind: statement.kind,
                text: long(name, &statement.text)?,
                value: statement.value,
                unit: short_if(name, statement.unit.as_ref())?,
                rank: statement.rank,
                achieved: statement.achieved,
                issuer: found_if(&self.organizations, statement.issuer.as_ref())?,
                person: short_if(name, statement.person.as_ref())?,
                stated_on: date(name, statement.stated_on.as_ref())?,
            })
        };
        all.iter().map(parse).collect()
    }
}

/// Puts what others refer to as their parent before these.
pub(super) fn parents_first<T>(
    mut waiting: Vec<T>,
    names: impl Fn(&T) -> (&String, Option<&String>),
) -> Result<Vec<T>, ImportSampleError> {
    let mut known = HashSet::new();
    let mut ordered = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let (ready, rest): (Vec<_>, Vec<_>) = waiting
            .into_iter()
            .partition(|item| names(item).1.is_none_or(|parent| known.contains(parent)));
        if let (true, Some(orphan)) = (ready.is_empty(), rest.first()) {
            let parent = names(orphan).1.cloned().unwrap_or_default();
            return Err(ImportSampleError::Unknown(parent));
        }
        known.extend(ready.iter().map(|item| names(item).0.clone()));
        ordered.extend(ready);
        waiting = rest;
    }
    Ok(ordered)
}

/// How the house records what it knows: published, by nobody.
fn published() -> Version {
    Version {
        status: EntryStatus::Published,
        submitted_by: None,
        note: None,
    }
}

fn relation_row(writing: &Writing<'_>, kind: RelationKind) -> relation::Model {
    relation::Model {
        id: RelationId(writing.id()),
        kind,
        from_lesson_id: None,
        to_lesson_id: None,
        from_project_id: None,
        to_project_id: None,
        created_at: writing.now(),
    }
}

fn sources(name: &str, all: &[sample::Source]) -> Result<Vec<NewSource>, ImportSampleError> {
    let parse = |source: &sample::Source| {
        Ok(NewSource {
            kind: source.kind,
            title: short(name, &source.title)?,
            publisher: short_if(name, source.publisher.as_ref())?,
            url: address(name, source.url.as_ref())?,
            published_on: date(name, source.published_on.as_ref())?,
            retrieved_on: date(name, source.retrieved_on.as_ref())?,
            credit: short_if(name, source.credit.as_ref())?,
            licence: short_if(name, source.licence.as_ref())?,
        })
    };
    all.iter().map(parse).collect()
}

fn short(name: &str, text: &str) -> Result<String, ImportSampleError> {
    parse::short_text(text).map_err(|wrong| ImportSampleError::Text(name.to_owned(), wrong))
}

fn short_if(name: &str, text: Option<&String>) -> Result<Option<String>, ImportSampleError> {
    text.map(|text| short(name, text)).transpose()
}

fn long(name: &str, text: &str) -> Result<String, ImportSampleError> {
    parse::long_text(text).map_err(|wrong| ImportSampleError::Text(name.to_owned(), wrong))
}

fn long_if(name: &str, text: Option<&String>) -> Result<Option<String>, ImportSampleError> {
    text.map(|text| long(name, text)).transpose()
}

fn address(name: &str, text: Option<&String>) -> Result<Option<String>, ImportSampleError> {
    let parse = |text: &String| {
        parse::web_address(text).map_err(|wrong| ImportSampleError::Text(name.to_owned(), wrong))
    };
    text.map(parse).transpose()
}

fn language(name: &str, text: &str) -> Result<String, ImportSampleError> {
    parse::language_tag(text).map_err(|wrong| ImportSampleError::Text(name.to_owned(), wrong))
}

fn date(name: &str, text: Option<&String>) -> Result<Option<PartialDate>, ImportSampleError> {
    let parse = |text: &String| {
        PartialDate::parse(text).map_err(|wrong| ImportSampleError::Date(name.to_owned(), wrong))
    };
    text.map(parse).transpose()
}
