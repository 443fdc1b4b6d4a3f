//! Tokens that a config seldom holds: comments, and what is no token of JSON5.

use super::{CLASS, Class, Lexer, is_smart_quote, line_end};
use crate::syntax::error::{SyntaxError, SyntaxErrorKind as Kind};
use crate::syntax::{TokenKind, unicode};
use crate::text::{Span, offset};

impl Lexer<'_> {
    /// Reports the first invalid escape of a string; the others have the same cause.
    pub(super) fn invalid_escape(&mut self, start: usize, wrong: Span) {
        let inside = &self.text[start + 1..self.at];
        let is_path = inside.get(1..3) == Some(":\\") && inside.as_bytes()[0].is_ascii_alphabetic();
        let error = SyntaxError::new(Kind::InvalidEscape, wrong);
        self.errors.add(if is_path {
            // In a Windows path every backslash is meant as one.
            let last = inside.rfind('\\').unwrap_or(2);
            let path = &inside[2..=last];
            let span = Span::new(offset(start + 3), offset(start + 2 + last));
            let doubled = path.replace("\\\\", "\\").replace('\\', "\\\\");
            error.repair("double the backslashes", span, doubled)
        } else {
            error.repair("double the backslash", Span::empty(wrong.start), "\\")
        });
    }

    /// Ends a string that is not closed on its line, before what was meant to follow it.
    pub(super) fn unclosed_string(&mut self, line_end: usize, quote: u8) {
        let start = self.at;
        let line = &self.text[start + 1..line_end];
        let quote_span = Span::new(offset(start), offset(start + 1));
        let quote = char::from(quote).to_string();
        if let Some((at, smart)) = line.char_indices().find(|&(_, c)| is_smart_quote(c)) {
            let closes = line[at + smart.len_utf8()..].trim_start().chars().next();
            if matches!(closes, None | Some(',' | ':' | '}' | ']' | '/')) {
                let span =
                    Span::new(offset(start + 1 + at), offset(start + 1 + at + smart.len_utf8()));
                self.at = span.end as usize;
                let error = SyntaxError::new(Kind::SmartQuotes, span).opened(quote_span);
                self.errors.add(error.repair("use a plain quote", span, quote));
                return;
            }
        }
        let name = line.find(|c: char| !(c.is_ascii_alphanumeric() || "_-$.".contains(c)));
        let is_name = name.is_some_and(|end| {
            end > 0 && line[end..].starts_with(':') && !line[end..].starts_with("://")
        });
        let before = self.tokens.iter().rev().find(|token| !token.kind.is_trivia());
        let after_separator = before
            .is_some_and(|token| matches!(token.kind, TokenKind::OpenBrace | TokenKind::Comma));
        let mut inside = match name {
            Some(end) if is_name && after_separator => &line[..end],
            _ => {
                let comment = line.find(" //").unwrap_or(line.len());
                let cut = line[..comment].trim_end_matches([' ', '\t', ',', '}', ']']);
                if cut.is_empty() { line.trim_end() } else { cut }
            }
        };
        if inside.ends_with('\\') {
            // The backslash would take the quote for itself.
            inside = line;
        }
        self.at = start + 1 + inside.len();
        let error = SyntaxError::new(Kind::UnclosedString, self.span(start)).opened(quote_span);
        let end = Span::empty(offset(self.at));
        self.errors.add(if inside.ends_with('\\') {
            error
        } else {
            error.repair("close the string", end, quote)
        });
    }

    /// What a config seldom holds; whether the parser has to see it.
    #[cold]
    #[inline(never)]
    pub(super) fn rare(&mut self, byte: u8) -> (TokenKind, bool) {
        let start = self.at;
        match CLASS[usize::from(byte)] {
            Class::Slash => match self.bytes.get(start + 1) {
                Some(b'/') => {
                    self.at = line_end(self.bytes, start + 2);
                    (TokenKind::LineComment, false)
                }
                Some(b'*') => (self.block_comment(), false),
                _ => (self.run(), true),
            },
            Class::Wide => match self.character(start) {
                Some(wide) if unicode::is_space(wide) => (self.space(), false),
                Some(wide) if is_smart_quote(wide) => (self.quoted(wide), true),
                Some(wide) if unicode::is_foreign_space(wide) => (self.foreign_space(wide), false),
                _ => (self.word(), true),
            },
            Class::Hash if self.follows_colon() => (self.run(), true),
            Class::Hash => (self.foreign_comment("#"), false),
            Class::Backtick => (self.quoted('`'), true),
            Class::Control => (self.control(), false),
            Class::Punctuation if matches!(byte, b'<' | b'=' | b'>' | b'|') => {
                if self.text[start..].starts_with("<!--") {
                    return (self.foreign_comment("<!--"), false);
                }
                if self.conflict() {
                    return (TokenKind::Invalid, false);
                }
                self.at += if self.text[start..].starts_with("=>") { 2 } else { 1 };
                (TokenKind::Invalid, true)
            }
            Class::Punctuation => (self.single(TokenKind::Invalid), true),
            _ if byte == b'\\' => (self.word(), true),
            _ => (self.run(), true),
        }
    }

    fn block_comment(&mut self) -> TokenKind {
        let start = self.at;
        if let Some(length) = memchr::memmem::find(&self.bytes[start + 2..], b"*/") {
            self.at = start + 2 + length + 2;
        } else {
            self.at = self.bytes.len();
            let opened = Span::new(offset(start), offset(start + 2));
            // Closed at the end of the text it would take the config with it.
            let end = Span::empty(offset(line_end(self.bytes, start)));
            let error = SyntaxError::new(Kind::UnclosedComment, opened);
            self.errors.add(error.repair("close the comment", end, " */"));
        }
        TokenKind::BlockComment
    }

    /// A name or string between quotes that JSON5 does not know. Without the closing one it ends
    /// before what was meant to follow it.
    fn quoted(&mut self, first: char) -> TokenKind {
        let start = self.at;
        let inside = self.character_end(start);
        let closes = |character| match first {
            '`' => character == '`',
            _ => is_smart_quote(character) || character == '"',
        };
        let rest = &self.text[inside..];
        let stop = |character| matches!(character, '\n' | '\r') || closes(character);
        let length = rest.find(stop).unwrap_or(rest.len());
        let end = rest[length..].chars().next().filter(|&character| closes(character));
        self.at = inside
            + match end {
                Some(quote) => length + quote.len_utf8(),
                None => rest[..length].trim_end_matches([' ', '\t', ',', '}', ']']).len(),
            };
        TokenKind::Invalid
    }

    fn foreign_space(&mut self, first: char) -> TokenKind {
        let start = self.at;
        while self.character(self.at).is_some_and(unicode::is_foreign_space) {
            self.at = self.character_end(self.at);
        }
        let span = self.span(start);
        let error = SyntaxError::new(Kind::ForeignSpace(first), span);
        self.errors.add(error.repair("write a space", span, " "));
        TokenKind::Invalid
    }

    fn control(&mut self) -> TokenKind {
        let start = self.at;
        let is_control = |&byte: &u8| CLASS[usize::from(byte)] == Class::Control;
        while self.bytes.get(self.at).is_some_and(is_control) {
            self.at += 1;
        }
        let span = self.span(start);
        let error = SyntaxError::new(Kind::ControlCharacter, span);
        self.errors.add(error.repair("remove it", span, ""));
        TokenKind::Invalid
    }

    /// Whether a colon and blanks stand before this place, and a word after its first character:
    /// `color: #fff` has no comment.
    fn follows_colon(&self) -> bool {
        let before = self.text[..self.at].trim_end_matches([' ', '\t']);
        let word = self.bytes.get(self.at + 1).is_some_and(u8::is_ascii_alphanumeric);
        word && before.ends_with(':')
    }

    /// A comment of another language. Lines of them that follow each other are one token: they are
    /// one comment to their author.
    pub(super) fn foreign_comment(&mut self, opening: &'static str) -> TokenKind {
        let start = self.at;
        let mut mended = String::new();
        let mut from = start;
        loop {
            let text = &self.text[from + opening.len()..line_end(self.bytes, from)];
            let closed = if opening == "<!--" { text.find("-->") } else { None };
            let comment = &text[..closed.unwrap_or(text.len())];
            self.at = from + opening.len() + comment.len() + closed.map_or(0, |_| "-->".len());
            if closed.is_some() {
                mended.extend(["/*", &comment.replace("*/", "* /"), "*/"]);
                break;
            }
            mended.push_str("//");
            mended.push_str(comment.trim_start_matches(opening));
            let rest = &self.text[self.at..];
            let gap = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
            let breaks = rest[..gap].matches('\n').count();
            if breaks != 1 || !rest[gap..].starts_with(opening) {
                break;
            }
            mended.push_str(&rest[..gap]);
            from = self.at + gap;
        }
        let span = self.span(start);
        let error = SyntaxError::new(Kind::ForeignComment(opening), span);
        self.errors.add(error.repair("write it as JSON5 does", span, mended));
        TokenKind::Invalid
    }

    /// Takes the marker line of a merge conflict and, from the second marker on, all up to the end
    /// of the conflict: our side is whole by itself.
    fn conflict(&mut self) -> bool {
        let start = self.at;
        let rest = &self.bytes[start..];
        let at_line_start = start == 0 || matches!(self.bytes[start - 1], b'\n' | b'\r');
        let Some(marker) = rest.first_chunk::<7>() else { return false };
        if !at_line_start || marker.iter().any(|byte| byte != &marker[0]) {
            return false;
        }
        let first = line_end(self.bytes, start);
        match marker[0] {
            b'<' => {
                self.at = first;
                self.errors.add(SyntaxError::new(Kind::ConflictMarkers, self.span(start)));
            }
            b'|' | b'=' => {
                let rest = if self.conflicts_end { &[] } else { &self.bytes[first..] };
                let end = memchr::memmem::find(rest, b"\n>>>>>>>");
                self.at = match end {
                    Some(length) => line_end(self.bytes, first + length + 1),
                    None => first,
                };
                self.conflicts_end = end.is_none();
                self.conflict_without_start(start);
            }
            _ => {
                self.at = first;
                self.conflict_without_start(start);
            }
        }
        true
    }

    /// A marker whose conflict was reported where it began needs no error of its own.
    fn conflict_without_start(&mut self, start: usize) {
        if self.errors.last().is_none_or(|error| error.kind != Kind::ConflictMarkers) {
            self.errors.add(SyntaxError::new(Kind::ConflictMarkers, self.span(start)));
        }
    }
}
