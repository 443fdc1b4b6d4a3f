//! The catalog as a JSON Schema again: for the `schema` command, and for an independent validator
//! to judge ours by.

use serde_json::{Map, Value, json};

use super::node::{Node, Scalar};
use super::release::Release;
use super::tables::{CHILDREN, Fact, List, PATTERNS, TypeSet};

impl Release {
    /// What the release accepts, as a JSON Schema of draft 7, without prose.
    pub fn to_json_schema(self) -> Value {
        let mut schema = json!({"$schema": "http://json-schema.org/draft-07/schema#"});
        if let (Some(schema), Value::Object(root)) = (schema.as_object_mut(), self.root().schema())
        {
            schema.extend(root);
        }
        schema
    }
}

impl Node {
    /// Its facts as a JSON Schema. The depth is that of the catalog.
    fn schema(self) -> Value {
        if self.is_nothing() {
            return Value::Bool(false);
        }
        let mut schema = Map::new();
        let facts_of_text = |fact: &&Fact| {
            matches!(fact, Fact::MinLength(_) | Fact::MaxLength(_) | Fact::Pattern(_))
        };
        let trimmed = self.is_trimmed();
        for fact in self.facts().iter().filter(|fact| !(trimmed && facts_of_text(fact))) {
            let (keyword, value) = self.keyword(*fact);
            schema.insert(keyword.to_owned(), value);
        }
        Value::Object(schema)
    }

    /// What `trimmed` and the facts about a text come to, in patterns.
    fn trimmed_patterns(self) -> Vec<Value> {
        let mut patterns = Vec::new();
        if let Some(pattern) = self.pattern() {
            let inner = pattern.trim_start_matches('^').trim_end_matches('$');
            patterns.push(format!(r"^\s*(?:{inner})\s*$"));
        }
        let length = self.length();
        let inner = length.maximum.map_or("*".to_owned(), |most| format!("{{0,{}}}", most - 2.0));
        let optional = if length.minimum.is_none() { "?" } else { "" };
        patterns.push(format!(r"^\s*(?:\S(?:[\s\S]{inner}\S)?){optional}\s*$"));
        patterns.into_iter().map(|pattern| json!({"pattern": pattern})).collect()
    }

    fn keyword(self, fact: Fact) -> (&'static str, Value) {
        let list = |list: List| -> Value {
            list.of(&CHILDREN).iter().map(|&child| Node(child).schema()).collect()
        };
        match fact {
            Fact::Nothing => ("not", Value::Bool(true)),
            Fact::Type(TypeSet(_)) => {
                let names: Vec<&str> = self.types().names().collect();
                match names.as_slice() {
                    [one] => ("type", json!(one)),
                    several => ("type", json!(several)),
                }
            }
            Fact::Values(_) => {
                let values: Vec<Value> = self.values().into_iter().flatten().map(json).collect();
                ("enum", Value::Array(values))
            }
            Fact::Properties(list) => {
                let rows = list.of(&super::tables::PROPERTIES).iter();
                let named = rows.map(|&(name, child)| {
                    (super::tables::name(name).to_owned(), Node(child).schema())
                });
                ("properties", Value::Object(named.collect()))
            }
            Fact::Required(_) => ("required", self.required().collect()),
            Fact::Additional(child) => ("additionalProperties", Node(child).schema()),
            Fact::Names(child) => ("propertyNames", Node(child).schema()),
            Fact::MinProperties(count) => ("minProperties", count.into()),
            Fact::MaxProperties(count) => ("maxProperties", count.into()),
            Fact::Items(child) => ("items", Node(child).schema()),
            Fact::Tuple(items) => ("items", list(items)),
            Fact::Rest(child) => ("additionalItems", Node(child).schema()),
            Fact::MinItems(count) => ("minItems", count.into()),
            Fact::MaxItems(count) => ("maxItems", count.into()),
            Fact::Unique => ("uniqueItems", true.into()),
            Fact::AnyOf(branches) => ("anyOf", list(branches)),
            Fact::OneOf(branches) => ("oneOf", list(branches)),
            Fact::AllOf(parts) => ("allOf", list(parts)),
            Fact::Not(child) => ("not", Node(child).schema()),
            Fact::If(child) => ("if", Node(child).schema()),
            Fact::Then(child) => ("then", Node(child).schema()),
            Fact::Minimum(number) => ("minimum", json_number(number)),
            Fact::Maximum(number) => ("maximum", json_number(number)),
            Fact::ExclusiveMinimum(number) => ("exclusiveMinimum", json_number(number)),
            Fact::MinLength(length) => ("minLength", length.into()),
            Fact::MaxLength(length) => ("maxLength", length.into()),
            Fact::Pattern(index) => {
                ("pattern", PATTERNS.get(index as usize).map(|row| row.0.get()).into())
            }
            Fact::Uri => ("format", "uri".into()),
            Fact::Trimmed => ("allOf", self.trimmed_patterns().into()),
            // No standard format says it; `Grammar` knows what each of its names means.
            Fact::Grammar(grammar) => ("format", grammar.name().into()),
            Fact::Default(text) => {
                ("default", serde_json::from_str(text.get()).unwrap_or(Value::Null))
            }
            Fact::Deprecated => ("deprecated", true.into()),
        }
    }
}

fn json(value: Scalar) -> Value {
    match value {
        Scalar::Text(text) => text.into(),
        Scalar::Number(number) => json_number(number),
        Scalar::Boolean(boolean) => boolean.into(),
        Scalar::Null => Value::Null,
    }
}

/// An integer without a fraction: `1`, not `1.0`.
fn json_number(number: f64) -> Value {
    const EXACT: f64 = 9_007_199_254_740_991.0;
    if number.fract() == 0.0 && number.abs() <= EXACT {
        #[expect(clippy::cast_possible_truncation, reason = "checked: exact as an integer")]
        return (number as i64).into();
    }
    number.into()
}
