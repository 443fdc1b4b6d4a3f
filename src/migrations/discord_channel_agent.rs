//! See the rule's documentation.

use super::channel_entry::ChannelEntry;
use crate::edit::{New, Plan, Refusal};
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Member, Object, Value};

rule! {
    /// Which agent answers in a channel of Discord is said there, and not in `bindings`.
    ///
    /// `agentId` in a channel of a guild has no place: OpenClaw rejects it. A binding says the same, for the
    /// guild, the channel and, where it stood in an account, the account.
    ///
    /// The fix adds such a binding at the end of `bindings`, as `openclaw doctor --fix` does. Where one for
    /// the channel is there already, it wins, and the `agentId` is commented out. One that names no agent is
    /// commented out too.
    ///
    /// ```json5 bad
    /// {
    ///   agents: { entries: { main: {}, support: {} } },
    ///   channels: {
    ///     discord: {
    ///       guilds: {
    ///         "100": {
    ///           channels: {
    ///             "200": {
    ///               agentId: "support",
    /// //            ^^^^^^^
    ///               requireMention: false,
    ///             },
    ///           },
    ///         },
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   agents: { entries: { main: {}, support: {} } },
    ///   channels: {
    ///     discord: {
    ///       guilds: {
    ///         "100": {
    ///           channels: {
    ///             "200": {
    ///               requireMention: false,
    ///             },
    ///           },
    ///         },
    ///       },
    ///     },
    ///   },
    ///   bindings: [
    ///     {
    ///       agentId: "support",
    ///       match: {
    ///         channel: "discord",
    ///         guildId: "100",
    ///         peer: {
    ///           kind: "channel",
    ///           id: "200",
    ///         },
    ///       },
    ///     },
    ///   ],
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   agents: { entries: { main: {}, support: {} } },
    ///   bindings: [
    ///     { agentId: "support", match: { channel: "discord", guildId: "100", peer: { kind: "channel", id: "200" } } },
    ///   ],
    /// }
    /// ```
    ///
    /// The binding that one channel has is none for another:
    ///
    /// ```json5 bad
    /// {
    ///   agents: { entries: { main: {}, support: {} } },
    ///   channels: {
    ///     discord: {
    ///       guilds: {
    ///         "100": { channels: { "200": { agentId: "support" }, "300": { agentId: "main" } } },
    /// //                                    ^^^^^^^                        ^^^^^^^
    ///       },
    ///     },
    ///   },
    ///   bindings: [
    ///     { agentId: "support", match: { channel: "discord", guildId: "100", peer: { kind: "channel", id: "300" } } },
    ///   ],
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   agents: { entries: { main: {}, support: {} } },
    ///   channels: {
    ///     discord: {
    ///       guilds: {
    ///         "100": { channels: { "200": {}, "300": { /* `bindings` has the channel already: agentId: "main" */ } } },
    ///       },
    ///     },
    ///   },
    ///   bindings: [
    ///     { agentId: "support", match: { channel: "discord", guildId: "100", peer: { kind: "channel", id: "300" } } },
    ///     {
    ///       agentId: "support",
    ///       match: {
    ///         channel: "discord",
    ///         guildId: "100",
    ///         peer: { kind: "channel", id: "200" },
    ///       },
    ///     },
    ///   ],
    /// }
    /// ```
    "discord-channel-agent" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(root) = context.tree.root() else { return };
    let mut old = Vec::new();
    for entry in ChannelEntry::of_channel(root, "discord") {
        let guilds = entry.at(&["guilds"]).and_then(Value::as_object);
        for guild in guilds.into_iter().flat_map(Object::members) {
            let channels = guild.value().and_then(|guild| guild.get("channels")?.as_object());
            for channel in channels.into_iter().flat_map(Object::members) {
                let member =
                    channel.value().and_then(|channel| channel.as_object()?.get("agentId"));
                let Some(member) = member else { continue };
                let (guild, channel) = (name(guild), name(channel));
                let path = ["guilds", &guild, "channels", &channel, "agentId"];
                if entry.rules_at(context, &path).is_none() {
                    let account = entry.account().map(str::to_owned);
                    old.push(Route { member, account, guild, channel });
                }
            }
        }
    }
    if old.is_empty() || context.world.target.lookup(&["bindings"]).is_none() {
        return;
    }
    let bindings = root.get("bindings").and_then(Value::as_array);
    let bindings: Vec<Value<'_>> =
        bindings.map(|bindings| bindings.items().collect()).unwrap_or_default();
    // All routes in one plan: the first may have to make the list that the others stand in.
    let mut fix = Some(context.edits(|plan| route_all(plan, root, &old, &bindings)));
    for route in &old {
        let finding = findings
            .add(Place::name(route.member), "a channel of a guild does not say which agent answers")
            .help("its place is `bindings`, with the guild and the channel in `match`");
        if let Some(edits) = fix.take() {
            finding.fix(Safety::Safe, "say it in `bindings`", edits);
        }
    }
}

/// An agent named in a channel of a guild.
struct Route<'t> {
    member: Member<'t>,
    account: Option<String>,
    guild: String,
    channel: String,
}

impl Route<'_> {
    /// The agent that it names.
    fn agent(&self) -> Option<String> {
        let text = self.member.value()?.as_text()?.to_lossy().trim().to_owned();
        (!text.is_empty()).then_some(text)
    }

    /// Whether a binding is for that channel.
    fn is_bound_by(&self, binding: Value<'_>) -> bool {
        let is = |path: &[&str], text: &str| binding.at(path).is_some_and(|it| it.is_text(text));
        let account = self.account.as_deref();
        is(&["match", "channel"], "discord")
            && is(&["match", "guildId"], &self.guild)
            && account.is_none_or(|account| is(&["match", "accountId"], account))
            && is(&["match", "peer", "kind"], "channel")
            && is(&["match", "peer", "id"], &self.channel)
    }

    /// The binding that says the same.
    fn binding<'n>(&self, agent: &str) -> New<'n> {
        let peer = New::object([("kind", "channel"), ("id", &self.channel)]);
        let mut matched: Vec<(&str, New<'n>)> = vec![
            ("channel", "discord".into()),
            ("guildId", self.guild.as_str().into()),
            ("peer", peer),
        ];
        matched.extend(self.account.as_deref().map(|account| ("accountId", account.into())));
        New::object([("agentId", agent.into()), ("match", New::object(matched))])
    }
}

fn route_all<'t>(
    plan: &mut Plan<'t>,
    root: Value<'t>,
    old: &[Route<'t>],
    bindings: &[Value<'t>],
) -> Result<(), Refusal> {
    let mut new = Vec::new();
    for route in old {
        match route.agent() {
            None => plan.retire(route.member, "it names no agent")?,
            Some(_) if bindings.iter().any(|binding| route.is_bound_by(*binding)) => {
                plan.retire(route.member, "`bindings` has the channel already")?;
            }
            Some(agent) => {
                new.push(route.binding(&agent));
                plan.absorb(route.member, &["bindings"])?;
            }
        }
    }
    match root.get("bindings") {
        Some(list) => {
            let list = list.as_array().ok_or(Refusal::NotAnObject)?;
            for binding in new {
                plan.push(list, binding);
            }
            Ok(())
        }
        None if new.is_empty() => Ok(()),
        None => plan.set(&["bindings"], New::List(new)),
    }
}

fn name(member: Member<'_>) -> String {
    member.name().to_lossy().into_owned()
}
