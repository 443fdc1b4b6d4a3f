//! What the reader of OpenClaw does with a config before it validates: keys that a schema does not
//! know of, and that are no mistake.

use std::collections::BTreeSet;

use super::check::Step;
use super::placeholder::Variables;
use super::release::Release;
use super::roster::list_faults;
use super::since::Since;
use crate::plugins::{self, Configured};
use crate::syntax::{JsText, Member, NodeId, Object, Value};
use crate::world::INCLUDE;

/// Since when it converts what was before `agents.entries` and budgets of models.
const CONVERTS_SINCE: Since = Since::known("2026.8.1");
/// Since when it passes over the switch of a plugin that has none any more.
const SWITCH_SINCE: Since = Since::assumed("2026.9.5");
/// Since when it passes over the channel of a plugin that may be installed one day.
const CHANNELS_SINCE: Since = Since::known("2026.4.27");
/// When an empty list of installed plugins was still taken out, which had gone elsewhere.
const INSTALLS: [Since; 2] = [Since::known("2026.5.12"), CONVERTS_SINCE];

/// Whether a member of that name counts for validation: `__proto__` is dropped when the reader
/// rebuilds the config, `$include` is replaced by what it names.
pub(super) fn counts(name: &JsText<'_>) -> bool {
    !(*name == *INCLUDE || *name == *"__proto__")
}

/// Whether other files add to the object.
pub(super) fn is_partial(object: Object<'_>) -> bool {
    object.get(INCLUDE).is_some()
}

/// What the reader does with a key that the schema does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// Nothing: it is rejected.
    Rejects,
    /// It takes it out.
    Drops,
    /// `agents.list`: it turns the items into `agents.entries`.
    TurnsIntoEntries,
    /// A provider's context budget: it copies it into the provider's models that have none.
    CopiesIntoModels,
}

impl Reading {
    /// What the reader of `release` does with `member` at `path`. `configured` is what the config
    /// says of plugins.
    pub(super) fn of<'c>(
        path: &[Step<'_>],
        member: Member<'_>,
        configured: impl FnOnce() -> &'c Configured<'c>,
        variables: &Variables<'_>,
        release: Release,
    ) -> Self {
        let names: Vec<&str> = path
            .iter()
            .map(|step| match step {
                Step::Name(name) => name.as_str().unwrap_or_default(),
                Step::Given(name) => name,
                Step::Item(_) => "",
            })
            .collect();
        match (Self::of_key(&names, release), names.as_slice()) {
            (Self::TurnsIntoEntries, _) if !is_roster(member, variables) => Self::Rejects,
            (Self::Rejects, ["plugins", "entries", "github-copilot", "config", "discovery"])
                if SWITCH_SINCE.holds_in(release) && is_switch(member) =>
            {
                Self::Drops
            }
            (Self::Rejects, ["plugins", "installs"])
                if keeps_installs(release) && is_empty(member) =>
            {
                Self::Drops
            }
            (Self::Rejects, ["channels", name])
                if is_ignored_channel(name, configured(), release) =>
            {
                Self::Drops
            }
            (reading, _) => reading,
        }
    }

    /// What the reader of `release` does with a key, whatever the rest of the config says; a list
    /// of agents only if it is one.
    pub(super) fn of_key(key: &[impl AsRef<str>], release: Release) -> Self {
        let names: Vec<&str> = key.iter().map(AsRef::as_ref).collect();
        match names.as_slice() {
            _ if !CONVERTS_SINCE.holds_in(release) => Self::Rejects,
            ["agents", "defaults", "contextTokens"]
            | ["agents", "entries" | "list", _, "contextTokens"] => Self::Drops,
            ["agents", "list"] => Self::TurnsIntoEntries,
            ["models", "providers", _, "contextTokens" | "contextWindow"] => Self::CopiesIntoModels,
            _ => Self::Rejects,
        }
    }
}

/// Whether the reader takes out an empty list of installed plugins.
fn keeps_installs(release: Release) -> bool {
    let [first, end] = INSTALLS;
    first.holds_in(release) && !end.holds_in(release)
}

/// Whether the member is an object without members.
fn is_empty(member: Member<'_>) -> bool {
    let object = member.value().and_then(Value::as_object);
    object.is_some_and(|object| object.members().next().is_none())
}

/// Whether the member is an object with nothing but `enabled`.
fn is_switch(member: Member<'_>) -> bool {
    let object = member.value().and_then(Value::as_object);
    object.is_some_and(|object| object.members().all(|inner| inner.is_named("enabled")))
}

/// The name under which the schema knows a member of `plugins.entries` that it does not know by its
/// own: the id of the bundled plugin that the reader takes it for.
pub(super) fn plugin_id(path: &[Step<'_>], release: Release) -> Option<String> {
    let [Step::Name(plugins), Step::Name(entries), Step::Name(name)] = path else { return None };
    if *plugins != *"plugins" || *entries != *"entries" {
        return None;
    }
    let id = plugins::normal_id(&name.to_lossy());
    release.bundles(&id).then_some(id)
}

/// The configs of plugins that another entry of the same plugin gives again, further down and
/// under another spelling of its id.
pub(super) fn overridden_plugin_configs(root: Value<'_>) -> BTreeSet<NodeId> {
    let entries = root.at(&["plugins", "entries"]).and_then(Value::as_object);
    let entries: Vec<Member<'_>> = entries.into_iter().flat_map(Object::members).collect();
    let mut given = BTreeSet::new();
    let configs = entries.into_iter().rev().filter_map(|entry| {
        let config = entry.value()?.get("config")?;
        (!given.insert(plugins::normal_id(&entry.name().to_lossy()))).then(|| config.id())
    });
    configs.collect()
}

/// Whether an unknown channel is passed over: a blank name, or that of a plugin which the config
/// speaks of and which may be installed one day.
fn is_ignored_channel(name: &str, configured: &Configured<'_>, release: Release) -> bool {
    // It looks a channel up by its trimmed name and finds what stands there.
    let stands_there = name.trim() != name && configured.has_channel(name.trim());
    let id = plugins::normal_id(name);
    stands_there
        || id.is_empty()
        || (!release.bundles(&id) && configured.names(&id) && CHANNELS_SINCE.holds_in(release))
}

/// Whether `agents.list` is one that the reader turns into entries: it can, and there are none.
fn is_roster(list: Member<'_>, variables: &Variables<'_>) -> bool {
    let readable = list.value().is_some_and(|list| list_faults(list, variables).is_empty());
    readable && list.object().get("entries").is_none()
}
