//! What OpenClaw leaves beside a config: backups, refused writes, what it replaced.
//!
//! A [`History`] is a config with its artefacts in the order of time, as they were found. Judged by
//! a release it becomes a [`Judged`], which tells the valid base that an edit can be put back on
//! ([`Judged::base`]), the newest edit that was lost ([`Judged::lost_edit`]), and for each artefact
//! why OpenClaw made it ([`Judged::account`]). Pure: the `files` room reads the files.

mod account;
mod kind;
mod restoration;
mod state;
mod story;
mod time;

pub use account::{Account, Basis, Cause, Code, Reason};
pub use kind::Kind;
pub use restoration::{Restoration, ShownRestoration, restoration};
pub use state::State;
pub use story::{Chapter, Content, Story, Told};
pub use time::Time;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::syntax::Tree;
use crate::world::World;

/// A file of a history, as it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artefact {
    /// What output calls it: its path.
    pub path: String,
    /// Its name without its directory.
    pub name: String,
    /// What it is; `None` for the config itself.
    pub kind: Option<Kind>,
    /// When it was made; `None` when neither its name nor the file system says so.
    pub made: Option<Made>,
    /// Whether it is a symbolic link, which OpenClaw never makes of an artefact.
    pub is_link: bool,
    /// Its text, or why there is none.
    pub text: Result<Arc<str>, Unread>,
}

/// Why a file has no text, in one sentence without a full stop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unread {
    /// Nobody gets at its bytes.
    Unreadable(String),
    /// They are no text, or too many.
    NotText(String),
}

impl Unread {
    /// The sentence.
    pub fn cause(&self) -> &str {
        match self {
            Self::Unreadable(cause) | Self::NotText(cause) => cause,
        }
    }
}

/// When an artefact was made, and who says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Made {
    /// Its name.
    Named(Time),
    /// The file system, as the time of its last change; a copy may have lost it.
    Modified(Time),
}

impl Made {
    /// The moment.
    pub const fn time(self) -> Time {
        match self {
            Self::Named(time) | Self::Modified(time) => time,
        }
    }
}

/// A config and its artefacts.
#[derive(Debug, Clone)]
pub struct History {
    /// What output calls the config, whether it is there or not.
    pub config: String,
    /// The config, if it is there.
    pub active: Option<Artefact>,
    /// The artefacts, oldest first; those of no known time last.
    pub artefacts: Vec<Artefact>,
}

impl History {
    /// Puts the files of one config in order. Backups count down to the newest, whatever their
    /// times are: a copy of a directory may have given all of them one.
    pub fn new(config: String, files: Vec<Artefact>) -> Self {
        let (mut active, mut artefacts): (Vec<_>, Vec<_>) =
            files.into_iter().partition(|file| file.kind.is_none());
        artefacts.sort_by(|a, b| a.name.cmp(&b.name));
        let mut backups: Vec<usize> =
            (0..artefacts.len()).filter(|&at| age(&artefacts[at]).is_some()).collect();
        backups.sort_by_key(|&at| age(&artefacts[at]));
        // No backup is newer than the one that was made after it.
        let mut times: Vec<Option<Time>> =
            artefacts.iter().map(|it| it.made.map(Made::time)).collect();
        let mut newest = None;
        for at in backups {
            let own = times[at];
            times[at] = match (own, newest) {
                (Some(own), Some(newest)) => Some(std::cmp::min::<Time>(own, newest)),
                (own, newest) => own.or(newest),
            };
            newest = times[at];
        }
        let mut ordered: Vec<_> = artefacts.into_iter().zip(times).collect();
        ordered.sort_by_key(|(artefact, time)| {
            (time.is_none(), *time, std::cmp::Reverse(age(artefact)))
        });
        Self {
            config,
            active: active.pop(),
            artefacts: ordered.into_iter().map(|(artefact, _)| artefact).collect(),
        }
    }

    /// Judges every text of the history. `world` says what a text is judged against; equal texts
    /// are judged once.
    pub fn judge(&self, world: &(dyn Fn(&Tree) -> World + Sync)) -> Judged<'_> {
        let files = self.active.iter().chain(&self.artefacts);
        let mut texts: BTreeMap<&str, usize> = BTreeMap::new();
        let mut first: Vec<&Artefact> = Vec::new();
        for file in files.clone() {
            if let Ok(text) = &file.text {
                texts.entry(text).or_insert_with(|| {
                    first.push(file);
                    first.len() - 1
                });
            }
        }
        let states: Vec<Arc<State>> =
            first.par_iter().map(|file| Arc::new(State::of(file, world))).collect();
        let state = |file: &Artefact| {
            let text = file.text.as_deref().ok()?;
            texts.get(text).map(|&at| Arc::clone(&states[at]))
        };
        Judged {
            history: self,
            active: self.active.as_ref().map(|file| Entry { file, state: state(file) }),
            entries: self.artefacts.iter().map(|file| Entry { file, state: state(file) }).collect(),
        }
    }
}

/// How many writes ago a backup was made.
const fn age(artefact: &Artefact) -> Option<u8> {
    match artefact.kind {
        Some(Kind::Backup(age)) => Some(age),
        _ => None,
    }
}

/// A file of a history, and what a release says of it.
#[derive(Debug, Clone)]
pub struct Entry<'h> {
    /// The file.
    pub file: &'h Artefact,
    /// Its text, parsed and judged; `None` when it has none.
    pub state: Option<Arc<State>>,
}

impl Entry<'_> {
    /// Whether the release accepts it and OpenClaw would put it back: it holds nothing that stands
    /// in place of a secret.
    pub fn is_sound(&self) -> bool {
        self.state.as_ref().is_some_and(|state| state.report.accepted() && !state.is_redacted())
    }
}

/// A history with what a release says of each text in it.
#[derive(Debug, Clone)]
pub struct Judged<'h> {
    /// The history.
    pub history: &'h History,
    /// The config itself, if it is there.
    pub active: Option<Entry<'h>>,
    /// The artefacts, in the order of the history.
    pub entries: Vec<Entry<'h>>,
}

impl<'h> Judged<'h> {
    /// The state that an edit can be put back on: `.last-good` if it is sound, else the newest
    /// backup that is. `None` when no state here is sound.
    pub fn base(&self) -> Option<&Entry<'h>> {
        let sound = || self.entries.iter().rev().filter(|entry| entry.is_sound());
        let last_good = sound().find(|entry| entry.file.kind == Some(Kind::LastGood));
        last_good.or_else(|| sound().find(|entry| age(entry.file).is_some()))
    }

    /// The state that an edit came from: the oldest sound backup that was made after it, which holds
    /// what stood in the config then; else the newest sound state from before. With a later one, what
    /// was changed in between would look as if the edit took it back. Where no time is known, and no
    /// other state is there, as [`Judged::base`].
    pub fn base_of(&self, edit: &Entry<'_>) -> Option<&Entry<'h>> {
        let time = |entry: &Entry<'_>| entry.file.made.map(Made::time);
        let Some(made) = time(edit) else { return self.base() };
        let is_after = |entry: &&Entry<'h>| time(entry).is_some_and(|time| time >= made);
        let sound = || self.entries.iter().filter(|entry| entry.is_sound());
        let backup = sound().filter(|entry| age(entry.file).is_some()).find(is_after);
        let before = || {
            let states = |entry: &&Entry<'h>| {
                age(entry.file).is_some() || entry.file.kind == Some(Kind::LastGood)
            };
            sound().rev().filter(states).find(|entry| time(entry).is_some_and(|time| time < made))
        };
        backup.or_else(before).or_else(|| self.base())
    }

    /// The newest edit that OpenClaw refused or replaced, that can be read as JSON5 and that the
    /// config does not hold again. `None` when none was lost.
    pub fn lost_edit(&self) -> Option<&Entry<'h>> {
        let active = self.active.as_ref().and_then(|active| active.state.as_ref());
        self.entries.iter().rev().find(|entry| {
            let is_lost_edit = entry.file.kind.is_some_and(Kind::is_lost_edit);
            let is_lost = |state| active.is_none_or(|active| !Arc::ptr_eq(active, state));
            let state = entry.state.as_ref().filter(|state| state.is_object() && is_lost(state));
            is_lost_edit && state.is_some()
        })
    }

    /// The artefact of that name or path.
    pub fn find(&self, name: &str) -> Option<&Entry<'h>> {
        self.entries.iter().find(|entry| entry.file.name == name || entry.file.path == name)
    }

    /// Why OpenClaw made an artefact of this history, as far as the files tell.
    pub fn account(&self, entry: &Entry<'_>) -> Account {
        account::account(self, entry)
    }
}
