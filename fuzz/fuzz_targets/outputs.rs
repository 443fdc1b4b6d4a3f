//! Output: whatever a config says, each format is well-formed to its own readers, all count alike, and
//! See `fuzz/src/outputs.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| clawtidy_fuzz::run("outputs", bytes));
