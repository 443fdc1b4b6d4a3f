//! See the rule's documentation.

use super::committed::{both, opening};
use crate::effective::{Alarm, anomalies};
use crate::finding::{Effect, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// An edit removes `gateway.mode`, which OpenClaw does not let happen.
    ///
    /// Speaks with `check --against REF`, which compares a config with the one in that commit (by
    /// running `git show`).
    ///
    /// OpenClaw refuses to write a config without `gateway.mode` over one that has it
    /// (`gateway-mode-removed`). One that has lost it by other hands is taken for damaged when it is
    /// read: the backup takes its place, and what was deployed is kept as `.clobbered.*`.
    /// `gateway-mode-missing` says what a config without it means by itself.
    ///
    /// Against an `openclaw.json` with `gateway.mode`:
    ///
    /// ```json5 bad committed:fixtures/valid/written-by-openclaw.json
    /// /* ours */ { meta: {}, gateway: { port: 18789 } }
    /// //         ^
    /// ```
    ///
    /// The mode may come from the included file:
    ///
    /// ```json5 good committed:fixtures/valid/written-by-openclaw.json
    /// { meta: {}, gateway: { $include: "./gateway.json5" } }
    /// ```
    "gateway-mode-removed" {
        severity: Severity::Warning,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some((committed, before, after)) = both(context) else { return };
    let Some(place) = opening(context, &["gateway", "mode"]) else { return };
    if !anomalies(&before, &after).contains(&Alarm::GatewayModeMissingVsLastGood) {
        return;
    }
    let message = format!("`gateway.mode` is gone, which {} has", committed.reference);
    findings.add(place, message).help(
        "leave `gateway.mode` in; OpenClaw refuses to write a config without it over one that has \
         it, and puts its backup back when it reads one",
    );
}
