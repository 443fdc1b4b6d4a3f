//! What strings and names are held to.

use super::Walk;
use crate::schema::grammar::is_url;
use crate::schema::node::Node;
use crate::schema::pattern;
use crate::schema::placeholder::Resolved;
use crate::schema::space::trim;
use crate::schema::tables::Fact;
use crate::syntax::JsText;

impl Walk<'_> {
    /// Whether a string meets a fact of `node` about strings. One with a variable of which nothing
    /// is known is taken to meet it.
    pub(super) fn holds(&mut self, node: Node, fact: Fact, text: &Resolved<'_>) -> bool {
        match text {
            Resolved::Text(text) => meets(node, fact, text),
            Resolved::Unknown => {
                self.unknown_texts += 1;
                true
            }
        }
    }
}

/// Whether a name is one that `node` takes. Variables in names stay as they are.
pub(super) fn takes_name(name: &JsText<'_>, node: Node) -> bool {
    let name = name.as_bytes();
    let branches: Vec<Node> = node.branches().collect();
    let listed = node.values().is_none_or(|mut values| {
        values.any(|value| match value {
            crate::schema::node::Scalar::Text(text) => text.as_bytes() == name,
            _ => false,
        })
    });
    let one = |branch: &Node| match branch.values() {
        Some(mut values) => values.any(|value| match value {
            crate::schema::node::Scalar::Text(text) => text.as_bytes() == name,
            _ => false,
        }),
        None => branch.facts().iter().all(|fact| meets(*branch, *fact, name)),
    };
    listed
        && node.facts().iter().all(|fact| meets(node, *fact, name))
        && (branches.is_empty() || branches.iter().any(one))
}

/// Whether a string, in WTF-8, meets a fact of `node`; facts about other things are met.
fn meets(node: Node, fact: Fact, text: &[u8]) -> bool {
    let text = match std::str::from_utf8(text) {
        Ok(text) if node.is_trimmed() => trim(text).as_bytes(),
        _ => text,
    };
    let lossy = || String::from_utf8_lossy(text);
    match fact {
        Fact::MinLength(_) | Fact::MaxLength(_) => {
            // Every character has one byte that continues none.
            let characters = text.iter().filter(|&&byte| !matches!(byte, 0x80..=0xBF)).count();
            super::contains(node.length(), characters)
        }
        Fact::Pattern(index) => pattern::matches(index, &lossy()),
        // `new URL(text.trim())`, by the same standard.
        Fact::Uri => is_url(trim(&lossy())),
        Fact::Grammar(grammar) => grammar.takes(&lossy()),
        _ => true,
    }
}
