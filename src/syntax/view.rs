//! Typed views of nodes: what rules, edits and the validator walk.

use std::collections::BTreeSet;

use super::large::LARGE;
use super::sketch::Sketch;
use super::{JsText, Key, NodeId, NodeKind, TokenId, TokenKind, Tree, js_text, number};
use crate::text::Span;
use crate::work::{self, Work};

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ValueKind {
    /// `{ … }`
    Object,
    /// `[ … ]`
    Array,
    /// A quoted string.
    String,
    /// A number.
    Number,
    /// `true` or `false`
    Boolean,
    /// `null`
    Null,
    /// Not a value of JSON5; a syntax error says what it is.
    Invalid,
}

impl ValueKind {
    /// Its name in messages, with its article: "an object".
    pub const fn name(self) -> &'static str {
        match self {
            Self::Object => "an object",
            Self::Array => "an array",
            Self::String => "a string",
            Self::Number => "a number",
            Self::Boolean => "a boolean",
            Self::Null => "null",
            Self::Invalid => "not a value",
        }
    }
}

/// A value of the tree.
#[derive(Debug, Clone, Copy)]
pub struct Value<'t> {
    tree: &'t Tree,
    id: NodeId,
}

impl PartialEq for Value<'_> {
    /// Whether both are the same place of the same tree.
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.tree, other.tree) && self.id == other.id
    }
}

impl<'t> Value<'t> {
    pub(crate) const fn new(tree: &'t Tree, id: NodeId) -> Self {
        Self { tree, id }
    }

    /// The tree it stands in.
    pub const fn tree(self) -> &'t Tree {
        self.tree
    }

    /// Its node.
    pub const fn id(self) -> NodeId {
        self.id
    }

    /// What it is.
    #[inline]
    pub fn kind(self) -> ValueKind {
        match self.tree.node(self.id).kind {
            NodeKind::Object => ValueKind::Object,
            NodeKind::Array => ValueKind::Array,
            NodeKind::String => ValueKind::String,
            NodeKind::Number => ValueKind::Number,
            NodeKind::Boolean => ValueKind::Boolean,
            NodeKind::Null => ValueKind::Null,
            NodeKind::Document | NodeKind::Member | NodeKind::Invalid => ValueKind::Invalid,
        }
    }

    /// Its bytes, brackets and quotes included.
    pub fn span(self) -> Span {
        self.tree.node_span(self.id)
    }

    /// Its text as written.
    pub fn source(self) -> &'t str {
        self.tree.slice(self.span())
    }

    /// As an object.
    #[inline]
    pub fn as_object(self) -> Option<Object<'t>> {
        (self.kind() == ValueKind::Object).then_some(Object(self))
    }

    /// As an array.
    #[inline]
    pub fn as_array(self) -> Option<Array<'t>> {
        (self.kind() == ValueKind::Array).then_some(Array(self))
    }

    /// The decoded text of a string.
    #[inline]
    pub fn as_text(self) -> Option<JsText<'t>> {
        let node = self.tree.node(self.id);
        (node.kind == NodeKind::String).then(|| decoded(self.tree, TokenId(node.first)))
    }

    /// Whether it is the string `text`.
    pub fn is_text(self, text: &str) -> bool {
        self.as_text().is_some_and(|own| own == text)
    }

    /// The number as JavaScript holds it.
    pub fn as_number(self) -> Option<f64> {
        let node = self.tree.node(self.id);
        (node.kind == NodeKind::Number).then(|| number::value(self.source()))
    }

    /// The boolean.
    pub fn as_bool(self) -> Option<bool> {
        (self.kind() == ValueKind::Boolean).then(|| self.source() == "true")
    }

    /// Whether it is `null`.
    pub fn is_null(self) -> bool {
        self.kind() == ValueKind::Null
    }

    /// The member of an object that JavaScript would read for `name`: the last one of that name.
    #[inline]
    pub fn get(self, name: &str) -> Option<Value<'t>> {
        self.as_object()?.get(name)?.value()
    }

    /// What stands at a path of names below it.
    pub fn at(self, path: &[&str]) -> Option<Value<'t>> {
        path.iter().try_fold(self, |value, name| value.get(name))
    }

    /// Itself and all values in it that count, in order of place, each before what it holds: none in a
    /// member that a later one of its name replaces.
    pub fn counting(self) -> impl Iterator<Item = Value<'t>> {
        let tree = self.tree;
        let (mut at, end) = (self.id.0, tree.node(self.id).next);
        let mut replaced = BTreeSet::new();
        std::iter::from_fn(move || {
            while at < end {
                let (id, node) = (NodeId(at), tree.node(NodeId(at)));
                at += 1;
                if node.kind != NodeKind::Member {
                    let value = Value::new(tree, id);
                    replaced.extend(value.as_object().into_iter().flat_map(Object::replaced));
                    return Some(value);
                }
                if !replaced.is_empty() && replaced.remove(&id) {
                    at = node.next;
                }
            }
            None
        })
    }

    /// The member whose value it is.
    #[inline]
    pub fn member(self) -> Option<Member<'t>> {
        let parent = NodeId(self.tree.node(self.id).parent);
        let is_member = self.tree.node(parent).kind == NodeKind::Member;
        is_member.then_some(Member { tree: self.tree, id: parent })
    }

    /// The object or array that holds it.
    pub fn holder(self) -> Option<Value<'t>> {
        if let Some(member) = self.member() {
            return Some(member.object().value());
        }
        let parent = NodeId(self.tree.node(self.id).parent);
        (parent != self.id && self.tree.node(parent).kind == NodeKind::Array)
            .then_some(Value::new(self.tree, parent))
    }

    /// Where it stands: the names and indices from the root down.
    pub fn key(self) -> Key {
        Key::of(self)
    }

    /// Whether both say the same: decoded, order of names and layout aside; the last of duplicate
    /// names counts. `NaN` equals itself.
    pub fn same_as(self, other: Value<'_>) -> bool {
        // An explicit stack: depth comes from the input.
        let mut pairs = vec![(self, other)];
        while let Some((a, b)) = pairs.pop() {
            if a.kind() != b.kind() {
                return false;
            }
            match a.kind() {
                ValueKind::Object => {
                    let (Some(a), Some(b)) = (a.as_object(), b.as_object()) else { return false };
                    let (a, b) = (a.effective(), b.effective());
                    if a.len() != b.len() {
                        return false;
                    }
                    for ((name, left), (other_name, right)) in a.iter().zip(&b) {
                        match (name == other_name, left.value(), right.value()) {
                            (true, Some(left), Some(right)) => pairs.push((left, right)),
                            _ => return false,
                        }
                    }
                }
                ValueKind::Array => {
                    let (Some(a), Some(b)) = (a.as_array(), b.as_array()) else { return false };
                    if a.items().count() != b.items().count() {
                        return false;
                    }
                    pairs.extend(a.items().zip(b.items()));
                }
                ValueKind::String if a.as_text() != b.as_text() => return false,
                ValueKind::Number
                    if a.as_number().map(f64::to_bits) != b.as_number().map(f64::to_bits) =>
                {
                    return false;
                }
                ValueKind::Boolean if a.as_bool() != b.as_bool() => return false,
                ValueKind::Invalid => return false,
                _ => {}
            }
        }
        true
    }
}

/// An object of the tree.
#[derive(Debug, Clone, Copy)]
pub struct Object<'t>(Value<'t>);

impl<'t> Object<'t> {
    /// As a value.
    #[inline]
    pub const fn value(self) -> Value<'t> {
        self.0
    }

    /// Its members as written, duplicates included.
    #[inline]
    pub fn members(self) -> impl Iterator<Item = Member<'t>> {
        let tree = self.0.tree;
        tree.children(self.0.id).map(move |id| Member { tree, id })
    }

    /// The member that JavaScript would read for `name`: the last one of that name.
    #[inline]
    pub fn get(self, name: &str) -> Option<Member<'t>> {
        let sketch = Sketch::of(name.as_bytes());
        if !self.0.tree.sketches.may_hold(sketch) {
            return None;
        }
        let mut last = None;
        for (index, member) in self.members().enumerate() {
            if index == LARGE {
                let id = self.0.tree.member_of_large(self.0.id, name)?;
                return Some(Member { tree: self.0.tree, id });
            }
            if member.is_sketched(sketch, name) {
                last = Some(member);
            }
        }
        last
    }

    /// The members that count (the last of each name), in order of place.
    pub fn counting(self) -> impl Iterator<Item = Member<'t>> {
        let replaced = self.replaced();
        self.members().filter(move |member| !replaced.contains(&member.id))
    }

    /// The members that do not count, since a later one has their name.
    fn replaced(self) -> BTreeSet<NodeId> {
        if !self.has_like_names() {
            return BTreeSet::new();
        }
        let counting: BTreeSet<_> = self.effective().iter().map(|(_, member)| member.id).collect();
        self.members().map(|member| member.id).filter(|id| !counting.contains(id)).collect()
    }

    /// Whether two members may have one name; if not, no two have. True of many members.
    pub(crate) fn has_like_names(self) -> bool {
        let mut seen = [Sketch::NONE; 16];
        for (index, member) in self.members().enumerate() {
            let sketch = member.tree.node(member.id).sketch;
            if index == seen.len() || seen[..index].contains(&sketch) {
                return true;
            }
            seen[index] = sketch;
        }
        false
    }

    /// The members that count (the last of each name), sorted by name.
    pub fn effective(self) -> Vec<(JsText<'t>, Member<'t>)> {
        let mut members: Vec<_> = self.members().map(|member| (member.name(), member)).collect();
        // Most names differ in their first byte, which is at hand.
        let first = |name: &JsText<'_>| name.as_bytes().first().copied();
        members.sort_by(|(a, one), (b, other)| {
            let by_first = first(a).cmp(&first(b));
            by_first.then_with(|| a.cmp(b)).then_with(|| other.id.cmp(&one.id))
        });
        members.dedup_by(|a, b| a.0 == b.0);
        members
    }

    /// Whether it has no member.
    pub fn is_empty(self) -> bool {
        self.members().next().is_none()
    }
}

/// An array of the tree.
#[derive(Debug, Clone, Copy)]
pub struct Array<'t>(Value<'t>);

impl<'t> Array<'t> {
    /// As a value.
    #[inline]
    pub const fn value(self) -> Value<'t> {
        self.0
    }

    /// Its items in order.
    pub fn items(self) -> impl Iterator<Item = Value<'t>> {
        let tree = self.0.tree;
        tree.children(self.0.id).map(move |id| Value::new(tree, id))
    }

    /// The item at a 0-based index.
    pub fn item(self, index: usize) -> Option<Value<'t>> {
        if index < LARGE {
            return self.items().nth(index);
        }
        let id = *self.0.tree.items_of_large(self.0.id).get(index)?;
        Some(Value::new(self.0.tree, id))
    }

    /// The 0-based index of an item.
    pub(super) fn index_of(self, item: Value<'t>) -> Option<usize> {
        let near = self.items().take(LARGE).position(|own| own == item);
        // Nodes lie in the order of place.
        near.or_else(|| self.0.tree.items_of_large(self.0.id).binary_search(&item.id).ok())
    }
}

/// A member of an object: a name and its value.
#[derive(Debug, Clone, Copy)]
pub struct Member<'t> {
    tree: &'t Tree,
    id: NodeId,
}

impl PartialEq for Member<'_> {
    /// Whether both are the same place of the same tree.
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.tree, other.tree) && self.id == other.id
    }
}

impl<'t> Member<'t> {
    /// The member at a node; `None` if the node is something else.
    pub(crate) fn at(tree: &'t Tree, id: NodeId) -> Option<Self> {
        (tree.node(id).kind == NodeKind::Member).then_some(Self { tree, id })
    }

    /// Its node.
    pub const fn id(self) -> NodeId {
        self.id
    }

    /// The decoded name.
    #[inline]
    pub fn name(self) -> JsText<'t> {
        decoded(self.tree, self.name_token())
    }

    /// Whether its decoded name is `name`.
    pub fn is_named(self, name: &str) -> bool {
        self.is_sketched(Sketch::of(name.as_bytes()), name)
    }

    /// Whether its decoded name is `name`, which has this sketch.
    #[inline]
    fn is_sketched(self, sketch: Sketch, name: &str) -> bool {
        self.tree.node(self.id).sketch == sketch && decoded(self.tree, self.name_token()) == name
    }

    /// The bytes of the name as written, quotes included.
    pub fn name_span(self) -> Span {
        self.tree.token_span(self.name_token())
    }

    /// The token of the name.
    #[inline]
    pub fn name_token(self) -> TokenId {
        TokenId(self.tree.node(self.id).first)
    }

    /// Its value, unless that is missing.
    #[inline]
    pub fn value(self) -> Option<Value<'t>> {
        self.tree.children(self.id).next().map(|id| Value::new(self.tree, id))
    }

    /// From the name to the end of the value.
    pub fn span(self) -> Span {
        self.tree.node_span(self.id)
    }

    /// The object that holds it.
    pub fn object(self) -> Object<'t> {
        Object(Value::new(self.tree, NodeId(self.tree.node(self.id).parent)))
    }

    /// Where it stands: the names and indices from the root down, its own name last.
    pub fn key(self) -> Key {
        self.object().value().key().child(self.name().to_lossy())
    }
}

impl Tree {
    /// The decoded text of a name or string token, wherever it stands; other tokens as written.
    #[inline]
    pub fn decoded(&self, token: TokenId) -> JsText<'_> {
        decoded(self, token)
    }
}

/// The decoded text of a name or string token.
#[inline]
fn decoded(tree: &Tree, token: TokenId) -> JsText<'_> {
    let text = tree.token_text(token);
    work::count(Work::Read, text.len());
    match tree.token_kind(token) {
        TokenKind::PlainString => JsText::plain(js_text::unquoted(text)),
        TokenKind::EscapedString => js_text::decode(js_text::unquoted(text)),
        TokenKind::Word if memchr::memchr(b'\\', text.as_bytes()).is_some() => {
            js_text::decode(text)
        }
        _ => JsText::plain(text),
    }
}
