//! Strings over several lines, which other languages have and JSON5 has not.

use super::Lexer;
use crate::syntax::error::{SyntaxError, SyntaxErrorKind as Kind};
use crate::text::{Span, offset};

/// How far the end of such a string is looked for, in bytes.
const REACH: usize = 16 << 10;

impl<'t> Lexer<'t> {
    /// Takes a string between three quotes, which begins at `start`, if its end is found.
    #[cold]
    pub(super) fn triple_quotes(&mut self, start: usize) -> bool {
        if self.errors.is_full() {
            return false;
        }
        let text = self.text;
        let quotes = &text[start..start + 3];
        let inside = self.reach(start + 3);
        let Some(length) = inside.find(quotes) else { return false };
        self.at = start + 3 + length + 3;
        let span = Span::new(offset(start), offset(start + 3));
        let error = SyntaxError::new(Kind::TripleQuotes, span);
        let text = on_one_line(&inside[..length], &quotes[..1]);
        self.errors.add(error.repair("write it as one string", self.span(start), text));
        true
    }

    /// Takes a string that begins at the lexer's place and goes on after `line_end`, if its closing
    /// quote is found where one would be.
    pub(super) fn raw_string(&mut self, line_end: usize, quote: u8) -> bool {
        let start = self.at;
        let Some(end) = self.raw_string_end(line_end, quote) else { return false };
        self.at = end;
        let line = Span::new(offset(start), offset(line_end));
        let quote = &self.text[start..=start];
        let text = on_one_line(&self.text[start + 1..end - 1], quote);
        let error = SyntaxError::new(Kind::RawLineBreak, line);
        self.errors.add(error.repair("write `\\n` for its line breaks", self.span(start), text));
        true
    }

    /// Where the string ends whose first line does not end it. The next quote closes it only if
    /// what follows a value follows; else it opens the next string, and this one lacks its own.
    fn raw_string_end(&self, line_end: usize, quote: u8) -> Option<usize> {
        if self.errors.is_full() {
            return None;
        }
        let lines = self.reach(line_end);
        let mut at = 0;
        loop {
            at += memchr::memchr2(quote, b'\\', lines.as_bytes().get(at..)?)?;
            if lines.as_bytes()[at] == b'\\' {
                at += 2;
                continue;
            }
            let before = lines[..at].chars().next_back();
            let mut after = lines[at + 1..].chars();
            let is_apostrophe = quote == b'\''
                && before.is_some_and(char::is_alphanumeric)
                && after.next().is_some_and(char::is_alphanumeric);
            if !is_apostrophe {
                let after = lines[at + 1..].trim_start_matches([' ', '\t']);
                let closes = after.is_empty() || after.starts_with([',', '}', ']', '\n', '\r']);
                return closes.then_some(line_end + at + 1);
            }
            at += 1;
        }
    }

    fn reach(&self, from: usize) -> &'t str {
        let text = self.text;
        &text[from..text.floor_char_boundary(from + REACH)]
    }
}

/// The text of a string over several lines as one string, with the same escapes.
fn on_one_line(inside: &str, quote: &str) -> String {
    let mut text = quote.to_owned();
    let mut characters = inside.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\\' => {
                text.push('\\');
                text.extend(characters.next());
            }
            '\r' | '\n' => {
                characters.next_if(|&next| character == '\r' && next == '\n');
                text.push_str("\\n");
            }
            _ => {
                if quote.starts_with(character) {
                    text.push('\\');
                }
                text.push(character);
            }
        }
    }
    text.push_str(quote);
    text
}
