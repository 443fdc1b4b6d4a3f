//! Finding configs.

use std::collections::BTreeSet;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;

use ignore::{DirEntry, WalkBuilder, WalkState};

use super::git::is_kept_by_git;
use super::strays::{is_stray_of, is_temporary};
use crate::artefacts::Kind;
use crate::report::Failure;
use crate::settings::{Globs, below};

/// The names of configs that are looked for in directories: OpenClaw's own, the same as JSON5,
/// those of the releases when it was called Clawdbot and Moltbot, and those of the YAML that guides
/// make up.
pub const NAMES: [&str; 7] = [
    "openclaw.json",
    "openclaw.json5",
    "clawdbot.json",
    "moltbot.json",
    "openclaw.config.yaml",
    "openclaw.config.yml",
    "openclaw.yaml",
];

/// Whether a file is YAML by its name.
pub fn is_yaml(path: &Path) -> bool {
    path.extension()
        .is_some_and(|it| ["yaml", "yml"].iter().any(|name| it.eq_ignore_ascii_case(name)))
}

/// The configs that paths stand for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Discovered {
    /// Files, in the order of the paths given; those of one directory sorted.
    pub files: Vec<PathBuf>,
    /// Copies of configs, such as backups, that git would take along.
    pub artefacts: Vec<PathBuf>,
    /// What could not be looked at.
    pub failures: Vec<Failure>,
}

/// What is looked at in directories, besides what git ignores.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    /// What the patterns are relative to, absolute.
    pub root: PathBuf,
    /// Further configs.
    pub names: Globs,
    /// What is passed over.
    pub exclude: Globs,
    /// What is only ever included by others.
    pub fragments: Globs,
}

impl Scope {
    /// Whether a config of another name than [`NAMES`] is one all the same.
    pub(super) fn names(&self, path: &Path) -> bool {
        !self.names.is_empty()
            && !is_temporary(path)
            && self.below(path).is_some_and(|it| self.names.matches(&it, false))
    }

    /// The names of such configs in a directory.
    pub(super) fn named_in(&self, directory: &Path) -> Vec<PathBuf> {
        if self.names.is_empty() {
            return Vec::new();
        }
        let entries = directory.read_dir().into_iter().flatten().flatten();
        let named = entries.filter(|entry| self.names(&entry.path()) && entry.path().is_file());
        named.map(|entry| PathBuf::from(entry.file_name())).collect()
    }

    /// Whether a file is only ever included, by what the settings say of its place.
    pub fn is_fragment(&self, path: &Path) -> bool {
        let fits = |path: PathBuf| self.fragments.matches(&path, false);
        !self.fragments.is_empty() && self.below(path).is_some_and(fits)
    }

    /// Whether something in a directory that is looked at is passed over.
    fn excludes(&self, path: &Path, is_directory: bool) -> bool {
        let fits = |path: PathBuf| self.exclude.names(&path, is_directory);
        !self.exclude.is_empty() && self.below(path).is_some_and(fits)
    }

    fn below(&self, path: &Path) -> Option<PathBuf> {
        below(&std::path::absolute(path).ok()?, &self.root)
    }
}

/// Finds the configs that `paths` stand for, relative to `directory`: a file stands for itself,
/// whatever its name; a directory for the configs in and below it that git does not ignore and
/// `scope` does not exclude, hidden directories included. No path at all stands for `directory`. Each
/// file is named once.
pub fn discover(paths: &[PathBuf], directory: &Path, scope: &Scope) -> Discovered {
    let mut found = Discovered::default();
    let here = [PathBuf::from(".")];
    let paths = if paths.is_empty() { &here } else { paths };
    // One directory has a file once, but for links.
    let mut is_once = paths.len() == 1;
    for path in paths {
        if directory.join(path).is_dir() {
            is_once &= !walk(path, directory, scope, &mut found);
        } else {
            found.files.push(path.clone());
        }
    }
    // One file under two names would be mended twice.
    if !is_once && found.files.len() > 1 {
        let mut seen = BTreeSet::new();
        found.files.retain(|file| {
            let file = directory.join(file);
            seen.insert(file.canonicalize().unwrap_or(file))
        });
    }
    found
}

/// Entries of directories up to which one thread goes through all of them. Of more, all cores go through
/// them anew: they are slow to begin, and the disk has the first ones at hand.
const FEW: usize = 1000;

/// Adds what is found in and below a directory. The answer is whether a link is among it.
fn walk(path: &Path, directory: &Path, scope: &Scope, found: &mut Discovered) -> bool {
    let root = &directory.join(path);
    let seen = |entry| match entry {
        Ok(entry) => kind(entry, scope),
        Err(error) => Some(Seen::Failure(failure(&error, root, path))),
    };
    let walker = walker(root, scope);
    let few: Vec<_> = walker.build().take(FEW).collect();
    let all = if few.len() < FEW {
        few.into_iter().filter_map(seen).collect()
    } else {
        seen_by_all_cores(&walker, seen)
    };
    let (mut files, mut artefacts, mut failures) = (Vec::new(), Vec::new(), Vec::new());
    let mut has_links = false;
    for seen in all {
        match seen {
            Seen::Config { path, is_link } => {
                has_links |= is_link;
                files.push(path);
            }
            Seen::Artefact(path) => artefacts.push(path),
            Seen::Failure(failure) => failures.push(failure),
        }
    }
    files.sort_unstable();
    artefacts.sort_unstable();
    failures.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    if files.is_empty() && failures.is_empty() {
        failures.push(Failure {
            path: path.display().to_string(),
            message: format!("no config in this directory; looked for {}", NAMES.join(", ")),
        });
    }
    let shown = |it: &PathBuf| shown(it, root, path);
    found.files.extend(files.iter().map(shown));
    found.artefacts.extend(artefacts.iter().map(shown));
    found.failures.extend(failures);
    has_links
}

/// What goes through a directory and all below it that git does not ignore and `scope` does not exclude.
fn walker(root: &Path, scope: &Scope) -> WalkBuilder {
    let passed_over = scope.clone();
    let mut walker = WalkBuilder::new(root);
    walker
        .hidden(false)
        .filter_entry(move |entry| {
            let is_directory = entry.file_type().is_some_and(|kind| kind.is_dir());
            entry.file_name() != ".git"
                // A directory that is named is looked at.
                && (entry.depth() == 0 || !passed_over.excludes(entry.path(), is_directory))
        })
        .threads(thread::available_parallelism().map_or(1, NonZero::get));
    walker
}

/// What all cores come by, in no order: a disk answers several that wait sooner than one after the other.
fn seen_by_all_cores(
    walker: &WalkBuilder,
    seen: impl Fn(Result<DirEntry, ignore::Error>) -> Option<Seen> + Sync,
) -> Vec<Seen> {
    let (send, all) = mpsc::channel();
    walker.build_parallel().run(|| {
        let (send, seen) = (send.clone(), &seen);
        Box::new(move |entry| {
            // Nobody stops listening before the end.
            let _ = seen(entry).map(|it| send.send(it));
            WalkState::Continue
        })
    });
    drop(send);
    all.into_iter().collect()
}

/// What a walk came by.
enum Seen {
    Config { path: PathBuf, is_link: bool },
    Artefact(PathBuf),
    Failure(Failure),
}

/// What an entry of a directory is, if anything.
fn kind(entry: DirEntry, scope: &Scope) -> Option<Seen> {
    // A link to a config is one; a link to a directory is not entered, nor read.
    let is_named = NAMES.iter().any(|name| entry.file_name() == *name) || scope.names(entry.path());
    let is_link = entry.path_is_symlink();
    let is_directory = || match entry.file_type() {
        Some(kind) if !is_link => kind.is_dir(),
        _ => entry.path().is_dir(),
    };
    if is_named && !is_directory() {
        Some(Seen::Config { path: entry.into_path(), is_link })
    } else if is_artefact(entry.path()) && is_kept_by_git(entry.path()) {
        Some(Seen::Artefact(entry.into_path()))
    } else {
        None
    }
}

/// Whether a file is a copy of a config by its name, whoever made it; of the temporary files that are to
/// take its place those that were left.
pub fn is_artefact(path: &Path) -> bool {
    if is_temporary(path) {
        return is_stray_of(path, &NAMES);
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let is_lock = |config| Kind::of(&name, config).is_none_or(|(kind, _)| kind == Kind::Lock);
    let mut configs = NAMES.iter().copied().chain(Kind::config_of(&name));
    configs.any(|config| !is_lock(config))
}

/// The path as the user would write it: below the path given, which `.` need not name.
pub(super) fn shown(entry: &Path, root: &Path, given: &Path) -> PathBuf {
    match entry.strip_prefix(root) {
        Ok(below) if below.as_os_str().is_empty() => given.to_owned(),
        Ok(below) if given == Path::new(".") => below.to_owned(),
        Ok(below) => given.join(below),
        Err(_) => entry.to_owned(),
    }
}

/// The crate wraps errors in the path and depth at which they happened.
pub(super) fn failure(error: &ignore::Error, root: &Path, given: &Path) -> Failure {
    let (mut at, mut path) = (error, root);
    loop {
        at = match at {
            ignore::Error::WithPath { path: inner, err } => {
                path = inner;
                err
            }
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => err,
            _ => break,
        };
    }
    let message = match at.io_error() {
        Some(error) => super::read::cause(error),
        None => at.to_string(),
    };
    Failure { path: shown(path, root, given).display().to_string(), message }
}
