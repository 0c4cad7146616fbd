//! What a document may hold: far above what clients send, far below what hurts.
//!
//! The worst documents that pass all of these are in `guard/tests/cost.rs`: what the guard and
//! async-graphql's validation make of them takes about half a second in a debug build.

/// Length of a document. Bulk data belongs into variables, which have the body's limit.
pub(super) const BYTES: usize = 128 * 1024;
/// Words, signs and comments of a document.
pub(super) const TOKENS: usize = 12_000;
/// Brackets, braces and parentheses inside of each other. The parser recurses on them: so many
/// levels take 400 KiB of stack in a debug build, of the 2 MiB that a thread has.
pub(super) const NESTING: usize = 40;
/// Length of a name or a number.
pub(super) const WORD: usize = 200;
/// Characters of all names and numbers. Validation compares each name that it does not know with
/// all that it does, in time proportional to both lengths, to suggest one.
pub(super) const LETTERS: usize = 40_000;
/// Operations of a document.
pub(super) const OPERATIONS: usize = 50;
/// Fragments of a document.
pub(super) const FRAGMENTS: usize = 200;
/// Variables of an operation.
pub(super) const VARIABLES: usize = 100;
/// Directives of a document, wherever they stand.
pub(super) const DIRECTIVES: usize = 200;
/// Aliases of a document.
pub(super) const ALIASES: usize = 500;
/// Arguments of a field or of a directive.
pub(super) const ARGUMENTS: usize = 50;
/// Fields at the root of an operation, fragments written out.
pub(super) const ROOT_FIELDS: usize = 100;
/// Selection sets inside of each other, fragments written out. Introspection needs 17.
pub(super) const DEPTH: u32 = 32;
/// Fields, spreads, arguments, values and directives of the whole document, the fragments of each
/// definition written out. Introspection as clients send it has some 300.
pub(super) const NODES: u64 = 5_000;
/// Pairs that the check for overlapping fields looks at.
pub(super) const OVERLAPS: u64 = 20_000;
/// Values of variables, counted each time that the document, written out, mentions them.
pub(super) const VARIABLE_VALUES: u64 = 200_000;
/// Estimated values in the answer to introspection, where lists multiply. What clients send comes
/// to half of it.
pub(super) const INTROSPECTION: u64 = 600_000;
