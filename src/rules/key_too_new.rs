//! See the rule's documentation.

use crate::finding::{Effect, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::Fate;

rule! {
    /// A key is newer than the OpenClaw that the config is for.
    ///
    /// A newer release takes it; the target rejects the whole config because of it. This happens when a
    /// config goes to a machine with an older OpenClaw, or when an update is taken back. Judged against
    /// OpenClaw 2026.7.35 (`--target 2026.7.35`):
    ///
    /// ```json5 bad 2026.7.35
    /// {
    ///   gateway: { mode: "local" },
    ///   agents: {
    ///     ownership: "explicit",
    /// //  ^^^^^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed 2026.7.35
    /// {
    ///   gateway: { mode: "local" },
    ///   agents: {
    ///     // for OpenClaw 2026.8.1 and later
    ///     // ownership: "explicit",
    ///   },
    /// }
    /// ```
    ///
    /// Where the value had another place before, and would come back from there as it is, the fix moves
    /// it there, which is safe:
    ///
    /// ```json5 bad 2026.7.35
    /// {
    ///   gateway: { mode: "local" },
    ///   tts: { auto: "always" }, // reads answers aloud
    /// //^^^
    /// }
    /// ```
    ///
    /// ```json5 fixed 2026.7.35
    /// {
    ///   gateway: { mode: "local" },
    ///   messages: {
    ///     tts: { auto: "always" }, // reads answers aloud
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good 2026.8.1
    /// {
    ///   gateway: { mode: "local" },
    ///   agents: { ownership: "explicit" },
    /// }
    /// ```
    "key-too-new" {
        severity: Severity::Error,
        effect: Effect::Rejected,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for key in context.unknown_keys() {
        let Fate::TooNew { since, .. } = &key.fate else { continue };
        let finding = key.report(findings);
        if key.offer_way_back(context, finding, since.last) {
            continue;
        }
        let reason = format!("for OpenClaw {} and later", since.first);
        key.offer_retirement(context, finding, Safety::Unsafe, &reason);
    }
}
