//! Who asks.

/// Who a request comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Someone who sent no token.
    Anonymous,
    /// Whoever runs the service, at its command line.
    House,
}
