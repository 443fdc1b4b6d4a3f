//! Whether OpenClaw misses its Codex plugin where it is not installed.

use std::collections::BTreeMap;

use super::{Codex, Entries, runtime_in};
use crate::effective::{ModelName, ModelRef, Scope, model_refs};
use crate::text::Span;

/// What an agent says in place of what is said for all, rather than beside it.
const REPLACED: [&[&str]; 4] =
    [&["model"], &["subagents", "model"], &["heartbeat", "model"], &["utilityModel"]];

/// A model of the provider, and where it is named.
struct Named<'t> {
    place: ModelRef<'t>,
    model: String,
    /// Whether it is named without a provider: it is of the provider of the first model then.
    is_bare: bool,
    /// The place of the agent that names it; `None` for what is named for all.
    agent: Option<Span>,
}

/// An agent, and what it says of models.
type Agent<'c, 'v, 't> = (Scope<'c, 'v, 't>, Entries<'t>);

impl<'v, 't> Codex<'_, 'v, 't> {
    /// Whether Codex runs a model that an agent uses, wherever it is named, or one that the provider's
    /// section gives a runtime, or may come to run one because an agent is told of none.
    pub fn is_needed(&self) -> bool {
        let named = self.named();
        let described =
            self.described.iter().filter(|(_, row)| runtime_in(self.config, **row).is_some());
        let described: Vec<&String> = described.map(|(model, _)| model).collect();
        let scopes = self.scopes().into_iter();
        let agents: Vec<Agent<'_, 'v, 't>> = scopes.map(|it| (it, self.own(it))).collect();

        let runs = |(scope, own): &Agent<'_, 'v, 't>, model: Option<&str>| {
            self.why_it_runs(*scope, own, model).is_some()
        };
        let runs_one_it_uses = |agent: &Agent<'_, 'v, 't>| {
            let is_default = self.is_default_provider(agent.0);
            let counts =
                |it: &&Named<'t>| (is_default || !it.is_bare) && self.counts_for(agent.0, it);
            named.iter().filter(counts).any(|it| runs(agent, Some(&it.model)))
        };
        let runs_one_described = |agent: &Agent<'_, 'v, 't>| {
            described.iter().any(|model| runs(agent, Some(model)))
                || self.runtime(&agent.1, None).is_some() && runs(agent, None)
        };
        let is_told_of_none = |(scope, _): &Agent<'_, 'v, 't>| self.first_model(*scope).is_none();

        agents.iter().any(|it| runs_one_it_uses(it) || runs_one_described(it))
            || agents.iter().any(is_told_of_none) && agents.iter().any(|it| runs(it, None))
    }

    /// All places that name a model of the provider.
    fn named(&self) -> Vec<Named<'t>> {
        let spans = self.config.roster.agents.iter().map(|agent| agent.value.span());
        let agents: BTreeMap<u32, Span> = spans.map(|span| (span.start, span)).collect();
        let read = |place: ModelRef<'t>| {
            let (name, span) = match place {
                ModelRef::Text(value) => (self.config.text(value)?, value.span()),
                ModelRef::Name(member) => (member.name().into_lossy(), member.span()),
            };
            let model = self.model_of(&name)?;
            let written = ModelName::of(&name);
            let is_bare = written.provider.is_none() && written.model == model;
            let before = agents.range(..=span.start).next_back().map(|(_, agent)| *agent);
            Some(Named {
                place,
                model,
                is_bare,
                agent: before.filter(|agent| agent.contains(span)),
            })
        };
        model_refs(self.config.root).into_iter().filter_map(read).collect()
    }

    /// Whether an agent takes models that are named without a provider for models of this one.
    fn is_default_provider(&self, scope: Scope<'_, 'v, 't>) -> bool {
        self.first_model(scope).is_none_or(|(name, _)| self.model_of(&name).is_some())
    }

    /// Whether a model that is named somewhere is of use to an agent: not if another agent names it, or
    /// if the agent has something of its own in place of it.
    fn counts_for(&self, scope: Scope<'_, 'v, 't>, named: &Named<'t>) -> bool {
        if let Some(agent) = named.agent {
            return scope.agent.is_some_and(|own| own.value.span() == agent);
        }
        let ModelRef::Text(place) = named.place else { return true };
        let is_below = |path: &&&[&str]| {
            self.shared(path).is_some_and(|value| value.span().contains(place.span()))
        };
        let Some(path) = REPLACED.iter().find(is_below) else { return true };
        let own = scope.own(path);
        let is_fallback = place.holder().is_some_and(|holder| holder.as_array().is_some());
        let has_fallbacks = own.is_some_and(|own| own.get("fallbacks").is_some());
        self.primary(own).is_none() && !(is_fallback && has_fallbacks)
    }
}

#[cfg(test)]
mod tests {
    use crate::effective::Codex;
    use crate::effective::config::tests::with;

    fn is_needed(text: &str) -> bool {
        with(text, |config| Codex::of(config).expect("a whole config").is_needed())
    }

    fn for_all(defaults: &str) -> bool {
        is_needed(&format!("{{agents: {{defaults: {{{defaults}}}}}}}"))
    }

    #[test]
    fn a_model_that_runs_in_codex_needs_it_wherever_it_is_named() {
        assert!(for_all("model: 'openai/gpt-5.4'"));
        assert!(for_all("model: {primary: 'anthropic/a', fallbacks: ['openai/gpt-5.4']}"));
        assert!(for_all("model: 'anthropic/a', pdfModel: 'openai/gpt-5.4'"));
        assert!(for_all("model: 'anthropic/a', models: {'openai/gpt-5.4': {}}"));
        assert!(for_all("model: 'fast', models: {'openai/gpt-5.4': {alias: 'Fast'}}"));
        assert!(!for_all("model: 'anthropic/a', models: {'anthropic/b': {}}"));
        assert!(!for_all(
            "model: 'openai/gpt-5.4', models: {'openai/*': {agentRuntime: {id: 'openclaw'}}}"
        ));
    }

    #[test]
    fn a_config_without_a_first_model_may_come_to_need_it() {
        assert!(is_needed("{}"));
        assert!(!for_all("params: {temperature: 1}"));
        let one_is_told = "{agents: {entries: {a: {model: 'anthropic/a'}, b: {}}}}";
        assert!(is_needed(one_is_told));
        assert!(!is_needed(&one_is_told.replace("b: {}", "b: {model: 'google/b'}")));
    }

    #[test]
    fn a_name_without_a_provider_is_of_the_first_models_provider() {
        assert!(for_all("model: 'gpt-5.4'"));
        assert!(for_all(
            "model: 'openai/gpt-5.4', models: {'openai/gpt-5.4': {params: {x: 1}}}, pdfModel: 'b'"
        ));
        assert!(!for_all("model: 'anthropic/a', pdfModel: 'gpt-5.4'"));
    }

    #[test]
    fn an_agent_replaces_what_is_said_for_all() {
        let agent = |says: &str| {
            is_needed(&format!(
                "{{agents: {{
                    defaults: {{
                        model: {{primary: 'openai/a', fallbacks: ['openai/b']}},
                        utilityModel: 'openai/c',
                    }},
                    entries: {{main: {{{says}}}}},
                }}}}"
            ))
        };
        assert!(agent("model: 'google/a'"));
        assert!(agent("model: {fallbacks: []}, utilityModel: 'google/a'"));
        assert!(!agent("model: 'google/a', utilityModel: 'google/a'"));
        assert!(!agent("model: {primary: 'google/a', fallbacks: []}, utilityModel: 'google/a'"));
        assert!(agent(
            "model: {primary: 'google/a', fallbacks: ['openai/a']}, utilityModel: 'google/a'"
        ));
    }

    #[test]
    fn what_the_provider_is_told_counts_for_models_that_nobody_names() {
        let provider = |says: &str| {
            is_needed(&format!(
                "{{agents: {{defaults: {{model: 'google/a'}}}},
                  models: {{providers: {{openai: {{{says}}}}}}}}}"
            ))
        };
        assert!(!provider("apiKey: 'k'"));
        assert!(provider("agentRuntime: {id: 'codex'}"));
        assert!(!provider("agentRuntime: {id: 'openclaw'}"));
        assert!(provider("models: [{id: 'gpt-5.4', agentRuntime: {id: 'auto'}}]"));
        assert!(!provider("models: [{id: 'gpt-5.4', agentRuntime: {id: 'auto'}, api: 'x'}]"));
    }
}
