//! The secrets of one file, to be found again elsewhere in it and in messages about it.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::places::Found;
use super::shapes::span;
use super::{names, values};
use crate::text::Span;

/// Shorter values are masked where they stand and nowhere else: a message about port 80 must not
/// suffer from a password `80`. In characters.
const SHORTEST: usize = 4;
/// Shorter values are not looked for in the rest of the file, which a password `main` would make
/// unreadable. In bytes.
const SHORTEST_AGAIN: usize = 8;
/// What is looked for of a longer value; the rest is compared where that stands. In bytes.
const LONGEST: usize = 64;

/// The secret values of a file, decoded and as written.
#[derive(Debug)]
pub(super) struct Dictionary {
    automaton: Option<AhoCorasick>,
    /// For each pattern, what follows it in the secret.
    rests: Vec<String>,
}

impl Dictionary {
    /// The values that `found` tells of in `text`.
    pub(super) fn new(text: &str, found: &Found) -> Self {
        let written = found.spans.iter().map(|span| &text[span.range()]);
        let decoded = found.decoded.iter().map(String::as_str);
        let mut secrets: Vec<&str> = written.chain(decoded).flat_map(pieces).collect();
        secrets.sort_unstable();
        secrets.dedup();
        let mut patterns: Vec<&str> = Vec::with_capacity(secrets.len());
        let mut rests: Vec<String> = Vec::with_capacity(secrets.len());
        for secret in secrets {
            let (pattern, rest) = secret.split_at(secret.floor_char_boundary(LONGEST));
            // Of those that begin alike the last is the longest, or else as good as any.
            if patterns.last() == Some(&pattern) {
                patterns.pop();
                rests.pop();
            }
            patterns.push(pattern);
            rests.push(rest.to_owned());
        }
        if patterns.is_empty() {
            return Self { automaton: None, rests };
        }
        let automaton = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            // Long ones first, and each byte read once: linear even where secrets hold others.
            .match_kind(MatchKind::LeftmostLongest)
            .build(patterns);
        // Fails only beyond two thousand million states, which no text that we read has.
        Self { automaton: automaton.ok(), rests }
    }

    /// Every place of a secret in `words`.
    pub(super) fn find(&self, words: &str, found: &mut Vec<Span>) {
        self.find_long(words, 0, found);
    }

    /// Every further place of a secret in the text itself.
    pub(super) fn find_again(&self, text: &str, found: &mut Vec<Span>) {
        self.find_long(text, SHORTEST_AGAIN, found);
    }

    fn find_long(&self, text: &str, least: usize, found: &mut Vec<Span>) {
        let Some(automaton) = &self.automaton else { return };
        let mut done = 0;
        for hit in automaton.find_iter(text).filter(|hit| hit.len() >= least) {
            if hit.end() <= done {
                continue;
            }
            let rest = &self.rests[hit.pattern().as_usize()];
            let more = text[hit.end()..].chars().zip(rest.chars()).take_while(|(a, b)| a == b);
            let more: usize = more.map(|(a, _)| a.len_utf8()).sum();
            done = hit.end() + more;
            found.push(span(hit.start(), done));
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
