//! What a plan means, on plain values: the same requests, with no text in sight.

use std::collections::BTreeMap;

use crate::author::Plain;

/// Index of a value.
pub(crate) type Id = usize;

/// All values, those of the text first and in its order.
#[derive(Debug, Default)]
pub(crate) struct Model {
    nodes: Vec<Node>,
    replaced: BTreeMap<Id, Id>,
}

#[derive(Debug)]
enum Node {
    Scalar(Plain),
    Items { is_object: bool, start: Vec<Entry>, slots: Vec<Slot> },
}

/// The place of an item of the text, and what is put around it.
#[derive(Debug)]
struct Slot {
    before: Vec<Entry>,
    own: Option<Entry>,
    /// What stands in its place.
    instead: Option<Entry>,
    after: Vec<Entry>,
}

#[derive(Debug, Clone)]
struct Entry {
    name: Option<String>,
    value: Id,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum At {
    First,
    Last,
    Before(usize),
    After(usize),
}

impl Model {
    pub(crate) fn add(&mut self, value: &Plain) -> Id {
        let id = self.nodes.len();
        self.nodes.push(Node::Scalar(Plain::Null));
        let (is_object, entries): (bool, Vec<Entry>) = match value {
            Plain::List(items) => {
                let entry = |item| Entry { name: None, value: self.add(item) };
                (false, items.iter().map(entry).collect())
            }
            Plain::Object(members) => {
                let entry = |(name, value): &(String, Plain)| Entry {
                    name: Some(name.clone()),
                    value: self.add(value),
                };
                (true, members.iter().map(entry).collect())
            }
            scalar => {
                self.nodes[id] = Node::Scalar(scalar.clone());
                return id;
            }
        };
        let slot =
            |own| Slot { before: Vec::new(), own: Some(own), instead: None, after: Vec::new() };
        let slots = entries.into_iter().map(slot).collect();
        self.nodes[id] = Node::Items { is_object, start: Vec::new(), slots };
        id
    }

    /// The value as it is now.
    pub(crate) fn value(&self, id: Id) -> Plain {
        if let Some(&new) = self.replaced.get(&id) {
            return self.value(new);
        }
        match &self.nodes[id] {
            Node::Scalar(plain) => plain.clone(),
            Node::Items { is_object, .. } => {
                let entries = self.entries(id);
                if *is_object {
                    let member = |entry: &Entry| {
                        (entry.name.clone().unwrap_or_default(), self.value(entry.value))
                    };
                    Plain::Object(entries.iter().map(member).collect())
                } else {
                    Plain::List(entries.iter().map(|entry| self.value(entry.value)).collect())
                }
            }
        }
    }

    /// Whether the value is still part of the whole.
    pub(crate) fn is_reachable(&self, id: Id) -> bool {
        let mut open = vec![0];
        while let Some(at) = open.pop() {
            if at == id {
                return true;
            }
            match self.replaced.get(&at) {
                Some(&new) => open.push(new),
                None => open.extend(self.entries(at).iter().map(|entry| entry.value)),
            }
        }
        false
    }

    fn entries(&self, id: Id) -> Vec<Entry> {
        let Node::Items { start, slots, .. } = &self.nodes[id] else { return Vec::new() };
        let of = |slot: &Slot| {
            slot.before
                .iter()
                .chain(&slot.own)
                .chain(&slot.instead)
                .chain(&slot.after)
                .cloned()
                .collect::<Vec<_>>()
        };
        start.iter().cloned().chain(slots.iter().flat_map(of)).collect()
    }

    pub(crate) fn remove(&mut self, holder: Id, index: usize) {
        if let Node::Items { slots, .. } = &mut self.nodes[holder] {
            slots[index].own = None;
        }
    }

    pub(crate) fn rename(&mut self, holder: Id, index: usize, name: &str) {
        if let Node::Items { slots, .. } = &mut self.nodes[holder]
            && let Some(own) = &mut slots[index].own
        {
            own.name = Some(name.to_owned());
        }
    }

    pub(crate) fn replace(&mut self, id: Id, new: &Plain) {
        let new = self.add(new);
        self.replaced.insert(id, new);
    }

    pub(crate) fn insert(&mut self, holder: Id, at: At, name: Option<&str>, new: &Plain) {
        let value = self.add(new);
        self.put(holder, at, Entry { name: name.map(str::to_owned), value });
    }

    fn put(&mut self, holder: Id, at: At, entry: Entry) {
        let Node::Items { start, slots, .. } = &mut self.nodes[holder] else { return };
        let last = slots.len().saturating_sub(1);
        match at {
            At::First | At::Last if slots.is_empty() => start.push(entry),
            At::First => slots[0].before.push(entry),
            At::Last => slots[last].after.push(entry),
            At::Before(index) => slots[index].before.push(entry),
            At::After(index) => slots[index].after.push(entry),
        }
    }

    /// Moves an item to a path, where nothing is.
    pub(crate) fn move_path(&mut self, holder: Id, index: usize, path: &[String]) {
        let (at, missing) = self.follow(path);
        if let (true, [name]) = (at == holder, missing) {
            return self.rename(holder, index, name);
        }
        let Node::Items { slots, .. } = &mut self.nodes[holder] else { return };
        let Some(own) = slots[index].own.take() else { return };
        let home = self.wrapped(missing, own.value);
        if at == holder {
            if let Node::Items { slots, .. } = &mut self.nodes[holder] {
                slots[index].instead = Some(home);
            }
        } else {
            self.put(at, At::Last, home);
        }
    }

    pub(crate) fn set(&mut self, path: &[String], new: &Plain) {
        let value = self.add(new);
        let (at, missing) = self.follow(path);
        if missing.is_empty() {
            self.replaced.insert(at, value);
        } else {
            let entry = self.wrapped(missing, value);
            self.put(at, At::Last, entry);
        }
    }

    fn wrapped(&mut self, names: &[String], value: Id) -> Entry {
        let mut entry = Entry { name: names.last().cloned(), value };
        for name in names[..names.len() - 1].iter().rev() {
            let id = self.nodes.len();
            let slot = Slot { before: Vec::new(), own: None, instead: None, after: vec![entry] };
            self.nodes.push(Node::Items { is_object: true, start: Vec::new(), slots: vec![slot] });
            entry = Entry { name: Some(name.clone()), value: id };
        }
        entry
    }

    /// The last value there is on a path, and the names after it.
    fn follow<'p>(&self, path: &'p [String]) -> (Id, &'p [String]) {
        let now = |id: Id| {
            let mut id = id;
            while let Some(&new) = self.replaced.get(&id) {
                id = new;
            }
            id
        };
        let mut at = now(0);
        for (index, name) in path.iter().enumerate() {
            let entries = self.entries(at);
            match entries.iter().find(|entry| entry.name.as_ref() == Some(name)) {
                Some(entry) => at = now(entry.value),
                None => return (at, &path[index..]),
            }
        }
        (at, &[])
    }
}
