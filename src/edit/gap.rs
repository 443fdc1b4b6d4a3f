//! What stands between two neighbours of an object or array, and whose the comments there are.

use memchr::memrchr2;

use crate::syntax::{NodeId, TokenId, TokenKind, Tree};
use crate::text::{LINE_ENDS, Span};

/// Whose a comment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    /// It trails the neighbour before it, on its line.
    Left,
    /// It leads the neighbour after it, directly above it or before it on its line.
    Right,
    /// It belongs to neither: a section's heading, a note at the end.
    Nobody,
}

/// The tokens between two neighbours: items, or the brackets around them.
#[derive(Debug, Clone)]
pub(super) struct Gap {
    /// The last token of the neighbour before it.
    pub(super) left: u32,
    /// The first token of the neighbour after it.
    pub(super) right: u32,
    /// The comma in it.
    pub(super) comma: Option<u32>,
    /// Whether the neighbour before it is the opening bracket.
    pub(super) opens: bool,
    /// Whether the neighbour after it is the closing bracket.
    pub(super) closes: bool,
}

impl Gap {
    /// The gap after the token `left`, which ends an item of `container` or opens it.
    pub(super) fn after(tree: &Tree, container: NodeId, left: u32) -> Self {
        let node = tree.node(container);
        let mut comma = None;
        let mut right = left + 1;
        loop {
            match tree.token_kind(TokenId(right)) {
                TokenKind::Comma if comma.is_none() => comma = Some(right),
                kind if kind.is_trivia() => {}
                _ => break,
            }
            right += 1;
        }
        let closes = right >= node.last
            || matches!(
                tree.token_kind(TokenId(right)),
                TokenKind::CloseBrace | TokenKind::CloseBracket | TokenKind::End
            );
        Self { left, right, comma, opens: left == node.first, closes }
    }

    /// The gap before the token `right`, which begins an item of `container` or closes it.
    pub(super) fn before(tree: &Tree, container: NodeId, right: u32) -> Self {
        let first = tree.node(container).first;
        let mut left = right;
        while left > first {
            left -= 1;
            let kind = tree.token_kind(TokenId(left));
            if !kind.is_trivia() && kind != TokenKind::Comma {
                break;
            }
        }
        Self::after(tree, container, left)
    }

    /// The gap before the end of `container`.
    pub(super) fn last(tree: &Tree, container: NodeId) -> Self {
        let node = tree.node(container);
        Self::before(tree, container, node.last.saturating_sub(1).max(node.first + 1))
    }

    /// Its comma, if a line ends before that.
    pub(super) fn late_comma(&self, tree: &Tree) -> Option<u32> {
        let first_break = self.tokens().find(|&token| token_breaks(tree, token) > 0)?;
        self.comma.filter(|&comma| comma > first_break)
    }

    /// Its tokens in order.
    pub(super) fn tokens(&self) -> std::ops::Range<u32> {
        self.left + 1..self.right
    }

    /// Whether a line ends in it.
    pub(super) fn breaks(&self, tree: &Tree) -> bool {
        self.tokens().any(|token| token_breaks(tree, token) > 0)
    }

    /// Whose each of its tokens is; only the answers for comments mean anything.
    pub(super) fn owners(&self, tree: &Tree) -> Vec<Owner> {
        let tokens: Vec<u32> = self.tokens().collect();
        let mut owners = vec![Owner::Nobody; tokens.len()];
        let first_break = tokens.iter().position(|&token| token_breaks(tree, token) > 0);

        let Some(first_break) = first_break else {
            // All on one line: the comma divides.
            for (owner, &token) in owners.iter_mut().zip(&tokens) {
                let after_comma = self.comma.is_some_and(|comma| token > comma);
                *owner = match (self.opens, self.closes) {
                    (true, true) => Owner::Nobody,
                    (true, false) => Owner::Right,
                    (false, false) if after_comma => Owner::Right,
                    (false, _) => Owner::Left,
                };
            }
            return owners;
        };

        let trailing = self.trailing_end(tree, &tokens, first_break);
        owners[..trailing].fill(Owner::Left);
        if !self.closes {
            for index in (trailing..tokens.len()).rev() {
                if token_breaks(tree, tokens[index]) > 1 {
                    break;
                }
                owners[index] = Owner::Right;
            }
        }
        owners
    }

    /// Where the comments that trail the left neighbour end: at the line's end, or further where
    /// the comment goes on in the lines below, in the same column.
    fn trailing_end(&self, tree: &Tree, tokens: &[u32], first_break: usize) -> usize {
        let column = |token: u32| {
            line_before(tree, span(tree, token).start).map(|line| line.chars().count())
        };
        let is_line = |&token: &u32| tree.token_kind(TokenId(token)) == TokenKind::LineComment;
        let mut end = first_break;
        let Some(trailing) = tokens[..end].last().filter(|token| is_line(token)) else {
            return end;
        };
        let at = column(*trailing);
        if at.is_none() || column(self.right) == at {
            return end;
        }
        while let (Some(&space), Some(comment)) = (tokens.get(end), tokens.get(end + 1)) {
            if token_breaks(tree, space) != 1 || !is_line(comment) || column(*comment) != at {
                break;
            }
            end += 2;
        }
        end
    }
}

/// How far back the start of a line is looked for, in bytes. A minified text is one long line, and
/// has no indentation that an edit could follow.
const LONG_LINE: usize = 4096;

/// The text of the line that holds `offset`, as far as `offset`; `None` on a long line.
pub(super) fn line_before(tree: &Tree, offset: u32) -> Option<&str> {
    let text = &tree.text()[..offset as usize];
    let near = text.floor_char_boundary(text.len().saturating_sub(LONG_LINE));
    match memrchr2(b'\n', b'\r', &text.as_bytes()[near..]) {
        Some(at) => Some(&text[near + at + 1..]),
        None => (near == 0).then_some(text),
    }
}

/// The white space at the start of the line that holds `offset`, as far as `offset`.
pub(super) fn line_indent(tree: &Tree, offset: u32) -> &str {
    let line = line_before(tree, offset).unwrap_or_default().trim_start_matches('\u{FEFF}');
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

/// How many line ends a token of white space holds; other tokens have none.
pub(super) fn token_breaks(tree: &Tree, token: u32) -> usize {
    let id = TokenId(token);
    if tree.token_kind(id) == TokenKind::Whitespace { breaks(tree.token_text(id)) } else { 0 }
}

/// How many line ends of JSON5 the text holds; CRLF is one.
pub(super) fn breaks(text: &str) -> usize {
    let (mut ends, mut before) = (0, 0);
    for byte in text.bytes() {
        ends += usize::from(byte == b'\r' || (byte == b'\n' && before != b'\r'));
        before = byte;
    }
    let rare = if text.is_ascii() { 0 } else { text.matches(['\u{2028}', '\u{2029}']).count() };
    ends + rare
}

/// What follows the last line end of the text.
pub(super) fn after_last_break(text: &str) -> &str {
    text.rsplit(LINE_ENDS).next().unwrap_or(text)
}

/// The span of a token by its index.
pub(super) fn span(tree: &Tree, token: u32) -> Span {
    tree.token_span(TokenId(token))
}
