//! See the rule's documentation.

use crate::effective::is_bundled_provider;
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::Value;

rule! {
    /// Providers of models stand under `providers`, and OpenClaw has them under `models.providers`.
    ///
    /// Guides leave the `models` out. `providers` at the top of a config was what channels were called
    /// before 2026.1.24, and OpenClaw rejects it; but where it holds `anthropic` and `openai`, which are
    /// no channels, providers of models are meant. The fix moves them; what stands there wins. It is
    /// unsafe, because they did nothing until now.
    ///
    /// ```json5 bad
    /// {
    ///   providers: {
    /// //^^^^^^^^^
    ///     anthropic: { apiKey: "${ANTHROPIC_API_KEY}" }, // of the team
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   models: {
    ///     providers: {
    ///       anthropic: { apiKey: "${ANTHROPIC_API_KEY}" }, // of the team
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// Channels of old are for another rule:
    ///
    /// ```json5 good
    /// { providers: { telegram: { botToken: "${TELEGRAM_BOT_TOKEN}" } } }
    /// ```
    ///
    /// ```json5 good
    /// { models: { providers: { anthropic: { apiKey: "${ANTHROPIC_API_KEY}" } } } }
    /// ```
    "model-providers-at-root" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let root = context.tree.root().and_then(Value::as_object);
    let Some(providers) = root.and_then(|root| root.get("providers")) else { return };
    let Some(object) = providers.value().and_then(Value::as_object) else { return };
    let of_models = object.members().all(|member| is_bundled_provider(&member.name().to_lossy()));
    if object.is_empty() || !of_models || context.world.target.lookup(&["providers"]).is_some() {
        return;
    }
    let message = "providers of models stand where no OpenClaw reads them";
    let finding = findings.add(Place::name(providers), message);
    finding.help("their place is `models.providers`");
    let edits = context.edits(|plan| plan.carry_over(providers, &["models", "providers"]));
    finding.fix(Safety::Unsafe, "move them to `models.providers`", edits);
}
