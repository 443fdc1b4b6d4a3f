//! Tokens to tree. The grammar is here; what to make of texts that break it is in `recover`.

use std::sync::OnceLock;

use super::foreign::{self, Opening};
use super::large::Large;
use super::lexer::Lexer;
use super::sketch::{Sketch, Sketches};
use super::{Node, NodeKind, TokenKind, Tree};
use crate::text::offset;
use crate::work::{self, Work};

/// Parses a text, which is shorter than 4 GiB. Never fails: what is wrong is in [`Tree::errors`].
pub fn parse(text: String) -> Tree {
    let mut parser = Parser::new(&text);
    parser.run(None);
    if let Some((start, opening)) = parser.opening() {
        parser = Parser::new(&text);
        parser.run(Some((start, opening)));
    }
    let (tokens, nodes, errors) = (parser.lexer.tokens, parser.nodes, parser.lexer.errors);
    let (errors, large) = (errors.finish(), Large::default());
    let (sketches, escaped) = (Sketches::new(), OnceLock::new());
    let mut tree =
        Tree { tokens, nodes, errors, sketches, parts: Vec::new(), large, escaped, text };
    tree.sketch_names();
    tree
}

/// What is expected next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// A value.
    Value,
    /// An item, or the end of the array.
    Item,
    /// A name, or the end of the object.
    Name,
    /// A colon.
    AfterName,
    /// A comma, or the end of the object, array or text.
    AfterValue,
    /// Nothing.
    Done,
}

/// The state of parsing. The way up to the document is the nodes' own parents, so depth costs
/// neither stack nor memory.
#[derive(Debug)]
pub(super) struct Parser<'t> {
    pub(super) lexer: Lexer<'t>,
    pub(super) nodes: Vec<Node>,
    /// What the current token is; it is always the last one read.
    pub(super) kind: TokenKind,
    /// The index of the token before it that counts.
    pub(super) previous: usize,
    /// The object, array or document that is open.
    pub(super) holder: u32,
    /// The kind of `holder`.
    pub(super) holder_kind: NodeKind,
    /// The member that waits for its value, else `holder`.
    pub(super) parent: u32,
    /// How many objects and arrays are open.
    pub(super) open: [u32; 2],
    /// What the text's end has no need to report again.
    pub(super) excused: Excused,
}

/// Errors that were reported once and show again at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Excused {
    /// A missing closing bracket.
    pub(super) closing: bool,
    /// Text after the config.
    pub(super) after: bool,
}

impl<'t> Parser<'t> {
    fn new(text: &'t str) -> Self {
        work::count(Work::Parsed, text.len());
        let mut nodes = Vec::with_capacity(text.len() / 16 + 4);
        nodes.push(Node {
            kind: NodeKind::Document,
            sketch: Sketch::NONE,
            parent: 0,
            next: 1,
            first: 0,
            last: 0,
        });
        Self {
            lexer: Lexer::new(text),
            nodes,
            kind: TokenKind::End,
            previous: 0,
            holder: 0,
            holder_kind: NodeKind::Document,
            parent: 0,
            open: [0, 0],
            excused: Excused::default(),
        }
    }

    /// Reads the whole text, whose first token that counts is no value's if there is an opening.
    fn run(&mut self, opening: Option<(usize, Opening)>) {
        self.kind = self.lexer.next();
        let mut state = match opening {
            None => State::Value,
            Some((start, opening)) => {
                while self.start() < start {
                    self.advance();
                }
                match opening {
                    Opening::Foreign(kind, end) => self.skip_foreign(kind, end),
                    Opening::Members => self.bare_members(),
                }
            }
        };
        loop {
            state = match state {
                State::Item if self.kind == TokenKind::CloseBracket => self.close(),
                State::Value | State::Item => self.value(),
                State::Name => self.name(),
                State::AfterName => self.after_name(),
                State::AfterValue => self.after_value(),
                State::Done => break,
            };
        }
        let last = offset(self.lexer.tokens.len() - 1);
        self.nodes[0].last = last;
        self.nodes[0].next = offset(self.nodes.len());
    }

    /// The index of the current token.
    pub(super) fn index(&self) -> usize {
        self.lexer.tokens.len() - 1
    }

    /// Goes on to the next token that counts.
    pub(super) fn advance(&mut self) {
        self.previous = self.lexer.tokens.len() - 1;
        self.kind = self.lexer.next();
    }

    /// How to read the text instead, now that it turned out not to be one value of JSON5: where
    /// its first token that counts begins, and what it is.
    fn opening(&self) -> Option<(usize, Opening)> {
        if self.lexer.errors.is_empty() {
            return None;
        }
        let root = self.nodes.get(1)?;
        let token = self.lexer.tokens[root.first as usize];
        let start = token.start as usize;
        Some((start, foreign::opening(self.lexer.text, start)?))
    }

    /// Where the current token begins.
    pub(super) fn start(&self) -> usize {
        self.lexer.tokens.last().map_or(0, |token| token.start as usize)
    }

    /// Makes the token at `index`, which begins at `start`, the current one again.
    pub(super) fn read_again(&mut self, index: usize, start: usize) {
        self.lexer.restart(index, start);
        self.lexer.errors.forget(offset(start));
        self.kind = self.lexer.next();
    }

    fn value(&mut self) -> State {
        let kind = match self.kind {
            TokenKind::OpenBrace => {
                self.open_holder(NodeKind::Object);
                self.advance();
                return State::Name;
            }
            TokenKind::OpenBracket => {
                self.open_holder(NodeKind::Array);
                self.advance();
                return State::Item;
            }
            TokenKind::PlainString | TokenKind::EscapedString => NodeKind::String,
            TokenKind::Number => NodeKind::Number,
            TokenKind::Word => match self.text() {
                "true" | "false" => NodeKind::Boolean,
                "null" => NodeKind::Null,
                "Infinity" | "NaN" => {
                    self.retag(TokenKind::Number);
                    NodeKind::Number
                }
                _ => return self.unquoted_value(),
            },
            _ => return self.no_value(),
        };
        self.leaf(kind);
        self.advance();
        State::AfterValue
    }

    fn name(&mut self) -> State {
        match self.kind {
            TokenKind::PlainString | TokenKind::EscapedString | TokenKind::Word => {}
            TokenKind::CloseBrace => return self.close(),
            _ => return self.no_name(),
        }
        self.open_member();
        self.advance();
        self.after_name()
    }

    pub(super) fn after_name(&mut self) -> State {
        if self.kind == TokenKind::Colon {
            self.advance();
            State::Value
        } else {
            self.no_colon()
        }
    }

    fn after_value(&mut self) -> State {
        match (self.holder_kind, self.kind) {
            (NodeKind::Object, TokenKind::Comma) => {
                self.advance();
                State::Name
            }
            (NodeKind::Array, TokenKind::Comma) => {
                self.advance();
                State::Item
            }
            (NodeKind::Object, TokenKind::CloseBrace)
            | (NodeKind::Array, TokenKind::CloseBracket) => self.close(),
            (NodeKind::Document, TokenKind::End) => State::Done,
            (NodeKind::Document, _) => self.after_end(),
            _ => self.no_comma(),
        }
    }

    /// The text of the current token.
    pub(super) fn text(&self) -> &'t str {
        &self.lexer.text[self.start()..self.lexer.at]
    }

    /// Says what the current token is, now that its place is known.
    pub(super) fn retag(&mut self, kind: TokenKind) {
        if let Some(token) = self.lexer.tokens.last_mut() {
            token.kind = kind;
        }
    }

    fn push(&mut self, kind: NodeKind) -> u32 {
        let index = self.index();
        self.push_at(kind, index)
    }

    /// Adds a node that begins with the token at `first`.
    pub(super) fn push_at(&mut self, kind: NodeKind, first: usize) -> u32 {
        let id = offset(self.nodes.len());
        let first = offset(first);
        let (sketch, parent) = (Sketch::NONE, self.parent);
        self.nodes.push(Node { kind, sketch, parent, next: id + 1, first, last: first + 1 });
        id
    }

    /// Adds the current token as a value.
    pub(super) fn leaf(&mut self, kind: NodeKind) {
        self.push(kind);
        self.end_member(self.lexer.tokens.len());
    }

    /// Adds the current token as a name; a value is to follow.
    pub(super) fn open_member(&mut self) {
        self.parent = self.push(NodeKind::Member);
    }

    /// Ends the member that waits for its value, if one does, before the token at `last`.
    pub(super) fn end_member(&mut self, last: usize) {
        if self.parent != self.holder {
            let next = offset(self.nodes.len());
            let member = &mut self.nodes[self.parent as usize];
            member.next = next;
            member.last = offset(last);
            self.parent = self.holder;
        }
    }

    fn open_holder(&mut self, kind: NodeKind) {
        let id = self.push(kind);
        self.enter(kind, id);
    }

    pub(super) fn enter(&mut self, kind: NodeKind, id: u32) {
        self.open[usize::from(kind == NodeKind::Array)] += 1;
        self.holder = id;
        self.holder_kind = kind;
        self.parent = id;
    }

    /// Closes the open object or array with the current token.
    pub(super) fn close(&mut self) -> State {
        self.leave(self.lexer.tokens.len());
        self.advance();
        State::AfterValue
    }

    /// Closes the open object or array before the token at `last`.
    pub(super) fn leave(&mut self, last: usize) {
        self.end_member(last);
        self.open[usize::from(self.holder_kind == NodeKind::Array)] -= 1;
        let next = offset(self.nodes.len());
        let node = &mut self.nodes[self.holder as usize];
        node.next = next;
        node.last = offset(last);
        let parent = node.parent;
        let above = self.nodes[parent as usize];
        self.parent = parent;
        self.holder = if above.kind == NodeKind::Member { above.parent } else { parent };
        self.holder_kind = self.nodes[self.holder as usize].kind;
        self.end_member(last);
    }
}
