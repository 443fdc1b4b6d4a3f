//! Writing a config back: all of it or nothing, and never over someone else's change.

use std::fmt;
use std::fs::{self, File, Metadata, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::Builder;

use super::read::{Original, Stamp, read};
use super::rest::Busy;
use super::steps::{self, Step, Temporary, locked, settle_directory, step};

/// Whether the text that is replaced stays beside the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backup {
    /// It is gone.
    None,
    /// It stays as the file's name with `.bak` after it; an older one is replaced.
    Keep,
    /// It stays as `.bak`, and older ones move on as when OpenClaw writes (2026.9.6): `.bak` to
    /// `.bak.1`, and so on to `.bak.4`, which goes.
    Ring,
}

/// Why a config was not written. The file is as it was.
#[derive(Debug)]
pub enum WriteError {
    /// It changed after it was read.
    Changed,
    /// It is not there any more.
    Gone,
    /// Another process holds it, and goes on doing so.
    Held,
    /// Something of that name is there already.
    Exists,
    /// The file may not be written.
    ReadOnlyFile,
    /// Its directory may not be written, so no new file can take its place.
    ReadOnlyDirectory,
    /// There is no such directory.
    NoDirectory,
    /// What is there is no file but a directory or a device.
    NoFile,
    /// The operating system said no.
    Io(io::Error),
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed => f.write_str("not written: the file changed after it was read"),
            Self::Gone => f.write_str("not written: the file is not there any more"),
            Self::Held => f.write_str("not written: another process has locked the file"),
            Self::Exists => f.write_str("not written: there is one already"),
            Self::ReadOnlyFile => f.write_str("not written: the file is read-only"),
            Self::ReadOnlyDirectory => f.write_str("not written: its directory is read-only"),
            Self::NoDirectory => f.write_str("not written: its directory is not there"),
            Self::NoFile => f.write_str("not written: something else than a file is there"),
            Self::Io(error) => write!(f, "not written: {}", why(error)),
        }
    }
}

impl std::error::Error for WriteError {}

impl From<io::Error> for WriteError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Why the operating system said no, in plain words, and what to do where that is not plain.
pub(super) fn why(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        io::ErrorKind::QuotaExceeded => "the disk quota is used up".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the file system is read-only".to_owned(),
        io::ErrorKind::PermissionDenied => "no permission to".to_owned(),
        io::ErrorKind::ResourceBusy => {
            "something is mounted on this very file, as containers do, so \
                                        that no other can take its place; run clawtidy where the \
                                        file itself lies"
                .to_owned()
        }
        _ => error.to_string(),
    }
}

/// Puts `text` where `original` was read from: a new file in the same directory, with the same
/// mode and owner, written through to the disk, takes the place of the old one in one step. A
/// symbolic link stays, and what it points at is replaced.
///
/// # Errors
/// When the file changed since it was read, may not be written, or the disk is full. Nothing is
/// half-written then.
pub fn write(
    path: &Path,
    original: &Original,
    text: &str,
    backup: Backup,
) -> Result<(), WriteError> {
    let _busy = Busy::begin();
    let target = path.canonicalize().map_err(missing)?;
    let directory = target.parent().unwrap_or(Path::new("/"));
    let metadata = unchanged(&target, original)?;
    if metadata.permissions().readonly() {
        return Err(WriteError::ReadOnlyFile);
    }
    // Of two runs that replace the same file, the second waits here, and finds it changed.
    let _held = held(&target)?;
    // Root may write anywhere; a directory without a write bit says that no one should.
    if cfg!(unix) && directory.metadata()?.permissions().readonly() {
        return Err(WriteError::ReadOnlyDirectory);
    }
    let new = staged(&target, directory, &metadata, text)?;
    let old = match backup {
        Backup::None => None,
        Backup::Keep | Backup::Ring => Some(staged(&target, directory, &metadata, &original.text)?),
    };
    // Once more: the disk may have been slow, and a backup is to be of what is replaced.
    unchanged(&target, original)?;
    if let Some(old) = old {
        if backup == Backup::Ring {
            turn(&target)?;
        }
        old.replace(&backup_path(&target))?;
    }
    new.replace(&target)?;
    settle_directory(directory);
    Ok(())
}

/// A text that is to take the place of another.
#[derive(Debug, Clone, Copy)]
pub struct Change<'t> {
    /// The file.
    pub path: &'t Path,
    /// What it was read as.
    pub original: &'t Original,
    /// What it is to hold.
    pub text: &'t str,
    /// What becomes of the text that is replaced.
    pub backup: Backup,
}

/// Why files that belong together were not written.
#[derive(Debug)]
pub struct Failed {
    /// Which could not be.
    pub at: usize,
    /// Why.
    pub error: WriteError,
    /// Those that are written all the same, since they could not be put back.
    pub left: Vec<usize>,
}

/// Writes files that belong together, in order, as [`write()`] does. Where one cannot be written, those
/// before it get their old texts back.
///
/// # Errors
/// When one cannot be written.
pub fn write_all(changes: &[Change<'_>]) -> Result<(), Failed> {
    let _busy = Busy::begin();
    for (at, change) in changes.iter().enumerate() {
        let Change { path, original, text, backup } = *change;
        if let Err(error) = write(path, original, text, backup) {
            let put_back = |change: &Change<'_>| {
                let now = read(change.path).ok().filter(|now| now.text == change.text)?;
                write(change.path, &now, &change.original.text, Backup::None).ok()
            };
            let left = (0..at).filter(|before| put_back(&changes[*before]).is_none()).collect();
            return Err(Failed { at, error, left });
        }
    }
    Ok(())
}

/// Writes `text` to a file that is not there yet, which only its owner may read: a config holds
/// credentials. It appears as a whole or not at all.
///
/// # Errors
/// When something of that name is there, be it a link that points at nothing, the directory may not
/// be written, or the disk is full.
pub fn create(path: &Path, text: &str) -> Result<(), WriteError> {
    create_as(path, text, None)
}

/// As [`create`], with the mode and owner of the file at `like`.
pub(super) fn create_like(path: &Path, text: &str, like: &Path) -> Result<(), WriteError> {
    create_as(path, text, Some(&like.metadata()?))
}

fn create_as(path: &Path, text: &str, like: Option<&Metadata>) -> Result<(), WriteError> {
    let _busy = Busy::begin();
    let directory = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    if path.symlink_metadata().is_ok() {
        return Err(WriteError::Exists);
    }
    if cfg!(unix) && directory.metadata()?.permissions().readonly() {
        return Err(WriteError::ReadOnlyDirectory);
    }
    let file = if let Some(like) = like {
        staged(path, directory, like, text)?
    } else {
        let mut file = temporary_as(&Builder::new(), path, directory)?;
        file.fill(text)?;
        file.settle()?;
        file
    };
    file.appear(path).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => WriteError::Exists,
        _ => WriteError::Io(error),
    })?;
    settle_directory(directory);
    Ok(())
}

/// What is known of the file, if it is still as it was read.
fn unchanged(target: &Path, original: &Original) -> Result<Metadata, WriteError> {
    step(Step::Look)?;
    let metadata = target.metadata().map_err(missing)?;
    // The stamp is cheap; the text tells what a coarse clock hides.
    let same = Stamp::new(&metadata) == original.stamp
        && fs::read(target).map_err(missing)? == original.text.as_bytes();
    if same { Ok(metadata) } else { Err(WriteError::Changed) }
}

fn missing(error: io::Error) -> WriteError {
    match error.kind() {
        io::ErrorKind::NotFound => WriteError::Gone,
        _ => WriteError::Io(error),
    }
}

/// The file, which may be written, and which no other run replaces until this goes.
fn held(target: &Path) -> Result<File, WriteError> {
    let file = OpenOptions::new().write(true).open(target).map_err(|error| match error.kind() {
        io::ErrorKind::PermissionDenied => WriteError::ReadOnlyFile,
        _ => missing(error),
    })?;
    match locked(&file) {
        Err(TryLockError::WouldBlock) => Err(WriteError::Held),
        // Not every file system has locks.
        Ok(()) | Err(TryLockError::Error(_)) => Ok(file),
    }
}

/// A temporary file beside `target` that holds `text` and looks like it.
fn staged(
    target: &Path,
    directory: &Path,
    like: &Metadata,
    text: &str,
) -> Result<Temporary, WriteError> {
    let mut file = temporary_as(&Builder::new(), target, directory)?;
    file.fill(text)?;
    file.dress(like)?;
    file.settle()?;
    Ok(file)
}

/// An empty temporary file beside `target`, made as the builder says.
pub(super) fn temporary_as(
    builder: &Builder<'_, '_>,
    target: &Path,
    directory: &Path,
) -> Result<Temporary, WriteError> {
    Temporary::new(builder, target, directory).map_err(|error| match error.kind() {
        io::ErrorKind::PermissionDenied => WriteError::ReadOnlyDirectory,
        _ => WriteError::Io(error),
    })
}

/// Moves each backup on by one. What is no file of its own stays: OpenClaw makes no links.
fn turn(target: &Path) -> io::Result<()> {
    const OLDEST: usize = 4;
    let path = |age: usize| match age {
        0 => backup_path(target),
        age => {
            let mut name = backup_path(target).into_os_string();
            name.push(format!(".{age}"));
            PathBuf::from(name)
        }
    };
    for age in (0..OLDEST).rev() {
        if path(age).symlink_metadata().is_ok_and(|found| found.is_file()) {
            steps::rename(&path(age), &path(age + 1))?;
        }
    }
    Ok(())
}

pub(super) fn backup_path(target: &Path) -> PathBuf {
    let mut name = target.file_name().unwrap_or_default().to_owned();
    name.push(".bak");
    target.with_file_name(name)
}
