//! See the rule's documentation.

use std::borrow::Cow;

use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::trim;

rule! {
    /// The network reaches the Control UI, and no origins are named whose pages may use it.
    ///
    /// A gateway that listens beyond loopback needs `gateway.controlUi.allowedOrigins`. OpenClaw starts
    /// without them: it allows the origins of this machine alone, so that a browser on another machine
    /// gets no further than the first page. Its audit calls the config critical all the same.
    ///
    /// The migration `control-ui-origins-missing` writes the origins of this machine, which changes
    /// nothing. Those of other machines are yours to add.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     bind: "lan",
    /// //        ^^^^^
    ///     auth: { token: "${OPENCLAW_GATEWAY_TOKEN}" },
    ///     controlUi: { allowedOrigins: [""] },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     bind: "lan",
    ///     auth: { token: "${OPENCLAW_GATEWAY_TOKEN}" },
    ///     controlUi: { allowedOrigins: ["http://claw.lan:18789"] },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { gateway: { mode: "local", bind: "lan", controlUi: { enabled: false } } }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     bind: "lan",
    ///     auth: { token: "${OPENCLAW_GATEWAY_TOKEN}" },
    ///     controlUi: { $include: "./control-ui.json5" },
    ///   },
    /// }
    /// ```
    "gateway-control-ui-allowed-origins-required" from Shared {
        severity: Severity::Error,
        effect: Effect::Audited,
        audit: Some("gateway.control_ui.allowed_origins_required"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let gateway = context.gateway();
    let Some(bind) = gateway.beyond_loopback() else { return };
    let ui = gateway.at(&["controlUi"]);
    let falls_back = ui.and_then(|ui| ui.get("dangerouslyAllowHostHeaderOriginFallback"));
    let is_elsewhere = ui.is_some_and(|ui| ui.get("$include").is_some());
    if gateway.has_includes
        || is_elsewhere
        || !gateway.has_control_ui()
        || falls_back.is_some_and(|it| it.as_bool() == Some(true))
    {
        return;
    }
    let origins = gateway.items(&["controlUi", "allowedOrigins"]);
    let is_blank = |text: Cow<'_, str>| trim(&text).is_empty();
    if !origins.iter().all(|origin| context.text(*origin).is_some_and(is_blank)) {
        return;
    }
    let message = "the network reaches the Control UI, and no origin is allowed by name";
    let finding = findings.add(Place::value(bind), message);
    if let Some(written) = gateway.at(&["controlUi", "allowedOrigins"]) {
        finding.related(written.span(), "this names none");
    }
    finding.help(
        "list where you open it from in `gateway.controlUi.allowedOrigins`, such as \
         `\"http://claw.lan:18789\"`",
    );
}
