//! See the migration's documentation.

use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::Value;

rule! {
    /// Compaction is told not to truncate, and has a limit in bytes, which now is the order to.
    ///
    /// `agents.defaults.compaction.truncateAfterCompaction` went with 2026.8.1: `maxActiveTranscriptBytes`
    /// alone switches it on. With `false` the limit did nothing, so the fix takes both out, as OpenClaw's
    /// own migration does.
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     defaults: {
    ///       compaction: {
    ///         truncateAfterCompaction: false,
    /// //      ^^^^^^^^^^^^^^^^^^^^^^^
    ///         maxActiveTranscriptBytes: 500000,
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   agents: {
    ///     defaults: {
    ///       compaction: {
    ///         // no limit in bytes switches it off
    ///         // truncateAfterCompaction: false,
    ///         // did nothing, and would now truncate
    ///         // maxActiveTranscriptBytes: 500000,
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// { "agents": { "defaults": { "compaction": { "maxActiveTranscriptBytes": "1mb", "truncateAfterCompaction": false } } } }
    /// //                                                                             ^^^^^^^^^^^^^^^^^^^^^^^^^
    /// ```
    ///
    /// ```json fixed
    /// { "agents": { "defaults": { "compaction": {} } } }
    /// ```
    ///
    /// ```json5 good
    /// { agents: { defaults: { compaction: { maxActiveTranscriptBytes: 500000 } } } }
    /// ```
    "untruncated-compaction" {
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
    let path = ["agents", "defaults", "compaction", "truncateAfterCompaction"];
    let section = context.tree.root().and_then(|root| root.at(&path[..3]));
    let Some(section) = section.and_then(Value::as_object) else { return };
    let (Some(switch), Some(limit)) =
        (section.get(path[3]), section.get("maxActiveTranscriptBytes"))
    else {
        return;
    };
    let is_off = switch.value().and_then(Value::as_bool) == Some(false);
    if !is_off || context.world.target.lookup(&path).is_some() {
        return;
    }
    let finding = findings.add(
        Place::name(switch),
        "this switch is retired, and a limit in bytes alone now has transcripts truncated",
    );
    finding.related(limit.name_span(), "this did nothing, and would now truncate");
    finding.help("take both out to keep transcripts whole");
    let edits = context.edits(|plan| {
        plan.retire(switch, "no limit in bytes switches it off")?;
        plan.retire(limit, "did nothing, and would now truncate")
    });
    finding.fix(Safety::Safe, "take both out", edits);
}
