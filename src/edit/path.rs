//! Requests by path: what is missing on the way is created.

use crate::syntax::{Member, NodeId, Object, Value};

use super::carried::Carried;
use super::deed::Deed;
use super::draft::{Draft, DraftId, Entry, New};
use super::plan::{Fate, Plan, Refusal, Where};

/// How far a path leads.
pub(super) enum Found<'t, 'p> {
    /// To a value of the text.
    Value(Value<'t>),
    /// To a value that the plan writes below or for this value of the text.
    Draft(DraftId, Value<'t>),
    /// To an object that lacks the first of these names.
    Lacking(Holder<'t>, &'p [&'p str]),
}

/// An object on the way.
pub(super) enum Holder<'t> {
    Object(Object<'t>),
    /// One that the plan writes, and the value of the text below or for which it does.
    Draft(DraftId, Value<'t>),
}

impl<'t> Holder<'t> {
    /// The value of the text that it stands in.
    fn place(&self) -> Value<'t> {
        match self {
            Self::Object(object) => object.value(),
            Self::Draft(_, value) => *value,
        }
    }
}

impl<'t> Plan<'t> {
    /// Puts a value at a path, from the root down. A value that stands there is replaced; missing
    /// objects on the way are created.
    ///
    /// # Errors
    /// [`Refusal::NotAnObject`] if something on the way, or the root, is not an object.
    pub fn set(&mut self, path: &[&str], new: impl Into<New<'t>>) -> Result<(), Refusal> {
        let found = self.find(path)?;
        let value = self.drafts.take(new.into());
        match found {
            Found::Value(old) => {
                self.replaced.insert(old.id(), value);
                self.deeds.push(Deed::Set(old.id()));
            }
            Found::Draft(old, _) => {
                let new = std::mem::replace(self.drafts.get_mut(value), Draft::Null);
                *self.drafts.get_mut(old) = new;
            }
            Found::Lacking(holder, names) => {
                let (parents, name) = split(names)?;
                let entry = Entry::member(name, value);
                let entry = self.drafts.wrap(parents, entry);
                self.add(&holder, entry);
                self.create(topmost(path, names));
                self.deeds.push(Deed::Added(path.iter().copied().collect()));
            }
        }
        Ok(())
    }

    /// Moves a member into `object`, last, under the name `name`; its value stays as written and
    /// its comments travel along.
    ///
    /// # Errors
    /// [`Refusal::Taken`], [`Refusal::IntoItself`], [`Refusal::Incomplete`],
    /// [`Refusal::AlreadyGone`].
    pub fn move_to(
        &mut self,
        member: Member<'t>,
        object: Object<'t>,
        name: &str,
    ) -> Result<(), Refusal> {
        let taken = self.member(object, name);
        if taken.is_some_and(|other| other != member) || self.pending(object, name).is_some() {
            return Err(Refusal::Taken);
        }
        self.carry(member, &Holder::Object(object), &[name])?;
        let key = object.value().key().child(name);
        self.create(key.segments());
        self.deeds.push(Deed::Moved(member.id(), key));
        Ok(())
    }

    /// Moves a member to a path, from the root down; missing objects on the way are created, its
    /// value stays as written and its comments travel along. Where its own object is the last one
    /// there is on the way, the new place is the old one: `token: "x"` becomes
    /// `auth: { token: "x" }` where it stood.
    ///
    /// # Errors
    /// [`Refusal::Taken`] if something stands there, [`Refusal::NotAnObject`] if something on the
    /// way is not an object, [`Refusal::IntoItself`], [`Refusal::Incomplete`],
    /// [`Refusal::AlreadyGone`].
    pub fn move_path(&mut self, member: Member<'t>, path: &[&str]) -> Result<(), Refusal> {
        match self.find(path)? {
            Found::Value(value) if value.member() == Some(member) => Ok(()),
            Found::Value(_) | Found::Draft(..) => Err(Refusal::Taken),
            Found::Lacking(holder, names) => {
                self.carry(member, &holder, names)?;
                self.create(topmost(path, names));
                let to = path.iter().copied().collect();
                self.deeds.push(Deed::Moved(member.id(), to));
                Ok(())
            }
        }
    }

    /// Moves a member below `holder`, which has none of the first of `names`.
    fn carry(
        &mut self,
        member: Member<'t>,
        holder: &Holder<'t>,
        names: &[&str],
    ) -> Result<(), Refusal> {
        let (parents, name) = split(names)?;
        let value = member.value().ok_or(Refusal::Incomplete)?;
        let home = member.object().value();
        if self.departs(home.id(), member.id()) {
            return Err(Refusal::AlreadyGone);
        }
        let stays_home = matches!(holder, Holder::Object(object) if object.value() == home);
        if stays_home && parents.is_empty() {
            self.renamed.insert(member.id(), name.to_owned());
            return Ok(());
        }
        let place = holder.place();
        if self.is_inside(place, value) {
            return Err(Refusal::IntoItself);
        }
        self.moves.push((value.id(), place.id()));
        let entry = Entry {
            name: Some(name.to_owned()),
            value: self.drafts.add(Draft::Moved(value)),
            carried: Carried::of(self.tree, member.id()),
        };
        let entry = self.drafts.wrap(parents, entry);
        if stays_home {
            self.depart(home.id(), member.id(), Fate::Instead(entry));
        } else {
            self.depart(home.id(), member.id(), Fate::Gone);
            self.add(holder, entry);
        }
        Ok(())
    }

    fn add(&mut self, holder: &Holder<'t>, entry: Entry<'t>) {
        match holder {
            Holder::Object(object) => self.put(object.value(), Where::Last, entry),
            Holder::Draft(draft, _) => {
                if let Draft::Object(entries) = self.drafts.get_mut(*draft) {
                    entries.push(entry);
                }
            }
        }
    }

    /// Follows a path through the text and what the plan adds to it.
    pub(super) fn find<'p>(&self, path: &'p [&'p str]) -> Result<Found<'t, 'p>, Refusal> {
        let root = self.tree.root().ok_or(Refusal::NotAnObject)?;
        let now = |value: Value<'t>| match self.replaced.get(&value.id()) {
            Some(&draft) => Found::Draft(draft, value),
            None => Found::Value(value),
        };
        // A value that moved may have been replaced, before or after.
        let draft = |draft: DraftId, place: Value<'t>| match self.drafts.get(draft) {
            Draft::Moved(value) => match self.replaced.get(&value.id()) {
                Some(&new) => Found::Draft(new, *value),
                None => Found::Draft(draft, place),
            },
            _ => Found::Draft(draft, place),
        };
        let mut at = now(root);
        for (index, name) in path.iter().enumerate() {
            // An item of a list goes by its index.
            if let Found::Value(value) = at
                && let Some(list) = value.as_array()
            {
                let item = name.parse().ok().and_then(|index| list.items().nth(index));
                at = now(item.ok_or(Refusal::NotAnObject)?);
                continue;
            }
            let holder = self.holder(&at)?;
            let next = match holder {
                Holder::Object(object) => match self.pending(object, name) {
                    Some(new) => Some(draft(new, object.value())),
                    None => self.member(object, name).and_then(Member::value).map(now),
                },
                Holder::Draft(holder, place) => match self.drafts.get(holder) {
                    Draft::Object(entries) => entries
                        .iter()
                        .find(|entry| entry.name.as_deref() == Some(name))
                        .map(|entry| draft(entry.value, place)),
                    _ => None,
                },
            };
            match next {
                Some(next) => at = next,
                None => return Ok(Found::Lacking(holder, &path[index..])),
            }
        }
        Ok(at)
    }

    /// The object to look into next.
    fn holder(&self, found: &Found<'t, '_>) -> Result<Holder<'t>, Refusal> {
        let object = match found {
            Found::Value(value) => value.as_object(),
            Found::Draft(draft, place) => match self.drafts.get(*draft) {
                Draft::Object(_) => return Ok(Holder::Draft(*draft, *place)),
                Draft::Moved(value) => value.as_object(),
                _ => None,
            },
            Found::Lacking(..) => None,
        };
        object.map(Holder::Object).ok_or(Refusal::NotAnObject)
    }

    /// Whether `place` lies inside `value`, or will once what holds it has moved.
    fn is_inside(&self, place: Value<'t>, value: Value<'t>) -> bool {
        let within =
            |outer: NodeId, inner: NodeId| outer <= inner && inner.0 < self.tree.node(outer).next;
        let mut places = vec![place.id()];
        // Every move is followed once.
        let mut moves: Vec<_> = self.moves.iter().collect();
        while let Some(place) = places.pop() {
            if within(value.id(), place) {
                return true;
            }
            moves.retain(|(moved, to)| {
                let follow = within(*moved, place);
                if follow {
                    places.push(*to);
                }
                !follow
            });
        }
        false
    }
}

/// The part of a path down to the first of the names that lack.
fn topmost<'p>(path: &'p [&'p str], lacking: &[&str]) -> &'p [&'p str] {
    path.get(..=path.len().saturating_sub(lacking.len())).unwrap_or(path)
}

/// The parents to create, and the last name.
fn split<'p>(names: &'p [&'p str]) -> Result<(&'p [&'p str], &'p str), Refusal> {
    let (name, parents) = names.split_last().ok_or(Refusal::NotAnObject)?;
    Ok((parents, name))
}
