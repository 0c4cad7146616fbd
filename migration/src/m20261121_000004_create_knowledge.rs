//! Projects, lessons and what hangs on them.

use crate::step::Step;

pub(crate) const STEP: Step = Step {
    name: "m20261121_000004_create_knowledge",
    up: UP,
    down: "
DROP TABLE relation;
DROP TABLE source;
DROP TABLE statement;
DROP TABLE participation;
DROP TABLE project_topic;
DROP TABLE lesson_topic;
DROP TABLE lesson;
DROP TABLE project;
",
};

const UP: &str = "
CREATE TABLE project (
    id                {uuid} PRIMARY KEY,
    slug              {text} NOT NULL CHECK (length(slug) BETWEEN 1 AND 400),
    city_id           {uuid} REFERENCES city (id) ON DELETE NO ACTION,
    kind              {text} NOT NULL CHECK (kind IN (
                          'PROJECT', 'PROGRAMME', 'STRATEGY', 'MEASURE', 'SERVICE', 'FORMAT',
                          'EVENT')),
    title             {text} NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    title_key         {text} NOT NULL CHECK (length(title_key) <= 400),
    summary           {text} CHECK (length(summary) <= 20000),
    initial_situation {text} CHECK (length(initial_situation) <= 20000),
    goals             {text} CHECK (length(goals) <= 20000),
    status            {text} NOT NULL CHECK (status IN (
                          'IDEA', 'PLANNED', 'RUNNING', 'COMPLETED', 'STOPPED')),
    priority          {int} CHECK (priority >= 1),
    started_on        {text} CHECK (length(started_on) <= 200),
    started_earliest  {date},
    ended_on          {text} CHECK (length(ended_on) <= 200),
    place             {text} CHECK (length(place) <= 20000),
    language          {text} NOT NULL CHECK (length(language) BETWEEN 1 AND 200),
    audience          {text} NOT NULL CHECK (audience IN (
                          'PUBLIC', 'PARTNERS', 'ADMINISTRATIONS', 'CITY')),
    entry_status      {text} NOT NULL CHECK (entry_status IN (
                          'DRAFT', 'IN_REVIEW', 'PUBLISHED', 'WITHDRAWN')),
    version           {int} NOT NULL CHECK (version >= 1),
    parent_id         {uuid} REFERENCES project (id) ON DELETE SET NULL,
    created_at        {time} NOT NULL,
    updated_at        {time} NOT NULL,
    CONSTRAINT project_slug_unique UNIQUE (slug),
    CONSTRAINT project_not_its_own_parent CHECK (parent_id <> id)
) {strict};
CREATE INDEX project_by_title ON project (title_key, id);
CREATE INDEX project_by_update ON project (updated_at, id);
-- Lists that go up and lists that go down both end with the rows that lack what they are sorted
-- by; so they sort by it or else by what is beyond all values, and each way has an index.
CREATE INDEX project_by_start_up ON project (coalesce(started_earliest, '9999-12-31'), id);
CREATE INDEX project_by_start_down ON project (coalesce(started_earliest, '0001-01-01'), id);
CREATE INDEX project_by_priority_up ON project (coalesce(priority, 9223372036854775807), id);
CREATE INDEX project_by_priority_down ON project (coalesce(priority, -9223372036854775807), id);
CREATE INDEX project_by_reader ON project (entry_status, audience, updated_at, id);
CREATE INDEX project_by_city ON project (city_id, title_key, id);
CREATE INDEX project_by_parent ON project (parent_id, title_key, id);

CREATE TABLE lesson (
    id                {uuid} PRIMARY KEY,
    city_id           {uuid} NOT NULL REFERENCES city (id) ON DELETE NO ACTION,
    project_id        {uuid} REFERENCES project (id) ON DELETE SET NULL,
    external_id       {text} CHECK (length(external_id) BETWEEN 1 AND 200),
    position          {int} CHECK (position >= 0),
    title             {text} NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    title_key         {text} NOT NULL CHECK (length(title_key) <= 400),
    insight           {text} NOT NULL CHECK (length(insight) BETWEEN 1 AND 20000),
    situation         {text} CHECK (length(situation) <= 20000),
    hurdle            {text} CHECK (length(hurdle) <= 20000),
    tried             {text} CHECK (length(tried) <= 20000),
    worked            {text} CHECK (length(worked) <= 20000),
    recommendation    {text} CHECK (length(recommendation) <= 20000),
    kind              {text} NOT NULL CHECK (kind IN (
                          'SUCCESS_FACTOR', 'PITFALL', 'METHOD', 'ADVICE')),
    outcome           {text} NOT NULL CHECK (outcome IN ('WORKED', 'PARTLY', 'FAILED', 'OPEN')),
    attribution       {text} NOT NULL CHECK (attribution IN ('NAMED', 'ANONYMOUS')),
    audience          {text} NOT NULL CHECK (audience IN (
                          'PUBLIC', 'PARTNERS', 'ADMINISTRATIONS', 'CITY')),
    status            {text} NOT NULL CHECK (status IN (
                          'DRAFT', 'IN_REVIEW', 'PUBLISHED', 'WITHDRAWN')),
    language          {text} NOT NULL CHECK (length(language) BETWEEN 1 AND 200),
    occurred_on       {text} CHECK (length(occurred_on) <= 200),
    occurred_earliest {date},
    occurred_latest   {date},
    published_at      {time},
    review_by         {text} CHECK (length(review_by) <= 200),
    licence           {text} NOT NULL CHECK (length(licence) BETWEEN 1 AND 20000),
    submitted_by      {uuid} REFERENCES account (id) ON DELETE SET NULL,
    version           {int} NOT NULL CHECK (version >= 1),
    created_at        {time} NOT NULL,
    updated_at        {time} NOT NULL,
    CONSTRAINT lesson_external_id_unique UNIQUE (city_id, external_id),
    CONSTRAINT lesson_occurred_in_order CHECK (occurred_earliest <= occurred_latest),
    CONSTRAINT lesson_published_has_time CHECK (status <> 'PUBLISHED' OR published_at IS NOT NULL)
) {strict};
CREATE INDEX lesson_by_publication_up ON lesson (coalesce(published_at, '9999-12-31T00:00:00+00:00'), id);
CREATE INDEX lesson_by_publication_down ON lesson (coalesce(published_at, '1970-01-01T00:00:00+00:00'), id);
CREATE INDEX lesson_by_update ON lesson (updated_at, id);
CREATE INDEX lesson_by_occurrence_up ON lesson (coalesce(occurred_earliest, '9999-12-31'), id);
CREATE INDEX lesson_by_occurrence_down ON lesson (coalesce(occurred_earliest, '0001-01-01'), id);
CREATE INDEX lesson_by_title ON lesson (title_key, id);
CREATE INDEX lesson_by_reader ON lesson (status, audience, published_at, id);
CREATE INDEX lesson_by_city ON lesson (city_id, published_at, id);
CREATE INDEX lesson_by_city_and_status ON lesson (city_id, status, updated_at, id);
CREATE INDEX lesson_by_project ON lesson (project_id, position, id);
CREATE INDEX lesson_by_submitter ON lesson (submitted_by);

CREATE TABLE lesson_topic (
    lesson_id {uuid} NOT NULL REFERENCES lesson (id) ON DELETE CASCADE,
    topic_id  {uuid} NOT NULL REFERENCES topic (id) ON DELETE NO ACTION,
    position  {int} NOT NULL CHECK (position >= 0),
    PRIMARY KEY (lesson_id, topic_id)
) {strict};
CREATE INDEX lesson_topic_by_topic ON lesson_topic (topic_id, lesson_id);

CREATE TABLE project_topic (
    project_id {uuid} NOT NULL REFERENCES project (id) ON DELETE CASCADE,
    topic_id   {uuid} NOT NULL REFERENCES topic (id) ON DELETE NO ACTION,
    position   {int} NOT NULL CHECK (position >= 0),
    PRIMARY KEY (project_id, topic_id)
) {strict};
CREATE INDEX project_topic_by_topic ON project_topic (topic_id, project_id);

CREATE TABLE participation (
    id              {uuid} PRIMARY KEY,
    project_id      {uuid} REFERENCES project (id) ON DELETE CASCADE,
    lesson_id       {uuid} REFERENCES lesson (id) ON DELETE CASCADE,
    organization_id {uuid} REFERENCES organization (id) ON DELETE NO ACTION,
    person          {text} CHECK (length(person) <= 200),
    function        {text} CHECK (length(function) <= 20000),
    role            {text} NOT NULL CHECK (role IN (
                        'LEAD', 'PARTNER', 'CONTRACTOR', 'HOST', 'SPEAKER', 'AUTHOR', 'FUNDER',
                        'ORGANIZER')),
    naming          {text} NOT NULL CHECK (naming IN (
                        'FULL', 'FIRST_NAME', 'ROLE_ONLY', 'ANONYMOUS')),
    contribution    {text} CHECK (length(contribution) <= 20000),
    position        {int} NOT NULL CHECK (position >= 0),
    CONSTRAINT participation_in_one CHECK ((project_id IS NULL) <> (lesson_id IS NULL))
) {strict};
CREATE INDEX participation_by_project ON participation (project_id, position, id);
CREATE INDEX participation_by_lesson ON participation (lesson_id, position, id);
CREATE INDEX participation_by_organization ON participation (organization_id, id);

CREATE TABLE statement (
    id         {uuid} PRIMARY KEY,
    project_id {uuid} NOT NULL REFERENCES project (id) ON DELETE CASCADE,
    kind       {text} NOT NULL CHECK (kind IN (
                   'OUTCOME', 'FIGURE', 'RANKING', 'AWARD', 'JURY', 'QUOTE', 'MOTTO',
                   'FEASIBILITY')),
    text       {text} NOT NULL CHECK (length(text) <= 20000),
    value      {float},
    unit       {text} CHECK (length(unit) <= 20000),
    rank       {int} CHECK (rank >= 1),
    achieved   {bool} CHECK (achieved IN (false, true)),
    issuer_id  {uuid} REFERENCES organization (id) ON DELETE NO ACTION,
    person     {text} CHECK (length(person) <= 200),
    stated_on  {text} CHECK (length(stated_on) <= 200),
    position   {int} NOT NULL CHECK (position >= 0)
) {strict};
CREATE INDEX statement_by_project ON statement (project_id, position, id);
CREATE INDEX statement_by_issuer ON statement (issuer_id);

CREATE TABLE source (
    id           {uuid} PRIMARY KEY,
    project_id   {uuid} REFERENCES project (id) ON DELETE CASCADE,
    lesson_id    {uuid} REFERENCES lesson (id) ON DELETE CASCADE,
    kind         {text} NOT NULL CHECK (kind IN (
                     'PAGE', 'REPORT', 'TALK', 'INTERVIEW', 'VISIT', 'VIDEO', 'IMAGE')),
    title        {text} NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    publisher    {text} CHECK (length(publisher) <= 20000),
    url          {text} CHECK (length(url) <= 20000),
    published_on {text} CHECK (length(published_on) <= 200),
    retrieved_on {text} CHECK (length(retrieved_on) <= 200),
    credit       {text} CHECK (length(credit) <= 20000),
    licence      {text} CHECK (length(licence) <= 20000),
    position     {int} NOT NULL CHECK (position >= 0),
    CONSTRAINT source_of_one CHECK ((project_id IS NULL) <> (lesson_id IS NULL))
) {strict};
CREATE INDEX source_by_project ON source (project_id, position, id);
CREATE INDEX source_by_lesson ON source (lesson_id, position, id);

CREATE TABLE relation (
    id              {uuid} PRIMARY KEY,
    kind            {text} NOT NULL CHECK (kind IN (
                        'REPLACES', 'SIMILAR', 'CONTRADICTS', 'GREW_FROM')),
    from_lesson_id  {uuid} REFERENCES lesson (id) ON DELETE CASCADE,
    to_lesson_id    {uuid} REFERENCES lesson (id) ON DELETE CASCADE,
    from_project_id {uuid} REFERENCES project (id) ON DELETE CASCADE,
    to_project_id   {uuid} REFERENCES project (id) ON DELETE CASCADE,
    created_at      {time} NOT NULL,
    CONSTRAINT relation_between_equals CHECK (
        (from_lesson_id IS NULL) = (to_lesson_id IS NULL)
        AND (from_project_id IS NULL) = (to_project_id IS NULL)
        AND (from_lesson_id IS NULL) <> (from_project_id IS NULL)),
    CONSTRAINT relation_not_to_the_same_lesson CHECK (from_lesson_id <> to_lesson_id),
    CONSTRAINT relation_not_to_the_same_project CHECK (from_project_id <> to_project_id),
    CONSTRAINT relation_lesson_unique UNIQUE (from_lesson_id, to_lesson_id, kind),
    CONSTRAINT relation_project_unique UNIQUE (from_project_id, to_project_id, kind)
) {strict};
CREATE INDEX relation_to_lesson ON relation (to_lesson_id);
CREATE INDEX relation_to_project ON relation (to_project_id);
";
