//! Cities and organizations.

use crate::step::Step;

pub(crate) const STEP: Step = Step {
    name: "m20261121_000001_create_places",
    up: UP,
    down: "DROP TABLE organization; DROP TABLE city;",
};

const UP: &str = "
CREATE TABLE city (
    id           {uuid} PRIMARY KEY,
    country      {text} NOT NULL CHECK (
                     length(country) = 2
                     AND substr(country, 1, 1) BETWEEN 'A' AND 'Z'
                     AND substr(country, 2, 1) BETWEEN 'A' AND 'Z'),
    key_scheme   {text} NOT NULL CHECK (length(key_scheme) BETWEEN 1 AND 200),
    official_key {text} CHECK (length(official_key) BETWEEN 1 AND 200),
    name         {text} NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    name_key     {text} NOT NULL CHECK (length(name_key) <= 400),
    slug         {text} NOT NULL CHECK (length(slug) BETWEEN 1 AND 400),
    region       {text} CHECK (length(region) <= 200),
    population   {long} CHECK (population >= 0),
    latitude     {float} CHECK (latitude BETWEEN -90 AND 90),
    longitude    {float} CHECK (longitude BETWEEN -180 AND 180),
    website      {text} CHECK (length(website) <= 20000),
    created_at   {time} NOT NULL,
    updated_at   {time} NOT NULL,
    CONSTRAINT city_slug_unique UNIQUE (slug),
    -- The scheme last, because people look a key up by its country alone.
    CONSTRAINT city_key_unique UNIQUE (country, official_key, key_scheme)
) {strict};
CREATE INDEX city_by_name ON city (name_key, id);
-- Lists that go up and lists that go down both end with the rows that lack what they are sorted
-- by; so they sort by it or else by what is beyond all values, and each way has an index.
CREATE INDEX city_by_population_up ON city (coalesce(population, 9223372036854775807), id);
CREATE INDEX city_by_population_down ON city (coalesce(population, -9223372036854775807), id);
CREATE INDEX city_by_country_and_name ON city (country, name_key, id);
CREATE INDEX city_by_country_and_population ON city (country, population, id);
CREATE INDEX city_by_region_and_name ON city (region, name_key, id);

CREATE TABLE organization (
    id         {uuid} PRIMARY KEY,
    kind       {text} NOT NULL CHECK (kind IN (
                   'ADMINISTRATION', 'UNIT', 'MUNICIPAL_ENTERPRISE', 'ASSOCIATION', 'COMPANY',
                   'ACADEMIA', 'OTHER')),
    name       {text} NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    name_key   {text} NOT NULL CHECK (length(name_key) <= 400),
    slug       {text} NOT NULL CHECK (length(slug) BETWEEN 1 AND 400),
    city_id    {uuid} REFERENCES city (id) ON DELETE NO ACTION,
    parent_id  {uuid} REFERENCES organization (id) ON DELETE NO ACTION,
    website    {text} CHECK (length(website) <= 20000),
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL,
    CONSTRAINT organization_slug_unique UNIQUE (slug),
    CONSTRAINT organization_not_its_own_parent CHECK (parent_id <> id)
) {strict};
CREATE INDEX organization_by_name ON organization (name_key, id);
CREATE INDEX organization_by_city ON organization (city_id, name_key, id);
CREATE INDEX organization_by_parent ON organization (parent_id, name_key, id);
";
