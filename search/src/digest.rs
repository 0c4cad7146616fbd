//! A number that stands for a value's content, the same in every process and on every machine.

use serde::Serialize;
use sha2::{Digest, Sha256};

/// The first eight bytes of the SHA-256 of the value's JSON. Not the standard library's hasher:
/// that one may change with the compiler, and the numbers are stored.
pub(crate) fn of<T: Serialize>(value: &T) -> u64 {
    // Documents and names are structs of strings, numbers and lists, which JSON can always write;
    // a failure would mean an empty text, and so a difference that a checker reports.
    let json = serde_json::to_vec(value).unwrap_or_default();
    let hash = Sha256::digest(&json);
    hash.iter()
        .take(8)
        .fold(0, |number, byte| number << 8 | u64::from(*byte))
}
