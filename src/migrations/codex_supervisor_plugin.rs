//! See the migration's documentation.

use crate::edit::{Plan, Refusal};
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Array, Member, Object, Value};

rule! {
    /// The plugin `codex-supervisor` is named, which became a part of `codex`.
    ///
    /// Since 2026.8.1 its settings are in `plugins.entries.codex.config.supervision`. The fix carries them
    /// there, as OpenClaw's own migration does; what is set there already holds. A plugin that was
    /// denied stays switched off, and the denial goes, since it would now mean all of `codex`.
    ///
    /// ```json5 bad
    /// {
    ///   plugins: {
    ///     entries: {
    ///       "codex-supervisor": { enabled: true, config: { allowRawTranscripts: true } },
    /// //    ^^^^^^^^^^^^^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   plugins: {
    ///     entries: {
    ///       codex: {
    ///         enabled: true,
    ///         config: {
    ///           supervision: {
    ///             enabled: true,
    ///             allowRawTranscripts: true,
    ///           },
    ///         },
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// {
    ///   "plugins": { "allow": ["codex-supervisor"], "deny": ["codex-supervisor", "x"] }
    /// //                       ^^^^^^^^^^^^^^^^^^            ^^^^^^^^^^^^^^^^^^
    /// }
    /// ```
    ///
    /// ```json fixed
    /// {
    ///   "plugins": { "allow": ["codex"], "deny": ["x"] }
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { plugins: { entries: { codex: { config: { supervision: { enabled: true } } } } } }
    /// ```
    ///
    /// ```json5 bad
    /// {
    ///   plugins: {
    ///     entries: {
    ///       codex: { enabled: false },
    ///       "codex-supervisor": { enabled: true },
    /// //    ^^^^^^^^^^^^^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   plugins: {
    ///     entries: {
    ///       codex: { enabled: false, config: { supervision: { enabled: true } } },
    ///     },
    ///   },
    /// }
    /// ```
    "codex-supervisor-plugin" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

const SINCE: &str = "2026.8.1";
const OLD: &str = "codex-supervisor";
const NEW: &str = "codex";

fn is_named(name: &str, wanted: &str) -> bool {
    name.trim().eq_ignore_ascii_case(wanted)
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let plugins = context.tree.root().and_then(|root| root.get("plugins"));
    let Some(plugins) = plugins.filter(|_| context.world.target.is_since(SINCE)) else { return };
    let items = |list: &str| plugins.get(list).and_then(Value::as_array);
    let listed = |list: Option<Array<'_>>, id: &str| {
        let mut items = list.into_iter().flat_map(Array::items);
        items.any(|item| item.as_text().is_some_and(|text| is_named(&text.to_lossy(), id)))
    };
    let entries = plugins.get("entries").and_then(Value::as_object);
    let named = |id: &str| entries?.members().find(|it| is_named(&it.name().to_lossy(), id));
    let entry = named(OLD);
    if let Some(entry) = entry {
        let finding =
            findings.add(Place::name(entry), "this plugin became a part of the plugin `codex`");
        finding.help("its settings are in `plugins.entries.codex.config.supervision` now");
        let codex = named(NEW).map_or_else(|| NEW.into(), |it| it.name().to_lossy().into_owned());
        let is_denied = listed(items("deny"), OLD);
        let edits = context.edits(|plan| carry(plan, plugins, entry, &codex, is_denied));
        finding.fix(Safety::Safe, "carry its settings over to `codex`", edits);
    }
    for (name, list) in [("allow", items("allow")), ("deny", items("deny"))] {
        let is_old =
            |item: &Value<'_>| item.as_text().is_some_and(|text| is_named(&text.to_lossy(), OLD));
        let all = list.into_iter().flat_map(Array::items);
        for (index, item) in all.filter(is_old).enumerate() {
            let finding =
                findings.add(Place::value(item), "this plugin became a part of the plugin `codex`");
            let edits = if name == "deny" {
                finding.help("switch `supervision` off instead, in the settings of `codex`");
                // What it denied is carried over first.
                if entry.is_some() {
                    continue;
                }
                context.edits(|plan| plan.retire_item(item, "a part of `codex` now"))
            } else if index > 0 || listed(list, NEW) {
                finding.help("`codex` is listed already");
                context.edits(|plan| plan.retire_item(item, "`codex` is listed already"))
            } else {
                finding.help("write \"codex\"");
                context.edits(|plan| {
                    plan.replace(item, NEW);
                    Ok(())
                })
            };
            finding.fix(Safety::Safe, "follow the plugin", edits);
        }
    }
}

/// First what has a new place, then the rest.
fn carry<'t>(
    plan: &mut Plan<'t>,
    plugins: Value<'t>,
    entry: Member<'t>,
    codex: &str,
    is_denied: bool,
) -> Result<(), Refusal> {
    let Some(old) = entry.value().and_then(Value::as_object) else {
        return plan.retire(entry, "no settings");
    };
    let at = ["plugins", "entries", codex];
    let place = |names: &[&'static str]| [&at[..], names].concat();
    let own = |names: &[&str]| plugins.get("entries")?.get(codex)?.at(names);
    let is_on = old.value().get("enabled").and_then(Value::as_bool) == Some(true) && !is_denied;
    let mut done = true;
    if is_on && own(&["enabled"]).is_none() {
        plan.set(&place(&["enabled"]), true)?;
        done = false;
    }
    if own(&["config", "supervision", "enabled"]).is_none() {
        plan.set(&place(&["config", "supervision", "enabled"]), is_on)?;
        done = false;
    }
    let config = old.value().get("config").and_then(Value::as_object);
    for name in ["endpoints", "allowRawTranscripts", "allowWriteControls"] {
        let Some(member) = config.and_then(|config| config.get(name)) else { continue };
        let fits = |value: Value<'_>| match name {
            "endpoints" => value.as_array().is_some(),
            _ => value.as_bool().is_some(),
        };
        if member.value().is_some_and(fits) {
            plan.carry_over(member, &place(&["config", "supervision", name]))?;
            done = false;
        }
    }
    if !done {
        return Ok(());
    }
    let is_spent = old.members().all(|member| {
        member.is_named("enabled")
            || member.value().and_then(Value::as_object).is_some_and(Object::is_empty)
    });
    let supervision = place(&["config", "supervision"]);
    if is_spent {
        plan.absorb(entry, &supervision)
    } else {
        plan.retire(entry, "a part of `codex` now")
    }
}
