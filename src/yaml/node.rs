//! A document as a tree, aliases still shared.

use std::rc::Rc;

use super::scalar::Scalar;

/// A document.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) root: Rc<Node>,
    /// The bytes that scalars cover, in order: no comment begins there.
    pub(super) scalars: Vec<(usize, usize)>,
}

/// A value at its place.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) value: Value,
    /// Where it begins and ends, in bytes. A block collection ends where the next token begins.
    pub(super) start: usize,
    pub(super) end: usize,
    /// How far a collection is indented, in characters.
    pub(super) column: usize,
    /// How many collections stand in each other here, aliases followed.
    pub(super) height: usize,
}

#[derive(Debug)]
pub(super) enum Value {
    Scalar(Scalar),
    List {
        items: Vec<Rc<Node>>,
        flow: bool,
    },
    Map {
        members: Vec<Member>,
        flow: bool,
    },
    /// What an anchor elsewhere names.
    Alias(Rc<Node>),
}

/// A name and its value.
#[derive(Debug, Clone)]
pub(super) struct Member {
    pub(super) name: Rc<str>,
    /// Where the name begins and ends, in bytes.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) value: Rc<Node>,
    /// Whether a merge brought it, so that its place is elsewhere.
    pub(super) merged: bool,
}

impl Node {
    /// The value, aliases followed.
    pub(super) fn resolved(self: &Rc<Self>) -> &Rc<Self> {
        let mut node = self;
        while let Value::Alias(target) = &node.value {
            node = target;
        }
        node
    }
}
