//! Putting a lost edit back on the config as it is now.

#[path = "support/author.rs"]
#[allow(dead_code, reason = "others use the rest of it")]
mod author;
#[path = "support/merging.rs"]
mod merging;
#[path = "support/old_config.rs"]
#[allow(dead_code, reason = "others use the rest of it")]
mod old_config;
#[path = "session/process.rs"]
#[allow(dead_code, reason = "others use the rest of it")]
mod session;
#[path = "support/triples.rs"]
mod triples;

use clawtidy::artefacts::{Artefact, History, Kind, Made, Time};
use clawtidy::merge::{Fault, Unmergeable, Wishes};
use clawtidy::syntax::Key;
use merging::{hold, merged, outcomes, text, world};
use old_config::Maker;
use rayon::prelude::*;
use triples::triple;

fn keys(keys: &[&str]) -> Vec<Key> {
    keys.iter().map(|key| key.parse().expect("a key")).collect()
}

/// The result, which nothing keeps from being written.
fn result(base: &str, active: &str, rejected: &str) -> String {
    let merge = merged(Some(base), active, rejected, &Wishes::default()).expect("it can be merged");
    assert_eq!(merge.faults, [], "{}", text(&merge));
    text(&merge).to_owned()
}

const BASE: &str =
    r#"{ "gateway": { "mode": "local", "port": 18789 }, "logging": { "level": "info" } }"#;

#[test]
fn what_the_edit_alone_changed_is_taken_where_it_stands() {
    let active = "\
// Ours
{
  gateway: {
    mode: 'local',
    port: 18789, // the tunnel's end
  },
  logging: { level: 'info' },
}
";
    let rejected = r#"{ "gateway": { "mode": "local", "port": 18790, "bind": "loopback" } }"#;
    let expected = "\
// Ours
{
  gateway: {
    mode: 'local',
    port: 18790, // the tunnel's end
    bind: 'loopback',
  },
}
";
    assert_eq!(result(BASE, active, rejected), expected);
}

#[test]
fn what_both_changed_stays_with_the_other_beside_it() {
    let active = "{\n  gateway: {\n    mode: 'local',\n    port: 1,\n  },\n  logging: { level: 'warn' },\n}\n";
    let rejected = r#"{ "gateway": { "mode": "local", "port": 2 } }"#;
    let once = result(BASE, active, rejected);
    let expected = "{\n  gateway: {\n    mode: 'local',\n    // the rejected edit says: port: 2\n    port: 1,\n  },\n  \
        // the rejected edit removes this\n  logging: { level: 'warn' },\n}\n";
    assert_eq!(once, expected);
    // Merged again, it stays as it is.
    assert_eq!(result(BASE, &once, rejected), once);
    // What the active file removed and the edit changed is said where it would stand.
    let gone = result(
        BASE,
        "{ gateway: { mode: 'local' }, logging: { level: 'info' } }",
        r#"{ "gateway": { "mode": "local", "port": 2 }, "logging": { "level": "info" } }"#,
    );
    assert!(gone.contains("/* the rejected edit has here: port: 2 */"), "{gone}");
    // Strict JSON has no comments; the report says it all.
    let strict = r#"{ "gateway": { "mode": "local", "port": 1 }, "logging": { "level": "info" } }"#;
    assert_eq!(
        result(
            BASE,
            strict,
            r#"{ "gateway": { "mode": "local", "port": 2 }, "logging": { "level": "info" } }"#
        ),
        strict
    );
}

#[test]
fn comments_of_both_are_kept() {
    let active = "{\n  gateway: { mode: 'local', port: 18789 },\n  logging: {\n    // quiet, please\n    level: 'info', // for now\n  },\n}\n";
    let rejected = "{\n  gateway: { mode: 'local', port: 18789 },\n  // its reason\n  logging: { level: 'debug' /* we look for something */ },\n  \
        // a new one\n  session: { dmScope: 'per-peer' }, // as it is for all\n}\n";
    let taken = result(BASE, active, rejected);
    for comment in [
        "// quiet, please",
        "// for now",
        "we look for something",
        "// a new one",
        "// as it is for all",
    ] {
        assert!(taken.contains(comment), "{comment}\n{taken}");
    }
    // A setting that goes leaves its comments.
    let removed = result(BASE, active, r#"{ "gateway": { "mode": "local", "port": 18789 } }"#);
    assert!(
        removed.contains("// quiet, please") && removed.contains("//   level: 'info', // for now"),
        "{removed}"
    );
}

#[test]
fn lists_are_merged_item_by_item_where_items_are_things() {
    let base = r#"{ "gateway": { "mode": "local" }, "tools": { "deny": ["browser", "cron"] } }"#;
    let active = "{ gateway: { mode: 'local' }, tools: { deny: ['cron', 'browser', 'nodes'] } }";
    let rejected =
        r#"{ "gateway": { "mode": "local" }, "tools": { "deny": ["canvas", "browser"] } }"#;
    let taken = result(base, active, rejected);
    assert!(taken.contains("deny: ['canvas', 'browser', 'nodes']"), "{taken}");
    // The order of what is tried in turn is a value of its own.
    let servers = |args: &str| {
        format!(
            r#"{{ "gateway": {{ "mode": "local" }}, "mcp": {{ "servers": {{ "a": {{ "command": "x", "args": {args} }} }} }} }}"#
        )
    };
    let turned =
        result(&servers(r#"["a", "b"]"#), &servers(r#"["a", "b"]"#), &servers(r#"["b", "a"]"#));
    assert_eq!(turned, servers(r#"["b", "a"]"#));
}

#[test]
fn a_retired_key_is_the_setting_that_took_its_place() {
    let active = "{\n  gateway: { mode: 'local' },\n  agents: { list: [{ id: 'main', name: 'Main' }] },\n}\n";
    let rejected = r#"{ "gateway": { "mode": "local" }, "agents": { "entries": { "main": { "name": "First" } } } }"#;
    let merge =
        merged(Some(active), active, rejected, &Wishes::default()).expect("it can be merged");
    assert!(text(&merge).contains("First") && !text(&merge).contains("Main"), "{}", text(&merge));
    assert!(!merge.merged.applied.is_empty());
    assert_eq!(outcomes(&merge), ["replaced agents.entries.main.name"]);
}

#[test]
fn what_openclaw_would_refuse_is_left_out_with_its_reason() {
    let token = r#""auth": { "mode": "token", "token": "a-fine-token-of-mine" }"#;
    let active = format!(
        r#"{{ "gateway": {{ "mode": "local", {token} }}, "logging": {{ "level": "info" }} }}"#
    );
    let rejected = r#"{
        "gateway": { "auth": { "mode": "token", "token": "***" }, "nope": 1, "port": 18790 },
        "logging": { "level": "loudest" },
        "channels": { "telegram": { "botToken": "1:x", "wings": true } }
    }"#;
    let merge =
        merged(Some(&active), &active, rejected, &Wishes::default()).expect("it can be merged");
    assert_eq!(merge.faults, []);
    assert_eq!(
        outcomes(&merge),
        [
            "added channels",
            "added gateway.port",
            "left-out channels.telegram.wings",
            "left-out gateway.auth.token",
            "left-out gateway.mode",
            "left-out gateway.nope",
            "left-out logging.level",
        ],
    );
    let reasons: Vec<&str> = merge.choices.iter().map(|it| &*it.why).collect();
    for words in [
        "unknown key `wings`",
        "in place of a secret",
        "that lost its `gateway.mode`",
        "OpenClaw 2026.9.6 rejects it",
    ] {
        assert!(reasons.iter().any(|why| why.contains(words)), "{words}: {reasons:?}");
    }
    let value: serde_json::Value =
        serde_json::from_str(text(&merge)).expect("strict JSON stays so");
    assert_eq!(value["gateway"]["auth"]["token"], "a-fine-token-of-mine");
    assert_eq!(value["gateway"]["mode"], "local");
    assert_eq!(value["channels"]["telegram"]["botToken"], "1:x");
}

#[test]
fn removals_that_openclaw_takes_for_a_loss_are_left_out() {
    let names = (0..60).map(|number| format!("\"V{number}\": \"{}\"", "x".repeat(number)));
    let vars = names.collect::<Vec<_>>().join(", ");
    let config =
        |rest: &str| format!(r#"{{ "gateway": {{ "mode": "local", "port": 18789 }}{rest} }}"#);
    let active =
        config(&format!(r#", "env": {{ "vars": {{ {vars} }} }}, "cron": {{ "enabled": true }}"#));
    let merge =
        merged(Some(&active), &active, &config(""), &Wishes::default()).expect("it can be merged");
    assert_eq!(merge.faults, []);
    assert_eq!(outcomes(&merge), ["left-out env", "removed cron"]);
    assert!(merge.choices.iter().any(|it| it.why.contains("takes for a loss")));
}

#[test]
fn what_stands_in_the_way_is_said() {
    let broken = "{ gateway: { mode: 'local', nope: 1 } }";
    let merge = merged(
        None,
        broken,
        "{ gateway: { mode: 'local' }, cron: { enabled: true } }",
        &Wishes::default(),
    );
    let merge = merge.expect("it can be merged");
    assert_eq!(merge.faults, [Fault::Rejected]);
    // What never had a mode lost none.
    let (active, rejected) = ("{ cron: { enabled: true } }", "{ cron: { enabled: false } }");
    let no_mode = merged(Some(active), active, rejected, &Wishes::default());
    assert_eq!(no_mode.expect("it can be merged").faults, []);
    let active = "{ gateway: { mode: 'local' }, env: { vars: { A: '***' } } }";
    let masked = merged(None, active, rejected, &Wishes::default());
    assert_eq!(
        masked.expect("it can be merged").faults,
        [Fault::Placeholder("env.vars.A".parse().expect("a key"))]
    );
    for (active, rejected) in [("{ a: ", "{}"), ("{}", "[]"), ("", "{}")] {
        let refused = merged(None, active, rejected, &Wishes::default());
        assert!(matches!(refused, Err(Unmergeable::NotAnObject(_))));
    }
}

#[test]
fn wishes_choose_settings() {
    let active = "{ gateway: { mode: 'local', port: 1 }, logging: { level: 'info' } }";
    let rejected = r#"{ "gateway": { "mode": "local", "port": 2, "bind": "loopback" }, "logging": { "level": "debug" },
        "channels": { "telegram": { "botToken": "1:x" }, "discord": { "token": "y" } } }"#;
    let with = |take: &[&str], skip: &[&str]| {
        let wishes = Wishes { take: keys(take), skip: keys(skip) };
        merged(Some(BASE), active, rejected, &wishes)
    };
    let taken = with(&["channels.telegram", "gateway.port"], &[]).expect("these are there");
    assert_eq!(taken.faults, []);
    let value: serde_json::Value = json5::from_str(text(&taken)).expect("it is JSON5");
    let expected = serde_json::json!({
        "gateway": { "mode": "local", "port": 2 }, "logging": { "level": "info" },
        "channels": { "telegram": { "botToken": "1:x" } }
    });
    assert_eq!(value, expected);
    assert!(text(&taken).contains("the active file said: port: 1"), "{}", text(&taken));
    let skipped = with(&[], &["channels.*", "logging"]).expect("these are there");
    let value: serde_json::Value = json5::from_str(text(&skipped)).expect("it is JSON5");
    assert_eq!(value["logging"]["level"], "info");
    assert_eq!(value["gateway"]["bind"], "loopback");
    assert!(value["channels"].as_object().is_none_or(serde_json::Map::is_empty), "{value}");
    let Err(Unmergeable::Unknown(unknown)) = with(&["gateway.prot"], &[]) else {
        panic!("it is not there")
    };
    assert_eq!(unknown.nearest.as_deref(), Some("gateway.port"));
}

/// A file of a history.
fn artefact(name: &str, made: Option<&str>, text: &str) -> Artefact {
    let kind = Kind::of(name, "openclaw.json").map(|(kind, _)| kind);
    let made = made.map(|day| format!("2026-09-{day}T00-00-00-000Z"));
    Artefact {
        path: name.to_owned(),
        name: name.to_owned(),
        kind,
        made: made.and_then(|stamp| Time::from_stamp(&stamp)).map(Made::Modified),
        is_link: false,
        text: Ok(text.into()),
    }
}

#[test]
fn an_edit_is_put_back_on_the_state_that_it_came_from() {
    let sound = |port: u16| format!("{{ gateway: {{ mode: 'local', port: {port} }} }}");
    let edit = "openclaw.json.rejected.2026-09-10T00-00-00-000Z";
    let (last_good, backup, older) =
        ("openclaw.json.last-good", "openclaw.json.bak", "openclaw.json.bak.1");
    // The days on which they were made, and which one is the base of an edit of the tenth.
    for (days, base) in [
        // What a write on the twelfth replaced stood there on the tenth.
        ([Some("20"), Some("15"), Some("12")], older),
        ([Some("05"), Some("15"), Some("08")], backup),
        ([Some("05"), Some("08"), Some("07")], backup),
        ([Some("09"), Some("08"), Some("07")], last_good),
        ([None, None, None], last_good),
    ] {
        let names = [last_good, backup, older];
        let files = names
            .iter()
            .zip(days)
            .zip(1..)
            .map(|((name, day), port)| artefact(name, day, &sound(port)));
        let files = files.chain([
            artefact(edit, Some("10"), &sound(9)),
            artefact("openclaw.json", None, &sound(8)),
        ]);
        let history = History::new("openclaw.json".to_owned(), files.collect());
        let judged = history.judge(&world);
        let edit = judged.lost_edit().expect("an edit was lost");
        assert_eq!(
            judged.base_of(edit).map(|entry| entry.file.name.as_str()),
            Some(base),
            "{days:?}"
        );
    }
}

#[test]
fn an_artefact_takes_the_place_of_a_config_that_is_gone() {
    let directory = tempfile::TempDir::new().expect("a temporary directory");
    let text = "// ours\n{ gateway: { mode: 'local' } }\n";
    let name = "openclaw.json.bak";
    clawtidy::files::create(&directory.path().join(name), text).expect("it is written");
    let run = |arguments: &[&str]| {
        session::run(directory.path(), &session::Given { arguments, ..session::Given::default() })
    };
    let merge = run(&["rejected", "--merge", "openclaw.json"]);
    assert!(merge.stderr.contains("--restore puts an artefact back"), "{}", merge.stderr);
    let shown = run(&["rejected", "--restore", name]);
    assert!(
        shown.stdout.contains("+// ours") && shown.stderr.contains("--write"),
        "{}",
        shown.stderr
    );
    let config = directory.path().join("openclaw.json");
    assert!(!config.exists());
    run(&["rejected", "--restore", name, "--write"]);
    assert_eq!(clawtidy::files::read(&config).expect("it is there").text, text);
    // OpenClaw would take what lost its `meta` for damaged.
    let good = "{ meta: { lastTouchedVersion: '2026.9.6' }, gateway: { mode: 'local' } }";
    let last_good = directory.path().join("openclaw.json.last-good");
    clawtidy::files::create(&last_good, good).expect("it is written");
    let refused = run(&["rejected", "--restore", name, "--write", "openclaw.json"]);
    assert_eq!(refused.status, clawtidy::cli::Status::Failed);
    assert!(refused.stderr.contains("missing-meta-vs-last-good"), "{}", refused.stderr);
}

#[test]
fn depth_costs_no_stack() {
    let (open, close) = ("{ a: ".repeat(20_000), " }".repeat(20_000));
    let (bracket, end) = ("[".repeat(20_000), "]".repeat(20_000));
    let deep = |leaf: &str| {
        format!(
            "{{ gateway: {{ mode: 'local' }}, x: {open}{leaf}{close}, y: {bracket}{leaf}{end} }}"
        )
    };
    // Rejected as it is, so that nothing more is rejected.
    let merge = merged(Some(&deep("1")), &deep("1"), &deep("2"), &Wishes::default());
    let merge = merge.expect("it can be merged");
    assert_eq!(merge.faults, [Fault::Rejected]);
    assert_eq!(text(&merge), deep("2"));
    let added = merged(None, "{ gateway: { mode: 'local' } }", &deep("1"), &Wishes::default());
    assert_eq!(outcomes(&added.expect("it can be merged")), ["left-out x", "left-out y"]);
}

/// How many triples the laws are held to.
const SEEDS: u64 = 200;

#[test]
fn the_merge_of_three_versions_is_what_their_settings_say() {
    (0..SEEDS).into_par_iter().for_each(|seed| {
        hold(&format!("seed {seed}"), &triple(&mut Maker::new(seed), false), true);
    });
}

#[test]
fn without_a_base_nothing_is_removed() {
    (0..SEEDS / 2).into_par_iter().for_each(|seed| {
        hold(&format!("seed {seed}"), &triple(&mut Maker::new(seed), false), false);
    });
}

#[test]
fn what_is_refused_costs_nothing_else() {
    (0..SEEDS)
        .into_par_iter()
        .for_each(|seed| hold(&format!("seed {seed}"), &triple(&mut Maker::new(seed), true), true));
}
