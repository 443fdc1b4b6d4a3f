//! Strings whose quotes are missing, left over or inside of their text.

use super::REACH;
use crate::syntax::error::{Replacement, SyntaxError, SyntaxErrorKind as Kind};
use crate::syntax::parser::{Parser, State};
use crate::syntax::{NodeKind, TokenKind};
use crate::text::{Span, offset};

impl Parser<'_> {
    /// Whether the current token begins where the one before it ends.
    fn touches_previous(&self) -> bool {
        self.previous + 1 == self.index()
    }

    /// Mends a name of which one quote is missing, as what follows it shows: `"a: "b"` and
    /// `a": "b"`. The current token is the one after the name.
    pub(super) fn half_quoted_name(&mut self) -> Option<State> {
        if !self.touches_previous() {
            return None;
        }
        let name = self.token_span(self.previous);
        let text = self.lexer.text;
        let written = &text[name.range()];
        let (end, error) = match self.lexer.tokens[self.previous].kind {
            TokenKind::PlainString => {
                let inside = written[1..].strip_suffix(&written[..1])?;
                let length = inside.trim_end().strip_suffix(':')?.trim_end().len();
                let end = name.start + 1 + offset(length);
                let error = SyntaxError::new(Kind::UnclosedString, Span::new(name.start, end));
                (end, error.repair("close the string", Span::empty(end), &written[..1]))
            }
            TokenKind::Word if matches!(self.text().as_bytes(), [b'"' | b'\'', ..]) => {
                let quote = &self.text()[..1];
                if !self.text()[1..].trim_start().starts_with(':') {
                    return None;
                }
                let error =
                    SyntaxError::new(Kind::UnopenedString, Span::new(name.start, name.end + 1));
                (name.end + 1, error.repair("open the string", Span::empty(name.start), quote))
            }
            _ => return None,
        };
        if end == name.start + 1 {
            return None;
        }
        self.extend(self.previous, end as usize);
        self.report(error);
        self.advance();
        Some(State::AfterName)
    }

    /// Skips a quote that stands between a value and the end of its member.
    pub(super) fn extra_quote(&mut self) -> Option<State> {
        let at = self.start();
        let quote = self.lexer.text.as_bytes().get(at).copied();
        let before = self.token_span(self.previous);
        let fits = match self.lexer.tokens[self.previous].kind {
            TokenKind::Number | TokenKind::Word => matches!(quote, Some(b'"' | b'\'')),
            TokenKind::PlainString | TokenKind::EscapedString => {
                quote == self.lexer.text.as_bytes().get(before.start as usize).copied()
            }
            _ => false,
        };
        if !fits || !self.touches_previous() || !self.ends_value(at + 1) {
            return None;
        }
        let span = Span::new(offset(at), offset(at + 1));
        self.extend(self.index(), at + 1);
        let error = SyntaxError::new(Kind::ExtraQuote, span);
        self.report(error.repair("remove it", span, ""));
        self.advance();
        Some(State::AfterValue)
    }

    /// Mends a string in an object that goes on after a quote inside of its text. The current token is the one after the closed string.
    pub(super) fn quote_inside(&mut self) -> Option<State> {
        let string = self.token_span(self.previous);
        let text = self.lexer.text;
        let quote = &text[string.end as usize - 1..string.end as usize];
        let again = self.start();
        let is_value = self.nodes.last().is_some_and(|node| {
            node.kind == NodeKind::String && node.first as usize == self.previous
        });
        let rest = &text[again..text.floor_char_boundary(again + REACH)];
        let line = rest.split(['\n', '\r']).next().unwrap_or_default();
        let end = line
            .match_indices(quote)
            .map(|(at, _)| again + at)
            .find(|&at| !text[..at].ends_with('\\') && self.ends_value(at + 1))?;
        if !is_value || self.holder_kind != NodeKind::Object {
            return None;
        }
        let first = Span::new(string.end - 1, string.end);
        let inside = &text[first.start as usize..end];
        let mut parts = inside.split(quote).skip(1);
        if parts.any(|part| part.trim_start_matches([' ', '\t']).starts_with(':')) {
            // There is a name between the two: these are members without a comma.
            return None;
        }
        let edits = inside.match_indices(quote).map(|(at, _)| first.start + offset(at));
        let edits = edits.filter(|&at| !text[..at as usize].ends_with('\\'));
        let escape = |at| Replacement { span: Span::empty(at), text: "\\".to_owned() };
        let edits = edits.map(escape).collect();
        self.extend(self.previous, end + 1);
        let error = SyntaxError::new(Kind::UnescapedQuote, first);
        self.report(error.repairs("write a backslash before the quotes inside", edits));
        self.advance();
        Some(State::AfterValue)
    }

    /// Whether what stands at `at` ends a member: a closing bracket, the line's end, or a comma
    /// and the next name.
    fn ends_value(&self, at: usize) -> bool {
        let text = self.lexer.text;
        let rest = text[at..text.floor_char_boundary(at + REACH)].trim_start_matches([' ', '\t']);
        let is_end = |rest: &str| rest.is_empty() || rest.starts_with(['\n', '\r', '}', ']']);
        match rest.strip_prefix(',') {
            Some(rest) => {
                let rest = rest.trim_start_matches([' ', '\t']);
                is_end(rest) || rest.starts_with("//") || begins_member(rest)
            }
            None => is_end(rest),
        }
    }
}

/// Whether a text begins with a name and a colon.
fn begins_member(text: &str) -> bool {
    let after = if let Some(quote @ ('"' | '\'')) = text.chars().next() {
        text[1..].split_once(quote).map(|(_, after)| after)
    } else {
        let after = text.trim_start_matches(|c: char| c.is_alphanumeric() || "_$-".contains(c));
        (after.len() < text.len()).then_some(after)
    };
    after.is_some_and(|after| after.trim_start_matches([' ', '\t']).starts_with(':'))
}
