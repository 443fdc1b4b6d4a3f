//! Writing out by name what fell to the default agent.

use crate::edit::{New, Plan, Refusal, Where};
use crate::plugins;
use crate::rules::Context;
use crate::schema::trim;
use crate::syntax::{Array, Object, Value};

/// The agent that owned what no agent was named for.
pub(super) struct Owner<'t> {
    /// Its id.
    pub(super) id: String,
    /// What the config says of it.
    pub(super) agent: Object<'t>,
}

/// Where an agent alone has its files unless the config says otherwise. Among several each has a
/// folder of its own.
const WORKSPACE: &str = "~/.openclaw/workspace";

/// The agent whose state is the base of the others'.
const BASE: &str = "main";

impl<'t> Owner<'t> {
    /// Makes ownership explicit and this agent the one that each surface names which names none so
    /// far, as OpenClaw 2026.9.6 does it each time it reads the config: channels by bindings, then
    /// the heartbeat, system work, sign-ins, the session store and talk. Its files stay where they
    /// are. `agents` are all agents of the config.
    ///
    /// # Errors
    /// When one of the places is not what it should be.
    pub(super) fn take_over(
        &self,
        context: &Context<'_>,
        plan: &mut Plan<'t>,
        root: Value<'t>,
        agents: &[Value<'t>],
    ) -> Result<(), Refusal> {
        let section = root.get("agents").and_then(Value::as_object).ok_or(Refusal::NotAnObject)?;
        let defaults = section.value().get("defaults");
        if section.get("ownership").is_none() {
            plan.insert(section, Where::First, "ownership", "explicit")?;
        }
        self.keep_workspace(context, plan, defaults)?;
        self.bind_channels(context, plan, root)?;
        for key in self.surfaces(root, defaults, agents) {
            plan.set(&["agents", "defaults", key, "agentId"], self.id.as_str())?;
        }
        let talk = root.get("talk");
        if talk.is_none_or(lacks_agent) {
            plan.set(&["talk", "agentId"], self.id.as_str())?;
        }
        Ok(())
    }

    fn keep_workspace(
        &self,
        context: &Context<'_>,
        plan: &mut Plan<'t>,
        defaults: Option<Value<'t>>,
    ) -> Result<(), Refusal> {
        let own = self.agent.get("workspace").and_then(crate::syntax::Member::value);
        let is_blank =
            |value: Value<'_>| context.text(value).is_some_and(|it| trim(&it).is_empty());
        let general = defaults.and_then(|it| it.get("workspace"));
        let workspace = match general.filter(|it| it.as_text().is_some() && !is_blank(*it)) {
            Some(general) => New::from(general),
            None => New::from(WORKSPACE),
        };
        match own {
            None => plan.insert(self.agent, Where::Last, "workspace", workspace),
            Some(own) if is_blank(own) => {
                plan.replace(own, workspace);
                Ok(())
            }
            Some(_) => Ok(()),
        }
    }

    fn bind_channels(
        &self,
        context: &Context<'_>,
        plan: &mut Plan<'t>,
        root: Value<'t>,
    ) -> Result<(), Refusal> {
        let bindings = root.get("bindings");
        let list = bindings.and_then(Value::as_array);
        if bindings.is_some() && list.is_none() {
            return Ok(());
        }
        let bound: Vec<String> = list
            .into_iter()
            .flat_map(Array::items)
            .filter_map(|binding| bound_as_a_whole(context, binding))
            .collect();
        let mut channels = configured_channels(root);
        channels.retain(|channel| !bound.contains(channel));
        let new = channels.into_iter().map(|channel| {
            let place = New::object([("channel", channel.as_str()), ("accountId", "*")]);
            New::object([("agentId", New::from(self.id.as_str())), ("match", place)])
        });
        if let Some(list) = list {
            new.for_each(|binding| plan.push(list, binding));
            return Ok(());
        }
        let new: Vec<New<'_>> = new.collect();
        if new.is_empty() { Ok(()) } else { plan.set(&["bindings"], New::list(new)) }
    }

    /// The sections of the defaults that are to name it.
    fn surfaces(
        &self,
        root: Value<'_>,
        defaults: Option<Value<'_>>,
        agents: &[Value<'_>],
    ) -> Vec<&'static str> {
        if defaults.is_some_and(|defaults| defaults.as_object().is_none()) {
            return Vec::new();
        }
        let section = |name| defaults.and_then(|defaults| defaults.get(name));
        let is_free = |name| section(name).is_none_or(lacks_agent);
        let store = root.at(&["session", "store"]).and_then(Value::as_text);
        let store = store.map(|store| store.to_lossy().into_owned());
        let is_shared =
            store.is_some_and(|store| !trim(&store).is_empty() && !store.contains("{agentId}"));
        let has_heartbeat = section("heartbeat").is_some()
            || agents.iter().any(|agent| agent.get("heartbeat").is_some_and(is_on));
        [
            ("heartbeat", !has_heartbeat),
            ("systemAgent", is_free("systemAgent")),
            ("authInheritance", self.id != BASE && is_free("authInheritance")),
            ("sessionStore", is_shared && is_free("sessionStore")),
        ]
        .into_iter()
        .filter_map(|(name, names_it)| names_it.then_some(name))
        .collect()
    }
}

/// Where channels stood before 2026.1.24: each at the root, or all in one section.
const OLDER_CHANNELS: [&str; 8] =
    ["discord", "imessage", "msteams", "providers", "signal", "slack", "telegram", "whatsapp"];

/// Whether all channels of the config stand where they are looked for. Others are moved first.
pub(super) fn has_settled_channels(root: Value<'_>) -> bool {
    OLDER_CHANNELS.iter().all(|name| root.get(name).is_none())
}

/// Whether a section is one that could name an agent, and names none.
fn lacks_agent(section: Value<'_>) -> bool {
    section.as_object().is_some_and(|section| section.get("agentId").is_none())
}

/// Whether a value counts as something, as JavaScript sees it.
pub(super) fn is_on(value: Value<'_>) -> bool {
    let is_off = value.is_null()
        || value.as_bool() == Some(false)
        || value.is_text("")
        || value.as_number().is_some_and(|number| number == 0.0 || number.is_nan());
    !is_off
}

/// The channels that the config sets up and does not switch off, by their own names, sorted.
fn configured_channels(root: Value<'_>) -> Vec<String> {
    let section = root.get("channels").and_then(Value::as_object);
    let mut channels: Vec<String> = section
        .into_iter()
        .flat_map(Object::effective)
        .filter(|(name, _)| *name != "defaults" && *name != "modelByChannel")
        .filter(|(_, member)| {
            let enabled = member.value().and_then(|channel| channel.get("enabled"));
            enabled.is_none_or(|enabled| enabled.as_bool() != Some(false))
        })
        .map(|(name, _)| channel_id(&name.to_lossy()))
        .filter(|channel| !channel.is_empty())
        .collect();
    channels.sort_unstable();
    channels.dedup();
    channels
}

fn channel_id(name: &str) -> String {
    plugins::channel_of_alias(name).map_or_else(|| trim(name).to_lowercase(), str::to_owned)
}

/// The channel that a binding speaks of, if it takes all of it.
fn bound_as_a_whole<'t>(context: &Context<'_>, binding: Value<'t>) -> Option<String> {
    let text = |value: Option<Value<'t>>| value.and_then(|value| context.text(value));
    let place = binding.get("match")?;
    let is_blank = |name| text(place.get(name)).is_none_or(|it| trim(&it).is_empty());
    let whole = trim(&text(place.get("accountId"))?) == "*"
        && place.get("peer").is_none()
        && is_blank("guildId")
        && is_blank("teamId")
        && place.get("roles").and_then(Value::as_array).is_none_or(|it| it.items().count() == 0)
        && text(binding.get("type")).as_deref() != Some("acp");
    whole.then(|| text(place.get("channel"))).flatten().map(|channel| channel_id(&channel))
}
