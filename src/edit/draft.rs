//! Values that do not stand in the text yet.

use crate::syntax::{Tree, Value};

use super::carried::Carried;

/// A value to put into a config.
#[derive(Debug, Clone)]
pub enum New<'t> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number. Strict JSON has no `NaN` and no infinities; there they become `null`, as
    /// `JSON.stringify` writes them.
    Number(f64),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<New<'t>>),
    /// An object: names and values in order.
    Object(Vec<(String, New<'t>)>),
    /// A copy of a value, the comments inside it included. One of the same text stays as it is
    /// written, at its new depth; one of another text is laid out as this text is.
    Existing(Value<'t>),
}

impl<'t> New<'t> {
    /// An object of these members.
    pub fn object<N: Into<String>, V: Into<New<'t>>>(
        members: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        Self::Object(members.into_iter().map(|(name, new)| (name.into(), new.into())).collect())
    }

    /// What JSON says; `None` for what is none.
    pub fn json(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok().map(Self::from_json)
    }

    fn from_json(value: serde_json::Value) -> Self {
        use serde_json::Value as Json;
        match value {
            Json::Null => Self::Null,
            Json::Bool(value) => Self::Bool(value),
            Json::Number(value) => Self::Number(value.as_f64().unwrap_or_default()),
            Json::String(value) => Self::Text(value),
            Json::Array(items) => Self::List(items.into_iter().map(Self::from_json).collect()),
            Json::Object(members) => {
                let members = members.into_iter();
                Self::Object(members.map(|(name, value)| (name, Self::from_json(value))).collect())
            }
        }
    }

    /// An array of these items.
    pub fn list<V: Into<New<'t>>>(items: impl IntoIterator<Item = V>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}

impl From<bool> for New<'_> {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<f64> for New<'_> {
    fn from(value: f64) -> Self {
        Self::Number(value)
    }
}

impl From<i64> for New<'_> {
    #[expect(clippy::cast_precision_loss, reason = "JavaScript holds numbers as doubles too")]
    fn from(value: i64) -> Self {
        Self::Number(value as f64)
    }
}

impl From<i32> for New<'_> {
    fn from(value: i32) -> Self {
        Self::Number(value.into())
    }
}

impl From<&str> for New<'_> {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for New<'_> {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl<'t> From<Value<'t>> for New<'t> {
    fn from(value: Value<'t>) -> Self {
        Self::Existing(value)
    }
}

/// Index of a draft in its plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DraftId(usize);

/// A value that a plan will write. It may still grow: requests for places inside it add to it.
#[derive(Debug)]
pub(super) enum Draft<'t> {
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    List(Vec<Entry<'t>>),
    Object(Vec<Entry<'t>>),
    /// The text of a value, which may also stay where it is.
    Copied(Value<'t>),
    /// A value of another text that has no items.
    Foreign(Value<'t>),
    /// The text of a value that leaves its place, with the plan's changes in it.
    Moved(Value<'t>),
}

/// A member (or, without a name, an item) that a plan will write.
#[derive(Debug, Clone)]
pub(super) struct Entry<'t> {
    pub(super) name: Option<String>,
    pub(super) value: DraftId,
    /// The comments that come along.
    pub(super) carried: Carried<'t>,
}

impl Entry<'_> {
    /// An item of an array, without comments.
    pub(super) fn item(value: DraftId) -> Self {
        Self { name: None, value, carried: Carried::default() }
    }

    /// A member without comments.
    pub(super) fn member(name: impl Into<String>, value: DraftId) -> Self {
        Self { name: Some(name.into()), ..Self::item(value) }
    }
}

/// All drafts of a plan for one text.
#[derive(Debug)]
pub(super) struct Drafts<'t> {
    tree: &'t Tree,
    list: Vec<Draft<'t>>,
}

impl<'t> Drafts<'t> {
    pub(super) const fn new(tree: &'t Tree) -> Self {
        Self { tree, list: Vec::new() }
    }

    pub(super) fn add(&mut self, draft: Draft<'t>) -> DraftId {
        self.list.push(draft);
        DraftId(self.list.len() - 1)
    }

    pub(super) fn take(&mut self, new: New<'t>) -> DraftId {
        let draft = match new {
            New::Null => Draft::Null,
            New::Bool(value) => Draft::Bool(value),
            New::Number(value) => Draft::Number(value),
            New::Text(value) => Draft::Text(value),
            New::List(items) => {
                Draft::List(items.into_iter().map(|item| Entry::item(self.take(item))).collect())
            }
            New::Object(members) => {
                let entry = |(name, new): (String, _)| Entry::member(name, self.take(new));
                Draft::Object(members.into_iter().map(entry).collect())
            }
            New::Existing(value) if std::ptr::eq(value.tree(), self.tree) => Draft::Copied(value),
            New::Existing(value) => return self.adopt(value),
        };
        self.add(draft)
    }

    /// Puts `entry` inside objects of these names, the outermost first.
    pub(super) fn wrap(&mut self, parents: &[&str], entry: Entry<'t>) -> Entry<'t> {
        let within =
            |entry, name: &&str| Entry::member(*name, self.add(Draft::Object(vec![entry])));
        parents.iter().rev().fold(entry, within)
    }

    pub(super) fn get(&self, id: DraftId) -> &Draft<'t> {
        &self.list[id.0]
    }

    pub(super) fn get_mut(&mut self, id: DraftId) -> &mut Draft<'t> {
        &mut self.list[id.0]
    }
}
