//! See the rule's documentation.

use crate::effective::{Ownership, Roster, RosterForm};
use crate::finding::{Effect, Place, Safety, Severity};
use crate::migrations::ownership::{Owner, has_settled_channels};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Key, Member, Object, Value};

rule! {
    /// An agent is marked as the default one; now each surface names its agent.
    ///
    /// `default: true` on an agent made it answer where no other was named. Since 2026.8.1 OpenClaw
    /// asks for `agents.ownership: "explicit"` instead, and for the name of an agent in `bindings`, in
    /// `agents.defaults.heartbeat`, `systemAgent`, `authInheritance` and `sessionStore`, and in `talk`.
    /// It still understands one mark, warns of it, and fills in the names each time it reads the
    /// config. Two marks it rejects; older releases took the first.
    ///
    /// The fix writes down what OpenClaw fills in. Among several agents each has a folder of its own,
    /// so the default agent keeps by name the one it has. It is unsafe there: a channel that is set up
    /// by nothing but a variable is not bound, and without a `workspace` in the config the folder is
    /// taken to be `~/.openclaw/workspace`. An agent alone needs no mark; to remove it is safe.
    ///
    /// ```json5 bad
    /// { agents: { entries: { work: { default: true, name: "Work" } } } }
    /// //                             ^^^^^^^
    /// ```
    ///
    /// ```json5 fixed
    /// { agents: { entries: { work: { name: "Work" } } } }
    /// ```
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     defaults: { workspace: "~/claw" },
    ///     entries: {
    ///       // answers everyone
    ///       main: {
    ///         default: true, // for now
    /// //      ^^^^^^^
    ///       },
    ///       work: { workspace: "~/work", heartbeat: { every: "1h" } },
    ///     },
    ///   },
    ///   channels: { telegram: { botToken: "${TELEGRAM_BOT_TOKEN}" }, irc: { enabled: false } },
    ///   bindings: [{ agentId: "work", match: { channel: "slack" } }],
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   agents: {
    ///     ownership: "explicit",
    ///     defaults: { workspace: "~/claw", systemAgent: { agentId: "main" } },
    ///     entries: {
    ///       // answers everyone
    ///       main: {
    ///         // for now
    ///         workspace: "~/claw",
    ///       },
    ///       work: { workspace: "~/work", heartbeat: { every: "1h" } },
    ///     },
    ///   },
    ///   channels: { telegram: { botToken: "${TELEGRAM_BOT_TOKEN}" }, irc: { enabled: false } },
    ///   bindings: [{ agentId: "work", match: { channel: "slack" } }, { agentId: "main", match: { channel: "telegram", accountId: "*" } }],
    ///   talk: { agentId: "main" },
    /// }
    /// ```
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     entries: {
    ///       work: { default: true, workspace: "~/work", heartbeat: {} },
    ///       main: { default: true },
    /// //            ^^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   agents: {
    ///     ownership: "explicit",
    ///     entries: {
    ///       work: { workspace: "~/work", heartbeat: {} },
    ///       main: {},
    ///     },
    ///     defaults: {
    ///       systemAgent: { agentId: "work" },
    ///       authInheritance: { agentId: "work" },
    ///     },
    ///   },
    ///   talk: { agentId: "work" },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { agents: { ownership: "explicit", entries: { main: { heartbeat: {} }, work: {} } } }
    /// ```
    ///
    /// ```json5 good 2026.7.35
    /// { agents: { list: [{ id: "main", default: true }, { id: "work" }] } }
    /// ```
    ///
    /// A channel that is bound as a whole keeps whom it is bound to:
    ///
    /// ```json5 bad
    /// {
    ///   agents: { entries: { work: { default: true }, home: {} } },
    /// //                             ^^^^^^^
    ///   channels: { irc: { host: "irc.libera.chat" }, slack: { enabled: true } },
    ///   bindings: [
    ///     { agentId: "home", match: { channel: "irc", accountId: "*" } },
    ///     { agentId: "home", match: { channel: "slack", accountId: "team" } },
    ///   ],
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   agents: { ownership: "explicit", entries: { work: { workspace: "~/.openclaw/workspace" }, home: {} }, defaults: { heartbeat: { agentId: "work" }, systemAgent: { agentId: "work" }, authInheritance: { agentId: "work" } } },
    ///   channels: { irc: { host: "irc.libera.chat" }, slack: { enabled: true } },
    ///   bindings: [
    ///     { agentId: "home", match: { channel: "irc", accountId: "*" } },
    ///     { agentId: "home", match: { channel: "slack", accountId: "team" } },
    ///     {
    ///       agentId: "work",
    ///       match: { channel: "slack", accountId: "*" },
    ///     },
    ///   ],
    ///   talk: { agentId: "work" },
    /// }
    /// ```
    "legacy-default-agent" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

/// The first release that warns of a mark, and rejects two; assumed.
const SINCE: &str = "2026.9.6";

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let (Some(root), Some(roster)) = (context.tree.root(), context.roster()) else { return };
    let target = context.world.target;
    let listed = matches!(roster.form, RosterForm::Keyed | RosterForm::Listed);
    if target.lookup(&["agents", "ownership"]).is_none()
        || !listed
        || roster.ownership != Ownership::Unsaid
    {
        return;
    }
    let marks = roster.marks();
    let Some(first) = marks.first() else { return };
    let mark = *marks.get(1).unwrap_or(first);
    let place = Place { key: Key::from_iter(["agents", "entries"]), span: mark.name_span() };
    let sole = roster.agents.len() == 1;
    if roster.is_partial && marks.len() == 1 {
        return;
    }
    let message = match marks.len() {
        1 if sole => "an agent alone needs no mark as the default one".to_owned(),
        1 => "OpenClaw turns the default agent into the owner of each surface".to_owned(),
        count => format!("{count} agents are marked as the default one"),
    };
    let finding = findings.add(place, message);
    for other in marks.iter().filter(|other| **other != mark) {
        finding.related(other.name_span(), "so is this one");
    }
    if target.is_since(SINCE) {
        match marks.len() {
            1 => finding.effect(Effect::Warned).severity(Severity::Warning),
            _ => finding.effect(Effect::Rejected).severity(Severity::Error),
        };
    }
    finding.help(match marks.len() {
        1 if sole => "remove it",
        1 => {
            "write `agents.ownership: \"explicit\"` and name the agent where it is needed: in \
             `bindings`, `agents.defaults.systemAgent.agentId`, `talk.agentId`"
        }
        _ => "older releases took the first; keep `default: true` on one of them",
    });
    if roster.is_partial {
        return;
    }
    if sole {
        let edits = context.edits(|plan| plan.dissolve(mark, "an agent alone needs no mark"));
        finding.fix(Safety::Safe, "remove it", edits);
        return;
    }
    if !has_settled_channels(root) {
        return;
    }
    let edits = context.edits(|plan| {
        let owner = owner(roster, *first).ok_or(crate::edit::Refusal::Incomplete)?;
        let agents: Vec<Value<'_>> = roster.agents.iter().map(|agent| agent.value).collect();
        for agent in agents.iter().filter_map(|agent| agent.as_object()) {
            for mark in agent.members().filter(|member| member.is_named("default")) {
                plan.dissolve(mark, "`agents.ownership` is explicit")?;
            }
        }
        owner.take_over(context, plan, root, &agents)
    });
    finding.fix(Safety::Unsafe, "name it wherever no agent is named", edits);
}

/// The agent that a mark makes the default one.
fn owner<'t>(roster: &Roster<'t>, mark: Member<'t>) -> Option<Owner<'t>> {
    let agent = roster.agents.iter().find(|agent| agent.mark() == Some(mark))?;
    let object: Object<'t> = agent.value.as_object()?;
    Some(Owner { id: agent.id.clone(), agent: object })
}
