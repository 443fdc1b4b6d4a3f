//! See the rule's documentation.

use crate::edit::Where;
use crate::finding::{Effect, Place, Safety, Severity};
use crate::plugins::{self, Configured, Idle};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::Since;
use crate::syntax::Value;

rule! {
    /// A plugin has a config, but it does not run.
    ///
    /// Most bundled plugins that add something to OpenClaw run only where their entry says
    /// `enabled: true`, and a `plugins.allow` that names others shuts them out. OpenClaw accepts the
    /// config with a warning. Where the config itself switches the plugin off, that is only noted.
    ///
    /// The fix switches the plugin on, or allows it. It is unsafe: the plugin then runs.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local" },
    ///   plugins: {
    ///     entries: {
    ///       "active-memory": { config: {} },
    /// //    ^^^^^^^^^^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: { mode: "local" },
    ///   plugins: {
    ///     entries: {
    ///       "active-memory": { config: {}, enabled: true },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local" },
    ///   plugins: {
    ///     allow: ["telegram"],
    ///     entries: { browser: { enabled: true, config: {} } },
    /// //             ^^^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: { mode: "local" },
    ///   plugins: {
    ///     allow: ["telegram", "browser"],
    ///     entries: { browser: { enabled: true, config: {} } },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: { mode: "local" },
    ///   plugins: {
    ///     entries: { "active-memory": { enabled: true, config: {} }, google: { config: {} } },
    ///   },
    /// }
    /// ```
    "idle-plugin-config" {
        severity: Severity::Warning,
        effect: Effect::Warned,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

/// Since when OpenClaw warns of it: the first release that bundles a plugin it was asked about.
const SINCE: Since = Since::assumed("2026.3.28");

/// Bundled plugins that bring a web search. OpenClaw does not warn of them while `plugins.allow`
/// names others, since their search runs even so.
const WEB_SEARCH: [&str; 4] = ["google", "minimax", "ollama", "xai"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(root) = context.tree.root().filter(|_| SINCE.holds_in(context.world.target)) else {
        return;
    };
    let configured = Configured::of(root);
    for entry in configured.entries() {
        let id = plugins::normal_id(&entry.name().to_lossy());
        let Some(object) = entry.value().and_then(Value::as_object) else { continue };
        let has_config = object.get("config").and_then(|config| config.value()?.as_object());
        if has_config.is_none() {
            continue;
        }
        let installed = context.world.plugins.get(&id);
        let idle = match installed {
            Some(manifest) => configured.idle_installed(manifest, entry.value()),
            None if context.world.target.bundles(&id) => configured.idle(&id, entry.value()),
            None => None,
        };
        let Some(idle) = idle else { continue };
        let searches = installed.is_none() && WEB_SEARCH.contains(&id.as_str());
        if searches && configured.has_allow() || Configured::is_opt_out(entry) {
            continue;
        }
        let (severity, why) = match idle {
            Idle::AllOff(_) => (Severity::Info, "`plugins.enabled` is false"),
            Idle::Denied => (Severity::Info, "`plugins.deny` names it"),
            Idle::EntryOff(_) => (Severity::Info, "it is switched off"),
            Idle::ChannelOff(_) => (Severity::Info, "its channel is switched off"),
            Idle::NotAllowed(_) => (Severity::Warning, "`plugins.allow` does not name it"),
            Idle::SlotTaken(_) => (Severity::Warning, "`plugins.slots.memory` is not for it"),
            Idle::SlotNotGiven => (Severity::Warning, "`memory-core` fills the memory slot"),
            Idle::NotAsked => (Severity::Warning, "it runs only with `enabled: true`"),
        };
        let message = format!("the plugin `{id}` has a config but does not run: {why}");
        let finding = findings.add(Place::name(entry), message);
        finding.severity(severity);
        match idle {
            Idle::NotAllowed(allow) => {
                finding
                    .help("allow it, or remove its entry")
                    .related(allow.span(), "not named here");
                let edits = context.edits(|plan| {
                    if let Some(list) = allow.as_array() {
                        plan.push(list, id.as_str());
                    }
                    Ok(())
                });
                finding.fix(Safety::Unsafe, format!("allow `{id}`"), edits);
            }
            Idle::NotAsked => {
                finding.help("switch it on with `enabled: true`, or remove its entry");
                let edits = context.edits(|plan| plan.insert(object, Where::Last, "enabled", true));
                finding.fix(Safety::Unsafe, "switch it on", edits);
            }
            Idle::AllOff(value)
            | Idle::EntryOff(value)
            | Idle::ChannelOff(value)
            | Idle::SlotTaken(value) => {
                finding.help("nothing to do if that is meant").related(value.span(), "this is why");
            }
            Idle::Denied => {
                finding.help("nothing to do if that is meant");
            }
            Idle::SlotNotGiven => {
                finding.help("name it in `plugins.slots.memory`, or remove its entry");
                let path = ["plugins", "slots", "memory"];
                let edits = context.edits(|plan| plan.set(&path, id.as_str()));
                finding.fix(Safety::Unsafe, format!("let `{id}` fill the memory slot"), edits);
            }
        }
    }
}
