//! The steps by which a file takes the place of another: one call of the operating system each, or
//! little more. All that writes goes through here, so that tests can have each of them fail, or be the
//! last thing that the process did (`files::faults`).

use std::fs::{self, File, Metadata, TryLockError};
use std::io::{self, Write};
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use tempfile::{Builder, NamedTempFile};

use super::strays;

/// What can fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Looking at the file that is to be replaced.
    Look,
    /// Making a temporary file.
    Make,
    /// Writing a part of a text.
    Write,
    /// Giving a file the owner and mode of another.
    Dress,
    /// Writing a file through to the disk.
    Settle,
    /// Giving a file another name, in the place of what had it.
    Rename,
    /// Giving a file a second name.
    Link,
    /// Taking a name away.
    Remove,
    /// Writing a directory through to the disk.
    SettleDirectory,
}

#[cfg(not(test))]
#[expect(clippy::unnecessary_wraps, reason = "in tests a step fails")]
pub(super) const fn step(_: Step) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
pub(super) use super::faults::step;

/// A file that is to take the place of another, and lies beside it until then. What does not come to
/// that is removed when this goes.
#[derive(Debug)]
pub(super) struct Temporary(NamedTempFile);

impl Temporary {
    /// An empty one beside `target`, made as the builder says; only its owner may read it unless that
    /// says otherwise.
    pub(super) fn new(
        builder: &Builder<'_, '_>,
        target: &Path,
        directory: &Path,
    ) -> io::Result<Self> {
        step(Step::Make)?;
        let prefix = strays::prefix(target);
        // The prefix lives as long as this call, a builder may live longer.
        let file = builder.clone().prefix(&prefix).suffix(strays::SUFFIX).tempfile_in(directory)?;
        // By this others know that its run is alive. Where there are no locks, none is needed.
        let _ = locked(file.as_file());
        Ok(Self(file))
    }

    pub(super) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Writes a text.
    pub(super) fn fill(&mut self, text: &str) -> io::Result<()> {
        self.write_all(text.as_bytes())
    }

    /// Gives it the owner, the group and the mode of `like`, as far as this process may: only root may
    /// give files away, and a file of one's own in one's own directory is still the right file. A group
    /// that it cannot have gets no more than everyone.
    pub(super) fn dress(&self, like: &Metadata) -> io::Result<()> {
        step(Step::Dress)?;
        let file = self.0.as_file();
        #[cfg(unix)]
        {
            use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
            let _ = fchown(file, None, Some(like.gid()));
            let _ = fchown(file, Some(like.uid()), None);
            let has_group = file.metadata()?.gid() == like.gid();
            let mode = mode(like.permissions().mode(), has_group);
            file.set_permissions(fs::Permissions::from_mode(mode))
        }
        #[cfg(not(unix))]
        file.set_permissions(like.permissions())
    }

    /// Writes it through to the disk.
    pub(super) fn settle(&self) -> io::Result<()> {
        step(Step::Settle)?;
        // No test cuts the power, and thousands of them would wait for the disk.
        if cfg!(test) { Ok(()) } else { self.0.as_file().sync_all() }
    }

    /// Gives it its name, in the place of what had it.
    pub(super) fn replace(self, target: &Path) -> io::Result<()> {
        step(Step::Rename)?;
        self.0.persist(target).map(drop).map_err(|error| error.error)
    }

    /// Gives it its name, if nothing has it.
    pub(super) fn appear(self, target: &Path) -> io::Result<()> {
        step(Step::Link)?;
        self.0.persist_noclobber(target).map(drop).map_err(|error| error.error)
    }
}

impl Write for Temporary {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // A write may take less than it is given, and fail after that.
        let bytes = if cfg!(test) { &bytes[..bytes.len().div_ceil(2)] } else { bytes };
        step(Step::Write)?;
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// The mode of a file that takes the place of one with this mode.
#[cfg(unix)]
const fn mode(of: u32, has_group: bool) -> u32 {
    const GROUP: u32 = 0o070;
    if has_group { of } else { of & !GROUP | of & (of << 3) & GROUP }
}

/// Gives a file another name, in the place of what had it.
pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    step(Step::Rename)?;
    fs::rename(from, to)
}

/// Gives a file a second name, if nothing has it.
pub(super) fn link(from: &Path, to: &Path) -> io::Result<()> {
    step(Step::Link)?;
    fs::hard_link(from, to)
}

/// Takes a name away.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    step(Step::Remove)?;
    fs::remove_file(path)
}

/// Writes the new names in a directory through to the disk. They are there without it, and not every
/// file system can; only where the power goes in this moment the old ones could come back.
pub(super) fn settle_directory(directory: &Path) {
    let settled = step(Step::SettleDirectory)
        .and_then(|()| if cfg!(unix) { File::open(directory)?.sync_all() } else { Ok(()) });
    // What was written is written.
    let _ = settled;
}

/// Keeps other runs from a file until its handle is closed, if the system lets us. Whoever has it will
/// be done in a moment; who holds it longer is no run of ours.
pub(super) fn locked(file: &File) -> Result<(), TryLockError> {
    const ROUNDS: u32 = 100;
    const ROUND: Duration = Duration::from_millis(10);
    // Elsewhere a lock keeps its own process from reading.
    if !cfg!(unix) {
        return Ok(());
    }
    for _ in 1..ROUNDS {
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => sleep(ROUND),
            done => return done,
        }
    }
    file.try_lock()
}

#[cfg(all(test, unix))]
mod tests {
    use super::mode;

    #[test]
    fn a_group_that_is_not_the_one_meant_gets_no_more_than_everyone() {
        for (of, other) in [(0o640, 0o600), (0o664, 0o644), (0o660, 0o600), (0o604, 0o604)] {
            assert_eq!(mode(of, true), of);
            assert_eq!(mode(of, false), other, "{of:o}");
        }
    }
}
