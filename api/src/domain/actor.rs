//! Who asks.

/// Who a request comes from, as far as its token says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Someone who sent no token.
    Anonymous,
}
