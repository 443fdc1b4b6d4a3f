//! A document to JSON5, comments at their places.

use std::borrow::Cow;
use std::rc::Rc;

use super::comment::{self, Comment, follows_blank_line, on_one_line};
use super::error::{Cause, YamlError};
use super::node::{Document, Member, Node, Value};
use super::scalar::{Kind, Scalar, old_bool};
use super::{LARGEST, Takes};
use crate::edit::{is_identifier, quoted};

/// The widest a collection is that stays on one line, in bytes.
const WIDEST: usize = 88;
const INDENT: &str = "  ";

/// Writes a document.
pub(super) fn write(
    text: &str,
    document: &Document,
    takes: &Takes<'_>,
) -> Result<String, YamlError> {
    let comments = comment::find(text, &document.scalars);
    let mut writer =
        Writer { text, comments: &comments, takes, path: Vec::new(), out: String::new() };
    let root = &document.root;
    let is_one_line = writer.on_one_line(root).is_some();
    for _ in 0..head(text, &comments, root, is_one_line) {
        if !writer.out.is_empty() && writer.next_follows_blank_line() {
            writer.out.push('\n');
        }
        writer.comment();
        writer.out.push('\n');
    }
    writer.value(root, Place { copied: false, limit: text.len(), outer: None }, 0, root.start)?;
    writer.trail(root.end, text.len());
    while !writer.comments.is_empty() {
        writer.out.push('\n');
        writer.comment();
    }
    writer.out.push('\n');
    Ok(writer.out)
}

/// How many comments stand above the whole document: those that a blank line or the document's own
/// start sets apart from its first key, and all above a value that holds no comments.
fn head(text: &str, comments: &[Comment], root: &Node, is_one_line: bool) -> usize {
    let above = comments.partition_point(|comment| comment.start < root.start);
    if is_one_line {
        return above;
    }
    let starts = comments[..above].iter().map(|comment| comment.start).chain([root.start]);
    let starts: Vec<usize> = starts.collect();
    let apart = |&index: &usize| {
        let between = &text[comments[index].end..starts[index + 1]];
        let lines: Vec<&str> = between.split('\n').skip(1).collect();
        let whole = lines.len().saturating_sub(1);
        lines[..whole].iter().any(|line| line.trim().is_empty() || line.starts_with("---"))
    };
    (0..above).rev().find(apart).map_or(0, |index| index + 1)
}

/// Where a value stands.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// Whether it is written again at the place of an alias; its comments are at its anchor.
    copied: bool,
    /// Where what follows it begins; comments before that may belong to it.
    limit: usize,
    /// How far the collection around it is indented.
    outer: Option<usize>,
}

struct Writer<'d> {
    text: &'d str,
    /// Those that are not written yet.
    comments: &'d [Comment],
    takes: &'d Takes<'d>,
    path: Vec<Cow<'d, str>>,
    out: String,
}

impl<'d> Writer<'d> {
    /// Writes a value; `before` is where what introduces it ends.
    fn value(
        &mut self,
        node: &'d Rc<Node>,
        place: Place,
        depth: usize,
        before: usize,
    ) -> Result<(), YamlError> {
        if self.out.len() > LARGEST {
            return Err(Cause::TooLarge.nowhere());
        }
        if let Some(text) = self.on_one_line(node) {
            self.out.push_str(&text);
            return Ok(());
        }
        match &node.value {
            Value::Alias(target) => {
                self.value(target, Place { copied: true, ..place }, depth, before)?;
            }
            Value::List { items, flow } => {
                let starts = items.iter().map(|item| Some(item.start));
                let places = self.open(node, '[', *flow, starts, place, before);
                for (index, (item, at)) in items.iter().zip(places).enumerate() {
                    self.lead(item.start, index > 0, depth + 1, at.copied, item.start);
                    self.path.push(Cow::Owned(index.to_string()));
                    self.value(item, at, depth + 1, item.start)?;
                    self.path.pop();
                    self.end_item(item, at);
                }
                self.close(node, ']', *flow, place, depth);
            }
            Value::Map { members, flow } => {
                let starts = members.iter().map(|it| (!it.merged).then_some(it.start));
                let places = self.open(node, '{', *flow, starts, place, before);
                for (index, (member, at)) in members.iter().zip(places).enumerate() {
                    self.member(member, at, index > 0, depth + 1)?;
                }
                self.close(node, '}', *flow, place, depth);
            }
            Value::Scalar(_) => {}
        }
        Ok(())
    }

    fn member(
        &mut self,
        member: &'d Member,
        place: Place,
        follows: bool,
        depth: usize,
    ) -> Result<(), YamlError> {
        let value = &member.value;
        self.path.push(Cow::Borrowed(&member.name));
        // What stands between a name and a value on one line has no other place.
        let one_line = self.on_one_line(value).is_some();
        let until = if one_line { member.start.max(value.start) } else { member.start };
        self.lead(until, follows, depth, place.copied, member.start);
        self.out.push_str(&name(&member.name));
        self.out.push_str(": ");
        self.value(value, place, depth, member.end)?;
        self.path.pop();
        self.end_item(value, place);
        Ok(())
    }

    /// Opens a collection, with the comment that trails its bracket. Gives the places of its items,
    /// which begin at `starts`, those of other places aside.
    fn open(
        &mut self,
        node: &Node,
        bracket: char,
        flow: bool,
        starts: impl DoubleEndedIterator<Item = Option<usize>>,
        place: Place,
        before: usize,
    ) -> Vec<Place> {
        self.out.push(bracket);
        let mut limit = if flow { node.end.saturating_sub(1) } else { place.limit };
        let mut places = Vec::new();
        for start in starts.rev() {
            let copied = place.copied || start.is_none();
            places.push(Place { copied, limit, outer: Some(node.column) });
            limit = start.unwrap_or(limit);
        }
        places.reverse();
        if !place.copied {
            self.trail(if flow { node.start + 1 } else { before }, limit);
        }
        places
    }

    /// Closes a collection, after the comments at its end.
    fn close(&mut self, node: &Node, bracket: char, flow: bool, place: Place, depth: usize) {
        while let Some(comment) = self.comments.first().filter(|_| !place.copied) {
            let within = |indent| indent >= node.column && place.outer.is_none_or(|it| indent > it);
            let is_own = comment.indent.is_none_or(within) && comment.start < place.limit;
            if !(if flow { comment.start < node.end } else { is_own }) {
                break;
            }
            self.own_line_comment(true, depth + 1);
        }
        self.line(depth);
        self.out.push(bracket);
    }

    /// Ends an item: a comma, and the comment that trails it.
    fn end_item(&mut self, value: &Rc<Node>, place: Place) {
        self.out.push(',');
        let is_block =
            matches!(value.value, Value::List { flow: false, .. } | Value::Map { flow: false, .. });
        if !place.copied && !is_block {
            self.trail(value.end, place.limit);
        }
    }

    /// Begins an item that stands at `start` on a line of its own, after the comments before `until`.
    fn lead(&mut self, until: usize, follows: bool, depth: usize, copied: bool, start: usize) {
        let mut follows = follows;
        if !copied {
            while self.comments.first().is_some_and(|comment| comment.start < until) {
                self.own_line_comment(follows, depth);
                follows = true;
            }
            if follows && follows_blank_line(self.text, start) {
                self.out.push('\n');
            }
        }
        self.line(depth);
    }

    fn own_line_comment(&mut self, follows: bool, depth: usize) {
        if follows && self.next_follows_blank_line() {
            self.out.push('\n');
        }
        self.line(depth);
        self.comment();
    }

    fn next_follows_blank_line(&self) -> bool {
        let own = self.comments.first().filter(|comment| comment.indent.is_some());
        own.is_some_and(|comment| follows_blank_line(self.text, comment.start))
    }

    /// Writes the next comment if it trails what ends at `end`, before `limit`.
    fn trail(&mut self, end: usize, limit: usize) {
        let trails = |comment: &&Comment| {
            comment.indent.is_none()
                && comment.start < limit
                && on_one_line(self.text, end, comment.start)
        };
        if self.comments.first().is_some_and(|comment| trails(&comment)) {
            self.out.push(' ');
            self.comment();
        }
    }

    /// Writes the next comment.
    fn comment(&mut self) {
        let Some((comment, rest)) = self.comments.split_first() else { return };
        self.comments = rest;
        self.out.push_str("//");
        let words = self.text[comment.start + 1..comment.end].trim_end();
        // These two end a line of JSON5.
        self.out.push_str(&words.replace(['\u{2028}', '\u{2029}'], " "));
    }

    fn line(&mut self, depth: usize) {
        self.out.push('\n');
        self.out.push_str(&INDENT.repeat(depth));
    }

    /// What stands on one line: a scalar, an empty collection, or one in brackets that stood on one
    /// line and is not too wide.
    fn on_one_line(&self, node: &'d Rc<Node>) -> Option<String> {
        let resolved = node.resolved();
        if let Value::Scalar(scalar) = &resolved.value {
            return Some(self.scalar(scalar, &self.path));
        }
        let mut path = self.path.clone();
        let mut out = String::new();
        self.add_on_one_line(resolved, &mut path, &mut out).then_some(out)
    }

    /// Whether the value could be added.
    fn add_on_one_line(
        &self,
        node: &'d Rc<Node>,
        path: &mut Vec<Cow<'d, str>>,
        out: &mut String,
    ) -> bool {
        if let Value::Scalar(scalar) = &node.resolved().value {
            out.push_str(&self.scalar(scalar, path));
            return out.len() <= WIDEST;
        }
        let (Value::List { flow: true, .. } | Value::Map { flow: true, .. }) = &node.value else {
            return false;
        };
        if !on_one_line(self.text, node.start, node.end) {
            return false;
        }
        match &node.value {
            Value::List { items, .. } => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    out.push_str(if index > 0 { ", " } else { "" });
                    path.push(Cow::Owned(index.to_string()));
                    if !self.add_on_one_line(item, path, out) {
                        return false;
                    }
                    path.pop();
                }
                out.push(']');
            }
            Value::Map { members, .. } if members.is_empty() => out.push_str("{}"),
            Value::Map { members, .. } => {
                for (index, member) in members.iter().enumerate() {
                    out.push_str(if index > 0 { ", " } else { "{ " });
                    out.push_str(&name(&member.name));
                    out.push_str(": ");
                    path.push(Cow::Borrowed(&member.name));
                    if !self.add_on_one_line(&member.value, path, out) {
                        return false;
                    }
                    path.pop();
                }
                out.push_str(" }");
            }
            Value::Scalar(_) | Value::Alias(_) => return false,
        }
        out.len() <= WIDEST
    }

    /// A scalar at a path, as the config can have it there.
    fn scalar(&self, scalar: &Scalar, path: &[Cow<'_, str>]) -> String {
        let text = || quoted(&scalar.text, '"');
        let written = match &scalar.value {
            Kind::Null => return "null".to_owned(),
            Kind::Bool(value) => value.to_string(),
            Kind::Number(number) => number.clone(),
            Kind::Text => text(),
        };
        if !scalar.plain {
            return written;
        }
        let other = match (&scalar.value, old_bool(&scalar.text)) {
            (Kind::Text, None) => return written,
            (Kind::Text, Some(value)) => value.to_string(),
            _ => text(),
        };
        let path: Vec<&str> = path.iter().map(AsRef::as_ref).collect();
        let takes = |value: &str| (self.takes)(&path, value);
        if !takes(&written) && takes(&other) { other } else { written }
    }
}

/// A name as JSON5 has it.
fn name(name: &str) -> Cow<'_, str> {
    if is_identifier(name) { Cow::Borrowed(name) } else { Cow::Owned(quoted(name, '"')) }
}
