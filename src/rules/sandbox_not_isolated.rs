//! See the rule's documentation.

use std::collections::BTreeSet;

use crate::effective::{Found, places};
use crate::finding::{Effect, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::{Since, trim};
use crate::syntax::Value;

rule! {
    /// A sandbox is told to give up what isolates it.
    ///
    /// OpenClaw rejects a config in which a sandbox shares the network of the machine
    /// (`network: "host"`) or of another container (`"container:…"`), or runs without the filters of
    /// `seccomp` or `AppArmor` (`"unconfined"`). Only the network of another container can be allowed, by
    /// `docker.dangerouslyAllowContainerNamespaceJoin: true` in the same sandbox; one that is set in
    /// `agents.defaults` does not count for an agent's own `network`.
    ///
    /// There is no fix: which network or profile is right, only you can say.
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     defaults: {
    ///       sandbox: {
    ///         docker: { network: "host", seccompProfile: "unconfined" },
    /// //                         ^^^^^^                  ^^^^^^^^^^^^
    ///       },
    ///     },
    ///     entries: {
    ///       main: { sandbox: { docker: { network: "container:vpn" } } },
    /// //                                          ^^^^^^^^^^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   agents: {
    ///     defaults: { sandbox: { docker: { network: "none" }, browser: { network: "bridge" } } },
    ///     entries: {
    ///       main: {
    ///         sandbox: {
    ///           docker: {
    ///             network: "container:vpn",
    ///             dangerouslyAllowContainerNamespaceJoin: true,
    ///           },
    ///         },
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    "sandbox-not-isolated" {
        severity: Severity::Error,
        effect: Effect::Rejected,
        audit: None,
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

/// Since when OpenClaw checks it.
const SINCE: Since = Since::known("2026.2.17");
/// Since when it asks before a sandbox joins another container.
const JOIN_SINCE: Since = Since::known("2026.2.26");

/// What allows a sandbox to be in the network of another container.
const JOIN: &str = "dangerouslyAllowContainerNamespaceJoin";

/// Where sandboxes are set up.
const SANDBOXES: [&str; 2] = ["agents.defaults.sandbox", "agents.entries.*.sandbox"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    if !SINCE.holds_in(context.world.target) {
        return;
    }
    for pattern in SANDBOXES {
        let mut joining = BTreeSet::new();
        for docker in places(context.tree, &format!("{pattern}.docker")) {
            let may_join = docker.is_partial
                || docker.get(JOIN).is_some_and(|joins| joins.as_bool() == Some(true));
            network(context, &docker, may_join, findings);
            profile(context, &docker, "seccompProfile", "system calls", findings);
            profile(context, &docker, "apparmorProfile", "files and capabilities", findings);
            if may_join {
                joining.insert(docker.key.parent());
            }
        }
        for browser in places(context.tree, &format!("{pattern}.browser")) {
            let sandbox = browser.key.clone().parent();
            // What is included into a sandbox may hold the `docker` that allows it.
            let may_join = browser.is_partial || joining.contains(&sandbox);
            network(context, &browser, may_join, findings);
        }
    }
}

/// The word that stands at `name`, as OpenClaw compares it.
fn word<'t>(context: &Context<'_>, of: &Found<'t>, name: &str) -> Option<(Value<'t>, String)> {
    let value = of.get(name)?;
    Some((value, trim(&context.text(value)?).to_lowercase()))
}

fn network(
    context: &Context<'_>,
    container: &Found<'_>,
    may_join: bool,
    findings: &mut Findings<'_>,
) {
    let Some((value, word)) = word(context, container, "network") else { return };
    let place = container.member_value("network", value);
    if word == "host" {
        findings
            .add(place, "this sandbox shares the network of the machine, which OpenClaw refuses")
            .help("write \"bridge\", or the name of a network of your own");
    } else if word.starts_with("container:")
        && !may_join
        && JOIN_SINCE.holds_in(context.world.target)
    {
        let message =
            "this sandbox shares the network of another container, which OpenClaw refuses";
        let help = format!(
            "name a network that both are in; or, if you trust all that runs in either, set \
             `docker.{JOIN}: true` in the same sandbox"
        );
        findings.add(place, message).help(help);
    }
}

fn profile(
    context: &Context<'_>,
    docker: &Found<'_>,
    name: &str,
    guards: &str,
    findings: &mut Findings<'_>,
) {
    let Some((value, word)) = word(context, docker, name) else { return };
    if word == "unconfined" {
        let message =
            format!("this lifts the limits on {guards} from the sandbox, which OpenClaw refuses");
        let help = "leave it out, or name a profile of your own";
        findings.add(docker.member_value(name, value), message).help(help);
    }
}
