//! Mutations of configs: what people, and what no person ever, would do to one.
//!
//! The law that an independent validator of JSON Schema judges uses them too.

use clawtidy::edit::{New, Plan, Where, apply};
use clawtidy::finding::{Edit, Fix, Safety};
use clawtidy::schema::{Node, Release, Scalar};
use clawtidy::syntax::{Object, Tree, Value, ValueKind, parse};
use clawtidy::text::Span;

/// How deep a made-up value nests at most.
const DEPTH: usize = 4;

/// Mutates configs, the same way on every run with the same seed.
pub(crate) struct Mutator {
    release: Release,
    state: u64,
}

impl Mutator {
    /// Mutates towards and away from what `release` accepts.
    pub(crate) const fn new(release: Release, seed: u64) -> Self {
        Self { release, state: seed }
    }

    /// A number below `end`, by splitmix64.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.state;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let below = (bits ^ (bits >> 31)) % (end.max(1) as u64);
        usize::try_from(below).unwrap_or_default()
    }

    fn pick<T: Clone>(&mut self, all: &[T]) -> Option<T> {
        all.get(self.below(all.len())).cloned()
    }

    /// Does one or two things to a config.
    pub(crate) fn mutate(&mut self, text: &str) -> String {
        let mut text = text.to_owned();
        for _ in 0..=self.below(2) {
            text = self.change(text);
        }
        text
    }

    /// Does one thing to a config; nothing where nothing can be done.
    fn change(&mut self, text: String) -> String {
        let tree = parse(text);
        let values: Vec<Value<'_>> = tree.values().collect();
        for _ in 0..16 {
            let Some(value) = self.pick(&values) else { break };
            let edits = self.edits(&tree, value);
            if edits.is_empty() {
                continue;
            }
            let fix = Fix::of(Safety::Unsafe, edits);
            return apply(tree.text(), [&fix]).text;
        }
        tree.text().to_owned()
    }

    /// One thing to do at a value; none if what was chosen cannot be done there.
    fn edits<'t>(&mut self, tree: &'t Tree, value: Value<'t>) -> Vec<Edit> {
        let node = self.release.lookup(value.key().segments());
        let mut plan = Plan::new(tree);
        let done = match self.below(10) {
            0 => remove(&mut plan, value),
            1 => self.rename(&mut plan, value),
            2 => self.retype(&mut plan, value),
            3 => self.relocate(&mut plan, tree, value),
            4 => return self.duplicate(plan, tree, value),
            5 => self.near_by(&mut plan, value, node),
            6 => self.blank(&mut plan, value),
            7 => self.add(&mut plan, value, node),
            8 => node.map(|node| plan.replace(value, self.fitting(node, DEPTH))),
            _ => {
                plan.replace(value, self.any());
                Some(())
            }
        };
        done.map(|()| plan.finish()).unwrap_or_default()
    }

    /// Misspells a name, or takes another that the release knows there.
    fn rename<'t>(&mut self, plan: &mut Plan<'t>, value: Value<'t>) -> Option<()> {
        let member = value.member()?;
        let object = member.object().value().key();
        let known = self.release.lookup(object.segments()).map(known).unwrap_or_default();
        let name = match self.pick(&known) {
            Some((name, _)) if self.below(3) == 0 => name.to_owned(),
            _ => self.misspell(&member.name().to_lossy()),
        };
        plan.rename(member, &name).ok()
    }

    /// Says the same as a value of another type.
    fn retype<'t>(&mut self, plan: &mut Plan<'t>, value: Value<'t>) -> Option<()> {
        let source = value.source().trim_matches(['"', '\'']).to_owned();
        let new = match (value.kind(), self.below(4)) {
            (_, 0) => New::list([value]),
            (_, 1) => New::object([("value", value)]),
            (ValueKind::Array, _) => value.as_array()?.items().next()?.into(),
            (ValueKind::Object, _) => value.as_object()?.members().next()?.value()?.into(),
            (ValueKind::String, _) => match source.parse::<f64>() {
                Ok(number) => number.into(),
                Err(_) => (!source.is_empty()).into(),
            },
            (_, 2) => i64::try_from(source.len()).unwrap_or_default().into(),
            _ => source.into(),
        };
        plan.replace(value, new);
        Some(())
    }

    /// Moves a member into another object.
    fn relocate<'t>(
        &mut self,
        plan: &mut Plan<'t>,
        tree: &'t Tree,
        value: Value<'t>,
    ) -> Option<()> {
        let member = value.member()?;
        let objects: Vec<Object<'_>> = tree.objects().collect();
        let to = self.pick(&objects)?;
        plan.move_to(member, to, &member.name().to_lossy()).ok()
    }

    /// Writes a member or an item twice; the second of a name is the one that counts.
    fn duplicate<'t>(&mut self, mut plan: Plan<'t>, tree: &'t Tree, value: Value<'t>) -> Vec<Edit> {
        let Some(member) = value.member() else {
            if let Some(array) = value.holder().and_then(Value::as_array) {
                plan.insert_item(array, Where::After(value), value);
            }
            return plan.finish();
        };
        if self.below(2) == 0 {
            let name = self.misspell(&member.name().to_lossy());
            let copied = plan.insert(member.object(), Where::After(member), &name, value);
            return copied.map(|()| plan.finish()).unwrap_or_default();
        }
        let name = tree.slice(member.name_span());
        let held = ["null", "{}", "[]", "\"x\"", "1", "true", value.source()];
        let held = held[self.below(held.len())];
        let text = format!(", {name}: {held}");
        vec![Edit { span: Span::empty(member.span().end), text }]
    }

    /// Goes to and over a number's bounds, from a listed value to one like it, from true to false.
    fn near_by<'t>(
        &mut self,
        plan: &mut Plan<'t>,
        value: Value<'t>,
        node: Option<Node>,
    ) -> Option<()> {
        let new = if let Some(number) = value.as_number() {
            let bounds = node.map(Node::bounds).unwrap_or_default();
            let edge = [bounds.minimum, bounds.maximum][self.below(2)].unwrap_or(number);
            let off = [0.0, 1.0, -1.0, 0.5, -0.5, edge * 1e6, f64::INFINITY, f64::NAN];
            New::Number(edge + off[self.below(off.len())])
        } else if let Some(text) = value.as_text() {
            let listed: Vec<&str> = node.into_iter().flat_map(texts).collect();
            match self.pick(&listed) {
                Some(listed) if self.below(2) == 0 => listed.into(),
                Some(listed) => self.misspell(listed).into(),
                None => self.misspell(&text.to_lossy()).into(),
            }
        } else {
            New::Bool(!value.as_bool()?)
        };
        plan.replace(value, new);
        Some(())
    }

    /// Puts next to nothing in a value's place.
    fn blank<'t>(&mut self, plan: &mut Plan<'t>, value: Value<'t>) -> Option<()> {
        let nothing = [New::Null, "".into(), "  ".into(), New::List(vec![]), New::Object(vec![])];
        plan.replace(value, self.pick(&nothing)?);
        Some(())
    }

    /// Adds a member or an item, known or not.
    fn add<'t>(&mut self, plan: &mut Plan<'t>, value: Value<'t>, node: Option<Node>) -> Option<()> {
        if let Some(array) = value.as_array() {
            let item = node.and_then(|node| node.child("[]"));
            let item = item.map(|item| self.fitting(item, DEPTH));
            plan.push(array, item.unwrap_or_else(|| self.any()));
            return Some(());
        }
        let object = value.as_object()?;
        let known = node.map(known).unwrap_or_default();
        match self.pick(&known) {
            Some((name, below)) if self.below(8) > 0 => {
                plan.insert(object, Where::Last, name, self.fitting(below, DEPTH)).ok()
            }
            _ => plan.insert(object, Where::First, "new", self.any()).ok(),
        }
    }

    fn misspell(&mut self, word: &str) -> String {
        let mut letters: Vec<char> = word.chars().collect();
        if letters.is_empty() {
            return "x".to_owned();
        }
        let at = self.below(letters.len());
        match self.below(7) {
            0 => drop(letters.remove(at)),
            1 => letters.insert(at, letters[at]),
            2 if at > 0 => letters.swap(at, at - 1),
            3 => letters[at] = letters[at].to_ascii_uppercase(),
            4 => return word.to_uppercase(),
            5 => return format!(" {word} "),
            _ => letters.insert(at, '_'),
        }
        letters.into_iter().collect()
    }

    /// A value of any kind.
    fn any<'t>(&mut self) -> New<'t> {
        let reference = |names: &[(&'static str, &'static str)]| New::object(names.iter().copied());
        let all = [
            New::Null,
            New::Object(vec![]),
            New::List(vec![]),
            "".into(),
            "x".into(),
            "true".into(),
            "https://example.com".into(),
            "${UNSET_VARIABLE}".into(),
            true.into(),
            false.into(),
            0.into(),
            (-1).into(),
            1.5.into(),
            70000.into(),
            reference(&[("source", "env"), ("provider", "default"), ("id", "NAME")]),
            reference(&[("source", "env"), ("id", "NAME")]),
            New::list(["x", "x"]),
            New::list([1]),
            "\u{1F600}\u{1F600}".into(),
        ];
        all[self.below(all.len())].clone()
    }

    /// A value that a node is likely to take.
    fn fitting<'t>(&mut self, node: Node, depth: usize) -> New<'t> {
        let branches: Vec<Node> = node.branches().collect();
        if let Some(branch) = self.pick(&branches) {
            return self.fitting(branch, depth);
        }
        if let Some(values) = node.values() {
            let values: Vec<Scalar> = values.collect();
            return match self.pick(&values) {
                Some(Scalar::Text(text)) => text.into(),
                Some(Scalar::Number(number)) => number.into(),
                Some(Scalar::Boolean(boolean)) => boolean.into(),
                Some(Scalar::Null) | None => New::Null,
            };
        }
        let types: Vec<&str> = node.types().names().collect();
        let bounds = node.bounds();
        let edge = [bounds.minimum, bounds.maximum][self.below(2)].unwrap_or(1.0);
        match self.pick(&types).unwrap_or_default() {
            "object" if depth > 0 => self.fitting_object(node, depth - 1),
            "array" if depth > 0 => {
                let item = node.item(0);
                let items = 0..self.below(3);
                New::List(items.filter_map(|_| Some(self.fitting(item?, depth - 1))).collect())
            }
            "string" => {
                let texts = ["name", "https://example.com/", "/abs/path", "NAME", "5m", ""];
                texts[self.below(texts.len())].into()
            }
            "number" => (edge + [0.0, 0.5, -0.5][self.below(3)]).into(),
            "integer" => (edge + [0.0, 1.0, -1.0][self.below(3)]).into(),
            "boolean" => (self.below(2) == 0).into(),
            "null" => New::Null,
            _ => self.any(),
        }
    }

    fn fitting_object<'t>(&mut self, node: Node, depth: usize) -> New<'t> {
        let mut members: Vec<(String, New<'t>)> = Vec::new();
        for name in node.required() {
            let held = node.property(name).map(|below| self.fitting(below, depth));
            members.push((name.to_owned(), held.unwrap_or(New::Null)));
        }
        let known = known(node);
        if let Some((name, below)) = self.pick(&known)
            && self.below(2) == 0
            && !members.iter().any(|(other, _)| other == name)
        {
            members.push((name.to_owned(), self.fitting(below, depth)));
        }
        New::Object(members)
    }
}

/// Removes a member by its value, or an item; there is no text without its root.
pub(crate) fn remove<'t>(plan: &mut Plan<'t>, value: Value<'t>) -> Option<()> {
    value.holder()?;
    if let Some(member) = value.member() {
        plan.remove(member);
    } else {
        plan.remove_item(value);
    }
    Some(())
}

/// The keys that a node knows, those of its branches too, and one of an open map.
fn known(node: Node) -> Vec<(&'static str, Node)> {
    let free = node.additional().filter(|free| !free.is_anything());
    let own = node.properties().chain(free.map(|free| ("free", free)));
    own.chain(node.branches().chain(node.all_of()).flat_map(known)).collect()
}

/// The texts that a node lists, those of its branches too.
fn texts(node: Node) -> Vec<&'static str> {
    let text = |value| match value {
        Scalar::Text(text) => Some(text),
        _ => None,
    };
    let own = node.values().into_iter().flatten().filter_map(text);
    own.chain(node.branches().flat_map(texts)).collect()
}
