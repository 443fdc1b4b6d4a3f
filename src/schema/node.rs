//! What may stand at one place of a config.

use super::grammar::Grammar;
use super::tables::{
    CHILDREN, FACTS, Fact, List, NODES, PATTERNS, PROPERTIES, REQUIRED, Text, TypeSet, VALUES,
    name, name_index,
};
use crate::syntax::ValueKind;
use crate::work::{self, Work};

/// What may stand at one place of a config. Two equal nodes accept the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Node(pub(super) u32);

/// A set of types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Types(u8);

impl Types {
    const NAMES: [&str; 7] = ["object", "array", "string", "number", "integer", "boolean", "null"];
    const ALL: Types = Types(0x7F);

    /// Their names as JSON Schema has them.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        (0..)
            .zip(Self::NAMES)
            .filter(move |(bit, _)| self.0 & (1 << bit) != 0)
            .map(|(_, name)| name)
    }

    /// Whether any type is in the set.
    pub fn is_any(self) -> bool {
        self == Self::ALL
    }

    /// Whether a value of `kind` may be of these types; of numbers some may not be integers.
    pub const fn admits(self, kind: ValueKind) -> bool {
        let bits = match kind {
            ValueKind::Object => 1,
            ValueKind::Array => 2,
            ValueKind::String => 4,
            ValueKind::Number => 8 | 16,
            ValueKind::Boolean => 32,
            ValueKind::Null => 64,
            ValueKind::Invalid => 0x7F,
        };
        self.0 & bits != 0
    }

    /// Whether numbers must be integers.
    pub const fn only_integers(self) -> bool {
        self.0 & (8 | 16) == 16
    }
}

/// A listed value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Scalar {
    /// A string.
    Text(&'static str),
    /// A number.
    Number(f64),
    /// A boolean.
    Boolean(bool),
    /// `null`
    Null,
}

/// Bounds of a number or of a count, both optional.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Bounds {
    /// The least.
    pub minimum: Option<f64>,
    /// Whether `minimum` itself is too little.
    pub exclusive_minimum: bool,
    /// The greatest.
    pub maximum: Option<f64>,
}

impl Bounds {
    /// Whether `number` lies within.
    pub fn contain(&self, number: f64) -> bool {
        let above = self.minimum.is_none_or(|least| {
            if self.exclusive_minimum { number > least } else { number >= least }
        });
        above && self.maximum.is_none_or(|most| number <= most)
    }
}

impl Node {
    #[inline]
    pub(super) fn facts(self) -> &'static [Fact] {
        work::count(Work::Asked, 1);
        let bound = |index: usize| NODES.get(index).map_or(FACTS.len(), |&at| at as usize);
        let index = self.0 as usize;
        FACTS.get(bound(index)..bound(index + 1)).unwrap_or_default()
    }

    #[inline]
    fn fact<T>(self, pick: impl Fn(&Fact) -> Option<T>) -> Option<T> {
        self.facts().iter().find_map(pick)
    }

    /// Whether it takes nothing at all.
    #[inline]
    pub fn is_nothing(self) -> bool {
        self.facts() == [Fact::Nothing]
    }

    /// Whether it takes anything.
    pub fn is_anything(self) -> bool {
        self.facts().is_empty()
    }

    /// The types it takes; all of them where it does not say.
    pub fn types(self) -> Types {
        let types = |fact: &Fact| match fact {
            Fact::Type(TypeSet(bits)) => Some(Types(*bits)),
            _ => None,
        };
        self.fact(types).unwrap_or(Types::ALL)
    }

    /// The only values it takes, in OpenClaw's order.
    pub fn values(self) -> Option<impl ExactSizeIterator<Item = Scalar>> {
        let list = self.list(|fact| match fact {
            Fact::Values(list) => Some(*list),
            _ => None,
        })?;
        Some(list.of(&VALUES).iter().map(|value| match value {
            super::tables::Scalar::Text(text) => Scalar::Text(text.get()),
            super::tables::Scalar::Number(number) => Scalar::Number(*number),
            super::tables::Scalar::Boolean(boolean) => Scalar::Boolean(*boolean),
            super::tables::Scalar::Null => Scalar::Null,
        }))
    }

    /// The keys it names, in order, without those that it forbids.
    pub fn properties(self) -> impl ExactSizeIterator<Item = (&'static str, Node)> {
        self.property_rows().iter().map(|&(index, child)| (name(index), Node(child)))
    }

    /// What it takes under a key that it names.
    pub fn property(self, name: &str) -> Option<Node> {
        self.property_of_bytes(name.as_bytes())
    }

    pub(super) fn property_of_bytes(self, name: &[u8]) -> Option<Node> {
        if self.property_rows().is_empty() {
            return None;
        }
        self.property_of_index(name_index(name)?)
    }

    /// What it takes under the key whose name has this index in the table of names.
    pub(super) fn property_of_index(self, index: u32) -> Option<Node> {
        let rows = self.property_rows();
        let at = rows.binary_search_by_key(&index, |row| row.0).ok()?;
        rows.get(at).map(|row| Node(row.1))
    }

    #[inline]
    fn property_rows(self) -> &'static [(u32, u32)] {
        let list = self.list(|fact| match fact {
            Fact::Properties(list) => Some(*list),
            _ => None,
        });
        list.map(|list| list.of(&PROPERTIES)).unwrap_or_default()
    }

    /// What it takes under keys that it does not name; `None` if it takes no such keys.
    pub fn additional(self) -> Option<Node> {
        let additional = self.fact(|fact| match fact {
            Fact::Additional(child) => Some(Node(*child)),
            _ => None,
        });
        let additional = additional.unwrap_or(Node(0));
        (!additional.is_nothing()).then_some(additional)
    }

    /// What its keys must be like.
    pub fn names(self) -> Option<Node> {
        self.fact(|fact| match fact {
            Fact::Names(child) => Some(Node(*child)),
            _ => None,
        })
    }

    /// The keys that must be there.
    pub fn required(self) -> impl ExactSizeIterator<Item = &'static str> {
        let list = self.list(|fact| match fact {
            Fact::Required(list) => Some(*list),
            _ => None,
        });
        list.map(|list| list.of(&REQUIRED)).unwrap_or_default().iter().map(|&index| name(index))
    }

    /// What it takes as the item at `index` (0-based) of an array; `None` if no such item.
    pub fn item(self, index: usize) -> Option<Node> {
        let tuple = self.list(|fact| match fact {
            Fact::Tuple(list) => Some(*list),
            _ => None,
        });
        let first = tuple.map(|list| list.of(&CHILDREN)).unwrap_or_default();
        let item = match first.get(index) {
            Some(&child) => Node(child),
            None => self
                .fact(|fact| match fact {
                    Fact::Rest(child) if tuple.is_some() => Some(Node(*child)),
                    Fact::Items(child) => Some(Node(*child)),
                    _ => None,
                })
                .unwrap_or(Node(0)),
        };
        (!item.is_nothing()).then_some(item)
    }

    /// Of which it takes any (`anyOf`, `oneOf`); none where it is no union.
    pub fn branches(self) -> impl ExactSizeIterator<Item = Node> {
        let list = self.list(|fact| match fact {
            Fact::AnyOf(list) | Fact::OneOf(list) => Some(*list),
            _ => None,
        });
        list.map(|list| list.of(&CHILDREN)).unwrap_or_default().iter().map(|&child| Node(child))
    }

    /// All of which must hold besides its own facts (`allOf`).
    pub fn all_of(self) -> impl ExactSizeIterator<Item = Node> {
        let list = self.list(|fact| match fact {
            Fact::AllOf(list) => Some(*list),
            _ => None,
        });
        list.map(|list| list.of(&CHILDREN)).unwrap_or_default().iter().map(|&child| Node(child))
    }

    /// The bounds of a number.
    pub fn bounds(self) -> Bounds {
        let mut bounds = Bounds::default();
        for fact in self.facts() {
            match *fact {
                Fact::Minimum(least) => bounds.minimum = Some(least),
                Fact::Maximum(most) => bounds.maximum = Some(most),
                Fact::ExclusiveMinimum(least) => {
                    (bounds.minimum, bounds.exclusive_minimum) = (Some(least), true);
                }
                _ => {}
            }
        }
        bounds
    }

    /// The bounds of a string's length, in characters (code points), as OpenClaw 2026.9.6 counts.
    pub fn length(self) -> Bounds {
        self.count(|fact| match fact {
            Fact::MinLength(least) => Some((Some(*least), None)),
            Fact::MaxLength(most) => Some((None, Some(*most))),
            _ => None,
        })
    }

    /// The bounds of an array's number of items.
    pub fn item_count(self) -> Bounds {
        self.count(|fact| match fact {
            Fact::MinItems(least) => Some((Some(*least), None)),
            Fact::MaxItems(most) => Some((None, Some(*most))),
            _ => None,
        })
    }

    /// The bounds of an object's number of keys.
    pub fn key_count(self) -> Bounds {
        self.count(|fact| match fact {
            Fact::MinProperties(least) => Some((Some(*least), None)),
            Fact::MaxProperties(most) => Some((None, Some(*most))),
            _ => None,
        })
    }

    fn count(self, pick: impl Fn(&Fact) -> Option<(Option<u32>, Option<u32>)>) -> Bounds {
        let mut bounds = Bounds::default();
        for (least, most) in self.facts().iter().filter_map(pick) {
            bounds.minimum = least.map(f64::from).or(bounds.minimum);
            bounds.maximum = most.map(f64::from).or(bounds.maximum);
        }
        bounds
    }

    /// The regular expression, in ECMAScript's language, that a string must match somewhere.
    pub fn pattern(self) -> Option<&'static str> {
        self.pattern_row().map(|row| row.0.get())
    }

    /// What its pattern means, where that is known: "a URL that begins with https://".
    pub fn pattern_words(self) -> Option<&'static str> {
        self.pattern_row().map(|row| row.1.get()).filter(|words| !words.is_empty())
    }

    fn pattern_row(self) -> Option<&'static (Text, Text)> {
        let index = self.fact(|fact| match fact {
            Fact::Pattern(index) => Some(*index),
            _ => None,
        })?;
        PATTERNS.get(index as usize)
    }

    /// What a string must be beyond what patterns can say.
    pub fn grammar(self) -> Option<Grammar> {
        self.fact(|fact| match fact {
            Fact::Grammar(grammar) => Some(*grammar),
            _ => None,
        })
    }

    /// Whether white space around a string does not count.
    pub fn is_trimmed(self) -> bool {
        self.facts().contains(&Fact::Trimmed)
    }

    /// Whether a string must be a URL, as JavaScript's `new URL` decides.
    pub fn is_url(self) -> bool {
        self.facts().contains(&Fact::Uri)
    }

    /// What OpenClaw takes where the key is absent, as JSON.
    pub fn default(self) -> Option<&'static str> {
        self.fact(|fact| match fact {
            Fact::Default(text) => Some(text.get()),
            _ => None,
        })
    }

    /// Whether OpenClaw calls it deprecated.
    pub fn is_deprecated(self) -> bool {
        self.facts().contains(&Fact::Deprecated)
    }

    /// What it takes under a name: that of a key, or the 0-based index of an item (`[]`: any).
    /// A named key wins over an open map; the first branch of a union that knows the name answers.
    pub fn child(self, name: &str) -> Option<Node> {
        self.child_of(name, name_index(name.as_bytes()))
    }

    /// As [`Self::child`], with the index of the name in the table of names.
    fn child_of(self, name: &str, index: Option<u32>) -> Option<Node> {
        let types = self.types();
        let own = index.and_then(|index| self.property_of_index(index));
        let item = || {
            let index = if name == "[]" { Some(0) } else { name.parse().ok() };
            index.and_then(|index| self.item(index))
        };
        let known = match own {
            Some(child) => (!child.is_nothing()).then_some(child),
            None if types.is_any() => None,
            None if types.admits(ValueKind::Array) => item(),
            None if types.admits(ValueKind::Object) => self.additional(),
            None => None,
        };
        let below =
            || self.branches().chain(self.all_of()).find_map(|branch| branch.child_of(name, index));
        known.or_else(below)
    }

    #[inline]
    fn list(self, pick: impl Fn(&Fact) -> Option<List>) -> Option<List> {
        self.fact(pick)
    }
}
