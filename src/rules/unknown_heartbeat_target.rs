//! See the rule's documentation.

use crate::finding::{Effect, Place, Safety, Severity};
use crate::plugins::channel_of_alias;
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::{Node, Since, nearest, quote, trim};
use crate::syntax::{Key, Value};

rule! {
    /// A heartbeat is to be sent to a channel that OpenClaw does not have.
    ///
    /// `heartbeat.target` is `"owner"`, `"last"`, `"none"`, a channel that ships with OpenClaw, or
    /// another name of one (`gchat`, `teams`, `lark`). Case and white space around it do not count.
    /// OpenClaw rejects anything else, channels of plugins that are not installed included.
    ///
    /// The fix writes the one name that is near. It is unsafe: another may be meant.
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     defaults: { heartbeat: { target: "telegramm" } },
    /// //                                   ^^^^^^^^^^^
    ///     entries: { main: { heartbeat: { target: " " } } },
    /// //                                          ^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   agents: {
    ///     defaults: { heartbeat: { target: "telegram" } },
    ///     entries: { main: { heartbeat: { target: " " } } },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   agents: {
    ///     defaults: { heartbeat: { target: "last" } },
    ///     entries: { main: { heartbeat: { target: "Teams" } } },
    ///   },
    /// }
    /// ```
    "unknown-heartbeat-target" {
        severity: Severity::Error,
        effect: Effect::Rejected,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

/// Since when OpenClaw checks it.
const SINCE: Since = Since::known("2026.1.24");

/// Targets that are no channels.
const WORDS: [&str; 3] = ["last", "none", "owner"];

/// Names in `channels` that are no channels, or none that can be configured.
const NO_CHANNELS: [&str; 3] = ["defaults", "modelByChannel", "qa-channel"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let (Some(root), Some(roster)) = (context.tree.root(), context.roster()) else { return };
    if !SINCE.holds_in(context.world.target) {
        return;
    }
    let defaults = root.at(&["agents", "defaults", "heartbeat", "target"]);
    let defaults = defaults.map(|value| (value, value.key()));
    let own = roster.agents.iter().filter_map(|agent| {
        let path = ["heartbeat", "target"];
        Some((agent.at(&path)?, agent.key(&path)))
    });
    let known = known(context);
    for (value, key) in defaults.into_iter().chain(own) {
        look(context, findings, value, key, &known);
    }
}

fn look(
    context: &Context<'_>,
    findings: &mut Findings<'_>,
    value: Value<'_>,
    key: Key,
    known: &[&'static str],
) {
    let Some(text) = context.text(value) else { return };
    let target = trim(&text).to_lowercase();
    let mut installed = context.world.plugins.channels().map(str::to_lowercase);
    if known.contains(&target.as_str())
        || channel_of_alias(&target).is_some()
        || installed.any(|channel| channel == target)
    {
        return;
    }
    let message = if target.is_empty() {
        "the target of this heartbeat is blank".to_owned()
    } else {
        format!("there is no channel {} to send the heartbeat to", quote(&key, value))
    };
    let finding = findings.add(Place { key, span: value.span() }, message);
    finding.help("write a channel that ships with OpenClaw, `\"owner\"`, `\"last\"` or `\"none\"`");
    if let [near, ..] = nearest(&target, known.iter().copied()).as_slice()
        && value.is_text(&text)
    {
        let edits = context.edits(|plan| {
            plan.replace(value, *near);
            Ok(())
        });
        finding.fix(Safety::Unsafe, format!("write {near:?}"), edits);
    }
}

/// What the target release takes, besides other names of channels: words, and the channels that it
/// brings.
fn known(context: &Context<'_>) -> Vec<&'static str> {
    let channels = context.world.target.lookup(&["channels"]);
    let channels = channels.into_iter().flat_map(Node::properties);
    let channels = channels.filter(|(_, node)| !node.is_nothing()).map(|(name, _)| name);
    let channels = channels.filter(|name| !NO_CHANNELS.contains(name));
    channels.chain(WORDS).collect()
}
