//! What OpenClaw compares before it writes over a config, and when it reads one that someone else
//! wrote (2026.9.6): the size, whether `meta` is there, and whether `gateway.mode` is.
//!
//! A write that fails is refused and kept as `.rejected.<time>`. A config that fails when it is
//! read is kept as `.clobbered.<time>`, and `.bak` takes its place.

use std::fmt;

use super::canonical::written_bytes;
use crate::schema::Release;
use crate::syntax::{Tree, Value};
use crate::world::{INCLUDE, Included, Includes};

/// A config of fewer bytes may shrink as it likes.
const SMALLEST_GUARDED: u64 = 512;

/// The marks that OpenClaw sets in `meta.migrations` when it writes a config, if it knows them.
const MARKS: [&str; 2] = ["modelPolicyAllowlist", "utilityModelSeparation"];

/// What is compared of one state of a config.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint {
    /// Bytes of the text.
    pub bytes: u64,
    /// Whether `meta` is there and an object.
    pub has_meta: bool,
    /// Whether `gateway.mode` is there and not blank; `None` when an included file that is not
    /// known may bring it.
    pub has_mode: Option<bool>,
    /// Whether it holds `update.channel` and nothing else.
    pub is_update_channel_only: bool,
    /// Bytes as OpenClaw writes them, but for the name of the release that does; `None` for what is
    /// no object of JSON5.
    unstamped: Option<u64>,
}

/// Why OpenClaw refuses a write, or replaces what it reads, in its own words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alarm {
    /// A write would leave less than half of what was there, both as OpenClaw writes them.
    SizeDrop {
        /// Bytes before.
        before: u64,
        /// Bytes after.
        after: u64,
    },
    /// A write would remove `gateway.mode`.
    GatewayModeRemoved,
    /// What was read has less than half the bytes of the last good state.
    SizeDropVsLastGood {
        /// Bytes of the last good state.
        before: u64,
        /// Bytes of what was read.
        after: u64,
    },
    /// What was read has lost `meta`.
    MissingMetaVsLastGood,
    /// What was read has lost `gateway.mode`.
    GatewayModeMissingVsLastGood,
    /// What was read holds `update.channel` and nothing else.
    UpdateChannelOnlyRoot,
}

impl Alarm {
    /// Whether it is about the size.
    pub const fn is_size_drop(self) -> bool {
        matches!(self, Self::SizeDrop { .. } | Self::SizeDropVsLastGood { .. })
    }
}

impl fmt::Display for Alarm {
    /// The words that OpenClaw logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SizeDrop { before, after } => write!(f, "size-drop:{before}->{after}"),
            Self::GatewayModeRemoved => f.write_str("gateway-mode-removed"),
            Self::SizeDropVsLastGood { before, after } => {
                write!(f, "size-drop-vs-last-good:{before}->{after}")
            }
            Self::MissingMetaVsLastGood => f.write_str("missing-meta-vs-last-good"),
            Self::GatewayModeMissingVsLastGood => f.write_str("gateway-mode-missing-vs-last-good"),
            Self::UpdateChannelOnlyRoot => f.write_str("update-channel-only-root"),
        }
    }
}

impl Fingerprint {
    /// That of a config, with what it includes.
    pub fn of(tree: &Tree, includes: &Includes) -> Self {
        let root = tree.root().filter(|_| tree.errors().is_empty());
        let is_object = |value: Option<Value<'_>>| value.and_then(Value::as_object).is_some();
        Self {
            bytes: tree.text().len() as u64,
            has_meta: is_object(root.and_then(|root| root.get("meta"))),
            has_mode: root.map_or(Some(false), |root| has_mode(root, includes)),
            is_update_channel_only: root.is_some_and(is_update_channel_only),
            unstamped: root.and_then(Value::as_object).map(|root| written_bytes(root, "", &[])),
        }
    }

    /// The bytes for which it counts when OpenClaw `release` writes over it: those that it would
    /// write for it, or those of the text where it is no object of JSON5.
    pub fn counted_bytes(&self, release: &str) -> u64 {
        self.unstamped.map_or(self.bytes, |bytes| bytes + release.len() as u64)
    }
}

/// The bytes that OpenClaw `release` writes when `tree` is the new state: with the marks of what it
/// carries over at each write. Where that needs more than marks, it is a little more. `None` for
/// what is no object of JSON5, which it does not write.
pub fn next_bytes(tree: &Tree, release: Release) -> Option<u64> {
    let root = tree.root().filter(|_| tree.errors().is_empty()).and_then(Value::as_object)?;
    let known = |mark: &&str| release.lookup(&["meta", "migrations", mark]).is_some();
    let marks: Vec<_> = MARKS.into_iter().filter(known).collect();
    Some(written_bytes(root, release.name(), &marks))
}

/// Why OpenClaw `release` refuses to write `after_bytes` bytes over `before`; `keeps_mode` is
/// whether `gateway.mode` is among them. Empty when it writes them.
pub fn refusals(
    before: &Fingerprint,
    after_bytes: u64,
    keeps_mode: Option<bool>,
    release: &str,
) -> Vec<Alarm> {
    let mut alarms = Vec::new();
    let before_bytes = before.counted_bytes(release);
    if is_drop(before_bytes, after_bytes) {
        alarms.push(Alarm::SizeDrop { before: before_bytes, after: after_bytes });
    }
    if before.has_mode == Some(true) && keeps_mode == Some(false) {
        alarms.push(Alarm::GatewayModeRemoved);
    }
    alarms
}

/// Why OpenClaw takes what it reads for damaged, when `good` is the last good state. Empty when it
/// does not.
pub fn anomalies(good: &Fingerprint, read: &Fingerprint) -> Vec<Alarm> {
    let mut alarms = Vec::new();
    if is_drop(good.bytes, read.bytes) {
        alarms.push(Alarm::SizeDropVsLastGood { before: good.bytes, after: read.bytes });
    }
    if good.has_meta && !read.has_meta {
        alarms.push(Alarm::MissingMetaVsLastGood);
    }
    let had_mode = good.has_mode == Some(true);
    if had_mode && read.has_mode == Some(false) {
        alarms.push(Alarm::GatewayModeMissingVsLastGood);
    }
    if had_mode && read.is_update_channel_only {
        alarms.push(Alarm::UpdateChannelOnlyRoot);
    }
    alarms
}

/// Whether OpenClaw takes the difference in bytes for a loss.
const fn is_drop(before: u64, after: u64) -> bool {
    before >= SMALLEST_GUARDED && after < before / 2
}

fn is_update_channel_only(root: Value<'_>) -> bool {
    let channel = only(root, "update").and_then(|update| only(update, "channel"));
    channel.is_some_and(|channel| channel.as_text().is_some())
}

/// The value under `name`, if that is all there is.
fn only<'t>(value: Value<'t>, name: &str) -> Option<Value<'t>> {
    match value.as_object()?.effective().as_slice() {
        [(own, member)] if *own == *name => member.value(),
        _ => None,
    }
}

/// Whether the config, or a file that it includes at its root or for its gateway, has a mode.
fn has_mode(root: Value<'_>, includes: &Includes) -> Option<bool> {
    if is_set(root.at(&["gateway", "mode"])) {
        return Some(true);
    }
    let mut answer = Some(false);
    for (value, rest) in [(Some(root), &["gateway", "mode"][..]), (root.get("gateway"), &["mode"])]
    {
        for path in paths(value) {
            match includes.get(&path) {
                Some(Ok(file)) if brings(file, rest) => return Some(true),
                Some(_) => {}
                None => answer = None,
            }
        }
    }
    answer
}

/// Whether an included file, or one that it includes, has a mode at `path`.
fn brings(file: &Included, path: &[&str]) -> bool {
    let Some(root) = file.tree.root() else { return false };
    let below = |value: Option<Value<'_>>, path: &[&str]| {
        paths(value).iter().filter_map(|name| file.includes.get(name)).any(|it| brings(it, path))
    };
    is_set(root.at(path))
        || below(Some(root), path)
        || (path.len() == 2 && below(root.get(path[0]), &path[1..]))
}

/// The paths that an object includes.
fn paths(value: Option<Value<'_>>) -> Vec<String> {
    let Some(directive) = value.and_then(|value| value.get(INCLUDE)) else { return Vec::new() };
    let items = match directive.as_array() {
        Some(array) => array.items().collect(),
        None => vec![directive],
    };
    items.into_iter().filter_map(|it| Some(it.as_text()?.to_lossy().into_owned())).collect()
}

/// Whether a text is there and not blank.
fn is_set(value: Option<Value<'_>>) -> bool {
    value.and_then(Value::as_text).is_some_and(|text| !text.to_lossy().trim().is_empty())
}
