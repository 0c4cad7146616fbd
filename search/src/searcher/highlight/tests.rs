//! What is marked, and how texts are cut.
