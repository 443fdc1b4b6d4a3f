//! Reports on their way to a file, which is there when it is whole, and not before.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::Builder;

use super::rest::{Busy, Passing};
use super::steps::{Temporary, settle_directory};
use super::write::{WriteError, temporary_as};

/// A file that is being written. Where it is not kept, nothing of it stays, and what was there before
/// does.
#[derive(Debug)]
pub struct Draft {
    file: BufWriter<Temporary>,
    target: PathBuf,
    passing: Passing,
}

impl Draft {
    /// Begins a file that others may read as the process's umask says; one that takes the place of
    /// another has its mode and owner. Of a symbolic link, what it points at is replaced.
    ///
    /// # Errors
    /// When its directory is not there or may not be written, or something else than a file is there.
    pub fn new(path: &Path) -> Result<Self, WriteError> {
        let target = resolved(path);
        let directory = target.parent().unwrap_or(Path::new("/"));
        if !directory.is_dir() {
            return Err(WriteError::NoDirectory);
        }
        let before = target.metadata().ok();
        if before.as_ref().is_some_and(|it| !it.is_file()) {
            return Err(WriteError::NoFile);
        }
        if target.file_name().is_none() {
            return Err(WriteError::NoFile);
        }
        #[cfg_attr(not(unix), expect(unused_mut, reason = "there are no modes"))]
        let mut builder = Builder::new();
        // Whoever opened the new one before it has the old one's mode could read on.
        #[cfg(unix)]
        if before.is_none() {
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(std::fs::Permissions::from_mode(0o666));
        }
        let file = temporary_as(&builder, &target, directory)?;
        if let Some(before) = before {
            if before.permissions().readonly() {
                return Err(WriteError::ReadOnlyFile);
            }
            file.dress(&before)?;
        }
        let passing = Passing::new(file.path());
        Ok(Self { file: BufWriter::new(file), target, passing })
    }

    /// Where it is to be, with all links followed.
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// Puts it in its place.
    ///
    /// # Errors
    /// When the disk is full, or the directory went meanwhile.
    pub fn keep(self) -> Result<(), WriteError> {
        let _busy = Busy::begin();
        let Self { file, target, passing } = self;
        let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.settle()?;
        file.replace(&target).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => WriteError::NoDirectory,
            _ => WriteError::Io(error),
        })?;
        drop(passing);
        settle_directory(target.parent().unwrap_or(Path::new("/")));
        Ok(())
    }
}

impl Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// The one name of a file that is there, or could be: absolute and without links.
pub fn resolved(path: &Path) -> PathBuf {
    if let Ok(found) = path.canonicalize() {
        return found;
    }
    let parent = path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match (parent.canonicalize(), path.file_name()) {
        (Ok(parent), Some(name)) => parent.join(name),
        _ => path.to_owned(),
    }
}
