//! See the rule's documentation.

use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::trim;
use crate::syntax::Value;

rule! {
    /// Whoever may send a hook chooses among all agents.
    ///
    /// Without `hooks.allowedAgentIds`, or with `"*"` in it, a request picks the agent that reads it, be it
    /// the one with the most rights. An empty list allows none. OpenClaw's audit calls that critical when
    /// other machines reach the gateway. It is on from the profile `shared`.
    ///
    /// ```json5 bad
    /// {
    ///   hooks: { enabled: true, token: "${OPENCLAW_HOOKS_TOKEN}", allowedAgentIds: ["main", "*"] },
    /// //                                                                                    ^^^
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { hooks: { enabled: true, token: "${OPENCLAW_HOOKS_TOKEN}", allowedAgentIds: ["hooks"] } }
    /// ```
    "hooks-allowed-agent-ids-unrestricted" from Shared {
        severity: Severity::Warning,
        effect: Effect::Audited,
        audit: Some("hooks.allowed_agent_ids_unrestricted"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(hooks) = context.hooks() else { return };
    let written = hooks.get("allowedAgentIds");
    let is_any = |id: &Value<'_>| context.text(*id).is_some_and(|text| trim(&text) == "*");
    let place = match written.map(|value| (value, value.as_array())) {
        Some((_, Some(list))) => list.items().find(is_any).map(Place::value),
        Some((value, None)) => Some(Place::value(value)),
        None if hooks.has_includes => None,
        None => context.absence(&["hooks", "allowedAgentIds"]),
    };
    let Some(place) = place else { return };
    let finding = findings.add(place, "whoever may send a hook chooses among all agents");
    if let Some(cause) = context.gateway().exposure() {
        finding
            .severity(Severity::Error)
            .related(cause.span(), "and other machines reach the gateway");
    }
    finding.help("name the agents that hooks may speak to: `allowedAgentIds: [\"hooks\"]`");
}
