//! Where the values of retired keys went: `schema/moves.jsonl`.

use super::history::{accepts, as_item};
use super::path::{covers, resolved};
use super::release::Release;
use super::tables::MOVES;

/// How many names lead to an agent: `agents.entries.<id>`.
const ENTRY: usize = 3;

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
    /// Whether every name of its key is known; one may be `*` as well.
    is_exact: bool,
}

impl Whereabouts {
    /// Its key, if every name of it is known.
    pub fn exact(&self) -> Option<&[String]> {
        self.key.as_deref().filter(|_| self.is_exact)
    }
}

/// Where the value of a key that `release` does not accept is to be found in it, by way of all the
/// places it had in between. `None` if nothing is known, or `release` accepts none of the places.
pub fn whereabouts(key: &[String], release: Release) -> Option<Whereabouts> {
    // No key moved more often.
    const LONGEST: usize = 5;
    let mut at = key.to_vec();
    let mut value_differs = false;
    let mut is_exact = true;
    for _ in 0..LONGEST {
        let (step, next) = step_from(&at)?;
        value_differs |= step.value_differs;
        let Some(next) = next else {
            return Some(Whereabouts { key: None, note: step.note, value_differs, is_exact });
        };
        is_exact &= next.is_exact;
        if accepts(release, &next.key) {
            let key = Some(next.key);
            return Some(Whereabouts { key, note: step.note, value_differs, is_exact });
        }
        at = next.key;
    }
    None
}

/// Where a move leads.
struct Next {
    key: Vec<String>,
    is_exact: bool,
}

/// The move that speaks for a key, and where it leads: the longest path knows best; of two, the one
/// that names more. What held of an agent in the list holds of its entry.
fn step_from(key: &[String]) -> Option<(Move, Option<Next>)> {
    let item = as_item(key);
    let found = moves().filter_map(|step| {
        let own = covers(step.from, key);
        let (stand_for, covered) = own.or_else(|| {
            let found = covers(step.from, item.as_ref()?)?;
            (found.1 > ENTRY).then_some(found)
        })?;
        let rank = (covered, covered - stand_for.len(), step.from);
        let next = step.to.map(|to| {
            let (mut next, mut unknown) = resolved(to, &stand_for);
            next.extend(key[covered..].iter().cloned());
            // It stays the same agent's.
            if item.is_some() && next.len() > ENTRY && next[0] == "agents" && next[1] != "defaults"
            {
                next[..ENTRY].clone_from_slice(&key[..ENTRY]);
                unknown.retain(|&at| at >= ENTRY);
            }
            let is_exact = unknown.is_empty() && next.iter().all(|name| name != "[]");
            Next { key: next, is_exact }
        });
        Some((rank, step, next))
    });
    found.max_by_key(|(rank, ..)| *rank).map(|(_, step, next)| (step, next))
}
