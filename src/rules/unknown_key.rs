//! See the rule's documentation.

use crate::finding::{Effect, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::{Fate, ViolationKind};

rule! {
    /// No release of OpenClaw knows such a key, and nothing like it.
    ///
    /// Validation is strict: one unknown key anywhere, and the whole config is rejected. What is known
    /// about a key is said by other rules: a slip of the hand by `misspelled-key`, a name that belongs
    /// elsewhere by `misplaced-key`, one that was retired by `retired-key`, one that is too new by
    /// `key-too-new`, one that guides made up by `invented-key`. This rule has the rest. It also tells
    /// where a name is free but must follow a pattern.
    ///
    /// The fix comments the key out, which makes the gateway start again, and is unsafe, since someone
    /// meant something by it. Strict JSON has no comments: there nothing is offered.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     frobnicate: { level: 3 }, // from a forum
    /// //  ^^^^^^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     // OpenClaw knows no such key
    ///     // frobnicate: { level: 3 }, // from a forum
    ///   },
    /// }
    /// ```
    ///
    /// Some places take any name:
    ///
    /// ```json5 good
    /// {
    ///   gateway: { mode: "local" },
    ///   env: { vars: { MY_OWN: "1" } },
    ///   agents: { entries: { housekeeper: { workspace: "~/house" } } },
    /// }
    /// ```
    "unknown-key" {
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
        if key.fate == Fate::Unknown {
            let finding = key.report(findings);
            if finding.help.is_none() {
                finding.help("no release has anything like it here; remove it");
            }
            key.offer_retirement(context, finding, Safety::Unsafe, "OpenClaw knows no such key");
        }
    }
    for violation in context.violations() {
        if let ViolationKind::WrongName { .. } = violation.kind {
            let message = violation.message(context.tree);
            let help = "the name is free, but must follow this pattern";
            findings.add(violation.place.clone(), message).help(help);
        }
    }
}
