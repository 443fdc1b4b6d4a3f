//! What a config says of plugins.

use std::collections::BTreeSet;

use super::{Manifest, Start, is_bundled, normal_id, official, start};
use crate::syntax::{Array, Member, Object, Value};
use crate::world::INCLUDE;

/// The `plugins` section as OpenClaw reads it: ids in their normal form.
#[derive(Debug)]
pub struct Configured<'t> {
    root: Value<'t>,
    section: Option<Value<'t>>,
    /// `plugins.allow`; empty when everything is allowed.
    allow: BTreeSet<String>,
    /// `plugins.deny`.
    deny: BTreeSet<String>,
    /// The plugins that `allow`, `entries` or `installs` name.
    named: BTreeSet<String>,
    /// Whether included files may name others.
    is_partial: bool,
    /// The names in `channels` as they are written.
    channels: BTreeSet<String>,
}

/// Why a bundled plugin does not run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Idle<'t> {
    /// `plugins.enabled` is false.
    AllOff(Value<'t>),
    /// `plugins.deny` names it.
    Denied,
    /// Its entry says so.
    EntryOff(Value<'t>),
    /// Its only channel is off.
    ChannelOff(Value<'t>),
    /// `plugins.allow` names others, but not it.
    NotAllowed(Value<'t>),
    /// Another plugin, or none, fills the memory slot.
    SlotTaken(Value<'t>),
    /// Nothing is said of the memory slot, which OpenClaw's own plugin then fills.
    SlotNotGiven,
    /// It runs only where the config says so.
    NotAsked,
}

impl<'t> Configured<'t> {
    /// What `config` says.
    pub fn of(config: Value<'t>) -> Self {
        let section = config.get("plugins");
        let ids = |name| {
            let list = section.and_then(|section| section.get(name)?.as_array());
            let texts = list.into_iter().flat_map(Array::items).filter_map(Value::as_text);
            let ids = texts.map(|text| normal_id(&text.to_lossy()));
            ids.filter(|id| !id.is_empty()).collect()
        };
        let (allow, deny): (BTreeSet<String>, _) = (ids("allow"), ids("deny"));
        let keys = |map: Option<Value<'t>>| -> BTreeSet<String> {
            let members = map.and_then(Value::as_object).into_iter().flat_map(Object::members);
            members.map(|member| member.name().to_lossy().into_owned()).collect()
        };
        let entries = keys(section.and_then(|section| section.get("entries")));
        let installs = keys(section.and_then(|section| section.get("installs")));
        let named = entries.iter().chain(&installs).map(|name| normal_id(name));
        let named = named.filter(|id| !id.is_empty()).chain(allow.iter().cloned()).collect();
        let channels = keys(config.get("channels"));
        let lists = ["allow", "entries", "installs"];
        let lists = lists.into_iter().filter_map(|name| section?.get(name));
        let is_partial = [config].into_iter().chain(section).chain(lists).any(|part| {
            // What an array includes is an item of it.
            let items = part.as_array().into_iter().flat_map(Array::items);
            [part].into_iter().chain(items).any(|value| value.get(INCLUDE).is_some())
        });
        Self { root: config, section, allow, deny, named, is_partial, channels }
    }

    /// The members of `plugins.entries` that count.
    pub fn entries(&self) -> Vec<Member<'t>> {
        let entries = self.section.and_then(|section| section.get("entries")?.as_object());
        let members = entries.map(Object::effective).unwrap_or_default();
        members.into_iter().map(|(_, member)| member).collect()
    }

    /// The items of `plugins.allow` or `plugins.deny`.
    pub fn items(&self, list: &str) -> Vec<Value<'t>> {
        let list = self.section.and_then(|section| section.get(list)?.as_array());
        list.into_iter().flat_map(Array::items).collect()
    }

    /// Whether `plugins.allow` names any plugin; if it does, others do not run.
    pub fn has_allow(&self) -> bool {
        !self.allow.is_empty()
    }

    /// Whether the entry of that name only keeps the sessions of another program out of the list,
    /// which needs no plugin.
    pub fn is_opt_out(entry: Member<'_>) -> bool {
        let value = entry.value();
        let config = value.and_then(|value| value.get("config"));
        let catalog = config.and_then(|config| config.get("sessionCatalog"));
        let off = catalog.and_then(|catalog| catalog.get("enabled")?.as_bool()) == Some(false);
        let single = |value: Option<Value<'_>>| {
            let object = value.and_then(Value::as_object);
            object.is_some_and(|object| object.effective().len() == 1)
        };
        let known = entry.is_named("anthropic") || entry.is_named("codex");
        known && off && [value, config, catalog].into_iter().all(single)
    }

    /// What stands at a path below `plugins`.
    pub fn at(&self, path: &[&str]) -> Option<Value<'t>> {
        self.section?.at(path)
    }

    /// Whether the section names the plugin as one to use, in `allow`, `entries` or `installs`, or a
    /// file that it includes may. OpenClaw then passes over what only that plugin would understand.
    pub fn names(&self, plugin: &str) -> bool {
        self.is_partial || self.named.contains(&normal_id(plugin))
    }

    /// Whether plugins may run that are not known here: the section names one that neither ships with
    /// OpenClaw nor is listed by it for installing, a directory with plugins, or a file that may.
    pub fn may_have_others(&self) -> bool {
        let is_known = |id: &String| is_bundled(id) || official(id).is_some();
        let paths = self.at(&["load", "paths"]).and_then(Value::as_array);
        self.is_partial
            || paths.is_some_and(|paths| paths.items().next().is_some())
            || !self.named.iter().all(is_known)
    }

    /// Whether the config has a channel of that very name.
    pub fn has_channel(&self, name: &str) -> bool {
        self.channels.contains(name)
    }

    /// The plugin that fills the memory slot; `None` for none.
    fn memory_slot(&self) -> Option<String> {
        let slot = self.at(&["slots", "memory"]).and_then(Value::as_text);
        let slot = slot.map(|slot| slot.to_lossy().trim().to_owned());
        match slot.filter(|slot| !slot.is_empty()) {
            None => Some("memory-core".to_owned()),
            Some(slot) if slot.eq_ignore_ascii_case("none") => None,
            Some(slot) => Some(slot),
        }
    }

    /// Why the bundled plugin `id`, whose entry is `entry`, does not run; `None` when it does, or
    /// may.
    pub fn idle(&self, id: &str, entry: Option<Value<'t>>) -> Option<Idle<'t>> {
        let off = |value: Option<Value<'t>>| value.filter(|value| value.as_bool() == Some(false));
        let entry_switch = entry.and_then(|entry| entry.get("enabled"));
        // Of the bundled plugins these bring a channel, each one of its own name.
        let channel = matches!(id, "a2a" | "reef" | "telegram");
        let channel = channel.then(|| self.root.at(&["channels", id, "enabled"])).flatten();
        if let Some(switch) = off(self.at(&["enabled"])) {
            return Some(Idle::AllOff(switch));
        }
        if self.deny.contains(id) {
            return Some(Idle::Denied);
        }
        if let Some(switch) = off(entry_switch) {
            return Some(Idle::EntryOff(switch));
        }
        if let Some(switch) = off(channel) {
            return Some(Idle::ChannelOff(switch));
        }
        if id == "memory-core" {
            let slot = self.memory_slot();
            let taken = self.at(&["slots", "memory"]).filter(|_| slot.as_deref() != Some(id));
            return taken.map(Idle::SlotTaken);
        }
        let selected = self.memory_slot().as_deref() == Some(id)
            || self.at(&["slots", "contextEngine"]).is_some_and(|slot| slot.is_text(id))
            || channel.and_then(Value::as_bool) == Some(true);
        if selected {
            return None;
        }
        if let Some(allow) = self.at(&["allow"])
            && !self.allow.is_empty()
            && !self.allow.contains(id)
        {
            return Some(Idle::NotAllowed(allow));
        }
        let asked = entry_switch.and_then(Value::as_bool) == Some(true);
        (!asked && start(id) == Some(Start::Off)).then_some(Idle::NotAsked)
    }

    /// Why an installed plugin, whose entry is `entry`, does not run; `None` when it does.
    pub fn idle_installed(
        &self,
        manifest: &Manifest,
        entry: Option<Value<'t>>,
    ) -> Option<Idle<'t>> {
        let off = |value: Option<Value<'t>>| value.filter(|value| value.as_bool() == Some(false));
        if let Some(switch) = off(self.at(&["enabled"])) {
            return Some(Idle::AllOff(switch));
        }
        if self.deny.contains(&manifest.id) {
            return Some(Idle::Denied);
        }
        if let Some(switch) = off(entry.and_then(|entry| entry.get("enabled"))) {
            return Some(Idle::EntryOff(switch));
        }
        // It takes all its channels to be off.
        let switches = manifest.channels.iter();
        let switches = switches.map(|name| off(self.root.at(&["channels", name, "enabled"])));
        if let Some(Some(switch)) =
            switches.collect::<Option<Vec<_>>>().map(|all| all.first().copied())
        {
            return Some(Idle::ChannelOff(switch));
        }
        let slot = self.memory_slot();
        if slot.as_ref() == Some(&manifest.id)
            || self.at(&["slots", "contextEngine"]).is_some_and(|slot| slot.is_text(&manifest.id))
        {
            return None;
        }
        if let Some(allow) = self.at(&["allow"])
            && !self.allow.is_empty()
            && !self.allow.contains(&manifest.id)
        {
            return Some(Idle::NotAllowed(allow));
        }
        let is_memory = manifest.kinds == ["memory"];
        is_memory.then(|| self.at(&["slots", "memory"]).map_or(Idle::SlotNotGiven, Idle::SlotTaken))
    }
}
