//! Temporary files of runs that were killed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, Metadata, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::sleep;
use std::time::Duration;

/// How their names end.
pub(super) const SUFFIX: &str = ".tmp";
/// Before that comes a dot and so many letters and digits.
const RANDOM: usize = 6;
/// How many directories are held at most.
const HELD: usize = 256;
/// The longest name that is in theirs as a whole, in bytes: no file system takes more than 255.
const LONGEST: usize = 200;

/// The temporary files of killed runs that a run came upon. A directory is listed once for all files in it.
#[derive(Debug, Default)]
pub struct Strays(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    /// The temporary files in a directory, whosoever they are.
    listed: BTreeMap<PathBuf, Arc<[String]>>,
    found: BTreeSet<PathBuf>,
}

impl Strays {
    /// Looks for those that were to take the place of a file; `path` is what output calls it, relative
    /// to `directory`.
    pub fn look_beside(&self, path: &Path, directory: &Path) {
        let on_disk = directory.join(path);
        // They lie beside what a link points at.
        let target = match on_disk.symlink_metadata() {
            Ok(found) if found.is_symlink() => on_disk.canonicalize().ok(),
            _ => None,
        };
        let (shown, target) = match &target {
            Some(target) => (target.as_path(), target.as_path()),
            None => (path, on_disk.as_path()),
        };
        let Some(parent) = target.parent() else { return };
        let prefix = prefix(target);
        for name in self.listed(parent).iter().filter(|name| beginning(name) == Some(&*prefix)) {
            if is_abandoned(&parent.join(name)) {
                self.state().found.insert(shown.with_file_name(name));
            }
        }
    }

    /// The temporary files in a directory, whosoever they are.
    fn listed(&self, directory: &Path) -> Arc<[String]> {
        if let Some(names) = self.state().listed.get(directory) {
            return Arc::clone(names);
        }
        let names: Arc<[String]> = temporaries(directory).into();
        let mut state = self.state();
        // The files of one directory come one after the other.
        if state.listed.len() >= HELD {
            state.listed.clear();
        }
        state.listed.insert(directory.to_owned(), Arc::clone(&names));
        names
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was found, in order.
    pub fn found(&self) -> Vec<PathBuf> {
        self.state().found.iter().cloned().collect()
    }
}

/// How the name of a temporary file begins that is to take the place of `target`. It is hidden; what
/// is so already keeps its name, and with it what git ignores by it.
pub(super) fn prefix(target: &Path) -> String {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let mut end = name.len().min(LONGEST);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    let dot = if name.starts_with('.') { "" } else { "." };
    format!("{dot}{}.", &name[..end])
}

/// Whether a file is a temporary one by its name.
pub(super) fn is_temporary(path: &Path) -> bool {
    path.file_name().is_some_and(|name| beginning(&name.to_string_lossy()).is_some())
}

/// Whether a file is one that a killed run left, which was to take the place of one of these names.
pub(super) fn is_stray_of(path: &Path, names: &[&str]) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let is_of = |begin| names.iter().any(|target| prefix(Path::new(target)) == begin);
    beginning(&name).is_some_and(is_of) && is_abandoned(path)
}

/// What is before the random part in the name of a temporary file.
fn beginning(name: &str) -> Option<&str> {
    let rest = name.strip_suffix(SUFFIX)?;
    let (begin, random) = rest.split_at_checked(rest.len().checked_sub(RANDOM)?)?;
    let is_ours = begin.starts_with('.') && begin.len() > 2 && begin.ends_with('.');
    (is_ours && random.bytes().all(|byte| byte.is_ascii_alphanumeric())).then_some(begin)
}

/// The names of the temporary files in a directory.
fn temporaries(directory: &Path) -> Vec<String> {
    let directory = if directory.as_os_str().is_empty() { Path::new(".") } else { directory };
    let entries = directory.read_dir().into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    names.filter(|name| beginning(name).is_some()).collect()
}

/// Whether the run that made a temporary file is over: a living one has it locked.
fn is_abandoned(path: &Path) -> bool {
    const MOMENT: Duration = Duration::from_millis(20);
    const LONG: Duration = Duration::from_mins(1);
    let Some(found) = path.symlink_metadata().ok().filter(Metadata::is_file) else { return false };
    if !cfg!(unix) {
        // There are no such locks.
        let age = found.modified().ok().and_then(|it| it.elapsed().ok());
        return age.is_some_and(|age| age > LONG);
    }
    let is_free = || match File::open(path) {
        Ok(file) => !matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)),
        // Someone else's that only its owner may read is there all the same.
        Err(error) => error.kind() != io::ErrorKind::NotFound,
    };
    // One that is empty may have been made in this moment, and not be locked yet.
    is_free()
        && (found.len() > 0 || {
            sleep(MOMENT);
            is_free()
        })
}

#[cfg(test)]
mod tests {
    use super::super::steps::Temporary;
    use super::*;
    use tempfile::{Builder, TempDir};

    #[expect(clippy::disallowed_methods, reason = "a test lays out its own files")]
    fn put(directory: &Path, names: &[&str]) {
        for name in names {
            std::fs::write(directory.join(name), "{}").expect("a file");
        }
    }

    fn found(directory: &Path, targets: &[&str]) -> Vec<String> {
        let strays = Strays::default();
        for target in targets {
            strays.look_beside(Path::new(target), directory);
        }
        strays.found().iter().map(|path| path.display().to_string()).collect()
    }

    #[test]
    fn what_killed_runs_left_of_a_file_is_found() {
        let directory = TempDir::new().expect("a temporary directory");
        let names = [
            ".openclaw.json.aB3dE6.tmp",
            ".env.aB3dE6.tmp",
            ".other.json.aB3dE6.tmp",
            ".openclaw.json.aB3dE6",
            ".openclaw.json.aB3d-6.tmp",
            "openclaw.json.aB3dE6.tmp",
            "..aB3dE6.tmp",
        ];
        put(directory.path(), &names);
        let found = |targets: &[&str]| found(directory.path(), targets);
        assert_eq!(found(&["openclaw.json", "openclaw.json"]), [names[0]]);
        assert_eq!(found(&[".env"]), [names[1]]);
        assert_eq!(found(&["another.json"]), [""; 0]);
        let are: Vec<bool> = names.iter().map(|name| is_temporary(Path::new(name))).collect();
        assert_eq!(are, [true, true, true, false, false, false, false]);
        let is_stray = |name: &&str| is_stray_of(&directory.path().join(name), &["openclaw.json"]);
        assert_eq!(names.iter().filter(|name| is_stray(name)).count(), 1);
    }

    #[test]
    fn what_a_living_run_writes_is_none() {
        let directory = TempDir::new().expect("a temporary directory");
        let target = directory.path().join("openclaw.json");
        let mut file = Temporary::new(&Builder::new(), &target, directory.path()).expect("a file");
        assert!(is_temporary(file.path()));
        assert_eq!(found(directory.path(), &["openclaw.json"]), [""; 0]);
        file.fill("{}").expect("it is writable");
        assert_eq!(found(directory.path(), &["openclaw.json"]), [""; 0]);
    }

    #[test]
    fn long_names_leave_room_for_what_is_added() {
        for name in ["é".repeat(127), "x".repeat(255)] {
            let prefix = prefix(Path::new(&name));
            assert!(prefix.len() + RANDOM + SUFFIX.len() <= 255, "{prefix}");
            let temporary = format!("{prefix}aB3dE6{SUFFIX}");
            assert_eq!(beginning(&temporary), Some(&*prefix));
        }
    }
}
