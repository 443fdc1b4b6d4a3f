//! See the migration's documentation.

use std::collections::BTreeSet;

use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Array, Member, Object, Value};

rule! {
    /// The plugin `openai-codex` is named, which became part of `openai`.
    ///
    /// OpenClaw since 2026.6.1 has one plugin for both. Its migration writes `openai` into the lists of
    /// plugins, the slots and the entries, and takes an id that a list has twice out of it. The fix does
    /// the same; where `openai` has an entry already, that one holds.
    ///
    /// ```json5 bad
    /// {
    ///   plugins: {
    ///     allow: [
    ///       "openai-codex", // the subscription
    /// //    ^^^^^^^^^^^^^^
    ///       "telegram",
    ///     ],
    ///     entries: { "openai-codex": { enabled: true } },
    /// //             ^^^^^^^^^^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   plugins: {
    ///     allow: [
    ///       "openai", // the subscription
    ///       "telegram",
    ///     ],
    ///     entries: { "openai": { enabled: true } },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// {
    ///   "plugins": {
    ///     "deny": ["openai", "openai-codex"],
    /// //                     ^^^^^^^^^^^^^^
    ///     "entries": { "openai": { "enabled": false }, "openai-codex": { "enabled": true } }
    /// //                                               ^^^^^^^^^^^^^^
    ///   }
    /// }
    /// ```
    ///
    /// ```json fixed
    /// {
    ///   "plugins": {
    ///     "deny": ["openai"],
    ///     "entries": { "openai": { "enabled": false } }
    ///   }
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { plugins: { allow: ["openai", "telegram"], entries: { openai: { enabled: true } } } }
    /// ```
    "openai-codex-plugin" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

const SINCE: &str = "2026.6.1";
const OLD: &str = "openai-codex";
const NEW: &str = "openai";

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let plugins = context.tree.root().and_then(|root| root.get("plugins"));
    let Some(plugins) = plugins.filter(|_| context.world.target.is_since(SINCE)) else { return };
    for list in ["allow", "deny"] {
        if let Some(list) = plugins.get(list).and_then(Value::as_array) {
            report_list(context, findings, list);
        }
    }
    if let Some(entries) = plugins.get("entries").and_then(Value::as_object) {
        report_entry(context, findings, entries);
    }
    let slots = plugins.get("slots").and_then(Value::as_object);
    let slots = slots.into_iter().flat_map(Object::members);
    for slot in slots.filter_map(Member::value).filter(|slot| slot.is_text(OLD)) {
        report_value(context, findings, slot);
    }
}

fn report_list(context: &Context<'_>, findings: &mut Findings<'_>, list: Array<'_>) {
    let id = |item: Value<'_>| Some(item.as_text()?.to_lossy().trim().to_lowercase());
    let has_new = list.items().any(|item| id(item).as_deref() == Some(NEW));
    let mut seen = BTreeSet::new();
    for item in list.items() {
        let Some(own) = id(item) else { continue };
        let is_old = own == OLD;
        if !seen.insert(own) || (is_old && has_new) {
            let finding = findings.add(Place::value(item), "this plugin is listed twice");
            let edits = context.edits(|plan| plan.retire_item(item, "listed already"));
            finding.help("once is enough").fix(Safety::Safe, "take it out", edits);
        } else if is_old {
            report_value(context, findings, item);
        }
    }
}

fn report_value(context: &Context<'_>, findings: &mut Findings<'_>, value: Value<'_>) {
    let finding = findings.add(Place::value(value), "this plugin became part of `openai`");
    let edits = context.edits(|plan| {
        plan.replace(value, NEW);
        Ok(())
    });
    finding.help("write \"openai\"").fix(Safety::Safe, "write \"openai\"", edits);
}

fn report_entry(context: &Context<'_>, findings: &mut Findings<'_>, entries: Object<'_>) {
    let Some(entry) = entries.get(OLD) else { return };
    let finding = findings.add(Place::name(entry), "this plugin became part of `openai`");
    finding.help("its settings belong to `openai`");
    if let Some(own) = entries.get(NEW) {
        finding.related(own.name_span(), "this holds");
        let edits = context.edits(|plan| plan.retire(entry, "`openai` is set already"));
        finding.fix(Safety::Safe, "take it out", edits);
    } else {
        let edits = context.edits(|plan| plan.rename(entry, NEW));
        finding.fix(Safety::Safe, "rename it to `openai`", edits);
    }
}
