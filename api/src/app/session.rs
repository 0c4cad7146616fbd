//! What someone does in one request: the use cases that change something begin here.

use serde::de::DeserializeOwned;

use crate::{
    app::{
        KnowledgeBase,
        error::Error,
        refusal::Refusal,
        repeat::{Part, Repeat},
        writing::Begun,
    },
    domain::{
        actor::Actor,
        policy::{Action, Denial, Resource, may},
        reach::Reach,
    },
};

/// Who asks, what they may read, and whether the request may be one that was sent before.
pub struct Session<'a> {
    pub(super) knowledge_base: &'a KnowledgeBase,
    actor: &'a Actor,
    reach: &'a Reach,
    repeat: Option<&'a Repeat>,
}

impl KnowledgeBase {
    /// What `actor` does, whose reach is `reach`.
    #[must_use]
    pub fn session<'a>(
        &'a self,
        actor: &'a Actor,
        reach: &'a Reach,
        repeat: Option<&'a Repeat>,
    ) -> Session<'a> {
        Session {
            knowledge_base: self,
            actor,
            reach,
            repeat,
        }
    }
}

impl Session<'_> {
    /// Who asks.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        self.actor
    }

    /// What they may read.
    #[must_use]
    pub fn reach(&self) -> &Reach {
        self.reach
    }

    /// Whether they may do something.
    pub(super) fn may(&self, action: Action, resource: Resource<'_>) -> Result<(), Denial> {
        may(self.actor, action, resource, self.knowledge_base.four_eyes)
    }

    /// That they may do something that is not about an entry.
    pub(super) fn require(&self, action: Action, resource: Resource<'_>) -> Result<(), Refusal> {
        self.may(action, resource)
            .map_err(|denial| Refusal::denied(denial, "id"))
    }

    /// That someone has signed in: asked before anything else, so that nothing is told of what is
    /// wrong with the request of someone who may not send it.
    pub(super) fn signed_in(&self) -> Result<(), Refusal> {
        match self.actor {
            Actor::Anonymous => Err(Refusal::Unauthenticated),
            Actor::House | Actor::Member(_) => Ok(()),
        }
    }

    /// Begins the write of a use case, unless the same request did it before.
    pub(super) async fn begin<T: DeserializeOwned>(
        &self,
        action: &'static str,
    ) -> Result<Begun<'_, T>, Error> {
        let part = self.repeat.map(Repeat::next);
        if let Some(done) = part.as_ref().map(Part::before).transpose()?.flatten() {
            return Ok(Begun::Before(done));
        }
        let writing = self.knowledge_base.write_as(self.actor.account(), action);
        Ok(Begun::Now(writing.await?.in_answer_to(part)))
    }
}
