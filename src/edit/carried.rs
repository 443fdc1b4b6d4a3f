//! The comments of a member, which travel with it.

use crate::syntax::{NodeId, NodeKind, TokenId, TokenKind, Tree};
use crate::text::Span;

use super::gap::{Gap, Owner, span, token_breaks};

/// The comments that belong to a member or item, in order of place.
#[derive(Debug, Default)]
pub(super) struct Carried<'t> {
    pub(super) lead: Vec<Lead>,
    pub(super) trail: Vec<Trail<'t>>,
}

/// A comment before the value: above the member, on its line, or between name and value.
#[derive(Debug)]
pub(super) struct Lead {
    pub(super) span: Span,
    /// Whether what follows begins a line.
    pub(super) breaks: bool,
}

/// A comment after the value.
#[derive(Debug)]
pub(super) struct Trail<'t> {
    pub(super) span: Span,
    /// The white space before it.
    pub(super) space: &'t str,
    /// Whether it goes on with the one before it on a line of its own.
    pub(super) continues: bool,
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
                carried.lead.push(Lead { span: span(tree, token), breaks });
            }
        }

        let after = Gap::after(tree, container, node.last.saturating_sub(1));
        let owners = after.owners(tree);
        for (token, owner) in after.tokens().zip(owners) {
            if owner == Owner::Left && tree.token_kind(TokenId(token)).is_comment() {
                let before = TokenId(token - 1);
                let is_space = tree.token_kind(before) == TokenKind::Whitespace;
                carried.trail.push(Trail {
                    span: span(tree, token),
                    space: if is_space { tree.token_text(before) } else { "" },
                    continues: token_breaks(tree, token - 1) > 0,
                });
            }
        }
        carried
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
