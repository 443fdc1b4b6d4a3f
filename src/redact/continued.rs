//! Finds secrets that go on in the next line after a backslash, where no tree tells strings apart.

use super::assignments::{self, Manner};
use super::shapes::{self, span};
use crate::text::{LINE_ENDS, Span};

/// Tells every secret of `text` as it is when strings go on in the next line: its bytes as written, and
/// what they come to. Tells nothing of a text in which no line ends with a backslash. Linear.
pub(super) fn find(text: &str, report: &mut dyn FnMut(Span, &str)) {
    let joined = Joined::of(text);
    if joined.cuts.is_empty() {
        return;
    }
    let mut tell = |found: Span| report(joined.written(found), &joined.text[found.range()]);
    shapes::find(&joined.text, &mut |found, _| tell(found));
    assignments::find(&joined.text, Manner::Broken, &mut tell);
}

/// A text without its backslashes before line ends, and those.
struct Joined {
    text: String,
    /// Where in `text` something is left out, in order, and how many bytes of all before that are.
    cuts: Vec<(usize, usize)>,
}

impl Joined {
    fn of(text: &str) -> Self {
        let mut joined = String::new();
        let mut cuts = Vec::new();
        let mut from = 0;
        for backslash in memchr::memchr_iter(b'\\', text.as_bytes()) {
            let rest = &text[backslash + 1..];
            let end = rest.find(|c| !LINE_ENDS.contains(&c));
            let end = end.unwrap_or(rest.len());
            if end > 0 {
                joined.push_str(&text[from..backslash]);
                from = backslash + 1 + end;
                cuts.push((joined.len(), from - joined.len()));
            }
        }
        joined.push_str(&text[from..]);
        Self { text: joined, cuts }
    }

    /// Where a part of the joined text stands in the text itself.
    fn written(&self, part: Span) -> Span {
        let shift = |cuts: usize| cuts.checked_sub(1).map_or(0, |last| self.cuts[last].1);
        let range = part.range();
        let start = self.cuts.partition_point(|(at, _)| *at <= range.start);
        let end = self.cuts.partition_point(|(at, _)| *at < range.end);
        span(range.start + shift(start), range.end + shift(end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, String)> {
        let mut found = Vec::new();
        find(text, &mut |span, means| found.push((&text[span.range()], means.to_owned())));
        found
    }

    #[test]
    fn a_secret_on_several_lines_is_found_whole() {
        let text = "{ a: \"x, b: \"ghp_0123456789abcdef\\\n0123456789ab\\\r\ncdef01234\" }";
        let written = "ghp_0123456789abcdef\\\n0123456789ab\\\r\ncdef01234";
        let means = "ghp_0123456789abcdef0123456789abcdef01234".to_owned();
        assert!(found(text).contains(&(written, means)), "{:?}", found(text));
        // By a name that goes on in the next line.
        let text = "{ \"x, \"to\\\nken\": \"opensesame-9\" }";
        assert_eq!(found(text), [("opensesame-9", "opensesame-9".to_owned())]);
    }

    #[test]
    fn a_text_without_such_lines_is_not_looked_at() {
        assert_eq!(found("token: \"opensesame-9\" \\n"), []);
        assert_eq!(found(""), []);
    }
}
