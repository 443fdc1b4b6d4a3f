//! Which models OpenClaw has the Codex runtime run (2026.9.6): those that are told to, and those of
//! OpenAI, reached as usual, of which nothing is said.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::audited_models::resolved;
use super::{Config, Scope, members};
use crate::schema::trim;
use crate::syntax::{Member, Value, ValueKind};
use crate::world::INCLUDE;

/// A model that the Codex runtime runs.
#[derive(Debug, Clone)]
pub struct CodexRoute<'c, 'v, 't> {
    /// The circle that uses it.
    pub scope: Scope<'c, 'v, 't>,
    /// Its name without the provider, which is `openai`.
    pub model: String,
    /// Where it is named; `None` for the model that OpenClaw takes where none is.
    pub place: Option<Value<'t>>,
    /// Whether a runtime is written for it.
    pub is_chosen: bool,
}

/// What runs a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Runtime {
    /// Codex, by name.
    Chosen,
    /// Whatever fits.
    Fitting,
    /// Another, or one of which nothing is known.
    Other,
}

/// The provider whose models Codex runs.
const PROVIDER: &str = "openai";

/// The model that OpenClaw takes where the config names none.
const DEFAULT_MODEL: &str = "gpt-6-astra";

/// What a provider's section may say without its models being reached in another way.
const HARMLESS: [&str; 5] = ["agentRuntime", "apiKey", "auth", "baseUrl", "models"];

/// What the entry of a model may not say, as its model is then reached in another way.
const REROUTING: [&str; 4] = ["api", "baseUrl", "headers", "request"];

impl<'v, 't> Config<'v, 't> {
    /// The models that the Codex runtime runs, each place once for each agent that uses it. Where files
    /// that are not there may say otherwise, none.
    pub fn codex_routes(&self) -> Vec<CodexRoute<'_, 'v, 't>> {
        let sections: [&[&str]; 5] = [
            &[],
            &["agents", "defaults"],
            &["agents", "defaults", "models"],
            &["models"],
            &["models", "providers"],
        ];
        let includes =
            |path: &&[&str]| self.at(path).is_some_and(|section| section.get(INCLUDE).is_some());
        if self.is_partial() || sections.iter().any(includes) {
            return Vec::new();
        }
        let aliases = self.aliases();
        let agents: Vec<_> = self.agents().collect();
        let scopes = if agents.is_empty() { vec![self.defaults()] } else { agents };
        scopes.into_iter().flat_map(|scope| self.routes_of(scope, &aliases)).collect()
    }

    fn routes_of<'c>(
        &'c self,
        scope: Scope<'c, 'v, 't>,
        aliases: &BTreeMap<String, String>,
    ) -> Vec<CodexRoute<'c, 'v, 't>> {
        let mut named: Vec<(String, Option<Value<'t>>)> = Vec::new();
        let mut add = |name: &str, place| named.push((resolved(name, aliases), place));
        let shared = self.at(&["agents", "defaults", "model"]);
        let own = scope.own(&["model"]);
        for choice in [own, shared.filter(|_| self.primary(own).is_none())].into_iter().flatten() {
            let first = self.primary(Some(choice)).into_iter();
            for (name, place) in first.chain(self.texts(choice.get("fallbacks"))) {
                add(&name, Some(place));
            }
        }
        if self.primary(own).is_none() && self.primary(shared).is_none() && !self.lists_models() {
            add(DEFAULT_MODEL, None);
        }
        let helpers = [&["heartbeat", "model"][..], &["subagents", "model"]];
        for place in helpers.into_iter().filter_map(|path| scope.setting(path)) {
            if let Some((name, place)) = self.primary(Some(place)) {
                add(&name, Some(place));
            }
        }
        for (_, channel) in members(self.at(&["channels", "modelByChannel"])) {
            for place in members(channel.value()).into_iter().filter_map(|(_, it)| it.value()) {
                if let Some((name, place)) = self.primary(Some(place)) {
                    add(&name, Some(place));
                }
            }
        }
        for (name, member) in self.model_entries(scope) {
            if let Some(place) = self.runtime_in(member.value()).map(|_| member.value()) {
                add(&name, place);
            }
        }
        let route = |(id, place): (String, Option<Value<'t>>)| {
            let model = id.strip_prefix("openai/")?.to_owned();
            let is_chosen = match self.runtime(scope, &model) {
                Runtime::Chosen => true,
                Runtime::Fitting if self.fits(scope, &model) => false,
                Runtime::Fitting | Runtime::Other => return None,
            };
            (model != "*").then_some(CodexRoute { scope, model, place, is_chosen })
        };
        let mut routes: Vec<_> = named.into_iter().filter_map(route).collect();
        let mut seen = Vec::new();
        routes.retain(|route| {
            let key = (route.place.map(Value::id), route.model.clone());
            let is_new = !seen.contains(&key);
            seen.push(key);
            is_new
        });
        routes
    }

    /// The first model of a choice.
    fn primary(&self, choice: Option<Value<'t>>) -> Option<(Cow<'t, str>, Value<'t>)> {
        let choice = choice?;
        let place = if choice.as_object().is_some() { choice.get("primary")? } else { choice };
        self.text(place).filter(|name| !trim(name).is_empty()).map(|name| (name, place))
    }

    /// Whether the config describes models of its own, of which OpenClaw would take one.
    fn lists_models(&self) -> bool {
        members(self.at(&["models", "providers"])).into_iter().any(|(_, provider)| {
            let models = provider.value().and_then(|it| it.get("models")?.as_array());
            models.is_some_and(|models| models.items().next().is_some())
        })
    }

    /// The entries of models that hold for an agent: its own before those of all.
    fn model_entries(&self, scope: Scope<'_, 'v, 't>) -> Vec<(String, Member<'t>)> {
        let own = members(scope.own(&["models"]));
        own.into_iter().chain(members(self.at(&["agents", "defaults", "models"]))).collect()
    }

    /// The provider's section.
    fn openai(&self) -> Option<Value<'t>> {
        let providers = members(self.at(&["models", "providers"])).into_iter();
        let mut named = providers.filter(|(name, _)| trim(name).eq_ignore_ascii_case(PROVIDER));
        named.next()?.1.value()
    }

    /// The provider's own entry of a model.
    fn described(&self, model: &str) -> Option<Value<'t>> {
        let models = self.openai()?.get("models")?.as_array()?;
        let is_it = |entry: &Value<'t>| {
            let id = entry.get("id").and_then(|id| self.text(id));
            id.is_some_and(|id| id == model || id.strip_prefix("openai/") == Some(model))
        };
        models.items().find(is_it)
    }

    /// The runtime that a section names, if it names one.
    fn runtime_in(&self, section: Option<Value<'t>>) -> Option<Runtime> {
        let id = section?.at(&["agentRuntime", "id"])?;
        let Some(id) = self.text(id) else { return Some(Runtime::Other) };
        match trim(&id).to_ascii_lowercase().as_str() {
            "" => None,
            "codex" | "codex-app-server" => Some(Runtime::Chosen),
            "auto" | "default" => Some(Runtime::Fitting),
            _ => Some(Runtime::Other),
        }
    }

    /// What runs a model of the provider for an agent: what is said of the model itself counts before
    /// what is said of all of them.
    fn runtime(&self, scope: Scope<'_, 'v, 't>, model: &str) -> Runtime {
        let entries = self.model_entries(scope);
        let entry = |key: &str| {
            let named = entries.iter().filter(|(name, _)| trim(name).eq_ignore_ascii_case(key));
            named.clone().find_map(|(_, member)| self.runtime_in(member.value()))
        };
        entry(&format!("{PROVIDER}/{model}"))
            .or_else(|| self.runtime_in(self.described(model)))
            .or_else(|| entry("openai/*"))
            .or_else(|| self.runtime_in(self.openai()))
            .unwrap_or(Runtime::Fitting)
    }

    /// Whether Codex is what fits: the model is reached as usual, with no parameters that it cannot
    /// send.
    fn fits(&self, scope: Scope<'_, 'v, 't>, model: &str) -> bool {
        let is_usual = self.openai().is_none_or(|section| {
            let names = members(Some(section));
            let api = section.get("api").and_then(|api| self.text(api));
            let url = section.get("baseUrl").and_then(|url| self.text(url));
            let is_harmless = |(name, _): &(String, Member<'t>)| {
                HARMLESS.contains(&name.as_str())
                    || (name == "api" && api.as_deref() == Some("openai-responses"))
            };
            let official =
                |url: &str| trim(url).trim_end_matches('/') == "https://api.openai.com/v1";
            names.iter().all(is_harmless)
                && (section.get("baseUrl").is_none() || url.as_deref().is_some_and(official))
        });
        let is_rerouted = self
            .described(model)
            .is_some_and(|entry| REROUTING.iter().any(|name| entry.get(name).is_some()));
        is_usual && !is_rerouted && self.codex_params(scope, model).is_empty()
    }

    /// The parameters that are written for a model, the agent or all, and that Codex cannot send: all
    /// but those of a model about thinking and its fast mode.
    pub fn codex_params(&self, scope: Scope<'_, 'v, 't>, model: &str) -> Vec<Member<'t>> {
        let params = |section: Option<Value<'t>>| members(section.and_then(|it| it.get("params")));
        let mut found = params(self.at(&["agents", "defaults"]));
        found.extend(members(scope.own(&["params"])));
        let key = format!("{PROVIDER}/{model}");
        for (_, entry) in self.model_entries(scope).into_iter().filter(|(name, _)| *name == key) {
            let of_model = params(entry.value()).into_iter();
            found.extend(of_model.filter(|(name, value)| !is_of_runtime(name, value.value())));
        }
        found.into_iter().map(|(_, member)| member).collect()
    }
}

/// Whether a parameter of a model is one for the runtime rather than for the request.
fn is_of_runtime(name: &str, value: Option<Value<'_>>) -> bool {
    let Some(value) = value else { return true };
    match name {
        "thinking" | "fastMode" | "fast_mode" => {
            matches!(value.kind(), ValueKind::String | ValueKind::Boolean)
        }
        "fastAutoOnSeconds" | "fastSeconds" | "fast_auto_on_seconds" | "fast_seconds" => {
            value.kind() == ValueKind::Number
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::config::tests::with;

    fn routes(text: &str) -> Vec<(String, bool)> {
        with(text, |config| {
            let routes = config.codex_routes().into_iter();
            routes.map(|route| (route.model, route.is_chosen)).collect()
        })
    }

    fn of_models(models: &str) -> Vec<(String, bool)> {
        routes(&format!("{{agents: {{defaults: {{model: 'openai/gpt-5.4', {models}}}}}}}"))
    }

    #[test]
    fn models_of_openai_run_in_codex_where_nothing_else_is_said() {
        let own = || vec![("gpt-5.4".to_owned(), false)];
        assert_eq!(routes("{}"), [("gpt-6-astra".to_owned(), false)]);
        assert_eq!(routes("{agents: {defaults: {model: 'anthropic/claude-opus-5'}}}"), []);
        assert_eq!(of_models(""), own());
        assert_eq!(of_models("models: {'openai/gpt-5.4': {params: {thinking: 'high'}}}"), own());
        assert_eq!(of_models("models: {'openai/gpt-5.4': {params: {temperature: 1}}}"), []);
        assert_eq!(of_models("params: {temperature: 1}"), []);
        assert_eq!(of_models("models: {'openai/*': {agentRuntime: {id: 'openclaw'}}}"), []);
        let chosen = "models: {'openai/gpt-5.4': {agentRuntime: {id: 'Codex'}, params: {x: 1}}}";
        assert_eq!(of_models(chosen), [("gpt-5.4".to_owned(), true), ("gpt-5.4".to_owned(), true)]);
    }

    #[test]
    fn a_provider_that_is_reached_otherwise_has_its_own_runtime() {
        let provider = |says: &str| {
            routes(&format!(
                "{{models: {{providers: {{openai: {{{says}}}}}}},
                   agents: {{defaults: {{model: 'openai/gpt-5.4'}}}}}}"
            ))
        };
        assert_eq!(provider("apiKey: 'k', baseUrl: 'https://api.openai.com/v1/'").len(), 1);
        assert_eq!(provider("api: 'openai-responses'").len(), 1);
        assert_eq!(provider("api: 'openai-completions'"), []);
        assert_eq!(provider("baseUrl: 'https://proxy.example/v1'"), []);
        assert_eq!(provider("headers: {a: 'b'}"), []);
        assert_eq!(provider("models: [{id: 'gpt-5.4', agentRuntime: {id: 'openclaw'}}]"), []);
    }

    #[test]
    fn an_agent_with_a_model_of_its_own_does_not_use_that_of_all() {
        let text =
            "{agents: {defaults: {model: 'openai/gpt-5.4'}, ownership: 'explicit', entries: {
            a: {model: 'anthropic/claude-opus-5'},
            b: {subagents: {model: {primary: 'openai/gpt-5.4-mini'}}},
        }}}";
        let models: Vec<_> = routes(text).into_iter().map(|(model, _)| model).collect();
        assert_eq!(models, ["gpt-5.4", "gpt-5.4-mini"]);
    }
}
