//! See the rule's documentation.

use crate::finding::{Edit, Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// The text is not JSON5.
    ///
    /// OpenClaw reads a config as strict JSON and, when that fails, as JSON5 (by the npm package
    /// `json5`): comments, trailing commas, unquoted names, single quotes and hexadecimal numbers are
    /// fine. Anything else stops it at the first place, and the gateway does not start. This rule
    /// names every place. The other rules wait until the text can be read.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     mode: "local"
    /// //               ^
    ///     port: 18789,
    ///     verbose: True,
    /// //           ^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     port: 18789,
    ///     verbose: true,
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// // JSON5 is fine.
    /// { gateway: { mode: 'local', port: 0x4965, }, }
    /// ```
    "syntax-error" {
        severity: Severity::Error,
        effect: Effect::Rejected,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Text,
        check,
    }
}

/// How many further places of a habit are shown.
const SHOWN: usize = 3;

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for error in context.tree.errors() {
        let finding = findings.add(Place::text(error.span), error.message());
        finding.help(error.help());
        if let Some(opened) = error.opened {
            finding.related(opened, "it begins here");
        }
        for &place in error.more.iter().take(SHOWN) {
            finding.related(place, "here too");
        }
        if let Some(repair) = &error.repair {
            let edits = repair.edits.iter();
            let edits = edits.map(|edit| Edit { span: edit.span, text: edit.text.clone() });
            // OpenClaw reads nothing of such a file, so nothing it does can change.
            finding.fix(Safety::Safe, repair.title, edits.collect::<Vec<_>>());
        }
    }
}
