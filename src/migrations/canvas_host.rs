//! See the migration's documentation.

use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Object, Value};

rule! {
    /// The canvas is set up in `canvasHost`, which OpenClaw no longer reads.
    ///
    /// It is a plugin since 2026.8.1, and the gateway serves it. The fix carries `enabled` over to
    /// `plugins.entries.canvas.config.host`, where what is set already holds; its folder, its port and
    /// reloading have no place any more and are commented out.
    ///
    /// ```json5 bad
    /// {
    ///   canvasHost: {
    /// //^^^^^^^^^^
    ///     enabled: false,
    ///     port: 18793, // beside the gateway
    ///   },
    ///   plugins: {},
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   // the canvas is a plugin, which the gateway serves
    ///   // canvasHost: {
    ///   //   port: 18793, // beside the gateway
    ///   // },
    ///   plugins: {
    ///     entries: {
    ///       canvas: {
    ///         config: {
    ///           host: {
    ///             enabled: false,
    ///           },
    ///         },
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// { "canvasHost": { "enabled": true }, "gateway": { "mode": "local" } }
    /// //^^^^^^^^^^^^
    /// ```
    ///
    /// ```json fixed
    /// { "gateway": { "mode": "local" }, "plugins": { "entries": { "canvas": { "config": { "host": { "enabled": true } } } } } }
    /// ```
    ///
    /// ```json5 good
    /// { plugins: { entries: { canvas: { config: { host: { enabled: false } } } } } }
    /// ```
    "canvas-host" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

const SWITCH: [&str; 6] = ["plugins", "entries", "canvas", "config", "host", "enabled"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let release = context.world.target;
    let root = context.tree.root().and_then(Value::as_object);
    let Some(member) = root.and_then(|root| root.get("canvasHost")) else { return };
    if release.lookup(&["canvasHost"]).is_some() || release.lookup(&SWITCH).is_none() {
        return;
    }
    let section = member.value().and_then(Value::as_object);
    let switch = section.and_then(|section| section.get("enabled"));
    let finding =
        findings.add(Place::name(member), "OpenClaw no longer reads this; the canvas is a plugin");
    finding.help("switch it with `plugins.entries.canvas.config.host.enabled`");
    // First what has a place, then the rest.
    let edits = context.edits(|plan| match switch {
        Some(switch) if switch.value().is_some_and(|it| it.as_bool().is_some()) => {
            plan.carry_over(switch, &SWITCH)
        }
        _ if section.is_some_and(Object::is_empty) => plan.absorb(member, &SWITCH[..5]),
        _ => plan.retire(member, "the canvas is a plugin, which the gateway serves"),
    });
    finding.fix(Safety::Safe, "carry the switch over", edits);
}
