//! See the rule's documentation.

use crate::effective::{Found, places};
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::Value;

rule! {
    /// A heartbeat does not say whether it may write to people in private.
    ///
    /// With a `target`, a heartbeat sends what the agent finds to a channel. `directPolicy` says
    /// whether that may be a direct message: `"allow"` or `"block"`. OpenClaw's `doctor` mentions
    /// heartbeats that leave it open (`doctor.heartbeat_direct_policy_unset`), as what they do then has
    /// changed between releases. One's own heartbeat is meant to reach oneself: this is on with
    /// `--profile public`.
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     defaults: { heartbeat: { target: "last" } },
    /// //                           ^^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   agents: {
    ///     defaults: { heartbeat: { target: "last", directPolicy: "block" } },
    ///     entries: { main: { heartbeat: { target: "none" } } },
    ///   },
    /// }
    /// ```
    "heartbeat-direct-policy-unset" from Public {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

/// Where heartbeats are set up.
const HEARTBEATS: [&str; 2] = ["agents.defaults.heartbeat", "agents.entries.*.heartbeat"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    if context.world.target.lookup(&["agents", "defaults", "heartbeat", "directPolicy"]).is_none() {
        return;
    }
    let heartbeats = HEARTBEATS.iter().flat_map(|pattern| places(context.tree, pattern));
    for heartbeat in heartbeats.filter(|heartbeat| !heartbeat.is_partial) {
        if let Some(place) = open(context, &heartbeat) {
            findings
                .add(place, "nothing says whether this heartbeat may write to people in private")
                .help("set `directPolicy: \"allow\"` or `directPolicy: \"block\"` beside it");
        }
    }
}

/// The target of a heartbeat that leaves it open.
fn open(context: &Context<'_>, heartbeat: &Found<'_>) -> Option<Place> {
    let target = heartbeat.member("target")?;
    let goes_nowhere = target.value().is_none_or(Value::is_null)
        || context.text(target.value()?).as_deref() == Some("none");
    let is_open = heartbeat.get("directPolicy").is_none() && !goes_nowhere;
    is_open.then(|| heartbeat.member_name(target))
}
