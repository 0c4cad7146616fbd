//! Text in, ranked ids out.
