//! The `huilu` binary.
fn main() {}
