//! The models that agents answer with, as OpenClaw's audit counts them (2026.9.6): aliases
//! resolved, without auth profiles.

use std::collections::BTreeMap;

use super::{Config, ModelName, Scope, members};
use crate::schema::trim;
use crate::syntax::{NodeId, Value};

/// A model that an agent may answer with.
#[derive(Debug, Clone)]
pub struct AuditedModel<'c, 'v, 't> {
    /// The circle that answers with it.
    pub scope: Scope<'c, 'v, 't>,
    /// `provider/model`.
    pub id: &'v str,
    /// Where it is chosen.
    pub place: Value<'t>,
    /// Whether it only looks at images.
    pub for_images: bool,
}

/// An [`AuditedModel`] as it is remembered.
#[derive(Debug)]
pub(super) struct Counted {
    /// Which of the scopes.
    scope: usize,
    id: String,
    place: NodeId,
    for_images: bool,
}

/// The provider of a model that is named without one.
const PROVIDER: &str = "openai";

/// The aliases that models have without the config saying so, if it lists them at all.
const ALIASES: [(&str, &str); 8] = [
    ("opus", "anthropic/claude-opus-5"),
    ("sonnet", "anthropic/claude-sonnet-5"),
    ("gpt", "openai/gpt-5.4"),
    ("gpt-mini", "openai/gpt-5.4-mini"),
    ("gpt-nano", "openai/gpt-5.4-nano"),
    ("gemini", "google/gemini-3.1-pro-preview"),
    ("gemini-flash", "google/gemini-3-flash-preview"),
    ("gemini-flash-lite", "google/gemini-3.1-flash-lite"),
];

impl<'v, 't> Config<'v, 't> {
    /// The models that are chosen for all and for each agent: the first of each choice and those it
    /// falls back to.
    pub fn audited_models(&self) -> Vec<AuditedModel<'_, 'v, 't>> {
        let scopes = self.scopes();
        let counted = self.remembered.models.get_or_init(|| self.counted(&scopes));
        let models = counted.iter().map(|it| AuditedModel {
            scope: scopes[it.scope],
            id: &it.id,
            place: Value::new(self.root.tree(), it.place),
            for_images: it.for_images,
        });
        models.collect()
    }

    fn counted(&self, scopes: &[Scope<'_, '_, 't>]) -> Vec<Counted> {
        let aliases = self.aliases();
        // Many agents answer with the same few.
        let mut known = BTreeMap::new();
        let mut models = Vec::new();
        for (index, scope) in scopes.iter().enumerate() {
            let own = |path: &[&str]| match scope.agent {
                Some(_) => scope.own(path),
                None => scope.setting(path),
            };
            let images = own(&["imageModel"]).filter(|_| scope.agent.is_none());
            for (choice, for_images) in [(own(&["model"]), false), (images, true)] {
                let Some(choice) = choice else { continue };
                let is_text = choice.as_object().is_none();
                let first = if is_text { Some(choice) } else { choice.get("primary") };
                let first = first.and_then(|place| Some((self.text(place)?, place)));
                let named = first.into_iter().chain(self.texts(choice.get("fallbacks")));
                let named = named.filter(|(name, _)| !trim(name).is_empty());
                models.extend(named.map(|(name, place)| {
                    let id = known.entry(name).or_insert_with_key(|name| resolved(name, &aliases));
                    Counted { scope: index, id: id.clone(), place: place.id(), for_images }
                }));
            }
        }
        models
    }

    /// The models that go by another name, also with their provider before it; the last of a name
    /// counts.
    pub(super) fn aliases(&self) -> BTreeMap<String, String> {
        let mut aliases = BTreeMap::new();
        let mut with_provider = BTreeMap::new();
        for (name, member) in members(self.at(&["agents", "defaults", "models"])) {
            let alias = match member.value().and_then(|value| value.get("alias")) {
                Some(alias) => self.text(alias).map(|alias| trim(&alias).to_lowercase()),
                None => ALIASES.iter().find(|(_, own)| *own == name).map(|(a, _)| (*a).to_owned()),
            };
            let Some(alias) = alias.filter(|alias| !alias.is_empty()) else { continue };
            let model = full(&name);
            let provider = ModelName::of(&model).provider_id();
            with_provider.insert(format!("{provider}/{alias}"), model.clone());
            aliases.insert(alias, model);
        }
        with_provider.extend(aliases);
        with_provider
    }
}

/// `provider/model` of what stands in a config.
pub(super) fn resolved(name: &str, aliases: &BTreeMap<String, String>) -> String {
    let own = ModelName { profile: None, ..ModelName::of(name) };
    let written = own.with(own.provider, own.model).to_lowercase();
    aliases.get(&written).cloned().unwrap_or_else(|| full(name))
}

/// A name with its provider, in the form in which providers are compared, and no profile.
fn full(name: &str) -> String {
    let own = ModelName::of(name);
    let provider = own.provider.map_or(PROVIDER.to_owned(), |_| own.provider_id());
    format!("{provider}/{}", own.model)
}

#[cfg(test)]
mod tests {
    use super::super::config::tests::with;

    #[test]
    fn models_are_counted_by_their_true_names() {
        let text = "{agents: {
            defaults: {
                model: {primary: 'fast', fallbacks: ['gpt-mini', 'opus@work', '']},
                imageModel: 'Ollama/llava:7b',
                models: {'ollama/llama3:8b': {alias: 'Fast'}, 'openai/gpt-5.4-mini': {}},
            },
            entries: {a: {model: 'ollama/fast'}, b: {}},
        }}";
        with(text, |config| {
            let models = config.audited_models();
            let ids: Vec<_> = models.iter().map(|model| model.id).collect();
            let expected = [
                "ollama/llama3:8b",
                "openai/gpt-5.4-mini",
                "openai/opus",
                "ollama/llava:7b",
                "ollama/llama3:8b",
            ];
            assert_eq!(ids, expected);
            let for_images: Vec<_> = models.iter().map(|model| model.for_images).collect();
            assert_eq!(for_images, [false, false, false, true, false]);
        });
    }
}
