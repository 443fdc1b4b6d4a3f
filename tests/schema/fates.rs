//! What became of keys: the lists under `schema/` agree with the catalog, and the catalog with what
//! is known of single keys.

use clawtidy::schema::{
    Fate, History, Release, ViolationKind, check, invented, moves, whereabouts,
};
use clawtidy::syntax::{Segment, parse};
use clawtidy::world::Environment;

/// A written path as a key, with a name that exists for `*` in the section that needs one.
fn key(path: &str, channel: &str) -> Vec<Segment> {
    let mut key: Vec<Segment> = Vec::new();
    for part in path.split('.') {
        let name = part.trim_end_matches("[]");
        let above = key.last().map(Segment::as_str);
        key.push(if name == "*" && above == Some("channels") { channel } else { name }.into());
        key.extend(part[name.len()..].split_terminator("[]").map(|_| "[]".into()));
    }
    key
}

/// The channels of every release.
fn channels() -> Vec<&'static str> {
    let mut names: Vec<&str> = Release::all()
        .filter_map(|release| release.lookup(&["channels"]))
        .flat_map(|channels| channels.properties().map(|(name, _)| name).collect::<Vec<_>>())
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// The history of a path: that of the first channel which has any.
fn history(path: &str) -> History {
    let mut all = channels().into_iter().map(|channel| History::of(&key(path, channel)));
    all.find(|history| !history.is_never()).unwrap_or_default()
}

#[test]
fn every_move_begins_where_a_release_took_it_and_ends_where_a_later_one_does() {
    let mut before_the_catalog = 0;
    for step in moves() {
        let old = history(step.from);
        // What stood in a section that moved, and did not go with it, is named where the section is.
        let moved = || before_it_moved(step.from);
        if old.is_never() && !moved() {
            assert!(step.note.contains("before 2026.1.24"), "{} was never taken", step.from);
            before_the_catalog += 1;
        }
        let Some(to) = step.to else { continue };
        assert_ne!(step.from, to);
        let new = history(to);
        let last = new.periods().last().unwrap_or_else(|| panic!("{to} was never taken"));
        let ends = old.periods().last().map(|period| period.first);
        assert!(ends.is_none_or(|first| last.last >= first), "{} ended after {to}", step.from);
    }
    assert!((30..60).contains(&before_the_catalog), "{before_the_catalog}");
}

/// Whether a release took a path before what stands around it moved there.
fn before_it_moved(path: &str) -> bool {
    moves().any(|step| {
        let below = step.to.and_then(|to| path.strip_prefix(to)?.strip_prefix('.'));
        below.is_some_and(|below| !history(&format!("{}.{below}", step.from)).is_never())
    })
}

#[test]
fn no_release_ever_took_what_is_called_invented() {
    for line in include_str!("../../schema/invented.jsonl").split_terminator('\n') {
        let record: serde_json::Value = serde_json::from_str(line).expect("a record");
        let path = record["key"].as_str().expect("a key");
        for channel in ["telegram", "whatsapp", "discord", "slack", "signal"] {
            let key = key(path, channel);
            assert!(History::of(&key).is_never(), "{path} is real");
            let found = invented(&key).unwrap_or_else(|| panic!("{path} is not found"));
            if let Some(to) = found.instead {
                assert!(Release::LATEST.lookup(&to).is_some(), "{path}: {to:?} is not taken");
            }
        }
    }
}

/// What is said of the first unknown key of a config.
fn fate(text: &str, release: &str) -> Fate {
    let release = Release::find(release).expect("a release");
    let tree = parse(text.to_owned());
    let found = check(&tree, release, &Environment::Unknown);
    let unknown = found.iter().find_map(|violation| match violation.kind {
        ViolationKind::UnknownKey { object, .. } => Some((violation, object)),
        _ => None,
    });
    let (violation, object) = unknown.expect("an unknown key");
    Fate::of(&violation.place.key, violation.value(&tree), object, release)
}

#[test]
fn the_history_of_keys_is_that_of_the_releases() {
    let periods = |key: &[&str]| -> Vec<(String, String)> {
        let history = History::of(key);
        let name = |release: Release| release.name().to_owned();
        history.periods().iter().map(|it| (name(it.first), name(it.last))).collect()
    };
    let one = |first: &str, last: &str| vec![(first.to_owned(), last.to_owned())];
    assert_eq!(periods(&["gateway", "auth", "token"]), one("2026.1.24", "2026.9.6"));
    assert_eq!(periods(&["agents", "list", "[]", "id"]), one("2026.1.24", "2026.7.35"));
    assert_eq!(periods(&["agents", "entries", "main"]), one("2026.8.1", "2026.9.6"));
    assert_eq!(periods(&["canvasHost", "port"]), one("2026.1.24", "2026.7.35"));
    assert_eq!(periods(&["browser", "controlUrl"]), one("2026.1.24", "2026.1.24"));
    assert_eq!(periods(&["channels", "defaults", "groupPolicy"]), one("2026.1.24", "2026.9.6"));
    assert_eq!(periods(&["gateway", "token"]), []);
    // Eight channels were left out of one release.
    assert_eq!(periods(&["channels", "nostr", "relays"]).len(), 2);
}

#[test]
fn a_value_is_followed_through_all_its_moves() {
    let end = |key: &[&str]| {
        let key: Vec<Segment> = key.iter().copied().map(Segment::from).collect();
        let place = whereabouts(&key, Release::LATEST).expect("its whereabouts are known");
        place.key.map(|key| key.join("."))
    };
    assert_eq!(
        end(&["messages", "tts", "edge", "voice"]).as_deref(),
        Some("tts.providers.microsoft.speakerVoice")
    );
    assert_eq!(end(&["memorySearch", "provider"]).as_deref(), Some("memory.search.provider"));
    assert_eq!(
        end(&["agents", "entries", "main", "embeddedPi"]).as_deref(),
        Some("agents.entries.main.embeddedAgent")
    );
    assert_eq!(
        end(&["channels", "telegram", "accounts", "a.b", "streamMode"]).as_deref(),
        Some("channels.telegram.accounts.a.b.streaming.mode")
    );
    assert_eq!(end(&["cron", "retry"]), None);
    // Names may be numbers, as ids of guilds are, or an asterisk.
    let key = ["channels", "discord", "guilds", "100", "channels", "*", "allow"];
    let place = whereabouts(&key.map(Segment::from), Release::LATEST).expect("it moved");
    let exact = place.exact().map(|names| names.join("."));
    assert_eq!(exact.as_deref(), Some("channels.discord.guilds.100.channels.*.enabled"));
}

#[test]
fn each_unknown_key_has_the_reason_that_explains_it_best() {
    let of = |text: &str| fate(text, "2026.9.6");
    assert_eq!(of("{_comment: 'x'}"), Fate::Comment);
    assert!(matches!(of("{web: {}}"), Fate::Retired(retired) if retired.period.is_some()));
    assert!(
        matches!(of("{routing: {queue: {}}}"), Fate::Retired(retired) if retired.period.is_none() && retired.parts.len() == 1)
    );
    assert!(matches!(of("{llm: {}}"), Fate::Invented(_)));
    assert!(matches!(of("{gateway: {PORT: 1}}"), Fate::Misspelled { same_word: true, .. }));
    assert!(matches!(of("{gateway: {prot: 1}}"), Fate::Misspelled { same_word: false, .. }));
    assert!(matches!(of("{gateway: {rateLimit: {}}}"), Fate::Misplaced { .. }));
    assert_eq!(of("{qwertz: 1}"), Fate::Unknown);
    assert!(matches!(fate("{agents: {entries: {}}}", "2026.7.35"), Fate::TooNew { .. }));
    // What stands in a key may have gone before it.
    let tts = of("{messages: {tts: {openai: {voice: 'alloy'}}}}");
    let Fate::Retired(retired) = tts else { panic!("{tts:?}") };
    assert_eq!(retired.whole_until.map(Release::name), Some("2026.3.24"));
}
