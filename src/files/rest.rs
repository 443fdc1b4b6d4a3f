//! Whether files are being replaced, for whoever wants to stop the process.

use std::sync::{Condvar, Mutex, PoisonError};

/// What is under way in this process.
struct State {
    /// Replacements that have begun and not ended.
    open: usize,
    /// Whether no further one may begin.
    closed: bool,
}

static STATE: Mutex<State> = Mutex::new(State { open: 0, closed: false });
static CHANGED: Condvar = Condvar::new();

/// A replacement that is under way; it ends when this goes.
#[derive(Debug)]
pub(super) struct Busy(());

impl Busy {
    /// Begins a replacement, which may be part of another. Once [`come_to_rest`] was called and nothing
    /// is under way, this never returns.
    pub(super) fn begin() -> Self {
        let mut state = STATE.lock().unwrap_or_else(PoisonError::into_inner);
        while state.closed && state.open == 0 {
            state = CHANGED.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.open += 1;
        Self(())
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        STATE.lock().unwrap_or_else(PoisonError::into_inner).open -= 1;
        CHANGED.notify_all();
    }
}

/// Waits until no file is being replaced and no temporary file is left, and lets nothing be replaced
/// from then on: for a process that is about to end.
pub fn come_to_rest() {
    let mut state = STATE.lock().unwrap_or_else(PoisonError::into_inner);
    state.closed = true;
    while state.open > 0 {
        state = CHANGED.wait(state).unwrap_or_else(PoisonError::into_inner);
    }
}
