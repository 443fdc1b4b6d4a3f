//! See the rule's documentation.

use crate::effective::{Found, places};
use crate::finding::{Effect, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// Whether each session has a sandbox of its own is said by an older name.
    ///
    /// `sandbox.perSession: true` is `sandbox.scope: "session"` now, and `false` is `"shared"`. The
    /// fix says so. Where there is a `scope` already, that counts, and `perSession` is retired; so is
    /// one that is neither `true` nor `false`.
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     defaults: {
    ///       sandbox: {
    ///         perSession: true, // apart
    /// //      ^^^^^^^^^^
    ///       },
    ///     },
    ///     entries: {
    ///       main: { sandbox: { scope: "agent", perSession: false } },
    /// //                                       ^^^^^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   agents: {
    ///     defaults: {
    ///       sandbox: {
    ///         scope: "session", // apart
    ///       },
    ///     },
    ///     entries: {
    ///       main: { sandbox: { scope: "agent" /* `scope` is set already: perSession: false */ } },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// { "agents": { "list": [{ "id": "main", "sandbox": { "perSession": false } }] } }
    /// //                                                  ^^^^^^^^^^^^
    /// ```
    ///
    /// ```json fixed
    /// { "agents": { "list": [{ "id": "main", "sandbox": { "scope": "shared" } }] } }
    /// ```
    ///
    /// ```json5 good
    /// { agents: { defaults: { sandbox: { scope: "session" } } } }
    /// ```
    ///
    /// ```json5 good 2026.3.28
    /// { agents: { defaults: { sandbox: { perSession: true } } } }
    /// ```
    "legacy-sandbox-scope" {
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
    let target = context.world.target;
    let knows = |name| target.lookup(&["agents", "defaults", "sandbox", name]).is_some();
    if knows("perSession") || !knows("scope") {
        return;
    }
    for pattern in ["agents.defaults.sandbox", "agents.entries.*.sandbox"] {
        for sandbox in places(context.tree, pattern) {
            look_at(context, findings, &sandbox);
        }
    }
}

fn look_at(context: &Context<'_>, findings: &mut Findings<'_>, sandbox: &Found<'_>) {
    let Some(member) = sandbox.member("perSession") else { return };
    let Some(value) = member.value() else { return };
    let place = sandbox.member_name(member);
    let finding = findings.add(place, "`perSession` is an older name of `scope`");
    finding.help("write `scope: \"session\"` for `true`, `scope: \"shared\"` for `false`");
    let is_set = sandbox.member("scope").is_some();
    let new = value.as_bool().map(|each| if each { "session" } else { "shared" });
    if let Some(new) = new.filter(|_| !is_set) {
        let edits = context.edits(|plan| {
            plan.rename(member, "scope")?;
            plan.replace(value, new);
            Ok(())
        });
        finding.fix(Safety::Safe, format!("write `scope: {new:?}`"), edits);
        return;
    }
    let (safety, reason) = if is_set {
        (Safety::Safe, "`scope` is set already")
    } else {
        (Safety::Unsafe, "neither `true` nor `false`")
    };
    let edits = context.edits(|plan| plan.retire(member, reason));
    finding.fix(safety, "take it out of force", edits);
}
