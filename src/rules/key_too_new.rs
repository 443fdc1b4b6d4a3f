//! See the rule's documentation.

use crate::finding::{Effect, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::Fate;

rule! {
    /// A key is newer than the OpenClaw that the config is for.
    ///
    /// A newer release takes it; the target rejects the whole config because of it. This happens when a
    /// config goes to a machine with an older OpenClaw, or when an update is taken back. Judged against
    /// OpenClaw 2026.7.35 (`--target 2026.7.35`), which has `agents.list`:
    ///
    /// ```json5 bad 2026.7.35
    /// {
    ///   gateway: { mode: "local" },
    ///   agents: {
    ///     entries: { main: { default: true } },
    /// //  ^^^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed 2026.7.35
    /// {
    ///   gateway: { mode: "local" },
    ///   agents: {
    ///     // for OpenClaw 2026.8.1 and later
    ///     // entries: { main: { default: true } },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good 2026.8.1
    /// {
    ///   gateway: { mode: "local" },
    ///   agents: { entries: { main: { default: true } } },
    /// }
    /// ```
    "key-too-new" {
        severity: Severity::Error,
        effect: Effect::Rejected,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let target = context.world.target;
    for key in context.unknown_keys() {
        let Fate::TooNew { since, earlier } = &key.fate else { continue };
        let first = since.first;
        let also = earlier.map_or(String::new(), |it| format!(", as it was up to {}", it.last));
        let message =
            format!("OpenClaw {target} has no {}: it is accepted since {first}{also}", key.name());
        let finding = findings.add(key.place.clone(), message);
        finding.help(format!("update OpenClaw to {first} or later, or leave the key out for now"));
        key.offer_retirement(
            context,
            finding,
            Safety::Unsafe,
            &format!("for OpenClaw {first} and later"),
        );
    }
}
