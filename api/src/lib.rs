//! The Lehrgeld service.
