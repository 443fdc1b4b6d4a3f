//! The `clawtidy` program.
fn main() {}
