//! The validator: walks a tree and the catalog together.
//!
//! It goes down only where the catalog does, and no node of the catalog leads back to itself, so
//! the depth of the walk is that of the catalog however deep the input is.

mod text;
mod union;

use std::cell::OnceCell;
use std::collections::BTreeSet;

use super::expected::Expected;
use super::node::{Node, Scalar};
use super::placeholder::{Resolved, Variables};
use super::reader::{self, Reading};
use super::release::Release;
use super::tables::{CHILDREN, Fact};
use super::violation::{Violation, ViolationKind};
use crate::finding::Place;
use crate::plugins::Configured;
use crate::syntax::{Array, JsText, Key, Member, NodeId, Object, Tree, Value, ValueKind};
use crate::text::Span;
use crate::world::Environment;

/// Everything in a config that `release` does not accept, in order of place: what its schema and
/// the reader before it decide, not what they check across keys. Of duplicate names the last one
/// counts. What is no value at all is left to the syntax errors.
pub fn check(tree: &Tree, release: Release, environment: &Environment) -> Vec<Violation> {
    check_except(tree, release, environment, &BTreeSet::new())
}

/// The same, with the values passed over that others judge.
pub fn check_except(
    tree: &Tree,
    release: Release,
    environment: &Environment,
    others: &BTreeSet<NodeId>,
) -> Vec<Violation> {
    let Some(root) = tree.root() else { return Vec::new() };
    let mut walk = Walk {
        release,
        variables: Variables::of(root, environment),
        overridden: &reader::overridden_plugin_configs(root) | others,
        root,
        configured: OnceCell::new(),
        path: Vec::new(),
        found: Vec::new(),
        unknown_texts: 0,
    };
    walk.value(root, release.root(), false);
    let mut found = walk.found;
    found.sort_by_key(|violation| violation.place.span);
    found.dedup();
    found
}

/// Whether `node` takes `value` as it stands, wherever that is.
pub fn accepts(node: Node, value: Value<'_>, environment: &Environment) -> bool {
    let mut walk = Walk {
        release: Release::LATEST,
        variables: Variables::of(value, environment),
        overridden: BTreeSet::new(),
        root: value,
        configured: OnceCell::new(),
        path: Vec::new(),
        found: Vec::new(),
        unknown_texts: 0,
    };
    walk.value(value, node, false);
    walk.found.is_empty()
}

/// A step down from the root.
pub(super) enum Step<'t> {
    /// To the member of that name.
    Name(JsText<'t>),
    /// To a member of that name that the reader makes.
    Given(&'static str),
    /// To the item at that index, 0-based.
    Item(usize),
}

struct Walk<'t> {
    release: Release,
    variables: Variables<'t>,
    /// Values that others take the place of before validation, or that others judge.
    overridden: BTreeSet<NodeId>,
    root: Value<'t>,
    /// What it says of plugins.
    configured: OnceCell<Configured<'t>>,
    /// From the root to the current value.
    path: Vec<Step<'t>>,
    found: Vec<Violation>,
    /// How many strings were let through because nothing is known of their variables.
    unknown_texts: usize,
}

impl<'t> Walk<'t> {
    fn configured(&self) -> &Configured<'t> {
        self.configured.get_or_init(|| Configured::of(self.root))
    }

    fn reading(&self, member: Member<'t>) -> Reading {
        Reading::of(&self.path, member, || self.configured(), &self.variables, self.release)
    }

    /// Checks a value against a node. `partial` says that other files add to the objects here, so
    /// that what is missing may come from there.
    fn value(&mut self, value: Value<'t>, node: Node, partial: bool) {
        let facts = node.facts();
        let kind = value.kind();
        let counts = kind != ValueKind::Invalid && !self.overridden.contains(&value.id());
        if facts.is_empty() || !counts {
            return;
        }
        let object = value.as_object();
        let included = object.is_some_and(reader::is_partial);
        if included && object.is_some_and(|object| object.members().count() == 1) {
            // The other file decides what this is.
            return;
        }
        let text = value.as_text();
        let text = text.as_ref().map(|text| self.variables.resolve(text));
        let number = value.as_number();
        if !is_of_type(node, kind, number) {
            self.wrong(value, Expected::of(node));
            return;
        }
        let mut wrong = false;
        for fact in facts {
            wrong |= match *fact {
                Fact::Nothing => true,
                Fact::Values(_) => {
                    let mut values = node.values().into_iter().flatten();
                    !values.any(|listed| self.is(value, text.as_ref(), listed))
                }
                Fact::Minimum(_) | Fact::ExclusiveMinimum(_) | Fact::Maximum(_) => {
                    number.is_some_and(|number| !node.bounds().contain(number))
                }
                Fact::MinLength(_)
                | Fact::MaxLength(_)
                | Fact::Pattern(_)
                | Fact::Uri
                | Fact::Grammar(_) => {
                    text.as_ref().is_some_and(|text| !self.holds(node, *fact, text))
                }
                Fact::AnyOf(branches) => {
                    self.union(value, branches.of(&CHILDREN), false, partial || included);
                    false
                }
                Fact::OneOf(branches) => {
                    self.union(value, branches.of(&CHILDREN), true, partial || included);
                    false
                }
                Fact::AllOf(parts) => {
                    for &part in parts.of(&CHILDREN) {
                        self.value(value, Node(part), partial);
                    }
                    false
                }
                Fact::Not(child) => {
                    self.not(value, Node(child), partial);
                    false
                }
                Fact::If(condition) => {
                    self.condition(value, node, Node(condition), partial);
                    false
                }
                _ => false,
            };
        }
        if wrong {
            self.wrong(value, Expected::of(node));
        } else if let Some(object) = object {
            self.object(object, node, partial || included);
        } else if let Some(array) = value.as_array() {
            self.array(array, node, partial);
        }
    }

    /// Whether the value is the listed one.
    fn is(&mut self, value: Value<'t>, text: Option<&Resolved<'_>>, listed: Scalar) -> bool {
        match (listed, text) {
            (Scalar::Text(_), Some(Resolved::Unknown)) => {
                self.unknown_texts += 1;
                true
            }
            (Scalar::Text(listed), Some(Resolved::Text(text))) => **text == *listed.as_bytes(),
            (Scalar::Number(listed), _) => {
                value.as_number().is_some_and(|number| number.total_cmp(&listed).is_eq())
            }
            (Scalar::Boolean(listed), _) => value.as_bool() == Some(listed),
            (Scalar::Null, _) => value.is_null(),
            (Scalar::Text(_), None) => false,
        }
    }

    fn object(&mut self, object: Object<'t>, node: Node, partial: bool) {
        let members = object.counting().map(|member| (member.name(), member));
        let members: Vec<_> = members.filter(|(name, _)| reader::counts(name)).collect();
        for (name, member) in &members {
            self.path.push(Step::Name(name.clone()));
            self.member(*member, name, node, partial);
            self.path.pop();
        }
        if partial {
            return;
        }
        for name in node.required() {
            if !members.iter().any(|(own, _)| own == name) {
                let expected = Expected::of(node.property(name).unwrap_or(Node(0)));
                self.missing(object.value(), name, expected);
            }
        }
        if !contains(node.key_count(), members.len()) {
            self.wrong(object.value(), Expected::of(node));
        }
    }

    fn member(&mut self, member: Member<'t>, name: &JsText<'t>, node: Node, partial: bool) {
        if let Some(names) = node.names()
            && !text::takes_name(name, names)
        {
            let place = Place { key: self.key(), span: member.name_span() };
            let kind = ViolationKind::WrongName { expected: Expected::of(names) };
            self.found.push(Violation { kind, place });
            return;
        }
        let named = node.property_of_bytes(name.as_bytes());
        let own = named.filter(|own| !own.is_nothing());
        let own = own.or_else(|| node.property(&reader::plugin_id(&self.path, self.release)?));
        // Nothing else is taken under a name that is forbidden.
        let below = own.or_else(|| node.additional().filter(|_| named.is_none()));
        match (below, member.value()) {
            (Some(below), Some(value)) => self.value(value, below, partial),
            (Some(_), None) => {}
            (None, value) => self.unknown_key(member, value, node, partial),
        }
    }

    fn unknown_key(
        &mut self,
        member: Member<'t>,
        value: Option<Value<'t>>,
        object: Node,
        partial: bool,
    ) {
        if value.is_some_and(|value| self.overridden.contains(&value.id())) {
            return;
        }
        match (self.reading(member), value) {
            (Reading::Rejects, _) | (_, None) => {}
            (Reading::Drops, _) => return,
            (Reading::TurnsIntoEntries, Some(list)) => {
                self.roster(list, object, partial);
                return;
            }
            (Reading::CopiesIntoModels, Some(budget)) => {
                self.budget(budget, member, object);
                return;
            }
        }
        let place = Place { key: self.key(), span: member.name_span() };
        let kind = ViolationKind::UnknownKey { value: value.map(Value::id), object };
        self.found.push(Violation { kind, place });
    }

    /// Checks `agents.list` as the entries that the reader makes of it, under the names that these
    /// have.
    fn roster(&mut self, list: Value<'t>, agents: Node, partial: bool) {
        let agent = agents.child("entries").and_then(Node::additional).unwrap_or(Node(0));
        let written = self.path.pop();
        self.path.push(Step::Given("entries"));
        for item in list.as_array().into_iter().flat_map(Array::items) {
            let Some(id) = item.get("id") else { continue };
            self.path.extend(id.as_text().map(Step::Name));
            let found = self.trial(item, agent, partial);
            // The id becomes the entry's name.
            let key = self.key().child("id");
            self.path.pop();
            self.found.extend(found.into_iter().filter(|violation| violation.place.key != key));
        }
        self.path.pop();
        self.path.extend(written);
    }

    /// Checks a provider's context budget as that of its models which have none of their own.
    fn budget(&mut self, budget: Value<'t>, member: Member<'t>, provider: Node) {
        let name = member.name();
        let Some(name) = name.as_str() else { return };
        let rows = member.object().value().get("models").and_then(Value::as_array);
        let mut rows = rows.into_iter().flat_map(Array::items).filter_map(Value::as_object);
        let own = provider.child("models").and_then(|models| models.child("[]")?.child(name));
        if let Some(own) = own
            && rows.any(|row| row.get(name).is_none())
        {
            self.value(budget, own, false);
        }
    }

    fn array(&mut self, array: Array<'t>, node: Node, partial: bool) {
        let mut count = 0;
        for (index, item) in array.items().enumerate() {
            count += 1;
            let Some(below) = node.item(index) else {
                self.wrong(array.value(), Expected::of(node));
                return;
            };
            self.path.push(Step::Item(index));
            // Items of included files are added; none is merged with another.
            self.value(item, below, false);
            self.path.pop();
        }
        if !partial && !contains(node.item_count(), count) {
            self.wrong(array.value(), Expected::of(node));
        }
        if node.facts().contains(&Fact::Unique) {
            self.unique(array);
        }
    }

    /// Finds strings, numbers and other scalars that stand in the list twice.
    fn unique(&mut self, array: Array<'t>) {
        let mut seen = BTreeSet::new();
        for (index, item) in array.items().enumerate() {
            let scalar = match item.as_text() {
                Some(text) => text.as_bytes().to_vec(),
                None => format!("\0{:?}{:?}", item.kind(), item.as_number()).into_bytes(),
            };
            let compound = matches!(item.kind(), ValueKind::Object | ValueKind::Array);
            if !compound && !seen.insert(scalar) {
                let key = self.key().child(index.to_string());
                let place = Place { key, span: item.span() };
                let kind = ViolationKind::RepeatedItem { value: item.id() };
                self.found.push(Violation { kind, place });
            }
        }
    }

    /// Checks that a value is not what `node` takes.
    fn not(&mut self, value: Value<'t>, node: Node, partial: bool) {
        let unknown = self.unknown_texts;
        if self.trial(value, node, partial).is_empty() && self.unknown_texts == unknown {
            let names: Vec<&'static str> = node.required().collect();
            if names.is_empty() {
                self.wrong(value, Expected::any(Vec::new()));
                return;
            }
            let place = Place { key: self.key(), span: opening(value) };
            self.found.push(Violation { kind: ViolationKind::Conflict { names }, place });
        }
    }

    fn condition(&mut self, value: Value<'t>, node: Node, condition: Node, partial: bool) {
        if self.trial(value, condition, partial).is_empty() {
            for fact in node.facts() {
                if let Fact::Then(then) = *fact {
                    self.value(value, Node(then), partial);
                }
            }
        }
    }

    /// What a value violates, aside.
    fn trial(&mut self, value: Value<'t>, node: Node, partial: bool) -> Vec<Violation> {
        let outer = std::mem::take(&mut self.found);
        self.value(value, node, partial);
        std::mem::replace(&mut self.found, outer)
    }

    fn wrong(&mut self, value: Value<'t>, expected: Expected) {
        let place = Place { key: self.key(), span: value.span() };
        let kind = ViolationKind::WrongValue { value: value.id(), expected };
        self.found.push(Violation { kind, place });
    }

    fn missing(&mut self, object: Value<'t>, name: &'static str, expected: Expected) {
        let place = Place { key: self.key().child(name), span: opening(object) };
        self.found.push(Violation { kind: ViolationKind::MissingKey { name, expected }, place });
    }

    fn key(&self) -> Key {
        let name = |step: &Step<'_>| match step {
            Step::Name(name) => name.to_lossy().into_owned(),
            Step::Given(name) => (*name).to_owned(),
            Step::Item(index) => index.to_string(),
        };
        self.path.iter().map(name).collect()
    }
}

/// Whether a value is of a type that the node takes. `NaN` and `Infinity` are of none.
fn is_of_type(node: Node, kind: ValueKind, number: Option<f64>) -> bool {
    let types = node.types();
    let fits = number.is_none_or(|number| {
        number.is_finite() && (!types.only_integers() || number.fract() == 0.0)
    });
    types.admits(kind) && fits
}

fn contains(bounds: super::node::Bounds, count: usize) -> bool {
    bounds.contain(f64::from(crate::text::offset(count)))
}

/// The opening bracket of an object.
fn opening(object: Value<'_>) -> Span {
    let start = object.span().start;
    Span::new(start, start + 1)
}
