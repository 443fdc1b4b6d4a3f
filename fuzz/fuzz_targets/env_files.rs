//! Files of environment variables: names lie where they are said to, nothing but names is shown, and what
//! See `fuzz/src/env_files.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| clawtidy_fuzz::run("env_files", bytes));
