//! Checking: every finding has its place in the text, and is the same on any number of threads.

use std::sync::OnceLock;

use clawtidy::report::Gate;
use clawtidy::source::Source;
use clawtidy::{check, compat};
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::config::Case;
use crate::reached::Reached;
use crate::whole;

/// Bytes from which on the rules of a lone config are shared by two threads.
const LARGE: usize = 64 << 10;

/// Pools of one thread and of three.
fn pools() -> &'static [ThreadPool; 2] {
    static POOLS: OnceLock<[ThreadPool; 2]> = OnceLock::new();
    let pool = |threads| ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
    POOLS.get_or_init(|| [pool(1), pool(3)])
}

pub(crate) fn hold(bytes: &[u8]) -> Reached {
    let Case { mut text, world, mut dice } = Case::of(bytes);
    if dice.below(16) == 0 && text.len() < LARGE {
        // Two threads share the rules of this one.
        text.push_str(&"\n".repeat(LARGE - text.len()));
    }
    let source = Source::new("openclaw.json", text);
    let report = check(&source, &world);
    for finding in report.findings() {
        whole::finding(finding, source.text());
    }
    let threads = dice.below(16);
    if threads == 0 {
        let [one, three] = pools();
        let alone = one.install(|| check(&source, &world));
        let shared: Vec<_> =
            three.install(|| (0..3).into_par_iter().map(|_| check(&source, &world)).collect());
        for other in shared.iter().chain([&alone]) {
            assert_eq!(other.findings(), report.findings(), "{}", source.text());
        }
    }
    if dice.below(64) == 0 {
        // Of the target it says what the check says.
        let compat = compat(&source, &world);
        let own = Gate::default().pass_compat(&source, &compat, world.target);
        assert_eq!(own.accepted(), report.accepted(), "{}", source.text());
    }
    let findings = report.findings();
    Reached::of([
        ("with a finding", !findings.is_empty()),
        ("with five findings or more", findings.len() >= 5),
        ("with a fix", findings.iter().any(|it| it.fix.is_some())),
        ("accepted", report.accepted()),
        ("rejected", !report.accepted()),
        ("with something set apart", findings.iter().any(|it| it.suppressed.is_some())),
        ("on several threads", threads == 0),
        ("not JSON5", !source.tree().errors().is_empty()),
    ])
}
