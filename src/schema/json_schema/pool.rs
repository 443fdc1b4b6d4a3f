//! Schemas that stand in several places are written once, under `definitions`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

/// No schema of this length or less, in bytes of JSON, is worth a reference.
const SHORT: usize = 72;

/// Every schema that was made, each once. Inside it, what is below is named by number.
#[derive(Debug, Default)]
pub(super) struct Pool {
    numbers: BTreeMap<String, usize>,
    kept: Vec<Kept>,
}

#[derive(Debug)]
struct Kept {
    schema: Value,
    /// What it is called if it becomes a definition.
    name: String,
}

impl Pool {
    /// Keeps a schema and gives what stands for it. `name` tells where it occurs first.
    pub(super) fn keep(&mut self, schema: Value, name: impl FnOnce() -> String) -> Value {
        let text = schema.to_string();
        if text.len() <= SHORT { schema } else { self.reference(text, schema, name) }
    }

    /// The same for a schema whose name says what it means, however short it is.
    pub(super) fn define(&mut self, schema: Value, name: &str) -> Value {
        self.reference(schema.to_string(), schema, || name.to_owned())
    }

    fn reference(&mut self, text: String, schema: Value, name: impl FnOnce() -> String) -> Value {
        let number = *self.numbers.entry(text).or_insert_with(|| {
            self.kept.push(Kept { schema, name: name() });
            self.kept.len() - 1
        });
        Value::Object(Map::from_iter([("$ref".to_owned(), number.into())]))
    }

    /// The keywords of a schema that may be kept.
    pub(super) fn opened(&self, schema: Value) -> Map<String, Value> {
        let kept = number(&schema).and_then(|number| self.kept.get(number));
        match kept.map_or(schema, |kept| kept.schema.clone()) {
            Value::Object(keywords) => keywords,
            _ => Map::new(),
        }
    }

    /// Writes the whole of `root`: what stands in one place only where it stands, the rest as
    /// definitions. Gives both.
    pub(super) fn write(&self, root: &Value) -> (Value, Map<String, Value>) {
        let mut uses = Uses { pool: self, counts: vec![0; self.kept.len()], order: Vec::new() };
        uses.count(root);
        let mut names: BTreeMap<usize, String> = BTreeMap::new();
        let mut taken = BTreeSet::new();
        for &number in uses.order.iter().filter(|&&number| uses.counts[number] > 1) {
            let wanted = &self.kept[number].name;
            let others = (2..).map(|count: u32| format!("{wanted}-{count}"));
            let mut free = std::iter::once(wanted.clone()).chain(others);
            if let Some(name) = free.find(|name| !taken.contains(name)) {
                taken.insert(name.clone());
                names.insert(number, name);
            }
        }
        let written = names
            .iter()
            .map(|(&number, name)| (name.clone(), self.spelled(&self.kept[number].schema, &names)));
        let sorted: BTreeMap<String, Value> = written.collect();
        (self.spelled(root, &names), sorted.into_iter().collect())
    }

    fn spelled(&self, schema: &Value, names: &BTreeMap<usize, String>) -> Value {
        match schema {
            Value::Array(list) => list.iter().map(|one| self.spelled(one, names)).collect(),
            Value::Object(object) => {
                let mut spelled = Map::new();
                for (keyword, value) in object {
                    let number = number(schema).filter(|_| keyword == "$ref");
                    match number.map(|number| (names.get(&number), self.kept.get(number))) {
                        Some((Some(name), _)) => {
                            let reference = format!("#/definitions/{name}");
                            spelled.insert("$ref".to_owned(), reference.into());
                        }
                        Some((None, Some(kept))) => {
                            if let Value::Object(below) = self.spelled(&kept.schema, names) {
                                spelled.extend(below);
                            }
                        }
                        _ => {
                            spelled.insert(keyword.clone(), self.spelled(value, names));
                        }
                    }
                }
                Value::Object(spelled)
            }
            scalar => scalar.clone(),
        }
    }
}

/// The number of the kept schema that `schema` stands for. A property may be called `$ref` as well,
/// but it is no number.
fn number(schema: &Value) -> Option<usize> {
    schema.get("$ref")?.as_u64().and_then(|number| usize::try_from(number).ok())
}

/// How often each kept schema is named by what is written, and in which order first.
struct Uses<'p> {
    pool: &'p Pool,
    counts: Vec<usize>,
    order: Vec<usize>,
}

impl Uses<'_> {
    fn count(&mut self, schema: &Value) {
        if let Some(number) = number(schema) {
            self.counts[number] += 1;
            if self.counts[number] == 1 {
                self.order.push(number);
                self.count(&self.pool.kept[number].schema);
            }
        }
        match schema {
            Value::Array(list) => list.iter().for_each(|one| self.count(one)),
            Value::Object(object) => object.values().for_each(|value| self.count(value)),
            _ => {}
        }
    }
}
