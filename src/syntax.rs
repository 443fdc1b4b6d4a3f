//! Text to tree: a lossless, spanned, immutable tree of JSON5, as the npm package `json5` 2.2.3
//! reads it (OpenClaw's reader tries strict JSON, then that package).
//!
//! Parsing never fails. Tokens cover every byte, white space and comments included; nodes point
//! at tokens by index; what is wrong is a list beside the tree. Nothing here allocates a node on
//! the heap or follows a pointer, so depth costs no stack.

mod error;
mod foreign;
mod js_text;
mod key;
mod large;
mod lexer;
mod number;
mod parser;
mod recover;
mod sketch;
#[cfg(test)]
mod tests;
mod unicode;
mod view;

pub use error::{Format, Repair, Replacement, SyntaxError, SyntaxErrorKind};
pub use js_text::JsText;
pub use key::{Key, KeyError, Segment};
pub use parser::parse;
pub use view::{Array, Member, Object, Value, ValueKind};

use std::sync::OnceLock;

use memchr::memmem::Finder;
use sketch::{Sketch, Sketches};

use crate::text::{Span, offset};
use crate::work::{self, Work};
use large::Large;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum TokenKind {
    /// A run of white space and line ends.
    Whitespace,
    /// `//` up to, not including, the line end.
    LineComment,
    /// `/* … */`.
    BlockComment,
    /// `{`
    OpenBrace,
    /// `}`
    CloseBrace,
    /// `[`
    OpenBracket,
    /// `]`
    CloseBracket,
    /// `:`
    Colon,
    /// `,`
    Comma,
    /// A quoted string without escapes or line continuations.
    PlainString,
    /// A quoted string that needs decoding.
    EscapedString,
    /// A number: decimal, hexadecimal, `Infinity` or `NaN`, with its sign.
    Number,
    /// A bare word: an unquoted name, or `true`, `false`, `null`.
    Word,
    /// What no token begins with; an error covers it.
    Invalid,
    /// The empty token at the end.
    End,
}

impl TokenKind {
    /// White space and comments.
    pub const fn is_trivia(self) -> bool {
        matches!(self, Self::Whitespace | Self::LineComment | Self::BlockComment)
    }

    /// Comments.
    pub const fn is_comment(self) -> bool {
        matches!(self, Self::LineComment | Self::BlockComment)
    }
}

/// A token; it reaches to the start of the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) start: u32,
    pub(crate) kind: TokenKind,
}

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub(crate) enum NodeKind {
    /// The whole text; its first value is the config.
    Document,
    Object,
    Array,
    /// A name and, unless it is missing, its value as the only child.
    Member,
    String,
    Number,
    Boolean,
    Null,
    /// Stands where a value should be and is none.
    Invalid,
}

/// A node. Nodes lie in pre-order: children follow their parent, `next` ends the subtree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) kind: NodeKind,
    /// Of the name of a member.
    pub(crate) sketch: Sketch,
    /// The node above; the document is its own parent.
    pub(crate) parent: u32,
    /// The node after this one's subtree.
    pub(crate) next: u32,
    /// Its first token.
    pub(crate) first: u32,
    /// The token after its last.
    pub(crate) last: u32,
}

/// Index of a node in its tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub(crate) u32);

/// Index of a token in its tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenId(pub(crate) u32);

/// A parsed text. It owns the text, its tokens and nodes, and what is wrong with it.
#[derive(Debug, Clone)]
pub struct Tree {
    pub(crate) text: String,
    /// Covers the text without gaps; the last is `End`.
    pub(crate) tokens: Vec<Token>,
    /// The first is the document.
    pub(crate) nodes: Vec<Node>,
    pub(crate) errors: Vec<SyntaxError>,
    /// Of the names of all members.
    pub(crate) sketches: Sketches,
    /// Of a text that is put together of several files: its parts, in order of place, each with a
    /// number for its file.
    pub(crate) parts: Vec<(Span, u32)>,
    /// Ways into its large objects and arrays.
    pub(crate) large: Large,
    /// What is written with escapes, once it is asked for.
    pub(crate) escaped: OnceLock<Vec<u8>>,
}

impl Tree {
    /// The same text, put together of these parts, in order of place, each with a number for its file;
    /// 0 is the file at the top.
    #[must_use]
    pub(crate) fn of_files(self, parts: Vec<(Span, u32)>) -> Self {
        Self { parts, ..self }
    }

    /// The number of the file that the byte at `offset` is of; 0 unless the text is put together of
    /// several.
    pub(crate) fn file_at(&self, offset: u32) -> u32 {
        let next = self.parts.partition_point(|(part, _)| part.end <= offset);
        self.parts.get(next).map_or(0, |(_, file)| *file)
    }

    /// All that is of the same file as the byte at `offset`, in order of place: the whole text, unless
    /// it is put together of several.
    pub(crate) fn written_with(&self, offset: u32) -> Vec<Span> {
        if self.parts.is_empty() {
            return vec![self.span()];
        }
        let file = self.file_at(offset);
        self.parts.iter().filter(|(_, other)| *other == file).map(|(part, _)| *part).collect()
    }

    /// The text as it was read.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text, taken out of the tree.
    pub fn into_text(self) -> String {
        self.text
    }

    /// The text under `span`.
    #[inline]
    pub fn slice(&self, span: Span) -> &str {
        &self.text[span.range()]
    }

    /// The span of the whole text.
    pub fn span(&self) -> Span {
        Span::new(0, offset(self.text.len()))
    }

    /// What is wrong with the text, in order of place. Empty exactly when `json5` accepts it.
    pub fn errors(&self) -> &[SyntaxError] {
        &self.errors
    }

    /// How many places of the text are wrong. One error may speak for several.
    pub fn wrong_places(&self) -> usize {
        self.errors.iter().map(|error| 1 + error.more.len()).sum()
    }

    /// The config: the first value of the text, if it has one.
    pub fn root(&self) -> Option<Value<'_>> {
        let first = self.nodes.get(1)?;
        (first.parent == 0).then_some(Value::new(self, NodeId(1)))
    }

    /// All tokens in order, without the empty one at the end.
    pub fn tokens(&self) -> impl DoubleEndedIterator<Item = (TokenId, TokenKind, Span)> + '_ {
        (0..self.tokens.len() - 1).map(|index| {
            let id = TokenId(offset(index));
            (id, self.token_kind(id), self.token_span(id))
        })
    }

    /// What the token is.
    #[inline]
    pub fn token_kind(&self, id: TokenId) -> TokenKind {
        work::count(Work::Tokens, 1);
        self.tokens[id.0 as usize].kind
    }

    /// The empty token at the end.
    pub(crate) fn end(&self) -> TokenId {
        TokenId(offset(self.tokens.len() - 1))
    }

    /// The bytes of the token.
    #[inline]
    pub fn token_span(&self, id: TokenId) -> Span {
        work::count(Work::Tokens, 1);
        let index = id.0 as usize;
        let start = self.tokens[index].start;
        let end = self.tokens.get(index + 1).map_or(start, |next| next.start);
        Span::new(start, end)
    }

    /// The text of the token.
    #[inline]
    pub fn token_text(&self, id: TokenId) -> &str {
        self.slice(self.token_span(id))
    }

    /// The token that holds the byte at `offset`; the end token past the text.
    pub fn token_at(&self, offset: u32) -> TokenId {
        let after = self.tokens.partition_point(|token| token.start <= offset);
        TokenId(self::offset(after.saturating_sub(1)))
    }

    /// All values in order of place, each before what it holds.
    pub fn values(&self) -> impl Iterator<Item = Value<'_>> + '_ {
        (1..self.nodes.len()).filter_map(|index| {
            work::count(Work::Nodes, 1);
            let is_value = self.nodes[index].kind != NodeKind::Member;
            is_value.then(|| Value::new(self, NodeId(offset(index))))
        })
    }

    /// All objects in order of place, outer before inner.
    pub fn objects(&self) -> impl Iterator<Item = Object<'_>> + '_ {
        self.values().filter_map(Value::as_object)
    }

    /// Takes note of the names of all members, once all tokens are there.
    fn sketch_names(&mut self) {
        for index in 1..self.nodes.len() {
            let node = self.nodes[index];
            if node.kind == NodeKind::Member {
                let sketch = Sketch::of(self.decoded(TokenId(node.first)).as_bytes());
                self.nodes[index].sketch = sketch;
                self.sketches.add(sketch);
            }
        }
    }

    /// Whether a name, a string or a comment may say `part`, decoded; if not, none does. Most of what
    /// rules look for in texts stands in few configs.
    pub(crate) fn may_say(&self, part: &str) -> bool {
        let part = Finder::new(part);
        let says = |text: &[u8]| {
            work::count(Work::Read, text.len());
            part.find(text).is_some()
        };
        says(self.text.as_bytes()) || says(self.escaped())
    }

    /// The names and strings that are written with escapes, decoded, each on a line of its own.
    fn escaped(&self) -> &[u8] {
        let has_escapes = |(_, kind, place): &(TokenId, TokenKind, Span)| match kind {
            TokenKind::EscapedString => true,
            TokenKind::Word => self.slice(*place).contains('\\'),
            _ => false,
        };
        self.escaped.get_or_init(|| {
            let mut escaped = Vec::new();
            if self.text.contains('\\') {
                for (token, ..) in self.tokens().filter(has_escapes) {
                    escaped.extend_from_slice(self.decoded(token).as_bytes());
                    escaped.push(b'\n');
                }
            }
            escaped
        })
    }

    /// Whether a member anywhere may be called `name`; if not, none is.
    pub(crate) fn may_name(&self, name: &str) -> bool {
        self.sketches.may_hold(Sketch::of(name.as_bytes()))
    }

    #[inline]
    pub(crate) fn node(&self, id: NodeId) -> &Node {
        work::count(Work::Nodes, 1);
        &self.nodes[id.0 as usize]
    }

    /// The bytes of the node, without the trivia around it.
    #[inline]
    pub(crate) fn node_span(&self, id: NodeId) -> Span {
        let node = self.node(id);
        let start = self.tokens[node.first as usize].start;
        if node.last == node.first {
            return Span::empty(start);
        }
        Span::new(start, self.token_span(TokenId(node.last - 1)).end)
    }

    /// The direct children of a node, in order.
    #[inline]
    pub(crate) fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let end = self.node(id).next;
        let mut at = id.0 + 1;
        std::iter::from_fn(move || {
            (at < end).then(|| {
                let child = NodeId(at);
                at = self.node(child).next;
                child
            })
        })
    }
}
