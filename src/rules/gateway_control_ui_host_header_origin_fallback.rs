//! See the rule's documentation.

use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// The Control UI takes the name in a request for a proof of where it comes from.
    ///
    /// With `gateway.controlUi.dangerouslyAllowHostHeaderOriginFallback` a page may speak to the gateway
    /// when its origin fits the `Host` header of the request. A website that points a name of its own at
    /// the gateway's address (DNS rebinding) fits as well. OpenClaw's audit calls that critical when the
    /// gateway listens beyond loopback.
    ///
    /// The fix switches it off. It is unsafe: pages at names that are not in
    /// `gateway.controlUi.allowedOrigins` lose access.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     controlUi: { dangerouslyAllowHostHeaderOriginFallback: true },
    /// //                                                         ^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     controlUi: { dangerouslyAllowHostHeaderOriginFallback: false },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: { mode: "local", controlUi: { allowedOrigins: ["https://control.example.com"] } },
    /// }
    /// ```
    "gateway-control-ui-host-header-origin-fallback" {
        severity: Severity::Warning,
        effect: Effect::Audited,
        audit: Some("gateway.control_ui.host_header_origin_fallback"),
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let gateway = context.gateway();
    let path = ["controlUi", "dangerouslyAllowHostHeaderOriginFallback"];
    let Some(on) = gateway.at(&path).filter(|it| it.as_bool() == Some(true)) else { return };
    let message = "a website may pass for the Control UI by the name it gives the gateway";
    let finding = findings.add(Place::value(on), message);
    if let Some(bind) = gateway.beyond_loopback() {
        finding.severity(Severity::Error).related(bind.span(), "and the network reaches it");
    }
    finding.help(
        "switch it off, and list where you open the Control UI from in \
         `gateway.controlUi.allowedOrigins`",
    );
    let edits = context.edits(|plan| {
        plan.replace(on, false);
        Ok(())
    });
    finding.fix(Safety::Unsafe, "switch it off", edits);
}
