//! See the rule's documentation.

use crate::finding::{Effect, Place, Safety, Severity};
use crate::migrations::scope::member_of;
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::Value;

rule! {
    /// Sessions are to be kept for no time at all.
    ///
    /// A duration of zero in `session.maintenance.pruneAfter` or `resetArchiveRetention` deleted
    /// sessions at once, which nobody meant. Since 2026.8.1 OpenClaw rejects it. The fix takes it out
    /// of force, as `openclaw doctor --fix` does: sessions are kept for 30 days then, and archives of
    /// reset ones for good.
    ///
    /// ```json5 bad
    /// {
    ///   session: {
    ///     maintenance: {
    ///       pruneAfter: "0d",
    /// //    ^^^^^^^^^^
    ///       resetArchiveRetention: 0,
    /// //    ^^^^^^^^^^^^^^^^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   session: {
    ///     maintenance: {
    ///       // a duration of zero
    ///       // pruneAfter: "0d",
    ///       // a duration of zero
    ///       // resetArchiveRetention: 0,
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { session: { maintenance: { pruneAfter: "30d", resetArchiveRetention: false } } }
    /// ```
    "zero-session-retention" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

/// The release that began to reject it.
const SINCE: &str = "2026.8.1";

/// Durations, `pruneDays` under its older name.
const DURATIONS: [&str; 3] = ["pruneAfter", "pruneDays", "resetArchiveRetention"];

/// The units of a duration; without one it is in days.
const UNITS: [&str; 5] = ["ms", "s", "m", "h", "d"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(root) = context.tree.root().filter(|_| context.world.target.is_since(SINCE)) else {
        return;
    };
    let Some(maintenance) = root.at(&["session", "maintenance"]) else { return };
    for name in DURATIONS {
        let Some(member) = member_of(maintenance, name) else { continue };
        let Some(value) = member.value().filter(|value| is_zero(context, *value)) else { continue };
        let finding =
            findings.add(Place::name(member), "sessions are to be kept for no time at all");
        finding.related(value.span(), "this duration is zero").help("leave it out, or give a time");
        if context.violations().iter().any(|it| it.place.span == value.span()) {
            finding.effect(Effect::Rejected).severity(Severity::Error);
        }
        let edits = context.edits(|plan| plan.retire(member, "a duration of zero"));
        finding.fix(Safety::Unsafe, "take it out of force", edits);
    }
}

/// Whether a value is a duration of zero: the number, or one or more of them with their units.
fn is_zero(context: &Context<'_>, value: Value<'_>) -> bool {
    if let Some(number) = value.as_number() {
        return number == 0.0;
    }
    let Some(text) = context.text(value) else { return false };
    let text = text.trim().to_lowercase();
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let number = rest.trim_start_matches(['0', '.']);
        if number.len() == rest.len() {
            return false;
        }
        let unit = number.trim_start_matches(|letter: char| letter.is_ascii_lowercase());
        let name = &number[..number.len() - unit.len()];
        let is_alone = name.is_empty() && unit.is_empty() && rest.len() == text.len();
        if !is_alone && !UNITS.contains(&name) {
            return false;
        }
        rest = unit;
    }
    !text.is_empty()
}
