//! See the rule's documentation.

use crate::effective::{Weakness, is_later_gpt, weakness};
use crate::finding::{Effect, Place, Profile, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// An agent answers with a model that is not among the strongest.
    ///
    /// The smaller and older a model, the more easily what it reads talks it into using its tools.
    /// OpenClaw's audit counts as weak, by name: any Haiku, a GPT before GPT-5 and a Claude before 4.5.
    /// It looks at the models and image models of `agents.defaults` and the models of each agent, with
    /// their fallbacks and aliases.
    ///
    /// For one person who writes to their own agent such a model is often good enough: this is reported
    /// from `--profile shared` on. The audit also takes a GPT-6 for one before GPT-5; where nothing
    /// else is weak, that is reported with `--profile public` only.
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     defaults: { model: "openai/gpt-4o" },
    /// //                     ^^^^^^^^^^^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { agents: { defaults: { model: "anthropic/claude-opus-5" } } }
    /// ```
    "models-weak-tier" from Shared {
        severity: Severity::Warning,
        effect: Effect::Audited,
        audit: Some("models.weak_tier"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config() else { return };
    let models = config.audited_models().into_iter();
    let weak = models.filter_map(|model| Some((weakness(model.id)?, model)));
    // What is weak first, then what the audit only takes for weak.
    let (mistaken, weak): (Vec<_>, Vec<_>) =
        weak.partition(|(why, model)| *why == Weakness::NotGpt5 && is_later_gpt(model.id));
    let is_weak = !weak.is_empty();
    let why = |why: Weakness, id: &str| match why {
        Weakness::Haiku => "is the small one of its family",
        Weakness::NotGpt5 if is_later_gpt(id) => {
            "is later than GPT-5, but the audit takes it for earlier"
        }
        Weakness::NotGpt5 => "is not of the GPT-5 family",
        Weakness::BeforeClaude45 => "is from before Claude 4.5",
    };
    let mut models = weak.into_iter().chain(mistaken);
    let Some((reason, first)) = models.next() else { return };
    let finding = findings
        .add(Place::value(first.place), format!("`{}` {}", first.id, why(reason, first.id)));
    for (reason, other) in models {
        finding.related(other.place.span(), format!("`{}` {}", other.id, why(reason, other.id)));
    }
    if is_weak {
        finding.help("choose one of the strongest models for an agent that strangers may reach");
    } else {
        finding.profile(Profile::Public).help("nothing: OpenClaw's audit is mistaken");
    }
}
