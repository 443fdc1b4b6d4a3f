//! See the rule's documentation.

use crate::effective::Entrance;
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Array, Value};

rule! {
    /// Anybody may write to the agent in private.
    ///
    /// With `dmPolicy: "open"`, of a channel or an account, and `"*"` in its `allowFrom`, the agent
    /// answers whoever finds it. The running gateway calls that critical in its audit; `openclaw
    /// security audit` alone does not report it. What such people could reach is said by the rules
    /// whose names begin with `security-exposure`: this one is on from `--profile shared`. Without the
    /// `"*"`, of which `dm-policy-without-senders` speaks, nobody gets in.
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     telegram: { dmPolicy: "open", allowFrom: ["*"] },
    /// //                        ^^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { channels: { telegram: { dmPolicy: "pairing" } } }
    /// ```
    "channels-dm-open" from Shared {
        severity: Severity::Error,
        effect: Effect::Silent,
        audit: Some("channels.*.dm.open"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config() else { return };
    let mut open: Vec<(String, Value<'_>)> = Vec::new();
    let own = ["dmPolicy", "allowFrom", "dm"];
    for entrance in config.entrances().into_iter().filter(Entrance::is_on) {
        // What an account takes over as it is was seen with its channel.
        if !own.iter().any(|name| entrance.says(name)) {
            continue;
        }
        let direct = entrance.get("dm");
        let setting = |name: &str, old: &str| {
            entrance.get(name).or_else(|| direct.and_then(|direct| direct.get(old)))
        };
        let senders = setting("allowFrom", "allowFrom").and_then(Value::as_array);
        let mut senders = senders.into_iter().flat_map(Array::items);
        let is_everyone = |sender: Value<'_>| config.text(sender).is_some_and(|s| s.trim() == "*");
        let policy = setting("dmPolicy", "policy");
        let policy = policy.filter(|policy| config.text(*policy).as_deref() == Some("open"));
        if let Some(policy) = policy.filter(|_| senders.any(is_everyone)) {
            open.push((entrance.channel, policy));
        }
    }
    open.dedup_by_key(|(_, policy)| policy.span());
    for (channel, policy) in open {
        findings
            .add(Place::value(policy), format!("anybody on `{channel}` may write to the agent"))
            .audit(None::<&str>)
            .help("choose \"pairing\", or \"allowlist\" with the senders whom you know");
    }
}
