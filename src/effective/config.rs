//! A config as its settings for agents are read: what an agent does not say is said for all.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::audited_models::Counted;
use super::group_routes::Routes;
use super::{Agent, Roster, ToolLayer};
use crate::schema::Variables;
use crate::syntax::{Array, Member, NodeId, Object, Value};
use crate::world::INCLUDE;

/// A value in force and where it stands; nowhere when it is the default.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Setting<'t, T> {
    /// What is in force.
    pub value: T,
    /// What the author wrote.
    pub place: Option<Value<'t>>,
}

/// What was worked out of a config and is asked for again: by one rule after the other, on two threads.
#[derive(Debug, Default)]
pub struct Remembered {
    pub(super) models: OnceLock<Vec<Counted>>,
    /// The layers of tools that were asked for, by the places that they come from: most agents
    /// share them.
    layers: Mutex<BTreeMap<[Option<NodeId>; 3], Arc<ToolLayer>>>,
}

/// A config with the texts of its strings and its agents.
#[derive(Debug)]
pub struct Config<'v, 't> {
    /// Its root.
    pub root: Value<'t>,
    /// Its agents.
    pub roster: &'v Roster<'t>,
    variables: &'v Variables<'t>,
    pub(super) remembered: &'v Remembered,
    /// The bindings: they are asked about each account and person.
    pub(super) routes: OnceCell<Rc<Routes<'t>>>,
}

impl<'v, 't> Config<'v, 't> {
    /// The config of `root` with the agents it lists, and what is remembered of it.
    pub fn new(
        root: Value<'t>,
        roster: &'v Roster<'t>,
        variables: &'v Variables<'t>,
        remembered: &'v Remembered,
    ) -> Self {
        Self { root, roster, variables, remembered, routes: OnceCell::new() }
    }

    /// What stands at a path below the root.
    pub fn at(&self, path: &[&str]) -> Option<Value<'t>> {
        self.root.at(path)
    }

    /// Whether included files may say more of agents, tools or channels.
    pub fn is_partial(&self) -> bool {
        let includes = |value: Value<'_>| value.get(INCLUDE).is_some();
        let sections = ["tools", "channels"].into_iter().filter_map(|name| self.root.get(name));
        self.roster.is_partial || sections.into_iter().any(includes)
    }

    /// The text of a string as OpenClaw reads it; `None` for any other value, and for a string with
    /// a variable of which nothing is known.
    pub fn text<'x>(&self, value: Value<'x>) -> Option<Cow<'x, str>> {
        self.variables.text(value)
    }

    /// The layer of tools that comes from these places, made when it is asked for first.
    pub(super) fn layer(
        &self,
        places: [Option<Value<'t>>; 3],
        make: impl FnOnce() -> ToolLayer,
    ) -> Arc<ToolLayer> {
        let key = places.map(|place| place.map(Value::id));
        let layers = || self.remembered.layers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(layer) = layers().get(&key) {
            return Arc::clone(layer);
        }
        let layer = Arc::new(make());
        layers().insert(key, Arc::clone(&layer));
        layer
    }

    /// The strings of a list, each with its place. One of which nothing is known is as written.
    pub fn texts(&self, list: Option<Value<'t>>) -> Vec<(Cow<'t, str>, Value<'t>)> {
        let items = list.and_then(Value::as_array).into_iter().flat_map(Array::items);
        let read = |item: Value<'t>| {
            let text = item.as_text()?;
            Some((self.text(item).unwrap_or_else(|| text.into_lossy()), item))
        };
        items.filter_map(read).collect()
    }

    /// What holds for whom no agent entry speaks.
    pub fn defaults(&self) -> Scope<'_, 'v, 't> {
        Scope { config: self, agent: None }
    }

    /// What holds for each listed agent, in the order in which they are listed.
    pub fn agents(&self) -> impl Iterator<Item = Scope<'_, 'v, 't>> {
        self.roster.agents.iter().map(|agent| Scope { config: self, agent: Some(agent) })
    }

    /// The defaults, then each agent.
    pub fn scopes(&self) -> Vec<Scope<'_, 'v, 't>> {
        std::iter::once(self.defaults()).chain(self.agents()).collect()
    }
}

/// An agent, or the defaults of all: the circle for which settings hold.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'c, 'v, 't> {
    /// The config it belongs to.
    pub config: &'c Config<'v, 't>,
    /// The agent; `None` for the defaults.
    pub agent: Option<&'c Agent<'t>>,
}

impl<'t> Scope<'_, '_, 't> {
    /// Its name in messages.
    pub fn name(&self) -> String {
        self.agent.map_or("agents.defaults".to_owned(), |agent| format!("agent `{}`", agent.name))
    }

    /// What the agent itself says at a path.
    pub fn own(&self, path: &[&str]) -> Option<Value<'t>> {
        self.agent?.at(path).filter(|value| !value.is_null())
    }

    /// What the agent says at a path, or else `agents.defaults`.
    pub fn setting(&self, path: &[&str]) -> Option<Value<'t>> {
        let shared = || self.config.at(&["agents", "defaults"])?.at(path);
        self.own(path).or_else(shared).filter(|value| !value.is_null())
    }

    /// What stands at a path in the `tools` of the agent itself.
    pub fn own_tool(&self, path: &[&str]) -> Option<Value<'t>> {
        self.own(&["tools"])?.at(path).filter(|value| !value.is_null())
    }

    /// What stands at a path in the `tools` of all.
    pub fn shared_tool(&self, path: &[&str]) -> Option<Value<'t>> {
        self.config.at(&["tools"])?.at(path).filter(|value| !value.is_null())
    }

    /// What the agent's own `tools` say at a path, or else those of all.
    pub fn tool(&self, path: &[&str]) -> Option<Value<'t>> {
        self.own_tool(path).or_else(|| self.shared_tool(path))
    }
}

/// The members of an object that count, in the order in which they stand. What is no object has
/// none; `$include` and `__proto__` are no names of OpenClaw's.
pub fn members(value: Option<Value<'_>>) -> Vec<(String, Member<'_>)> {
    let members = value.and_then(Value::as_object).map(Object::effective).unwrap_or_default();
    let counted =
        members.into_iter().filter(|(name, _)| *name != *INCLUDE && *name != *"__proto__");
    let mut named: Vec<_> =
        counted.map(|(name, member)| (name.to_lossy().into_owned(), member)).collect();
    named.sort_by_key(|(_, member)| member.span().start);
    named
}

/// Whether [`members`] has any.
pub fn has_members(value: Value<'_>) -> bool {
    let counts = |member: Member<'_>| !member.is_named(INCLUDE) && !member.is_named("__proto__");
    value.as_object().into_iter().flat_map(Object::members).any(counts)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::schema::Release;
    use crate::syntax::parse;
    use crate::world::Environment;

    /// Shows a config, in an environment in which no variable is set.
    pub(in crate::effective) fn with<T>(text: &str, look: impl FnOnce(&Config<'_, '_>) -> T) -> T {
        let tree = parse(text.to_owned());
        let root = tree.root().expect("a value");
        let environment = Environment::Known(BTreeMap::new());
        let variables = Variables::of(root, &environment);
        let roster = Roster::of(root, &variables, Release::LATEST);
        look(&Config::new(root, &roster, &variables, &Remembered::default()))
    }

    #[test]
    fn agents_say_what_differs_from_the_defaults() {
        let text = "{agents: {defaults: {a: 1, b: 2, c: null}, entries: {x: {a: 3, b: null}}},
                     tools: {d: 4}}";
        with(text, |config| {
            let agent = config.agents().next().expect("an agent");
            let number = |value: Option<Value<'_>>| value.and_then(Value::as_number);
            assert_eq!(number(agent.setting(&["a"])), Some(3.0));
            assert_eq!(number(agent.setting(&["b"])), Some(2.0));
            assert_eq!(number(agent.setting(&["c"])), None);
            assert_eq!(number(config.defaults().setting(&["a"])), Some(1.0));
            assert_eq!(number(agent.tool(&["d"])), Some(4.0));
            assert_eq!(number(agent.own_tool(&["d"])), None);
            assert_eq!(config.scopes().len(), 2);
        });
    }
}
