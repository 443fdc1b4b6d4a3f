//! Plugins as OpenClaw 2026.9.6 knows them: those that ship with it, those that it lists for
//! installing, those whose manifests say that they are installed, and what a config says of them.

mod bundled;
mod channel;
mod config_schema;
mod configured;
mod defaults;
mod expected;
mod installed;
mod json;
mod manifest;
mod official;

pub use config_schema::{ConfigSchema, Misfit, Mismatch};
pub use configured::{Configured, Idle};
pub use installed::{Installed, Section};
pub use manifest::{LARGEST_MANIFEST, Manifest, ManifestError};

/// Whether a bundled plugin runs when the config does not speak of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// It runs.
    On,
    /// It runs on macOS.
    OnMac,
    /// It does not.
    Off,
}

/// A plugin that can be installed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Official {
    /// Its id.
    pub id: &'static str,
    /// The npm package that brings it.
    pub package: &'static str,
}

/// Plugins of earlier releases that OpenClaw still knows by name, to say that they are gone.
const RETIRED: [&str; 3] = ["google-antigravity-auth", "google-gemini-cli-auth", "skill-workshop"];

/// Names that stand for a bundled plugin wherever a config names one.
const ALIASES: [(&str, &str); 3] = [
    ("google-gemini-cli", "google"),
    ("minimax-portal", "minimax"),
    ("minimax-portal-auth", "minimax"),
];

/// Commands of bundled plugins that go by another name than their plugin.
const COMMANDS: [(&str, &str); 5] = [
    ("dreaming", "memory-core"),
    ("pair", "device-pair"),
    ("path", "oc-path"),
    ("voice", "talk-voice"),
    ("wiki", "memory-wiki"),
];

/// Other names of channels. OpenClaw takes them in commands and targets, but not as keys.
const CHANNEL_ALIASES: [(&str, &str); 11] = [
    ("gchat", "googlechat"),
    ("google-chat", "googlechat"),
    ("imsg", "imessage"),
    ("internet-relay-chat", "irc"),
    ("lark", "feishu"),
    ("nc", "nextcloud-talk"),
    ("nc-talk", "nextcloud-talk"),
    ("teams", "msteams"),
    ("twitch-chat", "twitch"),
    ("zl", "zalo"),
    ("zlu", "zalouser"),
];

/// Web search providers and the plugins that bring them.
const WEB_SEARCH: [(&str, &str); 15] = [
    ("brave", "brave"),
    ("duckduckgo", "duckduckgo"),
    ("exa", "exa"),
    ("firecrawl", "firecrawl"),
    ("firecrawl-free", "firecrawl"),
    ("gemini", "google"),
    ("grok", "xai"),
    ("kimi", "moonshot"),
    ("minimax", "minimax"),
    ("ollama", "ollama"),
    ("parallel", "parallel"),
    ("parallel-free", "parallel"),
    ("perplexity", "perplexity"),
    ("searxng", "searxng"),
    ("tavily", "tavily"),
];

/// Whether the bundled plugin of exactly that id runs when the config does not speak of it; `None`
/// when none has that id.
pub fn start(id: &str) -> Option<Start> {
    let at = bundled::BUNDLED.binary_search_by(|(own, _)| (*own).cmp(id)).ok()?;
    Some(bundled::BUNDLED[at].1)
}

/// Whether a plugin of exactly that id ships with OpenClaw.
pub fn is_bundled(id: &str) -> bool {
    start(id).is_some()
}

/// The plugin that can be installed and goes by that name: its id, its channel or one of its model
/// providers, in this very case.
pub fn official(name: &str) -> Option<Official> {
    let name = name.trim();
    let at = official::OFFICIAL.binary_search_by(|(own, _, _)| (*own).cmp(name)).ok()?;
    let (_, id, package) = official::OFFICIAL[at];
    Some(Official { id, package })
}

/// The form in which OpenClaw compares the ids that a config holds: trimmed, in lower case, and an
/// alias replaced by the plugin's own id.
pub fn normal_id(name: &str) -> String {
    let name = name.trim().to_lowercase();
    lookup(&ALIASES, &name).map_or(name, str::to_owned)
}

/// Whether a plugin of that name was part of an earlier release.
pub fn is_retired(name: &str) -> bool {
    RETIRED.contains(&normal_id(name).as_str())
}

/// The bundled plugin that has a command of that name, if the plugin itself has another.
pub fn plugin_of_command(command: &str) -> Option<&'static str> {
    lookup(&COMMANDS, &command.trim().to_lowercase())
}

/// The channel that goes by that other name as well.
pub fn channel_of_alias(alias: &str) -> Option<&'static str> {
    lookup(&CHANNEL_ALIASES, &alias.trim().to_lowercase())
}

/// The plugin that brings the web search provider of that name.
pub fn plugin_of_web_search(provider: &str) -> Option<&'static str> {
    lookup(&WEB_SEARCH, provider)
}

/// The names of all web search providers, sorted.
pub fn web_search_providers() -> impl Iterator<Item = &'static str> {
    WEB_SEARCH.iter().map(|(provider, _)| *provider)
}

fn lookup(table: &[(&str, &'static str)], name: &str) -> Option<&'static str> {
    let at = table.binary_search_by(|(own, _)| (*own).cmp(name)).ok()?;
    Some(table[at].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted() {
        assert!(bundled::BUNDLED.is_sorted_by(|a, b| a.0 < b.0));
        assert!(official::OFFICIAL.is_sorted_by(|a, b| a.0 < b.0));
        for table in [&ALIASES[..], &COMMANDS, &CHANNEL_ALIASES, &WEB_SEARCH] {
            assert!(table.is_sorted_by(|a, b| a.0 < b.0), "{table:?}");
        }
    }

    #[test]
    fn what_the_tables_point_at_is_there() {
        let known = |id| is_bundled(id) || official(id).is_some();
        let tables = [&ALIASES[..], &COMMANDS, &WEB_SEARCH];
        for (name, id) in tables.into_iter().flatten() {
            assert!(known(id), "{name} → {id}");
        }
        for (name, id, package) in official::OFFICIAL {
            assert_eq!(official(id), Some(Official { id, package }), "{name}");
        }
    }
}
