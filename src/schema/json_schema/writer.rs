//! Nodes of the catalog as schemas.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::facts::{json as scalar, patterns};
use super::pattern::{OF_URL, PLACEHOLDER, SHORTEST_PLACEHOLDER, of_grammar, portable};
use super::place::{Moved, Place, moved};
use super::pool::Pool;
use super::reader;
use crate::schema::node::{Node, Scalar};
use crate::schema::release::Release;
use crate::schema::tables::{CHILDREN, Fact};
use crate::syntax::ValueKind;

/// The schema of a whole config, and the definitions that it names.
pub(super) fn written(target: Release) -> (Value, Map<String, Value>) {
    let mut writer = Writer {
        target,
        pool: Pool::default(),
        moved: moved(),
        settled: BTreeMap::new(),
        content: BTreeSet::new(),
    };
    let root = Place::root(target);
    let mut schema = writer.object(target.root(), &root, Mode::Value);
    if let Some(needs) = writer.needs(target.root(), &root) {
        schema.extend(writer.pool.opened(needs));
    }
    if let Some(channels) = reader::channels_of_plugins(target) {
        let parts = schema.entry("allOf").or_insert_with(|| json!([]));
        if let Value::Array(parts) = parts {
            parts.push(channels);
        }
    }
    writer.pool.write(&schema.into())
}

/// What a schema is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mode {
    /// A value, which may hold placeholders and to which other files may add.
    Value,
    /// The name of a key.
    Name,
    /// A condition, which must hold only where OpenClaw sees it hold.
    Condition,
}

/// Makes the schemas of one release.
pub(super) struct Writer {
    pub(super) target: Release,
    pub(super) pool: Pool,
    pub(super) moved: Moved,
    /// Schemas that do not hang on their place.
    settled: BTreeMap<(Node, Mode), Value>,
    /// Nodes that need nothing.
    pub(super) content: BTreeSet<Node>,
}

impl Writer {
    /// What stands for the schema of what `node` takes at `place`.
    pub(super) fn value(&mut self, node: Node, place: &Place, mode: Mode) -> Value {
        if node.is_nothing() {
            return Value::Bool(false);
        }
        if node.is_anything() {
            return json!({});
        }
        let settled = place.is_settled() && !reader::reaches(place);
        if settled && let Some(known) = self.settled.get(&(node, mode)) {
            return known.clone();
        }
        let schema = self.one(node, place, mode);
        let schema = self.keep(schema, place);
        if settled {
            self.settled.insert((node, mode), schema.clone());
        }
        schema
    }

    /// The same with all that must be there: for what other files add nothing to.
    pub(super) fn whole(&mut self, node: Node, place: &Place) -> Value {
        let schema = self.value(node, place, Mode::Value);
        match self.needs(node, place) {
            None => schema,
            Some(needs) => self.keep(json!({"allOf": [schema, needs]}), place),
        }
    }

    /// Keeps a schema under the name of its place.
    pub(super) fn keep(&mut self, schema: Value, place: &Place) -> Value {
        self.pool.keep(schema, || place.name())
    }

    /// The schema itself: the ways in which a value may be taken, and what is said of it besides.
    fn one(&mut self, node: Node, place: &Place, mode: Mode) -> Value {
        let mut ways = Vec::new();
        self.ways(node, place, mode, &mut ways);
        if mode == Mode::Value && takes(node, ValueKind::Array) && !takes(node, ValueKind::Object) {
            ways.push(self.include());
        }
        let mut ways: Vec<Value> =
            merged(ways).into_iter().map(|way| self.keep(way, place)).collect();
        let said = node.facts().iter().filter(|fact| is_said(fact)).map(|fact| {
            let (keyword, value) = node.keyword(*fact);
            (keyword.to_owned(), value)
        });
        let mut schema: Map<String, Value> = said.collect();
        match (ways.pop(), ways.is_empty()) {
            (Some(Value::Object(only)), true) => schema.extend(only),
            (Some(Value::Bool(false)) | None, true) => {
                schema.insert("not".to_owned(), json!({}));
            }
            (last, _) => {
                ways.extend(last);
                schema.insert("anyOf".to_owned(), ways.into());
            }
        }
        Value::Object(schema)
    }

    /// Adds the ways in which `node` takes values, those of unions in it one by one. The branches of
    /// a `oneOf` exclude one another by themselves, which a test holds the catalog to.
    fn ways(&mut self, node: Node, place: &Place, mode: Mode, ways: &mut Vec<Value>) {
        if node.branches().len() > 0 {
            for branch in node.branches() {
                if branch.facts().iter().any(is_said) {
                    ways.push(self.value(branch, place, mode));
                } else {
                    self.ways(branch, place, mode, ways);
                }
            }
            return;
        }
        if node.is_nothing() {
            return;
        }
        if node.types().is_any() {
            let untyped = self.untyped(node, place, mode);
            ways.push(untyped.into());
            return;
        }
        for kind in node.types().names() {
            let listed = node.values().map(|values| values.filter(|one| is_of(*one, kind)));
            let listed: Option<Vec<Value>> = listed.map(|values| values.map(scalar).collect());
            if listed.as_ref().is_some_and(Vec::is_empty) {
                continue;
            }
            let mut typed = match kind {
                "object" => self.object(node, place, mode),
                "array" => self.array(node, place, mode),
                _ => Map::from_iter([("type".to_owned(), kind.into())]),
            };
            list(&mut typed, listed);
            match kind {
                "string" => text(node, mode, &mut typed),
                "number" | "integer" => bounds(node, &mut typed),
                _ => {}
            }
            if kind != "object" {
                self.conditions(node, place, mode, &mut typed);
            }
            let may_vary = kind == "string" && mode == Mode::Value && is_narrow(&typed);
            ways.push(typed.into());
            ways.extend(may_vary.then(|| self.placeholder()));
        }
    }

    /// A schema without a type, which the one around it has; only conditions have one of objects.
    fn untyped(&mut self, node: Node, place: &Place, mode: Mode) -> Map<String, Value> {
        let is_of_object = |fact: &Fact| matches!(fact, Fact::Properties(_) | Fact::Required(_));
        if mode == Mode::Condition && node.facts().iter().any(is_of_object) {
            return self.object(node, place, mode);
        }
        let mut schema = Map::new();
        let listed = node.values().map(|values| values.map(scalar).collect());
        list(&mut schema, listed);
        text(node, mode, &mut schema);
        bounds(node, &mut schema);
        self.conditions(node, place, mode, &mut schema);
        schema
    }

    fn array(&mut self, node: Node, place: &Place, mode: Mode) -> Map<String, Value> {
        let mut schema = Map::from_iter([("type".to_owned(), "array".into())]);
        let item = place.child("[]");
        let of_tuple = node.facts().iter().any(|fact| matches!(fact, Fact::Tuple(_)));
        let mut below = |child: u32| match mode {
            Mode::Value => self.whole(Node(child), &item),
            mode => self.value(Node(child), &item, mode),
        };
        for fact in node.facts() {
            let (keyword, value) = match *fact {
                Fact::Items(child) => ("items", below(child)),
                Fact::Rest(child) => ("additionalItems", below(child)),
                Fact::Tuple(items) => {
                    ("items", items.of(&CHILDREN).iter().map(|&child| below(child)).collect())
                }
                // Of other lists it is a need.
                Fact::MinItems(_) | Fact::MaxItems(_) if mode == Mode::Value && !of_tuple => {
                    continue;
                }
                Fact::MinItems(_) | Fact::MaxItems(_) | Fact::Unique => node.keyword(*fact),
                _ => continue,
            };
            schema.insert(keyword.to_owned(), value);
        }
        schema
    }

    /// Adds what must hold, or not, besides.
    pub(super) fn conditions(
        &mut self,
        node: Node,
        place: &Place,
        mode: Mode,
        schema: &mut Map<String, Value>,
    ) {
        let mut parts: Vec<Value> =
            node.all_of().map(|part| self.value(part, place, mode)).collect();
        parts.retain(|part| *part != json!({}));
        let (mut condition, mut then) = (None, None);
        for fact in node.facts() {
            match *fact {
                Fact::Not(child) => {
                    let not = self.value(Node(child), place, Mode::Condition);
                    schema.insert("not".to_owned(), not);
                }
                Fact::If(child) => {
                    condition = Some(self.value(Node(child), place, Mode::Condition));
                }
                Fact::Then(child) => then = Some(self.value(Node(child), place, mode)),
                _ => {}
            }
        }
        let then = then.filter(|then| *then != json!({}));
        if let (Some(condition), Some(then)) = (condition, then) {
            parts.push(json!({"if": condition, "then": then}));
        }
        if !parts.is_empty() {
            let all = schema.entry("allOf").or_insert_with(|| json!([]));
            if let Value::Array(all) = all {
                all.append(&mut parts);
            }
        }
    }

    /// What any text matches that holds a variable.
    pub(super) fn placeholder(&mut self) -> Value {
        let schema = json!({"type": "string", "pattern": PLACEHOLDER, "description":
            "A text with a variable: OpenClaw puts its value in before it looks at the text."});
        self.pool.define(schema, "placeholder")
    }

    /// The name of other files.
    pub(super) fn files(&mut self) -> Value {
        let schema = json!({
            "title": "Include",
            "description": "A file, or several, whose content OpenClaw puts here.",
            "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
        });
        self.pool.define(schema, "files")
    }

    /// An object in whose place OpenClaw puts the content of other files.
    pub(super) fn include(&mut self) -> Value {
        let schema = json!({
            "type": "object",
            "properties": {"$include": self.files()},
            "required": ["$include"],
            "additionalProperties": false,
        });
        self.pool.define(schema, "include")
    }
}

/// The ways without repetition, texts that are listed in one list, placeholders last.
fn merged(ways: Vec<Value>) -> Vec<Value> {
    let mut merged: Vec<Value> = Vec::new();
    let (mut texts, mut last): (Vec<Value>, Vec<Value>) = (Vec::new(), Vec::new());
    let mut at = None;
    for way in ways {
        if let Some(listed) = listed_texts(&way) {
            at = at.or(Some(merged.len()));
            texts.extend(listed);
        } else if way.get("$ref").is_some() {
            last.push(way);
        } else {
            merged.push(way);
        }
    }
    if let Some(at) = at {
        let mut all = Vec::new();
        for text in texts {
            if !all.contains(&text) {
                all.push(text);
            }
        }
        let mut schema = Map::from_iter([("type".to_owned(), "string".into())]);
        list(&mut schema, Some(all));
        merged.insert(at, schema.into());
    }
    let mut seen: Vec<Value> = Vec::new();
    for way in merged.into_iter().chain(last) {
        if !seen.contains(&way) {
            seen.push(way);
        }
    }
    seen
}

/// The texts of a schema that does nothing but list them.
fn listed_texts(way: &Value) -> Option<Vec<Value>> {
    let way = way.as_object().filter(|way| way.len() == 2)?;
    let is_text = way.get("type").is_some_and(|kind| kind == "string");
    let one = || Some(vec![way.get("const")?.clone()]);
    let several = || way.get("enum")?.as_array().cloned();
    is_text.then(|| one().or_else(several)).flatten()
}

/// Whether a fact only says something, and keeps nothing out.
const fn is_said(fact: &Fact) -> bool {
    matches!(fact, Fact::Default(_) | Fact::Deprecated)
}

/// Whether values of a kind are among those that the node takes.
fn takes(node: Node, kind: ValueKind) -> bool {
    if node.branches().len() > 0 {
        return node.branches().any(|branch| takes(branch, kind));
    }
    node.types().admits(kind)
}

/// Whether a listed value is of a type.
fn is_of(value: Scalar, kind: &str) -> bool {
    match value {
        Scalar::Text(_) => kind == "string",
        Scalar::Number(_) => kind == "number" || kind == "integer",
        Scalar::Boolean(_) => kind == "boolean",
        Scalar::Null => kind == "null",
    }
}

/// Adds the only values that are taken.
fn list(schema: &mut Map<String, Value>, listed: Option<Vec<Value>>) {
    match listed {
        Some(mut listed) if listed.len() == 1 => {
            schema.insert("const".to_owned(), listed.remove(0));
        }
        Some(listed) => drop(schema.insert("enum".to_owned(), listed.into())),
        None => {}
    }
}

/// Adds what a text is held to, as far as patterns can say it. Conditions are not met by less.
fn text(node: Node, mode: Mode, schema: &mut Map<String, Value>) {
    let trimmed = node.is_trimmed();
    let mut all: Vec<String> = Vec::new();
    for fact in node.facts() {
        match *fact {
            Fact::MinLength(_) | Fact::MaxLength(_) if !trimmed => {
                let (keyword, value) = node.keyword(*fact);
                schema.insert(keyword.to_owned(), value);
            }
            Fact::Pattern(_) if !trimmed => all.extend(node.pattern().map(portable)),
            Fact::Trimmed => {
                all.extend(node.trimmed_patterns().iter().map(|one| portable(one)));
            }
            Fact::Uri | Fact::Grammar(_) if mode == Mode::Condition => {
                schema.insert("not".to_owned(), json!({}));
            }
            Fact::Uri => all.push(portable(OF_URL)),
            Fact::Grammar(grammar) => all.push(portable(of_grammar(grammar))),
            _ => {}
        }
    }
    match (all.pop(), all.is_empty()) {
        (Some(only), true) => drop(schema.insert("pattern".to_owned(), only.into())),
        (Some(last), false) => {
            all.push(last);
            schema.insert("allOf".to_owned(), patterns(all).into());
        }
        (None, _) => {}
    }
}

fn bounds(node: Node, schema: &mut Map<String, Value>) {
    let are = |fact: &&Fact| {
        matches!(fact, Fact::Minimum(_) | Fact::Maximum(_) | Fact::ExclusiveMinimum(_))
    };
    for fact in node.facts().iter().filter(are) {
        let (keyword, value) = node.keyword(*fact);
        schema.insert(keyword.to_owned(), value);
    }
}

/// Whether a schema of texts keeps out some text that holds a variable.
fn is_narrow(schema: &Map<String, Value>) -> bool {
    let fits = |least: &Value| least.as_u64() <= Some(SHORTEST_PLACEHOLDER.into());
    schema
        .iter()
        .any(|(keyword, value)| keyword != "type" && !(keyword == "minLength" && fits(value)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::accepts;
    use crate::syntax::parse;
    use crate::world::Environment;

    /// Whether no value is of both: they are of other types, or list other texts, themselves or for
    /// a key that both require.
    fn are_apart(one: Node, other: Node) -> bool {
        let kinds = |node: Node| -> Vec<&str> {
            let inner = node.branches().flat_map(|branch| branch.types().names());
            if node.branches().len() > 0 { inner.collect() } else { node.types().names().collect() }
        };
        let texts = |node: Node, key: &str| -> Option<Vec<String>> {
            let listed = node.property(key)?.values()?;
            Some(listed.map(|value| value.to_string()).collect())
        };
        let mut keys = one.required().filter(|key| other.required().any(|name| name == *key));
        let lists_others = |one: Node, other: Node| {
            one.values().is_some_and(|mut values| {
                values.all(|value| {
                    let tree = parse(value.to_string());
                    let root = tree.root();
                    root.is_some_and(|root| !accepts(other, root, &Environment::Unknown))
                })
            })
        };
        lists_others(one, other)
            || lists_others(other, one)
            || kinds(one).iter().all(|kind| !kinds(other).contains(kind))
            || keys.any(|key| match (texts(one, key), texts(other, key)) {
                (Some(one), Some(other)) => one.iter().all(|text| !other.contains(text)),
                _ => false,
            })
    }

    #[test]
    fn the_branches_of_a_one_of_exclude_one_another() {
        let mut seen = BTreeSet::new();
        let mut open: Vec<Node> = Release::all().map(Release::root).collect();
        let mut choices = 0;
        while let Some(node) = open.pop() {
            if !seen.insert(node) {
                continue;
            }
            open.extend(node.properties().map(|(_, child)| child));
            open.extend(node.additional());
            open.extend(node.item(0));
            open.extend(node.branches().chain(node.all_of()));
            if !node.facts().iter().any(|fact| matches!(fact, Fact::OneOf(_))) {
                continue;
            }
            choices += 1;
            let branches: Vec<Node> = node.branches().collect();
            for (at, &one) in branches.iter().enumerate() {
                assert!(branches[..at].iter().all(|&other| are_apart(one, other)), "{branches:?}");
            }
        }
        assert!(choices > 10, "{choices}");
    }
}
