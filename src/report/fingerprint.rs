//! What a finding is known by when it comes again.

use std::fmt;
use std::hash::Hasher;

use fnv::FnvHasher;
use serde::{Deserialize, Serialize};

use crate::finding::Finding;
use crate::redact::Redactor;
use crate::syntax::{Array, Key, Tree, Value, ValueKind};
use crate::text::Span;

/// What a finding is known by when it comes again: its rule, its key and what its value says. Lines,
/// layout, the file's name and where an item stands in its list do not count.
///
/// Of a value that may be secret there is nothing in it. Of others there are 16 bits: enough to tell
/// that it changed, and too few to guess by, should one be a secret that no one could tell.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fingerprint {
    /// The rule's id.
    pub rule: String,
    /// The key, with `*` for an item of a list.
    pub key: Vec<String>,
    /// 16 bits of what its value says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

impl Fingerprint {
    /// That of a finding in the text that `redactor` masks, whose `secrets` are those that it finds there.
    pub(super) fn of(
        finding: &Finding,
        tree: &Tree,
        redactor: &Redactor<'_>,
        secrets: &[Span],
    ) -> Self {
        let mut key = Vec::new();
        let mut at = tree.root();
        for name in finding.place.key.segments() {
            let list = at.and_then(Value::as_array);
            key.push(match list {
                Some(_) => "*".to_owned(),
                None => redactor.mask(name).into_owned(),
            });
            at = match list {
                Some(list) => name.parse().ok().and_then(|index| list.item(index)),
                None => at.and_then(|value| value.get(name)),
            };
        }
        let said = match (at, key.is_empty()) {
            (_, true) => line_of(finding.place.span, tree),
            (Some(value), false) => said(value).map(|said| (said, value.span())),
            (None, false) => None,
        };
        let is_open = |span: &Span| {
            // They are in order and apart: the first that ends after its start is enough.
            let next = secrets.partition_point(|secret| secret.end <= span.start);
            secrets.get(next).is_none_or(|secret| span.end <= secret.start)
        };
        let value = said.filter(|(_, span)| is_open(span)).map(|(said, _)| bits(&said));
        Self { rule: finding.rule.to_owned(), key, value }
    }
}

impl fmt::Display for Fingerprint {
    /// As one word of three parts: `misspelled-key:gateway.prot:9c4e`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.rule)?;
        if !self.key.is_empty() {
            write!(f, "{}", Key::from_iter(&self.key))?;
        }
        write!(f, ":{}", self.value.as_deref().unwrap_or_default())
    }
}

/// What a value says, however it is written; of an object, and a list with one in it, nothing: what
/// else is in there is not what the finding is about.
fn said(value: Value<'_>) -> Option<String> {
    match value.kind() {
        ValueKind::Array => {
            let items: Option<Vec<String>> =
                value.as_array().into_iter().flat_map(Array::items).map(scalar).collect();
            Some(items?.join("\n"))
        }
        _ => scalar(value),
    }
}

fn scalar(value: Value<'_>) -> Option<String> {
    Some(match value.kind() {
        ValueKind::String => format!("\"{}", value.as_text()?.to_lossy()),
        ValueKind::Number => value.as_number()?.to_string(),
        ValueKind::Boolean => value.as_bool()?.to_string(),
        ValueKind::Null => "null".to_owned(),
        ValueKind::Object | ValueKind::Array | ValueKind::Invalid => return None,
    })
}

/// What stands at a place that has no key, such as a comment, if it is of one line.
fn line_of(span: Span, tree: &Tree) -> Option<(String, Span)> {
    let text = tree.slice(span);
    (!text.contains(['\n', '\r'])).then(|| (text.to_owned(), span))
}

fn bits(said: &str) -> String {
    let mut hasher = FnvHasher::default();
    hasher.write(said.as_bytes());
    let hash = hasher.finish();
    let folded = hash ^ hash >> 32;
    format!("{:04x}", (folded ^ folded >> 16) & 0xFFFF)
}
