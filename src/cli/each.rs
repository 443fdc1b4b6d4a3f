//! Work on many files, on all cores, in order, with the memory of a few.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};

use rayon::prelude::*;

use super::Session;
use super::progress::{PACE, Progress};

/// Files whose answers are held at a time, while those of as many more are worked out.
const HELD: usize = 128;

/// What `work` makes of each, in order, on all cores when there are several.
pub(super) fn on_all_cores<T: Sync, R: Send>(
    of: &[T],
    work: impl Fn(&T) -> R + Send + Sync,
) -> Vec<R> {
    // Threads cost more than one does.
    match of {
        [] => Vec::new(),
        [one] => vec![work(one)],
        several => several.par_iter().map(work).collect(),
    }
}

/// Does `work` on files, on all cores when there are several, and hands each answer to `take`, in the
/// order of the files, while the next ones are worked on.
pub(super) fn each<T: Send>(
    files: &[PathBuf],
    quiet: bool,
    session: &mut Session<'_>,
    work: impl Fn(&Path) -> T + Sync,
    mut take: impl FnMut(T, &mut Session<'_>) -> io::Result<()>,
) -> io::Result<()> {
    // Threads cost more than one file does.
    if let [file] = files {
        return take(work(file), session);
    }
    let lot = |held: &[PathBuf], count: &(dyn Fn() + Sync)| -> Vec<T> {
        let one = |file: &PathBuf| {
            let answer = work(file);
            count();
            answer
        };
        held.par_iter().map(one).collect()
    };
    // A thread that works for others cannot wait for them.
    if rayon::current_thread_index().is_some() {
        let mut lots = files.chunks(HELD).flat_map(|held| lot(held, &|| ()));
        return lots.try_for_each(|answer| take(answer, session));
    }
    let is_told = session.terminal.stderr && !quiet;
    if is_told {
        (session.end_well)();
    }
    let mut progress = Progress::new(files.len(), (session.now)());
    let done = AtomicUsize::new(0);
    let (lot, done) = (&lot, &done);
    // Nothing lies between the two ends, so that no more than two lots are held.
    let (give, receive) = mpsc::sync_channel::<Vec<T>>(0);
    rayon::in_place_scope(move |scope| {
        scope.spawn(move |_| {
            let count = || {
                done.fetch_add(1, Ordering::Relaxed);
            };
            for held in files.chunks(HELD) {
                if give.send(lot(held, &count)).is_err() {
                    // Nobody takes them any more.
                    return;
                }
            }
        });
        loop {
            let answers = receive.recv_timeout(PACE);
            if is_told {
                let now = (session.now)();
                progress.tell(done.load(Ordering::Relaxed), now, &mut *session.stderr);
            }
            match answers {
                Ok(answers) => {
                    progress.clear(&mut *session.stderr);
                    answers.into_iter().try_for_each(|answer| take(answer, session))?;
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    progress.clear(&mut *session.stderr);
                    return Ok(());
                }
            }
        }
    })
}
