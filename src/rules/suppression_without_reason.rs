//! See the rule's documentation.

use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// A comment that sets findings apart does not say why.
    ///
    /// `clawtidy-ignore[RULE]: reason` keeps a finding out of the report, and whoever reads the config
    /// later has only the reason to tell whether it still holds. Without one the finding is set apart all
    /// the same, and this is reported in its place.
    ///
    /// A comment on a line of its own, or right before a name, is for the member that follows, with all
    /// that is in it; one behind something on its line is for what begins on that line;
    /// `clawtidy-ignore-file[RULE]: reason`, anywhere, is for the whole file. Names are rules and ids of
    /// audit checks, several with commas between.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local" },
    ///   // clawtidy-ignore[unknown-key]
    /// //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ///   ourOwn: { a: 1 },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: { mode: "local" },
    ///   // clawtidy-ignore[unknown-key]: a wrapper of ours reads and removes it
    ///   ourOwn: { a: 1 },
    /// }
    /// ```
    "suppression-without-reason" {
        severity: Severity::Warning,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for ignore in context.ignores() {
        if ignore.reason.is_none() && !ignore.names.is_empty() {
            findings
                .add(Place::text(ignore.span), "this sets findings apart and does not say why")
                .help("write a colon after the bracket, and the reason");
        }
    }
}
