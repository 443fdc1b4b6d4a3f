//! How fast texts become trees, against `serde_json` on the same strict JSON.

use clawtidy::syntax::parse;
use divan::counter::BytesCount;
use divan::{Bencher, black_box};

#[path = "support/config.rs"]
mod config;

fn main() {
    divan::main();
}

/// Sizes of configs in bytes.
const SIZES: [usize; 4] = [1_000, 10_000, 1_000_000, 10_000_000];

#[divan::bench(args = SIZES)]
fn tree(bencher: Bencher<'_, '_>, size: usize) {
    let text = config::config(size, None);
    bencher.counter(BytesCount::of_str(&text)).with_inputs(|| text.clone()).bench_values(parse);
}

#[divan::bench(args = SIZES)]
fn serde_json_value(bencher: Bencher<'_, '_>, size: usize) {
    let text = config::config(size, None);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| serde_json::from_str::<serde_json::Value>(black_box(&text)));
}

#[divan::bench]
fn million_brackets(bencher: Bencher<'_, '_>) {
    bencher.with_inputs(|| "[".repeat(1_000_000)).bench_values(parse);
}

#[divan::bench]
fn million_errors(bencher: Bencher<'_, '_>) {
    bencher.with_inputs(|| "{a b;".repeat(500_000)).bench_values(parse);
}
