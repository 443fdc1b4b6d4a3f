//! Where the values of retired keys went: `schema/moves.jsonl`.

use super::check;
use super::history::{accepts, as_item};
use super::node::Node;
use super::path::{covers, may_cover, resolved};
use super::release::Release;
use super::tables::{MAPS, MOVES, REPLACED, Text};
use crate::syntax::{Segment, Value, parse};
use crate::world::Environment;

/// How many names lead to an agent: `agents.entries.<id>`.
const ENTRY: usize = 3;

/// A row of the table of moves.
type Row = (Text, Text, Text, bool, u16, u16);

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
    /// How, where each old value has a new one of its own.
    pub values: Values,
}

/// Old values, and the new one that each became.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Values {
    start: u16,
    end: u16,
}

impl Values {
    /// What a value became at a node that does not take it, if the node takes that.
    pub fn successor_at(self, node: Node, of: Value<'_>) -> Option<&'static str> {
        let new = self.successor(of)?;
        let written = parse(new.to_owned());
        let takes = |value| check::accepts(node, value, &Environment::Unknown);
        written.root().is_some_and(takes).then_some(new)
    }

    /// The pairs, each value as JSON.
    pub fn pairs(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let pairs = MAPS.get(usize::from(self.start)..usize::from(self.end)).unwrap_or_default();
        pairs.iter().map(|(old, new)| (old.get(), new.get()))
    }

    /// What a value became, as JSON; `None` for one that has no successor here.
    pub fn successor(self, of: Value<'_>) -> Option<&'static str> {
        self.pairs().find(|(old, _)| is_literal(of, old)).map(|(_, new)| new)
    }

    /// What a value was before, as JSON; `None` where several became it, or none did.
    pub fn predecessor(self, of: Value<'_>) -> Option<&'static str> {
        let mut olds = self.pairs().filter(|(_, new)| is_literal(of, new)).map(|(old, _)| old);
        let old = olds.next();
        if olds.next().is_some() { None } else { old }
    }

    /// Whether there are none.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }
}

/// Whether a value is what a JSON literal says.
fn is_literal(value: Value<'_>, literal: &str) -> bool {
    match literal.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(text) => value.is_text(text),
        None => match literal {
            "true" | "false" => value.as_bool().is_some_and(|it| it == (literal == "true")),
            "null" => value.is_null(),
            number => value.as_number().is_some_and(|it| number.parse() == Ok(it)),
        },
    }
}

/// A value that OpenClaw no longer takes, or rewrites, at a key that stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Replaced {
    /// The key, as a path.
    pub at: &'static str,
    /// What became of which value.
    pub values: Values,
    /// What is to know about it, in words.
    pub note: &'static str,
}

/// All replaced values, in the order of their keys.
pub fn replaced() -> impl Iterator<Item = Replaced> {
    REPLACED.iter().map(|&(at, start, end, note)| Replaced {
        at: at.get(),
        values: Values { start, end },
        note: note.get(),
    })
}

/// All of them, in the order of their keys.
pub fn moves() -> impl Iterator<Item = Move> {
    MOVES.iter().map(Move::of)
}

/// Those that may be about `key` or about what stands in it: their keys begin with the same name, and
/// none with any name.
pub(super) fn moves_from(key: &[Segment]) -> impl Iterator<Item = Move> {
    let first = key.first().map_or("", Segment::as_str);
    let before = MOVES.partition_point(|row| row.0.get() < first);
    let alike = MOVES[before..].iter().take_while(move |row| row.0.get().starts_with(first));
    alike.map(Move::of).filter(|step| may_cover(step.from, key))
}

impl Move {
    fn of(&(from, to, note, value_differs, start, end): &Row) -> Self {
        let to = Some(to.get()).filter(|to| !to.is_empty());
        Self {
            from: from.get(),
            to,
            note: note.get(),
            value_differs,
            values: Values { start, end },
        }
    }
}

/// The keys that a key had before something around it moved as it was.
pub(super) fn former_places(key: &[Segment]) -> impl Iterator<Item = Vec<Segment>> {
    let may_be =
        |&&(_, to, _, value_differs, ..): &&Row| !value_differs && may_cover(to.get(), key);
    MOVES.iter().filter(may_be).map(Move::of).filter_map(|step| {
        let (stand_for, covered) = covers(step.to?, key)?;
        // The move of the key itself is another story.
        (covered < key.len()).then(|| {
            let (mut former, _) = resolved(step.from, &stand_for);
            former.extend(key[covered..].iter().cloned());
            former
        })
    })
}

/// Where the value of a key is to be found in some release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whereabouts {
    /// Its key there; `None` if nothing stands in its place. A name may be `*`, an item `[]`, where
    /// the old key does not tell.
    pub key: Option<Vec<Segment>>,
    /// What is to know about the last way that it took, in words.
    pub note: &'static str,
    /// Whether its value has to be written otherwise there.
    pub value_differs: bool,
    /// How, where each old value has a new one of its own.
    pub values: Values,
    /// Whether every name of its key is known; one may be `*` as well.
    is_exact: bool,
}

impl Whereabouts {
    /// Its key, if every name of it is known.
    pub fn exact(&self) -> Option<&[Segment]> {
        self.key.as_deref().filter(|_| self.is_exact)
    }
}

/// Where the value of a key that `release` does not accept is to be found in it, by way of all the
/// places it had in between. `None` if nothing is known, or `release` accepts none of the places.
pub fn whereabouts(key: &[Segment], release: Release) -> Option<Whereabouts> {
    // No key moved more often.
    const LONGEST: usize = 5;
    let mut at = key.to_vec();
    let mut value_differs = false;
    let mut is_exact = true;
    for _ in 0..LONGEST {
        let (step, next) = step_from(&at)?;
        // Of two ways to write it otherwise no one makes one.
        let values = if value_differs { Values::default() } else { step.values };
        value_differs |= step.value_differs;
        let Some(next) = next else {
            return Some(Whereabouts {
                key: None,
                note: step.note,
                value_differs,
                values,
                is_exact,
            });
        };
        is_exact &= next.is_exact;
        if accepts(release, &next.key) {
            let key = Some(next.key);
            return Some(Whereabouts { key, note: step.note, value_differs, values, is_exact });
        }
        at = next.key;
    }
    None
}

/// A place that a value had in an older release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// Its key there.
    pub key: Vec<Segment>,
    /// How it is written otherwise now, each old value with the new one; none if it is not.
    pub values: Values,
}

/// Where the value of a key, which `since` accepts and the older `release` does not, has its place in
/// that one: by moves the other way round, and only from where the way there and back is the same.
pub fn earlier_place(key: &[Segment], since: Release, release: Release) -> Option<Earlier> {
    let mut open = vec![key.to_vec()];
    let mut known = vec![key.to_vec()];
    while let Some(at) = open.pop() {
        for step in moves() {
            let Some((stand_for, covered)) = step.to.and_then(|to| covers(to, &at)) else {
                continue;
            };
            let (mut former, unknown) = resolved(step.from, &stand_for);
            former.extend(at[covered..].iter().cloned());
            let is_exact = unknown.is_empty() && former.iter().all(|name| name != "[]");
            if !is_exact || known.contains(&former) {
                continue;
            }
            known.push(former.clone());
            let back = whereabouts(&former, since);
            let Some(back) = back.filter(|back| back.exact() == Some(key)) else { continue };
            if back.value_differs && back.values.is_empty() {
                continue;
            }
            if accepts(release, &former) {
                return Some(Earlier { key: former, values: back.values });
            }
            open.push(former);
        }
    }
    None
}

/// Where a move leads.
struct Next {
    key: Vec<Segment>,
    is_exact: bool,
}

/// The move that speaks for a key, and where it leads: the longest path knows best; of two, the one
/// that names more. What held of an agent in the list holds of its entry.
fn step_from(key: &[Segment]) -> Option<(Move, Option<Next>)> {
    let item = as_item(key);
    let of_item = item.iter().flat_map(|item| moves_from(item));
    let found = moves_from(key).chain(of_item).filter_map(|step| {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_move_is_found_by_the_key_it_is_of() {
        assert!(moves().is_sorted_by_key(|step| step.from));
        for step in moves() {
            let (key, _) = resolved(step.from, &[]);
            assert!(moves_from(&key).any(|found| found == step), "{}", step.from);
            assert!(moves_from(&key[..1]).any(|found| found == step), "{}", step.from);
        }
    }
}
