//! Something other than a comma between members and items.

use super::REACH;
use crate::syntax::error::{SyntaxError, SyntaxErrorKind as Kind};
use crate::syntax::parser::{Parser, State};
use crate::syntax::{NodeKind, TokenKind};
use crate::text::{Span, offset};

impl Parser<'_> {
    /// Something other than a comma or the right bracket after a value.
    pub(in crate::syntax) fn no_comma(&mut self) -> State {
        let in_array = self.holder_kind == NodeKind::Array;
        if let Some(state) = self.extra_quote() {
            return state;
        }
        if self.goes_on_after_string()
            && let Some(state) = self.quote_inside()
        {
            return state;
        }
        match self.kind {
            TokenKind::End => self.unclosed(),
            TokenKind::CloseBrace | TokenKind::CloseBracket => self.mismatched(),
            TokenKind::Colon => self.colon_after_value(),
            TokenKind::Invalid if self.closes_turned() => self.close_turned(),
            TokenKind::Invalid if self.text() == ";" => {
                let span = self.span();
                let error = SyntaxError::new(Kind::SemicolonForComma, span);
                self.report(error.repair("write `,` for `;`", span, ","));
                self.advance();
                if self.kind == TokenKind::Comma {
                    self.advance();
                }
                if in_array { State::Item } else { State::Name }
            }
            TokenKind::Invalid if matches!(self.text(), "+" | "?" | "||" | "&&" | "??") => {
                self.stray(Kind::Expression, None)
            }
            TokenKind::OpenBrace | TokenKind::OpenBracket if !in_array => {
                self.stray(Kind::MissingName, None)
            }
            _ if in_array || self.begins_line() || self.is_followed_by_separator() => {
                let at = Span::empty(self.previous_end());
                let error = SyntaxError::new(Kind::MissingComma, at);
                self.report(error.repair("insert a comma", at, ","));
                if in_array { State::Item } else { State::Name }
            }
            _ if self.follows_string() => {
                let quote = self.previous_end();
                self.stray(Kind::UnescapedQuote, Some(Span::new(quote - 1, quote)))
            }
            _ => self.stray(Kind::Unexpected, None),
        }
    }

    /// Whether text follows a closed string without a space.
    fn goes_on_after_string(&self) -> bool {
        let is_text = match self.kind {
            TokenKind::PlainString
            | TokenKind::EscapedString
            | TokenKind::Word
            | TokenKind::Number => true,
            TokenKind::Invalid => !matches!(self.text(), ";" | "=" | "=>" | ")"),
            _ => false,
        };
        is_text && self.follows_string()
    }

    /// Whether the current token begins where a closed string ends.
    fn follows_string(&self) -> bool {
        let span = self.token_span(self.previous);
        let bytes = &self.lexer.text.as_bytes()[span.range()];
        let closed = matches!(bytes, [first @ (b'"' | b'\''), .., last] if first == last);
        closed && span.end == self.span().start
    }

    /// Reports and skips what belongs to no member, up to the next comma, closing bracket or
    /// member. The error lies at `place`, or covers all that is skipped.
    pub(super) fn stray(&mut self, kind: Kind, place: Option<Span>) -> State {
        let mut all = self.span();
        let mut open = 0_u32;
        let mut first = true;
        loop {
            match self.kind {
                TokenKind::End => {
                    self.excused.closing |= open > 0;
                    break;
                }
                TokenKind::OpenBrace | TokenKind::OpenBracket => open += 1,
                TokenKind::CloseBrace | TokenKind::CloseBracket | TokenKind::Comma if open == 0 => {
                    break;
                }
                TokenKind::CloseBrace | TokenKind::CloseBracket => open -= 1,
                _ if open == 0
                    && !first
                    && self.begins_line()
                    && self.is_followed_by_separator() =>
                {
                    break;
                }
                _ => {}
            }
            first = false;
            all = all.join(self.span());
            self.advance();
        }
        // What was wrong inside has the same cause.
        self.lexer.errors.forget_within(all);
        self.report(SyntaxError::new(kind, place.unwrap_or(all)));
        let next_member = !matches!(
            self.kind,
            TokenKind::End | TokenKind::Comma | TokenKind::CloseBrace | TokenKind::CloseBracket
        );
        match self.holder_kind {
            NodeKind::Array if next_member => State::Item,
            NodeKind::Object if next_member => State::Name,
            _ => State::AfterValue,
        }
    }

    /// A colon after a value: what was taken for a value is a name if it begins a line.
    fn colon_after_value(&mut self) -> State {
        let value = self.previous;
        let is_leaf = self.nodes.last().is_some_and(|node| {
            node.first as usize == value
                && !matches!(node.kind, NodeKind::Object | NodeKind::Array | NodeKind::Member)
        });
        let before = self.before(value);
        let start = self.token_span(value).start;
        let end = self.token_span(before).end;
        let kind = self.lexer.tokens[before].kind;
        let in_array = self.holder_kind == NodeKind::Array;
        if is_leaf && in_array && self.nodes.len() == self.holder as usize + 2 {
            self.nodes.pop();
            self.turn_into_object();
            self.previous = before;
            self.read_again(value, start as usize);
            return State::Name;
        }
        let begins_line = self.has_line_end(end, start);
        if is_leaf && self.is_time() {
            self.nodes.pop();
            self.parent = if in_array { self.holder } else { offset(self.nodes.len() - 1) };
            self.previous = before;
            self.extend(value, self.lexer.at);
            return self.text_value();
        }
        let closes = begins_line || in_array && self.brace_is_next();
        if !is_leaf || !closes {
            return self.stray(Kind::Unexpected, None);
        }
        if in_array {
            let holder = self.nodes[self.holder as usize];
            if self.nodes[holder.parent as usize].kind != NodeKind::Member {
                return self.stray(Kind::Unexpected, None);
            }
            self.nodes.pop();
            self.lexer.errors.forget(end);
            let comma = kind == TokenKind::Comma;
            let last = if comma { self.before(before) } else { before };
            let at = Span::empty(self.token_span(last).end);
            let error = SyntaxError::new(Kind::MissingClosing(']'), at);
            let error = error.opened(self.opener(self.holder));
            let repair = if comma { "]" } else { "]," };
            self.leave(last + 1);
            self.previous = before;
            self.read_again(value, start as usize);
            // Reading again takes back what was wrong from there on, and this may be the very place.
            self.report(error.repair("close the array", at, repair));
            State::Name
        } else {
            self.nodes.pop();
            self.parent = offset(self.nodes.len() - 1);
            self.lexer.errors.forget(end);
            self.previous = before;
            self.read_again(value, start as usize);
            self.missing_value()
        }
    }

    /// Whether the current colon stands inside of what is written like a time: `12:30`.
    fn is_time(&self) -> bool {
        let next = self.lexer.text[self.lexer.at..].chars().next();
        self.lexer.tokens[self.previous].kind == TokenKind::Number
            && self.previous + 1 == self.index()
            && next.is_some_and(char::is_alphanumeric)
    }

    /// Whether a brace closes what is open here, before any bracket does.
    fn brace_is_next(&self) -> bool {
        let rest = &self.lexer.text[self.lexer.at..];
        let mut open = 0_u32;
        let closing = rest.chars().take(REACH).find(|character| match character {
            '{' | '[' => {
                open += 1;
                false
            }
            '}' | ']' if open > 0 => {
                open -= 1;
                false
            }
            character => matches!(character, '}' | ']'),
        });
        closing == Some('}')
    }

    /// Reports a run of equal tokens that do not belong here, and goes on.
    pub(super) fn unexpected(&mut self) {
        let kind = self.kind;
        let mut all = self.span();
        while self.kind == kind && self.kind != TokenKind::End {
            all = all.join(self.span());
            self.advance();
        }
        self.report(SyntaxError::new(Kind::Unexpected, all).repair("remove it", all, ""));
    }

    pub(super) fn extra_commas(&mut self) {
        let mut all = self.span();
        while self.kind == TokenKind::Comma {
            all = all.join(self.span());
            self.advance();
        }
        self.report(SyntaxError::new(Kind::ExtraComma, all).repair("remove it", all, ""));
    }
}
