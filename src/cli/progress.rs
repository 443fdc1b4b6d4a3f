//! A line on the terminal once a run takes long.

use std::io::Write;
use std::time::{Duration, Instant};

use crate::output::counted;

/// Runs shorter than this say nothing.
const PATIENCE: Duration = Duration::from_secs(1);
/// The line changes at most this often.
pub(super) const PACE: Duration = Duration::from_millis(100);

/// How far a run has come, and what of that the terminal shows.
#[derive(Debug)]
pub(super) struct Progress {
    total: usize,
    is_shown: bool,
    /// When it is said next.
    next: Instant,
}

impl Progress {
    /// Of `total` files, from now on.
    pub(super) fn new(total: usize, now: Instant) -> Self {
        Self { total, is_shown: false, next: now + PATIENCE }
    }

    /// Says on `out`, a terminal, how many files are done, if it is time to.
    pub(super) fn tell(&mut self, done: usize, now: Instant, out: &mut dyn Write) {
        if now < self.next {
            return;
        }
        // A terminal that cannot be written is no reason to stop.
        let _ = write!(out, "\r{done} of {} checked", counted(self.total, "file"));
        let _ = out.flush();
        self.is_shown = true;
        self.next = now + PACE;
    }

    /// Takes the line away.
    pub(super) fn clear(&mut self, out: &mut dyn Write) {
        if std::mem::take(&mut self.is_shown) {
            // Back to the start of the line, and clear it.
            let _ = write!(out, "\r\x1b[K");
        }
    }
}
