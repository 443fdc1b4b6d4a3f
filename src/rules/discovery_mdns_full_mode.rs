//! See the rule's documentation.

use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// The gateway tells the whole network where its program lies and how to log in.
    ///
    /// With `discovery.mdns.mode: "full"` OpenClaw announces, to everyone on the local network, the path
    /// of its program and the port of SSH besides its own address. The path often holds a user's name.
    /// OpenClaw's audit calls that critical when the gateway listens beyond loopback.
    ///
    /// The fix announces what clients need to find the gateway. It is unsafe: a client that relied on the
    /// rest has to be told.
    ///
    /// ```json5 bad
    /// {
    ///   discovery: { mdns: { mode: "full" } },
    /// //                           ^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   discovery: { mdns: { mode: "minimal" } },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { discovery: { mdns: { mode: "minimal" } } }
    /// ```
    "discovery-mdns-full-mode" {
        severity: Severity::Warning,
        effect: Effect::Audited,
        audit: Some("discovery.mdns_full_mode"),
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let mode = context.tree.root().and_then(|root| root.at(&["discovery", "mdns", "mode"]));
    let Some(mode) = mode.filter(|mode| context.text(*mode).as_deref() == Some("full")) else {
        return;
    };
    let message = "everyone on the local network is told where OpenClaw lies and on which port SSH \
                   answers";
    let finding = findings.add(Place::value(mode), message);
    if let Some(bind) = context.gateway().beyond_loopback() {
        finding
            .severity(Severity::Error)
            .related(bind.span(), "and the network reaches the gateway");
    }
    finding.help("announce `\"minimal\"`, which is what clients need, or nothing with `\"off\"`");
    let edits = context.edits(|plan| {
        plan.replace(mode, "minimal");
        Ok(())
    });
    finding.fix(Safety::Unsafe, "announce what clients need", edits);
}
