//! How much is done: counted where all work passes, in debug builds only. Release builds count nothing
//! and pay nothing.
//!
//! Time tells how fast a machine is; a count tells how the work grows with a config, the same on
//! every machine. `tests/growth.rs` holds it in proportion.

use std::cell::Cell;

/// A kind of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// Bytes that were parsed.
    Parsed,
    /// Nodes of a tree that were looked at.
    Nodes,
    /// Tokens of a tree whose kind or place was asked for.
    Tokens,
    /// Bytes of names and strings that were read as text.
    Read,
    /// What the catalog was asked for.
    Asked,
    /// Patterns of tools that were held against a tool.
    Patterns,
    /// Secrets that were held against a place.
    Secrets,
    /// Edits that were applied.
    Edits,
    /// Bytes that edits left as they were, or wrote.
    Copied,
}

impl Work {
    /// All kinds.
    pub const ALL: [Self; 9] = [
        Self::Parsed,
        Self::Nodes,
        Self::Tokens,
        Self::Read,
        Self::Asked,
        Self::Patterns,
        Self::Secrets,
        Self::Edits,
        Self::Copied,
    ];
}

/// How much of each kind, in the order of [`Work::ALL`].
pub type Counts = [u64; Work::ALL.len()];

thread_local! {
    static DONE: [Cell<u64>; Work::ALL.len()] = const { [const { Cell::new(0) }; _] };
}

/// Counts work of this thread.
#[inline]
pub(crate) fn count(work: Work, times: usize) {
    if cfg!(debug_assertions) {
        DONE.with(|done| {
            let done = &done[work as usize];
            done.set(done.get() + times as u64);
        });
    }
}

/// Does something and says how much work this thread had with it; none in a release build. What takes
/// several threads is to run in a pool of one: [`crate::rules`] then stay on it too.
pub fn counted<T>(task: impl FnOnce() -> T) -> (T, Counts) {
    let before = Work::ALL.map(done);
    let answer = task();
    let mut counts = Work::ALL.map(done);
    counts.iter_mut().zip(before).for_each(|(now, before)| *now -= before);
    (answer, counts)
}

fn done(work: Work) -> u64 {
    DONE.with(|done| done[work as usize].get())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::parse;

    #[test]
    #[cfg_attr(not(debug_assertions), ignore = "a release build counts nothing")]
    fn what_is_done_is_counted() {
        let text = "{ a: [1, 2] }";
        let (tree, counts) = counted(|| parse(text.to_owned()));
        assert_eq!(counts[Work::Parsed as usize], text.len() as u64);
        let (values, counts) = counted(|| tree.values().count());
        assert_eq!((values, counts[Work::Nodes as usize]), (4, 5));
        let ((), counts) = counted(|| ());
        assert_eq!(counts, [0; Work::ALL.len()]);
    }
}
