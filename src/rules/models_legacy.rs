//! See the rule's documentation.

use crate::effective::is_old_model;
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// An agent answers with a model that is years old.
    ///
    /// Models such as GPT-3.5, the first GPT-4 and Claude 2 do as they are told by what they read: a
    /// web page or a message can make them use their tools against you. OpenClaw's audit looks at the
    /// models and image models of `agents.defaults` and the models of each agent, with their fallbacks
    /// and aliases.
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     defaults: { model: { primary: "openai/gpt-5.4", fallbacks: ["openai/gpt-3.5-turbo"] } },
    /// //                                                              ^^^^^^^^^^^^^^^^^^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { agents: { defaults: { model: "openai/gpt-5.4" } } }
    /// ```
    "models-legacy" {
        severity: Severity::Warning,
        effect: Effect::Audited,
        audit: Some("models.legacy"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config() else { return };
    let models = config.audited_models().into_iter();
    let old: Vec<_> = models.filter(|model| is_old_model(model.id)).collect();
    let Some((first, others)) = old.split_first() else { return };
    let message = format!("`{}` is years old and easily talked into things", first.id);
    let finding = findings.add(Place::value(first.place), message);
    for other in others {
        finding.related(other.place.span(), format!("so is `{}`", other.id));
    }
    finding.help("choose a model of today for an agent that has tools");
}
