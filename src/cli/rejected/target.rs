//! The one config that an edit is put back on, with its artefacts.

use std::path::{Path, PathBuf};

use super::super::args::Rejected;
use super::super::judge::Judge;
use crate::artefacts::{Entry, History, Judged};
use crate::files::{self, Histories, Original};
use crate::source::Source;
use crate::syntax::Tree;
use crate::world::World;

/// A config, as it is on the disk.
pub(super) struct Config {
    pub(super) history: History,
    pub(super) on_disk: PathBuf,
    /// `None` if there is none.
    pub(super) original: Option<Original>,
}

/// Finds the config that the arguments mean, or says why it cannot be told.
pub(super) fn config(args: &Rejected, judge: &Judge<'_>) -> Result<Config, String> {
    let path = args.path.clone().unwrap_or_else(|| PathBuf::from("."));
    let Histories { mut found, failures } = files::histories(&path, judge.directory);
    if let Some(failure) = failures.first() {
        return Err(format!("{}: {}", failure.path, failure.message));
    }
    let history = match (found.pop(), found.len()) {
        (Some(history), 0) => history,
        (None, _) => return Err(format!("{}: no artefact of a config here", path.display())),
        (Some(_), more) => {
            let count = more + 1;
            return Err(format!("{}: artefacts of {count} configs; name one", path.display()));
        }
    };
    judge.look_for_strays(Path::new(&history.config));
    let on_disk = judge.directory.join(&history.config);
    let original = match on_disk.symlink_metadata() {
        Ok(_) => {
            Some(files::read(&on_disk).map_err(|error| format!("{}: {error}", history.config))?)
        }
        Err(_) => None,
    };
    Ok(Config { history, on_disk, original })
}

impl Config {
    /// What a text of this history is judged against; the release is the config's.
    pub(super) fn world(&self, judge: &Judge<'_>) -> impl Fn(&Tree) -> World + Sync {
        let target = self.original.as_ref().map(|original| {
            let tree = crate::syntax::parse(original.text.clone());
            judge.target.release_for(&tree)
        });
        move |tree| {
            let world = judge.world(Some(&self.on_disk), tree);
            World { target: target.unwrap_or(world.target), ..world }
        }
    }
}

/// The edit that the arguments mean: the newest that was lost, unless they name one.
pub(super) fn edit(
    args: &Rejected,
    judged: &Judged<'_>,
    judge: &Judge<'_>,
) -> Result<Option<Source>, String> {
    match &args.from {
        Some(name) => named(name, judged, judge).map(Some),
        None => judged.lost_edit().map(source).transpose(),
    }
}

/// An artefact, or another file, by what the command line calls it.
pub(super) fn named(name: &str, judged: &Judged<'_>, judge: &Judge<'_>) -> Result<Source, String> {
    if let Some(entry) = judged.find(name) {
        return source(entry);
    }
    let original = files::read(&judge.directory.join(name));
    original.map(|it| Source::new(name, it.text)).map_err(|error| format!("{name}: {error}"))
}

/// The text of an artefact, or why there is none.
pub(super) fn source(entry: &Entry<'_>) -> Result<Source, String> {
    let path = &entry.file.path;
    match (&entry.state, &entry.file.text) {
        (Some(state), _) => Ok(Source::from_tree(path, state.source.tree().clone())),
        (None, Err(unread)) => Err(format!("{path}: {}", unread.cause())),
        (None, Ok(_)) => Err(format!("{path}: it was not judged")),
    }
}
