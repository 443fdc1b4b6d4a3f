//! Why OpenClaw made an artefact, worked out from what lies beside it (2026.9.6).
//!
//! A refused write was compared with the config as it stood then; what was replaced, with the last
//! good state. Which files hold those is told by their times, which a copy of a directory may have
//! lost, so that the other states are tried after them.

use std::cmp::Reverse;
use std::fmt;

use super::{Entry, Judged, Kind, Made, State, Time, Unread};
use crate::effective::{Alarm, anomalies, refusals};
use crate::finding::{Effect, Finding};
use crate::schema::Release;

/// Why OpenClaw made an artefact, as far as the files tell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Account {
    /// What it had against the text. Empty for what it makes without a cause, such as backups.
    pub reasons: Vec<Reason>,
    /// Whether other states in the history would give other reasons, so that only the times of the
    /// files tell which of them counts.
    pub hinges_on_times: bool,
    /// Where no reason can be told, the codes of those that it cannot have been.
    pub ruled_out: Vec<&'static str>,
    /// Where no reason can be told, the codes of those that it may have been.
    pub possible: Vec<&'static str>,
}

/// One thing that OpenClaw had against a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// What it is.
    pub cause: Cause,
    /// The file that holds what the text was compared with, as output calls it.
    pub against: Option<String>,
}

/// A cause for which OpenClaw makes a `.rejected` or a `.clobbered`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// The text lacks what was there before.
    Alarm(Alarm),
    /// The config could not be read when it should have been written over.
    Unreadable,
    /// Something stood before the config, such as a line of a log; the rest was good.
    TextBeforeRoot,
    /// It was not valid when `openclaw doctor --fix` ran.
    Invalid,
}

impl Cause {
    /// What it is called: OpenClaw's own word where it has one, without figures.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Alarm(Alarm::SizeDrop { .. }) => SIZE_DROP,
            Self::Alarm(Alarm::GatewayModeRemoved) => MODE_REMOVED,
            Self::Alarm(Alarm::SizeDropVsLastGood { .. }) => SIZE_DROP_READ,
            Self::Alarm(Alarm::MissingMetaVsLastGood) => META_MISSING,
            Self::Alarm(Alarm::GatewayModeMissingVsLastGood) => MODE_MISSING,
            Self::Alarm(Alarm::UpdateChannelOnlyRoot) => UPDATE_CHANNEL,
            Self::Unreadable => UNREADABLE,
            Self::TextBeforeRoot => TEXT_BEFORE,
            Self::Invalid => INVALID,
        }
    }
}

impl fmt::Display for Cause {
    /// Its code, with the figures that OpenClaw logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Alarm(alarm) => alarm.fmt(f),
            other => f.write_str(other.code()),
        }
    }
}

const SIZE_DROP: &str = "size-drop";
const MODE_REMOVED: &str = "gateway-mode-removed";
const UNREADABLE: &str = "unreadable-config-before-write";
const SIZE_DROP_READ: &str = "size-drop-vs-last-good";
const META_MISSING: &str = "missing-meta-vs-last-good";
const MODE_MISSING: &str = "gateway-mode-missing-vs-last-good";
const UPDATE_CHANNEL: &str = "update-channel-only-root";
const TEXT_BEFORE: &str = "text-before-root";
const INVALID: &str = "doctor-invalid-config";

/// Why OpenClaw made `entry`, which is of the history.
pub(super) fn account(judged: &Judged<'_>, entry: &Entry<'_>) -> Account {
    let Some(state) = &entry.state else { return Account::default() };
    match entry.file.kind {
        Some(Kind::Rejected) if state.is_object() => rejected(judged, entry, state),
        Some(Kind::Clobbered) => clobbered(judged, entry, state),
        _ => Account::default(),
    }
}

/// Why a write was refused. It was valid: what is not is refused before anything is kept of it.
fn rejected(judged: &Judged<'_>, entry: &Entry<'_>, state: &State) -> Account {
    let states = states_before(judged, entry.file.made.map(Made::time));
    if states.first().is_some_and(|first| matches!(first.file.text, Err(Unread::Unreadable(_)))) {
        let against = states.first().map(|first| first.file.path.clone());
        return Account {
            reasons: vec![Reason { cause: Cause::Unreadable, against }],
            ..Account::default()
        };
    }
    let after = state.fingerprint();
    // Whoever wrote it left its version in it.
    let release = state.written_by().unwrap_or_else(|| Release::LATEST.to_string());
    let alarms =
        |before: &State| refusals(&before.fingerprint(), after.bytes, after.has_mode, &release);
    if let Some(account) = first_alarms(&states, alarms) {
        return account;
    }
    let compared = states.iter().any(|other| other.state.is_some());
    let (ruled_out, possible) = split([
        (SIZE_DROP, compared),
        (MODE_REMOVED, compared || after.has_mode == Some(true)),
        (UNREADABLE, false),
    ]);
    Account { ruled_out, possible, ..Account::default() }
}

/// Why something else took the place of a text.
fn clobbered(judged: &Judged<'_>, entry: &Entry<'_>, state: &State) -> Account {
    let because =
        |cause| Account { reasons: vec![Reason { cause, against: None }], ..Account::default() };
    if state.has_root_after_text {
        return because(Cause::TextBeforeRoot);
    }
    let is_plugins_only = is_plugins_only(state);
    if !state.report.accepted() && !is_plugins_only {
        return because(Cause::Invalid);
    }
    let read = state.fingerprint();
    let states = last_good(judged, entry.file.made.map(Made::time));
    if let Some(account) = first_alarms(&states, |good| anomalies(&good.fingerprint(), &read)) {
        return account;
    }
    let compared = states.iter().any(|other| other.state.is_some());
    let has_mode = read.has_mode == Some(true);
    let (ruled_out, possible) = split([
        (TEXT_BEFORE, true),
        // Another release may have rejected it.
        (INVALID, is_plugins_only),
        (SIZE_DROP_READ, compared),
        (META_MISSING, compared || read.has_meta),
        (MODE_MISSING, compared || has_mode),
        (UPDATE_CHANNEL, compared || !read.is_update_channel_only),
    ]);
    Account { ruled_out, possible, ..Account::default() }
}

/// The codes that are ruled out, and the others.
fn split<const N: usize>(
    codes: [(&'static str, bool); N],
) -> (Vec<&'static str>, Vec<&'static str>) {
    let those = |wanted: bool| {
        let those = codes.iter().filter(move |(_, out)| *out == wanted);
        those.map(|(code, _)| *code).collect()
    };
    (those(true), those(false))
}

/// Whether all that is wrong with a text is the settings of plugins, for which doctor puts no older
/// state back.
fn is_plugins_only(state: &State) -> bool {
    let is_of_plugin = |finding: &Finding| {
        let key = finding.place.key.segments();
        matches!(key, [plugins, entries, _, ..] if plugins == "plugins" && entries == "entries")
    };
    let mut rejected = state.report.findings().iter().filter(|it| it.effect == Effect::Rejected);
    !state.report.accepted() && rejected.all(is_of_plugin)
}

/// The alarms that the first of the states sets off; `None` when none does.
fn first_alarms(states: &[&Entry<'_>], alarms: impl Fn(&State) -> Vec<Alarm>) -> Option<Account> {
    let alarms = |entry: &&Entry<'_>| entry.state.as_ref().map(|state| alarms(state));
    let mut set_off = states.iter().filter_map(|entry| {
        let alarms = alarms(entry).filter(|alarms| !alarms.is_empty())?;
        Some((entry, alarms))
    });
    let (entry, first) = set_off.next()?;
    let hinges_on_times = set_off.any(|(_, other)| other != first);
    let reason =
        |alarm| Reason { cause: Cause::Alarm(alarm), against: Some(entry.file.path.clone()) };
    let reasons = first.into_iter().map(reason).collect();
    Some(Account { reasons, hinges_on_times, ..Account::default() })
}

/// What the config may have held at a time, the likeliest first: what the next write after it
/// replaced, else the config itself; then the other states.
fn states_before<'j, 'h>(judged: &'j Judged<'h>, at: Option<Time>) -> Vec<&'j Entry<'h>> {
    let backups = || of_kind(judged, |kind| matches!(kind, Kind::Backup(_)));
    let next = backups().find(|entry| made(entry) >= at && at.is_some());
    next.into_iter()
        .chain(&judged.active)
        .chain(backups().rev())
        .chain(of_kind(judged, |kind| matches!(kind, Kind::LastGood | Kind::PreUpdate)))
        .collect()
}

/// What OpenClaw may have taken for the last good state at a time, the likeliest first.
fn last_good<'j, 'h>(judged: &'j Judged<'h>, at: Option<Time>) -> Vec<&'j Entry<'h>> {
    let good = of_kind(judged, |kind| kind == Kind::LastGood);
    let backups = || of_kind(judged, |kind| matches!(kind, Kind::Backup(_)));
    // The last that was made before it.
    let then = backups().rev().find(|entry| made(entry) <= at);
    let mut states: Vec<_> =
        good.chain(then).chain(&judged.active).chain(backups().rev()).collect();
    // A state that was kept later comes after all others.
    states.sort_by_key(|entry| Reverse(made(entry) <= at || at.is_none()));
    states
}

fn of_kind<'j, 'h>(
    judged: &'j Judged<'h>,
    is_wanted: impl Fn(Kind) -> bool,
) -> impl DoubleEndedIterator<Item = &'j Entry<'h>> {
    judged.entries.iter().filter(move |entry| entry.file.kind.is_some_and(&is_wanted))
}

fn made(entry: &Entry<'_>) -> Option<Time> {
    entry.file.made.map(Made::time)
}
