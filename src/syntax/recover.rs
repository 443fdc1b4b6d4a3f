//! What to make of texts that break the grammar: one error for one cause, and on.

mod block;
mod bracket;
mod name;
mod quote;
mod separator;
mod turned;
mod value;
mod whole;

use super::error::{SyntaxError, SyntaxErrorKind as Kind};
use super::lexer::is_smart_quote;
use super::parser::Parser;
use super::{Token, TokenKind, unicode};
use crate::text::{Span, offset};

/// How far guesses look, in bytes or levels, so that a long line or a deep text costs no more.
const REACH: usize = 512;

impl Parser<'_> {
    /// The bytes of the current token.
    fn span(&self) -> Span {
        Span::new(offset(self.start()), offset(self.lexer.at))
    }

    /// The bytes of an earlier token.
    fn token_span(&self, index: usize) -> Span {
        let end = self.lexer.tokens.get(index + 1).map_or(self.lexer.at, |t| t.start as usize);
        Span::new(self.lexer.tokens[index].start, offset(end))
    }

    /// Where the token before this one ends.
    fn previous_end(&self) -> u32 {
        self.token_span(self.previous).end
    }

    /// The token that counts before the one at `index`.
    fn before(&self, index: usize) -> usize {
        let counts = |token: &Token| !token.kind.is_trivia();
        self.lexer.tokens[..index].iter().rposition(counts).unwrap_or_default()
    }

    fn opener(&self, holder: u32) -> Span {
        self.token_span(self.nodes[holder as usize].first as usize)
    }

    fn has_line_end(&self, from: u32, to: u32) -> bool {
        let gap = &self.lexer.text.as_bytes()[from as usize..to as usize];
        memchr::memchr2(b'\n', b'\r', gap).is_some()
    }

    fn begins_line(&self) -> bool {
        self.has_line_end(self.previous_end(), self.span().start)
    }

    /// The indentation of the line that holds the byte at `at`, in bytes; the second is whether
    /// that byte is the first one after it.
    fn indent(&self, at: u32) -> Option<(usize, bool)> {
        let bytes = self.lexer.text.as_bytes();
        let at = at as usize;
        let reach = &bytes[at.saturating_sub(REACH)..at];
        let start = match memchr::memrchr2(b'\n', b'\r', reach) {
            Some(end) => at - reach.len() + end + 1,
            None if reach.len() == at => 0,
            None => return None,
        };
        let line = &bytes[start..at];
        let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t');
        let width = line.iter().take_while(|byte| is_blank(byte)).count();
        Some((width, width == line.len()))
    }

    /// A line end and the white space that the line of the byte at `at` begins with.
    fn indentation(&self, at: u32) -> String {
        let text = self.lexer.text;
        let line = &text[..at as usize];
        let start = line.rfind(['\n', '\r']).map_or(0, |end| end + 1);
        let blank = &line[start..];
        let width = blank.len() - blank.trim_start_matches([' ', '\t']).len();
        let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
        format!("{newline}{}", &blank[..width])
    }

    /// The first character after the current token and blanks on its line.
    fn next_character(&self) -> Option<char> {
        self.lexer.text[self.lexer.at..].trim_start_matches([' ', '\t']).chars().next()
    }

    /// How often the current token's bracket stands here in a row.
    fn brackets_in_row(&self, bracket: char) -> u32 {
        let rest = &self.lexer.text[self.lexer.at..];
        let row = rest.chars().filter(|character| !character.is_ascii_whitespace()).take(REACH);
        1 + offset(row.take_while(|&character| character == bracket).count())
    }

    fn is_followed_by_separator(&self) -> bool {
        matches!(self.next_character(), Some(':' | '='))
    }

    fn report(&mut self, error: SyntaxError) {
        self.lexer.errors.add(error);
    }

    fn report_here(&mut self, kind: Kind) {
        let error = SyntaxError::new(kind, self.span());
        self.report(error);
    }

    /// Reports something missing after the token before this one.
    fn report_missing(&mut self, kind: Kind) {
        let error = SyntaxError::new(kind, Span::empty(self.previous_end()));
        self.report(error);
    }

    /// Makes the token at `index` reach to `end` and the current one.
    fn extend(&mut self, index: usize, end: usize) {
        let start = self.lexer.tokens[index].start;
        self.lexer.restart(index, end);
        self.lexer.errors.forget(start);
        self.lexer.tokens.push(Token { start, kind: TokenKind::Invalid });
        self.kind = TokenKind::Invalid;
    }

    /// Makes all that is left one token and goes to the end.
    fn skip_to_end(&mut self) {
        let is_space = |character: char| {
            matches!(character, ' ' | '\t'..='\r') || unicode::is_space(character)
        };
        let end = self.lexer.text.trim_end_matches(is_space).len();
        self.extend(self.index(), end);
    }

    /// Reports the current token as text without quotes, or with the wrong ones.
    fn report_quotes(&mut self, kind: Kind) {
        let text = self.text();
        let (kind, inside) = match text.chars().next() {
            Some('`') => (Kind::Backticks, text.trim_matches('`')),
            Some(quote) if is_smart_quote(quote) => {
                let inside = text.trim_start_matches(is_smart_quote);
                (Kind::SmartQuotes, inside.trim_end_matches(|c| c == '"' || is_smart_quote(c)))
            }
            _ => (kind, text.trim_end_matches(['"', '\''])),
        };
        let quoted = format!("\"{}\"", inside.replace('\\', "\\\\").replace('"', "\\\""));
        let span = self.span();
        self.report(SyntaxError::new(kind, span).repair("put it in quotes", span, quoted));
    }

    fn is_quoted(&self) -> bool {
        self.kind == TokenKind::Invalid
            && self.text().starts_with(|first| first == '`' || is_smart_quote(first))
    }

    /// Whether a line ends between a bracket and `end`, or the two are far from each other.
    fn has_line_end_near(&self, opener: u32, end: u32) -> bool {
        end - opener > offset(REACH) || self.has_line_end(opener, end)
    }

    fn rest_is_blank(&self) -> bool {
        self.lexer.text[self.lexer.at..].trim_start().is_empty()
    }
}
