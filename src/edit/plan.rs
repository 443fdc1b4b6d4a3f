//! The requests.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Arc, OnceLock};

use crate::finding::{Edit, Mending};
use crate::syntax::{Array, Key, Member, NodeId, Object, TokenId, Tree, Value};

use super::carried::Carried;
use super::deed::{self, Deed};
use super::draft::{DraftId, Drafts, Entry, New};
use super::gap::Gap;
use super::keyed;
use super::names::Names;
use super::style::Style;
use super::weave;

/// Changes to one text, asked for one by one and written together.
///
/// Requests may build on each other: a member can be renamed and moved, a value set inside one
/// that another request creates. A request for a place inside a member that is removed or
/// commented out, or inside a replaced value, is void.
#[derive(Debug)]
pub struct Plan<'t> {
    pub(super) tree: &'t Tree,
    pub(super) drafts: Drafts<'t>,
    /// What becomes of the items of each object or array, by its node.
    pub(super) changes: BTreeMap<NodeId, Changes<'t>>,
    /// What stands in a value's place.
    pub(super) replaced: BTreeMap<NodeId, DraftId>,
    /// The arrays that become objects, with the names of their items.
    pub(super) keyed: BTreeMap<NodeId, keyed::Names>,
    /// Objects that become arrays.
    pub(super) unkeyed: BTreeSet<NodeId>,
    /// Comments to stand before members and items, as they are written.
    pub(super) remarks: BTreeMap<NodeId, Vec<String>>,
    /// New names of members.
    pub(super) renamed: BTreeMap<NodeId, String>,
    /// Values that move, and the object of the text that they move into or below.
    pub(super) moves: Vec<(NodeId, NodeId)>,
    /// What the requests do to the settings, in the order in which they came.
    pub(super) deeds: Vec<Deed>,
    /// The keys that were not there: each the topmost one of a path.
    pub(super) created: Vec<Vec<String>>,
    keep: Keep,
    style: Arc<OnceLock<Style>>,
    names: Arc<Names>,
}

/// Where the value of a setting that has no place any more is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Keep {
    /// In a comment where it stood; in strict JSON, which has none, as under [`Keep::InReport`].
    #[default]
    InComment,
    /// In the steps of the fix alone.
    InReport,
}

/// Begins plans for one text. What they learn about how it is written is found out once.
#[derive(Debug)]
pub struct Planner<'t> {
    tree: &'t Tree,
    keep: Keep,
    style: Arc<OnceLock<Style>>,
    names: Arc<Names>,
}

impl<'t> Planner<'t> {
    /// Looks at nothing yet.
    pub fn new(tree: &'t Tree) -> Self {
        Self::keeping(tree, Keep::default())
    }

    /// As [`Planner::new`], and says where retired settings are kept.
    pub fn keeping(tree: &'t Tree, keep: Keep) -> Self {
        Self { tree, keep, style: Arc::default(), names: Arc::default() }
    }

    /// A plan without requests.
    pub fn plan(&self) -> Plan<'t> {
        Plan {
            tree: self.tree,
            drafts: Drafts::new(self.tree),
            changes: BTreeMap::new(),
            replaced: BTreeMap::new(),
            keyed: BTreeMap::new(),
            unkeyed: BTreeSet::new(),
            remarks: BTreeMap::new(),
            renamed: BTreeMap::new(),
            moves: Vec::new(),
            deeds: Vec::new(),
            created: Vec::new(),
            keep: self.keep,
            style: Arc::clone(&self.style),
            names: Arc::clone(&self.names),
        }
    }
}

/// What becomes of the items of one object or array.
#[derive(Debug, Default)]
pub(super) struct Changes<'t> {
    /// The items that leave their place.
    pub(super) fates: BTreeMap<NodeId, Fate<'t>>,
    /// What is inserted, by the token that ends the item (or opens the bracket) before it.
    pub(super) inserts: BTreeMap<u32, Inserts<'t>>,
}

/// What is inserted between two neighbours.
#[derive(Debug, Default)]
pub(super) struct Inserts<'t> {
    /// Directly after the one before.
    pub(super) left: Vec<Entry<'t>>,
    /// Directly before the one after.
    pub(super) right: Vec<Entry<'t>>,
}

/// What becomes of an item.
#[derive(Debug)]
pub(super) enum Fate<'t> {
    /// It goes, and its comments with it, here or to another place.
    Gone,
    /// It goes, and its comments stay.
    Dissolved,
    /// This stands in its place, and its comments are there.
    Instead(Entry<'t>),
    /// It becomes a comment that begins with this reason.
    CommentedOut(String),
    /// A comment with this text stands in its place.
    Said(String),
}

/// Where in an object or array something is inserted.
#[derive(Debug, Clone, Copy)]
pub enum Where<T> {
    /// Before all others.
    First,
    /// After all others.
    Last,
    /// Before this one and its comments.
    Before(T),
    /// After this one and its comments.
    After(T),
}

/// Why a request cannot be carried out; nothing changes then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The path leads through something that is not an object.
    NotAnObject,
    /// There is a member of that name already.
    Taken,
    /// A member cannot move into itself.
    IntoItself,
    /// Strict JSON has no comments.
    StrictJson,
    /// The member has no value, or stands where the text is not JSON5.
    Incomplete,
    /// The plan already removes, moves or comments out the member.
    AlreadyGone,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotAnObject => "the path leads through something that is not an object",
            Self::Taken => "there is a member of that name already",
            Self::IntoItself => "a member cannot move into itself",
            Self::StrictJson => "strict JSON has no comments",
            Self::Incomplete => "the member has no value",
            Self::AlreadyGone => "the member is already removed, moved or commented out",
        })
    }
}

impl std::error::Error for Refusal {}

impl<'t> Plan<'t> {
    /// A plan without requests. For several plans for one text there is [`Planner`].
    pub fn new(tree: &'t Tree) -> Self {
        Planner::new(tree).plan()
    }

    /// The edits that carry out the requests: in order of place, none touching another, as few
    /// bytes as they can do with.
    pub fn finish(self) -> Vec<Edit> {
        weave::edits(&self)
    }

    /// The edits, as [`Plan::finish`] gives them, and what they do to the settings.
    pub fn mending(self) -> Mending {
        let edits = weave::edits(&self);
        let steps = if edits.is_empty() { Vec::new() } else { deed::steps(&self) };
        let creates = self.created.iter().map(|names| names.iter().cloned().collect()).collect();
        Mending { edits, steps, creates }
    }

    /// Removes a member with the comments that lead and trail it.
    pub fn remove(&mut self, member: Member<'t>) {
        self.deeds.push(Deed::Removed(member.id()));
        self.depart(member.object().value().id(), member.id(), Fate::Gone);
    }

    /// Removes an item of an array with the comments that lead and trail it; other values stay.
    pub fn remove_item(&mut self, item: Value<'t>) {
        if let Some(array) = item.holder().filter(|holder| holder.as_array().is_some()) {
            self.deeds.push(Deed::Removed(item.id()));
            self.depart(array.id(), item.id(), Fate::Gone);
        }
    }

    /// Gives a member another name; its value and comments stay.
    ///
    /// # Errors
    /// [`Refusal::Taken`] if the object has a member of that name.
    pub fn rename(&mut self, member: Member<'t>, name: &str) -> Result<(), Refusal> {
        match self.member(member.object(), name) {
            Some(own) if own == member => {}
            Some(_) => return Err(Refusal::Taken),
            None if self.pending(member.object(), name).is_some() => return Err(Refusal::Taken),
            None => {}
        }
        self.renamed.insert(member.id(), name.to_owned());
        self.create(member.object().value().key().child(name).segments());
        self.deeds.push(Deed::Renamed(member.id(), name.to_owned()));
        Ok(())
    }

    /// Puts another value in a value's place. The comments inside the old one stand before it then,
    /// unless the new one holds that part ([`New::Existing`]). Of several for one place the last counts.
    pub fn replace(&mut self, value: Value<'t>, new: impl Into<New<'t>>) {
        let draft = self.drafts.take(new.into());
        self.replaced.insert(value.id(), draft);
        self.deeds.push(Deed::Set(value.id()));
    }

    /// Inserts a member. Several at one place stand in the order they were asked for.
    ///
    /// # Errors
    /// [`Refusal::Taken`] if the object has a member of that name.
    pub fn insert(
        &mut self,
        object: Object<'t>,
        place: Where<Member<'t>>,
        name: &str,
        new: impl Into<New<'t>>,
    ) -> Result<(), Refusal> {
        if self.member(object, name).is_some() || self.pending(object, name).is_some() {
            return Err(Refusal::Taken);
        }
        let value = self.drafts.take(new.into());
        let entry = Entry::member(name, value);
        let anchor = |member: Member<'t>| member.id();
        self.create(object.value().key().child(name).segments());
        self.deeds.push(Deed::Inserted(object.value().id(), name.to_owned()));
        self.put(object.value(), map_place(place, anchor), entry);
        Ok(())
    }

    /// Inserts an item. Several at one place stand in the order they were asked for.
    pub fn insert_item(
        &mut self,
        array: Array<'t>,
        place: Where<Value<'t>>,
        new: impl Into<New<'t>>,
    ) {
        let value = self.drafts.take(new.into());
        let entry = Entry::item(value);
        self.deeds.push(Deed::Set(array.value().id()));
        self.put(array.value(), map_place(place, Value::id), entry);
    }

    /// Adds an item at the end.
    pub fn push(&mut self, array: Array<'t>, new: impl Into<New<'t>>) {
        self.insert_item(array, Where::Last, new);
    }

    /// Turns a member, with all its lines, into comments where it stood; the first one gives the
    /// reason.
    ///
    /// # Errors
    /// [`Refusal::StrictJson`] in a text that cannot hold comments.
    pub fn comment_out(&mut self, member: Member<'t>, reason: &str) -> Result<(), Refusal> {
        self.comment(member.object().value().id(), member.id(), reason)
    }

    /// As [`Plan::comment_out`], for an item of an array; other values stay.
    ///
    /// # Errors
    /// [`Refusal::StrictJson`] in a text that cannot hold comments.
    pub fn comment_out_item(&mut self, item: Value<'t>, reason: &str) -> Result<(), Refusal> {
        match item.holder().filter(|holder| holder.as_array().is_some()) {
            Some(array) => self.comment(array.id(), item.id(), reason),
            None => Ok(()),
        }
    }

    /// Takes a member out of force whose value has no place any more: into a comment that gives the
    /// reason, or, where the text has no comments or the plan is to keep none, away.
    ///
    /// # Errors
    /// None; the answer is one only so that a plan reads well.
    pub fn retire(&mut self, member: Member<'t>, reason: &str) -> Result<(), Refusal> {
        if self.keep == Keep::InReport || self.comment_out(member, reason).is_err() {
            self.remove(member);
        }
        Ok(())
    }

    /// As [`Plan::retire`], for an item of an array.
    ///
    /// # Errors
    /// None, as there.
    pub fn retire_item(&mut self, item: Value<'t>, reason: &str) -> Result<(), Refusal> {
        if self.keep == Keep::InReport || self.comment_out_item(item, reason).is_err() {
            self.remove_item(item);
        }
        Ok(())
    }

    /// Removes a member that says nothing by itself: it is not in force, or said elsewhere. One with
    /// comments is retired for that reason, so that they survive.
    ///
    /// # Errors
    /// None, as for [`Plan::retire`].
    pub fn discard(&mut self, member: Member<'t>, reason: &str) -> Result<(), Refusal> {
        if self.has_comments(member.id()) {
            return self.retire(member, reason);
        }
        self.remove(member);
        Ok(())
    }

    /// As [`Plan::discard`], for an item of an array.
    ///
    /// # Errors
    /// None, as there.
    pub fn discard_item(&mut self, item: Value<'t>, reason: &str) -> Result<(), Refusal> {
        if self.has_comments(item.id()) {
            return self.retire_item(item, reason);
        }
        self.remove_item(item);
        Ok(())
    }

    /// Whether comments stand inside of an item, lead it or trail it.
    fn has_comments(&self, item: NodeId) -> bool {
        self.has_comments_inside(item) || !Carried::of(self.tree, item).is_empty()
    }

    pub(super) fn has_comments_inside(&self, item: NodeId) -> bool {
        let node = self.tree.node(item);
        (node.first..node.last).any(|at| self.tree.token_kind(TokenId(at)).is_comment())
    }

    /// Removes a member whose value stands at the path `to` already, or is a part of what stands
    /// there. One with comments is retired, so that they survive.
    ///
    /// # Errors
    /// None, as for [`Plan::retire`].
    pub fn absorb(&mut self, member: Member<'t>, to: &[&str]) -> Result<(), Refusal> {
        if self.has_comments(member.id()) {
            let place: Key = to.iter().copied().collect();
            return self.retire(member, &format!("part of `{place}` now"));
        }
        self.deeds.push(Deed::Moved(member.id(), to.iter().copied().collect()));
        self.depart(member.object().value().id(), member.id(), Fate::Gone);
        Ok(())
    }

    /// Turns a member into a comment of its own that says `text`. A member with comments of its own
    /// is commented out as it stands, so that they survive.
    ///
    /// # Errors
    /// [`Refusal::StrictJson`] in a text that cannot hold comments.
    pub fn say_in_comment(&mut self, member: Member<'t>, text: &str) -> Result<(), Refusal> {
        if self.style().strict {
            return Err(Refusal::StrictJson);
        }
        let item = member.id();
        let inside = self.has_comments_inside(item);
        let fate = if inside || !Carried::of(self.tree, item).trail.is_empty() {
            Fate::CommentedOut("a remark, not a setting".to_owned())
        } else {
            Fate::Said(text.to_owned())
        };
        self.deeds.push(Deed::CommentedOut(item));
        self.depart(member.object().value().id(), item, fate);
        Ok(())
    }

    fn comment(&mut self, holder: NodeId, item: NodeId, reason: &str) -> Result<(), Refusal> {
        if self.style().strict {
            return Err(Refusal::StrictJson);
        }
        let words: Vec<&str> = reason.split_whitespace().collect();
        self.deeds.push(Deed::CommentedOut(item));
        self.depart(holder, item, Fate::CommentedOut(words.join(" ")));
        Ok(())
    }

    /// Notes that a key is new.
    pub(super) fn create(&mut self, names: &[impl AsRef<str>]) {
        self.created.push(names.iter().map(|name| name.as_ref().to_owned()).collect());
    }

    /// Lets an item leave its place; the first such request counts.
    pub(super) fn depart(&mut self, holder: NodeId, item: NodeId, fate: Fate<'t>) {
        self.changes.entry(holder).or_default().fates.entry(item).or_insert(fate);
    }

    /// Whether an item leaves its place.
    pub(super) fn departs(&self, holder: NodeId, item: NodeId) -> bool {
        self.changes.get(&holder).is_some_and(|changes| changes.fates.contains_key(&item))
    }

    pub(super) fn put(&mut self, holder: Value<'t>, place: Where<NodeId>, entry: Entry<'t>) {
        let (tree, id) = (self.tree, holder.id());
        let open = tree.node(id).first;
        let (left, after) = match place {
            Where::First => (open, Gap::after(tree, id, open).closes),
            Where::Last => (Gap::last(tree, id).left, true),
            Where::Before(item) => (Gap::before(tree, id, tree.node(item).first).left, false),
            Where::After(item) => (tree.node(item).last.saturating_sub(1), true),
        };
        let inserts = self.changes.entry(id).or_default().inserts.entry(left).or_default();
        if after { &mut inserts.left } else { &mut inserts.right }.push(entry);
    }

    /// The member that will be read for `name`, new ones aside.
    pub(super) fn member(&self, object: Object<'t>, name: &str) -> Option<Member<'t>> {
        let id = object.value().id();
        let below = id..NodeId(self.tree.node(id).next);
        let is_as_written = !self.changes.contains_key(&id)
            && self.renamed.range(below).all(|(&it, _)| self.tree.node(it).parent != id.0);
        if is_as_written {
            return self.names.get(object, name);
        }
        let named = |member: &Member<'t>| match self.renamed.get(&member.id()) {
            Some(renamed) => renamed == name,
            None => member.is_named(name),
        };
        let stays = |member: &Member<'t>| !self.departs(object.value().id(), member.id());
        object.members().filter(named).filter(stays).last()
    }

    /// The value that the plan inserts into `object` under `name`.
    pub(super) fn pending(&self, object: Object<'t>, name: &str) -> Option<DraftId> {
        let changes = self.changes.get(&object.value().id())?;
        let inserted = changes.inserts.values().flat_map(|at| at.left.iter().chain(&at.right));
        let instead = changes.fates.values().filter_map(|fate| match fate {
            Fate::Instead(entry) => Some(entry),
            Fate::Gone | Fate::Dissolved | Fate::CommentedOut(_) | Fate::Said(_) => None,
        });
        let mut entries = inserted.chain(instead);
        entries.find(|entry| entry.name.as_deref() == Some(name)).map(|entry| entry.value)
    }

    /// The habits of the text.
    pub(super) fn style(&self) -> &Style {
        self.style.get_or_init(|| Style::of(self.tree))
    }
}

pub(super) fn map_place<T>(place: Where<T>, id: impl Fn(T) -> NodeId) -> Where<NodeId> {
    match place {
        Where::First => Where::First,
        Where::Last => Where::Last,
        Where::Before(anchor) => Where::Before(id(anchor)),
        Where::After(anchor) => Where::After(id(anchor)),
    }
}
