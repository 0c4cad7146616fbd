//! Puts the parts together: the one place that knows them all.
