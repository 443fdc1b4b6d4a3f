//! See the rule's documentation.

use crate::effective::SandboxMode;
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::Value;

rule! {
    /// An agent's commands are to run in a sandbox that it does not have.
    ///
    /// `tools.exec.host: "sandbox"` sends an agent's commands to its sandbox. While its `sandbox.mode`
    /// is `"off"`, its own or that of `agents.defaults`, there is none, and every command fails.
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     entries: {
    ///       main: { tools: { exec: { host: "sandbox" } } },
    /// //                                   ^^^^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   agents: {
    ///     entries: { main: { sandbox: { mode: "all" }, tools: { exec: { host: "sandbox" } } } },
    ///   },
    /// }
    /// ```
    "tools-exec-host-sandbox-no-sandbox-agents" {
        severity: Severity::Warning,
        effect: Effect::Audited,
        audit: Some("tools.exec.host_sandbox_no_sandbox_agents"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config().filter(|config| !config.is_partial()) else { return };
    let without = config.agents().filter(|scope| scope.sandbox_mode().value == SandboxMode::Off);
    let hosts = without.filter_map(|scope| scope.own_tool(&["exec", "host"]));
    let in_sandbox = |host: &Value<'_>| config.text(*host).as_deref() == Some("sandbox");
    let hosts: Vec<_> = hosts.filter(in_sandbox).collect();
    let Some((first, others)) = hosts.split_first() else { return };
    let finding = findings.add(
        Place::value(*first),
        "the agent's commands are to run in its sandbox, which is off: they all fail",
    );
    for other in others {
        finding.related(other.span(), "so are the commands of this agent");
    }
    finding.help(
        "set the agent's `sandbox.mode` to \"non-main\" or \"all\", or `host` to \"gateway\" with \
         `mode: \"ask\"`",
    );
}
