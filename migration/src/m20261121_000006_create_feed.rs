//! The feed of changes, and which database it belongs to.

use crate::step::Step;

pub(crate) const STEP: Step = Step {
    name: "m20261121_000006_create_feed",
    up: UP,
    down: "DROP TABLE instance; DROP TABLE change;",
};

const UP: &str = "
CREATE TABLE change (
    position   {counted},
    at         {time} NOT NULL,
    actor_id   {uuid} REFERENCES account (id) ON DELETE SET NULL,
    action     {text} NOT NULL CHECK (length(action) BETWEEN 1 AND 200),
    subject    {text} NOT NULL CHECK (subject IN (
                   'ACCOUNT', 'ACCESS_TOKEN', 'CITY', 'COMMENT', 'LESSON', 'ORGANIZATION',
                   'PERSON', 'PROJECT', 'PROPOSAL', 'REUSE', 'SAVED_SEARCH', 'TOPIC')),
    -- Of any table, and perhaps of a row that is gone.
    subject_id {uuid} NOT NULL
) {strict};
CREATE INDEX change_by_subject ON change (subject, subject_id, position);
CREATE INDEX change_by_actor ON change (actor_id, position);

CREATE TABLE instance (
    id         {uuid} PRIMARY KEY,
    created_at {time} NOT NULL
) {strict};
-- All rows have the same key here, so there is room for one.
CREATE UNIQUE INDEX instance_is_one ON instance ((1));
INSERT INTO instance (id, created_at) VALUES ({random_uuid}, {now});
";
