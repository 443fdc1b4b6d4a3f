//! A line on the terminal once a run takes long.

use std::io::Write;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::output::counted;

/// Runs shorter than this say nothing.
const PATIENCE: Duration = Duration::from_secs(1);
/// The line changes at most this often.
const PACE: Duration = Duration::from_millis(100);

/// Counts the files that are done, from any thread.
pub(super) struct Progress<'p> {
    total: usize,
    now: &'p (dyn Fn() -> Instant + Sync),
    state: Mutex<State<'p>>,
}

struct State<'p> {
    done: usize,
    next: Instant,
    shown: bool,
    out: Option<&'p mut (dyn Write + Send + 'p)>,
}

impl<'p> Progress<'p> {
    /// Counts up to `total`; says so on `out`, a terminal, if there is one.
    pub(super) fn new(
        total: usize,
        now: &'p (dyn Fn() -> Instant + Sync),
        out: Option<&'p mut (dyn Write + Send + 'p)>,
    ) -> Self {
        let state = State { done: 0, next: now() + PATIENCE, shown: false, out };
        Self { total, now, state: Mutex::new(state) }
    }

    /// One more file is done.
    pub(super) fn advance(&self) {
        let Ok(mut state) = self.state.lock() else { return };
        state.done += 1;
        let now = (self.now)();
        if now < state.next {
            return;
        }
        let done = state.done;
        if let Some(out) = &mut state.out {
            // A terminal that cannot be written is no reason to stop.
            let _ = write!(out, "\r{done} of {} checked", counted(self.total, "file"));
            let _ = out.flush();
            state.shown = true;
        }
        state.next = now + PACE;
    }

    /// Takes the line away.
    pub(super) fn finish(self) {
        let Ok(mut state) = self.state.into_inner() else { return };
        if let (true, Some(out)) = (state.shown, &mut state.out) {
            // Back to the start of the line, and clear it.
            let _ = write!(out, "\r\x1b[K");
        }
    }
}
