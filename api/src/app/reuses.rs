//! A city says that it took a lesson up, and what came of it.

use entity::{
    id::{CityId, LessonId, ProjectId, ReuseId},
    kind::{ReuseResult, ReuseStage, Subject},
    project, reuse,
};
use sea_orm::{ActiveModelTrait as _, ColumnTrait as _, IntoActiveModel as _};
use serde::{Deserialize, Serialize};

use crate::{
    app::{
        error::Error,
        lessons::place,
        refusal::Refusal,
        session::Session,
        writing::{Begun, Writing},
    },
    domain::{
        parse::long_text,
        partial_date::PartialDate,
        policy::{Action, Denial, Resource},
        problem::{Fault, Problems, Unfitting},
    },
};

/// What came of a lesson in a city.
#[derive(Clone, Debug)]
pub struct NewReuse {
    /// The lesson.
    pub lesson: LessonId,
    /// The city that took it up.
    pub city: CityId,
    /// The project in which it did.
    pub project: Option<ProjectId>,
    /// How far it is.
    pub stage: ReuseStage,
    /// What came of it.
    pub result: ReuseResult,
    /// In words, as it came.
    pub note: Option<String>,
    /// When, as it came.
    pub reused_on: Option<String>,
    /// What is already known to be wrong.
    pub problems: Problems,
}

/// What became of a reuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReuseDone {
    /// The reuse.
    pub reuse: ReuseId,
    /// The place of the change in the feed; nothing where nothing changed.
    pub change: Option<i64>,
}

impl Session<'_> {
    /// Records a reuse. A city has one of each lesson in each project, or outside of projects:
    /// recorded again, it is brought up to date.
    pub async fn record_reuse(&self, new: NewReuse) -> Result<ReuseDone, Refusal> {
        self.signed_in()?;
        let mut writing = match self.begin("record reuse").await? {
            Begun::Before(done) => return Ok(done),
            Begun::Now(writing) => writing,
        };
        let mut problems = new.problems.clone();
        let current = writing
            .lesson_at(self.reach(), new.lesson, "lessonId")
            .await?;
        let verdict = current.with_facts(|it| self.may(Action::RecordReuse, Resource::Entry(it)));
        // That a city cannot take up its own lesson is told as a problem with the city.
        let own = current.row.city_id == new.city && self.reach().knows_origin_in(new.city);
        if !own || verdict != Err(Denial::Forbidden) {
            verdict.map_err(|denial| Refusal::denied(denial, "lessonId"))?;
        }
        self.check_city(&writing, &new, own, &mut problems).await?;
        let given = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
        let note = given(new.note.clone());
        let note = note.and_then(|note| problems.take("note", long_text(&note)));
        let date = given(new.reused_on.clone());
        let date = date.and_then(|date| problems.take("reusedOn", PartialDate::parse(&date)));
        problems.check()?;
        let before = writing.reuse_like(&new).await?;
        let row = reuse::Model {
            id: before
                .as_ref()
                .map_or_else(|| ReuseId(writing.id()), |before| before.id),
            lesson_id: new.lesson,
            city_id: new.city,
            project_id: new.project,
            stage: new.stage,
            result: new.result,
            note,
            reused_on: date.map(|date| date.to_string()),
            author_id: before
                .as_ref()
                .map_or(writing.author(), |before| before.author_id),
            created_at: before
                .as_ref()
                .map_or(writing.now(), |before| before.created_at),
        };
        let reuse = row.id;
        match before {
            Some(before) if before == row => {
                return Ok(ReuseDone {
                    reuse,
                    change: None,
                });
            }
            Some(_) => {
                let row = row.into_active_model().reset_all();
                writing.on(Subject::Reuse, reuse).update(row).await?;
            }
            None => writing.on(Subject::Reuse, reuse).insert([row]).await?,
        }
        writing.finish(|change| ReuseDone { reuse, change }).await
    }

    /// That the actor may speak for the city, in the project; and that it is not the lesson's own.
    async fn check_city(
        &self,
        writing: &Writing<'_>,
        new: &NewReuse,
        own: bool,
        problems: &mut Problems,
    ) -> Result<(), Refusal> {
        let participants = match new.project {
            Some(project) => self.participants(writing, project, new.city).await?,
            None => Vec::new(),
        };
        self.require(Action::Contribute, place(Some(new.city), &participants))?;
        if writing
            .reading_all()
            .cities_by_id(&[new.city])
            .await?
            .is_empty()
        {
            problems.add("cityId", Fault::NotFound);
        }
        if own {
            problems.add("cityId", Fault::Unfitting(Unfitting::OwnLesson));
        }
        if let Some(id) = new.project {
            let reading = writing.reading(self.reach());
            let project = reading
                .projects()
                .filter(project::Column::Id.eq(id))
                .one()
                .await?;
            match project {
                None => problems.add("projectId", Fault::NotFound),
                Some(project) if project.city_id.is_some_and(|city| city != new.city) => problems
                    .add(
                        "projectId",
                        Fault::Unfitting(Unfitting::ProjectOfAnotherCity),
                    ),
                Some(_) => {}
            }
        }
        Ok(())
    }
}

impl Writing<'_> {
    /// The reuse of the same lesson by the same city in the same project. The lesson is kept from
    /// others by then, so that no second one is made meanwhile.
    async fn reuse_like(&self, new: &NewReuse) -> Result<Option<reuse::Model>, Error> {
        let project = match new.project {
            Some(project) => reuse::Column::ProjectId.eq(project),
            None => reuse::Column::ProjectId.is_null(),
        };
        let reuses = self.reading_all().reuses();
        let alike = reuses
            .filter(reuse::Column::LessonId.eq(new.lesson))
            .filter(reuse::Column::CityId.eq(new.city))
            .filter(project);
        Ok(alike.one().await?)
    }
}
