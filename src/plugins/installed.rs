//! The plugins that are installed besides the bundled ones, and what a config holds for them.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::config_schema::{ConfigSchema, Mismatch};
use super::json::to_json;
use super::{Configured, Manifest, normal_id};
use crate::finding::Place;
use crate::syntax::{Member, Object, Value};

/// The installed plugins. One with the id of a bundled plugin stands in its place, as it does in
/// OpenClaw 2026.9.6 when it was installed or chosen by `plugins.load.paths`.
#[derive(Debug, Clone, Default)]
pub struct Installed(Arc<Index>);

/// The manifests, and where in their list is what they are looked up by.
#[derive(Debug, Default)]
struct Index {
    manifests: Vec<Manifest>,
    ids: BTreeMap<String, usize>,
    /// For each channel the first that brings a schema for it.
    channels: BTreeMap<String, usize>,
}

/// A part of a config that an installed plugin judges.
#[derive(Debug, Clone)]
pub struct Section<'t, 'm> {
    /// The plugin.
    pub manifest: &'m Manifest,
    /// What it takes.
    pub schema: &'m ConfigSchema,
    /// The channel, unless it is the plugin's own config.
    pub channel: Option<&'m str>,
    /// What stands there.
    pub value: Option<Value<'t>>,
    /// Where it is, or where it would be.
    pub place: Place,
}

impl Installed {
    /// Of two manifests of one id the first counts.
    pub fn new(manifests: Vec<Manifest>) -> Self {
        let mut index = Index::default();
        for manifest in manifests {
            let at = index.manifests.len();
            if index.ids.contains_key(&manifest.id) {
                continue;
            }
            index.ids.insert(manifest.id.clone(), at);
            let judged = |channel: &&String| manifest.channel_configs.contains_key(*channel);
            for channel in manifest.channels.iter().filter(judged) {
                index.channels.entry(channel.clone()).or_insert(at);
            }
            index.manifests.push(manifest);
        }
        Self(Arc::new(index))
    }

    /// Their manifests.
    pub fn iter(&self) -> impl Iterator<Item = &Manifest> {
        self.0.manifests.iter()
    }

    /// The one of exactly that id.
    pub fn get(&self, id: &str) -> Option<&Manifest> {
        Some(&self.0.manifests[*self.0.ids.get(id)?])
    }

    /// The channels that they bring.
    pub fn channels(&self) -> impl Iterator<Item = &str> {
        self.iter().flat_map(|manifest| manifest.channels.iter().map(String::as_str))
    }

    /// Whether one of them brings the web search provider of that name.
    pub fn searches(&self, provider: &str) -> bool {
        self.iter().any(|manifest| manifest.web_search.iter().any(|own| own == provider))
    }

    /// The one that has a command of that name.
    pub fn of_command(&self, command: &str) -> Option<&Manifest> {
        let command = command.trim().to_lowercase();
        self.iter().find(|manifest| manifest.commands.contains(&command))
    }

    /// The keys whose values are secret by their word; see [`Manifest::secret_keys`].
    pub fn secret_keys(&self) -> Vec<Vec<String>> {
        self.iter().flat_map(|manifest| manifest.secret_keys.iter().cloned()).collect()
    }

    /// What of a config they judge: the config of each that has one or runs, and their channels.
    pub fn sections<'t>(&self, config: Value<'t>) -> Vec<Section<'t, '_>> {
        if self.0.manifests.is_empty() {
            return Vec::new();
        }
        let mut sections = Vec::new();
        // Without the key OpenClaw looks at no plugin's config.
        if let Some(plugins) = config.as_object().and_then(|root| root.get("plugins")) {
            let configured = Configured::of(config);
            let entries = Entry::all(config);
            for manifest in self.iter() {
                let entry = entries.get(&manifest.id).copied().unwrap_or_default();
                sections.extend(own_section(manifest, &configured, entry, Place::name(plugins)));
            }
        }
        let channels = config.get("channels").and_then(Value::as_object);
        for (name, member) in channels.map(Object::effective).unwrap_or_default() {
            let name = name.to_lossy();
            let Some((manifest, channel, schema)) = self.channel_schema(name.trim()) else {
                continue;
            };
            // OpenClaw looks a channel up by its trimmed name and finds what stands there.
            let value = member.value().filter(|_| name.trim() == name);
            if name.trim() == name || channels.is_some_and(|all| all.get(name.trim()).is_none()) {
                let place = value.map_or_else(|| Place::name(member), Place::value);
                sections.push(Section { manifest, schema, channel: Some(channel), value, place });
            }
        }
        sections
    }

    fn channel_schema(&self, name: &str) -> Option<(&Manifest, &str, &ConfigSchema)> {
        let (channel, at) = self.0.channels.get_key_value(name)?;
        let manifest = &self.0.manifests[*at];
        Some((manifest, channel, manifest.channel_configs.get(channel)?))
    }
}

/// What the entries of one plugin say together, however its id is written: the last to say
/// something counts.
#[derive(Debug, Clone, Copy, Default)]
struct Entry<'t> {
    last: Option<Member<'t>>,
    /// The value of the last that says whether the plugin is on.
    switch: Option<Value<'t>>,
    config: Option<Value<'t>>,
}

impl<'t> Entry<'t> {
    /// Those of a config, by the normal form of the id.
    fn all(config: Value<'t>) -> BTreeMap<String, Self> {
        let entries = config.at(&["plugins", "entries"]).and_then(Value::as_object);
        let mut all: BTreeMap<String, Self> = BTreeMap::new();
        for member in entries.into_iter().flat_map(Object::members) {
            let entry = all.entry(normal_id(&member.name().to_lossy())).or_default();
            let Some(value) = member.value() else { continue };
            let is_switch = |value: &Value<'_>| value.get("enabled").is_some();
            entry.switch = Some(value).filter(is_switch).or(entry.switch);
            entry.config = value.get("config").or(entry.config);
            entry.last = Some(member);
        }
        all
    }
}

/// The config of a plugin, if OpenClaw looks at it: there is one, or the plugin runs.
fn own_section<'t, 'm>(
    manifest: &'m Manifest,
    configured: &Configured<'t>,
    entry: Entry<'t>,
    plugins: Place,
) -> Option<Section<'t, 'm>> {
    let section = |value, place| {
        Some(Section { manifest, schema: &manifest.config, channel: None, value, place })
    };
    if let Some(config) = entry.config {
        // What is no object is rejected before the plugin is asked.
        config.as_object()?;
        return section(Some(config), Place::value(config));
    }
    if manifest.config.takes_empty() || configured.idle_installed(manifest, entry.switch).is_some()
    {
        return None;
    }
    section(None, entry.last.map_or(plugins, Place::name))
}

impl Section<'_, '_> {
    /// Where it does not fit what the plugin takes; `read` gives the text of a string.
    pub fn mismatches(&self, read: &dyn Fn(Value<'_>) -> Option<String>) -> Vec<Mismatch> {
        let json = match (self.value, self.channel) {
            (Some(value), _) => to_json(value, read),
            // A plugin without a config has an empty one; a channel has none at all.
            (None, None) => Some(json!({})),
            (None, Some(_)) => Some(Json::Null),
        };
        json.map(|json| self.schema.mismatches(&json)).unwrap_or_default()
    }
}
