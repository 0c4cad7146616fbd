//! What a lesson does when someone does something with it, as the house says and not as the service
//! does: a lesson, its versions, and the table of who may do what.

/// Who acts. Those from `Contributor` on belong to the lessons' city.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Actor {
    Nobody,
    Stranger,
    Partner,
    Neighbour,
    Contributor,
    Editor,
    Second,
    Admin,
    Steward,
}

/// What someone does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    Update(Content),
    Submit,
    Approve,
    Return,
    Withdraw,
    /// To this version.
    Restore(usize),
    /// The proposal of this number.
    Accept(usize),
    Decline(usize),
    Comment,
    RecordReuse,
}

/// What comes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Done,
    /// The proposal of this number waits.
    Proposed(usize),
    /// An error, by its code.
    Error(&'static str),
    /// A problem, by its code and the field.
    Problem(&'static str, &'static str),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    Draft,
    InReview,
    Published,
    Withdrawn,
}

/// The narrower, the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Audience {
    Public,
    Partners,
    Administrations,
    City,
}

/// What a lesson says, as far as it is changed here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Content {
    pub(super) hurdle: u32,
    pub(super) worked: u32,
    pub(super) audience: Audience,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Version {
    pub(super) status: Status,
    pub(super) author: Actor,
    pub(super) content: Content,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Proposal {
    pub(super) pending: bool,
    author: Actor,
    base: usize,
    content: Content,
}

/// A lesson.
#[derive(Clone, Debug)]
pub(super) struct Lesson {
    /// Whether the partner's organization takes part.
    pub(super) joint: bool,
    pub(super) versions: Vec<Version>,
    pub(super) proposals: Vec<Proposal>,
    pub(super) was_published: bool,
    submitted_by: Option<Actor>,
}

type Refused = Result<(), Answer>;

const FORBIDDEN: Answer = Answer::Error("FORBIDDEN");

fn not_in_status(field: &'static str) -> Answer {
    Answer::Problem("NOT_ALLOWED_IN_STATUS", field)
}

impl Lesson {
    pub(super) fn new(author: Actor, content: Content, joint: bool) -> Self {
        let first = Version {
            status: Status::Draft,
            author,
            content,
        };
        Self {
            joint,
            versions: vec![first],
            proposals: Vec::new(),
            was_published: false,
            submitted_by: None,
        }
    }

    pub(super) fn now(&self) -> Version {
        self.versions[self.versions.len() - 1]
    }

    /// Whether someone works on it: for the city, or in an organization that takes part.
    pub(super) fn is_own(&self, actor: Actor) -> bool {
        actor >= Actor::Contributor || (self.joint && actor == Actor::Partner)
    }

    pub(super) fn is_seen(&self, actor: Actor) -> bool {
        let widest = match actor {
            Actor::Nobody | Actor::Stranger => Audience::Public,
            Actor::Partner => Audience::Partners,
            _ => Audience::Administrations,
        };
        let now = self.now();
        self.is_own(actor) || (now.status == Status::Published && now.content.audience <= widest)
    }

    /// What the service says someone can do with it.
    pub(super) fn can(&self, actor: Actor) -> Vec<&'static str> {
        use Status::{Draft, InReview, Published};
        let (own, edits) = (self.is_own(actor), actor >= Actor::Editor);
        let status = self.now().status;
        let published = status == Published;
        let table = [
            ("EDIT", (status == Draft && own) || (published && edits)),
            ("PROPOSE", published && own && !edits),
            ("SUBMIT", status == Draft && own),
            ("APPROVE", self.may_approve(actor)),
            ("RETURN", status == InReview && edits),
            ("WITHDRAW", published && edits),
            ("COMMENT", actor > Actor::Stranger),
            ("RECORD_REUSE", published && acts_elsewhere(actor)),
        ];
        let can = table.into_iter().filter(|(_, can)| *can);
        can.map(|(name, _)| name).collect()
    }

    fn may_approve(&self, actor: Actor) -> bool {
        let other = self.submitted_by != Some(actor);
        self.now().status == Status::InReview && actor >= Actor::Editor && other
    }

    /// Whoever may do it at all is told of a conflict before they are told of the status.
    fn check(&self, allowed: bool, expected: usize, status: &[Status]) -> Refused {
        if !allowed {
            return Err(FORBIDDEN);
        }
        if expected != self.versions.len() {
            return Err(Answer::Problem("CONFLICT", "expectedVersion"));
        }
        if !status.contains(&self.now().status) {
            return Err(not_in_status("id"));
        }
        Ok(())
    }

    /// Someone who saw the version `expected` does something.
    pub(super) fn act(&mut self, actor: Actor, act: Act, expected: usize) -> Answer {
        if actor == Actor::Nobody {
            return Answer::Error("UNAUTHENTICATED");
        }
        let field = match act {
            Act::Comment | Act::RecordReuse => "lessonId",
            _ => "id",
        };
        if !self.is_seen(actor) {
            return Answer::Problem("NOT_FOUND", field);
        }
        let done = match act {
            Act::Update(content) => return self.update(actor, content, expected),
            Act::Restore(to) => return self.restore(actor, to, expected),
            Act::Accept(number) => self.accept(actor, number),
            Act::Decline(number) => self.decline(actor, number),
            Act::Comment if actor == Actor::Stranger => Err(FORBIDDEN),
            Act::Comment => Ok(()),
            Act::RecordReuse => self.record_reuse(actor),
            Act::Submit | Act::Approve | Act::Return | Act::Withdraw => {
                self.step(actor, act, expected)
            }
        };
        done.err().unwrap_or(Answer::Done)
    }

    fn step(&mut self, actor: Actor, act: Act, expected: usize) -> Refused {
        let edits = actor >= Actor::Editor;
        let (allowed, from, to) = match act {
            Act::Submit => (self.is_own(actor), Status::Draft, Status::InReview),
            Act::Approve => (edits, Status::InReview, Status::Published),
            Act::Return => (edits, Status::InReview, Status::Draft),
            _ => (edits, Status::Published, Status::Withdrawn),
        };
        self.check(allowed, expected, &[from])?;
        if act == Act::Approve && !self.may_approve(actor) {
            return Err(Answer::Problem("FOUR_EYES", "id"));
        }
        self.submitted_by = match act {
            Act::Submit => Some(actor),
            Act::Approve => self.submitted_by,
            _ => None,
        };
        self.add(actor, to, self.now().content);
        Ok(())
    }

    fn add(&mut self, author: Actor, status: Status, content: Content) {
        self.was_published |= status == Status::Published;
        self.versions.push(Version {
            status,
            author,
            content,
        });
    }

    fn update(&mut self, actor: Actor, content: Content, expected: usize) -> Answer {
        let open = [Status::Draft, Status::Published];
        if let Err(refused) = self.check(self.is_own(actor), expected, &open) {
            return refused;
        }
        let now = self.now();
        if content == now.content {
            return Answer::Done;
        }
        if now.status == Status::Published && actor < Actor::Editor {
            return self.propose(actor, content);
        }
        self.add(actor, now.status, content);
        Answer::Done
    }

    /// The same wish of the same version waits once.
    fn propose(&mut self, author: Actor, content: Content) -> Answer {
        let base = self.versions.len();
        let same = self.proposals.iter().position(|it| {
            it.pending && (it.author, it.base, it.content) == (author, base, content)
        });
        if let Some(same) = same {
            return Answer::Proposed(same);
        }
        self.proposals.push(Proposal {
            pending: true,
            author,
            base,
            content,
        });
        Answer::Proposed(self.proposals.len() - 1)
    }

    fn restore(&mut self, actor: Actor, to: usize, expected: usize) -> Answer {
        let (now, edits) = (self.now(), actor >= Actor::Editor);
        let withdrawn = edits && now.status == Status::Withdrawn;
        let open = [Status::Draft, Status::Published, Status::Withdrawn];
        // Whoever may not change what is published may wish for it; for nothing else.
        let open = if edits { &open[..] } else { &open[..2] };
        if let Err(refused) = self.check(self.is_own(actor), expected, open) {
            return refused;
        }
        let Some(version) = to.checked_sub(1).and_then(|to| self.versions.get(to)) else {
            return Answer::Problem("NOT_FOUND", "toVersion");
        };
        let content = version.content;
        if now.status == Status::Published && !edits {
            return self.propose(actor, content);
        }
        if withdrawn {
            self.submitted_by = None;
            self.add(actor, Status::Draft, content);
        } else {
            self.add(actor, now.status, content);
        }
        Answer::Done
    }

    /// A proposal that someone may decide about.
    fn decidable(&self, actor: Actor, number: usize, published: bool) -> Result<Proposal, Answer> {
        if !self.is_own(actor) {
            return Err(Answer::Problem("NOT_FOUND", "id"));
        }
        if actor < Actor::Editor {
            return Err(FORBIDDEN);
        }
        let proposal = self.proposals[number];
        let open = !published || self.now().status == Status::Published;
        if !open || !proposal.pending {
            return Err(not_in_status("id"));
        }
        Ok(proposal)
    }

    fn accept(&mut self, actor: Actor, number: usize) -> Refused {
        let wish = self.decidable(actor, number, true)?;
        let (base, now) = (self.versions[wish.base - 1].content, self.now());
        let merged = Content {
            hurdle: merge(base.hurdle, now.content.hurdle, wish.content.hurdle)?,
            worked: merge(base.worked, now.content.worked, wish.content.worked)?,
            audience: merge(base.audience, now.content.audience, wish.content.audience)?,
        };
        self.proposals[number].pending = false;
        self.add(actor, now.status, merged);
        Ok(())
    }

    fn decline(&mut self, actor: Actor, number: usize) -> Refused {
        self.decidable(actor, number, false)?;
        self.proposals[number].pending = false;
        Ok(())
    }

    /// By the neighbour's city, for which those of the lesson's city cannot speak.
    fn record_reuse(&self, actor: Actor) -> Refused {
        if actor == Actor::Stranger {
            return Err(FORBIDDEN);
        }
        if self.now().status != Status::Published {
            return Err(not_in_status("lessonId"));
        }
        if matches!(actor, Actor::Neighbour | Actor::Steward) {
            Ok(())
        } else {
            Err(FORBIDDEN)
        }
    }
}

/// What was changed on one side alone is changed.
fn merge<T: Copy + PartialEq>(base: T, now: T, wished: T) -> Result<T, Answer> {
    if wished == base || wished == now {
        Ok(now)
    } else if now == base {
        Ok(wished)
    } else {
        Err(Answer::Problem("CONFLICT", "id"))
    }
}

/// Whether someone may act for a city that could take the lesson up: not its own.
fn acts_elsewhere(actor: Actor) -> bool {
    matches!(actor, Actor::Partner | Actor::Neighbour | Actor::Steward)
}
