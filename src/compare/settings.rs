//! The settings of one config, each at the place that it has now, however old the config is.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::place::settled;
use crate::schema::{Release, Values, agent_id};
use crate::syntax::{Key, NodeId, Object, Value};

/// Levels of objects and lists that are looked into; what lies deeper is compared as a whole.
const DEEPEST: usize = 48;

/// A step from a setting to one in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Step {
    Item(usize),
    Name(String),
}

impl Step {
    fn name(&self) -> String {
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

/// Index of a setting.
pub(super) type Id = usize;

/// The setting that is the whole config.
pub(super) const ROOT: Id = 0;

/// A setting, at its place.
#[derive(Debug)]
pub(super) struct Setting<'t> {
    pub(super) parent: Id,
    pub(super) step: Step,
    pub(super) holds: Holds,
    /// What is written for it; none if it only comes from parts that moved here.
    pub(super) value: Option<Value<'t>>,
    /// Whether it holds exactly what is written there.
    pub(super) is_whole: bool,
    /// How its value is written otherwise since it moved here.
    pub(super) values: Values,
    pub(super) within: BTreeMap<Step, Id>,
}

/// The settings of a config.
#[derive(Debug)]
pub(super) struct Settings<'t> {
    settings: Vec<Setting<'t>>,
    /// The index of each item of a list that was looked into.
    indices: HashMap<NodeId, usize>,
    /// Where objects and values are written that stand in no list.
    written: HashSet<Vec<Step>>,
}

/// A value that is not looked into, on its way to its place.
struct Leaf<'t> {
    value: Value<'t>,
    holds: Holds,
    /// Where it is written.
    written: Vec<Step>,
    /// Where it has its place.
    place: Vec<Step>,
    values: Values,
}

/// Where a written value came to stand.
#[derive(Clone, Copy)]
struct Standing {
    at: Id,
    /// Whether all that it holds came to stand there.
    is_together: bool,
}

/// The settings of two configs, by the places that they have in the newest release, or else in
/// `target`. What both write at the same key stays there.
pub(super) fn settings<'t>(
    a: Value<'t>,
    b: Value<'t>,
    target: Release,
) -> (Settings<'t>, Settings<'t>) {
    let (own, other) = (Read::new(a, &b, target), Read::new(b, &a, target));
    let settings = |root, own: &Read<'t>, other: &Read<'t>| Settings::new(root, own, other);
    (settings(a, &own, &other), settings(b, &other, &own))
}

impl<'t> Settings<'t> {
    fn new(root: Value<'t>, read: &Read<'t>, other: &Read<'t>) -> Self {
        let mut settings = Self {
            settings: vec![Setting::new(ROOT, Step::Item(0))],
            indices: read.indices.clone(),
            written: read.written.clone(),
        };
        let mut stands = HashMap::new();
        let is_settled = |leaf: &&Leaf<'t>| {
            leaf.place == leaf.written || other.written.contains(leaf.written.as_slice())
        };
        // What stands where it belongs has its place; what comes from elsewhere only takes a free one.
        let (settled, moved): (Vec<_>, Vec<_>) = read.leaves.iter().partition(is_settled);
        let settled = settled.into_iter().map(|leaf| (leaf, &leaf.written));
        for (leaf, place) in settled.chain(moved.into_iter().map(|leaf| (leaf, &leaf.place))) {
            let at = match settings.put(place, leaf) {
                Some(at) => at,
                None => settings.put_anywhere(leaf.written.clone(), leaf),
            };
            stands.insert(leaf.value.id(), Standing { at, is_together: true });
        }
        settings.gather(root, &mut stands, 0);
        // An object that the other one has left empty is there in both.
        let left_empty = other.leaves.iter().filter(|leaf| leaf.holds == Holds::Names);
        for leaf in left_empty.filter(|leaf| read.written.contains(leaf.written.as_slice())) {
            settings.hold(&leaf.written);
        }
        settings
    }

    pub(super) fn get(&self, id: Id) -> &Setting<'t> {
        &self.settings[id]
    }

    /// The place of a setting, as a key.
    pub(super) fn place(&self, id: Id) -> Key {
        let mut names = Vec::new();
        let mut at = id;
        while at != ROOT {
            let setting = self.get(at);
            names.push(setting.step.name());
            at = setting.parent;
        }
        names.into_iter().rev().collect()
    }

    /// The key that a value is written at, and which of its names are indices.
    pub(super) fn written(&self, value: Value<'t>) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut at = value;
        while let Some(holder) = at.holder() {
            steps.push(match at.member() {
                Some(member) => Step::Name(member.name().to_lossy().into_owned()),
                None => Step::Item(self.indices.get(&at.id()).copied().unwrap_or_default()),
            });
            at = holder;
        }
        steps.reverse();
        steps
    }

    /// The key that a value is written at.
    pub(super) fn key(&self, value: Value<'t>) -> Key {
        self.written(value).iter().map(Step::name).collect()
    }

    /// Whether something is written in the other config where this value is. Of what stands in a list
    /// that is not known.
    pub(super) fn is_written_in(&self, value: Value<'t>, other: &Self) -> bool {
        other.written.contains(&self.written(value))
    }

    /// Whether this value stands in no list.
    pub(super) fn is_in_no_list(&self, value: Value<'t>) -> bool {
        self.written.contains(&self.written(value))
    }

    /// Whether a setting is written in what is written for the one that holds it, under its name.
    pub(super) fn is_in_place(&self, id: Id) -> bool {
        let setting = self.get(id);
        if id == ROOT {
            return true;
        }
        let (Some(value), Some(holder)) = (setting.value, self.get(setting.parent).value) else {
            return false;
        };
        value.holder() == Some(holder) && self.own_step(value).is_some_and(|it| it == setting.step)
    }

    /// The last step to where a value is written.
    fn own_step(&self, value: Value<'t>) -> Option<Step> {
        match value.member() {
            Some(member) => Some(Step::Name(member.name().to_lossy().into_owned())),
            None => self.indices.get(&value.id()).copied().map(Step::Item),
        }
    }

    /// Puts a leaf at a place, unless something stands there or in the way.
    fn put(&mut self, place: &[Step], leaf: &Leaf<'t>) -> Option<Id> {
        let mut at = ROOT;
        let mut known = 0;
        while let Some(next) = place.get(known).and_then(|step| self.get(at).within.get(step)) {
            at = *next;
            known += 1;
        }
        let setting = self.get(at);
        let is_taken = setting.value.is_some() && setting.holds == Holds::Value;
        let is_free = known < place.len() || setting.value.is_none() && setting.within.is_empty();
        if is_taken || !is_free {
            return None;
        }
        for step in &place[known..] {
            let next = self.settings.len();
            self.settings.push(Setting::new(at, step.clone()));
            let holder = &mut self.settings[at];
            if matches!(step, Step::Item(_)) && holder.within.is_empty() {
                holder.holds = Holds::Items;
            }
            holder.within.insert(step.clone(), next);
            // What was empty no longer is.
            holder.is_whole = false;
            at = next;
        }
        let setting = &mut self.settings[at];
        setting.holds = leaf.holds;
        setting.value = Some(leaf.value);
        setting.values = leaf.values;
        setting.is_whole = true;
        Some(at)
    }

    /// Makes sure that there is a setting at a place, unless a value is in the way.
    fn hold(&mut self, place: &[Step]) {
        let mut at = ROOT;
        for step in place {
            if self.get(at).holds == Holds::Value {
                return;
            }
            let next = self.settings.len();
            at = match self.get(at).within.get(step) {
                Some(&next) => next,
                None => {
                    self.settings.push(Setting::new(at, step.clone()));
                    self.settings[at].within.insert(step.clone(), next);
                    next
                }
            };
        }
    }

    /// Puts a leaf where it is written. Names that cannot be told apart as text get a mark.
    fn put_anywhere(&mut self, mut place: Vec<Step>, leaf: &Leaf<'t>) -> Id {
        loop {
            if let Some(at) = self.put(&place, leaf) {
                return at;
            }
            match place.last_mut() {
                Some(Step::Name(name)) => name.push(char::REPLACEMENT_CHARACTER),
                Some(Step::Item(index)) => *index += 1,
                None => return ROOT,
            }
        }
    }

    /// Finds out what is written for the settings that hold others.
    fn gather(
        &mut self,
        value: Value<'t>,
        stands: &mut HashMap<NodeId, Standing>,
        depth: usize,
    ) -> Option<Standing> {
        if let Some(standing) = stands.get(&value.id()) {
            return Some(*standing);
        }
        if depth > DEEPEST {
            return None;
        }
        let within: Vec<Value<'t>> = match (value.as_object(), value.as_array()) {
            (Some(object), _) => values(object).map(|(_, value)| value).collect(),
            (_, Some(array)) => array.items().collect(),
            _ => Vec::new(),
        };
        let mut at = None;
        let (mut is_together, mut is_whole, mut count) = (true, true, 0);
        for held in within {
            let Some(standing) = self.gather(held, stands, depth + 1) else { continue };
            count += 1;
            let own = &self.settings[standing.at];
            let is_named_so = self.own_step(held).is_some_and(|step| step == own.step);
            let holder = own.parent;
            is_whole &= own.is_whole;
            is_together &=
                standing.is_together && is_named_so && at.is_none_or(|at| at == holder);
            if is_named_so && at.is_none() {
                at = Some(holder);
            }
        }
        let at = at.filter(|&at| self.may_stand(value, at))?;
        let setting = &mut self.settings[at];
        if setting.value.is_none() {
            setting.value = Some(value);
            setting.is_whole = is_together && is_whole && setting.within.len() == count;
        }
        let standing = Standing { at, is_together };
        stands.insert(value.id(), standing);
        Some(standing)
    }

    /// Whether what is written for an object or list may stand for a setting: where it is written; or
    /// elsewhere, if it has no place any more where it is written, or is an agent of a list.
    fn may_stand(&self, value: Value<'t>, at: Id) -> bool {
        let (written, place) = (self.key(value), self.place(at));
        let is_agent = matches!(written.segments(), [agents, list, _] if agents == "agents" && list == "list");
        written == place
            || at != ROOT && (is_agent || Release::LATEST.lookup(written.segments()).is_none())
    }
}

impl Setting<'_> {
    fn new(parent: Id, step: Step) -> Self {
        Self {
            parent,
            step,
            holds: Holds::Names,
            value: None,
            is_whole: false,
            values: Values::default(),
            within: BTreeMap::new(),
        }
    }
}

/// The members of an object that count, with their values.
pub(super) fn values<'t>(object: Object<'t>) -> impl Iterator<Item = (String, Value<'t>)> {
    let members = object.effective().into_iter();
    members.filter_map(|(name, member)| Some((name.to_lossy().into_owned(), member.value()?)))
}

/// What is written in a config.
struct Read<'t> {
    target: Release,
    leaves: Vec<Leaf<'t>>,
    indices: HashMap<NodeId, usize>,
    /// Where objects and values are written that stand in no list.
    written: HashSet<Vec<Step>>,
    /// Whether agents that are listed are meant to be entries, as they are in the other config.
    keys_agents: bool,
    /// The agent of a list that is read, by its id and index.
    agent: Option<(String, usize)>,
}

impl<'t> Read<'t> {
    fn new(root: Value<'t>, other: &Value<'t>, target: Release) -> Self {
        let has = |root: &Value<'t>, name| root.at(&["agents", name]).is_some();
        let keys_agents =
            !has(&root, "entries") && has(other, "entries") && !has(other, "list");
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
                match agent_of(item, written) {
                    Some(id) => self.read_agent(item, id, index, written),
                    None => {
                        place.push(Step::Item(index));
                        self.read(item, written, place);
                        place.pop();
                    }
                }
                written.pop();
            }
        } else {
            let holds = if object.is_some() { Holds::Names } else { Holds::Value };
            self.push(value, holds, written, place);
        }
    }

    /// Reads an agent of a list, whose settings moved as those of entries did.
    fn read_agent(&mut self, item: Value<'t>, id: String, index: usize, written: &mut Vec<Step>) {
        let mut place = ["agents", "entries", &id].map(|it| Step::Name(it.to_owned())).to_vec();
        self.agent = Some((id.clone(), index));
        let before = self.leaves.len();
        for (name, held) in item.as_object().into_iter().flat_map(values) {
            // As an entry it has its id as its name.
            if self.keys_agents && name == "id" && held.is_text(&id) {
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
        let key: Vec<String> = place.iter().map(Step::name).collect();
        let settled = settled(&key, self.target);
        let values = settled.as_ref().map_or_else(Values::default, |settled| settled.values);
        let step = |name: String| {
            let item = place.iter().find(|it| matches!(it, Step::Item(_)) && it.name() == name);
            item.cloned().unwrap_or(Step::Name(name))
        };
        let mut place = settled.map_or_else(
            || place.to_vec(),
            |settled| settled.key.into_iter().map(step).collect(),
        );
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
