//! The secrets of one file, to be found again in messages about it.

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::places::Found;
use super::shapes::span;
use super::{names, values};
use crate::text::Span;

/// Shorter values are masked where they stand and nowhere else: a message about port 80 must not
/// suffer from a password `80`. In characters.
const SHORTEST: usize = 4;

/// The secret values of a file, decoded and as written.
#[derive(Debug)]
pub(super) struct Dictionary(Option<AhoCorasick>);

impl Dictionary {
    /// The values that `found` tells of in `text`.
    pub(super) fn new(text: &str, found: &Found) -> Self {
        let written = found.spans.iter().map(|span| &text[span.range()]);
        let decoded = found.decoded.iter().map(String::as_str);
        let mut patterns: Vec<&str> = written.chain(decoded).flat_map(pieces).collect();
        patterns.sort_unstable();
        patterns.dedup();
        if patterns.is_empty() {
            return Self(None);
        }
        // Fails only beyond two thousand million states, which no text that we read has.
        let automaton =
            AhoCorasick::builder().kind(Some(AhoCorasickKind::ContiguousNFA)).build(patterns);
        Self(automaton.ok())
    }

    /// Every place of a secret in `text`; some overlap.
    pub(super) fn find(&self, text: &str, found: &mut Vec<Span>) {
        if let Some(automaton) = &self.0 {
            let hits = automaton.find_overlapping_iter(text);
            found.extend(hits.map(|hit| span(hit.start(), hit.end())));
        }
    }
}

/// What to look for because of one secret: all of it, its lines (an output prints one at a time)
/// and, where a span took in more than the value, its words.
fn pieces(secret: &str) -> impl Iterator<Item = &str> {
    let lines = secret.split(['\n', '\r']);
    let words = secret
        .split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | ',' | '}' | ']'))
        .filter(|word| word.len() >= 8 && word.bytes().any(|byte| byte.is_ascii_digit()));
    std::iter::once(secret).chain(lines).chain(words).map(str::trim).filter(|piece| {
        piece.chars().nth(SHORTEST - 1).is_some()
            && !values::is_stand_in(piece)
            && !names::is_vocabulary(piece)
    })
}
