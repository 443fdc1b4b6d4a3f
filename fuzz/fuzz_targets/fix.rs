//! Fixing: a second run changes nothing, nothing more is rejected, and neither a comment nor a value is
//! See `fuzz/src/fix.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| clawtidy_fuzz::run("fix", bytes));
