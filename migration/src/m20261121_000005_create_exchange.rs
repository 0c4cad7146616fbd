//! What passes between cities and people: reuse, comments, versions, proposals; and what the
//! service keeps for those who ask.

use crate::step::Step;

pub(crate) const STEP: Step = Step {
    name: "m20261121_000005_create_exchange",
    up: UP,
    down: "
DROP TABLE idempotency_key;
DROP TABLE saved_search;
DROP TABLE proposal;
DROP TABLE revision;
DROP TABLE comment;
DROP TABLE reuse;
",
};

const UP: &str = "
CREATE TABLE reuse (
    id         {uuid} PRIMARY KEY,
    lesson_id  {uuid} NOT NULL REFERENCES lesson (id) ON DELETE CASCADE,
    city_id    {uuid} NOT NULL REFERENCES city (id) ON DELETE NO ACTION,
    project_id {uuid} REFERENCES project (id) ON DELETE SET NULL,
    stage      {text} NOT NULL CHECK (stage IN ('PLANNED', 'TRIED', 'ADOPTED', 'DROPPED')),
    result     {text} NOT NULL CHECK (result IN ('HELPED', 'PARTLY', 'DID_NOT_HELP', 'OPEN')),
    note       {text} CHECK (length(note) <= 20000),
    reused_on  {text} CHECK (length(reused_on) <= 200),
    author_id  {uuid} REFERENCES account (id) ON DELETE SET NULL,
    created_at {time} NOT NULL
) {strict};
CREATE INDEX reuse_by_lesson ON reuse (lesson_id, created_at, id);
CREATE INDEX reuse_by_city ON reuse (city_id, lesson_id);
CREATE INDEX reuse_by_project ON reuse (project_id);
CREATE INDEX reuse_by_author ON reuse (author_id);

CREATE TABLE comment (
    id            {uuid} PRIMARY KEY,
    lesson_id     {uuid} NOT NULL REFERENCES lesson (id) ON DELETE CASCADE,
    author_id     {uuid} REFERENCES account (id) ON DELETE SET NULL,
    body          {text} NOT NULL CHECK (length(body) BETWEEN 1 AND 20000),
    parent_id     {uuid} REFERENCES comment (id) ON DELETE SET NULL,
    hidden_at     {time},
    hidden_by     {uuid} REFERENCES account (id) ON DELETE SET NULL,
    hidden_reason {text} CHECK (length(hidden_reason) <= 20000),
    created_at    {time} NOT NULL,
    CONSTRAINT comment_not_its_own_parent CHECK (parent_id <> id),
    CONSTRAINT comment_hidden_has_time CHECK (
        hidden_at IS NOT NULL OR (hidden_by IS NULL AND hidden_reason IS NULL))
) {strict};
CREATE INDEX comment_by_lesson ON comment (lesson_id, created_at, id);
CREATE INDEX comment_by_author ON comment (author_id);
CREATE INDEX comment_by_parent ON comment (parent_id);
CREATE INDEX comment_by_hider ON comment (hidden_by);

CREATE TABLE revision (
    id         {uuid} PRIMARY KEY,
    project_id {uuid} REFERENCES project (id) ON DELETE CASCADE,
    lesson_id  {uuid} REFERENCES lesson (id) ON DELETE CASCADE,
    version    {int} NOT NULL CHECK (version >= 1),
    status     {text} NOT NULL CHECK (status IN ('DRAFT', 'IN_REVIEW', 'PUBLISHED', 'WITHDRAWN')),
    content    {json} NOT NULL,
    author_id  {uuid} REFERENCES account (id) ON DELETE SET NULL,
    note       {text} CHECK (length(note) <= 20000),
    created_at {time} NOT NULL,
    CONSTRAINT revision_of_one CHECK ((project_id IS NULL) <> (lesson_id IS NULL)),
    CONSTRAINT revision_project_unique UNIQUE (project_id, version),
    CONSTRAINT revision_lesson_unique UNIQUE (lesson_id, version)
) {strict};
CREATE INDEX revision_by_author ON revision (author_id);

CREATE TABLE proposal (
    id            {uuid} PRIMARY KEY,
    lesson_id     {uuid} NOT NULL REFERENCES lesson (id) ON DELETE CASCADE,
    base_version  {int} NOT NULL CHECK (base_version >= 1),
    content       {json} NOT NULL,
    author_id     {uuid} REFERENCES account (id) ON DELETE SET NULL,
    note          {text} CHECK (length(note) <= 20000),
    status        {text} NOT NULL CHECK (status IN ('PENDING', 'ACCEPTED', 'DECLINED')),
    decided_by    {uuid} REFERENCES account (id) ON DELETE SET NULL,
    decided_at    {time},
    decision_note {text} CHECK (length(decision_note) <= 20000),
    created_at    {time} NOT NULL,
    CONSTRAINT proposal_decided_has_time CHECK ((status = 'PENDING') = (decided_at IS NULL))
) {strict};
CREATE INDEX proposal_by_lesson ON proposal (lesson_id, status, created_at, id);
CREATE INDEX proposal_by_author ON proposal (author_id);
CREATE INDEX proposal_by_decider ON proposal (decided_by);

CREATE TABLE saved_search (
    id         {uuid} PRIMARY KEY,
    account_id {uuid} NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    name       {text} NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    query      {text} NOT NULL CHECK (length(query) <= 20000),
    filter     {json} NOT NULL,
    created_at {time} NOT NULL
) {strict};
CREATE INDEX saved_search_by_account ON saved_search (account_id, created_at, id);

CREATE TABLE idempotency_key (
    account_id   {uuid} NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    key          {text} NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
    request_hash {bytes} NOT NULL CHECK (length(request_hash) = 32),
    answer       {json} NOT NULL,
    expires_at   {time} NOT NULL,
    created_at   {time} NOT NULL,
    PRIMARY KEY (account_id, key)
) {strict};
CREATE INDEX idempotency_key_by_expiry ON idempotency_key (expires_at);
";
