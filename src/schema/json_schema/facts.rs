//! The facts of a node in the words of JSON Schema (draft 7).

use serde_json::{Map, Value, json};

use crate::schema::node::{Node, Scalar};
use crate::schema::tables::{self, CHILDREN, Fact, List, PATTERNS, TypeSet};

impl Node {
    /// Its facts and those below it, nothing added: texts without white space around them as
    /// patterns, grammars as formats of their names. The depth is that of the catalog.
    pub(super) fn facts_schema(self) -> Value {
        if self.is_nothing() {
            return Value::Bool(false);
        }
        let trimmed = self.is_trimmed();
        let facts = self.facts().iter().filter(|fact| !(trimmed && is_of_text(fact)));
        let schema: Map<String, Value> = facts
            .map(|fact| {
                let (keyword, value) = self.keyword(*fact);
                (keyword.to_owned(), value)
            })
            .collect();
        Value::Object(schema)
    }

    /// What `trimmed` and the facts about a text come to, in patterns.
    pub(super) fn trimmed_patterns(self) -> Vec<String> {
        let mut patterns = Vec::new();
        if let Some(pattern) = self.pattern() {
            let inner = pattern.trim_start_matches('^').trim_end_matches('$');
            patterns.push(format!(r"^\s*(?:{inner})\s*$"));
        }
        let length = self.length();
        let inner = length.maximum.map_or("*".to_owned(), |most| format!("{{0,{}}}", most - 2.0));
        let optional = if length.minimum.is_none() { "?" } else { "" };
        patterns.push(format!(r"^\s*(?:\S(?:[\s\S]{inner}\S)?){optional}\s*$"));
        patterns
    }

    /// A fact as a keyword and its value.
    pub(super) fn keyword(self, fact: Fact) -> (&'static str, Value) {
        let list = |list: List| -> Value {
            list.of(&CHILDREN).iter().map(|&child| Node(child).facts_schema()).collect()
        };
        let one = |child: u32| Node(child).facts_schema();
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
                let rows = list.of(&tables::PROPERTIES).iter();
                let named = rows.map(|&(name, child)| (tables::name(name).to_owned(), one(child)));
                ("properties", Value::Object(named.collect()))
            }
            Fact::Required(_) => ("required", self.required().collect()),
            Fact::Additional(child) => ("additionalProperties", one(child)),
            Fact::Names(child) => ("propertyNames", one(child)),
            Fact::MinProperties(count) => ("minProperties", count.into()),
            Fact::MaxProperties(count) => ("maxProperties", count.into()),
            Fact::Items(child) => ("items", one(child)),
            Fact::Tuple(items) => ("items", list(items)),
            Fact::Rest(child) => ("additionalItems", one(child)),
            Fact::MinItems(count) => ("minItems", count.into()),
            Fact::MaxItems(count) => ("maxItems", count.into()),
            Fact::Unique => ("uniqueItems", true.into()),
            Fact::AnyOf(branches) => ("anyOf", list(branches)),
            Fact::OneOf(branches) => ("oneOf", list(branches)),
            Fact::AllOf(parts) => ("allOf", list(parts)),
            Fact::Not(child) => ("not", one(child)),
            Fact::If(child) => ("if", one(child)),
            Fact::Then(child) => ("then", one(child)),
            Fact::Minimum(number) => ("minimum", json_number(number)),
            Fact::Maximum(number) => ("maximum", json_number(number)),
            Fact::ExclusiveMinimum(number) => ("exclusiveMinimum", json_number(number)),
            Fact::MinLength(length) => ("minLength", length.into()),
            Fact::MaxLength(length) => ("maxLength", length.into()),
            Fact::Pattern(index) => {
                ("pattern", PATTERNS.get(index as usize).map(|row| row.0.get()).into())
            }
            Fact::Uri => ("format", "uri".into()),
            Fact::Trimmed => ("allOf", patterns(self.trimmed_patterns()).into()),
            // No standard format says it; `Grammar` knows what each of its names means.
            Fact::Grammar(grammar) => ("format", grammar.name().into()),
            Fact::Default(text) => {
                ("default", serde_json::from_str(text.get()).unwrap_or(Value::Null))
            }
            Fact::Deprecated => ("deprecated", true.into()),
        }
    }
}

/// Whether white space around a text has to be taken off before the fact is looked at.
fn is_of_text(fact: &Fact) -> bool {
    matches!(fact, Fact::MinLength(_) | Fact::MaxLength(_) | Fact::Pattern(_))
}

/// A schema for each pattern.
pub(super) fn patterns(all: impl IntoIterator<Item = String>) -> Vec<Value> {
    all.into_iter().map(|pattern| json!({ "pattern": pattern })).collect()
}

/// A listed value as JSON.
pub(super) fn json(value: Scalar) -> Value {
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
