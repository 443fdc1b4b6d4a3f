//! See the rule's documentation.

use crate::effective::members;
use crate::finding::{Effect, Place, Severity};
use crate::plugins::{Configured, Idle, is_bundled, official};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::Value;

rule! {
    /// A channel is set up, and the config keeps its plugin from running.
    ///
    /// Every channel is brought by a plugin. With `plugins.enabled: false`, with the plugin in
    /// `plugins.deny`, or with `enabled: false` in its entry, the channel never connects, and OpenClaw
    /// starts without a word. Its `doctor --lint` says so when asked for
    /// `core/doctor/channel-plugin-blockers`. A channel that is off itself is left alone.
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     telegram: { allowFrom: ["1234"] },
    /// //  ^^^^^^^^
    ///   },
    ///   plugins: { entries: { telegram: { enabled: false } } },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   channels: { telegram: { enabled: false, allowFrom: ["1234"] } },
    ///   plugins: { entries: { telegram: { enabled: false } } },
    /// }
    /// ```
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     telegram: { allowFrom: ["1234"] },
    /// //  ^^^^^^^^
    ///   },
    ///   plugins: { enabled: false },
    /// }
    /// ```
    "channel-plugin-blocked" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config() else { return };
    let plugins = Configured::of(config.root);
    for (channel, member) in members(config.at(&["channels"])) {
        let Some(section) = member.value() else { continue };
        let says_something = section.as_object().is_some_and(|it| !it.effective().is_empty());
        if !says_something || section.get("enabled").and_then(Value::as_bool) == Some(false) {
            continue;
        }
        let plugin = match official(&channel) {
            Some(plugin) => plugin.id,
            None if is_bundled(&channel) => channel.as_str(),
            None => continue,
        };
        let entry = config.at(&["plugins", "entries", plugin]);
        let (place, why) = match plugins.idle(plugin, entry) {
            Some(Idle::AllOff(place)) => (Some(place), "this switches all plugins off"),
            Some(Idle::EntryOff(place)) => (Some(place), "this switches the plugin off"),
            Some(Idle::Denied) => (config.at(&["plugins", "deny"]), "the plugin is denied here"),
            _ => continue,
        };
        let message = format!("`{channel}` never connects: its plugin is kept from running");
        let finding = findings.add(Place::name(member), message);
        if let Some(place) = place {
            finding.related(place.span(), why);
        }
        finding.help(format!("let the plugin `{plugin}` run, or set `enabled: false` here"));
    }
}
