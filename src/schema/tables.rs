//! The shape of the tables that `build.rs` makes. They hold indices and no pointers, so that
//! loading the program does no work for them.

use super::grammar::Grammar;

#[expect(clippy::unreadable_literal, reason = "generated")]
mod rows {
    use super::{Fact, Grammar, List, Scalar, Text, TypeSet};

    include!(concat!(env!("OUT_DIR"), "/catalog.rs"));
}

#[path = "../../build/name_hash.rs"]
mod name_hash;

use name_hash::slot;
use rows::SLOTS;
pub(super) use rows::{
    CHILDREN, FACTS, INVENTED, MAPS, MOVES, NAMES, NODES, PATTERNS, PROPERTIES, RELEASES, REPLACED,
    REQUIRED, TEXT, VALUES,
};

/// A string: where it begins in `TEXT`, and its length in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Text(u32, u32);

impl Text {
    #[inline]
    pub(super) fn get(self) -> &'static str {
        let start = self.0 as usize;
        TEXT.get(start..start + self.1 as usize).unwrap_or_default()
    }
}

/// Rows of another table: from the first index up to, not including, the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct List(u32, u32);

impl List {
    #[inline]
    pub(super) fn of<T>(self, table: &'static [T]) -> &'static [T] {
        table.get(self.0 as usize..self.1 as usize).unwrap_or_default()
    }
}

/// A set of JSON types, a bit each: object 1, array 2, string 4, number 8, integer 16, boolean 32,
/// null 64.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TypeSet(pub(super) u8);

/// A value that is listed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Scalar {
    Text(Text),
    Number(f64),
    Boolean(bool),
    Null,
}

/// One fact of a node, named as the keyword of JSON Schema; children are indices of nodes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Fact {
    /// No value at all is taken.
    Nothing,
    Type(TypeSet),
    /// Rows of `VALUES`: `enum` and `const`.
    Values(List),
    /// Rows of `PROPERTIES`.
    Properties(List),
    /// Rows of `REQUIRED`.
    Required(List),
    Additional(u32),
    Names(u32),
    MinProperties(u32),
    MaxProperties(u32),
    Items(u32),
    /// Rows of `CHILDREN`, one for each of the first items.
    Tuple(List),
    /// The items after those of a tuple.
    Rest(u32),
    MinItems(u32),
    MaxItems(u32),
    Unique,
    /// Rows of `CHILDREN`.
    AnyOf(List),
    /// Rows of `CHILDREN`.
    OneOf(List),
    /// Rows of `CHILDREN`.
    AllOf(List),
    Not(u32),
    If(u32),
    Then(u32),
    Minimum(f64),
    Maximum(f64),
    ExclusiveMinimum(f64),
    /// In characters (code points).
    MinLength(u32),
    /// In characters (code points).
    MaxLength(u32),
    /// A row of `PATTERNS`.
    Pattern(u32),
    /// What `new URL` takes.
    Uri,
    /// What no other fact can say of a text.
    Grammar(Grammar),
    /// White space around a text is taken off before its other facts are looked at.
    Trimmed,
    /// As JSON.
    Default(Text),
    Deprecated,
}

/// The index of a name in `NAMES`.
pub(super) fn name_index(name: &[u8]) -> Option<u32> {
    let first = slot(name);
    let slots = SLOTS.iter().skip(first).chain(&SLOTS[..first]);
    // Half of the slots are free, so one is near.
    let mut known = slots.map_while(|&slot| slot.checked_sub(1)).map(u32::from);
    known.find(|&index| self::name(index).as_bytes() == name)
}

/// The name at an index of `NAMES`.
#[inline]
pub(super) fn name(index: u32) -> &'static str {
    NAMES.get(index as usize).map_or("", |text| text.get())
}
