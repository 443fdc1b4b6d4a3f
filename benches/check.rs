//! How fast a config is judged: parsed, held against the catalog, looked at by every rule.

use clawtidy::check;
use clawtidy::schema::Release;
use clawtidy::source::Source;
use clawtidy::world::{Environment, World};
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

#[divan::bench(args = SIZES)]
fn text(bencher: Bencher<'_, '_>, size: usize) {
    let text = config::config(size, None);
    let world = world();
    let judge = |text| check(&Source::new("openclaw.json", text), &world).findings().len();
    assert_eq!(judge(text.clone()), 0);
    bencher.counter(BytesCount::of_str(&text)).with_inputs(|| text.clone()).bench_values(judge);
}

/// The same without parsing.
#[divan::bench(args = SIZES)]
fn tree(bencher: Bencher<'_, '_>, size: usize) {
    let source = Source::new("openclaw.json", config::config(size, None));
    let world = world();
    bencher.counter(BytesCount::of_str(source.text())).bench(|| check(&source, &world));
}
