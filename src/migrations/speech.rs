//! The places at which speech is set up.

use super::{agent_scopes, channel_entries};
use crate::syntax::{Member, Object, Value};

/// The names under which providers stood beside `providers`.
pub(super) const BESIDE_PROVIDERS: [&str; 4] = ["openai", "elevenlabs", "microsoft", "edge"];

/// The settings of speech that belong to no agent and no channel, with their paths: the ones of all,
/// and those of the plugin for calls.
pub(super) fn shared(root: Value<'_>) -> Vec<(&'static [&'static str], Object<'_>)> {
    const PATHS: [&[&str]; 3] =
        [&["tts"], &["messages", "tts"], &["plugins", "entries", "voice-call", "config", "tts"]];
    let found = PATHS.iter().map(|path| (*path, root.at(path).and_then(Value::as_object)));
    found.filter_map(|(path, object)| Some((path, object?))).collect()
}

/// Every object of settings of speech: the shared ones, those of agents and of channels, where
/// OpenClaw's migrations look for them (2026.9.6).
pub(super) fn all(root: Value<'_>) -> Vec<Object<'_>> {
    let mut found: Vec<Object<'_>> = shared(root).into_iter().map(|(_, object)| object).collect();
    found.extend(agent_scopes(root).iter().filter_map(|scope| scope.at(&["tts"])?.as_object()));
    for (channel, scope) in channel_entries(root) {
        // What Discord has at its top is of another kind.
        let own = scope.at(&["tts"]).filter(|_| channel != "discord");
        let of_voice = scope.at(&["voice", "tts"]);
        found.extend(own.into_iter().chain(of_voice).filter_map(Value::as_object));
    }
    found
}

/// The settings of each provider in an object of settings of speech, those of its personas included.
pub(super) fn providers(speech: Object<'_>) -> Vec<Object<'_>> {
    let personas = speech.value().get("personas").and_then(Value::as_object);
    let personas = personas.into_iter().flat_map(Object::members);
    let personas = personas.filter_map(|persona| persona.value()?.as_object());
    let mut found = Vec::new();
    for owner in std::iter::once(speech).chain(personas) {
        let map = owner.value().get("providers").and_then(Value::as_object);
        let named = map.into_iter().flat_map(Object::members).filter_map(Member::value);
        let beside = BESIDE_PROVIDERS.iter().filter_map(|name| owner.value().get(name));
        found.extend(named.chain(beside).filter_map(Value::as_object));
    }
    found
}
