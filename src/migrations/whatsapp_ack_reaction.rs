//! See the rule's documentation.

use super::channel_entry::ChannelEntry;
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Member, Value};

rule! {
    /// How WhatsApp acknowledges a message is said for all channels together.
    ///
    /// `ackReaction` in WhatsApp's section or an account held an emoji and for which chats it is sent. Since
    /// 2026.8.1 `messages.ackReaction` is the emoji and `messages.ackReactionScope` the chats, for all channels.
    ///
    /// The fix writes them where they are not set, as `openclaw doctor --fix` does: the section's count before
    /// those of accounts, and without an emoji it is the one of the default agent's identity, or 👀. Other
    /// channels get them as well, and direct chats together with mentions in groups have no scope; so someone
    /// must agree. The old setting is commented out.
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     whatsapp: {
    ///       ackReaction: { emoji: "✅", direct: false, group: "always" },
    /// //    ^^^^^^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   channels: {
    ///     whatsapp: {
    ///       // said by `messages.ackReaction` and `messages.ackReactionScope`
    ///       // ackReaction: { emoji: "✅", direct: false, group: "always" },
    ///     },
    ///   },
    ///   messages: { ackReaction: "✅", ackReactionScope: "group-all" },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { messages: { ackReaction: "✅", ackReactionScope: "group-all" } }
    /// ```
    ///
    /// ```json5 good 2026.7.35
    /// { channels: { whatsapp: { ackReaction: { emoji: "✅", group: "always" } } } }
    /// ```
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     whatsapp: {
    ///       ackReaction: { emoji: "✅", group: "never" },
    /// //    ^^^^^^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   channels: {
    ///     whatsapp: {
    ///       // said by `messages.ackReaction` and `messages.ackReactionScope`
    ///       // ackReaction: { emoji: "✅", group: "never" },
    ///     },
    ///   },
    ///   messages: { ackReaction: "✅", ackReactionScope: "direct" },
    /// }
    /// ```
    "whatsapp-ack-reaction" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

const EMOJI: [&str; 2] = ["messages", "ackReaction"];
const SCOPE: [&str; 2] = ["messages", "ackReactionScope"];
/// The emoji where nobody names one.
const DEFAULT: &str = "👀";

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(root) = context.tree.root() else { return };
    let target = context.world.target;
    if target.lookup(&EMOJI).is_none() || target.lookup(&SCOPE).is_none() {
        return;
    }
    let entries = ChannelEntry::of_channel(root, "whatsapp");
    let old: Vec<_> = entries
        .iter()
        .filter(|entry| entry.rules_at(context, &["ackReaction"]).is_none())
        .filter_map(|entry| entry.get("ackReaction"))
        .filter_map(|member| Some((member, member.value()?.as_object()?)))
        .collect();
    if old.is_empty() {
        return;
    }
    let mut fix = Some(context.edits(|plan| {
        if root.at(&EMOJI).is_none() {
            let first = old.first().map(|(_, first)| first.value());
            match first.map(|first| emoji(first).or_else(|| emoji_of_agent(root))) {
                Some(Some(emoji)) => plan.set(&EMOJI, emoji)?,
                _ => plan.set(&EMOJI, DEFAULT)?,
            }
        }
        let scope = old.iter().find_map(|(_, object)| scope(object.value()));
        if let Some(scope) = scope.filter(|_| root.at(&SCOPE).is_none()) {
            plan.set(&SCOPE, scope)?;
        }
        old.iter().try_for_each(|(member, _)| plan.retire(*member, REASON))
    }));
    for (member, object) in &old {
        let finding = findings
            .add(Place::name(*member), "acknowledgements are said for all channels together now")
            .help(match scope(object.value()) {
                Some(_) => "their places are `messages.ackReaction` and `messages.ackReactionScope`",
                None => {
                    "direct chats and mentions in groups together have no `messages.ackReactionScope`"
                }
            });
        if let Some(edits) = fix.take() {
            finding.fix(Safety::Unsafe, "say it for all channels", edits);
        }
    }
}

const REASON: &str = "said by `messages.ackReaction` and `messages.ackReactionScope`";

/// The chats for which acknowledgements were sent, if there is a word for them.
fn scope(ack: Value<'_>) -> Option<&'static str> {
    let direct = ack.get("direct").and_then(Value::as_bool) != Some(false);
    let group = match ack.get("group") {
        None => "mentions".to_owned(),
        Some(group) => group.as_text()?.to_lossy().into_owned(),
    };
    match (direct, group.as_str()) {
        (true, "always") => Some("all"),
        (true, "never") => Some("direct"),
        (false, "always") => Some("group-all"),
        (false, "mentions") => Some("group-mentions"),
        (false, "never") => Some("off"),
        _ => None,
    }
}

fn emoji(owner: Value<'_>) -> Option<Value<'_>> {
    owner.get("emoji").filter(|emoji| emoji.as_text().is_some())
}

/// The emoji of the default agent, or else of the first.
fn emoji_of_agent(root: Value<'_>) -> Option<Value<'_>> {
    let agents = root.get("agents")?;
    let agents: Vec<Value<'_>> = match agents.get("entries").and_then(Value::as_object) {
        Some(entries) => entries.members().filter_map(Member::value).collect(),
        None => agents.get("list")?.as_array()?.items().collect(),
    };
    let is_default =
        |agent: &&Value<'_>| agent.get("default").and_then(Value::as_bool) == Some(true);
    let agent = agents.iter().find(is_default).or_else(|| agents.first())?;
    emoji(agent.get("identity")?)
}
