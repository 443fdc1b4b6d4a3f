//! How fast texts become trees, against `serde_json` on the same strict JSON.

use clawtidy::syntax::parse;
use divan::counter::BytesCount;
use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

/// A config of strict JSON, indented as editors do, with `agents` agents.
fn config(agents: usize) -> String {
    let agent = |index: usize| {
        serde_json::json!({
            "id": format!("agent-{index}"),
            "workspace": format!("~/.openclaw/workspace-{index}"),
            "model": { "primary": "anthropic/claude-opus-4", "fallbacks": ["openai/gpt-5.4"] },
            "identity": { "name": "Molty \"the lobster\"", "emoji": "🦞", "theme": "space lobster" },
            "heartbeat": { "every": "30m", "ackMaxChars": 300, "includeReasoning": false },
            "sandbox": { "mode": "non-main", "docker": null, "limits": [1, 2.5, -3, 1e6] },
        })
    };
    let root = serde_json::json!({
        "gateway": { "mode": "local", "port": 18789, "bind": "loopback" },
        "agents": { "list": (0..agents).map(agent).collect::<Vec<_>>() },
    });
    serde_json::to_string_pretty(&root).unwrap_or_default()
}

/// About 10 KB, 1 MB and 10 MB.
const AGENTS: [usize; 3] = [14, 1_400, 14_000];

#[divan::bench(args = AGENTS)]
fn tree(bencher: Bencher<'_, '_>, agents: usize) {
    let text = config(agents);
    bencher.counter(BytesCount::of_str(&text)).with_inputs(|| text.clone()).bench_values(parse);
}

#[divan::bench(args = AGENTS)]
fn serde_json_value(bencher: Bencher<'_, '_>, agents: usize) {
    let text = config(agents);
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
