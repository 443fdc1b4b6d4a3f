//! What git knows of a file: whether it would take it along, and what an earlier state of it was.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use ignore::WalkBuilder;

use super::read::{ReadError, decode};

/// Whether a file lies in the work tree of a git repository and git does not ignore it.
pub fn is_kept_by_git(path: &Path) -> bool {
    let Ok(path) = path.canonicalize().or_else(|_| std::path::absolute(path)) else { return false };
    let Some(root) = work_tree(&path) else { return false };
    // A walk that goes nowhere but along the path knows every ignore file that counts.
    let along = path.clone();
    let entries = WalkBuilder::new(root)
        .hidden(false)
        .follow_links(false)
        .filter_entry(move |entry| along.starts_with(entry.path()))
        .build();
    entries.filter_map(Result::ok).any(|entry| entry.path() == path)
}

/// The root of the work tree in which a path lies.
fn work_tree(path: &Path) -> Option<PathBuf> {
    let above = path.ancestors().skip(1);
    above.into_iter().find(|directory| directory.join(".git").exists()).map(Path::to_owned)
}

/// Why git does not tell what a file was.
#[derive(Debug)]
pub enum GitError {
    /// There is no git to run.
    Missing,
    /// It cannot be run.
    Io(io::Error),
    /// The file lies in no repository, or in one that git will not read.
    NoRepository,
    /// The repository has no commit of that name.
    UnknownRef(String),
    /// What it was is no text.
    NotText(ReadError),
}

impl fmt::Display for GitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("--against runs git, and there is no `git` to run"),
            Self::Io(error) => write!(f, "git cannot be run: {error}"),
            Self::NoRepository => {
                f.write_str("--against needs a git repository, and git finds none around this file")
            }
            Self::UnknownRef(name) => {
                write!(f, "git knows no commit called `{name}`; a shallow clone may lack it")
            }
            Self::NotText(error) => write!(f, "the committed file: {error}"),
        }
    }
}

impl std::error::Error for GitError {}

/// What the file at `path` was in the commit `reference`, by running `git show REF:./FILE` where it
/// lies; `None` where it was not there.
///
/// # Errors
/// When git is missing, or knows no such commit.
pub fn committed(path: &Path, reference: &str) -> Result<Option<String>, GitError> {
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let directory = directory.unwrap_or(Path::new("."));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.current_dir(directory).args(arguments).stdin(Stdio::null()).stderr(Stdio::null());
        command.output().map_err(|error| match error.kind() {
            io::ErrorKind::NotFound if directory.is_dir() => GitError::Missing,
            _ => GitError::Io(error),
        })
    };
    // What begins with a dash would be an option.
    let unknown = || GitError::UnknownRef(reference.to_owned());
    if reference.starts_with('-') {
        return Err(unknown());
    }
    if !git(&["rev-parse", "--is-inside-work-tree"])?.status.success() {
        return Err(GitError::NoRepository);
    }
    let commit = format!("{reference}^{{commit}}");
    if !git(&["rev-parse", "--verify", "--quiet", &commit])?.status.success() {
        return Err(unknown());
    }
    let blob = format!("{reference}:./{name}");
    if !git(&["cat-file", "-e", &blob])?.status.success() {
        return Ok(None);
    }
    let shown = git(&["show", "--no-textconv", &blob])?;
    decode(&*shown.stdout, shown.stdout.len() as u64).map(Some).map_err(GitError::NotText)
}
