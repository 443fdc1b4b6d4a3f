//! See the rule's documentation.

use crate::finding::{Effect, Place, Severity};
use crate::plugins::{Configured, Idle};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::Value;

rule! {
    /// Nobody is let in yet on a channel.
    ///
    /// On Reef people become friends before they may write; until there is one, the channel lets nobody
    /// in. OpenClaw's audit mentions that of a channel that is set up (with `handle`, `email` and
    /// `guard`). Who is a friend is kept in a file that is not looked at here, so that this is only on
    /// with `--profile public`.
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     reef: {
    /// //  ^^^^
    ///       handle: "myclaw",
    ///       email: "you@example.com",
    ///       guard: {
    ///         provider: "openai",
    ///         pinnedModel: "gpt-5.6-terra",
    ///         policyVersion: "reef-v1",
    ///         timeoutMs: 30000,
    ///         apiKeyEnv: "REEF_KEY",
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { channels: { reef: { handle: "myclaw" } } }
    /// ```
    "channels-dm-locked" from Public {
        severity: Severity::Info,
        effect: Effect::Audited,
        audit: Some("channels.*.dm.locked"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

/// What a channel of Reef has to say before it is set up.
const SET_UP: [&str; 3] = ["handle", "email", "guard"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(root) = context.tree.root() else { return };
    let reef = root.at(&["channels", "reef"]).and_then(Value::member);
    let Some(member) = reef else { return };
    let is_set_up = |reef: Value<'_>| SET_UP.iter().all(|name| reef.get(name).is_some());
    let off = |reef: Value<'_>| reef.get("enabled").and_then(Value::as_bool) == Some(false);
    if !member.value().is_some_and(|reef| is_set_up(reef) && !off(reef)) {
        return;
    }
    let idle = Configured::of(root).idle("reef", root.at(&["plugins", "entries", "reef"]));
    if !matches!(idle, Some(Idle::AllOff(_) | Idle::Denied | Idle::EntryOff(_))) {
        findings
            .add(Place::name(member), "until you have a friend on `reef`, nobody may write here")
            .audit(Some("channels.reef.dm.locked"))
            .help("nothing, if you have friends there");
    }
}
