//! Lehrgeld seen from outside.
