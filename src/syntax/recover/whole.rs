//! The text as a whole: what stands before the config and after it.

use crate::syntax::error::{SyntaxError, SyntaxErrorKind as Kind};
use crate::syntax::parser::{Parser, State};
use crate::syntax::{NodeKind, TokenKind, foreign};
use crate::text::{Span, offset};

impl Parser<'_> {
    /// A text without a value.
    pub(in crate::syntax) fn empty(&mut self) -> State {
        if self.lexer.errors.is_empty() {
            self.report(SyntaxError::new(Kind::Empty, Span::empty(0)));
        }
        State::Done
    }

    /// Goes over what stands before the config, or over all of a foreign file.
    pub(in crate::syntax) fn skip_foreign(&mut self, kind: Kind, end: usize) -> State {
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
            self.report(match foreign::restored(kind, prefix) {
                Some(meant) => {
                    let whole = Span::new(offset(start), offset(start + prefix.len()));
                    error.repair("write it as it was meant", whole, meant)
                }
                None => error,
            });
            return State::Done;
        }
        self.excused.after = matches!(kind, Kind::WrongFormat(_) | Kind::CodeFence);
        // On the config's own line it may well belong to it.
        let own_line = text[start..end].rsplit(['\n', '\r']).next().unwrap_or_default();
        let is_apart = kind != Kind::TextBefore || own_line.trim().is_empty();
        let before = Span::new(offset(start), offset(end));
        self.report(if is_apart {
            error.repair("remove what stands before the config", before, "")
        } else {
            error
        });
        State::Value
    }

    /// Opens the object whose braces are missing.
    pub(in crate::syntax) fn bare_members(&mut self) -> State {
        let start = Span::empty(self.span().start);
        let error = SyntaxError::new(Kind::MissingBraces, start);
        self.report(error.repair("open the object", start, "{\n"));
        let id = self.push_at(NodeKind::Object, self.index());
        self.enter(NodeKind::Object, id);
        self.excused.closing = true;
        State::Name
    }

    /// Something after the config.
    pub(in crate::syntax) fn after_end(&mut self) -> State {
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
                let line = foreign::first_line(&self.lexer.text[self.start()..]);
                let second = match self.kind {
                    TokenKind::OpenBrace => true,
                    TokenKind::OpenBracket => foreign::label(line).is_none(),
                    _ => false,
                };
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
}
