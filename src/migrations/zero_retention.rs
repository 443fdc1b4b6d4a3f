//! See the migration's documentation.

use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema;
use crate::syntax::Value;

rule! {
    /// Sessions are to be kept for no time at all.
    ///
    /// Older releases took a duration of zero for `session.maintenance.pruneAfter` and
    /// `resetArchiveRetention`, and deleted at once what they should keep. OpenClaw rejects it since
    /// 2026.8.1, and its own migration takes it out, so that the defaults hold: sessions are kept for
    /// 30 days, archives for good. The fix does the same.
    ///
    /// ```json5 bad
    /// {
    ///   session: {
    ///     maintenance: {
    ///       pruneAfter: "0d", // never
    /// //                ^^^^
    ///       resetArchiveRetention: 0,
    /// //                           ^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   session: {
    ///     maintenance: {
    ///       // no time at all; the default holds
    ///       // pruneAfter: "0d", // never
    ///       // no time at all; the default holds
    ///       // resetArchiveRetention: 0,
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// { "session": { "maintenance": { "mode": "warn", "pruneAfter": "0h0m" } } }
    /// //                                                            ^^^^^^
    /// ```
    ///
    /// ```json fixed
    /// { "session": { "maintenance": { "mode": "warn" } } }
    /// ```
    ///
    /// ```json5 good
    /// { session: { maintenance: { pruneAfter: "30d", resetArchiveRetention: false } } }
    /// ```
    "zero-retention" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.3.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for name in ["pruneAfter", "resetArchiveRetention"] {
        let path = ["session", "maintenance", name];
        let Some(value) = context.tree.root().and_then(|root| root.at(&path)) else { continue };
        let node = context.world.target.lookup(&path);
        let is_taken =
            node.is_none_or(|node| schema::accepts(node, value, &context.world.environment));
        let Some(member) = value.member().filter(|_| !is_taken && is_zero(value)) else { continue };
        let finding = findings.add(Place::value(value), "this keeps them for no time at all");
        let edits = context.edits(|plan| plan.retire(member, "no time at all; the default holds"));
        finding.help("write how long they are kept, such as \"30d\", or nothing for the default");
        finding.fix(Safety::Safe, "take it out, so that the default holds", edits);
    }
}

/// Whether a duration is zero: each of its numbers is.
fn is_zero(value: Value<'_>) -> bool {
    if let Some(number) = value.as_number() {
        return number == 0.0;
    }
    let Some(text) = value.as_text() else { return false };
    let text = text.to_lossy().trim().to_ascii_lowercase();
    let units = ["ms", "s", "m", "h", "d", ""];
    let mut numbers = 0;
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let unit = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        let (number, after) = rest.split_at(rest.len() - unit.len());
        let next = after.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let unit = &after[..after.len() - next.len()];
        if number.parse() != Ok(0.0) || !units.contains(&unit) {
            return false;
        }
        numbers += 1;
        rest = next;
    }
    numbers > 0
}
