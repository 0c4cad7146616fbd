//! Contributing: the fields that change something.

pub mod accounts;
pub mod exchange;
mod ids;
pub mod inputs;
pub mod lessons;
pub mod payloads;
pub mod problems;
pub mod projects;
pub mod registry;

use async_graphql::MergedObject;

pub use accounts::AccountMutation;
pub use exchange::ExchangeMutation;
pub use lessons::LessonMutation;
pub use projects::ProjectMutation;
pub use registry::RegistryMutation;

/// What changes something. What a form can mend is told in `userErrors`; everything else is an error with `extensions.code`. Fields of one request run one after another, each in a transaction of its own.
#[derive(Clone, Copy, Debug, Default, MergedObject)]
pub struct Mutation(
    LessonMutation,
    ProjectMutation,
    ExchangeMutation,
    AccountMutation,
    RegistryMutation,
);
