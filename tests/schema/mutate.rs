//! Mutations of configs: what people, and what no person ever, would do to one.

use clawtidy::schema::{Node, Release, Scalar};
use serde_json::{Map, Value, json};

/// Mutates configs, the same way on every run.
pub(crate) struct Mutator {
    release: Release,
    state: u64,
}

impl Mutator {
    pub(crate) fn new(release: Release) -> Self {
        Self { release, state: 0x0bad_5eed }
    }

    /// A number below `end`, by splitmix64.
    fn below(&mut self, end: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.state;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((bits ^ (bits >> 31)) % (end as u64)).expect("below a usize")
    }

    /// Does one or two things to a config.
    pub(crate) fn mutate(&mut self, config: &mut Value) {
        for _ in 0..=self.below(2) {
            let mut places = Vec::new();
            collect(config, &mut Vec::new(), &mut places);
            let path = places[self.below(places.len())].clone();
            let node = self.release.lookup(&path);
            let mut pointer = String::new();
            for step in &path {
                pointer += "/";
                pointer += &step.replace('~', "~0").replace('/', "~1");
            }
            let value = config.pointer_mut(&pointer).expect("a place of the config");
            self.change(value, node);
        }
    }

    fn change(&mut self, value: &mut Value, node: Option<Node>) {
        match (self.below(4), &mut *value) {
            (0, Value::Object(object)) if !object.is_empty() => {
                let name = object.keys().nth(self.below(object.len())).expect("a key").clone();
                let held = object.shift_remove(&name).expect("its value");
                if self.below(2) == 0 {
                    object.insert(self.misspell(&name), held);
                }
            }
            (1 | 2, Value::Object(object)) => {
                let known: Vec<(&str, Node)> = node.into_iter().flat_map(known).collect();
                if known.is_empty() {
                    object.insert("new".to_owned(), self.any());
                } else {
                    let (name, node) = known[self.below(known.len())];
                    object.insert(name.to_owned(), self.fitting(node, 4));
                }
            }
            (0, Value::Array(items)) if !items.is_empty() => {
                items.remove(self.below(items.len()));
            }
            (1, Value::Array(items)) if !items.is_empty() => {
                items.push(items[self.below(items.len())].clone());
            }
            (0 | 1, Value::Number(number)) => {
                let number = number.as_f64().expect("a number");
                *value = match self.below(6) {
                    0 => json!(number + 0.5),
                    1 => json!(-number),
                    2 => json!(number * 1e6),
                    3 => json!(0),
                    4 => json!(number - 1.0),
                    _ => json!(number + 1.0),
                };
            }
            (0 | 1, Value::String(text)) => *text = self.misspell(text),
            (2, _) if node.is_some() => {
                let node = node.expect("just seen");
                *value = self.fitting(node, 4);
            }
            _ => *value = self.any(),
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
    fn any(&mut self) -> Value {
        let all = [
            json!(null),
            json!({}),
            json!([]),
            json!(""),
            json!("x"),
            json!("true"),
            json!("https://example.com"),
            json!(true),
            json!(false),
            json!(0),
            json!(-1),
            json!(1.5),
            json!(70000),
            json!({"source": "env", "provider": "default", "id": "NAME"}),
            json!({"source": "env", "id": "NAME"}),
            json!(["x", "x"]),
            json!([1]),
            json!("\u{1F600}\u{1F600}"),
        ];
        all[self.below(all.len())].clone()
    }

    /// A value that a node is likely to take.
    fn fitting(&mut self, node: Node, depth: usize) -> Value {
        let branches: Vec<Node> = node.branches().collect();
        if !branches.is_empty() {
            let branch = branches[self.below(branches.len())];
            return self.fitting(branch, depth);
        }
        if let Some(values) = node.values() {
            let values: Vec<Scalar> = values.collect();
            return match values[self.below(values.len())] {
                Scalar::Text(text) => json!(text),
                Scalar::Number(number) => json!(number),
                Scalar::Boolean(boolean) => json!(boolean),
                Scalar::Null => Value::Null,
            };
        }
        let types: Vec<&str> = node.types().names().collect();
        let bounds = node.bounds();
        let edge = [bounds.minimum, bounds.maximum][self.below(2)].unwrap_or(1.0);
        match types[self.below(types.len())] {
            "object" if depth > 0 => {
                let mut object = Map::new();
                for name in node.required() {
                    let held = node.property(name).map(|below| self.fitting(below, depth - 1));
                    object.insert(name.to_owned(), held.unwrap_or(Value::Null));
                }
                let known: Vec<(&str, Node)> = known(node).collect();
                if !known.is_empty() && self.below(2) == 0 {
                    let (name, below) = known[self.below(known.len())];
                    object.insert(name.to_owned(), self.fitting(below, depth - 1));
                }
                Value::Object(object)
            }
            "array" if depth > 0 => {
                let item = node.item(0);
                (0..self.below(3)).filter_map(|_| Some(self.fitting(item?, depth - 1))).collect()
            }
            "string" => ["name", "https://example.com/", "/abs/path", "NAME", "5m", ""]
                [self.below(6)]
            .into(),
            "number" => json!(edge + [0.0, 0.5, -0.5][self.below(3)]),
            "integer" => json!(edge + [0.0, 1.0, -1.0][self.below(3)]),
            "boolean" => json!(self.below(2) == 0),
            "null" => Value::Null,
            _ => self.any(),
        }
    }
}

fn known(node: Node) -> impl Iterator<Item = (&'static str, Node)> {
    let free = node.additional().filter(|free| !free.is_anything());
    node.properties().chain(free.map(|free| ("free", free)))
}

/// The paths of every value.
fn collect(value: &Value, path: &mut Vec<String>, places: &mut Vec<Vec<String>>) {
    places.push(path.clone());
    let children: Vec<(String, &Value)> = match value {
        Value::Object(object) => object.iter().map(|(name, v)| (name.clone(), v)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(i, v)| (i.to_string(), v)).collect(),
        _ => return,
    };
    for (step, child) in children {
        path.push(step);
        collect(child, path, places);
        path.pop();
    }
}
