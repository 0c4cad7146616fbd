//! The enums of the public contract.

use async_graphql::Enum;

/// Who may read an entry. Each level includes the ones named before it.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
#[graphql(remote = "entity::kind::Audience")]
pub enum Audience {
    /// Members of the entry's own city.
    City,
    /// Also members of other cities.
    Administrations,
    /// Also members of organizations that work with cities.
    Partners,
    /// Everyone, with or without a token.
    Public,
}

/// Where a project or lesson stands in review.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
#[graphql(remote = "entity::kind::EntryStatus")]
pub enum EntryStatus {
    /// Being written; seen by its own city and by organizations that take part.
    Draft,
    /// Submitted, waiting for a second person.
    InReview,
    /// Approved; its audience finds and reads it.
    Published,
    /// Taken back; only its own city still sees it.
    Withdrawn,
}

/// How what a lesson tells of turned out.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
#[graphql(remote = "entity::kind::Outcome")]
pub enum Outcome {
    /// It worked.
    Worked,
    /// It worked in part.
    Partly,
    /// It failed. Failures teach as much as successes.
    Failed,
    /// The source does not say, or it is too early to tell.
    Open,
}

/// What kind of lesson it is.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
#[graphql(remote = "entity::kind::LessonKind")]
pub enum LessonKind {
    /// Something that success depended on.
    SuccessFactor,
    /// Something to beware of.
    Pitfall,
    /// A way of working.
    Method,
    /// What others are advised to do.
    Advice,
}

/// Whether outsiders learn which city a lesson comes from.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
#[graphql(remote = "entity::kind::Attribution")]
pub enum Attribution {
    /// Under the city's name.
    Named,
    /// Outsiders see no city, project, participants or sources, only `origin`.
    Anonymous,
}

/// What kind of undertaking a project is.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
#[graphql(remote = "entity::kind::ProjectKind")]
pub enum ProjectKind {
    /// A project.
    Project,
    /// A programme of several projects.
    Programme,
    /// A strategy or roadmap.
    Strategy,
    /// A single measure.
    Measure,
    /// A service in operation.
    Service,
    /// A recurring format, such as a series of events.
    Format,
    /// A single event.
    Event,
}

/// How far a project is.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
#[graphql(remote = "entity::kind::ProjectStatus")]
pub enum ProjectStatus {
    /// An idea.
    Idea,
    /// Decided or announced, not begun.
    Planned,
    /// Under way, or in operation.
    Running,
    /// Finished.
    Completed,
    /// Ended before its goal.
    Stopped,
}

/// What kind of organization it is.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
#[graphql(remote = "entity::kind::OrganizationKind")]
pub enum OrganizationKind {
    /// A city's administration as a whole.
    Administration,
    /// A part of an administration or of another organization.
    Unit,
    /// A company owned by a municipality.
    MunicipalEnterprise,
    /// An association or chamber.
    Association,
    /// A company.
    Company,
    /// A university or research institute.
    Academia,
    /// Anything else.
    Other,
}

/// What a participant of a project or lesson does.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
#[graphql(remote = "entity::kind::ParticipationRole")]
pub enum ParticipationRole {
    /// Leads.
    Lead,
    /// Takes part as an equal.
    Partner,
    /// Works under contract.
    Contractor,
    /// Hosts.
    Host,
    /// Speaks.
    Speaker,
    /// Writes.
    Author,
    /// Pays.
    Funder,
    /// Organizes.
    Organizer,
}

/// How a person wants to be named.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
#[graphql(remote = "entity::kind::Naming")]
pub enum Naming {
    /// With the full name.
    Full,
    /// With the first name.
    FirstName,
    /// With the function alone.
    RoleOnly,
    /// Not at all.
    Anonymous,
}

/// What a statement about a project is.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
#[graphql(remote = "entity::kind::StatementKind")]
pub enum StatementKind {
    /// Something achieved or planned; see `achieved`.
    Outcome,
    /// A figure; see `value` and `unit`.
    Figure,
    /// A place in a ranking; see `rank`.
    Ranking,
    /// An award.
    Award,
    /// What a jury said.
    Jury,
    /// What a person said.
    Quote,
    /// A motto.
    Motto,
    /// What a feasibility check found, or is to find.
    Feasibility,
}

/// What a source is.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
#[graphql(remote = "entity::kind::SourceKind")]
pub enum SourceKind {
    /// A web page.
    Page,
    /// A report.
    Report,
    /// A talk.
    Talk,
    /// An interview.
    Interview,
    /// A visit.
    Visit,
    /// A video.
    Video,
    /// A picture.
    Image,
}

/// Which part of the vocabulary a topic belongs to.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
#[graphql(remote = "entity::kind::TopicScheme")]
pub enum TopicScheme {
    /// A field of action.
    ActionField,
    /// A subject.
    Topic,
    /// A method.
    Method,
    /// A law or ordinance.
    LegalBasis,
    /// A technology.
    Technology,
}

/// How one entry bears on another.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
#[graphql(remote = "entity::kind::RelationKind")]
pub enum RelationKind {
    /// Takes its place.
    Replaces,
    /// Says much the same.
    Similar,
    /// Says the opposite.
    Contradicts,
    /// Came out of it.
    GrewFrom,
}

/// How far a city is in reusing a lesson.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
#[graphql(remote = "entity::kind::ReuseStage")]
pub enum ReuseStage {
    /// Means to.
    Planned,
    /// Has tried.
    Tried,
    /// Has made it its own.
    Adopted,
    /// Has given it up.
    Dropped,
}

/// What came of reusing a lesson.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
#[graphql(remote = "entity::kind::ReuseResult")]
pub enum ReuseResult {
    /// It helped.
    Helped,
    /// It helped in part.
    Partly,
    /// It did not help.
    DidNotHelp,
    /// Not known yet.
    Open,
}

/// What a member may do in a city, each role including the ones before.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
#[graphql(remote = "entity::kind::Role")]
pub enum Role {
    /// Contributes lessons and records reuse.
    Contributor,
    /// Reviews and publishes.
    Editor,
    /// Manages accounts and tokens.
    Admin,
}

/// What lessons can be counted by. A bucket's `value` is what the matching filter takes.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq, Hash)]
pub enum LessonFacet {
    /// By topic, of every scheme but `ACTION_FIELD`; a broader topic counts the lessons of its narrower ones too. Values are topic ids for `topics`.
    Topic,
    /// By field of action, likewise.
    ActionField,
    /// By city. Values are city ids for `cities`.
    City,
    /// By country code, for `countries`.
    Country,
    /// By region, for `regions`.
    Region,
    /// By the city's population in bands such as `20000-49999` and `500000-`, for `populationFrom` and `populationTo`.
    Population,
    /// By outcome, for `outcomes`.
    Outcome,
    /// By kind, for `kinds`.
    Kind,
    /// By the year of occurrence, where it is known; for `occurredFrom` and `occurredTo`.
    Year,
    /// By language, for `languages`.
    Language,
    /// By organization that takes part in the lesson. Values are organization ids for `organizations`.
    Organization,
}

/// Which text of a lesson, or of what belongs to it, a highlight is from.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq, Hash)]
pub enum LessonText {
    /// Its title.
    Title,
    /// What was learned.
    Insight,
    /// When it applies.
    Situation,
    /// What stood in the way.
    Hurdle,
    /// What was tried.
    Tried,
    /// What worked best.
    Worked,
    /// What others should do.
    Recommendation,
    /// The title of its project.
    Project,
    /// The name of its city.
    City,
    /// A label of one of its topics.
    Topic,
}

/// What lessons can be sorted by. Lessons without a value come last in both directions.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq, Hash)]
pub enum LessonOrderField {
    /// When they were first published.
    PublishedAt,
    /// The first day on which they can have happened.
    OccurredOn,
    /// When they were last changed.
    UpdatedAt,
    /// Their titles, as a German dictionary sorts (DIN 5007-1).
    Title,
    /// How many reuses were recorded.
    ReuseCount,
}

/// In which order a search returns its hits.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq, Hash)]
pub enum SearchOrder {
    /// The best match first; without a query the newest first.
    Relevance,
    /// The last published first.
    Newest,
    /// The first published first.
    Oldest,
    /// The most often reused first.
    MostReused,
}

/// In which direction a list is sorted.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq, Hash)]
pub enum OrderDirection {
    /// From the smallest, first or earliest.
    Asc,
    /// From the largest, last or latest.
    Desc,
}

/// What cities can be sorted by. Cities without a value come last in both directions.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq, Hash)]
pub enum CityOrderField {
    /// Their names, as a German dictionary sorts (DIN 5007-1).
    Name,
    /// Their population.
    Population,
    /// How many of their lessons the viewer may read.
    LessonCount,
}

/// What projects can be sorted by. Projects without a value come last in both directions.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq, Hash)]
pub enum ProjectOrderField {
    /// Their titles, as a German dictionary sorts (DIN 5007-1).
    Title,
    /// The first day on which they can have begun.
    StartedOn,
    /// When they were last changed.
    UpdatedAt,
    /// The city's own priority, 1 being the highest.
    Priority,
}

/// What a suggestion is.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq, Hash)]
pub enum SuggestionKind {
    /// The title of a lesson.
    Lesson,
    /// The title of a project.
    Project,
    /// A city.
    City,
    /// A topic.
    Topic,
    /// A word that occurs in lessons.
    Term,
}

/// What the viewer can do with a lesson.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq, Hash)]
pub enum LessonAction {
    /// Change it at once.
    Edit,
    /// Propose a change for an editor to accept.
    Propose,
    /// Submit the draft for review.
    Submit,
    /// Approve it.
    Approve,
    /// Return it to its authors with a note.
    Return,
    /// Take it back.
    Withdraw,
    /// Comment on it.
    Comment,
    /// Record that a city has taken it up.
    RecordReuse,
}
