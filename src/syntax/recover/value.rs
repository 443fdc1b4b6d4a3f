//! Something other than a value where a value should be.

use super::REACH;
use crate::syntax::error::{SyntaxError, SyntaxErrorKind as Kind};
use crate::syntax::parser::{Parser, State};
use crate::syntax::{NodeKind, TokenKind, number};
use crate::text::Span;

impl Parser<'_> {
    /// A bare word where a value should be.
    pub(in crate::syntax) fn unquoted_value(&mut self) -> State {
        if self.parent != self.holder && self.begins_line() && self.is_followed_by_separator() {
            return self.missing_value();
        }
        if self.holder_kind == NodeKind::Array && self.is_name() {
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
            None => self.report_text(),
        }
        self.invalid_leaf()
    }

    /// Whether the current word is a name: a separator follows it that is no part of an address.
    fn is_name(&self) -> bool {
        let rest = &self.lexer.text[self.lexer.at..];
        let value = rest.strip_prefix(':').and_then(|rest| rest.chars().next());
        let is_address = value.is_some_and(|next| next.is_alphanumeric() || next == '/');
        self.is_followed_by_separator() && (self.begins_line() || !is_address)
    }

    /// Reports the current token, which is a value without quotes.
    fn report_text(&mut self) {
        let text = self.text();
        let span = self.span();
        if let Some(name) = environment_variable(text) {
            let error = SyntaxError::new(Kind::Expression, span);
            let text = format!("\"${{{name}}}\"");
            self.report(error.repair("take it from the environment", span, text));
        } else if is_code(text) {
            self.report_here(Kind::Expression);
        } else if text.starts_with('<') && text.ends_with('>') {
            self.report_here(Kind::Placeholder);
        } else if text.starts_with("...") {
            self.report_here(Kind::Ellipsis);
        } else if text.find(['"', '\'']) == Some(text.len() - 1) {
            let start = Span::empty(span.start);
            let error = SyntaxError::new(Kind::UnopenedString, span);
            self.report(error.repair("open the string", start, &text[text.len() - 1..]));
        } else {
            self.report_quotes(Kind::UnquotedText);
        }
    }

    fn invalid_leaf(&mut self) -> State {
        self.leaf(NodeKind::Invalid);
        self.advance();
        State::AfterValue
    }

    /// Makes the current token reach over the words that follow it on its line.
    fn take_line(&mut self) {
        let (start, rest) = (self.start(), &self.lexer.text[self.start()..]);
        let length = text_length(rest);
        let end = start + rest[..length].trim_end().len();
        self.extend(self.index(), end.max(self.lexer.at));
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
            TokenKind::Comma if in_member && self.value_is_next() => {
                self.extra_commas();
                State::Value
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

    /// Whether a value follows the current token on its line, and not the next name.
    fn value_is_next(&self) -> bool {
        let rest = self.lexer.text[self.lexer.at..].trim_start_matches([' ', '\t']);
        let rest = &rest[..rest.floor_char_boundary(REACH)];
        let after = match rest.chars().next() {
            Some('{' | '[') => return true,
            Some(quote @ ('"' | '\'')) => rest[1..].split_once(quote).map(|(_, after)| after),
            Some(first) if first.is_alphanumeric() || "-+.".contains(first) => {
                Some(rest.trim_start_matches(|c: char| c.is_alphanumeric() || "-+._".contains(c)))
            }
            _ => None,
        };
        after.is_some_and(|after| !after.trim_start().starts_with([':', '=']))
    }

    fn invalid_value(&mut self) -> State {
        let text = self.text();
        if self.closes_turned() {
            return self.close_turned();
        }
        if self.begins_tuple() {
            return self.open_parentheses();
        }
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
        self.text_value()
    }

    /// Takes the rest of the line as text without quotes.
    pub(super) fn text_value(&mut self) -> State {
        self.take_line();
        self.report_number_or_text();
        self.invalid_leaf()
    }

    fn report_number_or_text(&mut self) {
        let text = self.text();
        let span = self.span();
        let digits = text.trim_start_matches(['+', '-']);
        if !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') && !digits.is_empty() {
            return self.report_text();
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
            return self.report_text();
        }
        self.report_here(Kind::InvalidNumber);
    }
}

/// How long the text without quotes is that begins here: up to a comma, a closing bracket, a
/// comment or the line's end. What stands in brackets, or in the parentheses of a call, belongs to
/// it if they are closed on the same line.
fn text_length(rest: &str) -> usize {
    let near = &rest[..rest.floor_char_boundary(REACH)];
    let near = near.split(['\n', '\r']).next().unwrap_or_default();
    let brackets_end = near.rfind(['}', ']']).unwrap_or_default();
    let calls_end = near.rfind(')').unwrap_or_default();
    let (mut brackets, mut calls) = (0_u32, 0_u32);
    let mut last = '\0';
    for (at, character) in rest.char_indices() {
        let in_brackets = brackets > 0 && at <= brackets_end;
        let in_call = calls > 0 && at <= calls_end;
        match character {
            '\n' | '\r' => return at,
            ',' if !in_brackets && !in_call => return at,
            '}' | ']' if !in_brackets => return at,
            '}' | ']' => brackets -= 1,
            '{' | '[' => brackets += 1,
            '(' if in_call || last.is_alphanumeric() => calls += 1,
            ')' => calls = calls.saturating_sub(1),
            '#' if matches!(last, ' ' | '\t') => return at,
            '/' if matches!(last, ' ' | '\t') && rest[at + 1..].starts_with(['/', '*']) => {
                return at;
            }
            _ => {}
        }
        last = character;
    }
    rest.len()
}

/// The variable that an expression of JavaScript or Python takes from the environment.
fn environment_variable(text: &str) -> Option<&str> {
    let name = text.strip_prefix("process.env.").or_else(|| {
        let rest = ["process.env[", "os.environ[", "os.environ.get(", "os.getenv("]
            .iter()
            .find_map(|call| text.strip_prefix(call))?;
        let name = rest.strip_suffix([']', ')'])?;
        let quote = name.get(..1).filter(|quote| matches!(*quote, "\"" | "'"))?;
        name[1..].strip_suffix(quote)
    })?;
    let is_name = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    (!name.is_empty() && name.bytes().all(is_name)).then_some(name)
}

/// Whether a text is code: it calls or declares something, or asks for the environment.
fn is_code(text: &str) -> bool {
    let calls = text.split('(').next().unwrap_or_default();
    let declares = ["function ", "function(", "async ", "new ", "process.", "os."];
    calls.len() < text.len() && calls.ends_with(char::is_alphanumeric)
        || text.contains("=>")
        || declares.iter().any(|start| text.starts_with(start))
}
