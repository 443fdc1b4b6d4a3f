//! Objects in brackets, and arrays in braces or parentheses: what stands inside tells.

use super::REACH;
use crate::syntax::error::{Replacement, SyntaxError, SyntaxErrorKind as Kind};
use crate::syntax::parser::{Parser, State};
use crate::syntax::{NodeKind, TokenKind};

impl Parser<'_> {
    /// Makes the array that is open, and empty, an object.
    pub(super) fn turn_into_object(&mut self) {
        self.open[1] -= 1;
        self.open[0] += 1;
        self.turn(NodeKind::Object, '{');
    }

    /// Makes the object that is open an array, whose first item is its first member's name.
    pub(super) fn turn_into_array(&mut self) -> State {
        self.open[0] -= 1;
        self.open[1] += 1;
        self.nodes[self.parent as usize].kind = NodeKind::String;
        self.end_member(self.previous + 1);
        self.turn(NodeKind::Array, '[');
        State::AfterValue
    }

    fn turn(&mut self, kind: NodeKind, bracket: char) {
        self.holder_kind = kind;
        self.nodes[self.holder as usize].kind = kind;
        let opener = self.opener(self.holder);
        let error = SyntaxError::new(Kind::WrongBrackets(bracket), opener);
        self.report(error.repair("write the right brackets", opener, bracket));
    }

    /// Opens an array in parentheses.
    pub(super) fn open_parentheses(&mut self) -> State {
        let id = self.push_at(NodeKind::Array, self.index());
        self.enter(NodeKind::Array, id);
        self.turn(NodeKind::Array, '[');
        self.advance();
        State::Item
    }

    /// Whether the current token, which does not close what is open, is the counterpart of what it
    /// was opened with.
    pub(super) fn closes_turned(&self) -> bool {
        let first = self.nodes[self.holder as usize].first as usize;
        match (self.holder_kind, self.lexer.tokens[first].kind) {
            (NodeKind::Object, TokenKind::OpenBracket) => self.kind == TokenKind::CloseBracket,
            (NodeKind::Array, TokenKind::OpenBrace) => self.kind == TokenKind::CloseBrace,
            (NodeKind::Array, TokenKind::Invalid) => self.text() == ")",
            _ => false,
        }
    }

    /// Closes what was turned with the counterpart of what it was opened with.
    pub(super) fn close_turned(&mut self) -> State {
        let right = if self.holder_kind == NodeKind::Object { "}" } else { "]" };
        let edit = Replacement { span: self.span(), text: right.to_owned() };
        self.lexer.errors.add_edit(self.opener(self.holder), edit);
        self.close()
    }

    /// Whether strings stand in braces like the items of a list: the current token is the comma
    /// after the first one.
    pub(super) fn lists_strings(&self) -> bool {
        let first = self.nodes.len() == self.parent as usize + 1
            && self.parent == self.holder + 1
            && self.lexer.tokens[self.previous].kind == TokenKind::PlainString;
        let rest = self.lexer.text[self.lexer.at..].trim_start();
        let Some(quote @ ('"' | '\'')) = rest.chars().next() else { return false };
        let rest = &rest[1..rest.floor_char_boundary(REACH)];
        first
            && rest.split_once(quote).is_some_and(|(item, after)| {
                !item.contains(['\n', '\r']) && after.trim_start().starts_with([',', '}'])
            })
    }

    /// Whether the parenthesis that is the current token holds a list of values.
    pub(super) fn begins_tuple(&self) -> bool {
        let next = self.next_character();
        self.text() == "("
            && self.holder_kind != NodeKind::Document
            && next.is_some_and(|next| next.is_ascii_digit() || "\"'[{-".contains(next))
    }
}
