//! The topics and what they are called.

use crate::step::Step;

pub(crate) const STEP: Step = Step {
    name: "m20261121_000002_create_vocabulary",
    up: UP,
    down: "DROP TABLE topic_label; DROP TABLE topic;",
};

const UP: &str = "
CREATE TABLE topic (
    id         {uuid} PRIMARY KEY,
    scheme     {text} NOT NULL CHECK (scheme IN (
                   'ACTION_FIELD', 'TOPIC', 'METHOD', 'LEGAL_BASIS', 'TECHNOLOGY')),
    slug       {text} NOT NULL CHECK (length(slug) BETWEEN 1 AND 400),
    broader_id {uuid} REFERENCES topic (id) ON DELETE NO ACTION,
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL,
    CONSTRAINT topic_slug_unique UNIQUE (slug),
    CONSTRAINT topic_not_broader_than_itself CHECK (broader_id <> id)
) {strict};
CREATE INDEX topic_by_scheme ON topic (scheme, slug);
CREATE INDEX topic_by_broader ON topic (broader_id);

CREATE TABLE topic_label (
    id        {uuid} PRIMARY KEY,
    topic_id  {uuid} NOT NULL REFERENCES topic (id) ON DELETE CASCADE,
    language  {text} NOT NULL CHECK (length(language) BETWEEN 1 AND 200),
    label     {text} NOT NULL CHECK (length(label) BETWEEN 1 AND 200),
    label_key {text} NOT NULL CHECK (length(label_key) <= 400),
    preferred {bool} NOT NULL CHECK (preferred IN (false, true)),
    position  {int} NOT NULL CHECK (position >= 0),
    CONSTRAINT topic_label_unique UNIQUE (topic_id, language, label)
) {strict};
CREATE UNIQUE INDEX topic_label_one_preferred ON topic_label (topic_id, language) WHERE preferred;
CREATE INDEX topic_label_by_key ON topic_label (label_key, topic_id);
";
