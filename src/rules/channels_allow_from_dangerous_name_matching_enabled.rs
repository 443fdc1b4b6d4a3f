//! See the rule's documentation.

use crate::effective::Entrance;
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::Value;

rule! {
    /// Senders are known by names that they can change.
    ///
    /// With `dangerouslyAllowNameMatching: true`, of a channel or an account, an entry of `allowFrom`
    /// also fits a display name: whoever takes that name is let in. The running gateway mentions that in
    /// its audit; `openclaw security audit` alone does not. It is on from `--profile shared`.
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     discord: { dangerouslyAllowNameMatching: true, allowFrom: ["Ann"] },
    /// //             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { channels: { discord: { allowFrom: ["123456789012345678"] } } }
    /// ```
    "channels-allow-from-dangerous-name-matching-enabled" from Shared {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: Some("channels.*.allowFrom.dangerous_name_matching_enabled"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config() else { return };
    let on = config.entrances().into_iter().filter(Entrance::is_on);
    let switches = on.filter_map(|entrance| entrance.get("dangerouslyAllowNameMatching"));
    let switches = switches.filter(|switch| switch.as_bool() == Some(true));
    let mut members: Vec<_> = switches.filter_map(Value::member).collect();
    members.dedup();
    for member in members {
        findings
            .add(Place::name(member), "whoever takes the name of somebody in `allowFrom` is let in")
            .audit(None::<&str>)
            .help("list senders by their ids, and leave this out");
    }
}
