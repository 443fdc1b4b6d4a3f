//! See the rule's documentation.

use crate::finding::{Effect, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::ViolationKind;

rule! {
    /// An object lacks a key that OpenClaw asks for.
    ///
    /// OpenClaw rejects the whole config. What the key should hold only you can say, so there is no
    /// fix; the help says what it takes. Keys with a default are never asked for, and an object with
    /// `$include` may get the key from the included file.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local" },
    ///   bindings: [{ agentId: "main" }],
    /// //           ^
    /// }
    /// ```
    ///
    /// Where one of several sets of keys would do, all are named:
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local" },
    ///   channels: { twitch: { enabled: true } },
    /// //                    ^
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: { mode: "local" },
    ///   models: {
    ///     providers: {
    ///       local: {
    ///         baseUrl: "http://127.0.0.1:1234/v1",
    ///         models: [{ id: "qwen3", name: "Qwen 3" }],
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    "missing-key" {
        severity: Severity::Error,
        effect: Effect::Rejected,
        audit: None,
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for violation in context.violations() {
        if let ViolationKind::MissingKey { .. } | ViolationKind::MissingKeys { .. } = violation.kind
        {
            let finding = findings.add(violation.place.clone(), violation.message(context.tree));
            finding.help(violation.help(context.tree).unwrap_or_default());
        }
    }
}
