//! See the rule's documentation.

use std::collections::BTreeMap;

use crate::effective::RosterForm;
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::Since;

rule! {
    /// Two names in `agents.entries` stand for one agent.
    ///
    /// OpenClaw addresses agents by their names in lower case, without a `-` at the end where the name
    /// begins with `_`. Two names that come to the same would share sessions and files, so it rejects
    /// the config.
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     ownership: "explicit",
    ///     entries: {
    ///       work: {},
    ///       Work: { workspace: "~/work" },
    /// //    ^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { agents: { ownership: "explicit", entries: { work: {}, Work2: {} } } }
    /// ```
    "duplicate-agent-id" {
        severity: Severity::Error,
        effect: Effect::Rejected,
        audit: None,
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

/// Since when OpenClaw checks it.
const SINCE: Since = Since::known("2026.8.1");

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(roster) = context.roster() else { return };
    if !SINCE.holds_in(context.world.target) || roster.form != RosterForm::Keyed {
        return;
    }
    let mut first = BTreeMap::new();
    for agent in &roster.agents {
        let earlier = first.entry(&agent.id).or_insert(agent);
        if earlier.name == agent.name {
            continue;
        }
        let place = Place { key: agent.key(&[]), span: agent.span };
        let message =
            format!("this is the same agent as `{}`: both are `{}`", earlier.name, agent.id);
        let finding = findings.add(place, message);
        finding.related(earlier.span, "the other name").help("give one of them another name");
    }
}
