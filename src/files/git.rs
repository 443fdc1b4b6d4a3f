//! What git knows of a file: whether it would take it along, and what an earlier state of it was.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

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

/// A commit, as whoever looks from a directory sees it.
#[derive(Debug, Clone)]
pub struct Commit<'r> {
    directory: PathBuf,
    reference: &'r str,
}

impl<'r> Commit<'r> {
    /// The commit that `reference` names in the repository around the file at `path`.
    ///
    /// # Errors
    /// When git is missing, or knows no such commit.
    pub fn around(path: &Path, reference: &'r str) -> Result<Self, GitError> {
        let path = std::path::absolute(path).map_err(GitError::Io)?;
        let directory = path.parent().unwrap_or(Path::new("/")).to_owned();
        let commit = Self { directory, reference };
        let git = |arguments: &[&str]| commit.git(&commit.directory, arguments);
        // What begins with a dash would be an option.
        let unknown = || GitError::UnknownRef(reference.to_owned());
        if reference.starts_with('-') {
            return Err(unknown());
        }
        if !git(&["rev-parse", "--is-inside-work-tree"])?.status.success() {
            return Err(GitError::NoRepository);
        }
        let name = format!("{reference}^{{commit}}");
        if !git(&["rev-parse", "--verify", "--quiet", &name])?.status.success() {
            return Err(unknown());
        }
        Ok(commit)
    }

    /// What the file at `path` was in it, by running `git show REF:./FILE`; `None` where it was not
    /// there.
    ///
    /// # Errors
    /// When git cannot be run, or what it was is no text.
    pub fn text(&self, path: &Path) -> Result<Option<String>, GitError> {
        let path = std::path::absolute(path).map_err(GitError::Io)?;
        // The directory of an included file may be gone, and that of the config is not.
        let (directory, file) = match (path.strip_prefix(&self.directory), path.parent()) {
            (Ok(below), _) => (self.directory.as_path(), below),
            (Err(_), Some(parent)) => (parent, path.strip_prefix(parent).unwrap_or(&path)),
            (Err(_), None) => return Ok(None),
        };
        let names = file.components().map(|name| name.as_os_str().to_string_lossy());
        let blob = format!("{}:./{}", self.reference, names.collect::<Vec<_>>().join("/"));
        if !self.git(directory, &["cat-file", "-e", &blob])?.status.success() {
            return Ok(None);
        }
        let shown = self.git(directory, &["show", "--no-textconv", &blob])?;
        decode(&*shown.stdout, shown.stdout.len() as u64).map(Some).map_err(GitError::NotText)
    }

    fn git(&self, directory: &Path, arguments: &[&str]) -> Result<Output, GitError> {
        let mut command = Command::new("git");
        command.current_dir(directory).args(arguments).stdin(Stdio::null()).stderr(Stdio::null());
        command.output().map_err(|error| match error.kind() {
            io::ErrorKind::NotFound if self.directory.is_dir() => GitError::Missing,
            _ => GitError::Io(error),
        })
    }
}
