//! See the rule's documentation.

use crate::edit::New;
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::{self, Replaced, replaced};
use crate::syntax::{Key, Value};

rule! {
    /// A key has a value that OpenClaw replaced by another.
    ///
    /// The key stays, and one of its values went: it has another name now, or another value has taken
    /// over what it meant. OpenClaw rejects the old one. The fix writes what OpenClaw's own migration
    /// writes.
    ///
    /// ```json5 bad
    /// {
    ///   messages: { queue: { mode: "steer-backlog", byChannel: { slack: "queue" } } },
    /// //                           ^^^^^^^^^^^^^^^                      ^^^^^^^
    ///   logging: { consoleStyle: 'compact' }, // fits on one line
    /// //                         ^^^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   messages: { queue: { mode: "followup", byChannel: { slack: "steer" } } },
    ///   logging: { consoleStyle: 'pretty' }, // fits on one line
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { messages: { queue: { mode: "collect" } }, logging: { consoleStyle: "json" } }
    /// ```
    ///
    /// ```json5 good 2026.4.5
    /// { messages: { queue: { mode: "queue" } } }
    /// ```
    "retired-value" {
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
    let Some(root) = context.tree.root() else { return };
    for row in replaced() {
        for value in schema::values_at(root, row.at) {
            report(context, findings, &row, value);
        }
    }
}

fn report(context: &Context<'_>, findings: &mut Findings<'_>, row: &Replaced, value: Value<'_>) {
    if row.values.successor(value).is_none() {
        return;
    }
    let key: Key = value.key();
    let Some(node) = context.world.target.lookup(key.segments()) else { return };
    if schema::accepts(node, value, &context.world.environment) {
        return;
    }
    let Some(new) = row.values.successor_at(node, value) else { return };
    let message = format!("`{key}` is no longer {}: {}", value.source(), row.note);
    let finding = findings.add(Place::value(value), message);
    finding.help(format!("OpenClaw takes {new} in its place"));
    let Some(draft) = New::json(new) else { return };
    let edits = context.edits(|plan| {
        plan.replace(value, draft);
        Ok(())
    });
    finding.fix(Safety::Safe, format!("write {new}"), edits);
}
