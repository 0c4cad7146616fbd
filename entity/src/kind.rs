//! Closed enums, stored as the text that the public contract uses, with a check in the database.

use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)+ })+) => {$(
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, DeriveActiveEnum,
            Serialize, Deserialize,
        )]
        #[sea_orm(rs_type = "String", db_type = "Text")]
        pub enum $name {
            $(
                $(#[$variant_doc])*
                #[sea_orm(string_value = $text)]
                #[serde(rename = $text)]
                $variant,
            )+
        }

        impl $name {
            /// Every value, in the order of its definition.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The text that stands in the database and in the public contract.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }
        }
    )+};
}

kinds! {
    /// Who may read an entry, from the widest circle to the narrowest.
    Audience {
        /// Everyone.
        Public = "PUBLIC",
        /// Members of organizations and cities.
        Partners = "PARTNERS",
        /// Members of cities.
        Administrations = "ADMINISTRATIONS",
        /// Members of the entry's own city.
        City = "CITY",
    }
    /// Where an entry stands in review.
    EntryStatus {
        /// Being written.
        Draft = "DRAFT",
        /// Submitted, waiting for a second person.
        InReview = "IN_REVIEW",
        /// Approved and findable.
        Published = "PUBLISHED",
        /// Taken back.
        Withdrawn = "WITHDRAWN",
    }
    /// How what the lesson tells of turned out.
    Outcome {
        /// It worked.
        Worked = "WORKED",
        /// It worked in part.
        Partly = "PARTLY",
        /// It failed.
        Failed = "FAILED",
        /// Not said, or not known yet.
        Open = "OPEN",
    }
    /// What kind of lesson it is.
    LessonKind {
        /// Something that success depended on.
        SuccessFactor = "SUCCESS_FACTOR",
        /// Something to beware of.
        Pitfall = "PITFALL",
        /// A way of working.
        Method = "METHOD",
        /// Advice.
        Advice = "ADVICE",
    }
    /// Whether outsiders learn which city a lesson comes from.
    Attribution {
        /// They do.
        Named = "NAMED",
        /// They do not.
        Anonymous = "ANONYMOUS",
    }
    /// What kind of undertaking a project is.
    ProjectKind {
        /// A project.
        Project = "PROJECT",
        /// A programme of several projects.
        Programme = "PROGRAMME",
        /// A strategy or roadmap.
        Strategy = "STRATEGY",
        /// A single measure.
        Measure = "MEASURE",
        /// A service in operation.
        Service = "SERVICE",
        /// A recurring format.
        Format = "FORMAT",
        /// A single event.
        Event = "EVENT",
    }
    /// How far a project is.
    ProjectStatus {
        /// An idea.
        Idea = "IDEA",
        /// Decided or announced, not begun.
        Planned = "PLANNED",
        /// Under way or in operation.
        Running = "RUNNING",
        /// Finished.
        Completed = "COMPLETED",
        /// Ended before its goal.
        Stopped = "STOPPED",
    }
    /// What kind of organization it is.
    OrganizationKind {
        /// A city's administration as a whole.
        Administration = "ADMINISTRATION",
        /// A part of an administration.
        Unit = "UNIT",
        /// A company owned by a municipality.
        MunicipalEnterprise = "MUNICIPAL_ENTERPRISE",
        /// An association or chamber.
        Association = "ASSOCIATION",
        /// A company.
        Company = "COMPANY",
        /// A university or research institute.
        Academia = "ACADEMIA",
        /// Anything else.
        Other = "OTHER",
    }
    /// What a participant does.
    ParticipationRole {
        /// Leads.
        Lead = "LEAD",
        /// Takes part as an equal.
        Partner = "PARTNER",
        /// Works under contract.
        Contractor = "CONTRACTOR",
        /// Hosts.
        Host = "HOST",
        /// Speaks.
        Speaker = "SPEAKER",
        /// Writes.
        Author = "AUTHOR",
        /// Pays.
        Funder = "FUNDER",
        /// Organizes.
        Organizer = "ORGANIZER",
    }
    /// How a person wants to be named.
    Naming {
        /// With the full name.
        Full = "FULL",
        /// With the first name.
        FirstName = "FIRST_NAME",
        /// With the function alone.
        RoleOnly = "ROLE_ONLY",
        /// Not at all.
        Anonymous = "ANONYMOUS",
    }
    /// What a statement about a project is.
    StatementKind {
        /// Something achieved or planned.
        Outcome = "OUTCOME",
        /// A figure.
        Figure = "FIGURE",
        /// A place in a ranking.
        Ranking = "RANKING",
        /// An award.
        Award = "AWARD",
        /// What a jury said.
        Jury = "JURY",
        /// What a person said.
        Quote = "QUOTE",
        /// A motto.
        Motto = "MOTTO",
        /// What a feasibility check found.
        Feasibility = "FEASIBILITY",
    }
    /// What a source is.
    SourceKind {
        /// A web page.
        Page = "PAGE",
        /// A report.
        Report = "REPORT",
        /// A talk.
        Talk = "TALK",
        /// An interview.
        Interview = "INTERVIEW",
        /// A visit.
        Visit = "VISIT",
        /// A video.
        Video = "VIDEO",
        /// A picture.
        Image = "IMAGE",
    }
    /// Which part of the vocabulary a topic belongs to.
    TopicScheme {
        /// A field of action.
        ActionField = "ACTION_FIELD",
        /// A subject.
        Topic = "TOPIC",
        /// A method.
        Method = "METHOD",
        /// A law or ordinance.
        LegalBasis = "LEGAL_BASIS",
        /// A technology.
        Technology = "TECHNOLOGY",
    }
    /// How one entry bears on another.
    RelationKind {
        /// Takes its place.
        Replaces = "REPLACES",
        /// Says much the same.
        Similar = "SIMILAR",
        /// Says the opposite.
        Contradicts = "CONTRADICTS",
        /// Came out of it.
        GrewFrom = "GREW_FROM",
    }
    /// How far a city is in reusing a lesson.
    ReuseStage {
        /// Means to.
        Planned = "PLANNED",
        /// Has tried.
        Tried = "TRIED",
        /// Has made it its own.
        Adopted = "ADOPTED",
        /// Has given it up.
        Dropped = "DROPPED",
    }
    /// What came of reusing a lesson.
    ReuseResult {
        /// It helped.
        Helped = "HELPED",
        /// It helped in part.
        Partly = "PARTLY",
        /// It did not help.
        DidNotHelp = "DID_NOT_HELP",
        /// Not known yet.
        Open = "OPEN",
    }
    /// What a member may do, each including the ones before.
    Role {
        /// Contributes.
        Contributor = "CONTRIBUTOR",
        /// Reviews and publishes.
        Editor = "EDITOR",
        /// Manages accounts and tokens.
        Admin = "ADMIN",
    }
    /// How a proposal ended.
    ProposalStatus {
        /// Waits for an editor.
        Pending = "PENDING",
        /// Became a version.
        Accepted = "ACCEPTED",
        /// Was declined.
        Declined = "DECLINED",
    }
    /// What a change was about.
    Subject {
        /// An account.
        Account = "ACCOUNT",
        /// An access token.
        AccessToken = "ACCESS_TOKEN",
        /// A city.
        City = "CITY",
        /// A comment.
        Comment = "COMMENT",
        /// A lesson, with what hangs on it.
        Lesson = "LESSON",
        /// An organization.
        Organization = "ORGANIZATION",
        /// A person's name.
        Person = "PERSON",
        /// A project, with what hangs on it.
        Project = "PROJECT",
        /// A proposal.
        Proposal = "PROPOSAL",
        /// A reuse.
        Reuse = "REUSE",
        /// A saved search.
        SavedSearch = "SAVED_SEARCH",
        /// A topic, with its labels.
        Topic = "TOPIC",
    }
}
