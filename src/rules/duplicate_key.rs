//! See the rule's documentation.

use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Member, Object};

rule! {
    /// A name stands twice in one object.
    ///
    /// OpenClaw keeps the last one and says nothing; what the earlier ones say is never read. Names
    /// are compared as they are read: `"port"`, `port` and `"\u0070ort"` are one name.
    ///
    /// When both say the same, the fix removes the earlier one, or comments it out where it has comments.
    /// When they differ it comments it out,
    /// which needs your word; strict JSON has no comments, so there you have to choose.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     port: 18789,
    /// //  ^^^^
    ///     port: 19001, // the second machine
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     // a later `port` replaces this one
    ///     // port: 18789,
    ///     port: 19001, // the second machine
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// {
    ///   "gateway": { "mode": "local" },
    /// //^^^^^^^^^
    ///   "gateway": { "mode": "local" }
    /// }
    /// ```
    ///
    /// ```json fixed
    /// {
    ///   "gateway": { "mode": "local" }
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { gateway: { mode: "local" }, logging: { level: "info" } }
    /// ```
    "duplicate-key" {
        severity: Severity::Warning,
        effect: Effect::Dropped,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for object in context.tree.objects().filter(|object| object.has_like_names()) {
        for (earlier, last) in replaced(object) {
            report(context, findings, earlier, last);
        }
    }
}

/// Each member that a later one replaces, with the one that counts.
fn replaced(object: Object<'_>) -> Vec<(Member<'_>, Member<'_>)> {
    let mut members: Vec<_> = object.members().map(|member| (member.name(), member)).collect();
    members.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.id().cmp(&b.1.id())));
    let same_name = members.chunk_by(|a, b| a.0 == b.0);
    same_name
        .filter_map(|group| group.split_last())
        .flat_map(|((_, last), earlier)| earlier.iter().map(|(_, member)| (*member, *last)))
        .collect()
}

fn report(
    context: &Context<'_>,
    findings: &mut Findings<'_>,
    earlier: Member<'_>,
    last: Member<'_>,
) {
    let name = earlier.name();
    let equal = match (earlier.value(), last.value()) {
        (Some(a), Some(b)) => a.same_as(b),
        _ => false,
    };
    let finding = findings.add(
        Place::name(earlier),
        format!("a later `{name}` in the same object replaces this one"),
    );
    let says = if equal {
        "OpenClaw uses this one, which says the same"
    } else {
        "OpenClaw uses this one"
    };
    finding.related(last.name_span(), says);
    finding.help(if equal { "remove one of them" } else { "keep the one you mean" });

    let reason = format!("a later `{name}` replaces this one");
    if equal {
        let edits = context.edits(|plan| plan.discard(earlier, &reason));
        finding.fix(Safety::Safe, format!("remove the first `{name}`"), edits);
    } else {
        let edits = context.edits(|plan| plan.retire(earlier, &reason));
        finding.fix(Safety::Unsafe, format!("comment out the first `{name}`"), edits);
    }
}
