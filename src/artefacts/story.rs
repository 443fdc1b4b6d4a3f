//! A judged history on its way out: what is shown of it, with nothing in it unmasked.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::{Account, Entry, Judged, Kind, Made, State};
use crate::finding::{Effect, Finding};
use crate::report::{Failure, Gate, Reported};
use crate::schema::{Release, Target};

/// What a run tells.
#[derive(Debug, Clone)]
pub struct Told {
    /// The release that the texts were judged against, or that each was by its own.
    pub target: Target,
    /// One a config, in order of path.
    pub stories: Vec<Story>,
    /// What could not be looked at.
    pub failures: Vec<Failure>,
}

/// A history, fit to be shown.
#[derive(Debug, Clone)]
pub struct Story {
    /// What output calls the config, whether it is there or not.
    pub config: String,
    /// The artefacts, oldest first.
    pub artefacts: Vec<Chapter>,
    /// The config itself, if it is there.
    pub active: Option<Chapter>,
    /// The state that an edit can be put back on.
    pub base: Option<String>,
    /// The newest edit that was lost and can be read.
    pub lost_edit: Option<String>,
}

/// A file of a history, fit to be shown.
#[derive(Debug, Clone)]
pub struct Chapter {
    /// What output calls it.
    pub path: String,
    /// What it is; `None` for the config itself.
    pub kind: Option<Kind>,
    /// When it was made.
    pub made: Option<Made>,
    /// Whether it is a symbolic link.
    pub is_link: bool,
    /// What is in it, or why nobody knows, in one sentence without a full stop.
    pub text: Result<Content, String>,
    /// Why OpenClaw made it, as far as the files tell.
    pub account: Account,
}

/// What is in a file, fit to be shown.
#[derive(Debug, Clone)]
pub struct Content {
    /// Bytes.
    pub bytes: u64,
    /// The file before it in the story that holds the same, if one does.
    pub same_as: Option<String>,
    /// The release it was judged against.
    pub target: Release,
    /// Whether the validation of that release passes.
    pub accepted: bool,
    /// The numbers of the version of OpenClaw that it says wrote it last.
    pub written_by: Option<String>,
    /// What keeps OpenClaw from taking it, in order of place; left out where `same_as` has it.
    pub findings: Vec<Reported>,
}

impl Story {
    /// Tells a judged history; `gate` says what is masked.
    pub fn tell(judged: &Judged<'_>, gate: &Gate) -> Self {
        let mut first: BTreeMap<*const State, &str> = BTreeMap::new();
        let entries = judged.entries.iter().chain(&judged.active);
        let same: Vec<Option<&str>> = entries
            .clone()
            .map(|entry| {
                let state = Arc::as_ptr(entry.state.as_ref()?);
                let path = *first.entry(state).or_insert(&entry.file.path);
                (path != entry.file.path).then_some(path)
            })
            .collect();
        let entries: Vec<_> = entries.zip(same).collect();
        let mut artefacts: Vec<Chapter> =
            entries.par_iter().map(|(entry, same)| chapter(judged, entry, *same, gate)).collect();
        let active = judged.active.as_ref().and_then(|_| artefacts.pop());
        let path = |entry: &Entry<'_>| entry.file.path.clone();
        Self {
            config: judged.history.config.clone(),
            artefacts,
            active,
            base: judged.base().map(path),
            lost_edit: judged.lost_edit().map(path),
        }
    }

    /// Whether OpenClaw refused or replaced an edit.
    pub fn has_lost_edit(&self) -> bool {
        self.artefacts.iter().any(|chapter| chapter.kind.is_some_and(Kind::is_lost_edit))
    }
}

fn chapter(judged: &Judged<'_>, entry: &Entry<'_>, same: Option<&str>, gate: &Gate) -> Chapter {
    let file = entry.file;
    let content = |state: &State| Content {
        bytes: state.fingerprint.bytes,
        same_as: same.map(str::to_owned),
        target: state.report.target(),
        accepted: state.report.accepted(),
        written_by: state.written_by().and_then(|version| numbers(&version)),
        findings: match same {
            Some(_) => Vec::new(),
            None => gate.pass_all(&state.whole, obstacles(state)),
        },
    };
    Chapter {
        path: file.path.clone(),
        kind: file.kind,
        made: file.made,
        is_link: file.is_link,
        text: match (&entry.state, &file.text) {
            (Some(state), _) => Ok(content(state)),
            (None, Err(unread)) => Err(unread.cause().to_owned()),
            (None, Ok(_)) => Err("it was not judged".to_owned()),
        },
        account: judged.account(entry),
    }
}

/// The numbers of a version, which hide nothing; what follows them is left out. `None` for what is
/// no version.
fn numbers(version: &str) -> Option<String> {
    let end = version.find(|c: char| c != '.' && !c.is_ascii_digit()).unwrap_or(version.len());
    let numbers = version[..end].trim_end_matches('.');
    let parts: Vec<&str> = numbers.split('.').collect();
    let is_version = parts.len() == 3 && parts.iter().all(|part| matches!(part.len(), 1..=4));
    is_version.then(|| numbers.to_owned())
}

/// What keeps OpenClaw from taking a text, or from putting it back.
fn obstacles(state: &State) -> impl Iterator<Item = &Finding> {
    state.report.findings().iter().filter(|finding| {
        matches!(finding.effect, Effect::Rejected | Effect::BlocksStart)
            || finding.rule == "redaction-placeholder"
    })
}
