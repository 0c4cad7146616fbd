//! Why something was changed that has no note of its own to say it in.

use crate::step::Step;

pub(crate) const STEP: Step = Step {
    name: "m20261127_000009_add_change_reason",
    up: "ALTER TABLE change ADD COLUMN reason {text} CHECK (length(reason) BETWEEN 1 AND 20000);",
    down: "ALTER TABLE change DROP COLUMN reason;",
};
