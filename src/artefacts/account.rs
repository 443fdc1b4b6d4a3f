//! Why OpenClaw made an artefact, worked out from what lies beside it (2026.9.6).
//!
//! A refused write was compared with the config as it stood then; what was replaced, with the last
//! good state. Which files hold those is told by their times, which a copy of a directory may have
//! lost, so that the other states are tried after them.

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
    /// How sure the reasons are.
    pub basis: Basis,
    /// Where no reason can be told, those that it cannot have been.
    pub ruled_out: Vec<Code>,
    /// Where no reason can be told, those that it may have been.
    pub possible: Vec<Code>,
}

/// How sure reasons are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Basis {
    /// Every state that the text may have been compared with gives them.
    #[default]
    Sure,
    /// Another state would give others; by the times of the files, this is the one that counts. A
    /// copy may have lost them.
    Times,
    /// The state that the text was compared with may be gone; this is the nearest that is left, so
    /// that figures may be others.
    Nearest,
}

impl Basis {
    /// Its name in outputs for programs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sure => "sure",
            Self::Times => "times",
            Self::Nearest => "nearest",
        }
    }
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

/// A cause without its figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// See [`Alarm::SizeDrop`].
    SizeDrop,
    /// See [`Alarm::GatewayModeRemoved`].
    GatewayModeRemoved,
    /// See [`Cause::Unreadable`].
    Unreadable,
    /// See [`Alarm::SizeDropVsLastGood`].
    SizeDropVsLastGood,
    /// See [`Alarm::MissingMetaVsLastGood`].
    MissingMeta,
    /// See [`Alarm::GatewayModeMissingVsLastGood`].
    GatewayModeMissing,
    /// See [`Alarm::UpdateChannelOnlyRoot`].
    UpdateChannelOnly,
    /// See [`Cause::TextBeforeRoot`].
    TextBeforeRoot,
    /// See [`Cause::Invalid`].
    Invalid,
}

impl Code {
    /// Its name: OpenClaw's own word where it has one.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SizeDrop => "size-drop",
            Self::GatewayModeRemoved => "gateway-mode-removed",
            Self::Unreadable => "unreadable-config-before-write",
            Self::SizeDropVsLastGood => "size-drop-vs-last-good",
            Self::MissingMeta => "missing-meta-vs-last-good",
            Self::GatewayModeMissing => "gateway-mode-missing-vs-last-good",
            Self::UpdateChannelOnly => "update-channel-only-root",
            Self::TextBeforeRoot => "text-before-root",
            Self::Invalid => "doctor-invalid-config",
        }
    }
}

impl Cause {
    /// What it is, without figures.
    pub const fn code(self) -> Code {
        match self {
            Self::Alarm(Alarm::SizeDrop { .. }) => Code::SizeDrop,
            Self::Alarm(Alarm::GatewayModeRemoved) => Code::GatewayModeRemoved,
            Self::Alarm(Alarm::SizeDropVsLastGood { .. }) => Code::SizeDropVsLastGood,
            Self::Alarm(Alarm::MissingMetaVsLastGood) => Code::MissingMeta,
            Self::Alarm(Alarm::GatewayModeMissingVsLastGood) => Code::GatewayModeMissing,
            Self::Alarm(Alarm::UpdateChannelOnlyRoot) => Code::UpdateChannelOnly,
            Self::Unreadable => Code::Unreadable,
            Self::TextBeforeRoot => Code::TextBeforeRoot,
            Self::Invalid => Code::Invalid,
        }
    }
}

impl fmt::Display for Cause {
    /// The name of its code, with the figures that OpenClaw logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Alarm(alarm) => alarm.fmt(f),
            other => f.write_str(other.code().name()),
        }
    }
}

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
    let Compared { states, is_lost } = states_before(judged, entry.file.made.map(Made::time));
    let first = states.first().map(|first| first.file);
    if first.is_some_and(|first| matches!(first.text, Err(Unread::Unreadable(_)))) {
        let against = first.map(|first| first.path.clone());
        return because(Cause::Unreadable, against);
    }
    let after = state.fingerprint;
    // Whoever wrote it left its version in it.
    let release = state.written_by().unwrap_or_else(|| Release::LATEST.to_string());
    let alarms =
        |before: &State| refusals(&before.fingerprint, after.bytes, after.has_mode, &release);
    if let Some(account) = first_alarms(&states, is_lost, alarms) {
        return account;
    }
    let compared = !is_lost && states.iter().any(|other| other.state.is_some());
    Account::unknown([
        (Code::SizeDrop, compared),
        (Code::GatewayModeRemoved, compared || after.has_mode == Some(true)),
        (Code::Unreadable, false),
    ])
}

/// Why something else took the place of a text.
fn clobbered(judged: &Judged<'_>, entry: &Entry<'_>, state: &State) -> Account {
    if state.has_root_after_text {
        return because(Cause::TextBeforeRoot, None);
    }
    let is_plugins_only = is_plugins_only(state);
    if !state.report.accepted() && !is_plugins_only {
        return because(Cause::Invalid, None);
    }
    let read = state.fingerprint;
    let Compared { states, is_lost } = last_good(judged, entry.file.made.map(Made::time));
    let alarms = |good: &State| anomalies(&good.fingerprint, &read);
    if let Some(account) = first_alarms(&states, is_lost, alarms) {
        return account;
    }
    let compared = !is_lost && states.iter().any(|other| other.state.is_some());
    let has_mode = read.has_mode == Some(true);
    Account::unknown([
        (Code::TextBeforeRoot, true),
        // Another release may have rejected it.
        (Code::Invalid, is_plugins_only),
        (Code::SizeDropVsLastGood, compared),
        (Code::MissingMeta, compared || read.has_meta),
        (Code::GatewayModeMissing, compared || has_mode),
        (Code::UpdateChannelOnly, compared || !read.is_update_channel_only),
    ])
}

fn because(cause: Cause, against: Option<String>) -> Account {
    Account { reasons: vec![Reason { cause, against }], ..Account::default() }
}

impl Account {
    /// Of codes, each with whether it is ruled out.
    fn unknown<const N: usize>(codes: [(Code, bool); N]) -> Self {
        let those = |wanted: bool| {
            let those = codes.iter().filter(move |(_, out)| *out == wanted);
            those.map(|(code, _)| *code).collect()
        };
        Self { ruled_out: those(true), possible: those(false), ..Self::default() }
    }
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

/// The states that a text may have been compared with.
struct Compared<'j, 'h> {
    /// The likeliest first.
    states: Vec<&'j Entry<'h>>,
    /// Whether it may have been one that is in no file any more.
    is_lost: bool,
}

/// The alarms that the first of the states sets off; `None` when none does.
fn first_alarms(
    states: &[&Entry<'_>],
    is_lost: bool,
    alarms: impl Fn(&State) -> Vec<Alarm>,
) -> Option<Account> {
    let mut set_off = states.iter().filter_map(|entry| {
        let alarms = alarms(entry.state.as_ref()?);
        (!alarms.is_empty()).then_some((entry, alarms))
    });
    let (entry, first) = set_off.next()?;
    let basis = match (is_lost, set_off.any(|(_, other)| other != first)) {
        (true, _) => Basis::Nearest,
        (false, true) => Basis::Times,
        (false, false) => Basis::Sure,
    };
    let reason = |alarm| {
        let against = Some(entry.file.path.clone());
        Reason { cause: Cause::Alarm(alarm), against }
    };
    let reasons = first.into_iter().map(reason).collect();
    Some(Account { reasons, basis, ..Account::default() })
}

/// What the config may have held at a time: what the next write after it replaced, else the config
/// itself; then the other states.
fn states_before<'j, 'h>(judged: &'j Judged<'h>, at: Option<Time>) -> Compared<'j, 'h> {
    let next = backups(judged).find(|entry| made(entry) >= at && at.is_some());
    let active = judged.active.as_ref();
    // Someone else may have changed it since.
    let is_changed = active.is_none_or(|active| made(active) > at);
    let others = of_kind(judged, |kind| matches!(kind, Kind::LastGood | Kind::PreUpdate));
    Compared {
        states: next.into_iter().chain(active).chain(backups(judged).rev()).chain(others).collect(),
        is_lost: next.is_none() && is_changed,
    }
}

/// What OpenClaw may have taken for the last good state at a time: the one that it put back before,
/// else the one that the gateway started with, else the backup of then; then the other states.
fn last_good<'j, 'h>(judged: &'j Judged<'h>, at: Option<Time>) -> Compared<'j, 'h> {
    let is_earlier = |entry: &&Entry<'_>| made(entry) <= at || at.is_none();
    let started = || of_kind(judged, |kind| kind == Kind::LastGood);
    let good = started().find(is_earlier);
    let backup = backups(judged).rev().find(is_earlier);
    let since = |entry: &&Entry<'_>| good.is_none_or(|good| made(entry) > made(good));
    let restored = of_kind(judged, |kind| kind == Kind::Clobbered).any(|entry| {
        let by_backup = entry.state.as_ref().is_some_and(|state| state.report.accepted());
        by_backup && made(entry) < at && since(&entry)
    });
    let put_back = backup.filter(|_| restored);
    // What was written after the start was good as well, and another state took its place.
    let is_written = backups(judged).any(|entry| is_earlier(&entry) && since(&entry));
    let others = judged.active.iter().chain(backups(judged).rev()).chain(started());
    Compared {
        states: put_back.into_iter().chain(good).chain(backup).chain(others).collect(),
        is_lost: put_back.is_none() && (good.is_none() || is_written),
    }
}

fn backups<'j, 'h>(judged: &'j Judged<'h>) -> impl DoubleEndedIterator<Item = &'j Entry<'h>> {
    of_kind(judged, |kind| matches!(kind, Kind::Backup(_)))
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
