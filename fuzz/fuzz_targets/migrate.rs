//! Migrating: configs of older releases keep the laws of `tests/migrate_properties.rs`, and whatever is
//! See `fuzz/src/migrate.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| clawtidy_fuzz::run("migrate", bytes));
