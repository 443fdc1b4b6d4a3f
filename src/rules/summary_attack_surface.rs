//! See the rule's documentation.

use crate::effective::{Bind, Tailscale};
use crate::finding::{Effect, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Object, Value};

rule! {
    /// What strangers could reach, in one line.
    ///
    /// OpenClaw's audit opens with such a summary, whatever the config says. This one names where the
    /// gateway listens, how many channels bring messages, and what they could set in motion: elevated
    /// tools, hooks and the browser. Nothing is wrong. It is on from the profile `public`.
    ///
    /// ```json5 bad
    ///   { gateway: { mode: "local" }, channels: { telegram: { botToken: "${TELEGRAM_BOT_TOKEN}" } } }
    /// //^
    /// ```
    ///
    /// ```json5 good
    /// []
    /// ```
    "summary-attack-surface" from Public {
        severity: Severity::Info,
        effect: Effect::Audited,
        audit: Some("summary.attack_surface"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(place) = context.absence(&[]) else { return };
    let root = context.tree.root();
    let at = |path: &[&str]| root.and_then(|root| root.at(path));
    let is_on = |path: &[&str]| at(path).and_then(Value::as_bool) != Some(false);
    let gateway = context.gateway();
    let reach = match (gateway.bind(), gateway.tailscale()) {
        (_, Tailscale::Funnel) => "the internet",
        (_, Tailscale::Serve) => "this machine and the tailnet",
        (Bind::Loopback, Tailscale::Off) => "this machine",
        (Bind::Tailnet, Tailscale::Off) => "the tailnet",
        (Bind::Auto | Bind::Lan | Bind::Custom(_) | Bind::Other, Tailscale::Off) => "the network",
    };
    let channels = at(&["channels"]).and_then(Value::as_object).map(Object::effective);
    let channels = channels.unwrap_or_default();
    let is_channel = |name: &str| name != "defaults" && !name.starts_with('$');
    let channels = channels.iter().filter(|(name, _)| is_channel(&name.to_lossy())).count();
    let word = |is_on: bool| if is_on { "on" } else { "off" };
    let message = format!(
        "reached from {reach}; channels: {channels}; elevated tools: {}; hooks: {}; browser: {}",
        word(is_on(&["tools", "elevated", "enabled"])),
        word(context.hooks().is_some()),
        word(is_on(&["browser", "enabled"])),
    );
    findings.add(place, message).help(
        "nothing to do; OpenClaw trusts everyone whom a channel lets through alike, so strangers to \
         each other need gateways of their own",
    );
}
