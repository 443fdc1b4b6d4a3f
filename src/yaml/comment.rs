//! Finding comments, which the parser passes over.

/// A comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Comment {
    /// Where its `#` is, and where its line ends, in bytes.
    pub(super) start: usize,
    pub(super) end: usize,
    /// How far it is indented, in characters, if nothing stands before it on its line.
    pub(super) indent: Option<usize>,
}

/// The comments of a text whose scalars cover these bytes, in order. Outside of scalars a `#` after
/// white space begins one, whatever stands there.
pub(super) fn find(text: &str, scalars: &[(usize, usize)]) -> Vec<Comment> {
    let bytes = text.as_bytes();
    let mut comments = Vec::new();
    let mut scalars = scalars.iter().peekable();
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'#', bytes.get(at..).unwrap_or_default()) {
        let start = at + found;
        while scalars.next_if(|&&(_, end)| end <= start).is_some() {}
        if let Some(&&(_, end)) = scalars.peek().filter(|&&&(from, _)| from <= start) {
            at = end;
            continue;
        }
        let before = start.checked_sub(1).map(|before| bytes[before]);
        if !matches!(before, None | Some(b' ' | b'\t' | b'\n' | b'\r')) {
            at = start + 1;
            continue;
        }
        let line = memchr::memrchr2(b'\n', b'\r', &bytes[..start]).map_or(0, |at| at + 1);
        let indent = &text[line..start];
        let rest = memchr::memchr2(b'\n', b'\r', &bytes[start..]);
        let end = rest.map_or(bytes.len(), |length| start + length);
        let own = indent.bytes().all(|byte| matches!(byte, b' ' | b'\t'));
        comments.push(Comment { start, end, indent: own.then_some(indent.len()) });
        at = end;
    }
    comments
}

/// Whether a line without anything stands above the one that `at` is on.
pub(super) fn follows_blank_line(text: &str, at: usize) -> bool {
    let above = |end: usize| memchr::memrchr(b'\n', &text.as_bytes()[..end]);
    let Some(end) = above(at) else { return false };
    let start = above(end).map_or(0, |at| at + 1);
    text[start..end].trim().is_empty()
}

/// Whether nothing but a line's rest lies between two offsets.
pub(super) fn on_one_line(text: &str, from: usize, to: usize) -> bool {
    let between = text.as_bytes().get(from..to).unwrap_or_default();
    memchr::memchr2(b'\n', b'\r', between).is_none()
}
