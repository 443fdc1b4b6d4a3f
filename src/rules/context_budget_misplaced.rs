//! See the rule's documentation.

use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Array, Member, Object, Value};

rule! {
    /// How much a model may read at once is set where OpenClaw no longer looks.
    ///
    /// The size of the context belongs to each model: `models.providers.<id>.models[].contextTokens`
    /// and `contextWindow`. OpenClaw still takes it from a provider and gives it to those of the
    /// provider's models that have none, but where no model is listed it drops it. `contextTokens` of
    /// an agent or of `agents.defaults` is dropped always. It warns of each.
    ///
    /// The fix comments out what is dropped, which is safe.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local" },
    ///   agents: {
    ///     defaults: {
    ///       contextTokens: 100000,
    /// //    ^^^^^^^^^^^^^
    ///       workspace: "~/work",
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: { mode: "local" },
    ///   agents: {
    ///     defaults: {
    ///       // OpenClaw does not read it here
    ///       // contextTokens: 100000,
    ///       workspace: "~/work",
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local" },
    ///   models: {
    ///     providers: {
    ///       ollama: {
    ///         contextTokens: 100000,
    /// //      ^^^^^^^^^^^^^
    ///         models: [{ id: "qwen3", name: "Qwen 3" }],
    ///       },
    ///       lab: {
    ///         contextWindow: 32768,
    /// //      ^^^^^^^^^^^^^
    ///         models: [],
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: { mode: "local" },
    ///   models: {
    ///     providers: {
    ///       ollama: {
    ///         contextTokens: 100000,
    ///         models: [{ id: "qwen3", name: "Qwen 3" }],
    ///       },
    ///       lab: {
    ///         // OpenClaw does not read it here
    ///         // contextWindow: 32768,
    ///         models: [],
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: { mode: "local" },
    ///   models: {
    ///     providers: {
    ///       ollama: { models: [{ id: "qwen3", name: "Qwen 3", contextTokens: 100000 }] },
    ///     },
    ///   },
    /// }
    /// ```
    "context-budget-misplaced" {
        severity: Severity::Warning,
        effect: Effect::Warned,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(root) = context.tree.root() else { return };
    let release = context.world.target;
    // Where the release accepts the old place, that is the place.
    if release.lookup(&["agents", "defaults", "contextTokens"]).is_none()
        && let Some(agents) = root.get("agents")
    {
        let list = agents.get("list").and_then(Value::as_array);
        let scopes = agents.get("defaults").into_iter().chain(members(agents.get("entries")));
        let scopes = scopes.chain(list.into_iter().flat_map(Array::items));
        for scope in scopes.filter_map(Value::as_object) {
            let Some(member) = scope.get("contextTokens") else { continue };
            report(context, findings, member);
        }
    }
    for provider in members(root.at(&["models", "providers"])).filter_map(Value::as_object) {
        let models = provider.get("models").and_then(|models| models.value()?.as_array());
        let has_models = models.is_some_and(|models| models.items().next().is_some());
        for name in ["contextTokens", "contextWindow"] {
            let Some(member) = provider.get(name) else { continue };
            if release.lookup(&["models", "providers", "x", name]).is_some() {
                continue;
            }
            if !has_models {
                report(context, findings, member);
                continue;
            }
            let message = format!("`{name}` belongs to each model");
            let finding = findings.add(Place::name(member), message);
            finding
                .severity(Severity::Info)
                .help("OpenClaw gives it to the models listed here that have none; write it there");
        }
    }
}

fn report<'t>(context: &Context<'t>, findings: &mut Findings<'_>, member: Member<'t>) {
    let message = format!("OpenClaw drops `{}` here", member.name());
    let finding = findings.add(Place::name(member), message);
    finding.help("write it into each model: `models.providers.<id>.models[].contextTokens`");
    let edits = context.edits(|plan| plan.retire(member, "OpenClaw does not read it here"));
    finding.fix(Safety::Safe, "comment it out", edits);
}

/// The values of an object's members that count.
fn members(object: Option<Value<'_>>) -> impl Iterator<Item = Value<'_>> {
    let members = object.and_then(Value::as_object).map(Object::effective).unwrap_or_default();
    members.into_iter().filter_map(|(_, member)| member.value())
}
