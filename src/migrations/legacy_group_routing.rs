//! See the rule's documentation.

use super::channel_entry::ChannelEntry;
use crate::edit::New;
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema;
use crate::syntax::{Member, Value};

rule! {
    /// The section `routing` is from before channels had settings of their own.
    ///
    /// Its `allowFrom` listed whom WhatsApp answers, and `groupChat` said for groups whether the bot must be
    /// mentioned, by which words, and how much of the history it sees. Each channel has its own `groups` and
    /// `allowFrom` now; the words and the history are in `messages.groupChat`.
    ///
    /// The fix carries them over: `requireMention` to `groups["*"]` of WhatsApp, Telegram and iMessage, as far
    /// as they have a section, and `allowFrom` to WhatsApp. What stands there wins. Without such a section
    /// nothing would read them, and they are commented out.
    ///
    /// ```json5 bad
    /// {
    ///   routing: {
    ///     allowFrom: ["+15550001111"],
    /// //  ^^^^^^^^^
    ///     groupChat: {
    ///       requireMention: true,
    /// //    ^^^^^^^^^^^^^^
    ///       mentionPatterns: ["@bot"],
    /// //    ^^^^^^^^^^^^^^^
    ///     },
    ///   },
    ///   channels: {
    ///     whatsapp: {},
    ///     telegram: { groups: { "*": { requireMention: false } } },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   channels: {
    ///     whatsapp: {
    ///       allowFrom: ["+15550001111"],
    ///       groups: {
    ///         "*": { requireMention: true },
    ///       },
    ///     },
    ///     telegram: { groups: { "*": { requireMention: false } } },
    ///   },
    ///   messages: {
    ///     groupChat: {
    ///       mentionPatterns: ["@bot"],
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// {
    ///   "routing": { "groupChat": { "historyLimit": 20 } }
    /// //                            ^^^^^^^^^^^^^^
    /// }
    /// ```
    ///
    /// ```json fixed
    /// {
    ///   "messages": {
    ///     "groupChat": { "historyLimit": 20 }
    ///   }
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { messages: { groupChat: { historyLimit: 20 } }, channels: { whatsapp: { allowFrom: ["+15550001111"] } } }
    /// ```
    "legacy-group-routing" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

/// The channels that it spoke of.
const CHANNELS: [&str; 3] = ["whatsapp", "telegram", "imessage"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(root) = context.tree.root() else { return };
    let target = context.world.target;
    let Some(routing) = root.as_object().and_then(|root| root.get("routing")) else { return };
    let Some(object) = routing.value().and_then(Value::as_object) else { return };
    if target.lookup(&["routing"]).is_some() {
        return;
    }
    let fits = |member: Member<'_>, to: &[&str]| {
        target
            .lookup(to)
            .zip(member.value())
            .is_some_and(|(node, value)| schema::accepts(node, value, &context.world.environment))
    };
    let has_section = |channel: &str| !ChannelEntry::of_channel(root, channel).is_empty();
    let group_chat = object.get("groupChat");
    let groups = group_chat.and_then(|member| member.value()?.as_object());
    let in_groups = |name: &str| groups.and_then(|groups| groups.get(name));

    let allow_from = object.get("allowFrom");
    let allowed: [&str; 3] = ["channels", "whatsapp", "allowFrom"];
    let require = in_groups("requireMention");
    let mentioned = CHANNELS.into_iter().filter(|channel| has_section(channel));
    let mentioned: Vec<[&str; 5]> =
        mentioned.map(|channel| ["channels", channel, "groups", "*", "requireMention"]).collect();
    let kept = ["historyLimit", "mentionPatterns"].into_iter().filter_map(|name| {
        let member = in_groups(name)?;
        let to = ["messages", "groupChat", name];
        fits(member, &to).then_some((member, to))
    });
    let kept: Vec<(Member<'_>, [&str; 3])> = kept.collect();
    let allow_from = allow_from.filter(|member| fits(*member, &allowed));
    let require = require.filter(|member| mentioned.iter().all(|to| fits(*member, to)));

    let mut fix = Some(context.edits(|plan| {
        if let Some(member) = allow_from {
            if has_section("whatsapp") {
                plan.carry_over(member, &allowed)?;
            } else {
                plan.retire(member, "it spoke of WhatsApp, which has no section here")?;
            }
        }
        if let Some((member, value)) = require.and_then(|member| Some((member, member.value()?))) {
            for to in mentioned.iter().filter(|to| root.at(*to).is_none()) {
                plan.set(to, New::Existing(value))?;
            }
            match mentioned.first() {
                Some(first) => plan.absorb(member, first)?,
                None => plan.retire(member, "no channel with groups has a section here")?,
            }
        }
        kept.iter().try_for_each(|(member, to)| plan.carry_over(*member, to))?;
        if let Some(group_chat) = group_chat {
            plan.drop_emptied(group_chat);
        }
        plan.drop_emptied(routing);
        Ok(())
    }));
    let old = [allow_from, require].into_iter().flatten();
    for member in old.chain(kept.iter().map(|(member, _)| *member)) {
        let finding = findings
            .add(Place::name(member), "`routing` is from before channels had settings of their own")
            .help(match member.name().to_lossy().as_ref() {
                "allowFrom" => "its place is `channels.whatsapp.allowFrom`",
                "requireMention" => "its place is `groups[\"*\"].requireMention` of each channel",
                _ => "its place is in `messages.groupChat`",
            });
        if let Some(edits) = fix.take() {
            finding.fix(Safety::Safe, "carry it over to the channels", edits);
        }
    }
}
