//! Secrets: credentials planted anywhere in any config are printed by no command in no format.
//! See `fuzz/src/secrets.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| clawtidy_fuzz::run("secrets", bytes));
