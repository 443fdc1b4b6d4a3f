//! See the migration's documentation.

use crate::edit::Where;
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema;
use crate::syntax::{Object, Value};

rule! {
    /// What telemetry captures is set kind by kind, and OpenClaw now has one switch for all.
    ///
    /// `diagnostics.otel.captureContent` is `true` or `false` since 2026.8.1. The fix writes what
    /// OpenClaw's own migration would: the value of `enabled` where there is one, else `true` if any
    /// kind was on. The kinds stay in a comment.
    ///
    /// ```json5 bad
    /// {
    ///   diagnostics: {
    ///     otel: {
    ///       captureContent: { inputMessages: true, outputMessages: false },
    /// //                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   diagnostics: {
    ///     otel: {
    ///       // one switch for all kinds now
    ///       // captureContent: { inputMessages: true, outputMessages: false },
    ///       captureContent: true,
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// { "diagnostics": { "otel": { "captureContent": { "enabled": false, "toolInputs": true } } } }
    /// //                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    /// ```
    ///
    /// ```json fixed
    /// { "diagnostics": { "otel": { "captureContent": false } } }
    /// ```
    ///
    /// ```json5 good
    /// { diagnostics: { otel: { captureContent: true } } }
    /// ```
    "otel-content-flags" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

const PATH: [&str; 3] = ["diagnostics", "otel", "captureContent"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(kinds) = context.tree.root().and_then(|root| root.at(&PATH)) else { return };
    let node = context.world.target.lookup(&PATH);
    let is_taken = node.is_none_or(|node| schema::accepts(node, kinds, &context.world.environment));
    let (Some(object), Some(member)) = (kinds.as_object(), kinds.member()) else { return };
    if is_taken {
        return;
    }
    let enabled = object.value().get("enabled").and_then(Value::as_bool);
    let captures = enabled.unwrap_or_else(|| any_is_on(object));
    let finding = findings.add(
        Place::value(kinds),
        "OpenClaw captures all kinds of content or none; there is one switch",
    );
    let edits = context.edits(|plan| {
        plan.retire(member, "one switch for all kinds now")?;
        plan.insert(member.object(), Where::After(member), PATH[2], captures)
    });
    finding.help(format!("write {captures}")).fix(Safety::Safe, format!("write {captures}"), edits);
}

fn any_is_on(kinds: Object<'_>) -> bool {
    let mut kinds = kinds.effective().into_iter();
    kinds.any(|(_, kind)| kind.value().and_then(Value::as_bool) == Some(true))
}
