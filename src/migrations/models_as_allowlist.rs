//! See the rule's documentation.

use std::collections::BTreeSet;

use super::marker;
use crate::edit::{New, Where};
use crate::effective::allows_models;
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::trim;
use crate::syntax::{Object, Value};

rule! {
    /// The models that have settings are the only ones that agents may be switched to.
    ///
    /// `agents.defaults.models` holds settings of models. Once it was at the same time the list of all
    /// models that someone may switch to in a chat. That list is `agents.defaults.modelPolicy.allow`
    /// now; where it is missing, OpenClaw 2026.8.1 and later still take the names in `models` for it.
    ///
    /// The fix writes the list, as `openclaw doctor --fix` does, so that the config says what OpenClaw
    /// does; to allow all models, remove `modelPolicy`. It also sets the mark by which OpenClaw knows
    /// that `models` is no such list any more. Where a name in `models` is no model and no alias of one,
    /// the list cannot be written, and everything stays as it is.
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     defaults: {
    ///       model: "openai/gpt-5.5",
    ///       models: {
    /// //    ^^^^^^
    ///         "openai/gpt-5.5": { alias: "gpt" },
    ///         "openrouter/*": {},
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   agents: {
    ///     defaults: {
    ///       model: "openai/gpt-5.5",
    ///       models: {
    ///         "openai/gpt-5.5": { alias: "gpt" },
    ///         "openrouter/*": {},
    ///       },
    ///       modelPolicy: {
    ///         allow: ["openai/gpt-5.5", "openrouter/*"],
    ///       },
    ///     },
    ///   },
    ///   meta: {
    ///     migrations: { modelPolicyAllowlist: true },
    ///   },
    /// }
    /// ```
    ///
    /// An empty `models` allows all, and the mark says that it keeps doing so:
    ///
    /// ```json bad
    /// { "agents": { "defaults": { "models": {} } } }
    /// //                          ^^^^^^^^
    /// ```
    ///
    /// ```json fixed
    /// { "agents": { "defaults": { "models": {} } }, "meta": { "migrations": { "modelPolicyAllowlist": true } } }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   meta: { migrations: { modelPolicyAllowlist: true } },
    ///   agents: { defaults: { models: { "openai/gpt-5.5": { alias: "gpt" } } } },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { agents: { defaults: { models: { "openai/gpt-5.5": {}, "not a model": {} } } } }
    /// ```
    ///
    /// ```json5 good 2026.7.35
    /// { agents: { defaults: { models: { "openai/gpt-5.5": {} } } } }
    /// ```
    ///
    /// An alias counts as a model:
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     defaults: {
    ///       models: { "openai/gpt-5.5": { alias: "Fast" }, fast: {} },
    /// //    ^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   agents: {
    ///     defaults: {
    ///       models: { "openai/gpt-5.5": { alias: "Fast" }, fast: {} },
    ///       modelPolicy: {
    ///         allow: ["openai/gpt-5.5", "fast"],
    ///       },
    ///     },
    ///   },
    ///   meta: {
    ///     migrations: { modelPolicyAllowlist: true },
    ///   },
    /// }
    /// ```
    "models-as-allowlist" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

const MARK: &str = "modelPolicyAllowlist";

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(root) = context.tree.root() else { return };
    if !marker::is_known(context, MARK) || marker::is_set(root, MARK) {
        return;
    }
    let Some(defaults) = root.at(&["agents", "defaults"]).and_then(Value::as_object) else {
        return;
    };
    let Some(member) = defaults.get("models") else { return };
    let Some(models) = member.value().and_then(Value::as_object) else { return };
    let hidden = [Some(root), root.get("agents"), Some(defaults.value()), member.value()];
    if hidden.into_iter().flatten().any(|value| value.get("$include").is_some()) {
        return;
    }
    let policy =
        defaults.get("modelPolicy").map(|policy| policy.value().and_then(Value::as_object));
    let allow = match policy {
        None => names(models),
        Some(Some(policy)) if policy.get("allow").is_none() => Vec::new(),
        Some(_) => return,
    };
    let aliases = aliases(context, models);
    let known = |name: &String| allows_models(name) || aliases.contains(&trim(name).to_lowercase());
    if !allow.iter().all(known) {
        return;
    }
    let edits = context.edits(|plan| {
        marker::set(plan, MARK)?;
        if allow.is_empty() {
            return Ok(());
        }
        let list = New::list(allow.iter().map(String::as_str));
        plan.insert(defaults, Where::After(member), "modelPolicy", New::object([("allow", list)]))
    });
    let place = Place::name(member);
    if allow.is_empty() {
        findings
            .add(place, "OpenClaw may still take `models` for the list of all allowed models")
            .help("its `doctor --fix` would set the mark `meta.migrations.modelPolicyAllowlist`")
            .fix(Safety::Safe, "set the mark that it is none", edits);
        return;
    }
    findings
        .add(place, "OpenClaw takes the names in `models` for the list of all allowed models")
        .help("its `doctor --fix` would write them to `agents.defaults.modelPolicy.allow`")
        .fix(Safety::Safe, "write the list to `agents.defaults.modelPolicy.allow`", edits);
}

/// The names of a map in the order in which they stand.
fn names(models: Object<'_>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let names = models.members().map(|member| member.name().to_lossy().into_owned());
    names.filter(|name| !trim(name).is_empty() && seen.insert(name.clone())).collect()
}

/// The aliases that it gives, in small letters.
fn aliases(context: &Context<'_>, models: Object<'_>) -> BTreeSet<String> {
    let members = models.effective().into_iter().map(|(_, member)| member);
    let given = members.filter_map(|member| member.value()?.get("alias"));
    given.filter_map(|alias| Some(trim(&context.text(alias)?).to_lowercase())).collect()
}
