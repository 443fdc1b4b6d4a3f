//! See the migration's documentation.

use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema;
use crate::syntax::Value;

rule! {
    /// The gateway's port is a number that no port has.
    ///
    /// Older releases took any number and listened on 18789 all the same; since 2026.8.1 OpenClaw
    /// rejects what is not between 1 and 65535. The fix takes the port out, as OpenClaw's own migration
    /// does, so that 18789 holds.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     port: 99999, // not taken
    /// //        ^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     // ports go from 1 to 65535; without one it is 18789
    ///     // port: 99999, // not taken
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// { "gateway": { "mode": "local", "port": 0 } }
    /// //                                      ^
    /// ```
    ///
    /// ```json fixed
    /// { "gateway": { "mode": "local" } }
    /// ```
    ///
    /// ```json5 good
    /// { gateway: { mode: "local", port: 65535 } }
    /// ```
    "impossible-gateway-port" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(port) = context.gateway().at(&["port"]) else { return };
    let impossible = port.as_number().is_some_and(|number| !(1.0..=65535.0).contains(&number));
    let node = context.world.target.lookup(&["gateway", "port"]);
    let is_taken = node.is_none_or(|node| schema::accepts(node, port, &context.world.environment));
    let Some(member) = Value::member(port).filter(|_| impossible && !is_taken) else { return };
    let finding = findings.add(Place::value(port), "no port has this number");
    let reason = "ports go from 1 to 65535; without one it is 18789";
    let edits = context.edits(|plan| plan.retire(member, reason));
    finding.help("write one between 1 and 65535, or none for 18789").fix(
        Safety::Safe,
        "take it out, so that 18789 holds",
        edits,
    );
}
