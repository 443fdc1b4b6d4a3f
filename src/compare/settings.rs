//! The settings of one config, each at the place that it has now, however old the config is.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::read::{DEEPEST, Holds, Leaf, Read, Step, values};
use crate::schema::{Release, Values};
use crate::syntax::{Key, NodeId, Value};

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
    all: Vec<Setting<'t>>,
    /// The index of each item of a list that was looked into.
    indices: HashMap<NodeId, usize>,
    /// Where objects and values are written that stand in no list.
    written: HashSet<Vec<Step>>,
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
    let (own, other) = (Read::new(a, b, target), Read::new(b, a, target));
    let settings = |root, own: &Read<'t>, other: &Read<'t>| Settings::new(root, own, other);
    (settings(a, &own, &other), settings(b, &other, &own))
}

impl<'t> Settings<'t> {
    fn new(root: Value<'t>, read: &Read<'t>, other: &Read<'t>) -> Self {
        let mut settings = Self {
            all: vec![Setting::new(ROOT, Step::Item(0))],
            indices: read.indices.clone(),
            written: read.written.clone(),
        };
        let mut stands = HashMap::new();
        let is_settled = |leaf: &&Leaf<'t>| {
            leaf.place == leaf.written
                || other.written.contains(leaf.written.as_slice())
                || leaf.list().is_some_and(|list| {
                    !leaf.place.starts_with(list) && other.written.contains(list)
                })
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
        // An object or list that the other one has left empty is there in both.
        let left_empty = other.leaves.iter().filter(|leaf| leaf.is_empty());
        for leaf in left_empty.filter(|leaf| read.written.contains(leaf.written.as_slice())) {
            settings.hold(root, &leaf.written);
        }
        settings
    }

    pub(super) fn get(&self, id: Id) -> &Setting<'t> {
        &self.all[id]
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
            let next = self.all.len();
            self.all.push(Setting::new(at, step.clone()));
            let holder = &mut self.all[at];
            if matches!(step, Step::Item(_)) && holder.within.is_empty() {
                holder.holds = Holds::Items;
            }
            holder.within.insert(step.clone(), next);
            // What was empty no longer is.
            holder.is_whole = false;
            at = next;
        }
        let setting = &mut self.all[at];
        setting.holds = leaf.holds;
        setting.value = Some(leaf.value);
        setting.values = leaf.values;
        setting.is_whole = true;
        Some(at)
    }

    /// Makes sure that there is a setting where an object or list is written, unless a value is in the
    /// way.
    fn hold(&mut self, root: Value<'t>, written: &[Step]) {
        let mut at = ROOT;
        let mut value = Some(root);
        for step in written {
            if self.get(at).holds == Holds::Value {
                return;
            }
            let next = self.all.len();
            let known = self.get(at).within.get(step).copied();
            at = known.unwrap_or_else(|| {
                self.all.push(Setting::new(at, step.clone()));
                self.all[at].within.insert(step.clone(), next);
                next
            });
            value = value.and_then(|value| value.get(&step.name()));
        }
        let setting = &mut self.all[at];
        let is_new = setting.value.is_none() && setting.within.is_empty();
        if let Some(list) = value.filter(|it| is_new && it.as_array().is_some()) {
            setting.holds = Holds::Items;
            setting.value = Some(list);
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
            let own = &self.all[standing.at];
            let is_named_so = self.own_step(held).is_some_and(|step| step == own.step);
            let holder = own.parent;
            is_whole &= own.is_whole;
            is_together &= standing.is_together && is_named_so && at.is_none_or(|at| at == holder);
            if is_named_so && at.is_none() {
                at = Some(holder);
            }
        }
        let at = at.filter(|&at| self.may_stand(value, at))?;
        let setting = &mut self.all[at];
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
        let is_agent =
            matches!(written.segments(), [agents, list, _] if agents == "agents" && list == "list");
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
