//! See the rule's documentation.

use crate::effective::{AuthMode, Bind, Credential, Gateway, Tailscale};
use crate::finding::{Effect, Finding, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::Value;

rule! {
    /// The gateway listens beyond this machine and asks nobody for a token or a password.
    ///
    /// Whoever reaches the port may run the agents, with their tools, files and credentials. OpenClaw
    /// counts every `gateway.bind` but `"loopback"` as reachable from outside, `"auto"` and
    /// `"custom"` included, and so does this rule.
    ///
    /// These count as authentication: `gateway.auth.token` or `gateway.auth.password` (as text, as a
    /// secret reference, or as a placeholder such as `${OPENCLAW_GATEWAY_TOKEN}`),
    /// `gateway.auth.mode: "trusted-proxy"`, and, by a quirk of OpenClaw, `gateway.remote.token`,
    /// which is meant for clients. With a chosen `gateway.auth.mode` only the credential of that
    /// mode counts. A placeholder counts as set unless `--env-file` says what is set.
    ///
    /// Without authentication OpenClaw refuses to start on `"lan"`, on `"tailnet"` (once the machine
    /// is in one), and on a `"custom"` address that is not in 127.0.0.0/8; on `"auto"` it refuses only
    /// in a container.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     bind: "lan", // the office
    /// //        ^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     bind: "lan", // the office
    ///     auth: {
    ///       token: "${OPENCLAW_GATEWAY_TOKEN}",
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// The mode decides which credential counts:
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     bind: "tailnet",
    /// //        ^^^^^^^^^
    ///     auth: { mode: "none", token: "${OPENCLAW_GATEWAY_TOKEN}" },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     bind: "tailnet",
    ///     auth: { mode: "token", token: "${OPENCLAW_GATEWAY_TOKEN}" },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { gateway: { mode: "local", bind: "lan", auth: { token: "${OPENCLAW_GATEWAY_TOKEN}" } } }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     bind: "lan",
    ///     auth: { password: { source: "env", provider: "default", id: "GATEWAY_PASSWORD" } },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { gateway: { mode: "local", bind: "loopback" } }
    /// ```
    "gateway-bind-no-auth" {
        severity: Severity::Error,
        effect: Effect::Audited,
        audit: Some("gateway.bind_no_auth"),
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let gateway = context.gateway();
    if gateway.has_includes {
        return;
    }
    let Some(bind) = gateway.at(&["bind"]) else { return };
    let reach = match gateway.bind() {
        Bind::Loopback | Bind::Other => return,
        Bind::Auto => "every interface when it runs in a container",
        Bind::Lan => "every network interface",
        Bind::Tailnet => "the tailnet",
        Bind::Custom(_) => "a custom address",
    };
    // With Tailscale in front it may only listen on this machine, which another rule says.
    let elsewhere = match gateway.bind() {
        Bind::Auto | Bind::Lan | Bind::Tailnet => true,
        Bind::Custom(Some(address)) => !address.is_loopback(),
        Bind::Custom(None) => gateway.at(&["customBindHost"]).is_none(),
        _ => false,
    };
    let is_rejected = elsewhere && gateway.tailscale() != Tailscale::Off;
    if gateway.audit_has_auth() || is_rejected {
        return;
    }
    let refuses = match gateway.bind() {
        Bind::Lan | Bind::Tailnet => true,
        Bind::Custom(Some(address)) => !address.is_loopback(),
        _ => false,
    };
    let finding = findings
        .add(Place::value(bind), format!("the gateway listens on {reach} and asks for nothing"));
    if refuses && !gateway.start_has_auth() {
        finding.effect(Effect::BlocksStart);
    }
    point_at_auth(&gateway, finding);
    mend(context, &gateway, finding);
}

/// Shows why what is there does not count.
fn point_at_auth(gateway: &Gateway<'_>, finding: &mut Finding) {
    let token = gateway.credential(&["auth", "token"]);
    let password = gateway.credential(&["auth", "password"]);
    if let (Some(mode), Some(place)) = (gateway.explicit_auth_mode(), gateway.at(&["auth", "mode"]))
    {
        let why = match mode {
            AuthMode::None => "this turns authentication off".to_owned(),
            mode => format!("this mode needs `gateway.auth.{}`", mode.word()),
        };
        finding.related(place.span(), why);
    }
    for credential in [token, password] {
        match credential {
            Credential::Unset(value) => {
                finding.related(value.span(), "this variable is not set");
            }
            Credential::Blank(value) => {
                finding.related(value.span(), "this is blank");
            }
            _ => {}
        }
    }
    if let Some(misplaced) = gateway.at(&["token"]) {
        finding.related(misplaced.span(), "OpenClaw does not read a token here");
    } else if gateway.at(&["auth"]).is_none()
        && let Some(member) = gateway.section().and_then(Value::member)
    {
        finding.related(member.name_span(), "`auth` is missing here");
    }
}

/// Offers the smallest change that brings authentication, if there is one that breaks nothing.
fn mend(context: &Context<'_>, gateway: &Gateway<'_>, finding: &mut Finding) {
    let (title, edits) = match (gateway.explicit_auth_mode(), gateway.at(&["auth", "mode"])) {
        (Some(AuthMode::None), Some(mode)) => {
            let word = if gateway.credential(&["auth", "password"]).is_configured() {
                AuthMode::Password.word()
            } else {
                AuthMode::Token.word()
            };
            let configured = gateway.credential(&["auth", word]).is_configured();
            let edits = context.edits(|plan| {
                plan.replace(mode, word);
                if configured {
                    return Ok(());
                }
                plan.set(&["gateway", "auth", word], variable(word))
            });
            (format!("ask for the {word}"), edits)
        }
        (mode, _) => {
            let word = mode.unwrap_or(AuthMode::Token).word();
            let place = gateway.credential(&["auth", word]);
            // A token under its old name is carried over by `legacy-gateway-token`.
            if !matches!(place, Credential::Absent) || gateway.at(&["token"]).is_some() {
                let what = "set the variable, or put a secret reference or a placeholder there";
                finding.help(match place {
                    Credential::Unset(_) => what,
                    _ => "give the gateway a token: `gateway.auth.token: \"${OPENCLAW_GATEWAY_TOKEN}\"`",
                });
                return;
            }
            let edits = context.edits(|plan| plan.set(&["gateway", "auth", word], variable(word)));
            (format!("ask for the {word} in `{}`", variable(word)), edits)
        }
    };
    finding.help(
        "ask for a token or a password, or let the gateway listen on `\"loopback\"` only and \
         reach it through an SSH tunnel or Tailscale Serve",
    );
    finding.fix(Safety::Unsafe, title, edits);
}

/// The placeholder that OpenClaw's own documentation uses for a credential.
fn variable(word: &str) -> &'static str {
    match word {
        "password" => "${OPENCLAW_GATEWAY_PASSWORD}",
        _ => "${OPENCLAW_GATEWAY_TOKEN}",
    }
}
