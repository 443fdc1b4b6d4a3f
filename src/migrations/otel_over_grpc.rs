//! See the migration's documentation.

use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema;
use crate::syntax::Value;

rule! {
    /// Telemetry is to be sent over gRPC, which OpenClaw never did.
    ///
    /// Releases before 2026.8.1 took `diagnostics.otel.protocol: "grpc"` and sent nothing. Without it,
    /// OpenClaw would begin to send over HTTP to a collector that waits for gRPC, so its own migration
    /// turns telemetry off where something would be sent. The fix does the same, which is safe: nothing
    /// was sent before. Name a collector for HTTP and turn it on again.
    ///
    /// ```json5 bad
    /// {
    ///   diagnostics: {
    ///     otel: {
    ///       enabled: true,
    ///       protocol: "grpc",
    /// //              ^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   diagnostics: {
    ///     otel: {
    ///       enabled: false,
    ///       // never worked; OpenClaw speaks OTLP over HTTP only
    ///       // protocol: "grpc",
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// Where nothing but logs on standard output is on, it stays on:
    ///
    /// ```json bad
    /// {
    ///   "diagnostics": {
    ///     "otel": {
    ///       "enabled": true,
    ///       "protocol": "grpc",
    /// //                ^^^^^^
    ///       "traces": false,
    ///       "metrics": false,
    ///       "logs": true,
    ///       "logsExporter": "stdout"
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ```json fixed
    /// {
    ///   "diagnostics": {
    ///     "otel": {
    ///       "enabled": true,
    ///       "traces": false,
    ///       "metrics": false,
    ///       "logs": true,
    ///       "logsExporter": "stdout"
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { diagnostics: { otel: { enabled: true, protocol: "http/protobuf" } } }
    /// ```
    ///
    /// Metrics alone would be sent as well:
    ///
    /// ```json5 bad
    /// { diagnostics: { otel: { enabled: true, protocol: "grpc", traces: false } } }
    /// //                                                ^^^^^^
    /// ```
    ///
    /// ```json5 fixed
    /// { diagnostics: { otel: { enabled: false, /* never worked; OpenClaw speaks OTLP over HTTP only: protocol: "grpc" */ traces: false } } }
    /// ```
    "otel-over-grpc" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

const PATH: [&str; 3] = ["diagnostics", "otel", "protocol"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(protocol) = context.tree.root().and_then(|root| root.at(&PATH)) else { return };
    let node = context.world.target.lookup(&PATH);
    let is_taken =
        node.is_none_or(|node| schema::accepts(node, protocol, &context.world.environment));
    if is_taken || context.text(protocol).as_deref() != Some("grpc") {
        return;
    }
    let (Some(member), Some(otel)) = (protocol.member(), protocol.holder()) else { return };
    let flag = |name: &str| otel.get(name).and_then(Value::as_bool);
    let logs_only_here = otel.get("logsExporter").is_some_and(|it| it.is_text("stdout"));
    let sends = flag("traces") != Some(false)
        || flag("metrics") != Some(false)
        || (flag("logs") == Some(true) && !logs_only_here);
    let switch = otel.get("enabled").filter(|it| it.as_bool() == Some(true) && sends);

    let finding = findings.add(Place::value(protocol), "OpenClaw sends telemetry over HTTP only");
    if let Some(switch) = switch {
        finding.related(switch.span(), "without the protocol, this would begin to send");
    }
    finding.help("name a collector for OTLP over HTTP in `diagnostics.otel.endpoint`");
    let edits = context.edits(|plan| {
        if let Some(switch) = switch {
            plan.replace(switch, false);
        }
        plan.retire(member, "never worked; OpenClaw speaks OTLP over HTTP only")
    });
    let title = if switch.is_some() { "turn telemetry off" } else { "take the protocol out" };
    finding.fix(Safety::Safe, title, edits);
}
