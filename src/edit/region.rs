//! One stretch of an object or array, from a neighbour that stays to the next that does: which of
//! its tokens stay, what comes in, and where the commas are.

use crate::finding::Edit;
use crate::syntax::{NodeId, TokenId, TokenKind};
use crate::text::Span;

use super::draft::Entry;
use super::gap::{self, Gap, Owner};
use super::layout::Layout;
use super::out::{self, Piece};
use super::plan::{Changes, Fate, Inserts, Plan};
use super::seam::{Edge, Seam};
use super::write::Writer;

/// Gaps with the items between them, all of which leave their place.
#[derive(Debug)]
pub(super) struct Region<'a, 't> {
    pub(super) container: NodeId,
    pub(super) changes: &'a Changes<'t>,
    /// One more than there are items.
    pub(super) gaps: Vec<Gap>,
    pub(super) items: Vec<NodeId>,
}

impl<'t> Region<'_, 't> {
    fn inserts(&self, gap: &Gap) -> Option<&Inserts<'t>> {
        self.changes.inserts.get(&gap.left)
    }

    fn fate(&self, item: Option<&NodeId>) -> Option<&Fate<'t>> {
        self.changes.fates.get(item?)
    }

    /// All that comes in, in order.
    fn entries(&self) -> Vec<&Entry<'t>> {
        let mut entries = Vec::new();
        for (index, gap) in self.gaps.iter().enumerate() {
            if let Some(inserts) = self.inserts(gap) {
                entries.extend(inserts.left.iter().chain(&inserts.right));
            }
            if let Some(Fate::Instead(entry)) = self.fate(self.items.get(index)) {
                entries.push(entry);
            }
        }
        entries
    }
}

/// The edits of a region.
pub(super) fn weave(plan: &Plan<'_>, region: &Region<'_, '_>) -> Vec<Edit> {
    let (Some(first), Some(last)) = (region.gaps.first(), region.gaps.last()) else {
        return Vec::new();
    };
    let tree = plan.tree;
    let entries = region.entries();
    let is_object = tree.node(region.container).kind == crate::syntax::NodeKind::Object;
    let layout = Layout::of(plan, region.container, &region.gaps, |layout| {
        Writer::for_items(plan, layout).is_flat(is_object, &entries)
    });
    let writer = Writer::for_items(plan, &layout);
    let mut weaver = Weaver {
        plan,
        region,
        writer,
        seam: Seam::new(tree, plan.style().newline, &layout, first),
        // Where a comma follows the last of what comes in.
        ends_with_comma: !last.closes || layout.trailing_comma,
        late_end: match (first.late_comma(tree), last.late_comma(tree)) {
            (Some(_), end) if entries.is_empty() && !last.closes => end,
            _ => None,
        },
        left: entries.len(),
        skip: 0,
    };
    for index in 0..region.gaps.len() {
        weaver.gap(index);
        weaver.item(index);
    }
    let edits = weaver.seam.finish(last);
    let becomes_comment =
        |item| matches!(region.fate(Some(item)), Some(Fate::CommentedOut(_) | Fate::Said(_)));
    match region.items.last() {
        Some(&item) if region.items.iter().any(becomes_comment) => {
            vec![as_one(plan, edits, tree.node_span(item).end)]
        }
        _ => edits,
    }
}

/// Edits as one that reaches to `end` at least: what becomes a comment is no place for another fix,
/// neither inside it nor, where it was the last item, behind it.
fn as_one(plan: &Plan<'_>, edits: Vec<Edit>, end: u32) -> Edit {
    let start = edits.first().map_or(end, |edit| edit.span.start);
    let mut one = Edit { span: Span::new(start, start), text: String::new() };
    let reach = |one: &mut Edit, to: u32| {
        if one.span.end < to {
            one.text.push_str(plan.tree.slice(Span::new(one.span.end, to)));
            one.span.end = to;
        }
    };
    for edit in edits {
        reach(&mut one, edit.span.start);
        one.text.push_str(&edit.text);
        one.span.end = edit.span.end;
    }
    reach(&mut one, end);
    one
}

struct Weaver<'a, 't> {
    plan: &'a Plan<'t>,
    region: &'a Region<'a, 't>,
    writer: Writer<'a, 't>,
    seam: Seam<'a>,
    ends_with_comma: bool,
    /// The comma at the start of the line after a region of such commas in which nothing is new.
    late_end: Option<u32>,
    /// How many entries are still to come.
    left: usize,
    /// Tokens before this one are dealt with.
    skip: u32,
}

impl Weaver<'_, '_> {
    fn gap(&mut self, index: usize) {
        let (tree, region) = (self.plan.tree, self.region);
        let gap = &region.gaps[index];
        let owners = gap.owners(tree);
        let inserts = region.inserts(gap);
        let left_stays = index == 0;
        let right_stays = index + 1 == region.gaps.len();

        let late = gap.late_comma(tree);
        let is_own = |(token, owner): &(u32, Owner)| {
            (*owner == Owner::Left && tree.token_kind(TokenId(*token)).is_comment())
                || (Some(*token) == gap.comma && late.is_none())
        };
        let marked: Vec<_> = gap.tokens().zip(owners).collect();
        let after_left = marked.iter().rposition(is_own).map_or(0, |at| at + 1);

        let mut comma = gap.comma.filter(|_| left_stays);
        let mut comma_at = None;
        if left_stays && !gap.opens {
            if self.left == 0 && !self.ends_with_comma {
                comma = None;
            } else if gap.comma.is_none() || (late.is_some() && self.left > 0) {
                // One at the start of a line would come after what is new: it moves up.
                comma = None;
                // On one line the comments before a comma are those of what stands before them.
                comma_at = Some(if self.writer.lines { 0 } else { after_left });
            } else if late.is_some() && self.late_end.is_some() {
                comma = None;
            }
        } else if right_stays && self.late_end.is_some() {
            comma = self.late_end;
        }

        let before_right = marked
            .iter()
            .position(|&(token, owner)| {
                owner == Owner::Right && tree.token_kind(TokenId(token)).is_comment()
            })
            .unwrap_or(marked.len());

        for at in 0..=marked.len() {
            if comma_at == Some(at) {
                self.seam.write(",");
            }
            if let Some(inserts) = inserts {
                if at == after_left {
                    inserts.left.iter().for_each(|entry| self.entry(entry));
                }
                if at == before_right {
                    inserts.right.iter().for_each(|entry| self.entry(entry));
                }
            }
            let Some(&(token, owner)) = marked.get(at) else { break };
            if token < self.skip {
                continue;
            }
            let stays = match owner {
                Owner::Left => left_stays || self.keeps_comments(index.checked_sub(1)),
                Owner::Right => right_stays || self.keeps_comments(Some(index)),
                Owner::Nobody => true,
            };
            let span = gap::span(tree, token);
            match tree.token_kind(TokenId(token)) {
                TokenKind::Whitespace => self.seam.space(span),
                TokenKind::Comma if comma == Some(token) => self.seam.keep(Edge::Other, span),
                TokenKind::LineComment if stays => self.seam.keep(Edge::LineComment, span),
                TokenKind::BlockComment if stays => self.seam.keep(Edge::Other, span),
                _ => self.seam.drop(),
            }
        }
    }

    /// Whether the comments of an item that leaves stay.
    fn keeps_comments(&self, item: Option<usize>) -> bool {
        let item = item.and_then(|index| self.region.items.get(index));
        matches!(
            self.region.fate(item),
            Some(Fate::Dissolved | Fate::CommentedOut(_) | Fate::Said(_))
        )
    }

    fn entry(&mut self, entry: &Entry<'_>) {
        self.left = self.left.saturating_sub(1);
        let text = self.writer.entry(entry, self.left > 0 || self.ends_with_comma);
        self.seam.insert(&text);
    }

    /// What becomes of the item after the gap.
    fn item(&mut self, index: usize) {
        let (tree, region) = (self.plan.tree, self.region);
        let Some(&item) = region.items.get(index) else { return };
        match region.fate(Some(&item)) {
            None | Some(Fate::Gone | Fate::Dissolved) => self.seam.drop(),
            Some(Fate::Instead(entry)) => {
                self.seam.drop();
                self.entry(entry);
            }
            Some(Fate::CommentedOut(text) | Fate::Said(text)) => {
                let said = matches!(region.fate(Some(&item)), Some(Fate::Said(_)));
                let (before, after) = (&region.gaps[index], &region.gaps[index + 1]);
                let (edge, pieces) = match out::own_lines(tree, before, after) {
                    Some(end) => {
                        self.skip = end;
                        let newline = self.plan.style().newline;
                        let pieces = if said {
                            out::said_in_lines(tree, item, text, newline)
                        } else {
                            out::as_lines(tree, item, end, text, newline)
                        };
                        (Edge::LineComment, pieces)
                    }
                    None if said => (Edge::Other, out::said_in_block(text)),
                    None => (Edge::Other, out::as_block(tree, item, text)),
                };
                self.seam.join(edge);
                for piece in pieces {
                    match piece {
                        Piece::Kept(span) => self.seam.copy(span),
                        Piece::Written(text) => self.seam.write(&text),
                    }
                }
            }
        }
    }
}
