//! A line on the terminal once a run takes long.

use std::io::Write;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::output::counted;

/// Runs shorter than this say nothing.
const PATIENCE: Duration = Duration::from_secs(1);
/// The line changes at most this often.
const PACE: Duration = Duration::from_millis(100);

/// How far a run has come.
#[derive(Debug, Clone, Copy)]
pub(super) struct Progress {
    total: usize,
    done: usize,
    /// When it is said next.
    next: Instant,
}

/// Counts the files that are done, from any thread.
pub(super) struct Counter<'p> {
    now: &'p (dyn Fn() -> Instant + Sync),
    state: Mutex<State<'p>>,
}

struct State<'p> {
    progress: Progress,
    shown: bool,
    out: Option<&'p mut (dyn Write + Send + 'p)>,
}

impl Progress {
    /// Of none of `total` files, and now.
    pub(super) fn new(total: usize, now: &(dyn Fn() -> Instant + Sync)) -> Self {
        Self { total, done: 0, next: now() + PATIENCE }
    }

    /// Counts on; says so on `out`, a terminal, if there is one.
    pub(super) fn counter<'p>(
        self,
        now: &'p (dyn Fn() -> Instant + Sync),
        out: Option<&'p mut (dyn Write + Send + 'p)>,
    ) -> Counter<'p> {
        Counter { now, state: Mutex::new(State { progress: self, shown: false, out }) }
    }
}

impl Counter<'_> {
    /// One more file is done.
    pub(super) fn advance(&self) {
        let Ok(mut state) = self.state.lock() else { return };
        state.progress.done += 1;
        let now = (self.now)();
        if now < state.progress.next {
            return;
        }
        let Progress { total, done, .. } = state.progress;
        if let Some(out) = &mut state.out {
            // A terminal that cannot be written is no reason to stop.
            let _ = write!(out, "\r{done} of {} checked", counted(total, "file"));
            let _ = out.flush();
            state.shown = true;
        }
        state.progress.next = now + PACE;
    }

    /// Takes the line away, and says how far the run has come; `None` if it broke.
    pub(super) fn finish(self) -> Option<Progress> {
        let mut state = self.state.into_inner().ok()?;
        if let (true, Some(out)) = (state.shown, &mut state.out) {
            // Back to the start of the line, and clear it.
            let _ = write!(out, "\r\x1b[K");
        }
        Some(state.progress)
    }
}
