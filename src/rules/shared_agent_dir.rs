//! See the rule's documentation.

mod path;

use std::collections::BTreeSet;
use std::collections::btree_map::{BTreeMap, Entry};

use crate::effective::RosterForm;
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::Since;
use crate::syntax::Key;

rule! {
    /// Two agents keep their state in one directory.
    ///
    /// An agent's directory holds its sign-ins and sessions, and OpenClaw rejects a config where two
    /// agents share one. It compares what the paths come to, so `~/a/../b` and `~/b/` are one
    /// directory. Without `agentDir` each agent has a directory of its own.
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     ownership: "explicit",
    ///     entries: {
    ///       main: { agentDir: "~/agents/shared" },
    ///       work: { agentDir: "~/agents/old/../shared/" },
    /// //                      ^^^^^^^^^^^^^^^^^^^^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   agents: {
    ///     ownership: "explicit",
    ///     entries: {
    ///       main: { agentDir: "~/agents/main" },
    ///       work: { agentDir: "~/agents/work" },
    ///       else: {},
    ///     },
    ///   },
    /// }
    /// ```
    "shared-agent-dir" {
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
const SINCE: Since = Since::known("2026.1.24");

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(roster) = context.roster() else { return };
    let listed = matches!(roster.form, RosterForm::Keyed | RosterForm::Listed);
    if !SINCE.holds_in(context.world.target) || !listed {
        return;
    }
    let mut seen = BTreeSet::new();
    let mut owners = BTreeMap::new();
    for agent in &roster.agents {
        if !seen.insert(&agent.id) {
            continue;
        }
        let Some(value) = agent.at(&["agentDir"]) else { continue };
        let Some(dir) = context.text(value).and_then(|text| path::resolved(&text)) else {
            continue;
        };
        let (name, other) = match owners.entry(dir) {
            Entry::Occupied(owner) => *owner.get(),
            Entry::Vacant(free) => {
                free.insert((&agent.name, value));
                continue;
            }
        };
        let place = Place { key: Key::from_iter(["agents", "entries"]), span: value.span() };
        let message = format!("this is the directory of the agent `{name}` too");
        let finding = findings.add(place, message);
        finding.related(other.span(), "the same directory");
        finding.help("give each agent a directory of its own, or leave `agentDir` out");
    }
}
