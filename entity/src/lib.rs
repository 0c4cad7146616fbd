//! What Lehrgeld stores.
