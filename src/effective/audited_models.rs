//! The models that agents answer with, as OpenClaw's audit counts them (2026.9.6): aliases
//! resolved, without auth profiles.

use super::{Config, ModelName, Scope, members};
use crate::schema::trim;
use crate::syntax::{Member, Value};

/// A model that an agent may answer with.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditedModel<'t> {
    /// `provider/model`.
    pub id: String,
    /// Where it is chosen.
    pub place: Value<'t>,
    /// Whether it only looks at images.
    pub for_images: bool,
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

impl<'t> Scope<'_, '_, 't> {
    /// The models that this circle chooses itself: the first and those it falls back to.
    pub fn audited_models(&self) -> Vec<AuditedModel<'t>> {
        let config = self.config;
        let choices = if self.agent.is_some() {
            vec![(self.own(&["model"]), false)]
        } else {
            vec![(self.setting(&["model"]), false), (self.setting(&["imageModel"]), true)]
        };
        let aliases = config.aliases();
        let mut models = Vec::new();
        for (choice, for_images) in choices {
            let Some(choice) = choice else { continue };
            let first =
                if choice.as_object().is_some() { choice.get("primary") } else { Some(choice) };
            let first = first.and_then(|place| Some((config.text(place)?, place)));
            let others = config.texts(choice.get("fallbacks"));
            let named = first.into_iter().chain(others);
            models.extend(named.filter(|(name, _)| !trim(name).is_empty()).map(|(name, place)| {
                AuditedModel { id: resolved(&name, &aliases), place, for_images }
            }));
        }
        models
    }
}

impl Config<'_, '_> {
    /// The models that go by another name, the last of a name first.
    fn aliases(&self) -> Vec<(String, String)> {
        let listed = members(self.at(&["agents", "defaults", "models"]));
        let alias = |name: &str, member: Member<'_>| {
            let own = member.value().and_then(|value| value.get("alias"));
            let alias = match own {
                Some(alias) => trim(&self.text(alias)?).to_lowercase(),
                None => ALIASES.iter().find(|(_, model)| *model == name)?.0.to_owned(),
            };
            (!alias.is_empty()).then(|| (alias, full(name)))
        };
        listed.iter().rev().filter_map(|(name, member)| alias(name, *member)).collect()
    }
}

/// `provider/model` of what stands in a config.
fn resolved(name: &str, aliases: &[(String, String)]) -> String {
    let own = ModelName::of(name);
    let plain = ModelName { profile: None, ..own };
    let written = plain.with(plain.provider, plain.model).to_lowercase();
    let of_alias = aliases.iter().find(|(alias, _)| *alias == written);
    // An alias may also be given with the provider of its model.
    let with_provider = || {
        aliases.iter().find(|(alias, model)| {
            let provider = ModelName::of(model).provider_id();
            format!("{provider}/{alias}") == written
        })
    };
    match of_alias.or_else(with_provider) {
        Some((_, model)) => model.clone(),
        None => full(name),
    }
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
    use super::*;

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
            let models: Vec<_> = config.scopes().iter().flat_map(Scope::audited_models).collect();
            let ids: Vec<_> = models.iter().map(|model| model.id.as_str()).collect();
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
