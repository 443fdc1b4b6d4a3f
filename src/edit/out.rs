//! Items turned into comments where they stand, and comments in their place.

use crate::syntax::{NodeId, Tree};
use crate::text::{LINE_ENDS, Span};

use super::carried::harmless;
use super::gap::{self, Gap, Owner};

/// A part of a text that is put together from the old one and new parts.
#[derive(Debug)]
pub(super) enum Piece {
    /// Bytes of the text as they are.
    Kept(Span),
    /// New text.
    Written(String),
}

/// The token after the last that a line comment in place of `item` must cover, if the item has its
/// lines for itself: nothing but trivia before it on its first line, nothing but its comma and its
/// comments after it on its last.
pub(super) fn own_lines(tree: &Tree, before: &Gap, after: &Gap) -> Option<u32> {
    let last_break = before.tokens().rev().find(|&token| gap::token_breaks(tree, token) > 0)?;
    if before.comma.is_some_and(|comma| comma > last_break) {
        return None;
    }
    let first_break = after.tokens().find(|&token| gap::token_breaks(tree, token) > 0)?;
    if after.comma.is_some_and(|comma| comma > first_break) {
        return None;
    }
    let owned = after.owners(tree).iter().take_while(|&&owner| owner == Owner::Left).count();
    Some(after.left + 1 + crate::text::offset(owned))
}

/// The item with all its lines as line comments, up to the token `end`.
pub(super) fn as_lines(
    tree: &Tree,
    item: NodeId,
    end: u32,
    reason: &str,
    newline: &str,
) -> Vec<Piece> {
    let start = tree.node_span(item).start;
    let indent = gap::line_indent(tree, start);
    let end = gap::span(tree, end).start;
    let mut pieces = vec![Piece::Written(format!("// {reason}{newline}{indent}// "))];
    let text = tree.slice(Span::new(start, end));
    let mut at = start;
    for (index, line) in lines(text) {
        let slashes = if line.trim().is_empty() { "//" } else { "// " };
        let common = line.bytes().zip(indent.bytes()).take_while(|(a, b)| a == b).count();
        let from = start + crate::text::offset(index + common);
        pieces.push(Piece::Kept(Span::new(at, from)));
        pieces.push(Piece::Written(format!("{}{slashes}", &indent[common..])));
        at = from;
    }
    pieces.push(Piece::Kept(Span::new(at, end)));
    pieces
}

/// The item in a block comment.
pub(super) fn as_block(tree: &Tree, item: NodeId, reason: &str) -> Vec<Piece> {
    let span = tree.node_span(item);
    let mut pieces = vec![Piece::Written(format!("/* {}: ", harmless(reason)))];
    let mut at = span.start;
    for (index, _) in tree.slice(span).match_indices("*/") {
        let middle = span.start + crate::text::offset(index + 1);
        pieces.push(Piece::Kept(Span::new(at, middle)));
        pieces.push(Piece::Written(" ".to_owned()));
        at = middle;
    }
    pieces.push(Piece::Kept(Span::new(at, span.end)));
    pieces.push(Piece::Written(" */".to_owned()));
    pieces
}

/// A text as line comments in place of `item`.
pub(super) fn said_in_lines(tree: &Tree, item: NodeId, text: &str, newline: &str) -> Vec<Piece> {
    let indent = gap::line_indent(tree, tree.node_span(item).start);
    let lines: Vec<String> =
        all_lines(text).map(|line| format!("// {}", line.trim()).trim_end().to_owned()).collect();
    vec![Piece::Written(lines.join(&format!("{newline}{indent}")))]
}

/// A text as a block comment on one line.
pub(super) fn said_in_block(text: &str) -> Vec<Piece> {
    let lines: Vec<&str> = all_lines(text).map(str::trim).filter(|line| !line.is_empty()).collect();
    vec![Piece::Written(format!("/* {} */", harmless(&lines.join(" "))))]
}

/// Every line of the text; CRLF is one end.
pub(super) fn all_lines(text: &str) -> impl Iterator<Item = &str> {
    text.split(LINE_ENDS).take(1).chain(lines(text).map(|(_, line)| line))
}

/// Every line of the text after the first, with its offset; whatever ends a line comment ends it.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.match_indices(LINE_ENDS).filter_map(move |(index, end)| {
        let start = index + end.len();
        let rest = &text[start..];
        // CRLF is one end.
        (end != "\r" || !rest.starts_with('\n'))
            .then(|| (start, rest.split(LINE_ENDS).next().unwrap_or(rest)))
    })
}
