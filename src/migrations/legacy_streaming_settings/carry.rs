//! Carrying the settings of a section and its accounts to their places.

use std::collections::BTreeSet;

use super::channel::{Channel, Inheritance, default_account};
use super::entry::Entry;
use super::settings::{Group, Setting};
use crate::edit::{New, Plan, Refusal};
use crate::finding::{Mending, Safety};
use crate::migrations::channel_entry::ChannelEntry;
use crate::rules::Context;
use crate::syntax::{Key, NodeId, Object, Value};

/// A section and its accounts, each with what is to stand in its `streaming`.
#[derive(Debug)]
pub(super) struct Carriage<'t> {
    /// The section first.
    entries: Vec<Entry<'t>>,
}

impl<'t> Carriage<'t> {
    /// Works out what is to stand where.
    pub(super) fn of(context: &Context<'_>, places: Vec<ChannelEntry<'t>>) -> Self {
        let channel = Channel::of(places.first().map_or("", ChannelEntry::channel));
        let at_default = default_account(&places);
        let entries = places.into_iter().map(|place| Entry::of(context, channel, place));
        let mut entries: Vec<Entry<'t>> = entries.collect();
        match channel.inheritance {
            Inheritance::Merged => {}
            Inheritance::Replaced => {
                if let Some((root, accounts)) = entries.split_first_mut() {
                    for account in accounts {
                        keep_inherited(root, account);
                    }
                }
            }
            Inheritance::FromDefaultAccount => {
                let root = entries.first().map(|root| root.settings.clone());
                let mut inherited = root.unwrap_or_default();
                if let Some(default) = at_default.and_then(|at| entries.get_mut(at)) {
                    inherit(&inherited, default);
                    if default.has_settings() {
                        inherited = default.settings.clone();
                    }
                }
                for account in entries.iter_mut().skip(1) {
                    inherit(&inherited, account);
                }
            }
        }
        Self { entries }
    }

    /// The section and its accounts.
    pub(super) fn entries(&self) -> &[Entry<'t>] {
        &self.entries
    }

    /// Whether someone must agree.
    pub(super) fn safety(&self) -> Safety {
        let guesses = self.entries.iter().any(|entry| entry.guesses);
        if guesses { Safety::Unsafe } else { Safety::Safe }
    }

    /// The edits.
    pub(super) fn mending(&self, context: &Context<'t>) -> Mending {
        context.edits(|plan| {
            for entry in &self.entries {
                let mut carrier = Carrier { context, entry, plan, moved: BTreeSet::new() };
                carrier.carry()?;
            }
            Ok(())
        })
    }
}

/// Lets an account that only now gets an object in `streaming` keep what it had from another.
fn inherit<'t>(from: &Group<'t>, account: &mut Entry<'t>) {
    if account.is_old() && account.streaming.is_none() {
        account.settings.fill(from);
    }
}

/// As [`inherit`], from the section, for a channel where the old settings were looked up one by one
/// and not all in the same order.
fn keep_inherited<'t>(root: &Entry<'t>, account: &mut Entry<'t>) {
    let flat = root.flat();
    let own = std::mem::take(&mut account.settings);
    account.settings = if account.is_old() && account.streaming.is_none() {
        // An object in the section counted before the old settings of an account,
        let nested = Group::of(root.streaming);
        let mut settings = nested.clone();
        settings.fill(&own);
        settings.fill(&flat);
        settings.fill(&root.settings);
        // but for these.
        if let Some(own) = own.at(CHUNK_MODE) {
            settings.put(CHUNK_MODE, own.clone());
        }
        if let Some(Setting::Group(own)) = own.at(COALESCE) {
            let mut merged = own.clone();
            let theirs = nested.at(COALESCE).or_else(|| flat.at(COALESCE));
            if let Some(Setting::Group(theirs)) = theirs {
                merged.fill(theirs);
            }
            settings.put(COALESCE, Setting::Group(merged));
        }
        if let (Some(chunk), Some(_)) = (nested.at(DRAFT_CHUNK), own.at(DRAFT_CHUNK)) {
            settings.put(DRAFT_CHUNK, chunk.clone());
        }
        settings
    } else if account.has_settings() {
        // What stood beside `streaming` in the section was inherited all the same.
        let mut settings = own;
        for path in [CHUNK_MODE, BLOCK, DRAFT_CHUNK] {
            if let (None, Some(inherited)) = (settings.at(path), flat.at(path)) {
                settings.put(path, inherited.clone());
            }
        }
        if let Some(Setting::Group(inherited)) = flat.at(COALESCE) {
            let mut merged = match settings.at(COALESCE) {
                Some(Setting::Group(own)) => own.clone(),
                _ => Group::default(),
            };
            merged.fill(inherited);
            settings.put(COALESCE, Setting::Group(merged));
        }
        settings
    } else {
        own
    };
}

const CHUNK_MODE: &[&str] = &["chunkMode"];
const BLOCK: &[&str] = &["block", "enabled"];
const COALESCE: &[&str] = &["block", "coalesce"];
const DRAFT_CHUNK: &[&str] = &["preview", "chunk"];

/// Writes the settings of one entry into a plan.
struct Carrier<'p, 't> {
    context: &'p Context<'t>,
    entry: &'p Entry<'t>,
    plan: &'p mut Plan<'t>,
    /// The values that left their old place.
    moved: BTreeSet<NodeId>,
}

impl<'t> Carrier<'_, 't> {
    fn carry(&mut self) -> Result<(), Refusal> {
        let here = self.entry.streaming.filter(|value| value.as_object().is_some());
        if let Some(scalar) = self.entry.streaming.filter(|_| here.is_none() && self.entry.is_old())
        {
            self.plan.replace(scalar, New::Object(Vec::new()));
            self.moved.insert(scalar.id());
        }
        let settings = &self.entry.settings;
        self.write_group(&mut vec!["streaming"], settings, here)?;
        for old in self.entry.old_keys() {
            if self.moved.contains(&old.value.id()) {
                continue;
            }
            let place: Key = self.entry.below(old.path()).into_iter().collect();
            let counts = match settings.at(&old.path()[1..]) {
                Some(Setting::Written(value)) => value.same_as(old.value),
                Some(Setting::Group(group)) => {
                    group.written.is_some_and(|it| it.same_as(old.value))
                }
                _ => false,
            };
            if self.entry.is_ignored(old) {
                self.plan.retire(old.member, "this channel never read it")?;
            } else if counts {
                self.plan.absorb(old.member, &self.entry.below(old.path()))?;
            } else {
                self.plan.retire(old.member, &format!("`{place}` counts before it"))?;
            }
        }
        Ok(())
    }

    /// Writes what a group holds; `here` stands at its place, or will after a move.
    fn write_group<'s>(
        &mut self,
        path: &mut Vec<&'s str>,
        group: &'s Group<'t>,
        here: Option<Value<'t>>,
    ) -> Result<(), Refusal> {
        let own = here.and_then(Value::as_object).map(Object::effective).unwrap_or_default();
        for (name, setting) in &group.members {
            let at = own.binary_search_by(|(own, _)| own.to_lossy().as_ref().cmp(name));
            let here = at.ok().and_then(|at| own.get(at)?.1.value());
            path.push(name);
            self.write(path, setting, here)?;
            path.pop();
        }
        Ok(())
    }

    /// Writes one setting; `here` stands at its place, or will after a move.
    fn write<'s>(
        &mut self,
        path: &mut Vec<&'s str>,
        setting: &'s Setting<'t>,
        here: Option<Value<'t>>,
    ) -> Result<(), Refusal> {
        let to = self.entry.below(path);
        match setting {
            Setting::Written(value) if here == Some(*value) => {}
            Setting::Written(value) => {
                let is_own = self.move_own(*value, &to)?;
                if !is_own && self.entry.takes(self.context, path, *value) {
                    self.plan.set(&to, *value)?;
                }
            }
            Setting::Word(word, from) => {
                let moved = match *from {
                    Some(value) => self.move_own(value, &to)?.then_some(value),
                    None => None,
                };
                match moved.filter(|value| Some(*value) != self.entry.streaming) {
                    Some(value) => self.plan.replace(value, *word),
                    None => self.plan.set(&to, *word)?,
                }
            }
            Setting::Switch(switch) => self.plan.set(&to, *switch)?,
            Setting::Group(group) => {
                let mut here = here;
                if let Some(value) = group.written.filter(|value| here != Some(*value))
                    && self.move_own(value, &to)?
                {
                    here = Some(value);
                }
                self.write_group(path, group, here)?;
            }
        }
        Ok(())
    }

    /// Moves a value to a path if it is an old setting of the entry; says whether it is.
    fn move_own(&mut self, value: Value<'t>, to: &[&str]) -> Result<bool, Refusal> {
        let Some(old) = self.entry.old_at(value) else { return Ok(false) };
        if old.is_streaming_itself() {
            self.plan.set(to, value)?;
        } else {
            self.plan.move_path(old.member, to)?;
        }
        self.moved.insert(value.id());
        Ok(true)
    }
}
