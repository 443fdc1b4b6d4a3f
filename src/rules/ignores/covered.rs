//! Which members and items a comment is for.

use std::collections::BTreeMap;

use crate::syntax::{TokenId, Tree, Value};
use crate::text::Span;

/// Where members and items begin.
pub(super) struct Starts {
    /// By their first token, the outermost of those that begin there.
    by_token: BTreeMap<TokenId, Span>,
    /// Also by the first token of their value.
    by_value: BTreeMap<TokenId, Span>,
}

impl Starts {
    pub(super) fn of(tree: &Tree) -> Self {
        let mut starts = Self { by_token: BTreeMap::new(), by_value: BTreeMap::new() };
        for value in tree.values() {
            let (first, span) = match value.member() {
                Some(member) => (member.name_token(), member.span()),
                None => (first_token(tree, value), value.span()),
            };
            starts.by_token.entry(first).or_insert(span);
            starts.by_value.entry(first_token(tree, value)).or_insert(span);
        }
        starts
    }

    /// What a comment covers.
    pub(super) fn covered(&self, tree: &Tree, comment: TokenId) -> Vec<Span> {
        let around = Around::of(tree, comment);
        let next = around.next.and_then(|next| {
            self.by_token.get(&next).or_else(|| self.by_value.get(&next)).copied()
        });
        let is_before = around.begins_line || !around.ends_line;
        if let (true, Some(next)) = (is_before, next) {
            return vec![next];
        }
        if around.begins_line {
            return Vec::new();
        }
        let line = around.line;
        let on_line = self.by_token.range(tree.token_at(line.start)..).map(|(_, span)| *span);
        let root = tree.root().map(Value::span);
        let begins = on_line.skip_while(|span| span.start < line.start);
        let begins = begins.take_while(|span| span.start < line.end);
        std::iter::once(line).chain(begins.filter(|span| Some(*span) != root)).collect()
    }
}

fn first_token(tree: &Tree, value: Value<'_>) -> TokenId {
    tree.token_at(value.span().start)
}

/// What stands around a comment.
struct Around {
    /// The line that it begins on.
    line: Span,
    /// Whether nothing but comments stands before it on its line.
    begins_line: bool,
    /// Whether nothing but comments stands after it on its line.
    ends_line: bool,
    /// The next token that is neither comment nor white space.
    next: Option<TokenId>,
}

impl Around {
    fn of(tree: &Tree, comment: TokenId) -> Self {
        let span = tree.token_span(comment);
        let text = tree.text();
        let is_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
        let before = &text.as_bytes()[..span.start as usize];
        let after = &text.as_bytes()[span.end as usize..];
        let start = before.iter().rposition(is_end).map_or(0, |at| at + 1);
        let end = after.iter().position(is_end).map_or(text.len(), |at| span.end as usize + at);
        let at = |byte: usize| crate::text::offset(byte);
        let is_code = |token: &TokenId| !tree.token_kind(*token).is_trivia();
        let (first, last) = (tree.token_at(at(start)), comment);
        let begins_line = !(first.0..last.0).map(TokenId).any(|token| is_code(&token));
        let next = (comment.0 + 1..tree.end().0).map(TokenId).find(is_code);
        let ends_line = next.is_none_or(|next| tree.token_span(next).start as usize >= end);
        Self { line: Span::new(at(start), at(end)), begins_line, ends_line, next }
    }
}
