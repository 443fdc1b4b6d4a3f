//! Which tools an agent has: a tool that every layer lets through (OpenClaw 2026.9.6).

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::{
    Config, SandboxMode, Scope, ToolSet, expanded_tools, members, pattern_covers, tool_name,
};
use crate::syntax::{NodeId, Tree, Value};

/// What tools may be used in a sandbox unless the config says otherwise.
const IN_SANDBOX: [&str; 16] = [
    "exec",
    "process",
    "read",
    "ls",
    "write",
    "edit",
    "apply_patch",
    "view_image",
    "sessions_list",
    "sessions_history",
    "sessions_search",
    "sessions_send",
    "sessions_spawn",
    "sessions_yield",
    "subagents",
    "session_status",
];

/// What tools may not be used in a sandbox unless the config says otherwise. Tools that are named
/// after a channel may not either; nothing here asks for one.
const NOT_IN_SANDBOX: [&str; 7] =
    ["browser", "canvas", "computer", "mobile_ui", "nodes", "automations", "gateway"];

/// The tools that change what OpenClaw itself does: its schedule, its config, its plugins.
pub const CONTROL_TOOLS: [&str; 3] = ["automations", "gateway", "plugins"];
/// The tools that run commands.
pub const RUNTIME_TOOLS: [&str; 2] = ["exec", "process"];
/// The tools that read and change files.
pub const FILE_TOOLS: [&str; 4] = ["read", "write", "edit", "apply_patch"];
/// The tools that look into the sessions of other agents.
pub const SESSION_TOOLS: [&str; 5] =
    ["sessions_list", "sessions_history", "sessions_search", "sessions_send", "session_status"];

/// A model that a provider's own policy is for.
#[derive(Debug, Clone, Copy)]
pub struct ModelOf<'m> {
    /// The provider.
    pub provider: &'m str,
    /// The model, without the provider.
    pub model: &'m str,
}

/// One layer: what is denied is denied; what is allowed is all unless tools are listed.
#[derive(Debug)]
pub struct ToolLayer {
    /// What it allows; empty for everything.
    pub allow: ToolSet,
    /// What it denies.
    pub deny: ToolSet,
    /// Where it stands; nowhere when it is the default.
    pub place: Option<NodeId>,
    /// What was asked of it: most agents share a layer, and rules ask for the same tools of each.
    answers: Mutex<BTreeMap<String, bool>>,
}

impl ToolLayer {
    fn new(allow: ToolSet, deny: ToolSet, place: Option<Value<'_>>) -> Self {
        let place = place.map(Value::id);
        Self { allow, deny, place, answers: Mutex::default() }
    }

    /// As [`ToolLayer::new`], of the tools, patterns and groups of two lists.
    fn of(allow: &[String], deny: &[String], place: Option<Value<'_>>) -> Self {
        Self::new(ToolSet::of(allow), ToolSet::of(deny), place)
    }

    /// Whether it lets a tool through. Who may write may patch.
    pub fn allows(&self, tool: &str) -> bool {
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(&answer) = answers.get(tool) {
            return answer;
        }
        let answer = self.judge(tool);
        answers.insert(tool.to_owned(), answer);
        answer
    }

    fn judge(&self, tool: &str) -> bool {
        let tool = tool_name(tool);
        let allowed = self.allow.is_empty()
            || self.allow.covers(&tool)
            || (tool == "apply_patch" && self.allow.covers("write"));
        allowed && !self.deny.covers(&tool)
    }
}

/// The layers between an agent and its tools.
#[derive(Debug, Clone)]
pub struct ToolLayers<'t> {
    tree: &'t Tree,
    layers: Vec<Arc<ToolLayer>>,
}

impl<'t> ToolLayers<'t> {
    /// Whether the agent has a tool.
    pub fn allow(&self, tool: &str) -> bool {
        self.layers.iter().all(|layer| layer.allows(tool))
    }

    /// Where the first layer stands that takes one of some tools away.
    pub fn first_without(&self, tools: &[&str]) -> Option<Value<'t>> {
        let takes = |layer: &&Arc<ToolLayer>| tools.iter().any(|tool| !layer.allows(tool));
        let place = self.layers.iter().filter(takes).find_map(|layer| layer.place);
        place.map(|place| Value::new(self.tree, place))
    }

    /// Those of some tools that the agent has.
    pub fn allowed<'n>(&self, tools: &[&'n str]) -> Vec<&'n str> {
        tools.iter().copied().filter(|tool| self.allow(tool)).collect()
    }
}

impl<'t> Scope<'_, '_, 't> {
    /// The layers that hold whatever model answers: the profile, the lists of all, the agent's
    /// own, and those of the sandbox where all sessions run in one. What channels say is not
    /// counted.
    pub fn tool_layers(&self) -> ToolLayers<'t> {
        self.layers(None)
    }

    /// The layers that hold when `model` answers.
    pub fn tool_layers_for(&self, model: ModelOf<'_>) -> ToolLayers<'t> {
        self.layers(Some(model))
    }

    fn layers(&self, model: Option<ModelOf<'_>>) -> ToolLayers<'t> {
        let (own, shared) = (self.own(&["tools"]), self.config.at(&["tools"]));
        let mut layers = Vec::new();
        layers.extend(self.profile_layer());
        layers.extend([shared, own].into_iter().flatten().map(|tools| self.config.listed(tools)));
        if let Some(model) = model {
            let policies = [shared, own].into_iter().flatten();
            layers.extend(policies.filter_map(|tools| self.config.by_provider(tools, model)));
        }
        if self.sandbox_mode().value == SandboxMode::All {
            let [allow, more, deny] = ["allow", "alsoAllow", "deny"].map(|list| {
                let list = self.tool(&["sandbox", "tools", list]);
                list.filter(|list| list.as_array().is_some())
            });
            let make = || self.config.sandbox_layer(allow, more, deny);
            layers.push(self.config.layer([allow, more, deny], make));
        }
        ToolLayers { tree: self.config.root.tree(), layers }
    }

    /// The profile, with what is allowed besides.
    fn profile_layer(&self) -> Option<Arc<ToolLayer>> {
        let (place, more) = (self.tool(&["profile"])?, self.tool(&["alsoAllow"]));
        let profile = ToolSet::of_profile(&self.config.text(place)?)?;
        Some(self.config.layer([Some(place), more, None], || {
            let allow = profile.with(ToolSet::of(&self.config.names(more)));
            ToolLayer::new(allow, ToolSet::default(), Some(place))
        }))
    }
}

impl<'t> Config<'_, 't> {
    fn names(&self, list: Option<Value<'t>>) -> Vec<String> {
        self.texts(list).into_iter().map(|(name, _)| name.into_owned()).collect()
    }

    /// What a sandbox lets through by these lists, or by default.
    fn sandbox_layer(
        &self,
        allow: Option<Value<'t>>,
        more: Option<Value<'t>>,
        deny: Option<Value<'t>>,
    ) -> ToolLayer {
        let place = allow.or(deny);
        let (listed, more) = (self.names(allow), self.names(more));
        // An empty list of what is allowed stays empty, and allows everything.
        let mut allow = match allow {
            Some(_) if listed.is_empty() => Vec::new(),
            Some(_) => [listed.clone(), more.clone()].concat(),
            None => IN_SANDBOX.iter().map(|&tool| tool.to_owned()).chain(more.clone()).collect(),
        };
        let mut deny = if deny.is_some() {
            self.names(deny)
        } else {
            let asked_for = expanded_tools(&[listed, more].concat());
            let is_asked_for =
                |tool: &str| asked_for.iter().any(|pattern| pattern_covers(pattern, tool));
            let kept = NOT_IN_SANDBOX.iter().filter(|tool| !is_asked_for(tool));
            kept.map(|&tool| tool.to_owned()).collect()
        };
        // Who may see nothing of images by their old name may not by the new one; all others may.
        let denied = expanded_tools(&deny);
        let covers = |tool: &str| denied.iter().any(|pattern| pattern_covers(pattern, tool));
        if covers("image") && !covers("view_image") {
            deny.push("view_image".to_owned());
        } else if !allow.is_empty() && !denied.iter().any(|tool| tool == "view_image") {
            allow.push("view_image".to_owned());
        }
        ToolLayer::of(&allow, &deny, place)
    }

    /// The lists of a `tools` object. `alsoAllow` without `allow` takes nothing away.
    fn listed(&self, tools: Value<'t>) -> Arc<ToolLayer> {
        self.layer([Some(tools), None, None], || {
            let names = |list: &str| self.names(tools.get(list));
            let (mut allow, more) = (names("allow"), names("alsoAllow"));
            if allow.is_empty() && !more.is_empty() {
                allow.push("*".to_owned());
            }
            allow.extend(more);
            ToolLayer::of(&allow, &names("deny"), Some(tools))
        })
    }

    /// What a `tools` object says for a model, or else for its provider.
    fn by_provider(&self, tools: Value<'t>, model: ModelOf<'_>) -> Option<Arc<ToolLayer>> {
        let provider = provider_key(model.provider);
        let exact = format!("{provider}/{}", model.model.trim().to_lowercase());
        let policies = members(tools.get("byProvider"));
        let find =
            |key: &str| policies.iter().find(|(name, _)| provider_key(name) == key)?.1.value();
        let policy = find(&exact).or_else(|| find(&provider))?;
        policy.as_object()?;
        Some(self.layer([Some(policy), None, None], || {
            let names = |list: &str| self.names(policy.get(list));
            ToolLayer::of(&names("allow"), &names("deny"), Some(policy))
        }))
    }
}

/// A provider, or a provider and a model, as they are compared.
fn provider_key(name: &str) -> String {
    let name = name.trim().to_lowercase();
    match name.split_once('/') {
        Some((provider, "")) => provider.trim().to_owned(),
        Some((provider, model)) if !provider.is_empty() => format!("{}/{model}", provider.trim()),
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::super::config::tests::with;
    use super::*;

    fn allowed(text: &str, tools: &[&'static str]) -> Vec<&'static str> {
        with(text, |config| {
            let scopes = config.scopes();
            scopes.last().expect("a scope").tool_layers().allowed(tools)
        })
    }

    #[test]
    fn every_layer_must_let_a_tool_through() {
        let asked = ["exec", "read", "apply_patch", "gateway"];
        let cases: [(&str, &[&str]); 14] = [
            ("{}", &asked),
            ("{tools: {profile: 'minimal'}}", &["gateway"]),
            ("{tools: {profile: 'full'}}", &asked),
            ("{tools: {profile: 'messaging', alsoAllow: ['bash']}}", &["exec", "gateway"]),
            ("{tools: {allow: ['write']}}", &["apply_patch"]),
            ("{tools: {allow: []}}", &asked),
            ("{tools: {alsoAllow: ['exec']}}", &asked),
            ("{tools: {allow: ['group:fs', 'exec'], deny: ['read']}}", &["exec", "apply_patch"]),
            ("{tools: {deny: ['*']}}", &[]),
            (
                "{tools: {profile: 'coding'}, agents: {entries: {a: {tools: {profile: 'minimal'}}}}}",
                &["gateway"],
            ),
            (
                "{tools: {profile: 'coding'}, agents: {entries: {a: {tools: {deny: ['group:runtime']}}}}}",
                &["read", "apply_patch", "gateway"],
            ),
            ("{agents: {defaults: {sandbox: {mode: 'all'}}}}", &["exec", "read", "apply_patch"]),
            (
                "{agents: {defaults: {sandbox: {mode: 'all'}}}, tools: {sandbox: {tools: {alsoAllow: ['gateway']}}}}",
                &asked,
            ),
            (
                "{agents: {defaults: {sandbox: {mode: 'all'}}}, tools: {sandbox: {tools: {allow: [], deny: ['exec']}}}}",
                &["read", "apply_patch", "gateway"],
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(allowed(text, &asked), expected, "{text}");
        }
    }

    #[test]
    fn a_provider_may_have_its_own_layer() {
        let text = "{tools: {byProvider: {'Ollama/Llama3:8b': {deny: ['web_fetch']},
                     ollama: {deny: ['browser']}}}}";
        let asked = ["web_fetch", "browser"];
        let of = |model: &str| {
            let model = ModelOf { provider: "ollama", model };
            with(text, |config| config.defaults().tool_layers_for(model).allowed(&asked))
        };
        assert_eq!(of("llama3:8b"), ["browser"]);
        assert_eq!(of("qwen3:8b"), ["web_fetch"]);
    }

    #[test]
    fn a_layer_knows_its_place() {
        with("{tools: {profile: 'minimal'}}", |config| {
            let layers = config.defaults().tool_layers();
            let places: Vec<_> = layers.layers.iter().map(|layer| layer.place).collect();
            let expected = [config.at(&["tools", "profile"]), config.at(&["tools"])];
            assert_eq!(places, expected.map(|place| place.map(Value::id)));
        });
    }
}
