//! See the rule's documentation.

use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// The config tells OpenClaw's audit to keep something to itself.
    ///
    /// `security.audit.suppressions` lists ids of audit checks whose findings are set apart. clawtidy
    /// follows it: such findings are counted, not shown, unless `--show-suppressed` asks for them. What
    /// OpenClaw does besides, such as refusing to start, no suppression changes, so that is reported all the
    /// same.
    ///
    /// A suppression may be narrowed with `titleIncludes` and `detailIncludes` to findings with certain
    /// words in OpenClaw's own report. Those words are not known here, so it silences nothing, and the
    /// finding says so.
    ///
    /// OpenClaw's audit notes that there are suppressions even when they silence nothing; this note none of
    /// them silences. It is on from the profile `shared`.
    ///
    /// ```json5 bad
    /// {
    ///   security: { audit: { suppressions: [{ checkId: "gateway.trusted_proxies_missing" }] } },
    /// //                     ^^^^^^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { security: { audit: { suppressions: [] } } }
    /// ```
    "security-audit-suppressions-active" from Shared {
        severity: Severity::Info,
        effect: Effect::Audited,
        audit: Some("security.audit.suppressions.active"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let path = ["security", "audit", "suppressions"];
    let Some(written) = context.tree.root().and_then(|root| root.at(&path)) else { return };
    let count = written.as_array().map_or(0, |list| list.items().count());
    let Some(member) = written.member().filter(|_| count > 0) else { return };
    let message = match count {
        1 => "a check of the security audit is silenced".to_owned(),
        _ => format!("{count} suppressions silence checks of the security audit"),
    };
    findings
        .add(Place::name(member), message)
        .help("see what it hides with `--show-suppressed`, and drop what no longer holds");
}
