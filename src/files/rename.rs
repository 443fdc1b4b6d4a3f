//! Giving a config, and the files beside it that it includes, the names of today.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::read::{ReadError, read};
use super::rest::Busy;
use super::steps;
use super::write::{Backup, WriteError, backup_path, create_like, why};
use crate::edit::Plan;
use crate::finding::{Fix, Safety};
use crate::syntax::parse;
use crate::world::{Directive, directives};

/// What configs were called before the name that OpenClaw reads since 2026.1.29.
const OLD_NAMES: [&str; 2] = ["clawdbot.json", "moltbot.json"];
/// What OpenClaw was called.
const OLD_PRODUCTS: [&str; 2] = ["clawdbot", "moltbot"];

/// Why nothing was renamed.
#[derive(Debug)]
pub enum RenameError {
    /// Something has this name already.
    Taken(String),
    /// The directory may not be written.
    ReadOnlyDirectory,
    /// The config cannot be read.
    Unreadable(ReadError),
    /// The config with its new includes cannot be written.
    Unwritable(WriteError),
    /// The operating system said no.
    Io(io::Error),
    /// For this reason, and these new names could not be taken back.
    Half(Box<RenameError>, Vec<String>),
}

impl fmt::Display for RenameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Self::Half(error, left) = self {
            return write!(f, "{error}; {} could not be taken back", left.join(", "));
        }
        f.write_str("not renamed: ")?;
        match self {
            Self::Taken(name) => write!(f, "there is a file {name} already"),
            Self::ReadOnlyDirectory => f.write_str("its directory is read-only"),
            Self::Unreadable(error) => write!(f, "{error}"),
            Self::Unwritable(error) => write!(f, "{error}"),
            Self::Io(error) => f.write_str(&why(error)),
            Self::Half(..) => Ok(()),
        }
    }
}

impl std::error::Error for RenameError {}

impl From<io::Error> for RenameError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::PermissionDenied => Self::ReadOnlyDirectory,
            _ => Self::Io(error),
        }
    }
}

/// The path of a config under the name that OpenClaw reads, if it has one of an old release.
pub fn current_name(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?;
    let is_old = OLD_NAMES.iter().any(|old| name == *old);
    is_old.then(|| path.with_file_name("openclaw.json"))
}

/// Renames a config, and the regular files beside it that it includes and whose names have that of
/// an old product in them; the includes say the new names then. `backup` says what becomes of the
/// config as it was where that changes it. Gives the old and new names of the included files.
///
/// A link is renamed as such, and what it points at stays as it is.
///
/// # Errors
/// When one of the new names is taken, or the operating system says no. Everything is as it was then,
/// or the error names what is not.
pub fn rename(
    from: &Path,
    to: &Path,
    backup: Backup,
) -> Result<Vec<(String, String)>, RenameError> {
    let _busy = Busy::begin();
    let directory = match from.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    // Root may write anywhere; a directory without a write bit says that no one should.
    if cfg!(unix) && directory.metadata()?.permissions().readonly() {
        return Err(RenameError::ReadOnlyDirectory);
    }
    must_be_free(to)?;
    let (text, included) = if from.is_symlink() {
        (None, BTreeMap::new())
    } else {
        with_new_includes(from, directory)?
    };
    let mut done = Done::default();
    let renamed = (|| {
        for (old, new) in &included {
            done.name(&directory.join(old), &directory.join(new))?;
        }
        match &text {
            Some(text) => {
                create_like(to, text, from).map_err(RenameError::Unwritable)?;
                done.made.push(to.to_owned());
            }
            None => done.name(from, to)?,
        }
        for (old, new) in &included {
            done.forget(&directory.join(old), &directory.join(new))?;
        }
        match (&text, backup) {
            (Some(_), Backup::Keep | Backup::Ring) => Ok(steps::rename(from, &backup_path(from))?),
            (Some(_), Backup::None) | (None, _) => Ok(steps::remove(from)?),
        }
    })();
    match renamed {
        Ok(()) => Ok(included.into_iter().collect()),
        Err(error) => Err(done.undo(error)),
    }
}

/// What a renaming came to so far.
#[derive(Debug, Default)]
struct Done {
    /// New names that are there.
    made: Vec<PathBuf>,
    /// Old names that are not any more, each after the new one of the same file.
    gone: Vec<(PathBuf, PathBuf)>,
}

impl Done {
    /// Gives a file a second name, if it is free, and in one step; a rename would replace what has it.
    fn name(&mut self, old: &Path, new: &Path) -> Result<(), RenameError> {
        steps::link(old, new).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => taken(new),
            _ => error.into(),
        })?;
        self.made.push(new.to_owned());
        Ok(())
    }

    /// Takes the first name of a file away.
    fn forget(&mut self, old: &Path, new: &Path) -> Result<(), RenameError> {
        steps::remove(old)?;
        self.gone.push((new.to_owned(), old.to_owned()));
        Ok(())
    }

    /// Takes everything back, and tells what could not be.
    fn undo(self, error: RenameError) -> RenameError {
        let name =
            |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // A file that would be left without a name keeps the new one.
        let lost: BTreeSet<&PathBuf> = self
            .gone
            .iter()
            .filter(|(new, old)| steps::link(new, old).is_err())
            .map(|it| &it.0)
            .collect();
        let is_left = |new: &&PathBuf| lost.contains(new) || steps::remove(new).is_err();
        let left: Vec<String> = self.made.iter().filter(is_left).map(|new| name(new)).collect();
        if left.is_empty() { error } else { RenameError::Half(Box::new(error), left) }
    }
}

fn must_be_free(path: &Path) -> Result<(), RenameError> {
    if path.symlink_metadata().is_ok() { Err(taken(path)) } else { Ok(()) }
}

fn taken(path: &Path) -> RenameError {
    RenameError::Taken(path.file_name().unwrap_or_default().to_string_lossy().into_owned())
}

/// The text of a config whose includes say the new names, if that differs, and the old and new names.
fn with_new_includes(
    config: &Path,
    directory: &Path,
) -> Result<(Option<String>, BTreeMap<String, String>), RenameError> {
    let text = read(config).map_err(RenameError::Unreadable)?.text;
    let tree = parse(text);
    let mut plan = Plan::new(&tree);
    let mut names = BTreeMap::new();
    for target in directives(&tree).into_iter().flat_map(Directive::targets) {
        let Some(path) = target.as_text().map(|path| path.to_lossy().into_owned()) else {
            continue;
        };
        let Some((old, new)) = old_sibling(&path, directory) else { continue };
        if !names.contains_key(&old) {
            must_be_free(&directory.join(&new))?;
            if names.values().any(|other| *other == new) {
                return Err(RenameError::Taken(new));
            }
        }
        plan.replace(target, path[..path.len() - old.len()].to_owned() + &new);
        names.insert(old, new);
    }
    let edits = plan.finish();
    if edits.is_empty() {
        return Ok((None, names));
    }
    let fix = Fix::of(Safety::Safe, edits);
    Ok((Some(crate::edit::apply(tree.text(), [&fix]).text), names))
}

/// The name of a regular file right beside the config, and the one without an old product's.
fn old_sibling(path: &str, directory: &Path) -> Option<(String, String)> {
    let mut parts = Path::new(path).components().filter(|part| *part != Component::CurDir);
    let (Some(Component::Normal(name)), None) = (parts.next(), parts.next()) else { return None };
    let old = name.to_str().filter(|name| path.ends_with(name))?;
    let new = OLD_PRODUCTS.iter().fold(old.to_owned(), |name, it| name.replace(it, "openclaw"));
    let is_file = directory.join(old).symlink_metadata().is_ok_and(|it| it.is_file());
    (new != old && is_file).then(|| (old.to_owned(), new))
}
