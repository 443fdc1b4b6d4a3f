//! Work on many files, on all cores, in order, with the memory of a few.

use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::Session;
use super::progress::Progress;

/// Files whose answers are held at a time.
const HELD: usize = 256;

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
/// order of the files, before many more are worked on.
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
    let is_shown = session.terminal.stderr && !quiet;
    if is_shown {
        (session.end_well)();
    }
    let mut progress = Progress::new(files.len(), session.now);
    for held in files.chunks(HELD) {
        let counter = if is_shown {
            progress.counter(session.now, Some(&mut *session.stderr))
        } else {
            progress.counter(session.now, None)
        };
        let answers: Vec<T> = held
            .par_iter()
            .map(|file| {
                let answer = work(file);
                counter.advance();
                answer
            })
            .collect();
        progress = counter.finish().unwrap_or(progress);
        for answer in answers {
            take(answer, session)?;
        }
    }
    Ok(())
}
