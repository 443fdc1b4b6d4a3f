//! Checking: every finding has its place in the text, and is the same on any number of threads.
//! See `fuzz/src/check.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| clawtidy_fuzz::run("check", bytes));
