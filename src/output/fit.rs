//! A line cut to what a terminal shows of it.

use std::borrow::Cow;

use unicode_width::UnicodeWidthChar;

use crate::report::ExcerptLine;

/// Columns of a tab at most; one ends at the next multiple.
const TAB: usize = 4;

/// The part of a line that fits, and where its characters went.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fitted<'l> {
    /// The text; an ellipsis stands for what was cut off.
    pub(super) text: Cow<'l, str>,
    /// For each character of the line, and for its end, the byte of `text` where it begins now; `None`
    /// where each character is the byte that it was.
    offsets: Option<Vec<usize>>,
}

impl<'l> Fitted<'l> {
    /// Cuts `line` to `width` columns so that the character at `focus` is among them.
    pub(super) fn new(line: &'l ExcerptLine, focus: usize, width: usize) -> Self {
        Self::around(line, focus, width, 0)
    }

    /// Cuts `line` to `width` columns so that the character at `focus` is among them, and `after`
    /// columns stay to the right of it, if `width` allows.
    pub(super) fn around(line: &'l ExcerptLine, focus: usize, width: usize, after: usize) -> Self {
        let whole = line.skipped == 0 && !line.cut;
        let is_plain = line.text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        if whole && is_plain && line.text.len() <= width && focus + after <= width {
            return Self { text: Cow::Borrowed(&line.text), offsets: None };
        }
        let characters: Vec<char> = line.text.chars().collect();
        let columns = columns(&characters);
        let total = columns.last().copied().unwrap_or_default();
        let focus_column = columns.get(focus).copied().unwrap_or(total);
        let is_over = focus_column + after > width;
        if whole && total <= width && !is_over {
            return Self::part(&characters, &columns, 0, characters.len(), "", "");
        }
        let room = width.saturating_sub(2);
        // From the start if that shows the focus and something after it, else around it.
        let from_start = line.skipped == 0 && !is_over && focus_column < width - width / 4;
        // Around it, yet no more of the line is cut off than does not fit.
        let most = total.saturating_sub(room);
        let left = if from_start { 0 } else { focus_column.saturating_sub(width / 3).min(most) };
        let left = left.max((focus_column + after).saturating_sub(room)).min(focus_column);
        let first = columns.partition_point(|&column| column < left).min(characters.len());
        let left_mark = if first > 0 || line.skipped > 0 { "…" } else { "" };
        let end = columns[first] + room;
        // `columns` has one more entry than there are characters.
        let last = columns.partition_point(|&column| column <= end).saturating_sub(1).max(first);
        let right_mark = if last < characters.len() || line.cut { "…" } else { "" };
        Self::part(&characters, &columns, first, last, left_mark, right_mark)
    }

    fn part(
        characters: &[char],
        columns: &[usize],
        first: usize,
        last: usize,
        left_mark: &str,
        right_mark: &str,
    ) -> Self {
        let mut text = left_mark.to_owned();
        let mut offsets = Vec::with_capacity(characters.len() + 1);
        for (index, &c) in characters.iter().enumerate() {
            offsets.push(text.len());
            if !(first..last).contains(&index) {
                continue;
            }
            if c == '\t' {
                text.extend(std::iter::repeat_n(' ', columns[index + 1] - columns[index]));
            } else {
                text.push(c);
            }
        }
        offsets.push(text.len());
        text.push_str(right_mark);
        Self { text: Cow::Owned(text), offsets: Some(offsets) }
    }

    /// The byte of `text` where the character at `index` begins, or the nearest one shown.
    pub(super) fn offset(&self, index: usize) -> usize {
        let Some(offsets) = &self.offsets else { return index.min(self.text.len()) };
        let last = offsets.last().copied().unwrap_or_default();
        offsets.get(index).copied().unwrap_or(last)
    }
}

/// The column at which each character begins, 0-based, and the one after the last.
fn columns(characters: &[char]) -> Vec<usize> {
    let mut column = 0;
    let mut columns = Vec::with_capacity(characters.len() + 1);
    for &c in characters {
        columns.push(column);
        column += if c == '\t' { TAB - column % TAB } else { c.width().unwrap_or(0) };
    }
    columns.push(column);
    columns
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_width::UnicodeWidthStr;

    fn line(text: &str, skipped: u32, cut: bool) -> ExcerptLine {
        ExcerptLine { number: 1, text: text.into(), skipped, cut }
    }

    #[test]
    fn a_line_that_fits_stays_and_its_tabs_become_spaces() {
        let line = line("\ta\t😀b", 0, false);
        let fitted = Fitted::new(&line, 1, 20);
        assert_eq!(fitted.text, "    a   😀b");
        assert_eq!([1, 3, 4, 5].map(|index| fitted.offset(index)), [4, 8, 12, 13]);
    }

    #[test]
    fn a_long_line_keeps_its_focus() {
        let text: String = (0..400).map(|n| if n % 7 == 0 { '宽' } else { 'a' }).collect();
        for focus in 0..400 {
            for (skipped, cut) in [(0, false), (9, true)] {
                let line = line(&text, skipped, cut);
                let fitted = Fitted::new(&line, focus, 40);
                assert!(fitted.text.width() <= 40, "{focus}: {}", fitted.text);
                let expected = text.chars().nth(focus);
                assert_eq!(fitted.text[fitted.offset(focus)..].chars().next(), expected, "{focus}");
            }
        }
    }
}
