//! See the rule's documentation.

use crate::effective::{Ownership, Roster};
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::{Since, trim};
use crate::syntax::{Key, Object, Value};

rule! {
    /// There are several agents, and none of them has the heartbeat.
    ///
    /// With explicit ownership OpenClaw runs the heartbeat for the agents that have a `heartbeat` of
    /// their own, for `agents.defaults.heartbeat.agentId`, or for
    /// `agents.defaults.systemAgent.agentId`. Where none of these is written, and no
    /// `agents.defaults.heartbeat` either, it warns at each start, and no agent wakes up by itself.
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     ownership: "explicit",
    ///     entries: { main: {}, work: {} },
    /// //  ^^^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { agents: { ownership: "explicit", entries: { main: { heartbeat: {} }, work: {} } } }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   agents: {
    ///     ownership: "explicit",
    ///     defaults: { systemAgent: { agentId: "work" } },
    ///     entries: { main: {}, work: {} },
    ///   },
    /// }
    /// ```
    "heartbeat-without-owner" {
        severity: Severity::Warning,
        effect: Effect::Warned,
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
    let (Some(root), Some(roster)) = (context.tree.root(), context.roster()) else { return };
    let (Some(holder), Ownership::Explicit(_)) = (roster.holder, roster.ownership) else { return };
    let ids = roster.ids();
    if !SINCE.holds_in(context.world.target) || roster.is_partial || ids.len() < 2 {
        return;
    }
    if has_heartbeat(roster) || has_owner(context, root) || uses_anthropic(context, root) {
        return;
    }
    let key = Key::from_iter(["agents", "defaults", "heartbeat", "agentId"]);
    let place = Place { key, span: holder.name_span() };
    findings.add(place, "there are several agents, and none of them has the heartbeat").help(
        "name one in `agents.defaults.heartbeat.agentId` or `agents.defaults.systemAgent.agentId`",
    );
}

fn has_heartbeat(roster: &Roster<'_>) -> bool {
    roster.agents.iter().any(|agent| agent.at(&["heartbeat"]).is_some())
}

/// Whether the defaults speak of a heartbeat or of a system agent, or may do so.
fn has_owner(context: &Context<'_>, root: Value<'_>) -> bool {
    let Some(defaults) = root.at(&["agents", "defaults"]) else { return false };
    let included = |value: Value<'_>| value.get("$include").is_some();
    let system = defaults.get("systemAgent");
    let owner = system.and_then(|system| system.get("agentId"));
    included(defaults)
        || system.is_some_and(included)
        || defaults.get("heartbeat").is_some()
        || owner.is_some_and(|owner| context.text(owner).is_none_or(|id| !trim(&id).is_empty()))
}

/// Whether a profile of Anthropic is configured: OpenClaw then fills in a heartbeat of its own.
fn uses_anthropic(context: &Context<'_>, root: Value<'_>) -> bool {
    let is_anthropic = |provider: &str| {
        matches!(trim(provider).to_lowercase().as_str(), "anthropic" | "claude-cli")
    };
    let members = |name| {
        let object = root.at(&["auth", name]).and_then(Value::as_object);
        object.into_iter().flat_map(Object::members)
    };
    let profiled = members("profiles").any(|profile| {
        let provider = profile.value().and_then(|profile| profile.get("provider"));
        // What is not known may be it.
        provider.is_some_and(|name| context.text(name).is_none_or(|name| is_anthropic(&name)))
    });
    profiled || members("order").any(|order| is_anthropic(&order.name().to_lossy()))
}
