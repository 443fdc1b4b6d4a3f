//! Finds secrets in a tree: by the names they stand under, in strings and comments.

use super::assignments::{self, Manner};
use super::carried::carry;
use super::masked::merged;
use super::named::Named;
use super::names::Name;
use super::shapes::span;
use super::{continued, shapes, values};
use crate::finding::Edit;
use crate::syntax::{TokenKind, Tree, Value, ValueKind};
use crate::text::Span;

/// What was found in a text.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The secret bytes, in no particular order; some overlap.
    pub(super) spans: Vec<Span>,
    /// Secrets that the text writes in another way, or did: decoded strings, values that moved.
    pub(super) decoded: Vec<String>,
}

impl Found {
    /// Every secret of a text without a tree.
    pub(super) fn in_text(text: &str) -> Self {
        let mut found = Self::default();
        shapes::find(text, &mut |span, _| found.spans.push(span));
        found.broken(text);
        found
    }

    /// Every secret of a tree whose names say what `named` holds. Linear in its text.
    pub(super) fn in_tree(tree: &Tree, named: &Named, keys: &[Vec<String>]) -> Self {
        let mut found = Self::default();
        shapes::find(tree.text(), &mut |span, _| found.spans.push(span));
        if !tree.errors().is_empty() {
            found.broken(tree.text());
        }
        found.tokens(tree);
        named.values(tree).for_each(|(value, class)| found.leaf(value, class));
        found.declared(tree, keys);
        found
    }

    /// Every secret of a tree that `passes` of edits made of `before`, and every one of that.
    pub(super) fn in_mended(
        tree: &Tree,
        before: &Tree,
        passes: &[Vec<Edit>],
        keys: &[Vec<String>],
    ) -> Self {
        let [mut found, past] =
            [tree, before].map(|tree| Self::in_tree(tree, &Named::of(tree), keys));
        let secrets = merged(past.spans);
        found.decoded.extend(past.decoded);
        found.decoded.extend(secrets.iter().map(|&span| before.slice(span).to_owned()));
        found.spans.extend(passes.iter().fold(secrets, |secrets, edits| carry(&secrets, edits)));
        found
    }

    /// Secrets of a text whose strings no tree tells apart, besides those by their looks.
    fn broken(&mut self, text: &str) {
        assignments::find(text, Manner::Broken, &mut |span| self.spans.push(span));
        continued::find(text, &mut |span, means| {
            self.spans.push(span);
            self.decoded.push(means.to_owned());
        });
    }

    /// Secrets by the name before them in strings and comments, and in what strings decode to.
    fn tokens(&mut self, tree: &Tree) {
        for (id, kind, place) in tree.tokens() {
            let text = tree.slice(place);
            let manner = match kind {
                TokenKind::LineComment | TokenKind::BlockComment => Manner::Comment,
                TokenKind::PlainString => Manner::Prose,
                TokenKind::EscapedString => {
                    self.escaped(place, text, &tree.decoded(id).to_lossy());
                    continue;
                }
                TokenKind::Word if text.contains('\\') => {
                    self.escaped(place, text, &tree.decoded(id).to_lossy());
                    continue;
                }
                _ => continue,
            };
            let inside = inside(text);
            let start = place.start + shapes::span(0, inside.start).end;
            assignments::find(&text[inside], manner, &mut |part| {
                self.spans.push(Span::new(start + part.start, start + part.end));
            });
        }
    }

    /// A string or name with escapes: when what it decodes to holds a secret, all of it is one,
    /// since no byte of what is written can be told apart.
    fn escaped(&mut self, place: Span, text: &str, decoded: &str) {
        let mut parts = Vec::new();
        shapes::find(decoded, &mut |span, _| parts.push(span));
        // With a quote in it, it may be what became of a line without its colon: `token "abc"`.
        let manner = if decoded.contains('"') { Manner::Broken } else { Manner::Prose };
        assignments::find(decoded, manner, &mut |span| parts.push(span));
        if !parts.is_empty() {
            self.whole(place, text);
            self.decoded.extend(parts.iter().map(|part| decoded[part.range()].to_owned()));
        }
    }

    /// Takes all inside the quotes of the token `text` at `place`.
    fn whole(&mut self, place: Span, text: &str) {
        let inside = inside(text);
        let start = place.start as usize;
        self.spans.push(span(start + inside.start, start + inside.end));
    }

    /// Takes what is secret in a value that holds no others.
    pub(super) fn leaf(&mut self, value: Value<'_>, class: Name) {
        let (place, text) = (value.span(), value.source());
        if !matches!(class, Name::Secret | Name::Texts | Name::Vague) || text.is_empty() {
            return;
        }
        let is_secret = |text: &str| match class {
            Name::Texts => !values::is_count(text),
            Name::Vague => values::looks_vague(text),
            _ => true,
        };
        match value.kind() {
            ValueKind::String => {
                let Some(decoded) = value.as_text() else { return };
                let decoded = decoded.to_lossy();
                let parts = values::secret_parts(&decoded);
                if parts.is_empty() || !is_secret(&decoded) {
                    return;
                }
                if text.contains('\\') {
                    self.whole(place, text);
                    self.decoded.extend(parts.into_iter().map(|part| decoded[part].to_owned()));
                } else {
                    let start = place.start as usize + inside(text).start;
                    let taken = parts.into_iter();
                    self.spans.extend(taken.map(|part| span(start + part.start, start + part.end)));
                }
            }
            ValueKind::Number if class == Name::Secret => self.spans.push(place),
            ValueKind::Invalid => {
                let start = place.start as usize;
                for part in values::secret_parts(text) {
                    self.spans.push(span(start + part.start, start + part.end));
                }
            }
            _ => {}
        }
    }
}

/// The bytes inside the quotes of a token, if it has any; the closing one may be missing.
fn inside(text: &str) -> std::ops::Range<usize> {
    let bytes = text.as_bytes();
    match bytes.first() {
        Some(quote @ (b'"' | b'\'')) => {
            let closed = bytes.len() > 1 && bytes.last() == Some(quote);
            1..bytes.len() - usize::from(closed)
        }
        _ => 0..bytes.len(),
    }
}
