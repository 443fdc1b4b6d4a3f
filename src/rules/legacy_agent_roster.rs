//! See the rule's documentation.

use crate::effective::{Ownership, RosterForm};
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::Since;
use crate::syntax::{Key, Member};

rule! {
    /// The agents are listed in an older form, which OpenClaw converts every time it reads the config.
    ///
    /// Agents once stood in a list, `agents.list`, each with an `id`; now each stands under its name in
    /// `agents.entries`. One of them could be the default agent, by `default: true`; now
    /// `agents.ownership` is `"explicit"` and each surface names its agent. OpenClaw still understands
    /// both, warns at each start, and writes the new form when it writes the config.
    ///
    /// ```json5 bad
    /// { agents: { list: [{ id: "main" }] } }
    /// //          ^^^^
    /// ```
    ///
    /// ```json5 bad
    /// { agents: { entries: { main: { default: true }, work: {} } } }
    /// //                             ^^^^^^^
    /// ```
    ///
    /// ```json5 good
    /// { agents: { ownership: "explicit", entries: { main: { heartbeat: {} }, work: {} } } }
    /// ```
    "legacy-agent-roster" {
        severity: Severity::Warning,
        effect: Effect::Warned,
        audit: None,
        since: "0.2.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

/// Since when OpenClaw checks it.
const SINCE: Since = Since::known("2026.8.1");

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(roster) = context.roster() else { return };
    if !SINCE.holds_in(context.world.target) {
        return;
    }
    let place = |member: Member<'_>| {
        let key = Key::from_iter(["agents", "entries"]);
        Place { key, span: member.name_span() }
    };
    // An empty list is converted too.
    let readable = !matches!(roster.form, RosterForm::Unreadable | RosterForm::Broken);
    if let Some(holder) = roster.holder.filter(|holder| readable && holder.is_named("list")) {
        findings
            .add(place(holder), "OpenClaw reads this list as `agents.entries`")
            .help("move each agent to `agents.entries`, under its id as the name");
    }
    if let [mark] = roster.marks().as_slice()
        && !matches!(roster.ownership, Ownership::Explicit(_))
        && !roster.is_partial
    {
        let sole = roster.agents.len() == 1;
        let (message, help) = if sole {
            ("an agent alone needs no mark as the default one", "remove it")
        } else {
            (
                "OpenClaw turns the default agent into the owner of each surface",
                "write `agents.ownership: \"explicit\"` and name the agent where it is needed: \
                 in `bindings`, `agents.defaults.systemAgent.agentId`, `talk.agentId`",
            )
        };
        findings.add(place(*mark), message).help(help);
    }
}
