//! The plugins that are installed besides the bundled ones, and what a config holds for them.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::config_schema::{ConfigSchema, Mismatch};
use super::json::to_json;
use super::{Configured, Manifest, normal_id};
use crate::finding::Place;
use crate::syntax::{Object, Value};

/// The installed plugins. One with the id of a bundled plugin stands in its place, as it does in
/// OpenClaw 2026.9.6 when it was installed or chosen by `plugins.load.paths`.
#[derive(Debug, Clone, Default)]
pub struct Installed {
    manifests: Arc<Vec<Manifest>>,
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
        let mut seen = BTreeSet::new();
        let mut manifests = manifests;
        manifests.retain(|manifest| seen.insert(manifest.id.clone()));
        Self { manifests: Arc::new(manifests) }
    }

    /// Their manifests.
    pub fn iter(&self) -> impl Iterator<Item = &Manifest> {
        self.manifests.iter()
    }

    /// The one of exactly that id.
    pub fn get(&self, id: &str) -> Option<&Manifest> {
        self.iter().find(|manifest| manifest.id == id)
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
        if self.manifests.is_empty() {
            return Vec::new();
        }
        let mut sections = Vec::new();
        // Without the key OpenClaw looks at no plugin's config.
        if let Some(plugins) = config.as_object().and_then(|root| root.get("plugins")) {
            let configured = Configured::of(config);
            for manifest in self.iter() {
                sections.extend(own_section(manifest, &configured, Place::name(plugins)));
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
        self.iter().find_map(|manifest| {
            let channel = manifest.channels.iter().find(|channel| *channel == name)?;
            Some((manifest, channel.as_str(), manifest.channel_configs.get(channel)?))
        })
    }
}

/// The config of a plugin, if OpenClaw looks at it: there is one, or the plugin runs.
fn own_section<'t, 'm>(
    manifest: &'m Manifest,
    configured: &Configured<'t>,
    section: Place,
) -> Option<Section<'t, 'm>> {
    let entries = configured.entries();
    let mut entries =
        entries.iter().filter(|entry| normal_id(&entry.name().to_lossy()) == manifest.id);
    let entry = entries.next_back();
    let value = entry.and_then(|entry| entry.value());
    let config = value.and_then(|value| value.get("config"));
    // What is no object is rejected before the plugin is asked.
    if config.is_some_and(|config| config.as_object().is_none()) {
        return None;
    }
    if config.is_none() && configured.idle_installed(manifest, value).is_some() {
        return None;
    }
    let place = match (config, value, entry) {
        (Some(config), ..) => Place::value(config),
        (None, Some(value), _) if value.as_object().is_some() => Place::value(value),
        (None, _, Some(entry)) => Place::name(*entry),
        (None, _, None) => section,
    };
    Some(Section { manifest, schema: &manifest.config, channel: None, value: config, place })
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
