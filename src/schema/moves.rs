//! Where the values of retired keys went: `schema/moves.jsonl`.

use super::history::accepts;
use super::path::{covers, resolved};
use super::reader::as_entry;
use super::release::Release;
use super::tables::MOVES;

/// What became of a key. `*` in its paths is any name, `[]` any item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    /// Where it was.
    pub from: &'static str,
    /// Where its value went; `None` if nothing stands in its place.
    pub to: Option<&'static str>,
    /// What is to know about it, in words.
    pub note: &'static str,
    /// Whether its value has to be written otherwise there.
    pub value_differs: bool,
}

/// All of them, in the order of their keys.
pub fn moves() -> impl Iterator<Item = Move> {
    MOVES.iter().map(|&(from, to, note, value_differs)| {
        let to = Some(to.get()).filter(|to| !to.is_empty());
        Move { from: from.get(), to, note: note.get(), value_differs }
    })
}

/// Where the value of a key is to be found in some release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whereabouts {
    /// Its key there; `None` if nothing stands in its place. A name may be `*`, an item `[]`, where
    /// the old key does not tell.
    pub key: Option<Vec<String>>,
    /// What is to know about the last way that it took, in words.
    pub note: &'static str,
    /// Whether its value has to be written otherwise there.
    pub value_differs: bool,
}

impl Whereabouts {
    /// Its key, if every name of it is known.
    pub fn exact(&self) -> Option<&[String]> {
        let key = self.key.as_deref()?;
        key.iter().all(|name| name != "*" && name != "[]").then_some(key)
    }
}

/// Whether a release takes a key, as it stands or as its reader turns it.
fn is_taken(release: Release, key: &[String]) -> bool {
    accepts(release, key) || as_entry(key).is_some_and(|key| accepts(release, &key))
}

/// Where the value of a key that `release` does not accept is to be found in it, by way of all the
/// places it had in between. `None` if nothing is known, or `release` accepts none of the places.
pub fn whereabouts(key: &[String], release: Release) -> Option<Whereabouts> {
    // No key moved more often.
    const LONGEST: usize = 5;
    let mut at = key.to_vec();
    let mut value_differs = false;
    for _ in 0..LONGEST {
        let (step, stand_for, covered) = moves()
            .filter_map(|step| {
                let (stand_for, covered) = covers(step.from, &at)?;
                Some((step, stand_for, covered))
            })
            // The longest path knows best; of two, the one that names more.
            .max_by_key(|(step, stand_for, covered)| {
                (*covered, covered - stand_for.len(), step.from)
            })?;
        value_differs |= step.value_differs;
        let Some(to) = step.to else {
            return Some(Whereabouts { key: None, note: step.note, value_differs });
        };
        let mut next = resolved(to, &stand_for);
        next.extend(at[covered..].iter().cloned());
        if is_taken(release, &next) {
            return Some(Whereabouts { key: Some(next), note: step.note, value_differs });
        }
        at = next;
    }
    None
}
