//! How fast a config with flaws all over is mended: as often as it takes, with every rule.

use clawtidy::finding::Safety;
use clawtidy::report::Selection;
use clawtidy::schema::Release;
use clawtidy::world::{Environment, World};
use clawtidy::{Fixing, fix};
use divan::Bencher;
use divan::counter::BytesCount;

#[path = "support/config.rs"]
mod config;

fn main() {
    divan::main();
}

/// What a run without options judges against.
fn world() -> World {
    World::new(Release::LATEST, Environment::Unknown)
}

/// Sizes of configs in bytes.
const SIZES: [usize; 3] = [1_000, 10_000, 1_000_000];

/// Mends a config; answers with how much is left.
fn mend(text: String) -> usize {
    let fixing = Fixing::new(Selection::default(), Safety::Safe);
    let fixed = fix("openclaw.json", text, &world(), &fixing);
    assert!(fixed.bug.is_none());
    fixed.report.findings().len()
}

#[divan::bench(args = SIZES)]
fn flawed(bencher: Bencher<'_, '_>, size: usize) {
    let text = config::config(size, Some(10));
    assert_eq!(mend(text.clone()), 0);
    bencher.counter(BytesCount::of_str(&text)).with_inputs(|| text.clone()).bench_values(mend);
}

#[divan::bench(args = SIZES)]
fn clean(bencher: Bencher<'_, '_>, size: usize) {
    let text = config::config(size, None);
    bencher.counter(BytesCount::of_str(&text)).with_inputs(|| text.clone()).bench_values(mend);
}
