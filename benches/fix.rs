//! How fast a config with flaws all over is mended: as often as it takes, with every rule.

use clawtidy::finding::Safety;
use clawtidy::report::Selection;
use clawtidy::schema::Release;
use clawtidy::source::Source;
use clawtidy::world::{Environment, World};
use clawtidy::{Fixing, check, fix};
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

/// How many agents a big roster has.
const AGENTS: usize = 5_000;

/// The config of an old release with a big roster, about 1 MB: agents in a list, with settings that
/// have moved since.
fn roster() -> String {
    let agent = |index: usize| {
        let default = if index == 0 { "\n        \"default\": true," } else { "" };
        format!(
            r#"      {{
        "id": "agent-{index}",{default}
        "workspace": "~/agents/{index}",
        "memorySearch": {{ "enabled": true }},
        "identity": {{ "name": "Agent {index}" }}
      }}"#
        )
    };
    let agents: Vec<String> = (0..AGENTS).map(agent).collect();
    let list = agents.join(",\n");
    format!(
        "{{\n  \"gateway\": {{ \"mode\": \"local\" }},\n  \"agents\": {{\n    \"list\": [\n{list}\n    ]\n  }}\n}}\n"
    )
}

/// Carries a roster over; to be held against `checked_roster`.
#[divan::bench]
fn migrated_roster(bencher: Bencher<'_, '_>) {
    let text = roster();
    let fixing = Fixing::migrating(Safety::Unsafe);
    let migrate = |text| fix("openclaw.json", text, &world(), &fixing);
    let fixed = migrate(text.clone());
    assert!(fixed.bug.is_none() && fixed.report.accepted());
    bencher.counter(BytesCount::of_str(&text)).with_inputs(|| text.clone()).bench_values(migrate);
}

/// Checks the same roster, as a measure of what migrating it may take.
#[divan::bench]
fn checked_roster(bencher: Bencher<'_, '_>) {
    let text = roster();
    bencher
        .counter(BytesCount::of_str(&text))
        .with_inputs(|| text.clone())
        .bench_values(|text| check(&Source::new("openclaw.json", text), &world()).findings().len());
}
