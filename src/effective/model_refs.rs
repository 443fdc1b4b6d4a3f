//! Where a config names models (OpenClaw 2026.9.6).

use crate::syntax::{Array, Member, NodeId, Object, Tree, Value};

/// A place where a model is named as `provider/model`.
#[derive(Debug, Clone, Copy)]
pub enum ModelRef<'t> {
    /// A string.
    Text(Value<'t>),
    /// The name of a member of a map of models.
    Name(Member<'t>),
}

impl<'t> ModelRef<'t> {
    /// Its node.
    pub fn id(self) -> NodeId {
        match self {
            Self::Text(value) => value.id(),
            Self::Name(member) => member.id(),
        }
    }

    /// The one at a node.
    pub fn at(tree: &'t Tree, id: NodeId) -> Self {
        Member::at(tree, id).map_or_else(|| Self::Text(Value::new(tree, id)), Self::Name)
    }
}

/// What stands at a path.
#[derive(Clone, Copy)]
enum Kind {
    /// A string.
    Text,
    /// A string, or an object of `primary` and `fallbacks`.
    Choice,
    /// A map by model.
    Map,
}

/// Below `agents.defaults` and each agent.
const IN_AGENT: [(&[&str], Kind); 13] = [
    (&["model"], Kind::Choice),
    (&["utilityModel"], Kind::Choice),
    (&["imageModel"], Kind::Choice),
    (&["voiceModel"], Kind::Choice),
    (&["pdfModel"], Kind::Choice),
    (&["mediaModels", "image"], Kind::Choice),
    (&["mediaModels", "video"], Kind::Choice),
    (&["mediaModels", "music"], Kind::Choice),
    (&["heartbeat", "model"], Kind::Text),
    (&["subagents", "model"], Kind::Choice),
    (&["compaction", "model"], Kind::Text),
    (&["compaction", "memoryFlush", "model"], Kind::Text),
    (&["models"], Kind::Map),
];

/// Below each agent, but not below `agents.defaults`.
const IN_ENTRY: [(&[&str], Kind); 2] = [
    (&["tools", "exec", "reviewer", "model"], Kind::Choice),
    (&["tts", "summaryModel"], Kind::Text),
];

/// Below the root.
const IN_ROOT: [(&[&str], Kind); 6] = [
    (&["tools", "exec", "reviewer", "model"], Kind::Choice),
    (&["tools", "media", "image", "preferredModel"], Kind::Text),
    (&["tools", "media", "audio", "preferredModel"], Kind::Text),
    (&["tools", "media", "video", "preferredModel"], Kind::Text),
    (&["hooks", "gmail", "model"], Kind::Text),
    (&["tts", "summaryModel"], Kind::Text),
];

/// Below `channels.discord` and each of its accounts.
const IN_DISCORD: [(&[&str], Kind); 2] =
    [(&["voice", "model"], Kind::Text), (&["voice", "tts", "summaryModel"], Kind::Text)];

/// The places where a config names models of its agents, tools, hooks and channels.
pub fn model_refs(config: Value<'_>) -> Vec<ModelRef<'_>> {
    let mut found = Vec::new();
    collect(config, &IN_ROOT, &mut found);
    if let Some(agents) = config.get("agents") {
        if let Some(defaults) = agents.get("defaults") {
            collect(defaults, &IN_AGENT, &mut found);
        }
        let list = agents.get("list").and_then(Value::as_array);
        let agents: Vec<_> = match agents.get("entries") {
            Some(entries) => values(entries),
            None => list.into_iter().flat_map(Array::items).collect(),
        };
        for agent in agents {
            collect(agent, &IN_AGENT, &mut found);
            collect(agent, &IN_ENTRY, &mut found);
        }
    }
    for channel in config.at(&["channels", "modelByChannel"]).map(values).unwrap_or_default() {
        let texts = values(channel).into_iter().filter(|value| value.as_text().is_some());
        found.extend(texts.map(ModelRef::Text));
    }
    let mappings = config.at(&["hooks", "mappings"]).and_then(Value::as_array);
    for mapping in mappings.into_iter().flat_map(Array::items) {
        collect(mapping, &[(&["model"], Kind::Text)], &mut found);
    }
    if let Some(discord) = config.at(&["channels", "discord"]) {
        collect(discord, &IN_DISCORD, &mut found);
        for account in discord.get("accounts").map(values).unwrap_or_default() {
            collect(account, &IN_DISCORD, &mut found);
        }
    }
    found
}

fn collect<'t>(from: Value<'t>, paths: &[(&[&str], Kind)], found: &mut Vec<ModelRef<'t>>) {
    for (path, kind) in paths {
        let Some(value) = from.at(path) else { continue };
        match kind {
            Kind::Map => {
                let members = value.as_object().into_iter().flat_map(Object::counting);
                found.extend(members.map(ModelRef::Name));
            }
            Kind::Choice if value.as_object().is_some() => {
                let fallbacks = value.get("fallbacks").and_then(Value::as_array);
                let items = fallbacks.into_iter().flat_map(Array::items);
                let texts = value.get("primary").into_iter().chain(items);
                found.extend(texts.filter(|text| text.as_text().is_some()).map(ModelRef::Text));
            }
            Kind::Text | Kind::Choice => {
                found.extend(value.as_text().map(|_| ModelRef::Text(value)));
            }
        }
    }
}

/// The values of an object's members that count; none of any other value.
fn values(object: Value<'_>) -> Vec<Value<'_>> {
    let members = object.as_object().into_iter().flat_map(Object::counting);
    members.filter_map(Member::value).collect()
}
