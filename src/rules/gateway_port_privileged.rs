//! See the rule's documentation.

use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// The gateway's port is one that only privileged programs may listen on.
    ///
    /// OpenClaw accepts every port from 1 to 65535. On Linux and other systems, ports below 1024 are for
    /// programs with special rights, which a gateway should not have: without them it fails at its start with
    /// `EACCES`. A reverse proxy or Tailscale can take 80 and 443 and hand connections on.
    ///
    /// ```json5 bad
    /// { gateway: { mode: "local", port: 443 } }
    /// //                                ^^^
    /// ```
    ///
    /// ```json5 good
    /// { gateway: { mode: "local", port: 18789 } }
    /// ```
    "gateway-port-privileged" {
        severity: Severity::Warning,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

/// The first port that is for everyone.
const FIRST_FREE: f64 = 1024.0;

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let gateway = context.gateway();
    let Some(port) = gateway.at(&["port"]).filter(|_| !gateway.is_remote()) else { return };
    if port.as_number().is_some_and(|number| (1.0..FIRST_FREE).contains(&number)) {
        let message = "only programs with special rights may listen on a port below 1024";
        findings.add(Place::value(port), message).help(
            "keep a port such as 18789, and let a reverse proxy or Tailscale take 80 or 443; \
             nothing to do if the gateway has those rights",
        );
    }
}
