//! What goes with a comment that is removed.

use crate::syntax::Tree;
use crate::text::{Span, offset};

/// The bytes to remove: the whole line of a comment that has it to itself; else the comment and the
/// blanks that parted it from what stands before, or, where nothing does, from what stands after.
pub(super) fn span(tree: &Tree, comment: Span) -> Span {
    let (before, after) =
        (&tree.text()[..comment.range().start], &tree.text()[comment.range().end..]);
    let kept_before = before.trim_end_matches([' ', '\t']);
    let kept_after = after.trim_start_matches([' ', '\t']);
    let is_end = |character: char| matches!(character, '\n' | '\r');
    let begins = kept_before.trim_end_matches('\u{FEFF}');
    let begins_line = begins.is_empty() || begins.ends_with(is_end);
    let ends_line = kept_after.is_empty() || kept_after.starts_with(is_end);
    let end = offset(tree.text().len() - kept_after.len());
    match (begins_line, ends_line) {
        (true, true) => {
            let line_end = if kept_after.starts_with("\r\n") { 2 } else { 1 };
            let end = end + offset(line_end.min(kept_after.len()));
            Span::new(offset(kept_before.len()), end)
        }
        (true, false) => Span::new(comment.start, end),
        (false, _) => Span::new(offset(kept_before.len()), comment.end),
    }
}
