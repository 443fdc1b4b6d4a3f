//! Includes: a config in files is the config that it is in one, nothing outside of what may be read is
//! See `fuzz/src/includes.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| clawtidy_fuzz::run("includes", bytes));
