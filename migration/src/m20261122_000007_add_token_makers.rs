//! Through whose hands a token came: they are no second person beside whoever holds it.

use crate::step::Step;

pub(crate) const STEP: Step = Step {
    name: "m20261122_000007_add_token_makers",
    up: "ALTER TABLE access_token ADD COLUMN makers {json} NOT NULL DEFAULT '[]';",
    down: "ALTER TABLE access_token DROP COLUMN makers;",
};
