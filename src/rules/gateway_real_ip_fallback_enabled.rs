//! See the rule's documentation.

use std::borrow::Cow;

use crate::effective::AuthMode;
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::trim;

rule! {
    /// A header that anyone can write may say where a request comes from.
    ///
    /// With `gateway.allowRealIpFallback` OpenClaw believes `X-Real-IP` when a trusted proxy sends no
    /// `X-Forwarded-For`. A proxy that hands on the header of its visitor lets strangers pass for this
    /// machine. OpenClaw's audit calls that critical when the gateway listens beyond loopback, and when
    /// users are vouched for by a proxy elsewhere.
    ///
    /// The fix switches it off. It is unsafe: behind a proxy that only sends `X-Real-IP`, OpenClaw then
    /// takes the proxy for the visitor.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local", trustedProxies: ["127.0.0.1"], allowRealIpFallback: true },
    /// //                                                                              ^^^^
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: { mode: "local", trustedProxies: ["127.0.0.1"], allowRealIpFallback: false },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { gateway: { mode: "local", trustedProxies: ["127.0.0.1"] } }
    /// ```
    ///
    /// With `trusted-proxy`, a proxy that may be another machine is an error:
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     auth: { mode: "trusted-proxy", trustedProxy: { userHeader: "x-forwarded-user" } },
    ///     trustedProxies: ["127.0.0.1/8"],
    ///     allowRealIpFallback: true,
    /// //                       ^^^^
    ///   },
    /// }
    /// ```
    "gateway-real-ip-fallback-enabled" {
        severity: Severity::Warning,
        effect: Effect::Audited,
        audit: Some("gateway.real_ip_fallback_enabled"),
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let gateway = context.gateway();
    let Some(on) = gateway.at(&["allowRealIpFallback"]).filter(|it| it.as_bool() == Some(true))
    else {
        return;
    };
    let is_elsewhere = |text: Cow<'_, str>| !is_this_machine(trim(&text));
    let elsewhere = (gateway.auth_mode() == AuthMode::TrustedProxy)
        .then(|| gateway.items(&["trustedProxies"]))
        .into_iter()
        .flatten()
        .find(|proxy| context.text(*proxy).is_some_and(is_elsewhere));
    let message = "whoever gets a request through a proxy may choose the address it comes from";
    let finding = findings.add(Place::value(on), message);
    if let Some(bind) = gateway.beyond_loopback() {
        finding
            .severity(Severity::Error)
            .related(bind.span(), "and the network reaches the gateway");
    } else if let Some(proxy) = elsewhere {
        finding.severity(Severity::Error).related(proxy.span(), "and this proxy is elsewhere");
    }
    finding.help(
        "switch it off unless your proxy sends no `X-Forwarded-For` and always writes `X-Real-IP` \
         itself",
    );
    let edits = context.edits(|plan| {
        plan.replace(on, false);
        Ok(())
    });
    finding.fix(Safety::Unsafe, "switch it off", edits);
}

/// Whether an entry of `trustedProxies` stands for loopback's first address and nothing else.
fn is_this_machine(entry: &str) -> bool {
    let (address, prefix) = entry.split_once('/').unwrap_or((entry, ""));
    let prefix = prefix.split('/').next().unwrap_or_default();
    match trim(address) {
        "127.0.0.1" => matches!(prefix, "" | "32") && !entry.ends_with('/'),
        "::1" => matches!(prefix, "" | "128") && !entry.ends_with('/'),
        _ => false,
    }
}
