//! How far a long piece of work is, for whoever watches.

/// Told how far a piece of work is.
pub trait Progress: Send + Sync {
    /// A stage of so many steps begins.
    fn begin(&self, stage: &str, steps: u64);
    /// So many more steps are done.
    fn advance(&self, steps: u64);
    /// The stage is done.
    fn finish(&self);
}

/// Nobody watches.
#[derive(Clone, Copy, Debug)]
pub struct Unwatched;

impl Progress for Unwatched {
    fn begin(&self, _stage: &str, _steps: u64) {}
    fn advance(&self, _steps: u64) {}
    fn finish(&self) {}
}
