//! See the rule's documentation.

use std::collections::BTreeSet;

use crate::effective::Codex;
use crate::finding::{Effect, Place, Safety, Severity};
use crate::plugins::{self, Configured};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::{Since, nearest};
use crate::syntax::{Member, Value};

rule! {
    /// A plugin does not ship with OpenClaw, or not under this name.
    ///
    /// OpenClaw warns of each name in `plugins.entries`, `plugins.allow` and `plugins.deny` that is no
    /// plugin it finds, and goes on without it. What it means depends on the name:
    ///
    /// - a plugin that can be installed: fine as soon as it is, so this is only noted;
    /// - another spelling of a bundled plugin, or the name of one of its commands: likely a slip;
    /// - a plugin of an earlier release: it is gone, and its entry does nothing.
    ///
    /// Plugins in the directories that `--plugins` names are known.
    ///
    /// Of an entry for `codex` that says nothing of `enabled`, OpenClaw only speaks where a model may run in
    /// Codex, as those of OpenAI do.
    ///
    /// In `plugins.slots.memory` an unknown name is more: OpenClaw rejects the config. An entry that
    /// only says `enabled: false` is left alone, as OpenClaw does.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local" },
    ///   plugins: {
    ///     allow: ["telegram", "dreaming"],
    /// //                      ^^^^^^^^^^
    ///     entries: {
    ///       Google: { enabled: true },
    /// //    ^^^^^^
    ///       "skill-workshop": { enabled: true },
    /// //    ^^^^^^^^^^^^^^^^
    ///       discord: { enabled: true },
    /// //    ^^^^^^^
    ///     },
    ///     slots: { memory: "my-memory" },
    /// //                   ^^^^^^^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: { mode: "local" },
    ///   plugins: {
    ///     allow: ["telegram", "memory-core"],
    ///     entries: {
    ///       google: { enabled: true },
    ///       // OpenClaw has no such plugin any more
    ///       // "skill-workshop": { enabled: true },
    ///       discord: { enabled: true },
    ///     },
    ///     slots: { /* this plugin is not installed: memory: "my-memory" */ },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: { mode: "local" },
    ///   plugins: { entries: { google: { enabled: true }, discord: { enabled: false } } },
    /// }
    /// ```
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local" },
    ///   agents: { defaults: { model: "openai/gpt-5.4" } },
    ///   plugins: { entries: { codex: { config: {} } } },
    /// //                      ^^^^^
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: { mode: "local" },
    ///   agents: { defaults: { model: "anthropic/claude-opus-5" } },
    ///   plugins: { entries: { codex: { config: {} } } },
    /// }
    /// ```
    ///
    /// ```json5 good plugins:fixtures/plugins
    /// {
    ///   gateway: { mode: "local" },
    ///   plugins: { entries: { parrot: { enabled: true } }, slots: { memory: "my-memory" } },
    /// }
    /// ```
    "unknown-plugin" {
        severity: Severity::Warning,
        effect: Effect::Warned,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

/// Since when OpenClaw warns of a plugin that it does not have; before, it rejected the config: in
/// `entries`, in `allow` and in `deny`.
const WARNS_SINCE: [Since; 3] =
    [Since::known("2026.2.26"), Since::known("2026.3.24"), Since::known("2026.5.12")];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(root) = context.tree.root() else { return };
    let plugins = Configured::of(root);
    // Each plugin that can be installed is named once.
    let mut named = BTreeSet::new();
    let mut off = BTreeSet::new();
    for entry in plugins.entries() {
        let name = entry.name().to_lossy().into_owned();
        if is_switched_off(&name, entry) {
            off.insert(name);
        } else if !Configured::is_opt_out(entry) {
            check_name(context, Spot::Entry(entry), &name, &mut named, findings);
        }
    }
    for item in plugins.items("allow") {
        if let Some(name) = context.text(item).filter(|name| !off.contains(&**name)) {
            check_name(context, Spot::Allow(item), &name, &mut named, findings);
        }
    }
    for item in plugins.items("deny") {
        if let Some(name) = context.text(item) {
            check_name(context, Spot::Deny(item), &name, &mut named, findings);
        }
    }
    check_memory_slot(context, &plugins, findings);
}

/// Where a plugin is named.
#[derive(Clone, Copy)]
enum Spot<'t> {
    Entry(Member<'t>),
    Allow(Value<'t>),
    Deny(Value<'t>),
}

impl Spot<'_> {
    /// What the target release does about a plugin here that it does not have.
    fn effect(self, context: &Context<'_>) -> Effect {
        let [entries, allow, deny] = WARNS_SINCE;
        let since = match self {
            Self::Entry(_) => entries,
            Self::Allow(_) => allow,
            Self::Deny(_) => deny,
        };
        if since.holds_in(context.world.target) { Effect::Warned } else { Effect::Rejected }
    }

    fn place(self) -> Place {
        match self {
            Self::Entry(member) => Place::name(member),
            Self::Allow(item) | Self::Deny(item) => Place::value(item),
        }
    }
}

/// Whether the entry says nothing but that the plugin is off. A retired one is reported even so.
fn is_switched_off(name: &str, entry: Member<'_>) -> bool {
    let value = entry.value();
    value.is_some_and(|value| {
        value.get("enabled").and_then(Value::as_bool) == Some(false) && keys(value) == 1
    }) && !plugins::is_retired(name)
}

fn keys(value: Value<'_>) -> usize {
    value.as_object().map_or(0, |object| object.effective().len())
}

fn check_name<'t>(
    context: &Context<'t>,
    spot: Spot<'t>,
    name: &str,
    named: &mut BTreeSet<String>,
    findings: &mut Findings<'_>,
) {
    let installed = &context.world.plugins;
    let is_there = |id: &str| context.world.target.bundles(id) || installed.get(id).is_some();
    if name.trim().is_empty() || is_there(name) {
        return;
    }
    let id = plugins::normal_id(name);
    let effect = spot.effect(context);
    // What is gone was never more than warned of.
    if plugins::is_retired(name) && effect == Effect::Warned {
        let finding =
            findings.add(spot.place(), format!("the plugin `{id}` is no longer part of OpenClaw"));
        finding.help(match id.as_str() {
            "skill-workshop" => "its settings are under `skills.workshop` now; remove this",
            _ => "remove it; OpenClaw does not read it",
        });
        let why = "OpenClaw has no such plugin any more";
        let edits = context.edits(|plan| match spot {
            Spot::Entry(member) => plan.comment_out(member, why),
            Spot::Allow(item) | Spot::Deny(item) => plan.comment_out_item(item, why),
        });
        // An empty list would allow everything.
        if !matches!(spot, Spot::Allow(_)) {
            finding.fix(Safety::Safe, "comment it out", edits);
        }
        return;
    }
    if let Some(official) = plugins::official(name).filter(|_| !matches!(spot, Spot::Deny(_))) {
        let is_wanted = match spot {
            Spot::Entry(entry) if id == "codex" => wants_codex(context, entry),
            _ => true,
        };
        if is_wanted && named.insert(id) {
            let message = format!("the plugin `{}` does not ship with OpenClaw", official.id);
            let finding = findings.add(spot.place(), message).effect(effect);
            finding.severity(severity(effect)).help(format!(
                "install it with `openclaw plugins install {}`, unless it is",
                official.package
            ));
        }
        return;
    }
    if is_there(&id) {
        let finding =
            findings.add(spot.place(), format!("OpenClaw's own name of this plugin is `{id}`"));
        finding.help(format!("write `{id}`; OpenClaw warns of the other spelling"));
        let edits = rename(context, spot, &id);
        finding.fix(Safety::Safe, format!("write `{id}`"), edits);
        return;
    }
    let command = plugins::plugin_of_command(name)
        .or_else(|| Some(installed.of_command(name)?.id.as_str()))
        .filter(|_| matches!(spot, Spot::Allow(_)));
    let mut ids: Vec<&str> = context.world.target.bundled().collect();
    ids.extend(installed.iter().map(|manifest| manifest.id.as_str()));
    let near = nearest(name, ids);
    if let Some(meant) = command.or_else(|| near.first().copied()) {
        let message = match command {
            Some(plugin) => format!("this is a command of the plugin `{plugin}`, and no plugin"),
            None => "OpenClaw knows no such plugin".to_owned(),
        };
        let finding = findings.add(spot.place(), message);
        finding.effect(effect).help(format!("did you mean `{meant}`?"));
        let edits = rename(context, spot, meant);
        finding.fix(Safety::Unsafe, format!("write `{meant}`"), edits);
        return;
    }
    let finding = findings.add(spot.place(), "this plugin does not ship with OpenClaw");
    finding.effect(effect).severity(severity(effect)).help(match effect {
        Effect::Rejected => "install it first, or remove it",
        _ => "OpenClaw passes over it until it is installed; remove it if it never is",
    });
}

/// Whether OpenClaw misses its Codex plugin: where the entry turns it on or off, by that, or else where
/// a model may run in it.
fn wants_codex(context: &Context<'_>, entry: Member<'_>) -> bool {
    let enabled = entry.value().and_then(|value| value.get("enabled"));
    enabled.and_then(Value::as_bool).unwrap_or_else(|| {
        let config = context.config();
        let codex = config.as_ref().and_then(Codex::of);
        codex.is_some_and(|codex| codex.is_needed())
    })
}

/// How much it matters that a plugin may not be installed.
fn severity(effect: Effect) -> Severity {
    if effect == Effect::Rejected { Severity::Error } else { Severity::Info }
}

/// Writes another name, where it is free.
fn rename<'t>(context: &Context<'t>, spot: Spot<'t>, name: &str) -> crate::finding::Mending {
    let holds = |item: Value<'t>| {
        let list = item.holder().and_then(Value::as_array);
        list.is_some_and(|list| list.items().any(|other| other.is_text(name)))
    };
    context.edits(|plan| {
        match spot {
            Spot::Entry(member) => plan.rename(member, name)?,
            Spot::Allow(item) | Spot::Deny(item) if !holds(item) => plan.replace(item, name),
            Spot::Allow(_) | Spot::Deny(_) => {}
        }
        Ok(())
    })
}

fn check_memory_slot(
    context: &Context<'_>,
    configured: &Configured<'_>,
    findings: &mut Findings<'_>,
) {
    let Some(slot) = configured.at(&["slots", "memory"]) else { return };
    let Some(text) = context.text(slot) else { return };
    let name = text.trim();
    let is_there = context.world.target.bundles(name) || context.world.plugins.get(name).is_some();
    if name.is_empty() || name.eq_ignore_ascii_case("none") || is_there {
        return;
    }
    let place = Place::value(slot);
    if plugins::is_retired(name) {
        let finding = findings.add(place, "the plugin in the memory slot is gone");
        finding.help("write \"memory-core\", or \"none\"");
        return;
    }
    let official = plugins::official(name);
    if let Some(official) = official.filter(|official| official.id == "memory-lancedb") {
        let message = "the plugin in the memory slot does not ship with OpenClaw";
        let finding = findings.add(place, message);
        finding.severity(Severity::Info).help(format!(
            "install it with `openclaw plugins install {}`; until then nothing is remembered",
            official.package
        ));
        return;
    }
    let message = "the plugin in the memory slot does not ship with OpenClaw, which rejects that";
    let finding = findings.add(place, message);
    finding
        .effect(Effect::Rejected)
        .severity(Severity::Error)
        .help("install it first, or write \"memory-core\", or \"none\"");
    let near = nearest(name, ["memory-core", "memory-lancedb", "none"]);
    if let Some(meant) = near.first() {
        let edits = context.edits(|plan| {
            plan.replace(slot, *meant);
            Ok(())
        });
        finding.fix(Safety::Unsafe, format!("write {meant:?}"), edits);
    } else if let Some(member) = slot.member() {
        // Without it OpenClaw's own memory plugin has the slot.
        let edits = context.edits(|plan| plan.retire(member, "this plugin is not installed"));
        finding.fix(Safety::Unsafe, "leave the slot to OpenClaw's own memory", edits);
    }
}
