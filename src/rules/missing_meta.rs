//! See the rule's documentation.

use super::committed::{both, opening};
use crate::effective::{Alarm, anomalies};
use crate::finding::{Effect, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// An edit removes `meta`, by which OpenClaw knows its own configs.
    ///
    /// Speaks with `check --against REF`, which compares a config with the one in that commit (by
    /// running `git show`).
    ///
    /// OpenClaw writes `meta.lastTouchedVersion` into every config. One that has lost it since the last
    /// good state is taken for damaged when it is read (`missing-meta-vs-last-good`): the backup takes
    /// its place, and what was deployed is kept as `.clobbered.*`. A config that never had `meta` is
    /// left alone.
    ///
    /// Against an `openclaw.json` with `meta`:
    ///
    /// ```json5 bad committed:fixtures/valid/written-by-openclaw.json
    /// /* ours */ { gateway: { mode: "local" } }
    /// //         ^
    /// ```
    ///
    /// ```json5 good committed:fixtures/valid/written-by-openclaw.json
    /// { meta: {}, gateway: { mode: "local" } }
    /// ```
    ///
    /// Against nothing:
    ///
    /// ```json5 good
    /// { gateway: { mode: "local" } }
    /// ```
    "missing-meta" {
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
    let Some(place) = opening(context, &["meta"]) else { return };
    if !anomalies(&before, &after).contains(&Alarm::MissingMetaVsLastGood) {
        return;
    }
    let message = format!("`meta` is gone, which {} has", committed.reference);
    findings.add(place, message).help(
        "leave `meta` in; OpenClaw takes a config that has lost it for damaged and puts its backup \
         back",
    );
}
