//! Typed views of nodes: what rules, edits and the validator walk.

use super::{JsText, Key, NodeId, NodeKind, TokenId, TokenKind, Tree, js_text, number};
use crate::text::Span;

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
    pub fn as_object(self) -> Option<Object<'t>> {
        (self.kind() == ValueKind::Object).then_some(Object(self))
    }

    /// As an array.
    pub fn as_array(self) -> Option<Array<'t>> {
        (self.kind() == ValueKind::Array).then_some(Array(self))
    }

    /// The decoded text of a string.
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
    pub fn get(self, name: &str) -> Option<Value<'t>> {
        self.as_object()?.get(name)?.value()
    }

    /// What stands at a path of names below it.
    pub fn at(self, path: &[&str]) -> Option<Value<'t>> {
        path.iter().try_fold(self, |value, name| value.get(name))
    }

    /// The member whose value it is.
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
    pub const fn value(self) -> Value<'t> {
        self.0
    }

    /// Its members as written, duplicates included.
    pub fn members(self) -> impl Iterator<Item = Member<'t>> {
        let tree = self.0.tree;
        tree.children(self.0.id).map(move |id| Member { tree, id })
    }

    /// The member that JavaScript would read for `name`: the last one of that name.
    pub fn get(self, name: &str) -> Option<Member<'t>> {
        self.members().filter(|member| member.is_named(name)).last()
    }

    /// The members that count (the last of each name), sorted by name.
    pub fn effective(self) -> Vec<(JsText<'t>, Member<'t>)> {
        let mut members: Vec<_> = self.members().map(|member| (member.name(), member)).collect();
        members.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.id.cmp(&a.1.id)));
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
    pub const fn value(self) -> Value<'t> {
        self.0
    }

    /// Its items in order.
    pub fn items(self) -> impl Iterator<Item = Value<'t>> {
        let tree = self.0.tree;
        tree.children(self.0.id).map(move |id| Value::new(tree, id))
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
    pub fn name(self) -> JsText<'t> {
        decoded(self.tree, self.name_token())
    }

    /// Whether its decoded name is `name`.
    pub fn is_named(self, name: &str) -> bool {
        let token = self.name_token();
        // The length rules most names out before any text is looked at; escapes only make a name longer
        // than what it says.
        let written = self.tree.token_span(token).len() as usize;
        let Some(more) = written.checked_sub(name.len()) else { return false };
        match self.tree.token_kind(token) {
            // Quotes; the closing one may be missing.
            TokenKind::PlainString => {
                matches!(more, 1 | 2) && js_text::unquoted(self.tree.token_text(token)) == name
            }
            TokenKind::Word if more == 0 => {
                self.tree.token_text(token) == name && !name.contains('\\')
            }
            _ => decoded(self.tree, token) == name,
        }
    }

    /// The bytes of the name as written, quotes included.
    pub fn name_span(self) -> Span {
        self.tree.token_span(self.name_token())
    }

    /// The token of the name.
    pub fn name_token(self) -> TokenId {
        TokenId(self.tree.node(self.id).first)
    }

    /// Its value, unless that is missing.
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
    pub fn decoded(&self, token: TokenId) -> JsText<'_> {
        decoded(self, token)
    }
}

/// The decoded text of a name or string token.
fn decoded(tree: &Tree, token: TokenId) -> JsText<'_> {
    let text = tree.token_text(token);
    match tree.token_kind(token) {
        TokenKind::PlainString => JsText::plain(js_text::unquoted(text)),
        TokenKind::EscapedString => js_text::decode(js_text::unquoted(text)),
        TokenKind::Word if memchr::memchr(b'\\', text.as_bytes()).is_some() => {
            js_text::decode(text)
        }
        _ => JsText::plain(text),
    }
}
