//! The agents of a config, as the reader of OpenClaw 2026.9.6 has them before it validates; for
//! releases without `agents.entries`, as they stand in the list.

use std::collections::{BTreeMap, BTreeSet};

use crate::schema::{Release, Resolved, Variables, agent_id, list_faults};
use crate::syntax::{Array, JsText, Key, Member, Object, Value};
use crate::text::Span;

/// The agent that is there when a config lists none.
pub const IMPLICIT_AGENT: &str = "main";

/// How the config lists its agents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RosterForm {
    /// Not at all: there is one agent, [`IMPLICIT_AGENT`].
    Implicit,
    /// In `agents.entries`, under their names.
    Keyed,
    /// In `agents.list`, which the reader turns into entries, or leaves as it is where the release has
    /// none.
    Listed,
    /// Not at all, while `agents.ownership` leaves no room for the implicit one: there is none.
    Empty,
    /// In an `agents.list` that the reader cannot turn into entries: to OpenClaw there is none.
    Unreadable,
    /// Where they should be is a value of another type, so that nothing is known of them.
    Broken,
}

/// Who speaks where nobody is addressed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Ownership<'t> {
    /// The config does not say.
    Unsaid,
    /// Whoever each surface names.
    Explicit(Value<'t>),
    /// Something that OpenClaw does not know, or that is not known here.
    Other,
}

/// An agent.
#[derive(Debug, Clone, PartialEq)]
pub struct Agent<'t> {
    /// The name it is listed under.
    pub name: String,
    /// The normal form of its name: what it is addressed by.
    pub id: String,
    /// What the config says of it.
    pub value: Value<'t>,
    /// Where its name stands.
    pub span: Span,
}

impl<'t> Agent<'t> {
    /// What stands at a path below it.
    pub fn at(&self, path: &[&str]) -> Option<Value<'t>> {
        self.value.at(path)
    }

    /// The place of a path below it, as OpenClaw names it.
    pub fn key(&self, path: &[&str]) -> Key {
        ["agents", "entries", &self.name].into_iter().chain(path.iter().copied()).collect()
    }

    /// The member that marks it as the default agent.
    pub fn mark(&self) -> Option<Member<'t>> {
        let mark = self.value.as_object()?.get("default")?;
        (mark.value()?.as_bool() == Some(true)).then_some(mark)
    }
}

/// The agents of a config.
#[derive(Debug)]
pub struct Roster<'t> {
    /// How they are listed.
    pub form: RosterForm,
    /// The member that lists them.
    pub holder: Option<Member<'t>>,
    /// The listed ones, in the order in which OpenClaw takes them. Of duplicate names the last one
    /// counts, at the place of the first. Without the implicit one.
    pub agents: Vec<Agent<'t>>,
    /// Who speaks where nobody is addressed.
    pub ownership: Ownership<'t>,
    /// Whether there may be more to it: in a file that is included, or behind a variable of which
    /// nothing is known.
    pub is_partial: bool,
}

impl<'t> Roster<'t> {
    /// The agents that `release` sees in the config of `root`.
    pub fn of(root: Value<'t>, variables: &Variables<'_>, release: Release) -> Self {
        let has_entries = release.lookup(&["agents", "entries"]).is_some();
        let section = root.get("agents");
        let object = section.and_then(Value::as_object);
        let mut roster = Self {
            form: RosterForm::Implicit,
            holder: None,
            agents: Vec::new(),
            ownership: ownership(section, variables),
            is_partial: includes(root) || section.is_some_and(includes),
        };
        if section.is_some() && object.is_none() {
            roster.form = RosterForm::Broken;
        } else if let Some(entries) =
            object.and_then(|agents| agents.get("entries")).filter(|_| has_entries)
        {
            roster.holder = Some(entries);
            match entries.value().and_then(Value::as_object) {
                Some(entries) => roster.keyed(entries),
                None => roster.form = RosterForm::Broken,
            }
        } else if let Some(list) = object.and_then(|agents| agents.get("list")) {
            roster.holder = Some(list);
            match list.value() {
                Some(value) if !has_entries || list_faults(value, variables).is_empty() => {
                    roster.listed(value, variables);
                }
                _ => roster.form = RosterForm::Unreadable,
            }
        }
        let lists = matches!(roster.form, RosterForm::Keyed | RosterForm::Listed);
        let lists = lists && (roster.is_partial || !roster.agents.is_empty());
        if !lists && !matches!(roster.form, RosterForm::Unreadable | RosterForm::Broken) {
            let explicit = matches!(roster.ownership, Ownership::Explicit(_));
            roster.form = if explicit { RosterForm::Empty } else { RosterForm::Implicit };
        }
        roster
    }

    fn keyed(&mut self, entries: Object<'t>) {
        self.form = RosterForm::Keyed;
        self.is_partial |= includes(entries.value());
        let mut places: BTreeMap<JsText<'_>, usize> = BTreeMap::new();
        for member in entries.members() {
            let (name, Some(value)) = (member.name(), member.value()) else { continue };
            if name == "$include" || name == "__proto__" {
                continue;
            }
            self.is_partial |= includes(value);
            let text = name.to_lossy().into_owned();
            let id = agent_id(&text);
            let agent = Agent { name: text, id, value, span: member.name_span() };
            let place = *places.entry(name).or_insert(self.agents.len());
            match self.agents.get_mut(place) {
                Some(earlier) => *earlier = agent,
                None => self.agents.push(agent),
            }
        }
    }

    fn listed(&mut self, list: Value<'t>, variables: &Variables<'_>) {
        self.form = RosterForm::Listed;
        for value in list.as_array().into_iter().flat_map(Array::items) {
            self.is_partial |= includes(value);
            let Some((id, text)) = value.get("id").and_then(|id| Some((id, id.as_text()?))) else {
                continue;
            };
            let name = match variables.resolve(&text) {
                Resolved::Text(text) => String::from_utf8_lossy(&text).into_owned(),
                Resolved::Unknown => {
                    self.is_partial = true;
                    text.to_lossy().into_owned()
                }
            };
            self.agents.push(Agent { id: agent_id(&name), name, value, span: id.span() });
        }
    }

    /// The names of all agents as they are written, the implicit one included.
    pub fn names(&self) -> Vec<&str> {
        match self.form {
            RosterForm::Implicit => vec![IMPLICIT_AGENT],
            _ => self.agents.iter().map(|agent| agent.name.as_str()).collect(),
        }
    }

    /// The ids of all agents, the implicit one included.
    pub fn ids(&self) -> BTreeSet<&str> {
        match self.form {
            RosterForm::Implicit => BTreeSet::from([IMPLICIT_AGENT]),
            _ => self.agents.iter().map(|agent| agent.id.as_str()).collect(),
        }
    }

    /// The marks of default agents.
    pub fn marks(&self) -> Vec<Member<'t>> {
        self.agents.iter().filter_map(Agent::mark).collect()
    }
}

/// What `agents.ownership` says.
fn ownership<'t>(section: Option<Value<'t>>, variables: &Variables<'_>) -> Ownership<'t> {
    let Some(value) = section.and_then(|agents| agents.get("ownership")) else {
        return Ownership::Unsaid;
    };
    let text = value.as_text();
    match text.as_ref().map(|text| variables.resolve(text)) {
        Some(Resolved::Text(text)) if *text == *b"explicit" => Ownership::Explicit(value),
        _ => Ownership::Other,
    }
}

/// Whether other files add to an object.
fn includes(value: Value<'_>) -> bool {
    value.get("$include").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::parse;
    use crate::world::Environment;

    fn with<R>(text: &str, look: impl FnOnce(&Roster<'_>) -> R) -> R {
        let tree = parse(text.to_owned());
        let root = tree.root().expect("a value");
        let environment = Environment::Known(BTreeMap::new());
        look(&Roster::of(root, &Variables::of(root, &environment), Release::LATEST))
    }

    #[test]
    fn a_roster_has_a_form() {
        for (text, form, names) in [
            ("{}", RosterForm::Implicit, vec!["main"]),
            ("{agents: {}}", RosterForm::Implicit, vec!["main"]),
            ("{agents: {entries: {}}}", RosterForm::Implicit, vec!["main"]),
            ("{agents: {list: []}}", RosterForm::Implicit, vec!["main"]),
            ("{agents: {ownership: 'explicit'}}", RosterForm::Empty, vec![]),
            ("{agents: {ownership: 'explicit', list: []}}", RosterForm::Empty, vec![]),
            ("{agents: {entries: {B: {}, a: {}, B: {}}}}", RosterForm::Keyed, vec!["B", "a"]),
            ("{agents: {list: [{id: 'x-'}, {id: '_y'}]}}", RosterForm::Listed, vec!["x-", "_y"]),
            ("{agents: {list: [{id: 'X'}]}}", RosterForm::Unreadable, vec![]),
            ("{agents: {list: [{id: 'x', default: 1}]}}", RosterForm::Unreadable, vec![]),
            ("{agents: {list: [{id: 'x'}, {id: 'x'}]}}", RosterForm::Unreadable, vec![]),
            ("{agents: {list: [{id: '${X}'}]}}", RosterForm::Unreadable, vec![]),
            ("{env: {X: 'y'}, agents: {list: [{id: '${X}'}]}}", RosterForm::Listed, vec!["y"]),
            ("{agents: {list: [{id: 'x'}], entries: {y: {}}}}", RosterForm::Keyed, vec!["y"]),
            ("{agents: {entries: null, list: []}}", RosterForm::Broken, vec![]),
            ("{agents: []}", RosterForm::Broken, vec![]),
        ] {
            with(text, |roster| {
                assert_eq!((roster.form, roster.names()), (form, names), "{text}");
            });
        }
    }

    #[test]
    fn what_is_not_seen_makes_a_roster_partial() {
        for text in [
            "{$include: 'a'}",
            "{agents: {$include: 'a'}}",
            "{agents: {entries: {$include: 'a'}}}",
            "{agents: {entries: {a: {$include: 'a'}}}}",
            "{agents: {list: [{id: 'a', $include: 'a'}]}}",
        ] {
            with(text, |roster| assert!(roster.is_partial, "{text}"));
        }
    }
}
