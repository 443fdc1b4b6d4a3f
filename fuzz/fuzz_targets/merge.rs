//! Merging: what is put together is never rejected where the active file was not, keeps the comments and
//! See `fuzz/src/merge.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| clawtidy_fuzz::run("merge", bytes));
