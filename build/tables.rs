//! From the catalog's data to Rust source: arrays of small values that refer to each other by
//! index, and one text that holds every string. The types are those of `src/schema/tables.rs`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde_json::{Map, Value};

use crate::catalog::{Catalog, Node, take_text};
use crate::name_hash::{SLOTS, slot};

/// The tables, as Rust source or as what it is made from.
pub(crate) struct Tables<'c> {
    catalog: &'c Catalog,
    words: &'c BTreeMap<String, String>,
    /// Every string, one after the other.
    text: String,
    /// Where a string lies in `text`.
    places: BTreeMap<String, usize>,
    /// Every name of a property, in order.
    names: BTreeMap<&'c str, usize>,
    patterns: BTreeMap<&'c str, usize>,
    /// The index of each node.
    indices: BTreeMap<&'c str, usize>,
    /// Where the facts of each node begin.
    nodes: Vec<usize>,
    facts: Vec<String>,
    properties: Vec<String>,
    children: Vec<usize>,
    required: Vec<usize>,
    values: Vec<String>,
    moves: Vec<String>,
    /// Old values and the new ones, which moves and replaced values point at.
    maps: Vec<String>,
    replaced: Vec<String>,
    invented: Vec<String>,
}

/// Formats that OpenClaw prints with a pattern for them.
const PATTERNED: [&str; 5] = ["date-time", "email", "ipv4", "ipv6", "starts_with"];

/// The node that takes anything.
const ANYTHING: usize = 0;
/// The node that takes nothing.
const NOTHING: usize = 1;

impl<'c> Tables<'c> {
    /// Makes the tables of every release in the catalog.
    ///
    /// `words` says what a pattern means, for those that need it.
    pub(crate) fn of(
        catalog: &'c Catalog,
        words: &'c BTreeMap<String, String>,
    ) -> Result<Self, String> {
        let mut tables = Self {
            catalog,
            words,
            text: String::new(),
            places: BTreeMap::new(),
            names: BTreeMap::new(),
            patterns: BTreeMap::new(),
            indices: BTreeMap::new(),
            nodes: Vec::new(),
            facts: Vec::new(),
            properties: Vec::new(),
            children: Vec::new(),
            required: Vec::new(),
            values: Vec::new(),
            moves: Vec::new(),
            maps: Vec::new(),
            replaced: Vec::new(),
            invented: Vec::new(),
        };
        let reachable = catalog.reachable()?;
        tables.number(&reachable);
        if let Some(unused) = words.keys().find(|p| !tables.patterns.contains_key(p.as_str())) {
            return Err(format!("no release has the pattern {unused}"));
        }
        tables.nodes.push(0);
        tables.facts.push("Fact::Nothing".to_owned());
        tables.nodes.push(0);
        for id in reachable {
            tables.nodes.push(tables.facts.len());
            tables.node(catalog.node(id)?).map_err(|error| format!("node {id}: {error}"))?;
        }
        tables.nodes.push(tables.facts.len());
        Ok(tables)
    }

    /// Adds what became of keys, from `moves.jsonl`.
    pub(crate) fn add_moves(&mut self, records: Vec<Node>) -> Result<(), String> {
        for mut record in records {
            let from = take_text(&mut record, "from")?;
            let to = self.optional(&mut record, "to")?;
            let note = take_text(&mut record, "note")?;
            let written = match (record.shift_remove("value"), record.shift_remove("map")) {
                (None, None) => "false,0,0".to_owned(),
                (Some(value), None) if value == "differs" => "true,0,0".to_owned(),
                (None, Some(map)) => format!("true,{}", self.map(&from, &map)?),
                (value, _) => return Err(format!("{from}: `value: {value:?}` is not understood")),
            };
            let row = format!("({},{to},{},{written})", self.text(&from), self.text(&note));
            self.moves.push(row);
        }
        Ok(())
    }

    /// Adds values that were replaced by others, from `values.jsonl`.
    pub(crate) fn add_values(&mut self, records: Vec<Node>) -> Result<(), String> {
        for mut record in records {
            let at = take_text(&mut record, "at")?;
            let note = take_text(&mut record, "note")?;
            let map = record.shift_remove("map").unwrap_or_default();
            let map = self.map(&at, &map)?;
            let row = format!("({},{map},{})", self.text(&at), self.text(&note));
            self.replaced.push(row);
        }
        Ok(())
    }

    /// Pairs of values, the old one and the new one, as JSON.
    fn map(&mut self, of: &str, pairs: &Value) -> Result<String, String> {
        let pairs = pairs.as_array().filter(|pairs| !pairs.is_empty());
        let start = self.maps.len();
        for pair in pairs.ok_or_else(|| format!("{of}: a map is a list of pairs"))? {
            let Some([old, new]) = pair.as_array().map(Vec::as_slice) else {
                return Err(format!("{of}: {pair} is no pair of values"));
            };
            let (old, new) = (self.text(&old.to_string()), self.text(&new.to_string()));
            self.maps.push(format!("({old},{new})"));
        }
        Ok(format!("{start},{}", self.maps.len()))
    }

    /// Adds keys that no release ever had, from `invented.jsonl`.
    pub(crate) fn add_invented(&mut self, records: Vec<Node>) -> Result<(), String> {
        for mut record in records {
            let key = take_text(&mut record, "key")?;
            let to = self.optional(&mut record, "to")?;
            let note = take_text(&mut record, "note")?;
            let row = format!("({},{to},{})", self.text(&key), self.text(&note));
            self.invented.push(row);
        }
        Ok(())
    }

    /// A text that may be missing, which is then empty.
    fn optional(&mut self, record: &mut Node, name: &str) -> Result<String, String> {
        let text = record.contains_key(name).then(|| take_text(record, name)).transpose()?;
        Ok(self.text(&text.unwrap_or_default()))
    }

    /// Gives names, patterns and nodes their indices.
    fn number(&mut self, reachable: &[&'c str]) {
        let (mut names, mut patterns) = (BTreeSet::new(), BTreeSet::new());
        for (at, id) in reachable.iter().enumerate() {
            self.indices.insert(id, at + 2);
            let node = &self.catalog.nodes[*id];
            let properties = node.get("properties").and_then(Value::as_object);
            names.extend(properties.into_iter().flat_map(Map::keys).map(String::as_str));
            let required = node.get("required").and_then(Value::as_array);
            names.extend(required.into_iter().flatten().filter_map(Value::as_str));
            patterns.extend(node.get("pattern").and_then(Value::as_str));
        }
        self.names = names.into_iter().zip(0..).collect();
        self.patterns = patterns.into_iter().zip(0..).collect();
    }

    fn node(&mut self, node: &'c Map<String, Value>) -> Result<(), String> {
        for (keyword, value) in node {
            let fact = self.fact(keyword, value)?;
            self.facts.extend(fact);
        }
        Ok(())
    }

    fn fact(&mut self, keyword: &str, value: &'c Value) -> Result<Option<String>, String> {
        let wrong = || format!("`{keyword}: {value}` is not understood");
        let list = value.as_array().map(Vec::as_slice).unwrap_or_default();
        let fact = match keyword {
            "type" => {
                let types = if list.is_empty() { std::slice::from_ref(value) } else { list };
                let types: Vec<_> =
                    types.iter().map(bit).collect::<Option<_>>().ok_or_else(wrong)?;
                format!("Type(TypeSet({}))", types.into_iter().fold(0, |set, bit| set | bit))
            }
            "const" => self.listed(std::slice::from_ref(value)).ok_or_else(wrong)?,
            "enum" => self.listed(list).ok_or_else(wrong)?,
            "properties" => {
                let start = self.properties.len();
                let properties = value.as_object().ok_or_else(wrong)?;
                for (name, child) in properties {
                    let row = format!("({},{})", self.names[name.as_str()], self.child(child)?);
                    self.properties.push(row);
                }
                format!("Properties(List({start},{}))", self.properties.len())
            }
            "required" => {
                let start = self.required.len();
                for name in list.iter().filter_map(Value::as_str) {
                    self.required.push(self.names[name]);
                }
                format!("Required(List({start},{}))", self.required.len())
            }
            "anyOf" => format!("AnyOf({})", self.list(list)?),
            "oneOf" => format!("OneOf({})", self.list(list)?),
            "allOf" => format!("AllOf({})", self.list(list)?),
            "items" if value.is_array() => format!("Tuple({})", self.list(list)?),
            "additionalItems" => format!("Rest({})", self.child(value)?),
            "additionalProperties" => format!("Additional({})", self.child(value)?),
            "if" => format!("If({})", self.child(value)?),
            "items" => format!("Items({})", self.child(value)?),
            "not" => format!("Not({})", self.child(value)?),
            "propertyNames" => format!("Names({})", self.child(value)?),
            "then" => format!("Then({})", self.child(value)?),
            "exclusiveMinimum" | "maximum" | "minimum" => {
                format!("{}({:?})", capital(keyword), value.as_f64().ok_or_else(wrong)?)
            }
            "maxItems" | "maxLength" | "maxProperties" | "minItems" | "minLength"
            | "minProperties" => {
                format!("{}({})", capital(keyword), value.as_u64().ok_or_else(wrong)?)
            }
            "pattern" => {
                let pattern = value.as_str().ok_or_else(wrong)?;
                format!("Pattern({})", self.patterns[pattern])
            }
            "format" if *value == *"uri" => "Uri".to_owned(),
            // Printed beside patterns that say the same.
            "format" if PATTERNED.iter().any(|format| value == format) => return Ok(None),
            // What no keyword of JSON Schema says; corrections add it.
            "grammar" => {
                format!("Grammar(Grammar::{})", camel(value.as_str().ok_or_else(wrong)?))
            }
            "trimmed" if *value == Value::Bool(true) => "Trimmed".to_owned(),
            "default" => format!("Default({})", self.text(&value.to_string())),
            "uniqueItems" | "deprecated" if *value == Value::Bool(false) => return Ok(None),
            "uniqueItems" => "Unique".to_owned(),
            "deprecated" => "Deprecated".to_owned(),
            _ => return Err(wrong()),
        };
        Ok(Some(format!("Fact::{fact}")))
    }

    /// The fact that only these values are taken.
    fn listed(&mut self, list: &[Value]) -> Option<String> {
        let start = self.values.len();
        for value in list {
            let value = match value {
                Value::String(text) => format!("Scalar::Text({})", self.text(text)),
                Value::Number(number) => format!("Scalar::Number({:?})", number.as_f64()?),
                Value::Bool(boolean) => format!("Scalar::Boolean({boolean})"),
                Value::Null => "Scalar::Null".to_owned(),
                Value::Array(_) | Value::Object(_) => return None,
            };
            self.values.push(value);
        }
        Some(format!("Values(List({start},{}))", self.values.len()))
    }

    fn list(&mut self, list: &[Value]) -> Result<String, String> {
        let start = self.children.len();
        for child in list {
            let child = self.child(child)?;
            self.children.push(child);
        }
        Ok(format!("List({start},{})", self.children.len()))
    }

    fn child(&self, child: &Value) -> Result<usize, String> {
        match child {
            Value::Bool(true) => Ok(ANYTHING),
            Value::Bool(false) => Ok(NOTHING),
            Value::String(id) => {
                self.indices.get(id.as_str()).copied().ok_or_else(|| format!("no node {id}"))
            }
            other => Err(format!("{other} is not a node")),
        }
    }

    fn text(&mut self, text: &str) -> String {
        let start = *self.places.entry(text.to_owned()).or_insert_with(|| {
            let start = self.text.len();
            self.text.push_str(text);
            start
        });
        format!("Text({start},{})", text.len())
    }

    /// The Rust source of all tables.
    pub(crate) fn source(mut self) -> String {
        let texts = |tables: &mut Self, map: Vec<&str>| -> Vec<String> {
            map.into_iter().map(|text| tables.text(text)).collect()
        };
        let all: Vec<&str> = self.names.keys().copied().collect();
        let slots = slots(&all);
        let names = texts(&mut self, all);
        let all: Vec<&str> = self.patterns.keys().copied().collect();
        let words = all.iter().map(|&pattern| self.words.get(pattern).map_or("", String::as_str));
        let words = texts(&mut self, words.collect());
        let patterns = texts(&mut self, all);
        let patterns: Vec<String> = patterns
            .iter()
            .zip(&words)
            .map(|(pattern, words)| format!("({pattern},{words})"))
            .collect();
        let catalog = self.catalog;
        let releases = catalog.releases.iter().map(|release| {
            let root = self.indices[release.root.as_str()];
            format!("({},{},{root})", self.text(&release.name), self.text(&release.package))
        });
        let releases: Vec<String> = releases.collect();

        let mut source = String::from("// Made by build.rs from schema/.\n");
        array(&mut source, "Text", "NAMES", &names);
        array(&mut source, "u16", "SLOTS", &slots);
        array(&mut source, "(Text, Text)", "PATTERNS", &patterns);
        array(&mut source, "(Text, Text, u32)", "RELEASES", &releases);
        array(&mut source, "u32", "NODES", &self.nodes);
        array(&mut source, "Fact", "FACTS", &self.facts);
        array(&mut source, "(u32, u32)", "PROPERTIES", &self.properties);
        array(&mut source, "u32", "CHILDREN", &self.children);
        array(&mut source, "u32", "REQUIRED", &self.required);
        array(&mut source, "Scalar", "VALUES", &self.values);
        array(&mut source, "(Text, Text, Text, bool, u16, u16)", "MOVES", &self.moves);
        array(&mut source, "(Text, Text)", "MAPS", &self.maps);
        array(&mut source, "(Text, u16, u16, Text)", "REPLACED", &self.replaced);
        array(&mut source, "(Text, Text, Text)", "INVENTED", &self.invented);
        let _ = writeln!(source, "pub(in crate::schema) static TEXT: &str = {:?};", self.text);
        source
    }
}

/// For each place of a table of hashes one more than the index of the name that is there; 0 for none.
fn slots(names: &[&str]) -> Vec<usize> {
    assert!(names.len() * 2 <= SLOTS, "SLOTS is too small for {} names", names.len());
    let mut slots = vec![0; SLOTS];
    for (index, name) in names.iter().enumerate() {
        let mut at = slot(name.as_bytes());
        while slots[at] != 0 {
            at = (at + 1) % SLOTS;
        }
        slots[at] = index + 1;
    }
    slots
}

fn array(source: &mut String, of: &str, name: &str, items: &[impl std::fmt::Display]) {
    let _ = write!(source, "pub(in crate::schema) static {name}: [{of}; {}] = [", items.len());
    for item in items {
        let _ = write!(source, "{item},");
    }
    source.push_str("];\n");
}

/// The bit of a type in `TypeSet`.
fn bit(name: &Value) -> Option<u8> {
    let names = ["object", "array", "string", "number", "integer", "boolean", "null"];
    let at = names.iter().position(|other| name == other)?;
    Some(1 << at)
}

/// `http-url` as `HttpUrl`.
fn camel(name: &str) -> String {
    name.split('-').map(capital).collect()
}

/// `maxItems` as `MaxItems`.
fn capital(keyword: &str) -> String {
    let mut letters = keyword.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}
