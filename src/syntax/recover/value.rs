//! Something other than a value where a value should be.

use crate::syntax::error::{SyntaxError, SyntaxErrorKind as Kind};
use crate::syntax::parser::{Parser, State};
use crate::syntax::{NodeKind, TokenKind, number};

impl Parser<'_> {
    /// A bare word where a value should be.
    pub(in crate::syntax) fn unquoted_value(&mut self) -> State {
        if self.parent != self.holder && self.begins_line() && self.is_followed_by_separator() {
            return self.missing_value();
        }
        if self.holder_kind == NodeKind::Array
            && self.begins_line()
            && self.is_followed_by_separator()
        {
            // A name, as the colon after it will show.
            return self.invalid_leaf();
        }
        let word = self.text();
        self.take_line();
        let text = self.text();
        let literal = match word.to_ascii_lowercase().as_str() {
            _ if text != word => None,
            "true" => Some("true"),
            "false" => Some("false"),
            "null" | "none" | "nil" | "undefined" => Some("null"),
            "nan" => Some("NaN"),
            "infinity" | "inf" => Some("Infinity"),
            _ => None,
        };
        match literal {
            Some(literal) => {
                let error = SyntaxError::new(Kind::ForeignLiteral(literal), self.span());
                let span = self.span();
                self.report(error.repair("write it as JSON5 does", span, literal));
            }
            None => self.report_quotes(Kind::UnquotedText),
        }
        self.invalid_leaf()
    }

    fn invalid_leaf(&mut self) -> State {
        self.leaf(NodeKind::Invalid);
        self.advance();
        State::AfterValue
    }

    /// Makes the current token reach over the words that follow it on its line.
    fn take_line(&mut self) {
        let (start, rest) = (self.start(), &self.lexer.text[self.start()..]);
        let mut open = 0_u32;
        let mut last = '\0';
        let mut length = rest.len();
        for (at, character) in rest.char_indices() {
            let comment = character == '#' || {
                let after = &rest[at..];
                after.starts_with("//") || after.starts_with("/*")
            };
            match character {
                '\n' | '\r' => {}
                ',' | '}' | ']' if open == 0 => {}
                _ if comment && matches!(last, ' ' | '\t') => {}
                '{' | '[' | '}' | ']' => {
                    let opens = matches!(character, '{' | '[');
                    open = if opens { open + 1 } else { open - 1 };
                    last = character;
                    continue;
                }
                _ => {
                    last = character;
                    continue;
                }
            }
            length = at;
            break;
        }
        let end = start + rest[..length].trim_end().len();
        self.extend(self.index(), end.max(self.lexer.at));
    }

    /// A member without a value; the current token begins the next member.
    pub(super) fn missing_value(&mut self) -> State {
        self.report_missing(Kind::MissingValue);
        self.end_member(self.previous + 1);
        State::Name
    }

    /// Something that is no value where a value should be.
    pub(in crate::syntax) fn no_value(&mut self) -> State {
        let in_member = self.parent != self.holder;
        match self.kind {
            TokenKind::End if self.holder_kind == NodeKind::Document => self.empty(),
            TokenKind::End => {
                self.end_member(self.previous + 1);
                State::AfterValue
            }
            TokenKind::Invalid => self.invalid_value(),
            TokenKind::Colon => {
                self.unexpected();
                if in_member || self.holder_kind == NodeKind::Document {
                    State::Value
                } else {
                    State::Item
                }
            }
            _ if in_member => {
                self.report_missing(Kind::MissingValue);
                self.end_member(self.previous + 1);
                State::AfterValue
            }
            TokenKind::Comma if self.holder_kind == NodeKind::Array => {
                self.extra_commas();
                State::Item
            }
            TokenKind::Comma => {
                self.unexpected();
                State::Value
            }
            _ if self.holder_kind == NodeKind::Document => self.after_end(),
            _ => self.mismatched(),
        }
    }

    fn invalid_value(&mut self) -> State {
        let text = self.text();
        if self.is_quoted() {
            self.report_quotes(Kind::SmartQuotes);
            return self.invalid_leaf();
        }
        if matches!(text, "=" | "=>") {
            self.unexpected();
            return if self.parent == self.holder && self.holder_kind == NodeKind::Array {
                State::Item
            } else {
                State::Value
            };
        }
        if text == ";" {
            if self.parent == self.holder {
                self.unexpected();
                return State::AfterValue;
            }
            self.report_missing(Kind::MissingValue);
            self.end_member(self.previous + 1);
            self.advance();
            return State::AfterValue;
        }
        if self.parent != self.holder && self.begins_line() && self.is_followed_by_separator() {
            return self.missing_value();
        }
        self.take_line();
        self.report_number_or_text();
        self.invalid_leaf()
    }

    fn report_number_or_text(&mut self) {
        let text = self.text();
        let span = self.span();
        let digits = text.trim_start_matches(['+', '-']);
        if !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') && !digits.is_empty() {
            return self.report_quotes(Kind::UnquotedText);
        }
        if digits.len() > 1 && digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit())
        {
            return self.report_here(Kind::LeadingZero);
        }
        let plain = text.replace('_', "");
        if number::scan(plain.as_bytes(), 0) == Some(plain.len()) {
            let error = SyntaxError::new(Kind::InvalidNumber, span);
            return self.report(error.repair("remove the separators", span, plain));
        }
        let letters = digits.bytes().filter(u8::is_ascii_alphabetic).count();
        if digits.contains([' ', ':', '/', '@'])
            || letters > 2
            || digits.matches(['.', '-']).count() > 2
        {
            return self.report_quotes(Kind::UnquotedText);
        }
        self.report_here(Kind::InvalidNumber);
    }
}
