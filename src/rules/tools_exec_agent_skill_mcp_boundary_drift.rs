//! See the rule's documentation.

use crate::effective::{Scope, members};
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::Value;

rule! {
    /// A list of skills does not keep an agent from MCP servers: its commands reach them.
    ///
    /// `skills`, of an agent or in `agents.defaults`, says which skills an agent is shown. Where the
    /// agent runs commands outside of a sandbox, such a command can start any program that speaks to
    /// the servers in `mcp.servers`, so that the list is no boundary. Commands run there unless
    /// `tools.exec` is `"deny"` or the agent has a sandbox. OpenClaw's audit warns; it also looks at a
    /// file `skills/config/mcporter.json` beside the config, which is not looked at here.
    ///
    /// Whoever trusts all of their agents alike need not care: this is reported from
    /// `--profile shared` on.
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     entries: {
    ///       helper: {
    ///         skills: ["weather"],
    /// //      ^^^^^^
    ///       },
    ///     },
    ///   },
    ///   mcp: { servers: { bank: { command: "bank-mcp" } } },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   agents: {
    ///     entries: { helper: { skills: ["weather"], tools: { exec: { mode: "deny" } } } },
    ///   },
    ///   mcp: { servers: { bank: { command: "bank-mcp" } } },
    /// }
    /// ```
    "tools-exec-agent-skill-mcp-boundary-drift" from Shared {
        severity: Severity::Warning,
        effect: Effect::Audited,
        audit: Some("tools.exec.agent_skill_mcp_boundary_drift"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config() else { return };
    let servers = members(config.at(&["mcp", "servers"]));
    let is_on = |server: Option<Value<'_>>| {
        server.and_then(|server| server.get("enabled")?.as_bool()) != Some(false)
    };
    let Some((_, server)) = servers.into_iter().find(|(_, server)| is_on(server.value())) else {
        return;
    };
    let on_host = config.scopes().into_iter().filter(Scope::runs_on_host);
    let mut lists: Vec<_> = on_host.filter_map(|scope| list(&scope)?.member()).collect();
    lists.dedup();
    let Some((first, others)) = lists.split_first() else { return };
    let finding = findings.add(
        Place::name(*first),
        "this list is no boundary: commands of the agent reach every MCP server",
    );
    for other in others {
        finding.related(other.name_span(), "nor is this one");
    }
    finding.related(server.name_span(), "such as this server");
    finding.help(
        "give the agent a sandbox, or `tools.exec.mode: \"deny\"`, or have the server ask each agent \
         for credentials of its own",
    );
}

/// The list of skills that the agent is shown; one that is empty, or no list at all, counts too.
fn list<'t>(scope: &Scope<'_, '_, 't>) -> Option<Value<'t>> {
    let own = scope.agent.and_then(|agent| agent.value.get("skills"));
    own.or_else(|| scope.config.at(&["agents", "defaults", "skills"]))
}
