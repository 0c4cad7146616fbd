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

/// The keys behind a list of ids; wrong ones are noted by their numbers.
pub(super) fn keys<I: GlobalId>(
    problems: &mut Problems,
    field: &str,
    ids: MaybeUndefined<Vec<ID>>,
) -> Field<Vec<I>> {
    given(ids, |ids| {
        problems.below(field, |problems| {
            let ids = ids.iter().enumerate();
            ids.filter_map(|(index, id)| key(problems, &index.to_string(), id))
                .collect()
        })
    })
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
