//! A config as a text that shows its settings and nothing else.

use super::canonical::{canonical, quoted, scalar};
use super::lists::{Order, order};
use crate::syntax::{Array, Key, Member, Tree, Value};

/// What is still to be written.
enum Part<'t> {
    Value(Value<'t>),
    /// The name of a member, which is one level further in.
    Member(Member<'t>),
    Comma,
    /// The end of an object or list, one level further out.
    Close(char),
    /// An item of a list, one level further in.
    Item(usize),
}

/// Levels that are indented; below them a line begins no further in.
const INDENTED: usize = 32;

/// A config as strict JSON in one layout: names sorted, one setting a line, single values in one
/// spelling, and the items of a list whose order does not count sorted. No comments. It may hold secrets.
pub fn normal(tree: &Tree) -> String {
    let mut text = String::new();
    let Some(root) = tree.root() else { return text };
    let mut path: Vec<String> = Vec::new();
    // An explicit stack: depth comes from the input.
    let mut open = vec![Part::Value(root)];
    while let Some(part) = open.pop() {
        match part {
            Part::Value(value) => push(value, &path, &mut text, &mut open),
            Part::Member(member) => {
                path.push(member.name().to_lossy().into_owned());
                line(&mut text, path.len());
                quoted(&member.name(), &mut text);
                text.push_str(": ");
            }
            Part::Item(index) => {
                path.push(index.to_string());
                line(&mut text, path.len());
            }
            Part::Comma => {
                path.pop();
                text.push(',');
            }
            Part::Close(bracket) => {
                path.pop();
                line(&mut text, path.len());
                text.push(bracket);
            }
        }
    }
    text.push('\n');
    text
}

/// Writes a value, or its beginning and puts off what it holds.
fn push<'t>(value: Value<'t>, path: &[String], text: &mut String, open: &mut Vec<Part<'t>>) {
    let first = open.len();
    if let Some(object) = value.as_object() {
        let members = object.effective().into_iter();
        for (member, value) in members.filter_map(|(_, it)| Some((it, it.value()?))) {
            if open.len() > first {
                open.push(Part::Comma);
            }
            open.extend([Part::Member(member), Part::Value(value)]);
        }
        text.push('{');
        close('}', first, text, open);
    } else if let Some(list) = value.as_array() {
        for (index, item) in items(list, path).into_iter().enumerate() {
            if open.len() > first {
                open.push(Part::Comma);
            }
            open.extend([Part::Item(index), Part::Value(item)]);
        }
        text.push('[');
        close(']', first, text, open);
    } else {
        scalar(value, text);
    }
}

/// Ends what was begun, after what it holds.
fn close(bracket: char, first: usize, text: &mut String, open: &mut Vec<Part<'_>>) {
    if open.len() == first {
        text.push(bracket);
        return;
    }
    open.push(Part::Close(bracket));
    open[first..].reverse();
}

/// The items of a list, in the order in which they are written down.
fn items<'t>(list: Array<'t>, path: &[String]) -> Vec<Value<'t>> {
    let mut items: Vec<Value<'t>> = list.items().collect();
    // Deeper there is no list that is known.
    let is_free = path.len() < INDENTED && order(&path.iter().collect::<Key>()) == Order::Free;
    if is_free {
        items.sort_by_cached_key(|item| canonical(*item));
    }
    items
}

fn line(text: &mut String, depth: usize) {
    text.push('\n');
    text.extend(std::iter::repeat_n("  ", depth.min(INDENTED)));
}
