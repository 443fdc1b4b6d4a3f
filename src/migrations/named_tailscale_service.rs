//! See the migration's documentation.

use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::Value;

rule! {
    /// Tailscale is to serve the gateway as a Service with a name, which OpenClaw can no longer do.
    ///
    /// `gateway.tailscale.serviceName` went with 2026.8.1. With `mode: "serve"` the gateway would now be
    /// served under the name of the machine, which is another address with other rules of access, so
    /// OpenClaw's own migration turns Tailscale off. The fix does the same; write `"serve"` again if
    /// the name of the machine will do. Under any other mode the name did nothing.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     tailscale: {
    ///       mode: "serve",
    ///       serviceName: "svc:claw",
    /// //    ^^^^^^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     tailscale: {
    ///       mode: "off",
    ///       // Tailscale Services cannot be used any more
    ///       // serviceName: "svc:claw",
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// { "gateway": { "tailscale": { "mode": "off", "serviceName": "svc:claw" } } }
    /// //                                           ^^^^^^^^^^^^^
    /// ```
    ///
    /// ```json fixed
    /// { "gateway": { "tailscale": { "mode": "off" } } }
    /// ```
    ///
    /// ```json5 good 2026.7.35
    /// { gateway: { mode: "local", tailscale: { mode: "serve", serviceName: "svc:claw" } } }
    /// ```
    "named-tailscale-service" {
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
    let tailscale = gateway.at(&["tailscale"]).and_then(Value::as_object);
    let member = tailscale.and_then(|tailscale| tailscale.get("serviceName"));
    let Some(member) = member.filter(|_| context.world.target.is_since(SINCE)) else { return };
    let mode = gateway.at(&["tailscale", "mode"]).filter(|mode| mode.is_text("serve"));
    let finding = findings.add(
        Place::name(member),
        "OpenClaw no longer has Tailscale serve the gateway as a named Service",
    );
    if let Some(mode) = mode {
        finding.related(mode.span(), "without the name, this would serve it as this machine");
    }
    finding.help("turn Tailscale off, or serve the gateway under the name of the machine");
    let edits = context.edits(|plan| {
        if let Some(mode) = mode {
            plan.replace(mode, "off");
        }
        plan.retire(member, "Tailscale Services cannot be used any more")
    });
    let title = if mode.is_some() { "turn Tailscale off" } else { "take the name out" };
    finding.fix(Safety::Safe, title, edits);
}
