//! See the rule's documentation.

use crate::effective::{Found, places};
use crate::finding::{Effect, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::Since;

rule! {
    /// A model is to be spoken to by an API that OpenClaw has renamed.
    ///
    /// `"openai-codex-responses"` is `"openai-chatgpt-responses"` now, for providers and for single
    /// models. OpenClaw rejects the old word; `openclaw doctor --fix` writes the new one, and so does
    /// the fix, which is safe.
    ///
    /// ```json5 bad
    /// {
    ///   models: {
    ///     providers: {
    ///       openai: { api: "openai-codex-responses" },
    /// //                   ^^^^^^^^^^^^^^^^^^^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   models: {
    ///     providers: {
    ///       openai: { api: "openai-chatgpt-responses" },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { models: { providers: { openai: { api: "openai-responses" } } } }
    /// ```
    "removed-model-api" {
        severity: Severity::Error,
        effect: Effect::Rejected,
        audit: None,
        since: "0.2.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

/// Since when OpenClaw checks it.
const SINCE: Since = Since::known("2026.7.1");

const REMOVED: &str = "openai-codex-responses";
const CURRENT: &str = "openai-chatgpt-responses";

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    if !SINCE.holds_in(context.world.target) {
        return;
    }
    for pattern in ["models.providers.*.api", "models.providers.*.models.*.api"] {
        for api in places(context.tree, pattern) {
            look_at(context, &api, findings);
        }
    }
}

fn look_at(context: &Context<'_>, api: &Found<'_>, findings: &mut Findings<'_>) {
    if context.text(api.value).as_deref() != Some(REMOVED) {
        return;
    }
    let finding = findings.add(api.place(), format!("the API `{REMOVED}` has another name now"));
    finding.help(format!("write \"{CURRENT}\""));
    // It may also come out of a placeholder.
    if api.value.is_text(REMOVED) {
        let edits = context.edits(|plan| {
            plan.replace(api.value, CURRENT);
            Ok(())
        });
        finding.fix(Safety::Safe, format!("write \"{CURRENT}\""), edits);
    }
}
