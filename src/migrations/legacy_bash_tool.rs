//! See the rule's documentation.

use crate::finding::{Effect, Place, Safety, Severity};
use crate::migrations::scope::member_of;
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// The tool that runs commands is set up under its first name.
    ///
    /// `tools.bash` is `tools.exec` since 2026.1.24. OpenClaw rejects the old name, and from 2026.3.28
    /// on its `doctor --fix` deletes it. The fix carries it over; what `tools.exec` says already
    /// counts.
    ///
    /// ```json5 bad
    /// {
    ///   tools: {
    ///     // nightly jobs
    ///     bash: { backgroundMs: 5000 },
    /// //  ^^^^
    ///     exec: { host: "gateway" },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   tools: {
    ///     // nightly jobs
    ///     exec: { host: "gateway", backgroundMs: 5000 },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { tools: { exec: { host: "gateway" } } }
    /// ```
    "legacy-bash-tool" {
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
    let tools = context.tree.root().and_then(|root| root.get("tools"));
    let Some(bash) = tools.and_then(|tools| member_of(tools, "bash")) else { return };
    let finding = findings.add(Place::name(bash), "`tools.bash` is `tools.exec` now");
    finding.help("move it there");
    let edits = context.edits(|plan| plan.carry_over(bash, &["tools", "exec"]));
    finding.fix(Safety::Safe, "move it to `tools.exec`", edits);
}
