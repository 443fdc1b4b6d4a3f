//! See the rule's documentation.

use super::open_to_all;
use crate::effective::{FILE_TOOLS, RUNTIME_TOOLS, SandboxMode, Scope};
use crate::finding::{Effect, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::Value;

rule! {
    /// Anybody may write to agents that run commands or change files outside of a sandbox.
    ///
    /// A `groupPolicy` or `dmPolicy` of `"open"`, of a channel or of an account, lets people whom nobody
    /// has chosen write to the agents. An agent has the tools for commands (`exec`, `process`) and
    /// files (`read`, `write`, `edit`, `apply_patch`) unless a profile or a list takes them away, and
    /// what a stranger writes may talk it into using them. Not counted are agents all of whose sessions
    /// run in a sandbox (`sandbox.mode: "all"`) and, for files, those with `tools.fs.workspaceOnly:
    /// true`. OpenClaw's audit calls it critical where commands may run, and warns for files alone.
    ///
    /// ```json5 bad
    /// {
    ///   channels: { telegram: { dmPolicy: "open", allowFrom: ["*"] } },
    /// //                                  ^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   channels: { telegram: { dmPolicy: "open", allowFrom: ["*"] } },
    ///   tools: { profile: "messaging" },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   channels: { telegram: { dmPolicy: "open", allowFrom: ["*"] } },
    ///   agents: { defaults: { sandbox: { mode: "all" } } },
    /// }
    /// ```
    "security-exposure-open-groups-with-runtime-or-fs" {
        severity: Severity::Warning,
        effect: Effect::Audited,
        audit: Some("security.exposure.open_groups_with_runtime_or_fs"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

/// What an agent may do outside of a sandbox.
struct Reach {
    commands: bool,
    files: bool,
}

impl Reach {
    fn of(scope: &Scope<'_, '_, '_>) -> Self {
        if scope.sandbox_mode().value == SandboxMode::All {
            return Self { commands: false, files: false };
        }
        let layers = scope.tool_layers();
        let confined = scope.tool(&["fs", "workspaceOnly"]).and_then(Value::as_bool) == Some(true);
        Self {
            commands: !layers.allowed(&RUNTIME_TOOLS).is_empty(),
            files: !confined && !layers.allowed(&FILE_TOOLS).is_empty(),
        }
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config().filter(|config| !config.is_partial()) else { return };
    let open = config.open_policies();
    if open.is_empty() {
        return;
    }
    let scopes = config.scopes();
    let reaches: Vec<_> = scopes.iter().map(|scope| (scope, Reach::of(scope))).collect();
    let commands = reaches.iter().any(|(_, reach)| reach.commands);
    let message = match (commands, reaches.iter().any(|(_, reach)| reach.files)) {
        (true, _) => "anybody may write here to agents with tools for commands and no sandbox",
        (false, true) => "anybody may write here to agents with tools for files and no sandbox",
        (false, false) => return,
    };
    let Some(finding) = open_to_all::report(findings, &open, message) else { return };
    if commands {
        finding.severity(Severity::Error);
    }
    for (scope, reach) in &reaches {
        let Some(agent) = scope.agent else { continue };
        match (reach.commands, reach.files) {
            (true, _) => finding.related(agent.span, "this agent runs commands"),
            (false, true) => finding.related(agent.span, "this agent reaches files"),
            (false, false) => continue,
        };
    }
    finding.help(
        "choose \"allowlist\" or \"pairing\" instead of \"open\"; or `tools.profile: \"messaging\"`, or \
         `agents.defaults.sandbox.mode: \"all\"`",
    );
}
