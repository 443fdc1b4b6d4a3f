//! See the rule's documentation.

use super::committed::{both, opening, own};
use crate::effective::{Alarm, anomalies, next_bytes, refusals};
use crate::finding::{Effect, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// An edit leaves so little of a config that OpenClaw takes it for damage.
    ///
    /// Speaks with `check --against REF`, which compares a config with the one in that commit (by
    /// running `git show`).
    ///
    /// OpenClaw refuses to write a config that has less than half the bytes of the one before it, both
    /// counted as it writes them (`size-drop`), and keeps the edit as `.rejected.*`. A file that someone
    /// else wrote, such as a deployment, is compared by the bytes it has: when it is read, the backup
    /// takes its place, and it is kept as `.clobbered.*`. There a change of layout is enough. Configs
    /// under 512 bytes are not guarded.
    ///
    /// Against an `openclaw.json` with three agents and what binds them:
    ///
    /// ```json5 bad committed:fixtures/valid/written-by-openclaw.json
    /// /* slim */ { meta: {}, gateway: { mode: "local" } }
    /// //         ^
    /// ```
    ///
    /// More than half is left:
    ///
    /// ```json5 good committed:fixtures/valid/written-by-openclaw.json
    /// {
    ///   meta: { lastTouchedVersion: "2026.9.6" },
    ///   gateway: { mode: "local", port: 18789 },
    ///   agents: {
    ///     ownership: "explicit",
    ///     entries: {
    ///       anna: { name: "Anna's assistant", workspace: "~/agents/anna" },
    ///       ben: { name: "Ben's assistant", workspace: "~/agents/ben" },
    ///       house: { name: "The house", workspace: "~/agents/house" },
    ///     },
    ///   },
    ///   bindings: [
    ///     { agentId: "anna", match: { channel: "telegram", accountId: "anna" } },
    ///     { agentId: "ben", match: { channel: "telegram", accountId: "ben" } },
    ///   ],
    /// }
    /// ```
    ///
    /// Against nothing:
    ///
    /// ```json5 good
    /// { meta: {}, gateway: { mode: "local" } }
    /// ```
    "size-drop-hazard" {
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
    let Some((committed, before, after)) = both(context) else { return };
    let Some(place) = opening(context, &[]) else { return };
    let target = context.world.target;
    let Some(next) = next_bytes(own(context), target) else { return };
    let refused = refusals(&before, next, after.has_mode, target.name());
    let alarms = refused.into_iter().chain(anomalies(&before, &after));
    let reference = &committed.reference;
    let (message, what) = match alarms.into_iter().find(|alarm| alarm.is_size_drop()) {
        Some(Alarm::SizeDrop { before, after }) => (
            format!(
                "less than half is left of what {reference} has: {after} of {before} bytes, as \
                 OpenClaw writes them"
            ),
            "OpenClaw refuses to write such an edit and takes a file like this for damaged; remove \
             less at a time, each time with a start of the gateway in between",
        ),
        Some(Alarm::SizeDropVsLastGood { before, after }) => (
            format!("this file has {after} of the {before} bytes that it has in {reference}"),
            "OpenClaw takes a file that shrinks to less than half for damaged and puts its backup \
             back; keep the layout, or change it in steps, each with a start of the gateway after it",
        ),
        _ => return,
    };
    findings.add(place, message).help(what);
}
