//! See the rule's documentation.

use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema;
use crate::syntax::{Member, Value};

rule! {
    /// The settings of a channel stand in its plugin's entry, where they are not read.
    ///
    /// Feishu and Reef read `channels.feishu` and `channels.reef` only. Up to 2026.7.35 their plugins took the
    /// same settings in `plugins.entries.<name>.config` as well, and nothing read them there.
    ///
    /// The fix moves them to the channel's section; what stands there counts. They take effect then, which
    /// they did not before, so someone must agree. OpenClaw's `doctor --fix` does the same.
    ///
    /// ```json5 bad
    /// {
    ///   plugins: {
    ///     entries: {
    ///       feishu: {
    ///         enabled: true,
    ///         config: { appId: "cli_1", appSecret: "${FEISHU_SECRET}" },
    /// //      ^^^^^^
    ///       },
    ///     },
    ///   },
    ///   channels: {
    ///     feishu: { appId: "cli_2" },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   plugins: {
    ///     entries: {
    ///       feishu: {
    ///         enabled: true,
    ///         // `channels.feishu` is set already
    ///         // config: { appId: "cli_1" },
    ///       },
    ///     },
    ///   },
    ///   channels: {
    ///     feishu: { appId: "cli_2", appSecret: "${FEISHU_SECRET}" },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { plugins: { entries: { feishu: { enabled: true } } }, channels: { feishu: { appId: "cli_2" } } }
    /// ```
    ///
    /// ```json5 good 2026.7.35
    /// { plugins: { entries: { feishu: { config: { appId: "cli_1" } } } } }
    /// ```
    "stray-channel-config" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    if !context.world.target.is_since("2026.8.1") {
        return;
    }
    let Some(root) = context.tree.root() else { return };
    for channel in ["feishu", "reef"] {
        let entry = root.at(&["plugins", "entries", channel]).and_then(Value::as_object);
        let Some(config) = entry.and_then(|entry| entry.get("config")) else { continue };
        let Some(object) = config.value().and_then(Value::as_object) else { continue };
        let fits = |member: Member<'_>| {
            let name = member.name().to_lossy().into_owned();
            let node = context.world.target.lookup(&["channels", channel, &name]);
            node.zip(member.value()).is_some_and(|(node, value)| {
                schema::accepts(node, value, &context.world.environment)
            })
        };
        // Where something does not fit, OpenClaw moves nothing.
        if object.is_empty() || !object.members().all(fits) {
            continue;
        }
        let edits = context.edits(|plan| plan.carry_over(config, &["channels", channel]));
        findings
            .add(Place::name(config), format!("`channels.{channel}` is read, and not this"))
            .help(format!("OpenClaw's `doctor --fix` would move it to `channels.{channel}`"))
            .fix(Safety::Unsafe, format!("move it to `channels.{channel}`"), edits);
    }
}
