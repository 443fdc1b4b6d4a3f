//! What comes from another text, with its comments, in the manner of this one.

use crate::syntax::{Array, Member, NodeId, NodeKind, Object, TokenId, Tree, Value};

use super::carried::{Carried, Comment, Follows, Lead, Trail};
use super::deed::Deed;
use super::draft::{Draft, DraftId, Drafts, Entry, New};
use super::gap::{Gap, Owner};
use super::plan::{Plan, Refusal, Where, map_place};

/// How deep a value of another text is laid out anew; what lies deeper is copied as it is written.
/// No section of a config is that deep.
const DEEPEST: usize = 64;

impl<'t> Plan<'t> {
    /// Inserts a copy of a member, mostly of another text, with its comments and as this text is
    /// written. Strict JSON takes no comments on.
    ///
    /// # Errors
    /// [`Refusal::Taken`] if the object has a member of that name, [`Refusal::Incomplete`] if the
    /// member has no value, or no name that is Unicode.
    pub fn adopt(
        &mut self,
        object: Object<'t>,
        place: Where<Member<'t>>,
        member: Member<'t>,
    ) -> Result<(), Refusal> {
        let value = member.value().ok_or(Refusal::Incomplete)?;
        let name = member.name();
        let name = name.as_str().ok_or(Refusal::Incomplete)?;
        if self.member(object, name).is_some() || self.pending(object, name).is_some() {
            return Err(Refusal::Taken);
        }
        let value = self.drafts.take(New::Existing(value));
        let carried = Carried::of(member.object().value().tree(), member.id());
        let entry = Entry { carried, ..Entry::member(name, value) };
        self.create(object.value().key().child(name).segments());
        self.deeds.push(Deed::Inserted(object.value().id(), name.to_owned()));
        self.put(object.value(), map_place(place, Member::id), entry);
        Ok(())
    }

    /// As [`Plan::adopt`], for an item of an array.
    pub fn adopt_item(&mut self, array: Array<'t>, place: Where<Value<'t>>, item: Value<'t>) {
        let value = self.drafts.take(New::Existing(item));
        let entry = Entry { carried: Carried::of(item.tree(), item.id()), ..Entry::item(value) };
        self.deeds.push(Deed::Set(array.value().id()));
        self.put(array.value(), map_place(place, Value::id), entry);
    }
}

impl<'t> Drafts<'t> {
    /// A draft of a value of another text.
    pub(super) fn adopt(&mut self, value: Value<'t>) -> DraftId {
        self.laid_out(value, DEEPEST)
    }

    fn laid_out(&mut self, value: Value<'t>, depth: usize) -> DraftId {
        let (tree, id) = (value.tree(), value.id());
        let kind = tree.node(id).kind;
        let children: Vec<NodeId> = match kind {
            NodeKind::Object | NodeKind::Array if depth > 0 => tree.children(id).collect(),
            _ => Vec::new(),
        };
        if children.is_empty() {
            return self.add(Draft::Foreign(value));
        }
        let mut entries = Vec::with_capacity(children.len());
        for child in children {
            let member = Member::at(tree, child);
            let inner = match member {
                Some(member) => member.value(),
                None => Some(Value::new(tree, child)),
            };
            let Some(inner) = inner else { continue };
            let value = self.laid_out(inner, depth - 1);
            let mut carried = Carried::of(tree, child);
            let before = Gap::before(tree, id, tree.node(child).first);
            carried
                .lead
                .splice(0..0, stray(tree, &before).map(|comment| Lead { comment, breaks: true }));
            let name = member.map(|member| member.name().to_lossy().into_owned());
            entries.push(Entry { name, carried, ..Entry::item(value) });
        }
        let notes = stray(tree, &Gap::last(tree, id));
        if let Some(last) = entries.last_mut() {
            let note = |comment| Trail { comment, place: Follows::Nothing };
            last.carried.trail.extend(notes.map(note));
        }
        self.add(if kind == NodeKind::Object {
            Draft::Object(entries)
        } else {
            Draft::List(entries)
        })
    }
}

/// The comments of a gap that belong to neither neighbour, or to the opening bracket.
fn stray<'t>(tree: &'t Tree, gap: &Gap) -> impl Iterator<Item = Comment<'t>> + use<'t> {
    let opens = gap.opens;
    let is_stray = move |owner: Owner| match owner {
        Owner::Nobody => true,
        Owner::Left => opens,
        Owner::Right => false,
    };
    let tokens: Vec<u32> = gap
        .tokens()
        .zip(gap.owners(tree))
        .filter(|&(token, owner)| is_stray(owner) && tree.token_kind(TokenId(token)).is_comment())
        .map(|(token, _)| token)
        .collect();
    tokens.into_iter().map(move |token| Comment::at(tree, token))
}
