//! See the rule's documentation.

use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Object, Value};

rule! {
    /// The wizard made agents lean for a local model.
    ///
    /// Setting up a local model once switched on `agents.defaults.experimental.localModelLean`, and noted
    /// the model in `wizard.localModelLeanAutoModel`. Since 2026.9.3 local models get all tools, and
    /// OpenClaw rejects the note; `openclaw doctor --fix` removes it, and the switch where it was set for
    /// the model that is still in use. The fix comments both out. A switch that you set yourself stays.
    ///
    /// ```json5 bad
    /// {
    ///   wizard: {
    ///     lastRunVersion: "2026.8.1",
    ///     localModelLeanAutoModel: "ollama/qwen3",
    /// //  ^^^^^^^^^^^^^^^^^^^^^^^
    ///   },
    ///   agents: {
    ///     defaults: {
    ///       model: { primary: "ollama/qwen3" },
    ///       experimental: { localModelLean: true },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   wizard: {
    ///     lastRunVersion: "2026.8.1",
    ///     // a note of the wizard to itself
    ///     // localModelLeanAutoModel: "ollama/qwen3",
    ///   },
    ///   agents: {
    ///     defaults: {
    ///       model: { primary: "ollama/qwen3" },
    ///       experimental: { /* set by the wizard; local models have all tools now: localModelLean: true */ },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// {
    ///   "wizard": { "localModelLeanAutoModel": "ollama/qwen3" },
    /// //            ^^^^^^^^^^^^^^^^^^^^^^^^^
    ///   "agents": { "defaults": { "model": "openai/gpt-5.5", "experimental": { "localModelLean": true } } }
    /// }
    /// ```
    ///
    /// ```json fixed
    /// {
    ///   "wizard": {},
    ///   "agents": { "defaults": { "model": "openai/gpt-5.5", "experimental": { "localModelLean": true } } }
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { agents: { defaults: { experimental: { localModelLean: true } } } }
    /// ```
    "automatic-local-model-lean" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

const NOTE: [&str; 2] = ["wizard", "localModelLeanAutoModel"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(root) = context.tree.root() else { return };
    if context.world.target.lookup(&NOTE).is_some() {
        return;
    }
    let wizard = root.get("wizard").and_then(Value::as_object);
    let Some(note) = wizard.and_then(|wizard| wizard.get(NOTE[1])) else { return };
    let defaults = root.at(&["agents", "defaults"]);
    let model = defaults.and_then(|it| it.get("model"));
    let primary =
        model.and_then(|model| model.as_text().or_else(|| model.get("primary")?.as_text()));
    let noted = note.value().and_then(Value::as_text);
    let switch = defaults
        .and_then(|it| it.get("experimental"))
        .and_then(Value::as_object)
        .and_then(|it: Object<'_>| it.get("localModelLean"))
        .filter(|it| it.value().and_then(Value::as_bool) == Some(true))
        .filter(|_| noted.is_some() && noted == primary);
    let edits = context.edits(|plan| {
        if let Some(switch) = switch {
            plan.retire(switch, "set by the wizard; local models have all tools now")?;
        }
        plan.retire(note, "a note of the wizard to itself")
    });
    let finding =
        findings.add(Place::name(note), "a note of the wizard that is not taken any more");
    finding.help("remove it; local models have all tools now");
    if let Some(switch) = switch {
        finding.related(switch.name_span(), "the wizard set this for the same model");
    }
    finding.fix(Safety::Safe, "comment it out", edits);
}
