//! What is written in a config, value by value, and where each has its place now.

use std::collections::{HashMap, HashSet};

use super::place::settled;
use crate::schema::{Release, Values, agent_id};
use crate::syntax::{Array, NodeId, Object, Segment, Value};

/// Levels of objects and lists that are looked into; what lies deeper is compared as a whole.
pub(super) const DEEPEST: usize = 48;

/// A step from a setting to one in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Step {
    Item(usize),
    Name(String),
}

impl Step {
    pub(super) fn name(&self) -> String {
        match self {
            Self::Item(index) => index.to_string(),
            Self::Name(name) => name.clone(),
        }
    }
}

/// What a setting holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// Settings by name.
    Names,
    /// Items that are settings.
    Items,
    /// A value that is not looked into any further, unless it is a list of single values.
    Value,
}

/// A value that is not looked into, on its way to its place.
pub(super) struct Leaf<'t> {
    pub(super) value: Value<'t>,
    pub(super) holds: Holds,
    /// Where it is written.
    pub(super) written: Vec<Step>,
    /// Where it has its place.
    pub(super) place: Vec<Step>,
    pub(super) values: Values,
}

/// The members of an object that count, with their values.
pub(super) fn values(object: Object<'_>) -> impl Iterator<Item = (String, Value<'_>)> {
    let members = object.effective().into_iter();
    members.filter_map(|(name, member)| Some((name.to_lossy().into_owned(), member.value()?)))
}

impl Leaf<'_> {
    /// Where the outermost list is written that it stands in.
    pub(super) fn list(&self) -> Option<&[Step]> {
        let item = self.written.iter().position(|step| matches!(step, Step::Item(_)))?;
        Some(&self.written[..item])
    }

    /// Whether it is an object or a list that holds nothing.
    pub(super) fn is_empty(&self) -> bool {
        let is_empty_list = |list: Array<'_>| list.items().next().is_none();
        self.holds == Holds::Names || self.value.as_array().is_some_and(is_empty_list)
    }
}

/// What is written in a config.
pub(super) struct Read<'t> {
    target: Release,
    pub(super) leaves: Vec<Leaf<'t>>,
    /// The index of each item of a list that was looked into.
    pub(super) indices: HashMap<NodeId, usize>,
    /// Where objects and values are written that stand in no list.
    pub(super) written: HashSet<Vec<Step>>,
    /// Whether agents that are listed are meant to be entries, as they are in the other config.
    keys_agents: bool,
    /// The agent of a list that is read, by its id and index.
    agent: Option<(String, usize)>,
}

impl<'t> Read<'t> {
    /// What is written in `root`, to be compared with `other`.
    pub(super) fn new(root: Value<'t>, other: Value<'t>, target: Release) -> Self {
        let has = |root: Value<'t>, name| root.at(&["agents", name]).is_some();
        let keys_agents = !has(root, "entries") && has(other, "entries") && !has(other, "list");
        let mut read = Self {
            target,
            leaves: Vec::new(),
            indices: HashMap::new(),
            written: HashSet::new(),
            keys_agents,
            agent: None,
        };
        read.read(root, &mut Vec::new(), &mut Vec::new());
        read
    }

    /// Reads a value. `place` is where it would be written by now if nothing around it is retired.
    fn read(&mut self, value: Value<'t>, written: &mut Vec<Step>, place: &mut Vec<Step>) {
        let is_deep = written.len() >= DEEPEST;
        let object = value.as_object().filter(|_| !is_deep);
        let items = value.as_array().filter(|_| !is_deep);
        if !written.iter().any(|step| matches!(step, Step::Item(_))) {
            self.written.insert(written.clone());
        }
        if let Some(items) = items {
            for (index, item) in items.items().enumerate() {
                self.indices.insert(item.id(), index);
            }
        }
        let things = items.filter(|items| items.items().any(|item| item.as_object().is_some()));
        if let Some(object) = object.filter(|object| !object.is_empty()) {
            for (name, held) in values(object) {
                written.push(Step::Name(name.clone()));
                place.push(Step::Name(name));
                self.read(held, written, place);
                written.pop();
                place.pop();
            }
        } else if let Some(things) = things {
            for (index, item) in things.items().enumerate() {
                written.push(Step::Item(index));
                if let Some(id) = agent_of(item, written) {
                    self.read_agent(item, &id, index, written);
                } else {
                    place.push(Step::Item(index));
                    self.read(item, written, place);
                    place.pop();
                }
                written.pop();
            }
        } else {
            let holds = if object.is_some() { Holds::Names } else { Holds::Value };
            self.push(value, holds, written, place);
        }
    }

    /// Reads an agent of a list, whose settings moved as those of entries did.
    fn read_agent(&mut self, item: Value<'t>, id: &str, index: usize, written: &mut Vec<Step>) {
        let mut place = ["agents", "entries", id].map(|it| Step::Name(it.to_owned())).to_vec();
        self.agent = Some((id.to_owned(), index));
        let before = self.leaves.len();
        for (name, held) in item.as_object().into_iter().flat_map(values) {
            // As an entry it has its id as its name.
            if self.keys_agents && name == "id" && held.is_text(id) {
                continue;
            }
            written.push(Step::Name(name.clone()));
            place.push(Step::Name(name));
            self.read(held, written, &mut place);
            place.pop();
            written.pop();
        }
        if self.leaves.len() == before {
            self.push(item, Holds::Names, written, &place);
        }
        self.agent = None;
    }

    fn push(&mut self, value: Value<'t>, holds: Holds, written: &[Step], place: &[Step]) {
        let key: Vec<Segment> = place.iter().map(Step::name).map(Segment::from).collect();
        let settled = settled(&key, self.target);
        let values = settled.as_ref().map_or_else(Values::default, |settled| settled.values);
        let step = |name: Segment| {
            let item = place.iter().find(|it| matches!(it, Step::Item(_)) && it.name() == *name);
            item.cloned().unwrap_or_else(|| Step::Name(name.to_string()))
        };
        let mut place = settled
            .map_or_else(|| place.to_vec(), |settled| settled.key.into_iter().map(step).collect());
        if let (Some((id, index)), false) = (&self.agent, self.keys_agents) {
            let entry = ["agents", "entries", id].map(|it| Step::Name(it.to_owned()));
            if place.starts_with(&entry) {
                place[1] = Step::Name("list".to_owned());
                place[2] = Step::Item(*index);
            }
        }
        self.leaves.push(Leaf { value, holds, written: written.to_vec(), place, values });
    }
}

/// The id of an agent in the list of agents, if the item at a key is one.
fn agent_of(item: Value<'_>, written: &[Step]) -> Option<String> {
    let [Step::Name(agents), Step::Name(list), Step::Item(_)] = written else { return None };
    let id = item.get("id").and_then(Value::as_text)?;
    (agents == "agents" && list == "list").then(|| agent_id(&id.to_lossy()))
}
