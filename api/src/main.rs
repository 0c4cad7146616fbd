//! The `lehrgeld` command.

fn main() {}
