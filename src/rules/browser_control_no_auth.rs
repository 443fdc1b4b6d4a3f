//! See the rule's documentation.

use crate::effective::{AuthMode, WebTool};
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// The browser is driven by whoever asks, as the gateway has no token and no password.
    ///
    /// The gateway drives the browser for programs on its machine, and asks them for its own token or
    /// password. Without one, every program there may drive the browser, and with it the accounts that
    /// it is logged in to. The running gateway calls that critical in its audit, as does `openclaw
    /// security audit --deep` when the browser plugin is loaded. As the gateway makes up a token where
    /// it can, this is only on with `--profile public`.
    ///
    /// A token need not be in the config: so a config that is merely silent is reported only with
    /// `--env-file`, when neither `OPENCLAW_GATEWAY_TOKEN` nor `OPENCLAW_GATEWAY_PASSWORD` is set.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local", auth: { mode: "none" } },
    /// //                                        ^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { gateway: { mode: "local", auth: { mode: "token", token: "${OPENCLAW_GATEWAY_TOKEN}" } } }
    /// ```
    ///
    /// ```json5 good
    /// { gateway: { mode: "local", auth: { mode: "none" } }, browser: { enabled: false } }
    /// ```
    ///
    /// ```json5 good env
    /// { gateway: { mode: "local", auth: { mode: "token", token: "a-long-random-text-of-your-own" } } }
    /// ```
    ///
    /// ```json5 good env
    /// { gateway: { mode: "local", auth: { mode: "password", password: "a-long-random-text-of-your-own" } } }
    /// ```
    "browser-control-no-auth" from Public {
        severity: Severity::Error,
        effect: Effect::Silent,
        audit: Some("browser.control_no_auth"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let gateway = context.gateway();
    let Some(config) = context.config().filter(|_| !gateway.has_includes) else { return };
    if !config.web_tool(WebTool::Browser).value || gateway.may_have_unwritten_auth() {
        return;
    }
    let password = gateway.credential(&["auth", "password"]);
    // In the other modes the password is not asked for.
    let password_counts = match gateway.explicit_auth_mode() {
        None | Some(AuthMode::Password) => password.is_configured(),
        Some(AuthMode::TrustedProxy) => password.has_text(),
        Some(AuthMode::Token | AuthMode::None) => false,
    };
    if gateway.credential(&["auth", "token"]).is_configured() || password_counts {
        return;
    }
    let mode = gateway.at(&["auth", "mode"]).map(Place::value);
    let Some(place) = mode.or_else(|| context.absence(&["gateway", "auth"])) else { return };
    findings
        .add(place, "every program on this machine may drive the browser: there is no token")
        .audit(None::<&str>)
        .help(
            "set `gateway.auth.token`, best as `\"${OPENCLAW_GATEWAY_TOKEN}\"`, or \
             `browser.enabled: false`",
        );
}
