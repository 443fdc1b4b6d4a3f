//! See the rule's documentation.

use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// A comment sets a finding apart, and there is none.
    ///
    /// What it spoke of was mended, or the comment stands in another place than the finding: it is for the
    /// member that follows, or for what begins on its line. Left there, it would hide what comes later.
    ///
    /// The fix removes the comment, or the name from its list where others stay. What depends on the
    /// environment, the files beside the config or a commit to compare with counts as found while that
    /// is not known, and so does what stands in a file that other configs of the run include as well.
    ///
    /// ```json5 bad
    /// {
    ///   // clawtidy-ignore[misspelled-key, unknown-key]: a wrapper of ours reads it
    /// //                   ^^^^^^^^^^^^^^
    ///   ourOwn: { a: 1 },
    ///   // clawtidy-ignore[gateway-bind-no-auth]: behind a firewall
    /// //                   ^^^^^^^^^^^^^^^^^^^^
    ///   gateway: { mode: "local" },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   // clawtidy-ignore[unknown-key]: a wrapper of ours reads it
    ///   ourOwn: { a: 1 },
    ///   gateway: { mode: "local" },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: { mode: "local" },
    ///   ourOwn: { a: 1 }, // clawtidy-ignore[unknown-key]: a wrapper of ours reads it
    /// }
    /// ```
    ///
    /// ```json5 bad
    /// {
    ///   ourOwn: { a: 1 },
    /// }
    /// // clawtidy-ignore[unknown-key]: a wrapper of ours reads it
    /// //                 ^^^^^^^^^^^
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   ourOwn: { a: 1 },
    /// }
    /// ```
    "unused-suppression" {
        severity: Severity::Warning,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (ignore, unused) in context.ignores().iter().zip(context.unused_ignores()) {
        // Another config may have use for it.
        if context.world.shares_includes && context.tree.file_at(ignore.span.start) > 0 {
            continue;
        }
        for (index, &at) in unused.iter().enumerate() {
            let name = &ignore.names[at];
            let message = format!("there is no finding of `{}` here to set apart", name.text);
            let finding = findings.add(Place::text(name.span), message);
            finding.help("remove it, or put it where the finding is");
            if index == 0 {
                let title = match unused.len() {
                    all if all == ignore.names.len() => "remove the comment",
                    1 => "remove the name",
                    _ => "remove the names",
                };
                let edit = ignore.without(context.tree, unused);
                finding.fix(Safety::Safe, title, vec![edit]);
            }
        }
    }
}
