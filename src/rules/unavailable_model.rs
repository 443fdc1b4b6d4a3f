//! See the rule's documentation.

mod table;

use crate::edit::{Plan, Refusal};
use crate::effective::ModelRef;
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};

use table::Fate;

rule! {
    /// A model is gone, or OpenClaw cannot run it.
    ///
    /// OpenClaw knows of Gemini models that Google has shut down, and of xAI models that it cannot
    /// run. One of them anywhere, even as a fallback or as a name in `models`, and the whole config is
    /// rejected. An auth profile behind the name (`model@profile`) hides it from this check.
    ///
    /// The fix writes the model that took its place. It is unsafe: another model costs something else
    /// and answers differently.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local" },
    ///   agents: {
    ///     defaults: {
    ///       model: { primary: "google/gemini-2.0-flash", fallbacks: ["google/gemini-2.5-pro"] },
    /// //                      ^^^^^^^^^^^^^^^^^^^^^^^^^
    ///       models: { "google/gemini-1.5-pro": { alias: "pro" } },
    /// //              ^^^^^^^^^^^^^^^^^^^^^^^
    ///       imageModel: "xai/grok-4.20-multi-agent",
    /// //                ^^^^^^^^^^^^^^^^^^^^^^^^^^^
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
    ///       model: { primary: "google/gemini-2.5-flash", fallbacks: ["google/gemini-2.5-pro"] },
    ///       models: { "google/gemini-3.1-pro-preview": { alias: "pro" } },
    ///       imageModel: "xai/grok-4.20-multi-agent",
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: { mode: "local" },
    ///   agents: { defaults: { model: "google/gemini-2.5-flash" } },
    /// }
    /// ```
    "unavailable-model" {
        severity: Severity::Error,
        effect: Effect::Rejected,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for model_ref in context.model_refs() {
        let text = match model_ref {
            ModelRef::Text(value) => context.text(value),
            ModelRef::Name(member) => Some(member.name().into_lossy()),
        };
        let Some((provider, model)) = text.as_deref().and_then(|text| text.split_once('/')) else {
            continue;
        };
        let [provider, model] = [provider, model].map(|part| part.trim().to_lowercase());
        let Some(fate) = table::fate(&provider, &model, context.world.target) else { continue };

        let place = match model_ref {
            ModelRef::Text(value) => Place::value(value),
            ModelRef::Name(member) => Place::name(member),
        };
        let (message, help) = match fate {
            Fate::ReplacedBy(_) => ("has been shut down", "name a model that is still there"),
            Fate::Unsupported => ("is one that OpenClaw cannot run", "name another model of xAI"),
            Fate::ThroughAnother(_) => (
                "is not reached through this provider",
                "sign in to OpenAI with `openclaw models auth login --provider openai` and name it \
                 there",
            ),
        };
        let finding = findings.add(place, format!("the model `{provider}/{model}` {message}"));
        finding.help(help);
        let instead = match fate {
            Fate::ReplacedBy(model) => format!("{provider}/{model}"),
            Fate::ThroughAnother(other) => other.to_owned(),
            Fate::Unsupported => continue,
        };
        let edits = context.edits(|plan| replace(plan, model_ref, &instead));
        finding.fix(Safety::Unsafe, format!("name `{instead}` instead"), edits);
    }
}

/// Names another model. A string that comes from a variable is left alone: other places may use it.
fn replace<'t>(plan: &mut Plan<'t>, model: ModelRef<'t>, instead: &str) -> Result<(), Refusal> {
    match model {
        ModelRef::Name(member) => plan.rename(member, instead)?,
        ModelRef::Text(value) if !value.source().contains("${") => plan.replace(value, instead),
        ModelRef::Text(_) => {}
    }
    Ok(())
}
