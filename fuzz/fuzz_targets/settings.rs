//! Files of settings: what is wrong has its place, the printed schema takes what the reader takes, and
//! See `fuzz/src/settings.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| clawtidy_fuzz::run("settings", bytes));
