//! Whether files are being replaced, for whoever wants to stop the process.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// What is under way in this process.
struct State {
    /// Replacements that have begun and not ended.
    open: usize,
    /// Whether no further one may begin.
    closed: bool,
    /// Temporary files that take too long to be waited for.
    drafts: BTreeSet<PathBuf>,
}

static STATE: Mutex<State> = Mutex::new(State { open: 0, closed: false, drafts: BTreeSet::new() });
static CHANGED: Condvar = Condvar::new();

fn state() -> MutexGuard<'static, State> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A replacement that is under way; it ends when this goes.
#[derive(Debug)]
pub(super) struct Busy(());

impl Busy {
    /// Begins a replacement, which may be part of another. Once [`come_to_rest`] was called and nothing
    /// is under way, this never returns.
    pub(super) fn begin() -> Self {
        let mut state = state();
        while state.closed && state.open == 0 {
            state = CHANGED.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.open += 1;
        Self(())
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        state().open -= 1;
        CHANGED.notify_all();
    }
}

/// A temporary file that is written as the run goes on. It is removed when the process comes to rest.
#[derive(Debug)]
pub(super) struct Passing(PathBuf);

impl Passing {
    /// Takes note of the file.
    pub(super) fn new(file: &Path) -> Self {
        state().drafts.insert(file.to_owned());
        Self(file.to_owned())
    }
}

impl Drop for Passing {
    fn drop(&mut self) {
        state().drafts.remove(&self.0);
    }
}

/// Waits until no file is being replaced and no temporary file is left, and lets nothing be replaced
/// from then on: for a process that is about to end.
pub fn come_to_rest() {
    let mut state = state();
    state.closed = true;
    while state.open > 0 {
        state = CHANGED.wait(state).unwrap_or_else(PoisonError::into_inner);
    }
    for draft in &state.drafts {
        // There is nobody left to tell.
        let _ = fs::remove_file(draft);
    }
}
