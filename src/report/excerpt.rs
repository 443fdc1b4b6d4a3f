//! The lines around a place, masked: all that a code frame needs, however long the text is.

use std::sync::Arc;

use crate::redact::Redactor;
use crate::text::{LineIndex, Span};

/// Lines before and after a place.
const CONTEXT: u32 = 2;
/// A place of more lines is underlined on its first one only.
const TALLEST: u32 = 6;
/// Bytes of a line kept before and after a place; more than any terminal shows.
const REACH: u32 = 400;

/// The masked lines around a place, and where on them it lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// In order, without gaps.
    pub lines: Box<[MarkedLine]>,
}

/// A line of an excerpt, and how much of it the place covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkedLine {
    /// Excerpts of neighbours share it.
    pub line: Arc<ExcerptLine>,
    /// The part of the line's text that the place covers, in characters, end not included. Empty where
    /// something is missing.
    pub mark: Option<(u32, u32)>,
}

/// A line, without its line end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExcerptLine {
    /// Its number, 1-based.
    pub number: u32,
    /// Its text, masked; of a very long line the part around the place.
    pub text: Box<str>,
    /// Where `text` begins in the line, in bytes; not 0 only in a very long line.
    pub skipped: u32,
    /// Whether the line goes on after `text`.
    pub cut: bool,
}

impl Excerpt {
    /// The lines around `place` of a text whose lines are `index`. What they have in common with `others`
    /// is shared with those.
    pub(super) fn new(
        (index, text): (&LineIndex, &str),
        redactor: &Redactor<'_>,
        place: Span,
        others: &[MarkedLine],
    ) -> Self {
        let (first, mut last) = (index.line(place.start), index.line(place.end));
        // A place that ends with a line end does not reach into the next line.
        if last > first && index.span(last, text).is_some_and(|l| l.start == place.end) {
            last -= 1;
        }
        let last_marked = if last - first < TALLEST { last } else { first };
        let from = first.saturating_sub(CONTEXT).max(1);
        let lines = (from..=last_marked + CONTEXT)
            .map_while(|number| {
                let marked = (first..=last_marked).contains(&number).then_some(place);
                let other = others.iter().map(|it| &it.line).find(|it| it.number == number);
                Self::line((index, text), redactor, number, place, marked, other)
            })
            .collect();
        Self { lines }
    }

    fn line(
        (index, text): (&LineIndex, &str),
        redactor: &Redactor<'_>,
        number: u32,
        place: Span,
        marked: Option<Span>,
        other: Option<&Arc<ExcerptLine>>,
    ) -> Option<MarkedLine> {
        let whole = index.span(number, text)?;
        // After the last line end there is a line only if something is amiss on it.
        if whole.is_empty() && number == index.count() && marked.is_none() {
            return None;
        }
        let ended = text[whole.range()].trim_end_matches(['\n', '\r']);
        let end = whole.start + crate::text::offset(ended.len());
        // Around the place on its own lines, else from the start of the line.
        let start = place.start.clamp(whole.start, end);
        let kept_start = floor(text, start.saturating_sub(REACH).max(whole.start));
        let kept_end = floor(text, start.saturating_add(REACH).min(end));
        let kept = Span::new(kept_start, kept_end);
        let characters = |until: u32| {
            let before = &text[kept.start as usize..until as usize];
            crate::text::characters(before.as_bytes())
        };
        let mark = marked.map(|place| {
            let from = place.start.clamp(kept.start, kept.end);
            let to = place.end.clamp(from, kept.end);
            (characters(floor(text, from)), characters(floor(text, to)))
        });
        let shown = &redactor.text()[redactor.span(kept).range()];
        let (skipped, cut) = (kept.start - whole.start, kept.end < end);
        let is_same =
            |it: &&Arc<ExcerptLine>| (&*it.text, it.skipped, it.cut) == (shown, skipped, cut);
        let line = other.filter(is_same).map_or_else(
            || Arc::new(ExcerptLine { number, text: shown.into(), skipped, cut }),
            Arc::clone,
        );
        Some(MarkedLine { line, mark })
    }
}

/// The start of the character that holds the byte at `offset`.
fn floor(text: &str, offset: u32) -> u32 {
    crate::text::offset(text.floor_char_boundary(offset as usize))
}
