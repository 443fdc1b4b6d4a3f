//! Finding the artefacts of configs and reading them. Nothing here is ever changed.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::WalkBuilder;
use rayon::prelude::*;

use super::discover::{NAMES, failure, is_yaml, shown};
use super::read::{ReadError, cause, read};
use crate::artefacts::{Artefact, History, Kind, Made, Time, Unread};
use crate::report::Failure;

/// The histories that a path stands for.
#[derive(Debug, Clone, Default)]
pub struct Histories {
    /// One a config, in order of path.
    pub found: Vec<History>,
    /// What could not be looked at.
    pub failures: Vec<Failure>,
}

/// Directories in which nobody keeps configs, and which hold very many files.
const SKIPPED: [&str; 2] = [".git", "node_modules"];

/// Finds the histories that `path` stands for, relative to `directory`. A config, which need not be
/// there any more, stands for its own, and so does each of its artefacts; a directory for those of
/// all configs in and below it of which an artefact is left, whatever git ignores.
pub fn histories(path: &Path, directory: &Path) -> Histories {
    let is_config = path.file_name().is_some_and(|name| NAMES.iter().any(|it| name == *it));
    // A directory may stand where a config should.
    if directory.join(path).is_dir() && !is_config {
        return walk(path, directory);
    }
    let name = name_of(path);
    let config = path.with_file_name(Kind::config_of(&name).unwrap_or(&name));
    let parent = config.parent().unwrap_or(Path::new(""));
    match siblings(parent, directory) {
        Ok(files) => {
            let found = vec![history(&config, &files, directory)];
            Histories { found, failures: Vec::new() }
        }
        Err(message) => {
            let failure = Failure { path: parent.display().to_string(), message };
            Histories { found: Vec::new(), failures: vec![failure] }
        }
    }
}

/// Everything in a directory, or why it cannot be looked at.
fn siblings(parent: &Path, directory: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = directory.join(parent).read_dir().map_err(|error| cause(&error))?;
    let names = entries.map(|entry| entry.map(|entry| parent.join(entry.file_name())));
    names.collect::<Result<_, _>>().map_err(|error| cause(&error))
}

fn walk(path: &Path, directory: &Path) -> Histories {
    let root = directory.join(path);
    let entries = WalkBuilder::new(&root)
        .standard_filters(false)
        .filter_entry(|entry| !SKIPPED.iter().any(|name| entry.file_name() == *name))
        .build();
    let mut histories = Histories::default();
    let mut directories: BTreeMap<PathBuf, Vec<PathBuf>> = BTreeMap::new();
    for entry in entries {
        match entry {
            Ok(entry) => {
                let file = shown(entry.path(), &root, path);
                let parent = file.parent().unwrap_or(Path::new("")).to_owned();
                directories.entry(parent).or_default().push(file);
            }
            Err(error) => histories.failures.push(failure(&error, &root, path)),
        }
    }
    for files in directories.values() {
        for config in configs(files) {
            let history = history(&config, files, directory);
            if !history.artefacts.is_empty() {
                histories.found.push(history);
            }
        }
    }
    histories
}

/// The configs among the files of a directory, and those that only artefacts are left of.
fn configs(files: &[PathBuf]) -> Vec<PathBuf> {
    let config = |file: &PathBuf| {
        let name = name_of(file);
        let is_config = NAMES.iter().any(|it| name == *it) && !is_yaml(file);
        let name = if is_config { Some(&*name) } else { Kind::config_of(&name) };
        name.map(|name| file.with_file_name(name))
    };
    let mut configs: Vec<_> = files.iter().filter_map(config).collect();
    configs.sort();
    configs.dedup();
    configs
}

/// The history of `config`; `files` are all that lie in its directory.
fn history(config: &Path, files: &[PathBuf], directory: &Path) -> History {
    let config_name = name_of(config);
    let artefacts = files.par_iter().filter_map(|file| {
        let name = name_of(file);
        let (kind, named) = match Kind::of(&name, &config_name) {
            Some((kind, named)) => (Some(kind), named),
            None if name == config_name => (None, None),
            None => return None,
        };
        Some(artefact(file, &directory.join(file), name, kind, named))
    });
    History::new(config.display().to_string(), artefacts.collect())
}

fn artefact(
    shown: &Path,
    on_disk: &Path,
    name: String,
    kind: Option<Kind>,
    named: Option<Time>,
) -> Artefact {
    let metadata = on_disk.symlink_metadata().ok();
    let is_link = metadata.as_ref().is_some_and(std::fs::Metadata::is_symlink);
    let modified = || metadata?.modified().ok().and_then(Time::of);
    Artefact {
        path: shown.display().to_string(),
        name,
        kind,
        is_link,
        made: named.map(Made::Named).or_else(|| modified().map(Made::Modified)),
        text: text(on_disk, kind, is_link),
    }
}

/// The text of an artefact. OpenClaw makes no links of them, so where one leads is not its doing.
fn text(path: &Path, kind: Option<Kind>, is_link: bool) -> Result<Arc<str>, Unread> {
    match kind {
        Some(Kind::Lock) => return Err(Unread::NotText("this is a lock".to_owned())),
        Some(_) if is_link => {
            return Err(Unread::NotText(
                "this is a symbolic link, which is not followed".to_owned(),
            ));
        }
        _ => {}
    }
    match read(path) {
        Ok(original) => Ok(original.text.into()),
        Err(error @ (ReadError::TooLarge | ReadError::NotUtf8(_) | ReadError::Encoding(_))) => {
            Err(Unread::NotText(error.to_string()))
        }
        Err(error) => Err(Unread::Unreadable(error.to_string())),
    }
}

/// The last part of a path; what is no character in it becomes U+FFFD.
fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or(OsStr::new("")).to_string_lossy().into_owned()
}
