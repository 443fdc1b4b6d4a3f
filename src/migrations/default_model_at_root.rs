//! See the rule's documentation.

use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::Value;

rule! {
    /// The default model stands at the root, or in `models`.
    ///
    /// `defaultModel` is `agents.defaults.model` now. OpenClaw rejects it at the root. The fix moves it;
    /// where a model is chosen there already, that one stays, and the old one is commented out.
    /// `models.default`, which some guides show and no release ever took, is moved too; that is unsafe.
    ///
    /// ```json5 bad
    /// {
    ///   defaultModel: "openai/gpt-5.5", // answers everybody
    /// //^^^^^^^^^^^^
    ///   agents: {
    ///     defaults: {
    ///       workspace: "~/work",
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   agents: {
    ///     defaults: {
    ///       workspace: "~/work",
    ///       model: "openai/gpt-5.5", // answers everybody
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 bad
    /// {
    ///   defaultModel: "openai/gpt-5.4",
    /// //^^^^^^^^^^^^
    ///   agents: { defaults: { model: { primary: "openai/gpt-5.5" } } },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   // `agents.defaults.model` is set already
    ///   // defaultModel: "openai/gpt-5.4",
    ///   agents: { defaults: { model: { primary: "openai/gpt-5.5" } } },
    /// }
    /// ```
    ///
    /// ```json bad
    /// { "defaultModel": "openai/gpt-5.5" }
    /// //^^^^^^^^^^^^^^
    /// ```
    ///
    /// ```json fixed
    /// { "agents": { "defaults": { "model": "openai/gpt-5.5" } } }
    /// ```
    ///
    /// ```json5 good
    /// { agents: { defaults: { model: "openai/gpt-5.5" } } }
    /// ```
    "default-model-at-root" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

const PLACE: [&str; 3] = ["agents", "defaults", "model"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let below = context.tree.root().and_then(|root| root.at(&["models", "default"]));
    let text = below.filter(|it| it.as_text().is_some()).and_then(Value::member);
    if let Some(member) = text.filter(|_| !takes(context, &["models", "default"])) {
        let edits = context.edits(|plan| plan.carry_over(member, &PLACE));
        findings
            .add(Place::name(member), "`models` does not take a default model")
            .help("write it to `agents.defaults.model`, as `provider/model`")
            .fix(Safety::Unsafe, "move it to `agents.defaults.model`", edits);
    }
    let member =
        context.tree.root().and_then(Value::as_object).and_then(|root| root.get("defaultModel"));
    let Some(member) = member else { return };
    if takes(context, &["defaultModel"]) || !takes(context, &PLACE) {
        return;
    }
    let edits = context.edits(|plan| plan.carry_over(member, &PLACE));
    findings
        .add(Place::name(member), "the default model has its place in `agents.defaults` now")
        .help("write it to `agents.defaults.model`")
        .fix(Safety::Safe, "move it to `agents.defaults.model`", edits);
}

fn takes(context: &Context<'_>, path: &[&str]) -> bool {
    context.world.target.lookup(path).is_some()
}
