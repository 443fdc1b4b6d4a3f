//! What the text is made of, and where a place of it stands.

use std::sync::Arc;

use crate::text::{LINE_ENDS, Span, offset};
use crate::world::Included;

use super::LONGEST;

/// A file as it is included at one place. One that is included twice is two copies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Copy {
    /// Its file: 0 is the config.
    pub(super) file: u32,
    /// Which copy of all; 0 is the config.
    pub(super) number: u32,
}

/// A run of the text that is of one copy of a file, or of none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    /// Its bytes in the text.
    pub(super) span: Span,
    /// The copy, and where in its file the piece begins.
    pub(super) origin: Option<(Copy, u32)>,
}

impl Piece {
    /// Its bytes in its file, if it is of one.
    pub(super) fn written(&self) -> Option<(Copy, Span)> {
        let (copy, at) = self.origin?;
        Some((copy, Span::new(at, at + self.span.len())))
    }
}

/// A directive, and what stands in its place: all of it, with nothing of others in between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hole {
    /// What it brings, in the text.
    pub(super) span: Span,
    /// The copy that it stands in.
    pub(super) copy: Copy,
    /// The object that holds it, in the file of that copy.
    pub(super) holder: Span,
    /// The files that it names.
    pub(super) files: Vec<usize>,
    /// Whether a comment is about it, so that it must stay.
    pub(super) has_comment: bool,
}

/// A place in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Site {
    /// The file: 0 is the config, then come those that it includes.
    pub file: usize,
    /// Its bytes there.
    pub span: Span,
}

/// What a text put together of several files is made of.
#[derive(Debug, Clone)]
pub struct Assembly {
    /// Without gaps, from the start of the text to its end.
    pub(super) pieces: Vec<Piece>,
    /// The directives below the root, each after those in what it brings.
    pub(super) holes: Vec<Hole>,
    /// The files that are included, in the order in which they first are.
    files: Vec<Arc<Included>>,
}

impl Assembly {
    pub(super) fn new(pieces: Vec<Piece>, holes: Vec<Hole>, files: Vec<Arc<Included>>) -> Self {
        Self { pieces, holes, files }
    }

    /// That of a config which includes nothing, as long as this.
    pub fn of_one(length: u32) -> Self {
        let origin = Some((Copy { file: 0, number: 0 }, 0));
        Self::new(vec![Piece { span: Span::new(0, length), origin }], Vec::new(), Vec::new())
    }

    /// The files that the config includes, directly or not, each once. The first is file 1 of a
    /// [`Site`].
    pub fn files(&self) -> &[Arc<Included>] {
        &self.files
    }

    /// The parts of the text, in order of place, each with the number of its file; what is of none goes
    /// with what stands before it.
    pub fn stretches(&self) -> Vec<(Span, u32)> {
        let mut parts: Vec<(Span, u32)> = Vec::new();
        for piece in &self.pieces {
            match (piece.origin, parts.last_mut()) {
                (None, Some((last, _))) => last.end = piece.span.end,
                (origin, _) => parts.push((piece.span, origin.map_or(0, |(copy, _)| copy.file))),
            }
        }
        parts
    }

    /// Where `span` of the text stands. Of one that reaches over several files, what is of the
    /// file that it begins in.
    pub fn locate(&self, span: Span) -> Site {
        let first = self.piece_at(span.start, span.is_empty());
        let Some((copy, _)) = self.pieces.get(first).and_then(Piece::written) else {
            return Site { file: 0, span: Span::empty(0) };
        };
        let own = |piece: &Piece| {
            let (other, written) = piece.written()?;
            let shared = Span::new(
                piece.span.start.max(span.start).min(piece.span.end),
                piece
                    .span
                    .end
                    .min(span.end)
                    .max(piece.span.start.max(span.start).min(piece.span.end)),
            );
            let start = written.start + (shared.start - piece.span.start);
            (other == copy).then(|| Span::new(start, start + shared.len()))
        };
        let touched = self.pieces[first..].iter().take_while(|piece| {
            piece.span.start < span.end || piece.span == self.pieces[first].span
        });
        let mut parts = touched.filter_map(own);
        let Some(mut site) = parts.next() else { return Site { file: 0, span: Span::empty(0) } };
        for part in parts {
            // A file's parts may stand in another order than in the file.
            if part.start >= site.end {
                site = site.join(part);
            }
        }
        Site { file: copy.file as usize, span: site }
    }

    /// All that a span of the text covers, file by file.
    pub fn locate_all(&self, span: Span) -> impl Iterator<Item = Site> + '_ {
        let first = self.pieces.partition_point(|piece| piece.span.end <= span.start);
        let covered = self.pieces[first..].iter().take_while(move |it| it.span.start < span.end);
        covered.filter_map(move |piece| {
            let (copy, written) = piece.written()?;
            let from = span.start.max(piece.span.start) - piece.span.start;
            let to = span.end.min(piece.span.end) - piece.span.start;
            let span = Span::new(written.start + from, written.start + to);
            Some(Site { file: copy.file as usize, span })
        })
    }

    /// The piece of a file that holds the byte at `at`, or else the nearest before it. An empty
    /// place is of the piece that it ends.
    fn piece_at(&self, at: u32, is_empty: bool) -> usize {
        let next = if is_empty {
            self.pieces.partition_point(|piece| piece.span.end < at)
        } else {
            self.pieces.partition_point(|piece| piece.span.end <= at)
        };
        let is_of_file = |index: &usize| self.pieces[*index].origin.is_some();
        let last = self.pieces.len().saturating_sub(1);
        let before = (0..=next.min(last)).rev().find(is_of_file);
        before.or_else(|| (next..self.pieces.len()).find(is_of_file)).unwrap_or_default()
    }
}

/// A text on its way.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    text: String,
    done: Vec<Piece>,
    holes: Vec<Hole>,
    /// Whether the text ends in a comment that only a line end closes.
    in_comment: bool,
}

impl Pieces {
    /// Adds a range of a copy's text; `None` if that is too much.
    pub(super) fn written(&mut self, copy: Copy, text: &str, span: Span) -> Option<()> {
        if span.is_empty() {
            return Some(());
        }
        let own = &text[span.range()];
        if std::mem::take(&mut self.in_comment) && !own.starts_with(LINE_ENDS) {
            self.glue("\n");
        }
        let start = offset(self.text.len());
        self.text.push_str(own);
        let end = offset(self.text.len());
        match self.done.last_mut() {
            Some(last)
                if last.written().is_some_and(|(it, own)| it == copy && own.end == span.start) =>
            {
                last.span.end = end;
            }
            _ => self
                .done
                .push(Piece { span: Span::new(start, end), origin: Some((copy, span.start)) }),
        }
        (self.text.len() <= LONGEST).then_some(())
    }

    /// Ends the line, unless one begins.
    pub(super) fn begin_line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with(LINE_ENDS) {
            self.glue("\n");
        }
    }

    /// Adds what is of no file.
    pub(super) fn glue(&mut self, text: &str) {
        if std::mem::take(&mut self.in_comment) && !text.starts_with(LINE_ENDS) {
            self.glue("\n");
        }
        let start = offset(self.text.len());
        self.text.push_str(text);
        let span = Span::new(start, offset(self.text.len()));
        match self.done.last_mut() {
            Some(last) if last.origin.is_none() => last.span.end = span.end,
            _ => self.done.push(Piece { span, origin: None }),
        }
    }

    /// Says that what was added last ends in a comment that only a line end closes.
    pub(super) fn ends_in_comment(&mut self) {
        self.in_comment = true;
    }

    /// Where the text ends by now.
    pub(super) fn end(&self) -> u32 {
        offset(self.text.len())
    }

    /// Says that what was added from `start` on stands in the place of a directive.
    pub(super) fn fills(&mut self, start: u32, hole: Hole) {
        self.holes.push(Hole { span: Span::new(start, self.end()), ..hole });
    }

    pub(super) fn finish(self) -> (String, Vec<Piece>, Vec<Hole>) {
        (self.text, self.done, self.holes)
    }
}
