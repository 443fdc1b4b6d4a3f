//! See the rule's documentation.

use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::trim;

rule! {
    /// The hooks are to answer at `/`, where everything else of the gateway lives.
    ///
    /// With `hooks.path: "/"` OpenClaw refuses to start.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local" },
    ///   hooks: { enabled: true, token: "${OPENCLAW_HOOKS_TOKEN}", path: "/" },
    /// //                                                                ^^^
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: { mode: "local" },
    ///   hooks: { enabled: true, token: "${OPENCLAW_HOOKS_TOKEN}", path: "/hooks" },
    /// }
    /// ```
    "hooks-path-root" {
        severity: Severity::Error,
        effect: Effect::BlocksStart,
        audit: Some("hooks.path_root"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(hooks) = context.hooks() else { return };
    let Some(path) = hooks.get("path") else { return };
    if context.text(path).is_none_or(|text| trim(&text) != "/") {
        return;
    }
    let finding = findings.add(Place::value(path), "hooks cannot answer at `/`");
    finding.help("give them a path of their own, such as `/hooks`");
    if context.gateway().is_remote() {
        finding.effect(Effect::Audited);
    }
}
