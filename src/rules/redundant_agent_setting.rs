//! See the rule's documentation.

use crate::effective::places;
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Object, Value};

rule! {
    /// An agent repeats what `agents.defaults` says for all.
    ///
    /// A matter of taste: reported only where `--select` names the rule or its group, `style`. What an agent
    /// does not say it takes from `agents.defaults`; said in one place, it is changed in one place. The rule
    /// compares texts, numbers and switches, and leaves models and directories alone, where an agent's own
    /// word means more than its value.
    ///
    /// The fix comments the setting out. It is unsafe: the agent then follows where the defaults go.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local" },
    ///   agents: {
    ///     defaults: { sandbox: { mode: "all", scope: "agent" } },
    ///     entries: {
    ///       main: {
    ///         sandbox: {
    ///           mode: "all",
    /// //              ^^^^^
    ///           scope: "session",
    ///         },
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: { mode: "local" },
    ///   agents: {
    ///     defaults: { sandbox: { mode: "all", scope: "agent" } },
    ///     entries: {
    ///       main: {
    ///         sandbox: {
    ///           // as in agents.defaults
    ///           // mode: "all",
    ///           scope: "session",
    ///         },
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: { mode: "local" },
    ///   agents: {
    ///     defaults: { model: "anthropic/claude-opus-4-8", sandbox: { mode: "all" } },
    ///     entries: { main: { model: "anthropic/claude-opus-4-8", sandbox: { mode: "off" } } },
    ///   },
    /// }
    /// ```
    "redundant-agent-setting" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

/// Settings whose being there means something.
const OWN: [&str; 8] =
    ["agentDir", "default", "heartbeat", "id", "model", "models", "name", "workspace"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let defaults = context.tree.root().and_then(|root| root.at(&["agents", "defaults"]));
    let Some(defaults) = defaults else { return };
    for pattern in ["agents.entries.*", "agents.list.*"] {
        for agent in places(context.tree, pattern) {
            compare(context, agent.value, defaults, findings);
        }
    }
}

/// Reports what `agent` has in common with `defaults`.
fn compare(
    context: &Context<'_>,
    agent: Value<'_>,
    defaults: Value<'_>,
    findings: &mut Findings<'_>,
) {
    // An explicit stack: depth comes from the input.
    let mut open = vec![(agent, defaults)];
    while let Some((own, shared)) = open.pop() {
        for (name, member) in own.as_object().map(Object::effective).unwrap_or_default() {
            let name = name.to_lossy();
            let shared = shared.get(&name).filter(|_| !OWN.contains(&&*name));
            let Some((own, shared)) = member.value().zip(shared) else { continue };
            if own.as_object().is_some() {
                open.push((own, shared));
            } else if own.as_array().is_none() && own.same_as(shared) {
                let finding =
                    findings.add(Place::value(own), "`agents.defaults` says the same for all");
                finding.related(shared.span(), "said here for all agents");
                finding.help("nothing to do if this agent is to keep it whatever the others do");
                let edits = context.edits(|plan| plan.comment_out(member, "as in agents.defaults"));
                finding.fix(Safety::Unsafe, "comment it out", edits);
            }
        }
    }
}
