//! Accounts, what they belong to, and their tokens.

use crate::step::Step;

pub(crate) const STEP: Step = Step {
    name: "m20261121_000003_create_accounts",
    up: UP,
    down: "DROP TABLE access_token; DROP TABLE membership; DROP TABLE account;",
};

const UP: &str = "
CREATE TABLE account (
    id         {uuid} PRIMARY KEY,
    name       {text} NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    email      {text} CHECK (length(email) <= 20000),
    steward    {bool} NOT NULL CHECK (steward IN (false, true)),
    issuer     {text} CHECK (length(issuer) <= 300),
    subject    {text} CHECK (length(subject) <= 300),
    closed_at  {time},
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL,
    CONSTRAINT account_issuer_with_subject CHECK ((issuer IS NULL) = (subject IS NULL)),
    CONSTRAINT account_subject_unique UNIQUE (issuer, subject)
) {strict};

CREATE TABLE membership (
    id              {uuid} PRIMARY KEY,
    account_id      {uuid} NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    city_id         {uuid} REFERENCES city (id) ON DELETE NO ACTION,
    organization_id {uuid} REFERENCES organization (id) ON DELETE NO ACTION,
    role            {text} NOT NULL CHECK (role IN ('CONTRIBUTOR', 'EDITOR', 'ADMIN')),
    created_at      {time} NOT NULL,
    CONSTRAINT membership_in_one CHECK ((city_id IS NULL) <> (organization_id IS NULL)),
    CONSTRAINT membership_city_unique UNIQUE (account_id, city_id),
    CONSTRAINT membership_organization_unique UNIQUE (account_id, organization_id)
) {strict};
CREATE INDEX membership_by_city ON membership (city_id);
CREATE INDEX membership_by_organization ON membership (organization_id);

CREATE TABLE access_token (
    id           {uuid} PRIMARY KEY,
    account_id   {uuid} NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    label        {text} NOT NULL CHECK (length(label) BETWEEN 1 AND 200),
    hint         {text} NOT NULL CHECK (length(hint) <= 200),
    hash         {bytes} NOT NULL CHECK (length(hash) = 32),
    role         {text} NOT NULL CHECK (role IN ('CONTRIBUTOR', 'EDITOR', 'ADMIN')),
    -- Not SET NULL: a token for one city would become one for all.
    city_id      {uuid} REFERENCES city (id) ON DELETE NO ACTION,
    expires_at   {time},
    last_used_at {time},
    revoked_at   {time},
    created_at   {time} NOT NULL,
    CONSTRAINT access_token_hash_unique UNIQUE (hash)
) {strict};
CREATE INDEX access_token_by_account ON access_token (account_id, created_at, id);
CREATE INDEX access_token_by_city ON access_token (city_id);
";
