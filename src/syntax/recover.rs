//! What to make of texts that break the grammar: one error for one cause, and on.

use super::error::{SyntaxError, SyntaxErrorKind as Kind};
use super::lexer::is_smart_quote;
use super::parser::{Parser, State};
use super::{NodeKind, Token, TokenKind, number, unicode};
use crate::text::{Span, offset};

/// How far guesses look, in bytes or levels, so that a long line or a deep text costs no more.
const REACH: usize = 512;

/// How many brackets a repair closes at most; who leaves more open meant something else.
const REPAIRED: usize = 32;

impl Parser<'_> {
    // Places.

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

    // The text as a whole.

    /// A text without a value.
    pub(super) fn empty(&mut self) -> State {
        if self.lexer.errors.is_empty() {
            self.report(SyntaxError::new(Kind::Empty, Span::empty(0)));
        }
        State::Done
    }

    /// Goes over what stands before the config, or over all of a foreign file.
    pub(super) fn skip_foreign(&mut self, kind: Kind, end: usize) -> State {
        let text = self.lexer.text;
        let start = self.start();
        self.lexer.errors.clear();
        self.extend(self.index(), end);
        let prefix = text[start..end].trim_end();
        let line = prefix.find(['\n', '\r']).unwrap_or(prefix.len());
        let span = Span::new(offset(start), offset(start + prefix[..line].trim_end().len()));
        let error = SyntaxError::new(kind, span);
        self.advance();
        if self.kind == TokenKind::End {
            self.report(error);
            return State::Done;
        }
        self.excused.after = matches!(kind, Kind::WrongFormat(_) | Kind::CodeFence);
        let before = Span::new(offset(start), offset(end));
        self.report(error.repair("remove what stands before the config", before, ""));
        State::Value
    }

    /// Opens the object whose braces are missing.
    pub(super) fn bare_members(&mut self) -> State {
        let start = Span::empty(self.span().start);
        let error = SyntaxError::new(Kind::MissingBraces, start);
        self.report(error.repair("open the object", start, "{\n"));
        let id = self.push_at(NodeKind::Object, self.index());
        self.enter(NodeKind::Object, id);
        self.excused.closing = true;
        State::Name
    }

    /// Something after the config.
    pub(super) fn after_end(&mut self) -> State {
        if self.excused.after {
            self.skip_to_end();
            self.advance();
            return State::Done;
        }
        let here = self.span();
        let closed = self.lexer.tokens[self.previous].kind == TokenKind::CloseBrace;
        let root_is_object = self.nodes.get(1).is_some_and(|root| root.kind == NodeKind::Object);
        if closed && root_is_object && self.goes_on() {
            return self.reopen();
        }
        match self.kind {
            TokenKind::CloseBrace | TokenKind::CloseBracket => {
                let bracket = if self.kind == TokenKind::CloseBrace { '}' } else { ']' };
                let mut all = here;
                while matches!(self.kind, TokenKind::CloseBrace | TokenKind::CloseBracket) {
                    all = all.join(self.span());
                    self.advance();
                }
                let error = SyntaxError::new(Kind::StrayClosing(bracket), all);
                self.report(error.repair("remove it", all, ""));
                self.excused.after = true;
                State::AfterValue
            }
            TokenKind::Comma | TokenKind::Invalid
                if matches!(self.text(), "," | ";") && self.rest_is_blank() =>
            {
                let error = SyntaxError::new(Kind::TextAfter, here);
                self.report(error.repair("remove it", here, ""));
                self.advance();
                State::AfterValue
            }
            _ => {
                let second = matches!(self.kind, TokenKind::OpenBrace | TokenKind::OpenBracket);
                self.skip_to_end();
                let span = self.span();
                let error = if second {
                    SyntaxError::new(Kind::SecondValue, here)
                } else {
                    let line = self.text().find(['\n', '\r']).unwrap_or(span.len() as usize);
                    let first = Span::new(span.start, span.start + offset(line));
                    let error = SyntaxError::new(Kind::TextAfter, first);
                    error.repair("remove what stands after the config", span, "")
                };
                self.report(error);
                self.advance();
                State::Done
            }
        }
    }

    fn rest_is_blank(&self) -> bool {
        self.lexer.text[self.lexer.at..].trim_start().is_empty()
    }

    /// Whether members follow the end of the config, which was closed too early then.
    fn goes_on(&self) -> bool {
        match self.kind {
            TokenKind::Comma => !self.rest_is_blank(),
            TokenKind::PlainString | TokenKind::EscapedString | TokenKind::Word => {
                self.next_character() == Some(':')
            }
            _ => false,
        }
    }

    /// Takes the end of the config back.
    fn reopen(&mut self) -> State {
        let stray = self.token_span(self.previous);
        let error = SyntaxError::new(Kind::StrayClosing('}'), stray);
        self.report(error.repair("remove it", stray, ""));
        self.excused.closing = true;
        self.enter(NodeKind::Object, 1);
        if self.kind == TokenKind::Comma { State::AfterValue } else { State::Name }
    }

    // Values.

    /// A bare word where a value should be.
    pub(super) fn unquoted_value(&mut self) -> State {
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

    /// A member without a value; the current token begins the next member.
    fn missing_value(&mut self) -> State {
        self.report_missing(Kind::MissingValue);
        self.end_member(self.previous + 1);
        State::Name
    }

    /// Something that is no value where a value should be.
    pub(super) fn no_value(&mut self) -> State {
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

    /// Reports a run of equal tokens that do not belong here, and goes on.
    fn unexpected(&mut self) {
        let kind = self.kind;
        let mut all = self.span();
        while self.kind == kind && self.kind != TokenKind::End {
            all = all.join(self.span());
            self.advance();
        }
        self.report(SyntaxError::new(Kind::Unexpected, all).repair("remove it", all, ""));
    }

    fn extra_commas(&mut self) {
        let mut all = self.span();
        while self.kind == TokenKind::Comma {
            all = all.join(self.span());
            self.advance();
        }
        self.report(SyntaxError::new(Kind::ExtraComma, all).repair("remove it", all, ""));
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

    // Names.

    /// Something that is no name where a name should be.
    pub(super) fn no_name(&mut self) -> State {
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
            TokenKind::Invalid => self.stray(Kind::Unexpected, None),
            _ => {
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
    pub(super) fn no_colon(&mut self) -> State {
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
            _ => match self.name_of_words() {
                Some(end) => {
                    self.extend(self.previous, end);
                    self.report_quotes(Kind::UnquotedName);
                    self.advance();
                    State::AfterName
                }
                None => {
                    let at = Span::empty(self.previous_end());
                    let error = SyntaxError::new(Kind::MissingColon, at);
                    self.report(error.repair("insert a colon", at, ":"));
                    State::Value
                }
            },
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

    // Commas.

    /// Something other than a comma or the right bracket after a value.
    pub(super) fn no_comma(&mut self) -> State {
        let in_array = self.holder_kind == NodeKind::Array;
        match self.kind {
            TokenKind::End => self.unclosed(),
            TokenKind::CloseBrace | TokenKind::CloseBracket => self.mismatched(),
            TokenKind::Colon => self.colon_after_value(),
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

    /// Whether the current token begins where a closed string ends.
    fn follows_string(&self) -> bool {
        let span = self.token_span(self.previous);
        let bytes = &self.lexer.text.as_bytes()[span.range()];
        let closed = matches!(bytes, [first @ (b'"' | b'\''), .., last] if first == last);
        closed && span.end == self.span().start
    }

    /// Reports and skips what belongs to no member, up to the next comma, closing bracket or
    /// member. The error lies at `place`, or covers all that is skipped.
    fn stray(&mut self, kind: Kind, place: Option<Span>) -> State {
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
                TokenKind::CloseBrace | TokenKind::CloseBracket if open == 0 => break,
                TokenKind::CloseBrace | TokenKind::CloseBracket => open -= 1,
                TokenKind::Comma if open == 0 => break,
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
        if !is_leaf || !self.has_line_end(end, start) {
            return self.stray(Kind::Unexpected, None);
        }
        let kind = self.lexer.tokens[before].kind;
        if self.holder_kind == NodeKind::Array {
            let holder = self.nodes[self.holder as usize];
            let in_member = self.nodes[holder.parent as usize].kind == NodeKind::Member;
            if !in_member || kind == TokenKind::OpenBracket {
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
            self.report(error.repair("close the array", at, repair));
            self.leave(last + 1);
        } else {
            self.nodes.pop();
            let member = offset(self.nodes.len() - 1);
            self.lexer.errors.forget(end);
            let error = SyntaxError::new(Kind::MissingValue, Span::empty(end));
            self.report(error);
            self.parent = member;
            self.end_member(before + 1);
        }
        self.previous = before;
        self.read_again(value, start as usize);
        State::Name
    }

    // Brackets.

    /// A closing bracket of the other sort.
    fn mismatched(&mut self) -> State {
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
    fn unclosed(&mut self) -> State {
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
        let error = match self.outdented_member() {
            Some((holder, token)) => {
                let at = Span::empty(self.token_span(self.before(token)).end);
                let error = SyntaxError::new(Kind::MissingClosing('}'), at);
                let error = error.opened(self.opener(holder));
                // A comma that is missing there belongs after the bracket that is missing.
                self.lexer.errors.take_back(Kind::MissingComma, at);
                if count == 1 {
                    let indent = self.indentation(self.opener(holder).start);
                    error.repair("close it", at, format!("{indent}}},"))
                } else {
                    error
                }
            }
            None => {
                let kind = self.nodes[innermost as usize].kind;
                let bracket = if kind == NodeKind::Object { '}' } else { ']' };
                let error = SyntaxError::new(Kind::MissingClosing(bracket), at);
                let error = error.opened(self.opener(innermost));
                if count <= REPAIRED { error.repair("close it", at, missing) } else { error }
            }
        };
        self.report(error);
        State::AfterValue
    }

    /// Whether a line ends between a bracket and `end`, or the two are far from each other.
    fn has_line_end_near(&self, opener: u32, end: u32) -> bool {
        end - opener > offset(REACH) || self.has_line_end(opener, end)
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
