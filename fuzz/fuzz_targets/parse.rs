//! Any text: no byte is lost, every place lies in it, and what is accepted is what OpenClaw's reader
//! See `fuzz/src/parse.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| clawtidy_fuzz::run("parse", bytes));
