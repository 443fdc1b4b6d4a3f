//! See the rule's documentation.

use crate::finding::{Effect, Place, Safety, Severity};
use crate::migrations::agent_scopes;
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
        since: "0.2.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let (Some(root), target) = (context.tree.root(), context.world.target) else { return };
    let knows = |name| target.lookup(&["agents", "defaults", "sandbox", name]).is_some();
    if knows("perSession") || !knows("scope") {
        return;
    }
    for scope in agent_scopes(root) {
        let Some(sandbox) = scope.at(&["sandbox"]).and_then(|it| it.as_object()) else { continue };
        let Some(member) = sandbox.get("perSession") else { continue };
        let Some(value) = member.value() else { continue };
        let finding = findings.add(Place::name(member), "`perSession` is an older name of `scope`");
        finding.help("write `scope: \"session\"` for `true`, `scope: \"shared\"` for `false`");
        let is_set = sandbox.get("scope").is_some();
        let new = value.as_bool().map(|each| if each { "session" } else { "shared" });
        match new.filter(|_| !is_set) {
            Some(new) => {
                let edits = context.edits(|plan| {
                    plan.rename(member, "scope")?;
                    plan.replace(value, new);
                    Ok(())
                });
                finding.fix(Safety::Safe, format!("write `scope: {new:?}`"), edits);
            }
            None => {
                let reason =
                    if is_set { "`scope` is set already" } else { "neither `true` nor `false`" };
                let edits = context.edits(|plan| plan.retire(member, reason));
                let safety = if is_set { Safety::Safe } else { Safety::Unsafe };
                finding.fix(safety, "take it out of force", edits);
            }
        }
    }
}
