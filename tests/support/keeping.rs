//! What carrying a config over owes: no fault, nothing newly rejected or left to reject, an end, every
//! comment, every value, and strict JSON where it was.

use std::collections::BTreeMap;

use clawtidy::edit::is_strict_json;
use clawtidy::finding::{Effect, Safety, Step};
use clawtidy::schema::{self, Release};
use clawtidy::source::Source;
use clawtidy::syntax::{Segment, Tree, Value, ValueKind, parse};
use clawtidy::world::{Environment, World};
use clawtidy::{Fixed, Fixing, check, fix};

/// The values that migrations write otherwise, each with what they become; `*` is any names.
const MAPPED: &[(&str, &str)] = &[
    ("audio.transcription.command.[]", "the file under the name that it has now"),
    ("agents.entries.*.default", "the agent that owns what no other one does"),
    ("agents.list.[].default", "an agent that is the only one is the default"),
    ("channels.*.streamMode", "the mode of `streaming`, under the new names of modes"),
    ("channels.*.streaming", "an object with a mode"),
    ("channels.feishu.*.webhookPath", "a path that begins with a slash"),
    ("channels.qqbot.*allowFrom.[]", "ids of QQ in upper case"),
    ("channels.slack.*.thread.requireExplicitMention", "its opposite, under another name"),
    ("mcp.servers.*.connectTimeout", "milliseconds"),
    ("mcp.servers.*.connect_timeout", "milliseconds"),
    ("mcp.servers.*.timeout", "milliseconds"),
    ("models.*.api", "the API under its new name"),
    ("*.sandbox.perSession", "a scope"),
    ("*.tts.provider", "the provider under its new name"),
    ("*.tts.enabled", "when answers are read aloud"),
    ("tts.enabled", "when answers are read aloud"),
];

/// Texts that mean something when they are empty, each with what migrations write for it.
const EMPTY: &[(&str, &str)] = &[("broadcast.*", "the agent `main`")];

/// Rules that say what is wrong with the names and values that the maker happened to choose, where
/// their own release did not look.
const OF_OTHER_KEYS: [&str; 5] = [
    "browser-profile-mismatch",
    "invalid-broadcast-group",
    "sandbox-env-not-portable",
    "unknown-heartbeat-target",
    "unknown-talk-provider",
];

/// What only the author knows: what is meant by a value of a limit that OpenClaw no longer takes, without
/// which more may be allowed than was meant; and the command that starts a server.
const TO_DECIDE: &[(&str, &str)] =
    &[("invalid-value", ".sandbox.docker.binds.[]"), ("mcp-server-without-command", ".transport")];

/// A law that was broken.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Fault {
    pub(crate) law: &'static str,
    /// What tells its cause from others: the rules, the key of the value.
    pub(crate) about: String,
}

/// What came of carrying one config over.
#[derive(Debug)]
pub(crate) struct Carried {
    pub(crate) text: String,
    pub(crate) faults: Vec<Fault>,
    /// The keys that were taken out of force, as they were then.
    pub(crate) aside: Vec<Vec<Segment>>,
    /// What the target still rejects: the rule that says so, and the key.
    pub(crate) left: Vec<(&'static str, String)>,
}

/// Carries a config to `target`, and holds the result to the laws.
pub(crate) fn carry(text: &str, target: Release, allowed: Safety) -> Carried {
    let world = World::new(target, Environment::Unknown);
    let fixing = Fixing::migrating(allowed);
    let before = Source::new("openclaw.json", text.to_owned());
    let was_accepted = check(&before, &world).accepted();
    let fixed = fix("openclaw.json", text.to_owned(), &world, &fixing);
    let after = fixed.source.tree();

    let mut faults = Vec::new();
    let mut broken = |law, about| faults.push(Fault { law, about });
    if let Some(bug) = &fixed.bug {
        broken("no bug", format!("{bug:?}"));
    }
    if !after.errors().is_empty() {
        broken("no syntax error", String::new());
    }
    if was_accepted && !fixed.report.accepted() {
        broken("what was accepted stays so", String::new());
    }
    if is_strict_json(before.tree()) && !is_strict_json(after) {
        broken("strict JSON stays so", String::new());
    }
    let again = fix("openclaw.json", after.text().to_owned(), &world, &fixing);
    if again.source.text() != after.text() {
        let rules: Vec<&str> = again.applied.iter().map(|change| change.rule).collect();
        broken("a second run changes nothing", rules.join(" "));
    }
    for _ in lost_comments(before.tree(), after) {
        broken("comments stay", String::new());
    }
    for key in lost(before.tree(), &fixed) {
        broken("values stay", key);
    }
    let rejected = fixed.report.findings().iter().filter(|it| it.effect == Effect::Rejected);
    let left: Vec<_> = rejected.map(|it| (it.rule, general(it.place.key.segments()))).collect();
    // Where everything was agreed to, only names and values of the maker's own choice may be wrong.
    let is_to_decide = |(rule, key): &(&str, String)| {
        let is_the_authors = TO_DECIDE.iter().any(|(own, end)| own == rule && key.ends_with(end));
        is_the_authors || OF_OTHER_KEYS.contains(rule)
    };
    let unexplained = left.iter().filter(|left| !is_to_decide(left));
    for (rule, key) in unexplained.filter(|_| allowed == Safety::Unsafe) {
        broken("nothing is left", format!("{rule}: {key}"));
    }
    let steps = fixed.applied.iter().flat_map(|change| &change.steps);
    let aside = steps.filter_map(|step| match step {
        Step::Removed { key, .. } | Step::CommentedOut { key } => Some(key.segments().to_vec()),
        Step::Moved { .. } | Step::Set { .. } => None,
    });
    let aside = aside.collect();
    Carried { text: after.text().to_owned(), faults, aside, left }
}

/// As [`carry`], for a config with one retired key: its value has to stand where the catalog says
/// that its place is.
pub(crate) fn carry_alone(text: &str, target: Release) -> Carried {
    let mut carried = carry(text, target, Safety::Unsafe);
    let (before, after) = (parse(text.to_owned()), parse(carried.text.clone()));
    for value in before.values().filter(|value| word(*value).is_some()) {
        let key = value.key();
        let place = schema::whereabouts(key.segments(), target);
        let Some(place) = place.as_ref().and_then(|it| it.exact()) else { continue };
        // What the default account says of itself may stand in the section of the channel.
        let own = place.iter().zip(place.iter().skip(1));
        let default = own
            .take(4)
            .position(|names| (names.0.as_str(), names.1.as_str()) == ("accounts", "default"));
        let section = default.map(|at| [&place[..at], &place[at + 2..]].concat());
        let reach = |place: &[Segment]| after.root().and_then(|root| reached(root, place));
        let stands = reach(place).or_else(|| reach(&section?));
        let is_aside = carried.aside.iter().any(|aside| key.segments().starts_with(aside));
        if stands.is_none() && !is_aside {
            let about = format!("{}: not at {}", general(key.segments()), general(place));
            carried.faults.push(Fault { law: "the value is in its place", about });
        }
    }
    carried
}

/// The texts of comments, without their marks.
fn comments_of(tree: &Tree) -> impl Iterator<Item = &str> {
    let comments = tree.tokens().filter(|(_, kind, _)| kind.is_comment());
    comments.map(|(_, _, span)| tree.slice(span).trim_start_matches('/').trim_matches(['*', '/']))
}

/// All that comments say.
fn said(tree: &Tree) -> String {
    comments_of(tree).collect::<Vec<_>>().join("\n")
}

/// The texts, numbers and words in all comments.
pub(crate) fn said_words(tree: &Tree) -> Vec<String> {
    words(&said(tree))
}

/// What comments said that none says any more.
pub(crate) fn lost_comments<'t>(before: &'t Tree, after: &Tree) -> Vec<&'t str> {
    let comments = said(after);
    comments_of(before).map(str::trim).filter(|comment| !comments.contains(comment)).collect()
}

/// The keys of the values that are lost, as [`lost_values`] says, and what they were.
pub(crate) fn lost(before: &Tree, fixed: &Fixed) -> Vec<String> {
    let told = |value: Value<'_>| {
        let word = word(value).unwrap_or_default();
        format!("{} = {word}", general(value.key().segments()))
    };
    lost_values(before, fixed).into_iter().map(told).collect()
}

/// The values that are nowhere afterwards: not in the values or names of the config, not in its
/// comments, not in what a step says was removed.
pub(crate) fn lost_values<'t>(before: &'t Tree, fixed: &Fixed) -> Vec<Value<'t>> {
    let steps = fixed.applied.iter().flat_map(|change| &change.steps);
    let removed = steps.filter_map(|step| match step {
        Step::Removed { text, .. } => Some(text.as_str()),
        _ => None,
    });
    let aside: Vec<&str> = comments_of(fixed.source.tree()).chain(removed).collect();
    let aside = aside.join("\n");
    let mut there: BTreeMap<String, usize> = BTreeMap::new();
    let mut count = |word: String| *there.entry(word).or_default() += 1;
    for value in fixed.source.tree().values() {
        if let Some(word) = word(value) {
            count(word);
        }
        if let Some(member) = value.member() {
            count(format!("\"{}\"", member.name().to_lossy()));
        }
    }
    for word in words(&aside) {
        count(word);
    }
    // Those that stand where they stood come first: of two that are the same, the other one is lost.
    let stands = |value: &Value<'_>| {
        let key = value.key();
        let root = fixed.source.tree().root();
        let there = root.and_then(|root| reached(root, key.segments()));
        there.is_some_and(|there| word(there) == word(*value))
    };
    let (standing, moved): (Vec<_>, Vec<_>) = before.values().partition(stands);
    let whole = plain(&aside);
    let mut lost = Vec::new();
    for value in standing.into_iter().chain(moved) {
        let Some(word) = word(value) else { continue };
        if is_mapped(value, fixed.report.target()) {
            continue;
        }
        let left = there.entry(word).or_default();
        // A quote in a text hides where it ends.
        let is_said = || whole.contains(&plain(value.source()));
        if *left == 0 && !is_merged(value, fixed) && !is_said() {
            lost.push(value);
        }
        *left = left.saturating_sub(1);
    }
    lost
}

/// The value at a key, through objects and lists.
pub(crate) fn reached<'t>(root: Value<'t>, key: &[Segment]) -> Option<Value<'t>> {
    key.iter().try_fold(root, |at, name| match at.as_array() {
        Some(array) => array.items().nth(name.parse().ok()?),
        None => at.get(name),
    })
}

/// Whether the value went, in one move or several, to where the same one stands.
fn is_merged(value: Value<'_>, fixed: &Fixed) -> bool {
    let mut place = value.key().segments().to_vec();
    let mut has_moved = false;
    for step in fixed.applied.iter().flat_map(|change| &change.steps) {
        let Step::Moved { from, to } = step else { continue };
        if let Some(below) = place.strip_prefix(from.segments()) {
            place = [to.segments(), below].concat();
            has_moved = true;
        }
    }
    let there = fixed.source.tree().root().and_then(|root| reached(root, &place));
    has_moved && there.is_some_and(|there| word(there) == word(value))
}

/// Whether the value is known to be another one afterwards: by the catalog's data, or as
/// [`MAPPED`] and [`EMPTY`] say.
fn is_mapped(value: Value<'_>, target: Release) -> bool {
    let key = value.key();
    let maps = schema::replaced().map(|row| (row.at, row.values));
    let moves = schema::moves().map(|row| (row.from, row.values));
    let of_data =
        maps.chain(moves).filter(|(_, values)| !values.is_empty()).any(|(path, values)| {
            let mut root = value;
            while let Some(holder) = root.holder() {
                root = holder;
            }
            values.successor(value).is_some()
                && schema::values_at(root, path).iter().any(|it| it.id() == value.id())
        });
    let carried = schema::whereabouts(key.segments(), target);
    let of_data = of_data || carried.is_some_and(|it| it.values.successor(value).is_some());
    let path = general(key.segments());
    let matches = |pattern: &str| match pattern.split_once('*') {
        Some((start, end)) => {
            path.starts_with(start) && path.ends_with(end.trim_start_matches('.'))
        }
        None => path == pattern,
    };
    let is_empty = value.is_text("");
    of_data
        || MAPPED.iter().any(|(pattern, _)| matches(pattern))
        || is_empty && EMPTY.iter().any(|(pattern, _)| matches(pattern))
}

/// A value that holds no others, as it is looked for: a number or a word as it is, a text in quotes
/// and without what comments and line continuations put in.
pub(crate) fn word(value: Value<'_>) -> Option<String> {
    match value.kind() {
        ValueKind::String => Some(format!("\"{}\"", plain(&value.as_text()?.to_lossy()))),
        ValueKind::Number => Some(value.as_number()?.to_string()),
        ValueKind::Boolean => Some(value.as_bool()?.to_string()),
        ValueKind::Null | ValueKind::Array | ValueKind::Object | ValueKind::Invalid => None,
    }
}

fn plain(text: &str) -> String {
    text.chars().filter(|it| !it.is_whitespace() && *it != '\\' && *it != '/').collect()
}

/// The texts, numbers and words in a piece of JSON5 that may have comments in it anywhere.
fn words(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for part in text.split(['"', '\'']) {
        found.push(format!("\"{}\"", plain(part)));
        let is_part = |it: char| it.is_ascii_alphanumeric() || "._+-".contains(it);
        let words = part.split(|it: char| !is_part(it)).filter(|word| !word.is_empty());
        found.extend(words.map(str::to_owned));
    }
    found
}

/// A key with names of the author's own left out.
pub(crate) fn general(key: &[Segment]) -> String {
    let names: Vec<&str> = key
        .iter()
        .enumerate()
        .map(|(index, name)| {
            let above = index.checked_sub(1).and_then(|above| key.get(above));
            let above = above.map_or("", Segment::as_str);
            let is_own = ["entries", "providers", "accounts", "models"].contains(&above);
            if name.bytes().all(|byte| byte.is_ascii_digit()) {
                "[]"
            } else if is_own && key.first().is_none_or(|first| first != "plugins") {
                "*"
            } else {
                name
            }
        })
        .collect();
    names.join(".")
}

/// Whether the config is one that its release accepts and that still breaks the law.
pub(crate) fn shows(
    text: &str,
    release: Release,
    target: Release,
    allowed: Safety,
    fault: &Fault,
) -> bool {
    let accepted = clawtidy::schema::check(&parse(text.to_owned()), release, &Environment::Unknown);
    accepted.is_empty() && carry(text, target, allowed).faults.contains(fault)
}
