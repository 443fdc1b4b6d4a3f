//! See the rule's documentation.

use crate::effective::{Found, places};
use crate::finding::{Effect, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::Since;

rule! {
    /// A model is to be spoken to by an API that OpenClaw has renamed.
    ///
    /// `"openai-codex-responses"` is `"openai-chatgpt-responses"` now, and `"openai"` is
    /// `"openai-completions"`, for providers and for single models. OpenClaw rejects the old word;
    /// `openclaw doctor --fix` writes the new one, and so does the fix, which is safe.
    ///
    /// ```json5 bad
    /// {
    ///   models: {
    ///     providers: {
    ///       openai: { api: "openai-codex-responses" },
    /// //                   ^^^^^^^^^^^^^^^^^^^^^^^^
    ///       attic: { baseUrl: "http://127.0.0.1:1234/v1", api: "openai", models: [] },
    /// //                                                       ^^^^^^^^
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
    ///       attic: { baseUrl: "http://127.0.0.1:1234/v1", api: "openai-completions", models: [] },
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
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

/// Old words, the new ones, and since when OpenClaw refuses the old one: the second was never taken.
const RENAMED: [(&str, &str, Since); 2] = [
    ("openai-codex-responses", "openai-chatgpt-responses", Since::known("2026.7.1")),
    ("openai", "openai-completions", Since::known("2026.1.24")),
];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for pattern in ["models.providers.*.api", "models.providers.*.models.*.api"] {
        for api in places(context.tree, pattern) {
            look_at(context, &api, findings);
        }
    }
}

fn look_at(context: &Context<'_>, api: &Found<'_>, findings: &mut Findings<'_>) {
    let Some(text) = context.text(api.value) else { return };
    let is_renamed = |(old, _, since): &&(&str, &str, Since)| {
        *old == text && since.holds_in(context.world.target)
    };
    let Some((old, new, _)) = RENAMED.iter().find(is_renamed) else { return };
    let finding = findings.add(api.place(), format!("the API `{old}` has another name now"));
    finding.help(format!("write \"{new}\""));
    // It may also come out of a placeholder.
    if api.value.is_text(old) {
        let edits = context.edits(|plan| {
            plan.replace(api.value, *new);
            Ok(())
        });
        finding.fix(Safety::Safe, format!("write \"{new}\""), edits);
    }
}
