//! The comments of a member, which travel with it.

use crate::syntax::{NodeId, NodeKind, TokenId, TokenKind, Tree};

use super::gap::{Gap, Owner, line_indent, span, token_breaks};
use super::verbatim::reindented;

/// The comments that belong to a member or item, in order of place.
#[derive(Debug, Clone, Default)]
pub(super) struct Carried<'t> {
    pub(super) lead: Vec<Lead<'t>>,
    pub(super) trail: Vec<Trail<'t>>,
}

/// A comment as it is written, and the indentation of the line on which it begins.
#[derive(Debug, Clone, Copy)]
pub(super) struct Comment<'t> {
    pub(super) text: &'t str,
    pub(super) indent: &'t str,
}

impl<'t> Comment<'t> {
    pub(super) fn at(tree: &'t Tree, token: u32) -> Self {
        let place = span(tree, token);
        Self { text: tree.slice(place), indent: line_indent(tree, place.start) }
    }

    /// The text as if the comment's line began at the left.
    pub(super) fn at_left(&self) -> String {
        reindented(self.text, self.indent, "").into_owned()
    }
}

/// A comment before the value: above the member, on its line, or between name and value.
#[derive(Debug, Clone)]
pub(super) struct Lead<'t> {
    pub(super) comment: Comment<'t>,
    /// Whether what follows begins a line.
    pub(super) breaks: bool,
}

/// A comment after the value.
#[derive(Debug, Clone)]
pub(super) struct Trail<'t> {
    pub(super) comment: Comment<'t>,
    pub(super) place: Follows<'t>,
}

/// Where a comment after a value stands.
#[derive(Debug, Clone, Copy)]
pub(super) enum Follows<'t> {
    /// On the value's line, after this white space.
    Line(&'t str),
    /// On the next line, in the column of the one before it, with which it goes on.
    Comment,
    /// On a line of its own.
    Nothing,
}

impl<'t> Carried<'t> {
    pub(super) fn of(tree: &'t Tree, item: NodeId) -> Self {
        let node = tree.node(item);
        let container = NodeId(node.parent);
        let mut carried = Self::default();

        let before = Gap::before(tree, container, node.first);
        let owners = before.owners(tree);
        let own = |&(_, owner): &(u32, Owner)| owner == Owner::Right;
        let leading = before.tokens().zip(owners).filter(own).map(|(token, _)| token);
        let inside = match (node.kind, tree.children(item).next()) {
            (NodeKind::Member, Some(value)) => node.first + 1..tree.node(value).first,
            _ => 0..0,
        };
        for token in leading.chain(inside) {
            let kind = tree.token_kind(TokenId(token));
            if kind.is_comment() {
                let breaks = kind == TokenKind::LineComment || token_breaks(tree, token + 1) > 0;
                carried.lead.push(Lead { comment: Comment::at(tree, token), breaks });
            }
        }

        let after = Gap::after(tree, container, node.last.saturating_sub(1));
        let owners = after.owners(tree);
        for (token, owner) in after.tokens().zip(owners) {
            if owner == Owner::Left && tree.token_kind(TokenId(token)).is_comment() {
                let before = TokenId(token - 1);
                let is_space = tree.token_kind(before) == TokenKind::Whitespace;
                let space = if is_space { tree.token_text(before) } else { "" };
                let continues = token_breaks(tree, token - 1) > 0;
                carried.trail.push(Trail {
                    comment: Comment::at(tree, token),
                    place: if continues { Follows::Comment } else { Follows::Line(space) },
                });
            }
        }
        carried
    }

    pub(super) fn comments(&self) -> impl Iterator<Item = Comment<'t>> {
        let trail = self.trail.iter().map(|trail| trail.comment);
        self.lead.iter().map(|lead| lead.comment).chain(trail)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.lead.is_empty() && self.trail.is_empty()
    }
}

/// A comment for a place on a line that goes on after it.
pub(super) fn as_block(comment: &str) -> String {
    match comment.strip_prefix("//") {
        Some(text) => format!("/*{} */", harmless(text.trim_end())),
        None => comment.to_owned(),
    }
}

/// A text that cannot end the block comment around it.
pub(super) fn harmless(text: &str) -> String {
    text.replace("*/", "* /")
}
