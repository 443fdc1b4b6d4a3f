//! See the rule's documentation.

use crate::effective::SandboxMode;
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// Commands are to run in a sandbox, and there is none.
    ///
    /// `tools.exec.host: "sandbox"` sends all commands to the sandbox. While
    /// `agents.defaults.sandbox.mode` is `"off"`, which it is unless the config says otherwise, there is
    /// none, and every command fails. Agents with a sandbox of their own are not concerned.
    ///
    /// ```json5 bad
    /// {
    ///   tools: { exec: { host: "sandbox" } },
    /// //                       ^^^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   agents: { defaults: { sandbox: { mode: "non-main" } } },
    ///   tools: { exec: { host: "sandbox" } },
    /// }
    /// ```
    "tools-exec-host-sandbox-no-sandbox-defaults" {
        severity: Severity::Warning,
        effect: Effect::Audited,
        audit: Some("tools.exec.host_sandbox_no_sandbox_defaults"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config().filter(|config| !config.is_partial()) else { return };
    let host = config.at(&["tools", "exec", "host"]);
    let in_sandbox = |host| config.text(host).as_deref() == Some("sandbox");
    let Some(host) = host.filter(|host| in_sandbox(*host)) else { return };
    let mode = config.defaults().sandbox_mode();
    if mode.value == SandboxMode::Off {
        let finding = findings.add(
            Place::value(host),
            "commands are to run in a sandbox, which is off: they all fail",
        );
        if let Some(place) = mode.place {
            finding.related(place.span(), "it is switched off here");
        }
        finding.help(
            "set `agents.defaults.sandbox.mode` to \"non-main\" or \"all\", or `host` to \"gateway\" \
             with `mode: \"ask\"`",
        );
    }
}
