//! The lines of a finding's places as one small text that miette draws frames from.

use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use crate::output::fit::Fitted;
use crate::output::printable;
use crate::report::{Excerpt, ExcerptLine, MarkedLine, Reported};
use crate::text::Position;

/// Columns that miette draws beside a line, apart from its number.
const MARGIN: usize = 8;
/// The narrowest that a label is wrapped to.
const NARROWEST: usize = 24;

/// The lines around all places of a finding, cut to the terminal. Places whose lines touch share a
/// block, and each block becomes a frame of its own.
#[derive(Debug)]
pub(super) struct Frame<'r> {
    text: String,
    blocks: Vec<Block<'r>>,
    labels: Vec<LabeledSpan>,
    /// Where in the file each label begins.
    positions: Vec<Position>,
}

/// Lines that follow each other.
#[derive(Debug)]
struct Block<'r> {
    /// The file that they are of.
    path: &'r str,
    /// Its bytes in the frame's text.
    start: usize,
    end: usize,
    /// The number of its first line, 1-based, and how many there are.
    first: usize,
    count: usize,
}

/// A place of the finding.
struct Place<'r> {
    path: &'r str,
    excerpt: &'r Excerpt,
    position: Position,
    label: Option<String>,
    primary: bool,
}

/// A line with the places on it: their index and the characters they cover.
struct Line<'r> {
    line: &'r ExcerptLine,
    marks: Vec<(usize, (u32, u32))>,
}

impl<'r> Frame<'r> {
    /// The frame of `finding` in the file at `path`, at most `width` columns wide.
    pub(super) fn new(path: &'r str, finding: &'r Reported, width: usize) -> Self {
        let places = places(path, finding, width);
        let mut frame = Self {
            text: String::new(),
            blocks: Vec::new(),
            labels: Vec::new(),
            positions: places.iter().map(|place| place.position).collect(),
        };
        let mut spans = vec![None; places.len()];
        for (path, lines) in blocks(&places) {
            frame.push(path, &lines, width, &mut spans);
        }
        for (place, span) in places.into_iter().zip(spans) {
            let (start, end) = span.unwrap_or_default();
            let span = SourceSpan::from((start, end - start));
            frame.labels.push(if place.primary {
                LabeledSpan::new_primary_with_span(place.label, span)
            } else {
                LabeledSpan::new_with_span(place.label, span)
            });
        }
        frame
    }

    /// The places in the frame's text.
    pub(super) fn labels(&self) -> &[LabeledSpan] {
        &self.labels
    }

    /// Adds a block, and to `spans` where the places on it are in the frame's text.
    fn push(
        &mut self,
        path: &'r str,
        lines: &[Line<'_>],
        width: usize,
        spans: &mut [Option<(usize, usize)>],
    ) {
        let number = |line: Option<&Line<'_>>| line.map_or(0, |line| line.line.number);
        let digits = number(lines.last()).to_string().len();
        let start = self.text.len();
        for Line { line, marks } in lines {
            let focus = marks.first().map_or(0, |(_, (from, _))| *from);
            let fitted = Fitted::new(line, focus as usize, width.saturating_sub(digits + MARGIN));
            for (place, (from, to)) in marks {
                let base = self.text.len();
                let end = base + fitted.offset(*to as usize);
                spans[*place].get_or_insert((base + fitted.offset(*from as usize), end)).1 = end;
            }
            self.text.push_str(&fitted.text);
            // Gives every line a byte, the last as well, where something may be missing.
            self.text.push('\n');
        }
        self.blocks.push(Block {
            path,
            start,
            end: self.text.len(),
            first: number(lines.first()) as usize,
            count: lines.len(),
        });
    }
}

/// The places of a finding in order, those in its own file first.
fn places<'r>(report: &'r str, finding: &'r Reported, width: usize) -> Vec<Place<'r>> {
    let own = finding.region.file(report);
    let primary = finding.excerpt.iter().map(|excerpt| Place {
        path: own,
        excerpt,
        position: finding.region.start.position,
        label: None,
        primary: true,
    });
    let related = finding.related.iter().filter_map(|related| {
        let position = related.region.start.position;
        let column = (position.column as usize).min(width / 2);
        let room = width.saturating_sub(column + 2 * MARGIN).max(NARROWEST);
        Some(Place {
            path: related.region.file(report),
            excerpt: related.excerpt.as_ref()?,
            position,
            label: Some(textwrap::fill(&related.message, wrap(room))),
            primary: false,
        })
    });
    let mut places: Vec<_> = primary.chain(related).collect();
    places.sort_by_key(|place| (place.path != own, place.path, place.position));
    places
}

/// Keys with hyphens stay whole.
fn wrap(width: usize) -> textwrap::Options<'static> {
    textwrap::Options::new(width).word_splitter(textwrap::WordSplitter::NoHyphenation)
}

/// The lines of places that lie in order, in blocks without gaps.
fn blocks<'r>(places: &[Place<'r>]) -> Vec<(&'r str, Vec<Line<'r>>)> {
    let mut blocks: Vec<(&str, Vec<Line<'r>>)> = Vec::new();
    for (index, place) in places.iter().enumerate() {
        let lines = &place.excerpt.lines;
        let block = match blocks.pop() {
            Some((path, block)) if path == place.path && joins(&block, lines) => block,
            other => {
                blocks.extend(other);
                Vec::new()
            }
        };
        blocks.push((place.path, joined(block, index, lines)));
    }
    blocks
}

/// Whether lines go on where a block ends, or share lines with it that show the same part.
fn joins(block: &[Line<'_>], lines: &[MarkedLine]) -> bool {
    let (Some(last), Some(first)) = (block.last(), lines.first()) else { return false };
    let same = |a: &ExcerptLine, b: &ExcerptLine| a.skipped == b.skipped && a.text == b.text;
    let shared = |MarkedLine { line, .. }: &MarkedLine| {
        let twin = block.iter().find(|own| own.line.number == line.number);
        twin.is_none_or(|own| same(own.line, line))
    };
    first.line.number <= last.line.number + 1 && lines.iter().all(shared)
}

/// The block with the lines of the place at `index` added.
fn joined<'r>(mut block: Vec<Line<'r>>, index: usize, lines: &'r [MarkedLine]) -> Vec<Line<'r>> {
    for MarkedLine { line, mark } in lines {
        let mark = mark.map(|mark| (index, mark));
        match block.iter_mut().find(|own| own.line.number == line.number) {
            Some(own) => own.marks.extend(mark),
            None => block.push(Line { line, marks: mark.into_iter().collect() }),
        }
    }
    block
}

impl SourceCode for Frame<'_> {
    /// The whole block that holds `span`. Asked without context, for where the span begins, the
    /// answer begins there.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        _after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let (start, end) = (span.offset(), span.offset() + span.len());
        // None holds a span over two blocks: miette asks whether it may join them.
        let block = self.blocks.iter().find(|block| block.start <= start && end <= block.end);
        let block = block.ok_or(MietteError::OutOfBounds)?;
        let label = self.labels.iter().position(|label| label.inner() == span);
        let (line, column) = match label {
            Some(label) if before == 0 => {
                let Position { line, column } = self.positions[label];
                (line as usize - 1, column as usize - 1)
            }
            _ => (block.first - 1, 0),
        };
        Ok(Box::new(MietteSpanContents::new_named(
            printable(block.path).into_owned(),
            &self.text.as_bytes()[block.start..block.end],
            SourceSpan::from((block.start, block.end - block.start)),
            line,
            column,
            block.count,
        )))
    }
}
