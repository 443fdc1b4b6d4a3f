//! Comments that set findings apart, written for them.

use std::collections::{BTreeMap, BTreeSet};

use super::WORD;
use crate::edit::{Plan, Refusal, apply};
use crate::finding::{Fix, Safety};
use crate::syntax::{Member, NodeId, Tree, Value};

/// A text with comments that set findings apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Added {
    /// The text afterwards.
    pub(crate) text: String,
    /// How many comments are new.
    pub(crate) comments: usize,
}

/// Why no comment can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotAdded {
    /// The text is strict JSON.
    StrictJson,
    /// The text has syntax errors.
    Broken,
}

/// The rules that speak of such comments, or of more than what stands in the text.
const ABOUT_ITSELF: [&str; 4] = [
    "artefact-in-repo",
    "suppression-without-reason",
    "unknown-suppressed-rule",
    "unused-suppression",
];

/// Writes a comment above the member or item of each finding that gives `reason` for setting it apart,
/// in the style of the text. Of a finding its place is told, in bytes, and its rule.
pub(crate) fn add(
    tree: &Tree,
    findings: impl IntoIterator<Item = (u32, &'static str)>,
    reason: &str,
) -> Result<Added, NotAdded> {
    let findings = findings.into_iter().filter(|(_, rule)| !ABOUT_ITSELF.contains(rule));
    let mut findings = findings.peekable();
    if findings.peek().is_some() && !tree.errors().is_empty() {
        return Err(NotAdded::Broken);
    }
    let mut items: BTreeMap<NodeId, (Item<'_>, BTreeSet<&str>)> = BTreeMap::new();
    for (at, rule) in findings {
        let Some(item) = Item::at(tree, at) else { continue };
        items.entry(item.id()).or_insert((item, BTreeSet::new())).1.insert(rule);
    }
    let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut plan = Plan::new(tree);
    for (item, rules) in items.values() {
        let names = rules.iter().copied().collect::<Vec<_>>().join(", ");
        let written = match item {
            Item::Member(member) => plan.remark(*member, &format!("{WORD}[{names}]: {reason}")),
            Item::Value(value) if value.holder().is_none() => {
                plan.remark_item(*value, &format!("{WORD}-file[{names}]: {reason}"))
            }
            Item::Value(value) => plan.remark_item(*value, &format!("{WORD}[{names}]: {reason}")),
        };
        if let Err(Refusal::StrictJson) = written {
            return Err(NotAdded::StrictJson);
        }
    }
    let fix = Fix::of(Safety::Safe, plan.finish());
    Ok(Added { text: apply(tree.text(), [&fix]).text, comments: items.len() })
}

/// What a comment can stand above.
#[derive(Clone, Copy)]
enum Item<'t> {
    Member(Member<'t>),
    Value(Value<'t>),
}

impl<'t> Item<'t> {
    /// The innermost one that holds the byte at `offset`; the root for what is in none.
    fn at(tree: &'t Tree, offset: u32) -> Option<Self> {
        let item = |value: Value<'t>| match value.member() {
            Some(member) => (Self::Member(member), member.span()),
            None => (Self::Value(value), value.span()),
        };
        let holds = |span: crate::text::Span| span.start <= offset && offset < span.end;
        let items = tree.values().map(item).filter(|(_, span)| holds(*span));
        items.last().map(|(item, _)| item).or_else(|| tree.root().map(Self::Value))
    }

    fn id(self) -> NodeId {
        match self {
            Self::Member(member) => member.id(),
            Self::Value(value) => value.id(),
        }
    }
}
