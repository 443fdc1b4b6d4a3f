//! See the rule's documentation.

use crate::effective::places;
use crate::finding::{Effect, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema;

rule! {
    /// The thinking of a model has a format that OpenClaw does not know.
    ///
    /// `compat.thinkingFormat` says how a provider wants to be asked to think. OpenClaw rejects a word
    /// that it does not know; `openclaw doctor --fix` removes it, and the built-in format
    /// holds. The fix comments it out.
    ///
    /// ```json5 bad
    /// {
    ///   models: {
    ///     providers: {
    ///       qwen: {
    ///         models: [{ id: "qwen3", name: "Qwen 3", compat: { thinkingFormat: "chatml" } }],
    /// //                                                                        ^^^^^^^^
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   models: {
    ///     providers: {
    ///       qwen: {
    ///         models: [{ id: "qwen3", name: "Qwen 3", compat: { /* OpenClaw does not know this format: thinkingFormat: "chatml" */ } }],
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   models: {
    ///     providers: {
    ///       qwen: {
    ///         models: [{ id: "qwen3", name: "Qwen 3", compat: { thinkingFormat: "qwen" } }],
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    "unknown-thinking-format" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let path = ["models", "providers", "*", "models", "[]", "compat", "thinkingFormat"];
    let Some(node) = context.world.target.lookup(&path) else { return };
    for format in places(context.tree, "models.providers.*.models.*.compat.thinkingFormat") {
        let known = schema::accepts(node, format.value, &context.world.environment);
        let Some(member) =
            format.value.member().filter(|_| format.value.as_text().is_some() && !known)
        else {
            continue;
        };
        let edits = context.edits(|plan| plan.retire(member, "OpenClaw does not know this format"));
        findings
            .add(format.place(), "OpenClaw does not know this format of thinking")
            .help("leave it out, or write one of the words that `clawtidy explain` lists for it")
            .fix(Safety::Safe, "comment it out", edits);
    }
}
