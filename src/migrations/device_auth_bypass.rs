//! See the migration's documentation.

use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::Value;

rule! {
    /// The switch that let the Control UI in without pairing is retired.
    ///
    /// OpenClaw since 2026.8.1 takes `gateway.controlUi.dangerouslyDisableDeviceAuth` and does nothing
    /// with it: every device is paired. Its `doctor --fix` removes it. The fix comments it out, which
    /// is safe.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     controlUi: {
    ///       dangerouslyDisableDeviceAuth: true, // the tablet
    /// //    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     controlUi: {
    ///       // retired: every device is paired
    ///       // dangerouslyDisableDeviceAuth: true, // the tablet
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// { "gateway": { "controlUi": { "enabled": true, "dangerouslyDisableDeviceAuth": false } } }
    /// //                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    /// ```
    ///
    /// ```json fixed
    /// { "gateway": { "controlUi": { "enabled": true } } }
    /// ```
    ///
    /// ```json5 good 2026.7.35
    /// { gateway: { mode: "local", controlUi: { dangerouslyDisableDeviceAuth: true } } }
    /// ```
    "device-auth-bypass" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

const SINCE: &str = "2026.8.1";

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let gateway = context.gateway();
    let ui = gateway.at(&["controlUi"]).and_then(Value::as_object);
    let member = ui.and_then(|ui| ui.get("dangerouslyDisableDeviceAuth"));
    let Some(member) = member.filter(|_| context.world.target.is_since(SINCE)) else { return };
    let finding = findings.add(
        Place::name(member),
        "this switch is retired: OpenClaw takes it and pairs every device all the same",
    );
    let edits = context.edits(|plan| plan.retire(member, "retired: every device is paired"));
    finding.help("leave it out, as OpenClaw's `doctor --fix` would").fix(
        Safety::Safe,
        "take it out",
        edits,
    );
}
