//! A text with its secrets masked, and where its bytes went.

use std::borrow::Cow;

use super::controls;
use crate::text::{Span, offset};

/// How secrets are masked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// A `*` for each character; line ends stay.
    OneForOne,
    /// `***` for each secret.
    Short,
}

/// A masked text.
#[derive(Debug)]
pub(super) struct Masked<'t> {
    pub(super) text: Cow<'t, str>,
    /// Offsets of the original and of the masked text from which on both move alike, in order;
    /// without the first pair, which is zero and zero.
    moves: Vec<(u32, u32)>,
}

/// Sorts spans and joins those that overlap or touch.
pub(super) fn merged(mut spans: Vec<Span>) -> Vec<Span> {
    spans.retain(|span| !span.is_empty());
    spans.sort_unstable();
    spans.dedup_by(|next, kept| {
        let overlap = kept.touches(*next);
        if overlap {
            *kept = kept.join(*next);
        }
        overlap
    });
    spans
}

impl<'t> Masked<'t> {
    /// Masks `spans` of `text`, which are sorted and do not touch, and replaces controls.
    pub(super) fn new(text: &'t str, spans: &[Span], style: Style) -> Self {
        if spans.is_empty() && controls::first_possible(text).is_none() {
            return Self { text: Cow::Borrowed(text), moves: Vec::new() };
        }
        let mut writer = Writer {
            source: text,
            at: 0,
            out: String::with_capacity(text.len()),
            moves: Vec::new(),
        };
        for &span in spans {
            writer.clear(span.start as usize);
            writer.mask(span.end as usize, style);
        }
        writer.clear(text.len());
        Self { text: Cow::Owned(writer.out), moves: writer.moves }
    }

    /// Where the byte at `offset` of the original went; inside a replaced character, its start or
    /// its end.
    pub(super) fn offset(&self, offset: u32) -> u32 {
        let after = self.moves.partition_point(|&(from, _)| from <= offset);
        let (from, to) = after.checked_sub(1).map_or((0, 0), |index| self.moves[index]);
        let moved = to + (offset - from);
        self.moves.get(after).map_or(moved, |&(_, next)| moved.min(next))
    }
}

struct Writer<'t> {
    source: &'t str,
    /// How far the source is written.
    at: usize,
    out: String,
    moves: Vec<(u32, u32)>,
}

impl Writer<'_> {
    /// Writes the source up to `end`, with controls replaced.
    fn clear(&mut self, end: usize) {
        // What stands between two characters that may be controls goes as it is.
        while let Some(length) = controls::first_possible(&self.source[self.at..end]) {
            self.out.push_str(&self.source[self.at..self.at + length]);
            self.at += length;
            let Some(character) = self.source[self.at..end].chars().next() else { break };
            let next = self.source.as_bytes().get(self.at + character.len_utf8()).copied();
            self.put(character, controls::replacement(character, next).unwrap_or(character));
        }
        self.out.push_str(&self.source[self.at..end]);
        self.at = end;
    }

    /// Writes a mask for the source up to `end`.
    fn mask(&mut self, end: usize, style: Style) {
        if style == Style::Short {
            self.out.push_str("***");
            self.at = end;
            self.moved();
            return;
        }
        for character in self.source[self.at..end].chars() {
            match character {
                // A lone carriage return is a line end too; see `controls`.
                '\n' | '\r' => {
                    let after = self.source.as_bytes().get(self.at + 1).copied();
                    let shown = controls::replacement(character, after).unwrap_or(character);
                    self.put(character, shown);
                }
                _ => self.put(character, '*'),
            }
        }
    }

    fn put(&mut self, character: char, shown: char) {
        self.out.push(shown);
        self.at += character.len_utf8();
        if character.len_utf8() != shown.len_utf8() {
            self.moved();
        }
    }

    fn moved(&mut self) {
        self.moves.push((offset(self.at), offset(self.out.len())));
    }
}
