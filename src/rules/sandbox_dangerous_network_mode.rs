//! See the rule's documentation.

use crate::effective::places;
use crate::finding::{Effect, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::trim;
use crate::syntax::Value;

rule! {
    /// A sandbox shares the network of another container.
    ///
    /// With `network: "container:…"` what runs in the sandbox reaches whatever that container
    /// reaches, also what it only offers to itself. OpenClaw takes it with
    /// `dangerouslyAllowContainerNamespaceJoin: true` beside it, and its audit calls it critical
    /// nevertheless. Without that, and for `network: "host"`, it rejects the config, of which
    /// `sandbox-not-isolated` speaks.
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     defaults: {
    ///       sandbox: {
    ///         mode: "all",
    ///         docker: {
    ///           network: "container:vpn",
    /// //                 ^^^^^^^^^^^^^^^
    ///           dangerouslyAllowContainerNamespaceJoin: true,
    ///         },
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { agents: { defaults: { sandbox: { mode: "all", docker: { network: "agents" } } } } }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   agents: {
    ///     defaults: { sandbox: { docker: { network: "bridge", dangerouslyAllowContainerNamespaceJoin: true } } },
    ///   },
    /// }
    /// ```
    "sandbox-dangerous-network-mode" {
        severity: Severity::Error,
        effect: Effect::Audited,
        audit: Some("sandbox.dangerous_network_mode"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

/// What OpenClaw asks for before it takes such a network.
const JOIN: &str = "dangerouslyAllowContainerNamespaceJoin";

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for pattern in ["agents.defaults.sandbox.docker", "agents.entries.*.sandbox.docker"] {
        for docker in places(context.tree, pattern) {
            let Some(network) = docker.get("network") else { continue };
            let word = context.text(network).map(|word| trim(&word).to_lowercase());
            let joins = word.is_some_and(|word| word.starts_with("container:"));
            if joins && docker.get(JOIN).and_then(Value::as_bool) == Some(true) {
                findings
                    .add(
                        docker.member_value("network", network),
                        "this sandbox reaches all that another container reaches",
                    )
                    .help("name a network that both are in, \"bridge\" or \"none\"");
            }
        }
    }
}
