//! Text and places in it: spans in bytes inside, lines and columns at the edge.

use std::fmt;
use std::ops::Range;

/// What ends a line to JSON5, and a line comment: CRLF is two of them.
pub(crate) const LINE_ENDS: [char; 4] = ['\n', '\r', '\u{2028}', '\u{2029}'];

/// A half-open range of bytes in one text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Offset of the first byte, 0-based.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

impl Span {
    /// The bytes from `start` up to, not including, `end`.
    pub const fn new(start: u32, end: u32) -> Self {
        debug_assert!(start <= end, "a span ends before it starts");
        Self { start, end }
    }

    /// The empty span at `offset`.
    pub const fn empty(offset: u32) -> Self {
        Self::new(offset, offset)
    }

    /// Its length in bytes.
    pub const fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether it covers no byte.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies within it, ends included.
    pub const fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether both touch: they share a byte, or one begins where the other ends.
    pub const fn touches(self, other: Span) -> bool {
        self.start <= other.end && other.start <= self.end
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn join(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// As a range for slicing.
    pub const fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

/// A line and a column, both 1-based; the column counts characters (Unicode scalar values).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line, 1-based.
    pub line: u32,
    /// The column in characters, 1-based.
    pub column: u32,
}

/// Where each line of a text begins. A line ends with LF, CRLF or a lone CR, as editors count.
#[derive(Debug, Clone)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Finds the lines of `text`, which is shorter than 4 GiB.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            let crlf = bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n');
            if !crlf {
                starts.push(offset(at + 1));
            }
        }
        Self { starts }
    }

    /// How many lines there are; a text that ends with a line end has an empty last line.
    pub fn count(&self) -> u32 {
        offset(self.starts.len())
    }

    /// The line (1-based) that holds the byte at `offset`.
    pub fn line(&self, offset: u32) -> u32 {
        self::offset(self.starts.partition_point(|&start| start <= offset))
    }

    /// The bytes of `line` (1-based) with its line end, or `None` past the last line.
    pub fn span(&self, line: u32, text: &str) -> Option<Span> {
        let index = (line as usize).checked_sub(1)?;
        let start = *self.starts.get(index)?;
        let end = self.starts.get(index + 1).copied();
        Some(Span::new(start, end.unwrap_or_else(|| offset(text.len()))))
    }

    /// Line and column of the byte at `offset`; an offset inside a character counts as its start.
    pub fn position(&self, offset: u32, text: &str) -> Position {
        let line = self.line(offset);
        let from = self.starts[line as usize - 1].max(start(text)) as usize;
        let before = &text.as_bytes()[from..(offset as usize).min(text.len()).max(from)];
        Position { line, column: characters(before) + 1 }
    }
}

/// Where the first line of `text` begins: no editor counts a byte order mark as a column.
pub(crate) fn start(text: &str) -> u32 {
    if text.starts_with('\u{FEFF}') { 3 } else { 0 }
}

/// How many characters begin in `bytes`, which are of a text.
pub(crate) fn characters(bytes: &[u8]) -> u32 {
    // Every byte that does not continue a character begins one.
    offset(bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count())
}

/// Where `part`, which is not empty, stands in `text`; of places that overlap, each. For texts that are
/// too short for a search that prepares itself.
pub(crate) fn places_of(text: &[u8], part: &[u8]) -> impl Iterator<Item = usize> {
    let windows = text.windows(part.len().max(1)).enumerate();
    let stands = move |window: &[u8]| window.first() == part.first() && window == part;
    windows.filter(move |(_, window)| stands(window)).map(|(at, _)| at)
}

/// A length or index as an offset. Texts of 4 GiB and more are refused when they are read.
pub(crate) fn offset(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_end_counts_once() {
        let text = "a\nb\r\nc\rd";
        let lines = LineIndex::new(text);
        assert_eq!(lines.count(), 4);
        assert_eq!(lines.position(7, text), Position { line: 4, column: 1 });
        assert_eq!(lines.span(2, text), Some(Span::new(2, 5)));
        assert_eq!(lines.span(5, text), None);
    }

    #[test]
    fn columns_are_characters() {
        let text = "é😀x";
        let lines = LineIndex::new(text);
        assert_eq!(lines.position(6, text), Position { line: 1, column: 3 });
        assert_eq!(lines.position(7, text), Position { line: 1, column: 4 });
    }

    #[test]
    fn a_byte_order_mark_is_no_column() {
        let text = "\u{FEFF}ab\nc";
        let lines = LineIndex::new(text);
        for (offset, line, column) in [(0, 1, 1), (3, 1, 1), (4, 1, 2), (6, 2, 1), (7, 2, 2)] {
            assert_eq!(lines.position(offset, text), Position { line, column }, "{offset}");
        }
    }
}
