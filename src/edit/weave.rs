//! A plan's edits, from all its requests together.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::Edit;
use crate::syntax::{NodeId, TokenId, Tree};
use crate::text::Span;

use super::draft::DraftId;
use super::gap::Gap;
use super::keyed;
use super::plan::{Changes, Plan};
use super::quote;
use super::region::{self, Region};
use super::remark;
use super::write::Writer;

/// What is to be done at a node. In the order in which one outweighs the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Task {
    /// The item leaves its place: nothing inside matters here.
    Leave,
    Remark,
    Replace,
    Key,
    Unkey,
    Rename,
    Weave,
}

/// All edits of the plan.
pub(super) fn edits(plan: &Plan<'_>) -> Vec<Edit> {
    let end = u32::try_from(plan.tree.nodes.len()).unwrap_or(u32::MAX);
    let mut edits = merged(edits_within(plan, NodeId(0), NodeId(end)));
    edits.retain(|edit| edit.text != plan.tree.slice(edit.span));
    edits
}

/// The edits for the nodes from `from` up to, not including, `to`.
pub(super) fn edits_within(plan: &Plan<'_>, from: NodeId, to: NodeId) -> Vec<Edit> {
    let tree = plan.tree;
    let mut tasks: Vec<(NodeId, Task)> = Vec::new();
    for (&holder, changes) in plan.changes.range(from..to) {
        tasks.push((holder, Task::Weave));
        tasks.extend(changes.fates.keys().map(|&item| (item, Task::Leave)));
    }
    tasks.extend(plan.remarks.range(from..to).map(|(&item, _)| (item, Task::Remark)));
    tasks.extend(plan.replaced.range(from..to).map(|(&value, _)| (value, Task::Replace)));
    tasks.extend(plan.keyed.range(from..to).map(|(&array, _)| (array, Task::Key)));
    tasks.extend(plan.unkeyed.range(from..to).map(|&object| (object, Task::Unkey)));
    tasks.extend(plan.renamed.range(from..to).map(|(&member, _)| (member, Task::Rename)));
    tasks.sort_unstable();

    let mut edits = Vec::new();
    let mut done = from;
    for (node, task) in tasks {
        if node < done {
            continue;
        }
        let past = NodeId(tree.node(node).next);
        match task {
            Task::Leave => done = past,
            Task::Remark => {
                if let Some(comments) = plan.remarks.get(&node) {
                    edits.push(remark::edit(plan, node, comments));
                }
            }
            Task::Replace => {
                if let Some(&draft) = plan.replaced.get(&node) {
                    edits.extend(remark::edit_of_left(plan, node, draft));
                    edits.push(replacement(plan, node, draft));
                }
                done = past;
            }
            Task::Key => {
                if let Some(names) = plan.keyed.get(&node) {
                    edits.extend(keyed::edits(plan, node, names));
                }
            }
            Task::Unkey => edits.extend(keyed::edits_of_unkeyed(plan, node)),
            Task::Rename => {
                if let Some(name) = plan.renamed.get(&node) {
                    let token = TokenId(tree.node(node).first);
                    let text = renamed(plan, token, name);
                    if text != tree.token_text(token) {
                        edits.push(Edit { span: tree.token_span(token), text });
                    }
                }
            }
            Task::Weave => {
                if let Some(changes) = plan.changes.get(&node) {
                    for region in regions(tree, node, changes) {
                        edits.extend(region::weave(plan, &region));
                    }
                }
            }
        }
    }
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    edits
}

fn replacement(plan: &Plan<'_>, value: NodeId, draft: DraftId) -> Edit {
    let span = plan.tree.node_span(value);
    Edit { span, text: Writer::for_value(plan, value).value(draft, span.start) }
}

/// A new name in the manner of the old one.
fn renamed(plan: &Plan<'_>, old: TokenId, name: &str) -> String {
    match plan.tree.token_text(old).chars().next() {
        Some(quote @ ('"' | '\'')) => quote::quoted(name, quote),
        _ if quote::is_identifier(name) => name.to_owned(),
        _ => quote::quoted(name, plan.style().quote),
    }
}

/// The stretches of a container that change, in order of place: each reaches from one neighbour
/// that stays to the next.
fn regions<'a, 't>(
    tree: &Tree,
    container: NodeId,
    changes: &'a Changes<'t>,
) -> Vec<Region<'a, 't>> {
    let first_tokens: BTreeMap<u32, NodeId> =
        changes.fates.keys().map(|&item| (tree.node(item).first, item)).collect();
    let mut starts: BTreeSet<u32> = changes.inserts.keys().copied().collect();
    for &item in changes.fates.keys() {
        starts.insert(Gap::before(tree, container, tree.node(item).first).left);
    }

    let mut regions = Vec::new();
    let mut done = 0;
    for start in starts {
        if start < done {
            continue;
        }
        let mut gap = Gap::after(tree, container, start);
        let mut region = Region { container, changes, gaps: Vec::new(), items: Vec::new() };
        while let Some(&item) = first_tokens.get(&gap.right).filter(|_| !gap.closes) {
            let next = Gap::after(tree, container, tree.node(item).last.saturating_sub(1));
            region.gaps.push(std::mem::replace(&mut gap, next));
            region.items.push(item);
        }
        done = gap.right;
        region.gaps.push(gap);
        regions.push(region);
    }
    regions
}

/// Joins edits that touch, so that none does.
fn merged(edits: Vec<Edit>) -> Vec<Edit> {
    let mut merged: Vec<Edit> = Vec::with_capacity(edits.len());
    for edit in edits {
        match merged.last_mut() {
            Some(last) if last.span.touches(edit.span) => {
                last.span = last.span.join(edit.span);
                last.text.push_str(&edit.text);
            }
            _ => merged.push(edit),
        }
    }
    merged
}

/// The text of a value with the plan's edits inside it.
pub(super) fn edited(plan: &Plan<'_>, value: NodeId) -> String {
    let tree = plan.tree;
    let span = tree.node_span(value);
    let mut text = String::with_capacity(span.len() as usize);
    let mut at = span.start;
    for edit in edits_within(plan, value, NodeId(tree.node(value).next)) {
        text.push_str(tree.slice(Span::new(at.min(edit.span.start), edit.span.start)));
        text.push_str(&edit.text);
        at = edit.span.end;
    }
    text.push_str(tree.slice(Span::new(at.min(span.end), span.end)));
    text
}
