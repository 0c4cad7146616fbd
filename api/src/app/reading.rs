//! The one knife: every select of lessons and projects, and of what hangs on them, begins here and
//! takes a [`Reach`]. Nothing else can reach the connection that reads.

use entity::{
    access_token, account, change, city, comment, instance,
    kind::{Attribution, EntryStatus},
    lesson, lesson_topic, membership, organization, participation, project, project_topic,
    proposal, relation, reuse, revision, saved_search, source, statement, topic, topic_label,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait as _, DatabaseConnection, DatabaseExecutor,
    DatabaseTransaction, DbErr, EntityTrait, FromQueryResult, QueryFilter as _, QuerySelect as _,
    QueryTrait as _, Select, TryGetableMany,
    sea_query::{Asterisk, Expr, ExprTrait as _, Func, IntoCondition, SelectStatement},
};

use crate::domain::reach::Reach;

/// What is within reach, to read.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    db: Connection<'a>,
    reach: &'a Reach,
}

/// A select that is cut to a reach, together with the connection that runs it.
#[derive(Clone, Debug)]
pub struct Cut<'a, E: EntityTrait> {
    db: Connection<'a>,
    select: Select<E>,
}

/// What runs a select: the pool of readers, or a transaction that is about to write.
#[derive(Clone, Copy, Debug)]
pub(super) enum Connection<'a> {
    Pool(&'a DatabaseConnection),
    Transaction(&'a DatabaseTransaction),
}

impl<'a> Connection<'a> {
    fn executor(self) -> DatabaseExecutor<'a> {
        match self {
            Self::Pool(pool) => pool.into(),
            Self::Transaction(transaction) => transaction.into(),
        }
    }
}

impl<'a> Reading<'a> {
    pub(super) fn new(db: Connection<'a>, reach: &'a Reach) -> Self {
        Self { db, reach }
    }

    /// What is within reach.
    #[must_use]
    pub fn reach(&self) -> &'a Reach {
        self.reach
    }

    /// Lessons.
    #[must_use]
    pub fn lessons(&self) -> Cut<'a, lesson::Entity> {
        self.cut(lesson_condition(self.reach))
    }

    /// Lessons whose city may be known: those contributed under the city's name, and one's own.
    ///
    /// Whatever would tell where a lesson comes from (city, project, participants, sources) is
    /// selected and filtered through these alone.
    #[must_use]
    pub fn attributed_lessons(&self) -> Cut<'a, lesson::Entity> {
        self.lessons().filter(attributed(self.reach))
    }

    /// Projects.
    #[must_use]
    pub fn projects(&self) -> Cut<'a, project::Entity> {
        self.cut(project_condition(self.reach))
    }

    /// Who takes part in lessons and projects.
    #[must_use]
    pub fn participations(&self) -> Cut<'a, participation::Entity> {
        self.cut(
            Condition::any()
                .add(
                    self.attributed_lessons()
                        .has(participation::Column::LessonId),
                )
                .add(self.projects().has(participation::Column::ProjectId)),
        )
    }

    /// The reader's own organizations' part in lessons and projects, also in anonymous ones.
    #[must_use]
    pub fn own_participations(&self) -> Cut<'a, participation::Entity> {
        let own = self.reach.organizations().iter().copied();
        self.cut(participation::Column::OrganizationId.is_in(own))
    }

    /// Sources of lessons and projects.
    #[must_use]
    pub fn sources(&self) -> Cut<'a, source::Entity> {
        self.cut(
            Condition::any()
                .add(self.attributed_lessons().has(source::Column::LessonId))
                .add(self.projects().has(source::Column::ProjectId)),
        )
    }

    /// Statements about projects.
    #[must_use]
    pub fn statements(&self) -> Cut<'a, statement::Entity> {
        self.cut(self.projects().has(statement::Column::ProjectId))
    }

    /// Relations of which both ends are within reach. An anonymous lesson has none for outsiders: a
    /// lesson that says much the same is often of the same city.
    #[must_use]
    pub fn relations(&self) -> Cut<'a, relation::Entity> {
        let lessons = Condition::all()
            .add(
                self.attributed_lessons()
                    .has(relation::Column::FromLessonId),
            )
            .add(self.attributed_lessons().has(relation::Column::ToLessonId));
        let projects = Condition::all()
            .add(self.projects().has(relation::Column::FromProjectId))
            .add(self.projects().has(relation::Column::ToProjectId));
        self.cut(Condition::any().add(lessons).add(projects))
    }

    /// Reuses of lessons.
    #[must_use]
    pub fn reuses(&self) -> Cut<'a, reuse::Entity> {
        self.cut(self.lessons().has(reuse::Column::LessonId))
    }

    /// All reuses, to count those of lessons that are themselves cut.
    pub(super) fn every_reuse(&self) -> Cut<'a, reuse::Entity> {
        self.cut(Condition::all())
    }

    /// Versions of lessons, for members of their cities and for those who take part under their
    /// name; nothing for others.
    #[must_use]
    pub fn revisions(&self) -> Cut<'a, revision::Entity> {
        if self.reach.is_everything() {
            return self.cut(Condition::all());
        }
        self.cut(self.own_lessons().has(revision::Column::LessonId))
    }

    /// Edits that wait, for members of the lessons' cities and for those who take part under their
    /// name; nothing for others.
    #[must_use]
    pub fn proposals(&self) -> Cut<'a, proposal::Entity> {
        if self.reach.is_everything() {
            return self.cut(Condition::all());
        }
        self.cut(self.own_lessons().has(proposal::Column::LessonId))
    }

    fn own_lessons(&self) -> Cut<'a, lesson::Entity> {
        let own = self.reach.cities().iter().copied();
        let mut condition = Condition::any().add(lesson::Column::CityId.is_in(own));
        if !self.reach.organizations().is_empty() {
            let part = own_part(self.reach, participation::Column::LessonId);
            condition = condition.add(lesson::Column::Id.in_subquery(part));
        }
        self.attributed_lessons().filter(condition)
    }

    /// Comments on lessons.
    #[must_use]
    pub fn comments(&self) -> Cut<'a, comment::Entity> {
        self.cut(self.lessons().has(comment::Column::LessonId))
    }

    /// Which topics lessons are about.
    #[must_use]
    pub fn lesson_topics(&self) -> Cut<'a, lesson_topic::Entity> {
        self.cut(self.lessons().has(lesson_topic::Column::LessonId))
    }

    /// Which topics projects are about.
    #[must_use]
    pub fn project_topics(&self) -> Cut<'a, project_topic::Entity> {
        self.cut(self.projects().has(project_topic::Column::ProjectId))
    }

    /// Cities, which everyone may read.
    #[must_use]
    pub fn cities(&self) -> Cut<'a, city::Entity> {
        self.cut(Condition::all())
    }

    /// Organizations, which everyone may read.
    #[must_use]
    pub fn organizations(&self) -> Cut<'a, organization::Entity> {
        self.cut(Condition::all())
    }

    /// Topics, which everyone may read.
    #[must_use]
    pub fn topics(&self) -> Cut<'a, topic::Entity> {
        self.cut(Condition::all())
    }

    /// What topics are called.
    #[must_use]
    pub fn topic_labels(&self) -> Cut<'a, topic_label::Entity> {
        self.cut(Condition::all())
    }

    /// Accounts, of which only the display name leaves this module's callers.
    pub(super) fn accounts(&self) -> Cut<'a, account::Entity> {
        self.cut(account::Column::ClosedAt.is_null())
    }

    /// All accounts, also those that were closed, which only the house may list; nothing for others.
    pub(super) fn every_account(&self) -> Cut<'a, account::Entity> {
        self.cut(self.house_only())
    }

    /// What accounts belong to, which only the house may list; nothing for others.
    pub(super) fn memberships(&self) -> Cut<'a, membership::Entity> {
        self.cut(self.house_only())
    }

    /// Access tokens, which only the house may list; nothing for others.
    pub(super) fn access_tokens(&self) -> Cut<'a, access_token::Entity> {
        self.cut(self.house_only())
    }

    /// Saved searches, which only the house may list; nothing for others.
    pub(super) fn saved_searches(&self) -> Cut<'a, saved_search::Entity> {
        self.cut(self.house_only())
    }

    /// The change feed, which only the house may read; nothing for others.
    #[must_use]
    pub fn changes(&self) -> Cut<'a, change::Entity> {
        self.cut(self.house_only())
    }

    /// Which database this is, which only the house may know; nothing for others.
    #[must_use]
    pub fn instances(&self) -> Cut<'a, instance::Entity> {
        self.cut(self.house_only())
    }

    fn house_only(&self) -> Condition {
        if self.reach.is_everything() {
            Condition::all()
        } else {
            Condition::all().add(Expr::value(false))
        }
    }

    fn cut<E: EntityTrait>(&self, condition: impl IntoCondition) -> Cut<'a, E> {
        Cut {
            db: self.db,
            select: E::find().filter(condition),
        }
    }
}

/// A time of lessons that says no more of an anonymous one than its day: the database derives it, so that
/// it can have an index.
pub(super) fn told_column(name: &'static str) -> Expr {
    Expr::col((lesson::Entity, name))
}

/// The lessons within a reach.
fn lesson_condition(reach: &Reach) -> Condition {
    if reach.is_everything() {
        return Condition::all();
    }
    let mut readable = Condition::any().add(
        Condition::all()
            .add(lesson::Column::Status.eq(EntryStatus::Published))
            .add(lesson::Column::Audience.is_in(reach.levels())),
    );
    if !reach.cities().is_empty() {
        readable = readable.add(lesson::Column::CityId.is_in(reach.cities().iter().copied()));
    }
    if !reach.organizations().is_empty() {
        readable = readable
            .add(lesson::Column::Id.in_subquery(own_part(reach, participation::Column::LessonId)));
    }
    readable
}

/// The projects within a reach.
fn project_condition(reach: &Reach) -> Condition {
    if reach.is_everything() {
        return Condition::all();
    }
    let mut readable = Condition::any().add(
        Condition::all()
            .add(project::Column::EntryStatus.eq(EntryStatus::Published))
            .add(project::Column::Audience.is_in(reach.levels())),
    );
    if !reach.cities().is_empty() {
        readable = readable.add(project::Column::CityId.is_in(reach.cities().iter().copied()));
    }
    if !reach.organizations().is_empty() {
        readable = readable.add(
            project::Column::Id.in_subquery(own_part(reach, participation::Column::ProjectId)),
        );
    }
    readable
}

/// The entries that the reach's organizations take part in.
fn own_part(reach: &Reach, entry: participation::Column) -> SelectStatement {
    participation::Entity::find()
        .select_only()
        .column(entry)
        .filter(participation::Column::OrganizationId.is_in(reach.organizations().iter().copied()))
        .filter(entry.is_not_null())
        .into_query()
}

/// The lessons whose origin is no secret to the reach.
fn attributed(reach: &Reach) -> Condition {
    if reach.is_everything() {
        return Condition::all();
    }
    let named = Condition::any().add(lesson::Column::Attribution.eq(Attribution::Named));
    if reach.cities().is_empty() {
        named
    } else {
        named.add(lesson::Column::CityId.is_in(reach.cities().iter().copied()))
    }
}

impl Cut<'_, lesson::Entity> {
    /// That one of these lessons is the one that a column of another select refers to.
    #[must_use]
    pub fn has(self, reference: impl ColumnTrait) -> Expr {
        self.refers(lesson::Column::Id, &reference)
    }
}

impl Cut<'_, project::Entity> {
    /// That one of these projects is the one that a column of another select refers to.
    #[must_use]
    pub fn has(self, reference: impl ColumnTrait) -> Expr {
        self.refers(project::Column::Id, &reference)
    }
}

#[derive(FromQueryResult)]
struct Counted {
    count: i64,
}

impl<E: EntityTrait> Cut<'_, E> {
    /// Cuts further.
    #[must_use]
    pub fn filter(self, condition: impl IntoCondition) -> Self {
        self.with(|select| select.filter(condition))
    }

    /// Orders, limits or otherwise shapes the select.
    #[must_use]
    pub fn with(self, shape: impl FnOnce(Select<E>) -> Select<E>) -> Self {
        Self {
            select: shape(self.select),
            ..self
        }
    }

    /// One column, as a subquery of another select.
    #[must_use]
    pub fn column(self, column: E::Column) -> SelectStatement {
        self.select.select_only().column(column).into_query()
    }

    /// Asked row by row and not as a list of ids: two lists make SQLite look for every pair of all there
    /// is, which no one waits for where there are many, and already one is gone through each time.
    fn refers(self, id: E::Column, reference: &impl ColumnTrait) -> Expr {
        let same = Expr::col(id.as_column_ref()).equals(reference.as_column_ref());
        Expr::exists(self.filter(same).column(id))
    }

    /// Keeps others from changing the rows until the transaction ends. On SQLite, which has one
    /// writer, nobody could.
    #[must_use]
    pub fn for_update(self) -> Self {
        self.with(sea_orm::QuerySelect::lock_exclusive)
    }

    /// All rows.
    pub async fn all(self) -> Result<Vec<E::Model>, DbErr> {
        self.select.all(&self.db.executor()).await
    }

    /// The first row.
    pub async fn one(self) -> Result<Option<E::Model>, DbErr> {
        self.select.one(&self.db.executor()).await
    }

    /// How many rows.
    pub async fn count(self) -> Result<u64, DbErr> {
        let counted = self.rows::<Counted>(|mut select| {
            select
                .clear_selects()
                .expr_as(Func::count(Expr::col(Asterisk)), "count");
            select
        });
        let counted = counted.await?;
        Ok(counted.first().map_or(0, |row| row.count.unsigned_abs()))
    }

    /// All rows as tuples, of the columns that [`with`](Self::with) selected.
    pub async fn tuples<T: TryGetableMany + Send + Sync>(self) -> Result<Vec<T>, DbErr> {
        self.select.into_tuple().all(&self.db.executor()).await
    }

    /// All rows of the select that `shape` makes of this one.
    pub async fn rows<T>(
        self,
        shape: impl FnOnce(SelectStatement) -> SelectStatement,
    ) -> Result<Vec<T>, DbErr>
    where
        T: FromQueryResult + Send + Sync,
    {
        let select = shape(self.select.into_query());
        let db = self.db.executor();
        let statement = db.get_database_backend().build(&select);
        T::find_by_statement(statement).all(&db).await
    }
}

#[cfg(test)]
mod tests;
