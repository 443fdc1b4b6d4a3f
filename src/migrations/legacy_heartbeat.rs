//! See the rule's documentation.

use crate::finding::{Effect, Place, Safety, Severity};
use crate::migrations::scope::member_of;
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Member, Value};

rule! {
    /// The heartbeat is set up at the root.
    ///
    /// Its place is `agents.defaults.heartbeat`; what of it is shown (`showOk`, `showAlerts`,
    /// `useIndicator`) belongs to the channels, in `channels.defaults.heartbeatVisibility`. OpenClaw
    /// rejects a `heartbeat` at the root. The fix carries it over; what stands at its new place counts.
    ///
    /// ```json5 bad
    /// {
    ///   // checks the mail
    ///   heartbeat: { every: "30m", showOk: true },
    /// //^^^^^^^^^
    ///   agents: { defaults: { heartbeat: { target: "last" } } },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   // checks the mail
    ///   agents: { defaults: { heartbeat: { target: "last", every: "30m" } } },
    ///   channels: {
    ///     defaults: {
    ///       heartbeatVisibility: { showOk: true },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// { "heartbeat": { "every": "30m" } }
    /// //^^^^^^^^^^^
    /// ```
    ///
    /// ```json fixed
    /// { "agents": { "defaults": { "heartbeat": { "every": "30m" } } } }
    /// ```
    ///
    /// ```json5 good
    /// { agents: { defaults: { heartbeat: { every: "30m" } } } }
    /// ```
    "legacy-heartbeat" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

/// What of a heartbeat is shown in channels.
const SHOWN: [&str; 3] = ["showOk", "showAlerts", "useIndicator"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let (Some(root), target) = (context.tree.root(), context.world.target) else { return };
    let Some(heartbeat) = member_of(root, "heartbeat") else { return };
    if target.lookup(&["agents", "defaults", "heartbeat"]).is_none() {
        return;
    }
    let finding = findings.add(
        Place::name(heartbeat),
        "OpenClaw no longer reads the heartbeat here; its place is `agents.defaults.heartbeat`",
    );
    finding.help("move it there");
    let Some(object) = heartbeat.value().and_then(Value::as_object) else {
        let edits = context.edits(|plan| plan.retire(heartbeat, "these are no settings"));
        finding.fix(Safety::Unsafe, "take it out of force", edits);
        return;
    };
    // Where an older name is still in use, the table of moves takes it from there.
    let channels = root.at(&["channels", "defaults"]);
    let is_older = channels.is_some_and(|defaults| defaults.get("heartbeat").is_some())
        || target.lookup(&["channels", "defaults", "heartbeatVisibility"]).is_none();
    let visibility = if is_older { "heartbeat" } else { "heartbeatVisibility" };
    let shown: Vec<(Member<'_>, &str)> =
        SHOWN.iter().filter_map(|name| Some((object.get(name)?, *name))).collect();
    let has_more = object.members().count() > shown.len();
    let edits = context.edits(|plan| {
        if !shown.is_empty() {
            for (member, name) in &shown {
                plan.carry_over(*member, &["channels", "defaults", visibility, name])?;
            }
            return if has_more {
                Ok(())
            } else {
                plan.dissolve(heartbeat, "nothing is left in it")
            };
        }
        if has_more {
            plan.carry_over(heartbeat, &["agents", "defaults", "heartbeat"])
        } else {
            plan.dissolve(heartbeat, "nothing is left in it")
        }
    });
    let title = if shown.is_empty() {
        "move it to `agents.defaults.heartbeat`".to_owned()
    } else {
        format!("move what is shown of it to `channels.defaults.{visibility}`")
    };
    finding.fix(Safety::Safe, title, edits);
}
