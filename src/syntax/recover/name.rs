//! Something other than a name, or than a colon after it.

use crate::syntax::TokenKind;
use crate::syntax::error::{SyntaxError, SyntaxErrorKind as Kind};
use crate::syntax::parser::{Parser, State};
use crate::text::Span;

impl Parser<'_> {
    /// Something that is no name where a name should be.
    pub(in crate::syntax) fn no_name(&mut self) -> State {
        match self.kind {
            TokenKind::Number => {
                self.report_quotes(Kind::UnquotedName);
                self.invalid_name()
            }
            TokenKind::Comma => {
                self.extra_commas();
                State::Name
            }
            TokenKind::CloseBracket => self.mismatched(),
            TokenKind::End => State::AfterValue,
            TokenKind::Invalid if self.is_quoted() => {
                self.report_quotes(Kind::SmartQuotes);
                self.invalid_name()
            }
            TokenKind::Invalid if matches!(self.text(), ";" | "=" | "=>") => {
                self.unexpected();
                State::Name
            }
            TokenKind::Invalid if self.is_followed_by_separator() => {
                self.report_quotes(Kind::UnquotedName);
                self.invalid_name()
            }
            TokenKind::Invalid if self.text().starts_with("...") => {
                self.stray(Kind::Ellipsis, None)
            }
            TokenKind::Invalid => self.stray(Kind::Unexpected, None),
            _ => {
                if self.kind == TokenKind::OpenBrace
                    && let Some(state) = self.placeholder()
                {
                    return state;
                }
                if self.kind == TokenKind::Colon {
                    self.advance();
                }
                self.stray(Kind::MissingName, None)
            }
        }
    }

    fn invalid_name(&mut self) -> State {
        self.retag(TokenKind::Invalid);
        self.open_member();
        self.advance();
        State::AfterName
    }

    /// Something other than a colon after a name.
    pub(in crate::syntax) fn no_colon(&mut self) -> State {
        match self.kind {
            TokenKind::Invalid if matches!(self.text(), "=" | "=>") => {
                let span = self.span();
                let error = SyntaxError::new(Kind::EqualsForColon, span);
                self.report(error.repair("write `:` for `=`", span, ":"));
                self.advance();
                State::Value
            }
            TokenKind::End => {
                self.end_member(self.previous + 1);
                State::AfterValue
            }
            TokenKind::Comma if self.lists_strings() => self.turn_into_array(),
            TokenKind::Comma | TokenKind::CloseBrace | TokenKind::CloseBracket => {
                self.report_missing(Kind::MissingValue);
                self.end_member(self.previous + 1);
                State::AfterValue
            }
            TokenKind::Invalid if matches!(self.text(), ";" | ")" | ">") => {
                self.unexpected();
                State::AfterName
            }
            _ if self.begins_line() && self.is_followed_by_separator() => self.missing_value(),
            _ => {
                if let Some(state) = self.half_quoted_name() {
                    return state;
                }
                if let Some(end) = self.name_of_words() {
                    self.extend(self.previous, end);
                    self.report_quotes(Kind::UnquotedName);
                    self.advance();
                    return State::AfterName;
                }
                let at = Span::empty(self.previous_end());
                let error = SyntaxError::new(Kind::MissingColon, at);
                self.report(error.repair("insert a colon", at, ":"));
                State::Value
            }
        }
    }

    /// Where a name of several words ends that begins with the token before this one.
    fn name_of_words(&self) -> Option<usize> {
        let before = self.token_span(self.previous);
        if !matches!(self.lexer.tokens[self.previous].kind, TokenKind::Word | TokenKind::Invalid) {
            return None;
        }
        let rest = &self.lexer.text[before.end as usize..];
        let length = rest.find(|c: char| !(c.is_alphanumeric() || " \t_-.$/".contains(c)))?;
        let words = rest[..length].trim_end();
        rest[length..].starts_with(':').then_some(before.end as usize + words.len())
    }
}
