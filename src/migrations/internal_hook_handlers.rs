//! See the migration's documentation.

use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::trim;
use crate::syntax::{Array, Object, Value};

rule! {
    /// Hooks are registered one by one in the config, which OpenClaw no longer reads.
    ///
    /// `hooks.internal.handlers` went with 2026.8.1: hooks are found in folders, each with its own
    /// description. The registrations are commented out; the modules they name have to be put into such
    /// folders. Where nothing else was registered, `enabled: true` would now run whatever lies in the
    /// folders, so it goes as well, as in OpenClaw's own migration.
    ///
    /// ```json5 bad
    /// {
    ///   hooks: {
    ///     internal: {
    ///       enabled: true,
    ///       handlers: [{ event: "command:new", module: "./hooks/new.ts" }],
    /// //    ^^^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   hooks: {
    ///     internal: {
    ///       // would now run all hooks that are found
    ///       // enabled: true,
    ///       // hooks are found in folders
    ///       // handlers: [{ event: "command:new", module: "./hooks/new.ts" }],
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// {
    ///   "hooks": {
    ///     "internal": {
    ///       "enabled": true,
    ///       "handlers": [],
    /// //    ^^^^^^^^^^
    ///       "entries": { "boot": { "enabled": true } }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ```json fixed
    /// {
    ///   "hooks": {
    ///     "internal": {
    ///       "enabled": true,
    ///       "entries": { "boot": { "enabled": true } }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { hooks: { internal: { enabled: true, entries: { boot: { enabled: true } } } } }
    /// ```
    "internal-hook-handlers" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let path = ["hooks", "internal", "handlers"];
    let internal = context.tree.root().and_then(|root| root.at(&path[..2]));
    let Some(internal) = internal.and_then(Value::as_object) else { return };
    let Some(handlers) = internal.get("handlers") else { return };
    if context.world.target.lookup(&path).is_some() {
        return;
    }
    let entries = internal.value().get("entries").and_then(Value::as_object);
    let folders = internal.value().at(&["load", "extraDirs"]).and_then(Value::as_array);
    let is_named = |it: Value<'_>| it.as_text().is_some_and(|it| !trim(&it.to_lossy()).is_empty());
    let has_others = entries.is_some_and(|entries| !Object::is_empty(entries))
        || folders.is_some_and(|folders| Array::items(folders).any(is_named));
    let switch = internal
        .get("enabled")
        .filter(|switch| switch.value().and_then(Value::as_bool) == Some(true) && !has_others);
    let finding =
        findings.add(Place::name(handlers), "OpenClaw no longer reads registrations of hooks here");
    if let Some(switch) = switch {
        finding.related(switch.name_span(), "this would now run all hooks that are found");
    }
    finding.help("put each module into a folder of hooks");
    let edits = context.edits(|plan| {
        if let Some(switch) = switch {
            plan.retire(switch, "would now run all hooks that are found")?;
        }
        plan.retire(handlers, "hooks are found in folders")
    });
    finding.fix(Safety::Safe, "take the registrations out", edits);
}
