//! See the rule's documentation.

use crate::effective::Bind;
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// Behind a reverse proxy, every visitor of the Control UI would pass for this machine.
    ///
    /// The gateway listens on loopback, shows its Control UI and names no `gateway.trustedProxies`. As
    /// long as nothing stands in front of it, nothing is wrong. A reverse proxy on this machine, though,
    /// hands on the requests of strangers from a loopback address, and without its address in the list
    /// OpenClaw does not look at the headers that say where they come from.
    ///
    /// OpenClaw's audit says so about every config without the list. It is on from the profile `public`.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local", auth: { token: "${OPENCLAW_GATEWAY_TOKEN}" } },
    /// //^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     auth: { token: "${OPENCLAW_GATEWAY_TOKEN}" },
    ///     trustedProxies: ["127.0.0.1"],
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { gateway: { mode: "local", controlUi: { enabled: false } } }
    /// ```
    "gateway-trusted-proxies-missing" from Public {
        severity: Severity::Warning,
        effect: Effect::Audited,
        audit: Some("gateway.trusted_proxies_missing"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let gateway = context.gateway();
    let is_local = gateway.bind() == Bind::Loopback && gateway.has_control_ui();
    if !is_local || gateway.has_includes || !gateway.items(&["trustedProxies"]).is_empty() {
        return;
    }
    let written = gateway.at(&["trustedProxies"]).map(Place::value);
    let Some(place) = written.or_else(|| context.absence(&["gateway", "trustedProxies"])) else {
        return;
    };
    let message = "no proxy is trusted to say where a request comes from";
    findings.add(place, message).help(
        "with a reverse proxy in front, list its address in `gateway.trustedProxies`; without one \
         there is nothing to do",
    );
}
