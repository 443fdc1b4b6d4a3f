//! What a place takes, in words.

use std::fmt;

use super::grammar::Grammar;
use super::node::{Bounds, Node, Scalar};
use crate::syntax::ValueKind;

/// What a place takes: any of some nodes. It displays as plain words: `"lan" or "loopback"`,
/// `an integer from 1 to 65535`, `an array of strings`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected(Vec<Node>);

/// How many listed values a message shows.
const SHOWN: usize = 12;

impl Expected {
    /// What `node` takes.
    pub fn of(node: Node) -> Self {
        Self(vec![node])
    }

    /// What any of `nodes` takes.
    pub fn any(nodes: Vec<Node>) -> Self {
        Self(nodes)
    }

    /// The single alternatives, unions taken apart.
    pub fn alternatives(&self) -> Vec<Node> {
        let mut found: Vec<Node> = Vec::new();
        let mut open: Vec<Node> = self.0.iter().rev().copied().collect();
        while let Some(node) = open.pop() {
            let branches: Vec<Node> = node.branches().collect();
            if !branches.is_empty() {
                open.extend(branches.into_iter().rev());
            } else if let Some(whole) = node.all_of().find(|_| node.pattern().is_none()) {
                open.push(whole);
            } else if !found.contains(&node) {
                found.push(node);
            }
        }
        found
    }

    /// Every value that is listed among the alternatives.
    pub fn values(&self) -> Vec<Scalar> {
        let mut values = Vec::new();
        for value in self.alternatives().into_iter().filter_map(Node::values).flatten() {
            if !values.contains(&value) {
                values.push(value);
            }
        }
        values
    }

    /// Whether anything is taken.
    pub fn is_anything(&self) -> bool {
        self.0.iter().any(|node| node.is_anything())
    }

    /// Whether some alternative takes a value of that kind.
    pub fn admits(&self, kind: ValueKind) -> bool {
        self.alternatives().into_iter().any(|node| match node.values() {
            Some(mut values) => values.any(|value| value.kind() == kind),
            None => node.types().admits(kind),
        })
    }

    /// Whether some alternative takes this boolean; some take only one of them.
    pub fn takes_boolean(&self, switch: bool) -> bool {
        self.alternatives().into_iter().any(|node| match node.values() {
            Some(mut values) => values.any(|value| value == Scalar::Boolean(switch)),
            None => node.types().admits(ValueKind::Boolean),
        })
    }
}

impl Scalar {
    /// What kind of value it is.
    pub const fn kind(self) -> ValueKind {
        match self {
            Self::Text(_) => ValueKind::String,
            Self::Number(_) => ValueKind::Number,
            Self::Boolean(_) => ValueKind::Boolean,
            Self::Null => ValueKind::Null,
        }
    }
}

impl fmt::Display for Scalar {
    /// As JSON.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "{text:?}"),
            Self::Number(number) => write!(f, "{number}"),
            Self::Boolean(boolean) => write!(f, "{boolean}"),
            Self::Null => f.write_str("null"),
        }
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut words: Vec<String> = self.values().iter().map(Scalar::to_string).collect();
        let hidden = words.len().saturating_sub(SHOWN);
        if hidden > 1 {
            words.truncate(SHOWN);
            words.push(format!("{hidden} more"));
        }
        for node in self.alternatives() {
            if node.values().is_none() {
                for word in describe(node) {
                    if !words.contains(&word) {
                        words.push(word);
                    }
                }
            }
        }
        // Both values of a boolean read better as one.
        if let Some(at) = words.iter().position(|word| word == "true")
            && words.iter().any(|word| word == "false")
        {
            "true or false".clone_into(&mut words[at]);
            words.retain(|word| word != "false");
        }
        let Some((last, others)) = words.split_last() else {
            return f.write_str("nothing");
        };
        if !others.is_empty() {
            write!(f, "{} or ", others.join(", "))?;
        }
        f.write_str(last)
    }
}

/// What a node without branches and listed values takes, one phrase for each type.
fn describe(node: Node) -> Vec<String> {
    if node.is_nothing() {
        return Vec::new();
    }
    let types = node.types();
    if types.is_any() {
        return vec!["anything".to_owned()];
    }
    let unit = node.grammar().and_then(Grammar::unit);
    let phrase = |name: &str| match name {
        "number" if let Some(unit) = unit => format!("a number of {unit}"),
        "object" => count("an object", node.key_count(), "key"),
        "array" => count(&array(node), node.item_count(), "item"),
        "string" => string(node),
        "number" => number("a number", node.bounds()),
        "integer" => number("an integer", node.bounds()),
        "boolean" => "true or false".to_owned(),
        other => other.to_owned(),
    };
    types.names().map(phrase).collect()
}

fn array(node: Node) -> String {
    let Some(item) = node.item(0) else { return "an array".to_owned() };
    let item = Expected::of(item);
    if !item.values().is_empty() {
        return format!("an array of {item}");
    }
    let mut words = Vec::new();
    for name in item.alternatives().into_iter().flat_map(|node| node.types().names()) {
        let plural = match name {
            "object" => "objects",
            "string" => "strings",
            "number" => "numbers",
            "integer" => "integers",
            // Anything, or what reads badly as a list.
            _ => return "an array".to_owned(),
        };
        if !words.contains(&plural) {
            words.push(plural);
        }
    }
    format!("an array of {}", words.join(" or "))
}

fn string(node: Node) -> String {
    let length = node.length();
    let noun = if node.is_url() { "URL" } else { "string" };
    let noun = match (length.minimum, length.maximum) {
        (Some(least), None) if (least - 1.0).abs() < f64::EPSILON && noun == "string" => {
            "a non-empty string".to_owned()
        }
        _ => count(&format!("a {noun}"), length, "character"),
    };
    if let Some(grammar) = node.grammar() {
        return grammar.words().to_owned();
    }
    if node.is_trimmed() && length.minimum.is_some() && node.pattern().is_none() {
        let most = Bounds { minimum: None, ..length };
        return format!("{} that is not blank", count("a string", most, "character"));
    }
    match (node.pattern_words(), node.pattern()) {
        (Some(words), _) => words.to_owned(),
        (None, Some(pattern)) => format!("{noun} that matches /{pattern}/"),
        (None, None) => noun,
    }
}

fn count(noun: &str, bounds: Bounds, unit: &str) -> String {
    let units = |number: f64| {
        let s = if (number - 1.0).abs() < f64::EPSILON { "" } else { "s" };
        format!("{number} {unit}{s}")
    };
    match (bounds.minimum, bounds.maximum) {
        (Some(least), Some(most)) if least.total_cmp(&most).is_eq() => {
            format!("{noun} of {}", units(most))
        }
        (Some(least), Some(most)) => format!("{noun} of {least} to {}", units(most)),
        (Some(least), None) => format!("{noun} of at least {}", units(least)),
        (None, Some(most)) => format!("{noun} of at most {}", units(most)),
        (None, None) => noun.to_owned(),
    }
}

fn number(noun: &str, bounds: Bounds) -> String {
    // OpenClaw prints the range of exact integers, which says nothing to a reader.
    const EXACT: f64 = 9_007_199_254_740_991.0;
    let whole = noun == "an integer";
    let minimum = bounds.minimum.filter(|least| *least > -EXACT);
    let maximum = bounds.maximum.filter(|most| *most < EXACT);
    // Of integers, above 0 is from 1.
    let (minimum, above) = match minimum {
        Some(least) if whole && bounds.exclusive_minimum => (Some(least + 1.0), false),
        least => (least, bounds.exclusive_minimum),
    };
    match (minimum, maximum) {
        (Some(least), Some(most)) if !above => format!("{noun} from {least} to {most}"),
        (least, most) => {
            let lower = least.map(|least| {
                if above { format!("above {least}") } else { format!("of at least {least}") }
            });
            let upper = most.map(|most| format!("of at most {most}"));
            let limits: Vec<String> = lower.into_iter().chain(upper).collect();
            let limits = limits.join(" and ");
            if limits.is_empty() { noun.to_owned() } else { format!("{noun} {limits}") }
        }
    }
}
