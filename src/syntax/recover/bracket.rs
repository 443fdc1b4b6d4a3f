//! Brackets that are missing, left over or of the other sort.

use super::REACH;
use crate::syntax::error::{SyntaxError, SyntaxErrorKind as Kind};
use crate::syntax::parser::{Parser, State};
use crate::syntax::{NodeKind, TokenKind};
use crate::text::Span;

/// How many brackets a repair closes at most; who leaves more open meant something else.
const REPAIRED: usize = 32;

impl Parser<'_> {
    /// A closing bracket of the other sort.
    pub(super) fn mismatched(&mut self) -> State {
        if self.closes_turned() {
            return self.close_turned();
        }
        let here = self.span();
        let (bracket, wanted, index) = if self.kind == TokenKind::CloseBrace {
            ('}', NodeKind::Object, 0)
        } else {
            (']', NodeKind::Array, 1)
        };
        let right = if self.holder_kind == NodeKind::Object { '}' } else { ']' };
        let opener = self.opener(self.holder);
        let same_line = !self.has_line_end_near(opener.start, here.start);
        let aligned = |at: u32| match (self.indent(here.start), self.indent(at)) {
            (Some((here, true)), Some((there, _))) => here == there,
            _ => false,
        };
        let guess = !self.lexer.errors.is_full();
        if self.open[index] == 0 {
            let closes = guess && (same_line || aligned(opener.start)) || self.rest_is_blank();
            let doubled = matches!(
                self.lexer.tokens[self.previous].kind,
                TokenKind::CloseBrace | TokenKind::CloseBracket
            );
            let other = usize::from(self.holder_kind == NodeKind::Array);
            let closed_later = guess && self.brackets_in_row(right) > self.open[other];
            if closes && !doubled && !closed_later {
                return self.close_with_wrong(right, opener);
            }
            let error = SyntaxError::new(Kind::StrayClosing(bracket), here);
            self.report(error.repair("remove it", here, ""));
            self.advance();
            return State::AfterValue;
        }
        let typed_wrong = guess
            && self.enclosing(wanted).is_some_and(|outer| {
                let outer = self.opener(outer);
                match same_line {
                    _ if self.brackets_in_row(bracket) > self.open[index] => true,
                    _ if outer.start == self.opener(1).start && !self.rest_is_blank() => true,
                    true => self.has_line_end_near(outer.start, opener.start),
                    false => aligned(opener.start) && !aligned(outer.start),
                }
            });
        if typed_wrong {
            return self.close_with_wrong(right, opener);
        }
        let mut missing = String::new();
        let last = self.previous + 1;
        while self.holder_kind != wanted {
            missing.push(if self.holder_kind == NodeKind::Object { '}' } else { ']' });
            self.leave(last);
        }
        let at = Span::empty(self.token_span(last - 1).end);
        let error = SyntaxError::new(Kind::MissingClosing(right), at).opened(opener);
        self.report(error.repair("close it", at, missing));
        self.close()
    }

    fn close_with_wrong(&mut self, right: char, opener: Span) -> State {
        let here = self.span();
        let error = SyntaxError::new(Kind::MismatchedClosing(right), here).opened(opener);
        self.report(error.repair("write the right bracket", here, right));
        self.close()
    }

    /// The end of the text before all is closed.
    pub(super) fn unclosed(&mut self) -> State {
        let last = self.previous + 1;
        let at = Span::empty(self.previous_end());
        let innermost = self.holder;
        let mut missing = String::new();
        let mut count = 0;
        while self.holder_kind != NodeKind::Document {
            let opener = self.opener(self.holder).start;
            count += 1;
            if count <= REPAIRED && self.has_line_end_near(opener, at.start) {
                missing.push_str(&self.indentation(opener));
            }
            missing.push(if self.holder_kind == NodeKind::Object { '}' } else { ']' });
            self.leave(last);
        }
        if self.excused.closing || self.is_cut_off() {
            return State::AfterValue;
        }
        let error = if let Some((holder, token)) = self.outdented_member() {
            let at = Span::empty(self.token_span(self.before(token)).end);
            let opener = self.opener(holder);
            let error = SyntaxError::new(Kind::MissingClosing('}'), at).opened(opener);
            // A comma that is missing there belongs after the bracket that is missing.
            self.lexer.errors.take_back(Kind::MissingComma, at);
            if count == 1 {
                let indent = self.indentation(opener.start);
                error.repair("close it", at, format!("{indent}}},"))
            } else {
                error
            }
        } else {
            let kind = self.nodes[innermost as usize].kind;
            let bracket = if kind == NodeKind::Object { '}' } else { ']' };
            let error = SyntaxError::new(Kind::MissingClosing(bracket), at);
            let error = error.opened(self.opener(innermost));
            if count <= REPAIRED { error.repair("close it", at, missing) } else { error }
        };
        self.report(error);
        State::AfterValue
    }

    /// The nearest open object or array around the one that is open, if it is near.
    fn enclosing(&self, wanted: NodeKind) -> Option<u32> {
        let mut at = self.holder;
        (0..REACH).find_map(|_| {
            at = self.nodes[at as usize].parent;
            (self.nodes[at as usize].kind == wanted).then_some(at)
        })
    }

    /// Whether the text breaks off inside a string or comment, which was reported.
    fn is_cut_off(&self) -> bool {
        self.lexer.errors.last().is_some_and(|error| match error.kind {
            Kind::UnclosedComment => true,
            Kind::UnclosedString => self.lexer.text.trim_end().len() == error.span.end as usize,
            _ => false,
        })
    }

    /// The first member that is not indented deeper than the line on which its object opens: that
    /// object was most likely meant to end before it. Answers with the object and the name's token.
    fn outdented_member(&self) -> Option<(u32, usize)> {
        let mut holder = 0;
        let mut width = None;
        self.nodes.iter().find_map(|node| {
            if node.kind != NodeKind::Member || self.nodes[node.parent as usize].parent == 0 {
                return None;
            }
            if holder != node.parent {
                holder = node.parent;
                width = self.indent(self.opener(holder).start).map(|(width, _)| width);
            }
            let first = node.first as usize;
            let gap = self.token_span(first - 1);
            if !self.has_line_end(gap.start, gap.end) {
                return None;
            }
            match (self.indent(gap.end), width) {
                (Some((own, true)), Some(width)) if own <= width => Some((node.parent, first)),
                _ => None,
            }
        })
    }
}
