//! See the rule's documentation.

use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// Requests to approve a command are not forwarded to a chat.
    ///
    /// With `approvals.exec.enabled: false` OpenClaw shows them only where somebody has the Control UI
    /// open, and a command that waits for an answer waits there. OpenClaw's `doctor` mentions it
    /// (`doctor.approval_forwarding_disabled`). As somebody wrote it down, this is on with `--profile
    /// public`.
    ///
    /// ```json5 bad
    /// {
    ///   approvals: { exec: { enabled: false } },
    /// //                              ^^^^^
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { approvals: { exec: { enabled: true } } }
    /// ```
    "approval-forwarding-disabled" from Public {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(root) = context.tree.root() else { return };
    let switch = root.at(&["approvals", "exec", "enabled"]);
    if let Some(switch) = switch.filter(|switch| switch.as_bool() == Some(false)) {
        findings
            .add(Place::value(switch), "requests to approve a command are not forwarded to a chat")
            .help("nothing, if you answer them in the Control UI; else set it to `true`");
    }
}
