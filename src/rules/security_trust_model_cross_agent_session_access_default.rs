//! See the rule's documentation.

use crate::effective::{Config, SESSION_TOOLS, SandboxMode, Scope};
use crate::finding::{Effect, Finding, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::trim;
use crate::syntax::{Array, Value};

rule! {
    /// Each agent may read and write in the sessions of the others.
    ///
    /// With two agents or more, `tools.sessions.visibility` is `"all"` and `tools.agentToAgent` is on
    /// for all of them unless the config says otherwise: an agent with one of the session tools sees
    /// what people told another. Not counted is an agent all of whose sessions run in a sandbox, unless
    /// `agents.defaults.sandbox.sessionToolsVisibility` is `"all"`. OpenClaw's audit mentions it, and
    /// warns when something says that agents or people are trusted differently: a sandbox, tools of
    /// its own for an agent, or a channel that several people may write to.
    ///
    /// Whoever has their agents to themselves need not care: it is reported from `--profile shared` on.
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     ownership: "explicit",
    ///     entries: { home: {}, work: {} },
    /// //  ^^^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   agents: { ownership: "explicit", entries: { home: {}, work: {} } },
    ///   tools: { sessions: { visibility: "agent" } },
    /// }
    /// ```
    "security-trust-model-cross-agent-session-access-default" from Shared {
        severity: Severity::Info,
        effect: Effect::Audited,
        audit: Some("security.trust_model.cross_agent_session_access_default"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config().filter(|config| !config.is_partial()) else { return };
    let agents: Vec<_> = config.agents().collect();
    let holder = config.roster.holder.filter(|_| agents.len() >= 2);
    let Some(holder) = holder.filter(|_| shares_sessions(&config)) else { return };
    let clamp = config.at(&["agents", "defaults", "sandbox", "sessionToolsVisibility"]);
    let unclamped = clamp.and_then(|clamp| config.text(clamp)).as_deref() == Some("all");
    let reaches = |scope: &Scope<'_, '_, '_>| {
        (unclamped || scope.sandbox_mode().value != SandboxMode::All)
            && !scope.tool_layers().allowed(&SESSION_TOOLS).is_empty()
    };
    if !agents.iter().any(reaches) {
        return;
    }
    let finding = findings.add(
        Place::name(holder),
        "each of these agents may read and write in the sessions of the others",
    );
    let before = finding.related.len();
    point_at_trust(&config, &agents, finding);
    if finding.related.len() > before {
        finding.severity(Severity::Warning);
    }
    finding.help(
        "set `tools.sessions.visibility: \"agent\"`, or list in `tools.agentToAgent.allow` who may, or \
         set `tools.agentToAgent.enabled: false`",
    );
}

/// Whether nothing keeps agents from each other's sessions.
fn shares_sessions(config: &Config<'_, '_>) -> bool {
    let visibility = config.at(&["tools", "sessions", "visibility"]);
    let is_all = visibility.is_none_or(|visibility| {
        let word = config.text(visibility).map(|word| trim(&word).to_lowercase());
        word.is_some_and(|word| !matches!(word.as_str(), "self" | "tree" | "agent"))
    });
    let between = config.at(&["tools", "agentToAgent"]);
    let off = between.and_then(|between| between.get("enabled")?.as_bool()) == Some(false);
    let allow = between.and_then(|between| between.get("allow")?.as_array());
    is_all && !off && allow.into_iter().flat_map(Array::items).next().is_none()
}

/// Shows what says that not all agents or people are trusted alike.
fn point_at_trust(config: &Config<'_, '_>, agents: &[Scope<'_, '_, '_>], finding: &mut Finding) {
    for scope in agents {
        let mode = scope.sandbox_mode();
        if let Some(place) = mode.place.filter(|_| mode.value != SandboxMode::Off) {
            finding.related(place.span(), "a sandbox says that an agent is trusted less");
        }
        let lists = ["profile", "allow", "deny"].into_iter();
        let lists = lists.filter_map(|name| scope.own_tool(&[name]).and_then(Value::member));
        for list in lists {
            finding.related(list.name_span(), "an agent has tools of its own");
        }
    }
    for sign in config.many_senders() {
        finding.related(sign.place.span(), format!("{} may write here", sign.what));
    }
    finding.related.dedup();
}
