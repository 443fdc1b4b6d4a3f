//! Objects that do not begin as one, and what templates leave in the place of a value.

use super::REACH;
use crate::syntax::error::{SyntaxError, SyntaxErrorKind as Kind};
use crate::syntax::parser::{Parser, State};
use crate::syntax::{NodeKind, TokenKind};
use crate::text::Span;

/// How far the end of a block is looked for, in bytes.
const BLOCK: usize = 16 << 10;

/// Lines that are indented deeper than the name before them.
enum Block {
    /// A closing brace under the name follows: the opening one is missing.
    Closed,
    /// None does, nor are there commas: YAML, up to this offset.
    Yaml(usize),
}

impl Parser<'_> {
    /// A member without a value; the current token begins the next member, or what was meant as
    /// the value.
    pub(super) fn missing_value(&mut self) -> State {
        match self.block() {
            Some(Block::Closed) => {
                let at = Span::empty(self.previous_end());
                let error = SyntaxError::new(Kind::MissingOpening, at);
                self.report(error.repair("open the object", at, " {"));
                let id = self.push_at(NodeKind::Object, self.index());
                self.enter(NodeKind::Object, id);
                State::Name
            }
            Some(Block::Yaml(end)) => {
                let member = self.nodes[self.parent as usize];
                let name = self.token_span(member.first as usize);
                self.extend(self.index(), end);
                self.report(SyntaxError::new(Kind::YamlBlock, name));
                self.leaf(NodeKind::Invalid);
                self.advance();
                // No comma belongs after such a part.
                let goes_on = matches!(
                    self.kind,
                    TokenKind::Word | TokenKind::PlainString | TokenKind::EscapedString
                );
                if goes_on { State::Name } else { State::AfterValue }
            }
            None => {
                self.report_missing(Kind::MissingValue);
                self.end_member(self.previous + 1);
                State::Name
            }
        }
    }

    /// The lines from the current token on that are indented deeper than the name before it.
    fn block(&self) -> Option<Block> {
        let member = self.nodes[self.parent as usize];
        let name = self.token_span(member.first as usize).start;
        let ((outer, true), (inner, true)) = (self.indent(name)?, self.indent(self.span().start)?)
        else {
            return None;
        };
        if inner <= outer || self.lexer.errors.is_full() {
            return None;
        }
        let text = self.lexer.text;
        let start = self.start();
        let mut end = start;
        for line in text[start..text.floor_char_boundary(start + BLOCK)].split_inclusive('\n') {
            let own = line.trim_start_matches([' ', '\t']);
            let width = line.len() - own.len();
            if end > start && !own.trim_end().is_empty() && width <= outer {
                return if width == outer && own.starts_with('}') {
                    Some(Block::Closed)
                } else {
                    let block = text[start..end].trim_end();
                    let flows = block.contains([',', '{', '[']);
                    (!flows).then_some(Block::Yaml(start + block.len()))
                };
            }
            end += line.len();
        }
        None
    }

    /// Takes `{{ name }}` as one value; the current token is its second brace.
    pub(super) fn placeholder(&mut self) -> Option<State> {
        let text = self.lexer.text;
        let second = self.start();
        let is_first = self.nodes.len() == self.holder as usize + 1;
        let outer = self.nodes[self.holder as usize].parent;
        if !is_first || self.previous + 1 != self.index() || outer == 0 {
            return None;
        }
        let rest = &text[second..text.floor_char_boundary(second + REACH)];
        let length = rest.split(['\n', '\r']).next()?.find("}}")?;
        let first = self.previous;
        self.leave(first + 1);
        let id = self.nodes.len() - 1;
        self.nodes[id].kind = NodeKind::Invalid;
        self.extend(first, second + length + 2);
        self.report_here(Kind::Placeholder);
        self.advance();
        Some(State::AfterValue)
    }
}
