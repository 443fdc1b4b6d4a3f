//! See the migration's documentation.

use crate::edit::New;
use crate::effective::{Tailscale, is_dotted_loopback};
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::trim;
use crate::syntax::Value;

rule! {
    /// A gateway that listens on more than loopback names no origins of its Control UI.
    ///
    /// Since 2026.2.26 such a gateway needs `gateway.controlUi.allowedOrigins`. OpenClaw fills in the
    /// ones of this machine when it starts, and its `doctor --fix` writes them into the config, even
    /// where the Control UI is off. The fix writes the same, which is safe. The origins of other
    /// machines are yours to add.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     bind: "lan",
    /// //        ^^^^^
    ///     port: 19000,
    ///     auth: { token: "${OPENCLAW_GATEWAY_TOKEN}" },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     bind: "lan",
    ///     port: 19000,
    ///     auth: { token: "${OPENCLAW_GATEWAY_TOKEN}" },
    ///     controlUi: {
    ///       allowedOrigins: ["http://localhost:19000", "http://127.0.0.1:19000"],
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// {
    ///   "gateway": {
    ///     "bind": "custom",
    /// //          ^^^^^^^^
    ///     "customBindHost": "10.0.0.5",
    ///     "controlUi": { "basePath": "/ui" }
    ///   }
    /// }
    /// ```
    ///
    /// ```json fixed
    /// {
    ///   "gateway": {
    ///     "bind": "custom",
    ///     "customBindHost": "10.0.0.5",
    ///     "controlUi": { "basePath": "/ui", "allowedOrigins": ["http://localhost:18789", "http://127.0.0.1:18789", "http://10.0.0.5:18789"] }
    ///   }
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { gateway: { bind: "lan", controlUi: { allowedOrigins: ["https://claw.example.com"] } } }
    /// ```
    ///
    /// ```json5 good 2026.2.26
    /// { gateway: { bind: "lan" } }
    /// ```
    "control-ui-origins-missing" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

/// The release whose `doctor` writes them.
const SINCE: &str = "2026.3.1";
const PORT: f64 = 18789.0;
const PATH: [&str; 3] = ["gateway", "controlUi", "allowedOrigins"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let gateway = context.gateway();
    let release = context.world.target;
    if !release.is_since(SINCE) || release.lookup(&PATH).is_none() || gateway.has_includes {
        return;
    }
    let Some(bind) = gateway.at(&["bind"]) else { return };
    let word = bind.as_text().map(|text| text.to_lossy().into_owned());
    let Some(word @ ("lan" | "tailnet" | "custom" | "auto")) = word.as_deref() else { return };
    // Where Tailscale serves the gateway it must listen on loopback: what is wrong is the bind.
    let host = gateway.at(&["customBindHost"]).filter(|_| word == "custom");
    let host = host.and_then(Value::as_text).map(|host| trim(&host.to_lossy()).to_owned());
    let is_loopback = host.as_deref().is_some_and(is_dotted_loopback);
    if gateway.tailscale() != Tailscale::Off && !is_loopback {
        return;
    }
    let ui = gateway.at(&["controlUi"]);
    let fallback = ui.and_then(|ui| ui.get("dangerouslyAllowHostHeaderOriginFallback"));
    let is_elsewhere =
        ui.is_some_and(|ui| ui.as_object().is_none() || ui.get("$include").is_some());
    if is_elsewhere || fallback.and_then(Value::as_bool) == Some(true) {
        return;
    }
    let origins = ui.and_then(|ui| ui.get("allowedOrigins"));
    let is_blank = |item: Value<'_>| match item.as_text() {
        Some(text) => trim(&text.to_lossy()).is_empty(),
        None => true,
    };
    if let Some(origins) = origins
        && !origins.as_array().is_some_and(|list| list.items().all(is_blank))
    {
        return;
    }

    let port = gateway.at(&["port"]).and_then(Value::as_number).filter(|port| *port > 0.0);
    let port = port.unwrap_or(PORT);
    let hosts = ["localhost", "127.0.0.1"].into_iter().chain(host.as_deref());
    let mut seeds: Vec<String> = Vec::new();
    for host in hosts.filter(|host| !host.is_empty()) {
        let origin = format!("http://{host}:{port}");
        if !seeds.contains(&origin) {
            seeds.push(origin);
        }
    }
    let finding = findings.add(
        Place::value(bind),
        "the gateway listens on more than loopback, and no origins of its Control UI are named",
    );
    finding.help(format!(
        "OpenClaw allows those of this machine; its `doctor --fix` would write them into `{}`",
        PATH.join(".")
    ));
    let edits = context.edits(|plan| match origins.and_then(Value::as_array) {
        Some(list) => {
            for origin in &seeds {
                plan.push(list, origin.as_str());
            }
            Ok(())
        }
        None => plan.set(&PATH, New::list(seeds.iter().map(String::as_str))),
    });
    finding.fix(Safety::Safe, "write the origins of this machine", edits);
}
