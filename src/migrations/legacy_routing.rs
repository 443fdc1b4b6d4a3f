//! See the rule's documentation.

use crate::finding::{Effect, Place, Safety, Severity};
use crate::migrations::scope::member_of;
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Member, Object, Value};

rule! {
    /// Bindings, the queue and more stand in a section of early releases.
    ///
    /// Before 2026.1.24 `routing` held what stands in `bindings`, `tools.agentToAgent`,
    /// `messages.queue` and `audio.transcription` since then. OpenClaw rejects it, and from 2026.3.28 on
    /// its `doctor --fix` deletes most of it.
    ///
    /// The fix carries it over; what stands at a new place already counts. `legacy-group-routing` says
    /// what became of `allowFrom` and `groupChat`.
    ///
    /// ```json5 bad
    /// {
    ///   routing: {
    /// //^^^^^^^
    ///     // who answers whom
    ///     bindings: [{ agentId: "main", match: { channel: "telegram" } }],
    ///     queue: { mode: "collect" },
    ///   },
    ///   messages: { queue: { mode: "steer", cap: 20 } },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   // nothing is left in it
    ///   // routing: {
    ///   //   // `messages.queue` is set already
    ///   //   // queue: { mode: "collect" },
    ///   // },
    ///   messages: { queue: { mode: "steer", cap: 20 } },
    ///   // who answers whom
    ///   bindings: [{ agentId: "main", match: { channel: "telegram" } }],
    /// }
    /// ```
    ///
    /// ```json bad
    /// { "routing": { "agentToAgent": { "enabled": true } } }
    /// //^^^^^^^^^
    /// ```
    ///
    /// ```json fixed
    /// { "tools": { "agentToAgent": { "enabled": true } } }
    /// ```
    ///
    /// ```json5 good
    /// { bindings: [{ agentId: "main", match: { channel: "telegram" } }] }
    /// ```
    "legacy-routing" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

/// Where each part stands now.
const PARTS: [(&[&str], &[&str]); 4] = [
    (&["agentToAgent"], &["tools", "agentToAgent"]),
    (&["bindings"], &["bindings"]),
    (&["queue"], &["messages", "queue"]),
    // From there it goes on to the list of models.
    (&["transcribeAudio"], &["audio", "transcription"]),
];

/// What other migrations carry over.
const ELSEWHERE: [&str; 4] = ["agents", "allowFrom", "defaultAgentId", "groupChat"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(root) = context.tree.root() else { return };
    let Some(section) = member_of(root, "routing") else { return };
    let Some(routing) = section.value() else { return };
    let parts: Vec<(Member<'_>, &[&str])> =
        PARTS.iter().filter_map(|(from, to)| Some((routing.at(from)?.member()?, *to))).collect();
    let finding = findings.add(
        Place::name(section),
        "OpenClaw no longer reads `routing`; what it said stands in other sections",
    );
    finding.help("move each part to its place: `bindings`, `tools.agentToAgent`, `messages.queue`");
    let is_empty = |value: Value<'_>| value.as_object().is_some_and(Object::is_empty);
    let group = member_of(routing, "groupChat").filter(|it| it.value().is_some_and(is_empty));
    if parts.is_empty() && group.is_none() && !is_empty(routing) {
        if !ELSEWHERE.iter().any(|name| routing.get(name).is_some()) {
            let edits = context.edits(|plan| plan.retire(section, "it says nothing any more"));
            finding.fix(Safety::Unsafe, "take it out of force", edits);
        }
        return;
    }
    let edits = context.edits(|plan| {
        for (part, to) in &parts {
            plan.carry_over(*part, to)?;
        }
        if let Some(group) = group {
            plan.dissolve(group, "nothing is left in it")?;
        }
        if is_empty(routing) {
            plan.dissolve(section, "nothing is left in it")?;
        }
        Ok(())
    });
    finding.fix(Safety::Safe, "move what it says to where it stands now", edits);
}
