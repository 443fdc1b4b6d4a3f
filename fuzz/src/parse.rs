//! Any text: no byte is lost, every place lies in it, and what is accepted is what OpenClaw's reader
//! accepts and means what it means there.

use clawtidy::syntax::{Array, Object, TokenKind, Tree, Value, ValueKind, parse};
use serde_json::Value as Json;

use crate::reached::Reached;
use crate::{config, npm_json5, whole};

/// The other reader calls itself for each level.
const DEEPEST: usize = 100;

pub(crate) fn hold(bytes: &[u8]) -> Reached {
    let text = match config::made_of(bytes) {
        Some(mut dice) => config::config(&mut dice),
        None => config::text(bytes),
    };
    let tree = parse(text);
    whole::tree(&tree);
    let text = tree.text();
    let is_accepted = tree.errors().is_empty();
    let by_npm = npm_json5::accepts(text);
    assert_eq!(is_accepted, by_npm, "ours against npm's: {:?}: {text:?}", tree.errors());
    let mut compared = false;
    if depth(&tree) < DEEPEST
        && let Ok(judged) = json5::from_str::<Json>(text)
    {
        assert!(is_accepted, "the crate reads it: {text:?}");
        assert!(tree.root().is_some_and(|root| same(root, &judged)), "{text:?}: {judged}");
        compared = true;
    }
    Reached::of([
        ("accepted", is_accepted),
        ("refused", !is_accepted),
        ("read by both", compared),
        ("repairable", tree.errors().iter().any(|error| error.repair.is_some())),
    ])
}

fn depth(tree: &Tree) -> usize {
    let (mut open, mut most) = (0_usize, 0);
    for (_, kind, _) in tree.tokens() {
        match kind {
            TokenKind::OpenBrace | TokenKind::OpenBracket => open += 1,
            TokenKind::CloseBrace | TokenKind::CloseBracket => open = open.saturating_sub(1),
            _ => {}
        }
        most = most.max(open);
    }
    most
}

/// Whether a value is what the other reader made of it: what JSON cannot hold is null there.
fn same(value: Value<'_>, judged: &Json) -> bool {
    match (value.kind(), judged) {
        (ValueKind::Object, Json::Object(members)) => {
            let own = value.as_object().map(Object::effective).unwrap_or_default();
            own.len() == members.len()
                && own.iter().all(|(name, member)| {
                    let judged = members.get(&*name.to_lossy());
                    member.value().zip(judged).is_some_and(|(own, judged)| same(own, judged))
                })
        }
        (ValueKind::Array, Json::Array(items)) => {
            let own: Vec<_> = value.as_array().into_iter().flat_map(Array::items).collect();
            own.len() == items.len() && own.into_iter().zip(items).all(|(own, it)| same(own, it))
        }
        (ValueKind::String, Json::String(text)) => {
            value.as_text().is_some_and(|own| own.to_lossy() == *text)
        }
        (ValueKind::Number, Json::Number(number)) => value.as_number() == number.as_f64(),
        (ValueKind::Number, Json::Null) => value.as_number().is_some_and(|it| !it.is_finite()),
        (ValueKind::Boolean, Json::Bool(own)) => value.as_bool() == Some(*own),
        (ValueKind::Null, Json::Null) => true,
        _ => false,
    }
}
