//! See the migration's documentation.

use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::Value;

rule! {
    /// What holds for files in messages stands in `media`, which OpenClaw no longer reads.
    ///
    /// It is `attachments` since 2026.8.1, and `preserveFilenames` has no place in it any more. The fix
    /// moves the section, where what is set already holds.
    ///
    /// ```json5 bad
    /// {
    ///   media: {
    /// //^^^^^
    ///     preserveFilenames: true,
    ///     ttlHours: 24, // a day
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   attachments: {
    ///     // names are always made safe
    ///     // preserveFilenames: true,
    ///     ttlHours: 24, // a day
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// { "media": { "ttlHours": 24 }, "attachments": { "ttlHours": 48 } }
    /// //^^^^^^^
    /// ```
    ///
    /// ```json fixed
    /// { "attachments": { "ttlHours": 48 } }
    /// ```
    ///
    /// ```json5 good
    /// { attachments: { ttlHours: 24 } }
    /// ```
    "media-settings" {
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
    let release = context.world.target;
    let root = context.tree.root().and_then(Value::as_object);
    let Some(member) = root.and_then(|root| root.get("media")) else { return };
    let Some(section) = member.value().and_then(Value::as_object) else { return };
    if release.lookup(&["media"]).is_some() || release.lookup(&["attachments"]).is_none() {
        return;
    }
    let has_place = release.lookup(&["attachments", "preserveFilenames"]).is_some();
    let names = section.get("preserveFilenames").filter(|_| !has_place);
    let finding = findings.add(Place::name(member), "this section is called `attachments` now");
    finding.help("rename it");
    let edits = context.edits(|plan| match names {
        Some(names) => plan.retire(names, "names are always made safe"),
        None => plan.carry_over(member, &["attachments"]),
    });
    finding.fix(Safety::Safe, "move it to `attachments`", edits);
}
