//! Ids and nullable fields on their way in.

use async_graphql::{ID, MaybeUndefined};

use crate::{
    domain::{
        contribution::Field,
        problem::{Fault, Problems},
    },
    graphql::global_id::GlobalId,
};

/// The key behind an id; a wrong one is noted.
pub(super) fn key<I: GlobalId>(problems: &mut Problems, field: &str, id: &ID) -> Option<I> {
    let key = I::parse(id).ok();
    if key.is_none() {
        problems.add(field, Fault::Id);
    }
    key
}

/// The key behind an id that may be missing; a wrong one is noted.
pub(super) fn key_if<I: GlobalId>(
    problems: &mut Problems,
    field: &str,
    id: Option<&ID>,
) -> Option<I> {
    id.and_then(|id| key(problems, field, id))
}

/// The keys behind a list of so many ids at most; wrong ones are noted by their numbers. Of a list
/// with a wrong one nothing is left: what else is wrong with it would be told by other numbers.
pub(super) fn keys<I: GlobalId>(
    problems: &mut Problems,
    field: &str,
    most: usize,
    ids: MaybeUndefined<Vec<ID>>,
) -> Field<Vec<I>> {
    let ids = match ids {
        MaybeUndefined::Undefined => return Field::Absent,
        MaybeUndefined::Null => return Field::Null,
        MaybeUndefined::Value(ids) => ids,
    };
    if ids.len() > most {
        problems.add(field, Fault::TooMany(most));
        return Field::Absent;
    }
    let keys: Vec<_> = problems.below(field, |problems| {
        let ids = ids.iter().enumerate();
        ids.map(|(index, id)| key(problems, &index.to_string(), id))
            .collect()
    });
    let whole: Option<Vec<_>> = keys.into_iter().collect();
    whole.map_or(Field::Absent, Field::Value)
}

/// The key behind an id that may be left out or null.
pub(super) fn key_field<I: GlobalId>(
    problems: &mut Problems,
    field: &str,
    id: MaybeUndefined<ID>,
) -> Field<I> {
    match id {
        MaybeUndefined::Undefined => Field::Absent,
        MaybeUndefined::Null => Field::Null,
        MaybeUndefined::Value(id) => key(problems, field, &id).map_or(Field::Absent, Field::Value),
    }
}

/// A field that may be left out or null.
pub(super) fn given<A, B>(value: MaybeUndefined<A>, convert: impl FnOnce(A) -> B) -> Field<B> {
    match value {
        MaybeUndefined::Undefined => Field::Absent,
        MaybeUndefined::Null => Field::Null,
        MaybeUndefined::Value(value) => Field::Value(convert(value)),
    }
}

/// A field of the same type inside.
pub(super) fn plain<T>(value: MaybeUndefined<T>) -> Field<T> {
    given(value, |value| value)
}

/// A field of a type with a twin inside.
pub(super) fn twin<A, B: From<A>>(value: MaybeUndefined<A>) -> Field<B> {
    given(value, B::from)
}
