//! Lists are ordered by times that say no more of an anonymous lesson than its day.

use crate::step::Step;

pub(crate) const STEP: Step = Step {
    name: "m20261127_000009_list_anonymous_lessons_by_day",
    up: "
ALTER TABLE lesson ADD COLUMN told_published_at {time}
    GENERATED ALWAYS AS (CASE attribution WHEN 'ANONYMOUS' THEN {end_of_publication} ELSE published_at END) {derived};
ALTER TABLE lesson ADD COLUMN told_updated_at {time}
    GENERATED ALWAYS AS (CASE attribution WHEN 'ANONYMOUS' THEN {end_of_update} ELSE updated_at END) {derived};
DROP INDEX lesson_by_publication_up;
DROP INDEX lesson_by_publication_down;
DROP INDEX lesson_by_update;
CREATE INDEX lesson_by_publication_up ON lesson (coalesce(told_published_at, '9999-12-31T00:00:00+00:00'), id);
CREATE INDEX lesson_by_publication_down ON lesson (coalesce(told_published_at, '1970-01-01T00:00:00+00:00'), id);
CREATE INDEX lesson_by_update ON lesson (told_updated_at, id);
",
    down: "
DROP INDEX lesson_by_publication_up;
DROP INDEX lesson_by_publication_down;
DROP INDEX lesson_by_update;
ALTER TABLE lesson DROP COLUMN told_published_at;
ALTER TABLE lesson DROP COLUMN told_updated_at;
CREATE INDEX lesson_by_publication_up ON lesson (coalesce(published_at, '9999-12-31T00:00:00+00:00'), id);
CREATE INDEX lesson_by_publication_down ON lesson (coalesce(published_at, '1970-01-01T00:00:00+00:00'), id);
CREATE INDEX lesson_by_update ON lesson (updated_at, id);
",
};
