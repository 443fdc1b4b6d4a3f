//! See the rule's documentation.

use crate::effective::{Config, SandboxMode, Scope};
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Object, Value};

rule! {
    /// Containers are set up for a sandbox that is off.
    ///
    /// `sandbox.docker` says how the containers of a sandbox are made; nothing is made while
    /// `sandbox.mode` is `"off"`, which it is unless the config says otherwise. The agent then runs its
    /// commands beside the gateway, whatever limits are written there. What stands in
    /// `agents.defaults` counts as soon as one agent has a sandbox.
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     defaults: {
    ///       sandbox: {
    ///         docker: { network: "none" },
    /// //      ^^^^^^
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   agents: {
    ///     defaults: { sandbox: { docker: { network: "none" } } },
    ///     entries: { main: { sandbox: { mode: "all" } } },
    ///   },
    /// }
    /// ```
    "sandbox-docker-config-mode-off" {
        severity: Severity::Warning,
        effect: Effect::Audited,
        audit: Some("sandbox.docker_config_mode_off"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config().filter(|config| !config.is_partial()) else { return };
    let idle = idle_sections(&config);
    let Some((first, others)) = idle.split_first() else { return };
    let Some(member) = first.member() else { return };
    let finding = findings.add(
        Place::name(member),
        "these settings do nothing: the sandbox is off, and commands run without one",
    );
    for other in others {
        finding.related(other.span(), "nor do these");
    }
    finding.help(
        "set `sandbox.mode` to \"non-main\" or \"all\" to have a sandbox; if you want none, leave \
         `docker` out",
    );
}

/// The settings for containers that no sandbox uses.
fn idle_sections<'t>(config: &Config<'_, 't>) -> Vec<Value<'t>> {
    let is_off = |scope: &Scope<'_, '_, 't>| scope.sandbox_mode().value == SandboxMode::Off;
    let says_something =
        |docker: &Value<'t>| docker.as_object().is_some_and(|o| !Object::is_empty(o));
    let all_off = config.scopes().iter().all(is_off);
    let shared = config.at(&["agents", "defaults", "sandbox", "docker"]).filter(|_| all_off);
    let own = config.agents().filter(is_off).filter_map(|scope| scope.own(&["sandbox", "docker"]));
    shared.into_iter().chain(own).filter(says_something).collect()
}
