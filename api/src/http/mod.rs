//! Routes, tokens to actors, health, metrics, pages.
