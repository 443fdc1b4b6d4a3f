//! See the rule's documentation.

use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::Since;

rule! {
    /// The gateway listens on every interface of the machine, not on the local network alone.
    ///
    /// `gateway.bind: "lan"` is the address `0.0.0.0`: the local network, and as well every VPN, container
    /// network and public address that the machine has. On a rented server that is the internet. One interface
    /// alone is `"custom"` with its address in `gateway.customBindHost`. Nothing is wrong where that is
    /// meant; `gateway-bind-no-auth` says when nobody is asked for a credential. It is on from the
    /// profile `shared`.
    ///
    /// ```json5 bad
    /// { gateway: { mode: "local", bind: "lan", auth: { token: "${OPENCLAW_GATEWAY_TOKEN}" } } }
    /// //                                ^^^^^
    /// ```
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     bind: "custom",
    ///     customBindHost: "0.0.0.0",
    /// //                  ^^^^^^^^^
    ///     auth: { token: "${OPENCLAW_GATEWAY_TOKEN}" },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     bind: "custom",
    ///     customBindHost: "192.168.1.5",
    ///     auth: { token: "${OPENCLAW_GATEWAY_TOKEN}" },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { gateway: { mode: "remote", bind: "lan", remote: { url: "wss://gateway.example.com" } } }
    /// ```
    "gateway-bind-every-interface" from Shared {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

/// Since when the word is known to mean that.
const SINCE: Since = Since::assumed("2026.9.6");

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let gateway = context.gateway();
    let applies = SINCE.holds_in(context.world.target) && !gateway.is_remote();
    let Some(bind) = gateway.at(&["bind"]).filter(|_| applies) else { return };
    let place = match context.text(bind).as_deref() {
        Some("lan") => bind,
        Some("custom") => match gateway.at(&["customBindHost"]) {
            Some(host) if context.text(host).is_some_and(|host| host.trim() == "0.0.0.0") => host,
            _ => return,
        },
        _ => return,
    };
    let message = "the gateway listens on every interface: `0.0.0.0`, not the local network alone";
    findings.add(Place::value(place), message).help(
        "nothing to do if that is meant; for one interface write `bind: \"custom\"` with its \
         address in `customBindHost`",
    );
}
