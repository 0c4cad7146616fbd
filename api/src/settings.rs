//! The settings of `lehrgeld serve`: flags, and environment variables of the same name.
