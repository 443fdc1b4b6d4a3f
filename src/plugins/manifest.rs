//! Manifests: what an installed plugin says of itself in its `openclaw.plugin.json`, which is
//! JSON5. Read as OpenClaw 2026.9.6 reads them, as far as a config is judged by them.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value as Json;

use super::channel::add_core_keys;
use super::config_schema::ConfigSchema;
use super::json::{DEEPEST, to_json};
use crate::syntax::{self, Segment, Value};
use crate::text::{LineIndex, Position};

/// The largest manifest that OpenClaw reads, in bytes.
pub const LARGEST_MANIFEST: u64 = 256 << 10;

/// What an installed plugin says of itself.
#[derive(Debug)]
pub struct Manifest {
    /// Its file, as output calls it.
    pub path: String,
    /// The plugin's id.
    pub id: String,
    /// The channels that it brings.
    pub channels: Vec<String>,
    /// The exclusive places that it may fill: `memory`, `context-engine`.
    pub kinds: Vec<String>,
    /// The web search providers that it brings.
    pub web_search: Vec<String>,
    /// Its commands.
    pub commands: Vec<String>,
    /// What its config must be.
    pub config: ConfigSchema,
    /// What the sections of its channels must be, by channel.
    pub channel_configs: BTreeMap<String, ConfigSchema>,
    /// The keys whose values are secret by its own word, from the config's root; `*` is any name.
    pub secret_keys: Vec<Vec<String>>,
}

/// Why a manifest says nothing. Written so that it follows its path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ManifestError {
    /// It is not JSON5 from this place on.
    NotJson5(Position),
    /// It is not an object.
    NotAnObject,
    /// It nests deeper than it can mean anything by.
    TooDeep,
    /// It has no id.
    NoId,
    /// It has no schema for its config, not even an empty one.
    NoSchema,
}

impl fmt::Display for ManifestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotJson5(at) => {
                write!(f, "the manifest is not JSON5 (line {}, column {})", at.line, at.column)
            }
            Self::NotAnObject => f.write_str("the manifest is not an object"),
            Self::TooDeep => write!(f, "the manifest nests more than {DEEPEST} levels"),
            Self::NoId => f.write_str("the manifest has no `id`"),
            Self::NoSchema => f.write_str("the manifest has no `configSchema`"),
        }
    }
}

impl std::error::Error for ManifestError {}

impl Manifest {
    /// Reads a manifest; `path` is what output calls its file.
    ///
    /// # Errors
    /// When OpenClaw would not take it as one.
    pub fn parse(path: impl Into<String>, text: String) -> Result<Self, ManifestError> {
        let tree = syntax::parse(text);
        if let Some(error) = tree.errors().first() {
            let at = LineIndex::new(tree.text()).position(error.span.start, tree.text());
            return Err(ManifestError::NotJson5(at));
        }
        let root = tree.root().filter(|root| root.as_object().is_some());
        let root = root.ok_or(ManifestError::NotAnObject)?;
        let as_written = |value: Value<'_>| Some(value.as_text()?.to_lossy().into_owned());
        let manifest = to_json(root, &as_written).ok_or(ManifestError::TooDeep)?;
        let id = manifest["id"].as_str().map(str::trim).filter(|id| !id.is_empty());
        let id = id.ok_or(ManifestError::NoId)?.to_owned();
        let config = Some(&manifest["configSchema"]).filter(|schema| schema.is_object());
        let config = ConfigSchema::new(config.ok_or(ManifestError::NoSchema)?.clone());
        let channels = texts(&manifest["channels"]);
        let mut channel_configs = BTreeMap::new();
        let mut secret_keys =
            secret_keys(&manifest["uiHints"], &["plugins", "entries", &id, "config"]);
        for (channel, about) in manifest["channelConfigs"].as_object().into_iter().flatten() {
            secret_keys.extend(self::secret_keys(&about["uiHints"], &["channels", channel]));
            if about["schema"].is_object() {
                let mut schema = about["schema"].clone();
                add_core_keys(&mut schema);
                channel_configs.insert(channel.clone(), ConfigSchema::new(schema));
            }
        }
        let aliases = manifest["commandAliases"].as_array().into_iter().flatten();
        let commands = aliases.filter_map(|alias| alias["name"].as_str().or(alias.as_str()));
        let kinds = match manifest["kind"].as_str() {
            Some(kind) => vec![kind.to_owned()],
            None => texts(&manifest["kind"]),
        };
        Ok(Self {
            path: path.into(),
            channels,
            kinds,
            web_search: texts(&manifest["contracts"]["webSearchProviders"]),
            commands: commands.map(|name| name.trim().to_lowercase()).collect(),
            config,
            channel_configs,
            secret_keys,
            id,
        })
    }
}

impl Manifest {
    /// Whether what stands at a key, or above it, is secret by the plugin's word.
    pub fn is_secret(&self, key: &[Segment]) -> bool {
        self.secret_keys.iter().any(|secret| {
            secret.len() <= key.len()
                && secret.iter().zip(key).all(|(own, name)| own == "*" || own == name)
        })
    }
}

/// The trimmed texts of a list, blank ones left out.
fn texts(list: &Json) -> Vec<String> {
    let items = list.as_array().into_iter().flatten().filter_map(Json::as_str);
    items.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned).collect()
}

/// The keys below `above` that hints say are secret, wholly or in a part of a URL.
fn secret_keys(hints: &Json, above: &[&str]) -> Vec<Vec<String>> {
    let is_secret = |hint: &Json| {
        let in_url = texts(&hint["tags"]).iter().any(|tag| tag == "url-secret");
        hint["sensitive"] == true || in_url
    };
    let secret = hints.as_object().into_iter().flatten().filter(|(_, hint)| is_secret(hint));
    secret
        .map(|(path, _)| {
            let below = path.trim().trim_start_matches('.').split('.');
            above.iter().copied().chain(below).map(str::to_owned).collect()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<Manifest, ManifestError> {
        Manifest::parse("openclaw.plugin.json", text.to_owned())
    }

    #[test]
    fn a_manifest_says_what_the_plugin_brings() {
        let manifest = parsed(
            "{ // JSON5
            id: ' parrot ', kind: ['memory'], channels: ['parrot', ' ', 1],
            configSchema: { type: 'object' }, commandAliases: [{ name: 'Squawk' }],
            contracts: { webSearchProviders: ['seeds'] },
            uiHints: { 'a.*.b': { sensitive: true }, c: { label: 'C' } },
            channelConfigs: { parrot: { schema: {}, uiHints: { url: { tags: ['url-secret'] } } } } }",
        );
        let manifest = manifest.expect("it is one");
        assert_eq!(
            (manifest.id.as_str(), manifest.kinds.as_slice()),
            ("parrot", &["memory".to_owned()][..])
        );
        assert_eq!(manifest.channels, ["parrot"]);
        assert_eq!(
            (manifest.web_search, manifest.commands),
            (vec!["seeds".to_owned()], vec!["squawk".to_owned()])
        );
        assert!(manifest.channel_configs.contains_key("parrot"));
        let secret: Vec<String> = manifest.secret_keys.iter().map(|key| key.join("/")).collect();
        assert_eq!(secret, ["plugins/entries/parrot/config/a/*/b", "channels/parrot/url"]);
    }

    #[test]
    fn what_is_no_manifest_says_why() {
        let deep = "[".repeat(1_000_000);
        let nested =
            format!("{{ id: 'x', configSchema: {}0{} }}", "[".repeat(200), "]".repeat(200));
        for (text, message) in [
            ("{ id: }", "the manifest is not JSON5 (line 1, column 6)"),
            ("", "the manifest is not JSON5 (line 1, column 1)"),
            ("[]", "the manifest is not an object"),
            ("{ configSchema: {} }", "the manifest has no `id`"),
            ("{ id: ' ', configSchema: {} }", "the manifest has no `id`"),
            ("{ id: 'x', configSchema: [] }", "the manifest has no `configSchema`"),
            (&nested, "the manifest nests more than 128 levels"),
        ] {
            let error = parsed(text).expect_err("it is none");
            assert_eq!(error.to_string(), message);
        }
        assert!(matches!(parsed(&deep), Err(ManifestError::NotJson5(_))));
    }
}
