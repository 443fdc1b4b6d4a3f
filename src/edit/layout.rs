//! How one object or array is laid out: what its new items follow.

use crate::syntax::{NodeId, NodeKind, TokenId, TokenKind, Tree};

use super::gap::{self, Gap};
use super::plan::Plan;
use super::quote;
use super::style::Style;

/// How many neighbours are asked for their habits.
const NEIGHBOURS: usize = 16;

/// How names and values are written here.
#[derive(Debug, Clone)]
pub(super) struct Manner {
    pub(super) quote: char,
    pub(super) bare_names: bool,
    /// What stands between name and value.
    pub(super) colon: String,
    /// What stands after a comma on the same line.
    pub(super) separator: &'static str,
}

/// How the items of an object or array stand.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    pub(super) manner: Manner,
    /// Whether its items stand on lines of their own.
    pub(super) spread: bool,
    /// Whether new values inside may span lines though it does not.
    pub(super) hugs: bool,
    /// The indentation of its items; of the line it begins on, if they have no lines of their own.
    pub(super) indent: String,
    /// The indentation of its closing bracket.
    pub(super) close: String,
    /// Whether a comma follows the last item.
    pub(super) trailing_comma: bool,
    /// What stands inside the brackets where it was empty and stays on one line.
    pub(super) padding: &'static str,
}

impl Manner {
    /// How the neighbours in `container` are written; what they do not tell is the text's habit.
    pub(super) fn of(tree: &Tree, container: NodeId, style: &Style) -> Self {
        let is_object = tree.node(container).kind == NodeKind::Object;
        let (mut double, mut single) = (0, 0);
        let (mut bare, mut quoted) = (false, false);
        let mut colon = None;
        let mut count_quote = |token: TokenId| match tree.token_text(token).chars().next() {
            Some('"') => double += 1,
            Some('\'') => single += 1,
            _ => {}
        };
        for child in tree.children(container).take(NEIGHBOURS) {
            let first = TokenId(tree.node(child).first);
            count_quote(first);
            if !is_object {
                continue;
            }
            let name = tree.token_text(first);
            if tree.token_kind(first) == TokenKind::Word {
                bare = true;
            } else if quote::inside(name).is_some_and(quote::is_identifier) {
                quoted = true;
            }
            if let Some(value) = tree.children(child).next() {
                let value = tree.node(value).first;
                count_quote(TokenId(value));
                let between = gap::span(tree, first.0).end..gap::span(tree, value).start;
                let between = &tree.text()[between.start as usize..between.end as usize];
                if between.chars().all(|c| matches!(c, ':' | ' ' | '\t')) {
                    colon.get_or_insert(between);
                }
            }
        }
        Self {
            quote: match () {
                () if double > single => '"',
                () if single > double => '\'',
                () => style.quote,
            },
            bare_names: match (bare, quoted) {
                (_, true) => false,
                (true, false) => true,
                (false, false) => style.bare_names,
            },
            colon: colon.unwrap_or(style.colon).to_owned(),
            separator: style.separator,
        }
    }
}

impl Layout {
    /// The layout of `container` around `gaps` of it. For one that is empty and may open up,
    /// `is_flat` says whether it stays on one line nevertheless.
    pub(super) fn of(
        plan: &Plan<'_>,
        container: NodeId,
        gaps: &[Gap],
        is_flat: impl FnOnce(&Layout) -> bool,
    ) -> Self {
        let (tree, style) = (plan.tree, plan.style());
        let node = tree.node(container);
        let is_array = node.kind == NodeKind::Array;
        let first = Gap::after(tree, container, node.first);
        let last = Gap::last(tree, container);
        let begins = gap::span(tree, node.first).start;
        let is_empty = first.closes;
        let breaks =
            first.breaks(tree) || last.breaks(tree) || gaps.iter().any(|gap| gap.breaks(tree));
        let packed = is_array && !gaps.is_empty() && gaps.iter().all(|gap| is_packed(tree, gap));
        let may_open = is_empty && !breaks && is_spread_around(tree, container);
        let spread = (breaks && !packed) || may_open;

        let mut manner = match outer(tree, container).filter(|_| is_empty) {
            Some(outer) => Manner::of(tree, outer, style),
            None => Manner::of(tree, container, style),
        };
        if let Some(separator) = first_flat_comma(tree, container) {
            manner.separator = separator;
        }
        let close = gap::line_indent(tree, begins);
        let deeper = || format!("{close}{}", style.unit);
        let indent = if breaks || may_open {
            item_indent(tree, container, gaps).map_or_else(deeper, str::to_owned)
        } else {
            close.to_owned()
        };
        let spans_lines = |child| gap::breaks(tree.slice(tree.node_span(child))) > 0;
        let mut layout = Self {
            manner,
            spread,
            hugs: !spread && tree.children(container).next().is_some_and(spans_lines),
            indent,
            close: close.to_owned(),
            trailing_comma: if is_empty {
                spread && style.trailing_comma
            } else {
                last.comma.is_some()
            },
            padding: if is_array { style.array_padding } else { style.object_padding },
        };
        if may_open && is_flat(&layout) {
            let indent = layout.close.clone();
            layout = Self { spread: false, trailing_comma: false, indent, ..layout };
        }
        layout
    }
}

/// The object or array around a value.
pub(super) fn outer(tree: &Tree, container: NodeId) -> Option<NodeId> {
    let mut parent = NodeId(tree.node(container).parent);
    if tree.node(parent).kind == NodeKind::Member {
        parent = NodeId(tree.node(parent).parent);
    }
    (tree.node(parent).kind != NodeKind::Document).then_some(parent)
}

/// Whether the items around a container stand on lines of their own; the root counts as such.
fn is_spread_around(tree: &Tree, container: NodeId) -> bool {
    outer(tree, container).is_none_or(|outer| {
        Gap::after(tree, outer, tree.node(outer).first).breaks(tree)
            || Gap::last(tree, outer).breaks(tree)
    })
}

/// Whether something after the item before the gap goes on the same line, as in arrays of several
/// numbers a line.
fn is_packed(tree: &Tree, gap: &Gap) -> bool {
    let line = gap::line_before(tree, gap::span(tree, gap.left).start);
    let has_comment = gap.tokens().any(|token| tree.token_kind(TokenId(token)).is_comment());
    !gap.opens
        && !has_comment
        && line.is_some_and(|line| !line.trim_start().is_empty())
        && tree.token_kind(TokenId(gap.left)) != TokenKind::CloseBrace
        && tree.token_kind(TokenId(gap.left)) != TokenKind::CloseBracket
}

/// The white space after the first comma of a container that an item follows on the same line.
fn first_flat_comma(tree: &Tree, container: NodeId) -> Option<&'static str> {
    tree.children(container).take(NEIGHBOURS).find_map(|child| {
        let comma = tree.node(child).last;
        if tree.token_kind(TokenId(comma)) != TokenKind::Comma {
            return None;
        }
        let next = TokenId(comma + 1);
        match tree.token_kind(next) {
            TokenKind::Whitespace if gap::token_breaks(tree, next.0) == 0 => Some(" "),
            TokenKind::Whitespace
            | TokenKind::LineComment
            | TokenKind::BlockComment
            | TokenKind::CloseBrace
            | TokenKind::CloseBracket
            | TokenKind::End => None,
            _ => Some(""),
        }
    })
}

/// The indentation of the items next to the gaps, else of the first item.
fn item_indent<'t>(tree: &'t Tree, container: NodeId, gaps: &[Gap]) -> Option<&'t str> {
    let first = Gap::after(tree, container, tree.node(container).first);
    // An item that does not begin its line tells nothing.
    let own = |gap: &Gap| {
        let start = gap::span(tree, gap.right).start;
        let line = gap::line_before(tree, start)?;
        (!gap.closes && line == gap::line_indent(tree, start)).then_some(line)
    };
    gaps.iter().chain(std::iter::once(&first)).find_map(own)
}
