//! See the rule's documentation.

use crate::finding::{Effect, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::Fate;

rule! {
    /// A key is newer than the OpenClaw that the config is for.
    ///
    /// A newer release takes it; the target rejects the whole config because of it. This happens when a
    /// config goes to a machine with an older OpenClaw, or when an update is taken back. Judged against
    /// OpenClaw 2026.7.35 (`--target 2026.7.35`), which has `agents.list`:
    ///
    /// ```json5 bad 2026.7.35
    /// {
    ///   gateway: { mode: "local" },
    ///   agents: {
    ///     entries: { main: { default: true } },
    /// //  ^^^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed 2026.7.35
    /// {
    ///   gateway: { mode: "local" },
    ///   agents: {
    ///     // for OpenClaw 2026.8.1 and later
    ///     // entries: { main: { default: true } },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good 2026.8.1
    /// {
    ///   gateway: { mode: "local" },
    ///   agents: { entries: { main: { default: true } } },
    /// }
    /// ```
    "key-too-new" {
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
    for key in context.unknown_keys() {
        let Fate::TooNew { since, .. } = &key.fate else { continue };
        let finding = key.report(findings);
        let reason = format!("for OpenClaw {} and later", since.first);
        key.offer_retirement(context, finding, Safety::Unsafe, &reason);
    }
}
