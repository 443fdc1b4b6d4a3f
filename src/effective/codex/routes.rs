//! The models that Codex runs, with the places that choose them: those of sessions, as `doctor --lint`
//! counts them.

use std::borrow::Cow;
use std::collections::HashSet;

use super::{Codex, Entries, Why};
use crate::effective::{Scope, members};
use crate::syntax::{Member, Value};

/// A model that the Codex runtime runs.
#[derive(Debug, Clone)]
pub struct Route<'t> {
    /// Its name without the provider, which is `openai`.
    pub model: String,
    /// Where it is named; `None` for the model that OpenClaw takes where none is.
    pub place: Option<Value<'t>>,
    /// Whether a runtime is written for it.
    pub is_chosen: bool,
    /// The parameters that are written for it, the agent or all, and that Codex cannot send.
    pub unsendable: Vec<Member<'t>>,
}

/// The model that OpenClaw takes where the config names none.
const DEFAULT_MODEL: &str = "openai/gpt-6-astra";

/// A model as it is named, and where.
type Named<'t> = (Cow<'t, str>, Option<Value<'t>>);

impl<'v, 't> Codex<'_, 'v, 't> {
    /// The models that Codex runs, each place once for each agent that uses it.
    pub fn routes(&self) -> Vec<Route<'t>> {
        self.scopes().into_iter().flat_map(|scope| self.routes_of(scope)).collect()
    }

    fn routes_of(&self, scope: Scope<'_, 'v, 't>) -> Vec<Route<'t>> {
        let own = self.own(scope);
        let mut seen = HashSet::new();
        let mut routes = Vec::new();
        for (name, place) in self.session_models(scope, &own) {
            let Some(model) = self.model_of(&name).filter(|model| model != "*") else { continue };
            let Some(why) = self.why_it_runs(scope, &own, Some(&model)) else { continue };
            if seen.insert((place.map(Value::id), model.clone())) {
                let unsendable = self.unsendable(scope, &own, Some(&model)).collect();
                routes.push(Route { model, place, is_chosen: why == Why::Chosen, unsendable });
            }
        }
        routes
    }

    /// The models that sessions of an agent may use.
    fn session_models(&self, scope: Scope<'_, 'v, 't>, own: &Entries<'t>) -> Vec<Named<'t>> {
        let mut named: Vec<Named<'t>> = Vec::new();
        let placed = |(name, place)| (name, Some(place));
        let (said, shared) = (scope.own(&["model"]), self.shared(&["model"]));
        for choice in [said, shared.filter(|_| self.primary(said).is_none())].into_iter().flatten()
        {
            named.extend(self.primary(Some(choice)).map(placed));
            named.extend(self.config.texts(choice.get("fallbacks")).into_iter().map(placed));
        }
        if self.first_model(scope).is_none() && !self.lists_models() {
            named.push((DEFAULT_MODEL.into(), None));
        }
        let helpers = [&["heartbeat", "model"][..], &["subagents", "model"]];
        named.extend(helpers.iter().filter_map(|at| self.primary(scope.setting(at))).map(placed));
        for (_, channel) in members(self.config.at(&["channels", "modelByChannel"])) {
            let choices = members(channel.value()).into_iter().filter_map(|(_, it)| it.value());
            named.extend(choices.filter_map(|it| self.primary(Some(it))).map(placed));
        }
        named.extend(
            own.with_runtime
                .iter()
                .chain(&self.shared.with_runtime)
                .map(|member| (member.name().into_lossy(), member.value())),
        );
        named
    }

    /// Whether the config describes models of its own, of which OpenClaw would take one.
    fn lists_models(&self) -> bool {
        members(self.config.at(&["models", "providers"])).into_iter().any(|(_, provider)| {
            let models = provider.value().and_then(|it| it.get("models")?.as_array());
            models.is_some_and(|models| models.items().next().is_some())
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::effective::Codex;
    use crate::effective::config::tests::with;

    fn routes(text: &str) -> Vec<(String, bool)> {
        with(text, |config| {
            let routes = Codex::of(config).expect("a whole config").routes().into_iter();
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
