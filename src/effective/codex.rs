//! Which models OpenClaw has the Codex runtime run (2026.9.6): those that are told to, and those of
//! OpenAI, reached as usual, of which nothing is said.

mod need;
mod routes;

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::audited_models::resolved;
use super::{Config, Scope, members};
use crate::schema::trim;
use crate::syntax::{Array, Member, Value, ValueKind};
use crate::world::INCLUDE;

pub use routes::Route as CodexRoute;

/// What a config says of the models that Codex may run.
#[derive(Debug)]
pub struct Codex<'c, 'v, 't> {
    config: &'c Config<'v, 't>,
    aliases: BTreeMap<String, String>,
    /// What is said for all agents.
    shared: Entries<'t>,
    /// What the provider's section says of a model, by its name without the provider.
    described: BTreeMap<String, Value<'t>>,
    /// What the provider's section says of all its models.
    section: Option<Runtime>,
    /// Whether the provider is reached as usual.
    is_usual: bool,
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

/// Why Codex runs a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Why {
    /// It is written.
    Chosen,
    /// Nothing else is, and it fits.
    Fitting,
}

/// What the entries of models say, for all agents or for one.
#[derive(Debug, Default)]
struct Entries<'t> {
    /// What runs a model, by `provider/model` in lower case; the first that says something counts.
    runtimes: BTreeMap<String, Runtime>,
    /// The entries that say what runs a model.
    with_runtime: Vec<Member<'t>>,
    /// What Codex cannot send of a model's parameters, by `provider/model`.
    params: BTreeMap<String, Vec<Member<'t>>>,
}

/// The provider whose models Codex runs.
const PROVIDER: &str = "openai";

/// What a provider's section may say without its models being reached in another way.
const HARMLESS: [&str; 5] = ["agentRuntime", "apiKey", "auth", "baseUrl", "models"];

/// What the entry of a model may not say, as its model is then reached in another way.
const REROUTING: [&str; 4] = ["api", "baseUrl", "headers", "request"];

/// The sections that say how a model is reached and what runs it.
const SECTIONS: [&[&str]; 5] = [
    &[],
    &["agents", "defaults"],
    &["agents", "defaults", "models"],
    &["models"],
    &["models", "providers"],
];

impl<'c, 'v, 't> Codex<'c, 'v, 't> {
    /// Reads a config; `None` where files that are not there may say otherwise.
    pub fn of(config: &'c Config<'v, 't>) -> Option<Self> {
        let includes = |path: &&[&str]| config.at(path).is_some_and(|it| it.get(INCLUDE).is_some());
        if config.is_partial() || SECTIONS.iter().any(includes) {
            return None;
        }
        let mut providers = members(config.at(&["models", "providers"])).into_iter();
        let openai = providers.find(|(name, _)| trim(name).eq_ignore_ascii_case(PROVIDER));
        let openai = openai.and_then(|(_, section)| section.value());
        let mut described = BTreeMap::new();
        let models = openai.and_then(|it| it.get("models")?.as_array());
        for entry in models.into_iter().flat_map(Array::items) {
            if let Some(id) = entry.get("id").and_then(|id| config.text(id)) {
                let model = id.strip_prefix("openai/").unwrap_or(&id);
                described.entry(model.to_owned()).or_insert(entry);
            }
        }
        Some(Self {
            config,
            aliases: config.aliases(),
            shared: Entries::of(config, config.at(&["agents", "defaults", "models"])),
            described,
            section: openai.and_then(|section| runtime_in(config, section)),
            is_usual: openai.is_none_or(|section| is_usual(config, section)),
        })
    }

    /// Those whose models are asked for: the listed agents, or the one that is there without.
    fn scopes(&self) -> Vec<Scope<'c, 'v, 't>> {
        let agents: Vec<_> = self.config.agents().collect();
        if agents.is_empty() { vec![self.config.defaults()] } else { agents }
    }

    /// What an agent says of models.
    fn own(&self, scope: Scope<'_, 'v, 't>) -> Entries<'t> {
        Entries::of(self.config, scope.own(&["models"]))
    }

    /// The provider's model that a config names so, without the provider; `None` for one of another.
    fn model_of(&self, name: &str) -> Option<String> {
        let full = resolved(name, &self.aliases);
        full.strip_prefix(PROVIDER)?.strip_prefix('/').map(str::to_owned)
    }

    /// The first model of a choice.
    fn primary(&self, choice: Option<Value<'t>>) -> Option<(Cow<'t, str>, Value<'t>)> {
        let choice = choice?;
        let place = if choice.as_object().is_some() { choice.get("primary")? } else { choice };
        self.config.text(place).filter(|name| !trim(name).is_empty()).map(|name| (name, place))
    }

    /// The model that an agent uses first.
    fn first_model(&self, scope: Scope<'_, 'v, 't>) -> Option<(Cow<'t, str>, Value<'t>)> {
        self.primary(scope.own(&["model"])).or_else(|| self.primary(self.shared(&["model"])))
    }

    /// What is said for all agents at a path.
    fn shared(&self, path: &[&str]) -> Option<Value<'t>> {
        self.config.at(&["agents", "defaults"])?.at(path)
    }

    /// What is to run a model of the provider for an agent that says `own`, or one of which only the
    /// provider is known; what is said of the model itself counts before what is said of all of them.
    fn runtime(&self, own: &Entries<'t>, model: Option<&str>) -> Option<Runtime> {
        let entry = |key: &str| {
            let said = own.runtimes.get(key).or_else(|| self.shared.runtimes.get(key));
            said.copied()
        };
        let named = |model: &str| {
            let described = || self.described.get(model).copied();
            let of_model = entry(&format!("{PROVIDER}/{model}").to_ascii_lowercase());
            of_model.or_else(|| runtime_in(self.config, described()?))
        };
        model.and_then(named).or_else(|| entry("openai/*")).or(self.section)
    }

    /// Why Codex runs a model of the provider for an agent; `None` where it does not.
    fn why_it_runs(
        &self,
        scope: Scope<'_, 'v, 't>,
        own: &Entries<'t>,
        model: Option<&str>,
    ) -> Option<Why> {
        match self.runtime(own, model).unwrap_or(Runtime::Fitting) {
            Runtime::Chosen => Some(Why::Chosen),
            Runtime::Fitting if self.fits(scope, own, model) => Some(Why::Fitting),
            Runtime::Fitting | Runtime::Other => None,
        }
    }

    /// Whether Codex is what fits: the model is reached as usual, with no parameters that it cannot
    /// send.
    fn fits(&self, scope: Scope<'_, 'v, 't>, own: &Entries<'t>, model: Option<&str>) -> bool {
        let described = model.and_then(|model| self.described.get(model));
        let is_rerouted =
            described.is_some_and(|entry| REROUTING.iter().any(|name| entry.get(name).is_some()));
        self.is_usual && !is_rerouted && self.unsendable(scope, own, model).next().is_none()
    }

    /// The parameters that are written for a model, the agent or all, and that Codex cannot send: all
    /// but those of a model about thinking and its fast mode.
    fn unsendable<'x>(
        &'x self,
        scope: Scope<'_, 'v, 't>,
        own: &'x Entries<'t>,
        model: Option<&str>,
    ) -> impl Iterator<Item = Member<'t>> + use<'x, 'c, 'v, 't> {
        let key = model.map(|model| format!("{PROVIDER}/{model}"));
        let of_model = [own, &self.shared]
            .into_iter()
            .filter_map(move |entries| entries.params.get(key.as_deref()?))
            .flatten()
            .copied();
        params(self.config.at(&["agents", "defaults"]))
            .chain(params(scope.agent.map(|agent| agent.value)))
            .chain(of_model)
    }
}

impl<'t> Entries<'t> {
    fn of(config: &Config<'_, 't>, models: Option<Value<'t>>) -> Self {
        let mut all = Self::default();
        for (name, member) in members(models) {
            if let Some(runtime) = member.value().and_then(|entry| runtime_in(config, entry)) {
                all.runtimes.entry(trim(&name).to_ascii_lowercase()).or_insert(runtime);
                all.with_runtime.push(member);
            }
            let unsendable: Vec<_> =
                params(member.value()).filter(|param| !is_of_runtime(*param)).collect();
            if !unsendable.is_empty() {
                all.params.insert(name, unsendable);
            }
        }
        all
    }
}

/// The parameters that a section sets.
fn params(section: Option<Value<'_>>) -> impl Iterator<Item = Member<'_>> + use<'_> {
    members(section.and_then(|it| it.get("params"))).into_iter().map(|(_, member)| member)
}

/// The runtime that a section of `config` names, if it names one.
fn runtime_in(config: &Config<'_, '_>, section: Value<'_>) -> Option<Runtime> {
    let id = section.at(&["agentRuntime", "id"])?;
    let Some(id) = config.text(id) else { return Some(Runtime::Other) };
    match trim(&id).to_ascii_lowercase().as_str() {
        "" => None,
        "codex" | "codex-app-server" => Some(Runtime::Chosen),
        "auto" | "default" => Some(Runtime::Fitting),
        _ => Some(Runtime::Other),
    }
}

/// Whether the provider's section leaves its models to be reached as usual.
fn is_usual(config: &Config<'_, '_>, section: Value<'_>) -> bool {
    let text = |name: &str| section.get(name).and_then(|value| config.text(value));
    let is_harmless = |(name, _): &(String, Member<'_>)| {
        HARMLESS.contains(&name.as_str())
            || (name == "api" && text("api").as_deref() == Some("openai-responses"))
    };
    let is_official = |url: &str| trim(url).trim_end_matches('/') == "https://api.openai.com/v1";
    members(Some(section)).iter().all(is_harmless)
        && (section.get("baseUrl").is_none()
            || text("baseUrl").is_some_and(|url| is_official(&url)))
}

/// Whether a parameter of a model is one for the runtime rather than for the request.
fn is_of_runtime(param: Member<'_>) -> bool {
    let Some(value) = param.value() else { return true };
    match &*param.name().to_lossy() {
        "thinking" | "fastMode" | "fast_mode" => {
            matches!(value.kind(), ValueKind::String | ValueKind::Boolean)
        }
        "fastAutoOnSeconds" | "fastSeconds" | "fast_auto_on_seconds" | "fast_seconds" => {
            value.kind() == ValueKind::Number
        }
        _ => false,
    }
}
