//! Keys that guides teach and no release ever had: `schema/invented.jsonl`.

use super::path::{covers, resolved};
use super::tables::INVENTED;
use crate::syntax::Segment;

/// A key that no release ever had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invented {
    /// How the list writes it: `*` is any name.
    pub path: &'static str,
    /// The key that takes what is meant, if there is one.
    pub instead: Option<Vec<Segment>>,
    /// What OpenClaw has instead, in words.
    pub note: &'static str,
}

/// What is known of a key that no release ever had.
pub fn invented(key: &[Segment]) -> Option<Invented> {
    INVENTED.iter().find_map(|&(path, to, note)| {
        let (stand_for, covered) = covers(path.get(), key)?;
        (covered == key.len()).then(|| Invented {
            path: path.get(),
            instead: Some(to.get())
                .filter(|to| !to.is_empty())
                .map(|to| resolved(to, &stand_for).0),
            note: note.get(),
        })
    })
}
