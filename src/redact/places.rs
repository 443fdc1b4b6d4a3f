//! Finds secrets in a tree: by the names they stand under, in strings and comments.

use super::assignments::{self, Manner};
use super::carried::carry;
use super::masked::merged;
use super::names::{self, Name};
use super::shapes::span;
use super::{continued, shapes, values};
use crate::finding::Edit;
use crate::syntax::{Array, Member, Object, TokenKind, Tree, Value, ValueKind};
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

    /// Every secret of a tree. Linear in its text.
    pub(super) fn in_tree(tree: &Tree, keys: &[Vec<String>]) -> Self {
        let mut found = Self::default();
        shapes::find(tree.text(), &mut |span, _| found.spans.push(span));
        if !tree.errors().is_empty() {
            found.broken(tree.text());
        }
        found.tokens(tree);
        found.values(tree);
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
        let mut found = Self::in_tree(tree, keys);
        let past = Self::in_tree(before, keys);
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

    /// Secrets by the names they stand under.
    fn values(&mut self, tree: &Tree) {
        leaves(tree, &mut |value, class| self.leaf(value, class));
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

/// Tells each value that holds no others, with what the names on the way to it say of it. One that a
/// neighbour speaks of may be told twice.
pub(super) fn leaves<'t>(tree: &'t Tree, visit: &mut dyn FnMut(Value<'t>, Name)) {
    // Values come in order of place, each before what it holds.
    let mut shown_until = 0;
    let mut above: Vec<Below> = Vec::new();
    for value in tree.values() {
        let place = value.span();
        if place.start < shown_until {
            continue;
        }
        while above.pop_if(|below| below.until <= place.start).is_some() {}
        let inherited = above.last().map_or(Name::Plain, |below| below.class);
        let class = match value.member() {
            Some(member) => inherited.with(class_of(member, value), member),
            None => inherited,
        };
        match value.kind() {
            ValueKind::Object if class.is_secret() && is_reference(value) => {
                shown_until = place.end;
                continue;
            }
            ValueKind::Object | ValueKind::Array if class == Name::About => {
                shown_until = place.end;
                continue;
            }
            // The names in an object tell more than a vague name above it.
            ValueKind::Object if class == Name::Vague => {
                above.push(Below { until: place.end, class: Name::Plain });
            }
            ValueKind::Object | ValueKind::Array => {
                if class != inherited {
                    above.push(Below { until: place.end, class });
                }
            }
            _ => visit(value, class),
        }
        if let Some(object) = value.as_object() {
            pair(object, visit);
        } else if let Some(array) = value.as_array() {
            flags(array, visit);
        }
    }
}

/// `{ name: "X-Api-Key", value: "…" }`: a name that is itself a value.
fn pair<'t>(object: Object<'t>, visit: &mut dyn FnMut(Value<'t>, Name)) {
    if ["value", "val"].iter().all(|name| object.get(name).is_none()) {
        return;
    }
    let mut is_secret = false;
    let mut held = Vec::new();
    for member in object.members() {
        let Some(value) = member.value() else { continue };
        let name = member.name();
        let name = name.to_lossy();
        match &*name {
            "name" | "key" | "header" | "variable" => {
                is_secret |= value
                    .as_text()
                    .is_some_and(|text| names::classify(&text.to_lossy()).is_secret());
            }
            "value" | "val" => held.push(value),
            _ => {}
        }
    }
    if is_secret {
        for value in held {
            visit(value, Name::Secret);
        }
    }
}

/// `["--api-key", "…"]`: a flag and its argument.
fn flags<'t>(array: Array<'t>, visit: &mut dyn FnMut(Value<'t>, Name)) {
    let mut after_flag = false;
    for item in array.items() {
        if after_flag {
            visit(item, Name::Secret);
        }
        after_flag = item.as_text().is_some_and(|text| {
            let text = text.to_lossy();
            text.starts_with('-') && names::classify(&text).is_secret()
        });
    }
}

/// What stands below a name, and how far it reaches.
struct Below {
    until: u32,
    class: Name,
}

impl Name {
    /// What stands under the name of `member`, which says `own`, below a name that says `self`.
    fn with(self, own: Self, member: Member<'_>) -> Self {
        if !self.is_secret() || own == Self::Secret {
            return own;
        }
        if names::is_about_below(&member.name().to_lossy()) { Self::About } else { self }
    }
}

/// What stands under the name of `member`, in its place.
fn class_of(member: Member<'_>, value: Value<'_>) -> Name {
    let name = member.name();
    let name = name.to_lossy();
    let parent = member.object().value().member();
    let grand = parent.and_then(|parent| parent.object().value().member());
    let parent = parent.map(Member::name);
    let grand = grand.map(Member::name);
    names::classify_in(
        grand.as_ref().map(|name| name.to_lossy()).as_deref(),
        parent.as_ref().map(|name| name.to_lossy()).as_deref(),
        &name,
        names::classify(&name),
        value.kind() == ValueKind::Object,
    )
}

/// Whether `value` only says where a secret lies: `{ source, provider, id }` (OpenClaw 2026.9.6).
pub(super) fn is_reference(value: Value<'_>) -> bool {
    let Some(object) = value.as_object() else { return false };
    let mut has_source = false;
    let mut has_id = false;
    let all_known = object.members().all(|member| {
        let text = member.value().and_then(Value::as_text);
        if member.is_named("source") {
            has_source = text.is_some_and(|text| {
                ["env", "exec", "file", "store"].iter().any(|source| text == *source)
            });
            has_source
        } else if member.is_named("id") {
            has_id = text.is_some();
            has_id
        } else {
            member.is_named("provider") && text.is_some()
        }
    });
    all_known && has_source && has_id
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
