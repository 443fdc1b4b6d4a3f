//! See the rule's documentation.

use crate::effective::Entrance;
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::Value;

rule! {
    /// Nobody may write to the agent in private on a channel.
    ///
    /// With `dmPolicy: "disabled"`, of a channel or an account, OpenClaw passes over every direct
    /// message, whoever is in `allowFrom`. The running gateway mentions that in its audit; `openclaw
    /// security audit` alone does not. As somebody wrote it down, this is only on with `--profile
    /// public`.
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     telegram: { dmPolicy: "disabled" },
    /// //                        ^^^^^^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { channels: { telegram: { dmPolicy: "disabled", enabled: false } } }
    /// ```
    "channels-dm-disabled" from Public {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: Some("channels.*.dm.disabled"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config() else { return };
    for entrance in config.entrances().into_iter().filter(Entrance::is_on) {
        let scope = entrance.scope();
        let policy = scope.get("dmPolicy").or_else(|| scope.at(&["dm", "policy"]));
        let off = |policy: &Value<'_>| config.text(*policy).as_deref() == Some("disabled");
        if let Some(policy) = policy.filter(off) {
            let message = format!("direct messages on `{}` are passed over", entrance.channel);
            findings
                .add(Place::value(policy), message)
                .audit(None::<&str>)
                .help("nothing, if that is meant; else choose \"pairing\" or \"allowlist\"");
        }
    }
}
