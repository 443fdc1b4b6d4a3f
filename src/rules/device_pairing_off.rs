//! See the rule's documentation.

use crate::finding::{Effect, Place, Severity};
use crate::plugins::{Configured, Idle};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// No other device can be paired with the gateway.
    ///
    /// The bundled plugin `device-pair` makes the codes with which nodes and phones join. With
    /// `plugins.enabled: false`, in `plugins.deny`, missing from a `plugins.allow`, or with `enabled:
    /// false` in its entry it does not run, and `openclaw connect` fails. OpenClaw's `doctor --lint` warns
    /// of it (`core/doctor/node-hosting-preconditions`). Many have no other device: this is on with
    /// `--profile public`.
    ///
    /// ```json5 bad
    /// {
    ///   plugins: { entries: { "device-pair": { enabled: false } } },
    /// //                                                ^^^^^
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { plugins: { entries: { "device-pair": { enabled: true } } } }
    /// ```
    "device-pairing-off" from Public {
        severity: Severity::Warning,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

/// The plugin.
const PLUGIN: &str = "device-pair";

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(root) = context.tree.root() else { return };
    let entry = root.at(&["plugins", "entries", PLUGIN]);
    let place = match Configured::of(root).idle(PLUGIN, entry) {
        Some(Idle::AllOff(place) | Idle::EntryOff(place) | Idle::NotAllowed(place)) => Some(place),
        Some(Idle::Denied) => root.at(&["plugins", "deny"]),
        _ => None,
    };
    if let Some(place) = place {
        findings
            .add(Place::value(place), "this keeps other devices from being paired with the gateway")
            .help("let the plugin `device-pair` run, if you want to pair one");
    }
}
