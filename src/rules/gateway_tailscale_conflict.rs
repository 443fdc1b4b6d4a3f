//! See the rule's documentation.

use crate::effective::{AuthMode, Gateway, Tailscale, is_dotted_loopback};
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::Since;
use crate::syntax::Value;

rule! {
    /// Tailscale is to serve a gateway that listens elsewhere or asks for nothing.
    ///
    /// With `gateway.tailscale.mode: "serve"` or `"funnel"`, Tailscale takes the connections and
    /// hands them to the gateway on this machine. OpenClaw rejects a config in which the gateway then
    /// listens on more than loopback: `gateway.bind` has to be `"loopback"`, or `"custom"` with a
    /// `gateway.customBindHost` in 127.0.0.0/8. It rejects `gateway.auth.mode: "none"` as well: behind
    /// Tailscale a gateway asks for a token, a password or the word of a proxy.
    ///
    /// The fixes are unsafe: they change who reaches the gateway, and how.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     bind: "lan",
    /// //        ^^^^^
    ///     tailscale: { mode: "serve" },
    ///     auth: { token: "${OPENCLAW_GATEWAY_TOKEN}" },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     bind: "loopback",
    ///     tailscale: { mode: "serve" },
    ///     auth: { token: "${OPENCLAW_GATEWAY_TOKEN}" },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     tailscale: { mode: "funnel" },
    ///     auth: { mode: "none", password: "${OPENCLAW_GATEWAY_PASSWORD}" },
    /// //                ^^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     tailscale: { mode: "funnel" },
    ///     auth: { mode: "password", password: "${OPENCLAW_GATEWAY_PASSWORD}" },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     bind: "custom",
    ///     customBindHost: "127.0.0.2",
    ///     tailscale: { mode: "serve" },
    ///     auth: { token: "${OPENCLAW_GATEWAY_TOKEN}" },
    ///   },
    /// }
    /// ```
    "gateway-tailscale-conflict" {
        severity: Severity::Error,
        effect: Effect::Rejected,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

/// Since when OpenClaw makes each of the checks.
const BIND_SINCE: Since = Since::known("2026.3.1");
const AUTH_SINCE: Since = Since::known("2026.5.28");

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let gateway = context.gateway();
    let release = context.world.target;
    let word = |path: &[&str]| context.text(gateway.at(path)?);
    let Some(mode) = gateway.at(&["tailscale", "mode"]) else { return };
    let tailscale = match word(&["tailscale", "mode"]).as_deref() {
        Some("serve") => Tailscale::Serve,
        Some("funnel") => Tailscale::Funnel,
        _ => return,
    };
    if let Some(bind) = gateway.at(&["bind"])
        && BIND_SINCE.holds_in(release)
        && listens_elsewhere(context, gateway, bind)
    {
        let finding = findings.add(
            Place::value(bind),
            "Tailscale serves a gateway on this machine, so it must listen on loopback only",
        );
        finding.related(mode.span(), "Tailscale takes the connections");
        finding.help(if context.text(bind).as_deref() == Some("custom") {
            "set it to `\"loopback\"`, or `gateway.customBindHost` to an address in 127.0.0.0/8"
        } else {
            "set it to `\"loopback\"`, or turn Tailscale off and keep it"
        });
        let edits = context.edits(|plan| {
            plan.replace(bind, "loopback");
            Ok(())
        });
        finding.fix(Safety::Unsafe, "listen on loopback", edits);
    }
    if let Some(auth) = gateway.at(&["auth", "mode"])
        && AUTH_SINCE.holds_in(release)
        && word(&["auth", "mode"]).as_deref() == Some("none")
    {
        let finding = findings.add(
            Place::value(auth),
            "Tailscale opens the gateway to others, so it must ask them for something",
        );
        finding.related(mode.span(), "Tailscale takes the connections");
        finding.help(match tailscale {
            Tailscale::Funnel => "ask for a password; Funnel starts with nothing else",
            _ => "ask for a token or a password",
        });
        let has = |word: &str| gateway.credential(&["auth", word]).is_configured();
        let word = match tailscale {
            Tailscale::Funnel => AuthMode::Password,
            _ if has("token") => AuthMode::Token,
            _ => AuthMode::Password,
        }
        .word();
        // Without a credential it would not start; which one is to be used only the author knows.
        if has(word) {
            let edits = context.edits(|plan| {
                plan.replace(auth, word);
                Ok(())
            });
            finding.fix(Safety::Unsafe, format!("ask for the {word}"), edits);
        }
    }
}

/// Whether a gateway with that `bind` listens on more than loopback, as far as is known.
fn listens_elsewhere(context: &Context<'_>, gateway: &Gateway<'_>, bind: Value<'_>) -> bool {
    match context.text(bind).as_deref() {
        Some("custom") => match gateway.at(&["customBindHost"]) {
            Some(host) => context.text(host).is_some_and(|host| !is_dotted_loopback(&host)),
            None => !gateway.has_includes,
        },
        Some("auto" | "lan" | "tailnet") => true,
        _ => false,
    }
}
