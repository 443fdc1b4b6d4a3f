//! See the rule's documentation.

use crate::effective::{Bind, Tailscale};
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::trim;

rule! {
    /// The codes for pairing another device lead to this machine alone.
    ///
    /// While the gateway listens on loopback, no tailnet serves it and no address of it is given, a
    /// code that OpenClaw makes for another device leads nowhere. OpenClaw's `doctor --lint` warns of it
    /// (`core/doctor/node-hosting-preconditions`) even of an empty config; here `gateway` has to be
    /// there. As it is what most have, this is on with `--profile public`.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local" },
    /// //^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: { mode: "local" },
    ///   plugins: { entries: { "device-pair": { config: { publicUrl: "https://claw.example.com" } } } },
    /// }
    /// ```
    "node-onboarding-unreachable" from Public {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

/// Where the address for other devices is given.
const ADDRESSES: [&[&str]; 2] =
    [&["plugins", "entries", "device-pair", "config", "publicUrl"], &["gateway", "remote", "url"]];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let gateway = context.gateway();
    let Some(root) = context.tree.root().filter(|_| !gateway.has_includes) else { return };
    let mut addresses = ADDRESSES.iter().filter_map(|path| root.at(path));
    // One that is not known is one.
    let is_given =
        addresses.any(|address| context.text(address).is_none_or(|text| !trim(&text).is_empty()));
    let is_here = matches!(gateway.bind(), Bind::Loopback | Bind::Auto);
    if !is_here || is_given || gateway.tailscale() != Tailscale::Off {
        return;
    }
    let bind = gateway.at(&["bind"]).map(Place::value);
    let place = bind.or_else(|| gateway.section()?.member().map(Place::name));
    if let Some(place) = place {
        findings
            .add(place, "codes for pairing another device lead to this machine alone")
            .help("serve the gateway with Tailscale, if you want to pair one");
    }
}
