//! Comments that are written beside what is there.

use std::borrow::Cow;

use crate::finding::Edit;
use crate::syntax::{Member, NodeId, TokenId, Tree, Value};
use crate::text::Span;

use super::carried::{Carried, Comment, as_block};
use super::draft::{Draft, DraftId, New};
use super::gap;
use super::out::all_lines;
use super::plan::{Plan, Refusal};
use super::verbatim::{reindented, with_newlines};

impl<'t> Plan<'t> {
    /// Writes a comment above a member, or before it where others stand on its line, unless the member
    /// has it already. The text may have several lines.
    ///
    /// # Errors
    /// [`Refusal::StrictJson`] in a text that cannot hold comments.
    pub fn remark(&mut self, member: Member<'t>, text: &str) -> Result<(), Refusal> {
        self.remark_at(member.id(), text)
    }

    /// As [`Plan::remark`], for an item of an array, or the root.
    ///
    /// # Errors
    /// [`Refusal::StrictJson`] in a text that cannot hold comments.
    pub fn remark_item(&mut self, item: Value<'t>, text: &str) -> Result<(), Refusal> {
        self.remark_at(item.id(), text)
    }

    fn remark_at(&mut self, item: NodeId, text: &str) -> Result<(), Refusal> {
        if self.style().strict {
            return Err(Refusal::StrictJson);
        }
        let lines: Vec<String> =
            all_lines(text).map(|line| format!("// {line}").trim_end().to_owned()).collect();
        let there = around(self.tree, item);
        let is_there = |line: &String| says(&there, &Comment { text: line, indent: "" });
        if !lines.iter().all(is_there) {
            self.remarks.entry(item).or_default().extend(lines);
        }
        Ok(())
    }

    /// Puts a copy of a value, mostly of another text, in a value's place, and loses no comment:
    /// those of the other one come along, and what the old one holds stays above it. What both say is
    /// written once. Strict JSON takes no comments on.
    pub fn take_over(&mut self, value: Value<'t>, other: Value<'t>) {
        self.replace(value, New::Existing(other));
        if self.style().strict {
            return;
        }
        let (own, its) = (around(self.tree, item(value)), around(other.tree(), item(other)));
        let gained = its.iter().filter(|comment| !says(&own, comment));
        let comments: Vec<String> = gained.map(Comment::at_left).collect();
        if !comments.is_empty() {
            self.remarks.entry(item(value)).or_default().extend(comments);
        }
    }
}

/// The edit that writes the comments of a replaced value before its item, if the new one lacks any.
pub(super) fn edit_of_left(plan: &Plan<'_>, value: NodeId, new: DraftId) -> Option<Edit> {
    let comments: Vec<String> = left(plan, value, new).iter().map(Comment::at_left).collect();
    (!comments.is_empty()).then(|| edit(plan, item(Value::new(plan.tree, value)), &comments))
}

/// The member that holds a value, or the value itself where none does: comments stand before it.
fn item(value: Value<'_>) -> NodeId {
    value.member().map_or(value.id(), Member::id)
}

/// The comments inside a value that are not in what stands in its place; none in strict JSON.
pub(super) fn left<'t>(plan: &Plan<'t>, value: NodeId, new: DraftId) -> Vec<Comment<'t>> {
    let mut comments = if plan.style().strict { Vec::new() } else { within(plan.tree, value) };
    if !comments.is_empty() {
        let held = held(plan, new);
        comments.retain(|comment| !says(&held, comment));
    }
    comments
}

/// The comments that a new value brings along.
fn held<'t>(plan: &Plan<'t>, new: DraftId) -> Vec<Comment<'t>> {
    let mut held = Vec::new();
    // An explicit stack: depth comes from the input.
    let mut open = vec![new];
    while let Some(draft) = open.pop() {
        match plan.drafts.get(draft) {
            Draft::List(entries) | Draft::Object(entries) => {
                for entry in entries {
                    held.extend(entry.carried.comments());
                    open.push(entry.value);
                }
            }
            Draft::Copied(value) | Draft::Foreign(value) | Draft::Moved(value) => {
                held.extend(within(value.tree(), value.id()));
            }
            Draft::Null | Draft::Bool(_) | Draft::Number(_) | Draft::Text(_) => {}
        }
    }
    held
}

/// The edit that writes comments before an item.
pub(super) fn edit(plan: &Plan<'_>, item: NodeId, comments: &[String]) -> Edit {
    let tree = plan.tree;
    let start = tree.node_span(item).start;
    let indent = gap::line_indent(tree, start);
    let is_alone = gap::line_before(tree, start)
        .is_some_and(|line| line.trim_start_matches('\u{FEFF}').trim().is_empty());
    let newline = plan.style().newline;
    let mut text = String::new();
    for comment in comments {
        let comment = with_newlines(reindented(comment, "", indent), newline);
        if is_alone {
            text.extend([&*comment, newline, indent]);
        } else {
            text.extend([&as_block(&comment), " "]);
        }
    }
    Edit { span: Span::empty(start), text }
}

/// What the comments are that belong to a value or stand inside it, as they are written.
pub(crate) fn comments_of(value: Value<'_>) -> Vec<&str> {
    let around = around(value.tree(), item(value));
    around.iter().chain(&within(value.tree(), value.id())).map(|comment| comment.text).collect()
}

/// The text of a value as if its first line began at the left.
pub(crate) fn at_left(value: Value<'_>) -> Cow<'_, str> {
    reindented(value.source(), gap::line_indent(value.tree(), value.span().start), "")
}

/// The comments that belong to an item.
fn around(tree: &Tree, item: NodeId) -> Vec<Comment<'_>> {
    Carried::of(tree, item).comments().collect()
}

/// The comments inside a value.
fn within(tree: &Tree, value: NodeId) -> Vec<Comment<'_>> {
    let node = tree.node(value);
    let is_comment = |token: &u32| tree.token_kind(TokenId(*token)).is_comment();
    (node.first..node.last).filter(is_comment).map(|token| Comment::at(tree, token)).collect()
}

/// Whether one of `comments` says what `comment` does.
fn says(comments: &[Comment<'_>], comment: &Comment<'_>) -> bool {
    let words = |comment: &Comment<'_>| {
        let comment = comment.text;
        let line = comment.strip_prefix("//");
        let block = || comment.strip_prefix("/*")?.strip_suffix("*/");
        let text = line.or_else(block).unwrap_or(comment);
        text.split_whitespace().map(str::to_owned).collect::<Vec<_>>()
    };
    let own = words(comment);
    comments.iter().any(|other| words(other) == own)
}
