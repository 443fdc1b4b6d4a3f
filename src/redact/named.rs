//! What the names in a tree say of its values.

use std::cmp::Reverse;
use std::sync::{Arc, OnceLock};

use super::names::{self, Name};
use crate::syntax::{Array, Member, NodeId, Object, Tree, Value, ValueKind};

/// What the names in a text say of each value that holds no others, in order of place: nodes are
/// numbered so.
#[derive(Debug, Clone)]
pub struct Named(Vec<(NodeId, Name)>);

impl Named {
    /// Reads the names of `tree`. Linear in its text.
    pub fn of(tree: &Tree) -> Self {
        let mut classes = Vec::new();
        leaves(tree, &mut |value, class| classes.push((value.id(), class)));
        // Of one that a neighbour speaks of, the most counts that is said.
        classes.sort_by_key(|(id, class)| (*id, Reverse(weight(*class))));
        classes.dedup_by_key(|(id, _)| *id);
        Self(classes)
    }

    /// The values of `tree`, whose names were read, with what they say of each.
    pub(super) fn values<'t>(&self, tree: &'t Tree) -> impl Iterator<Item = (Value<'t>, Name)> {
        self.0.iter().map(|(id, class)| (Value::new(tree, *id), *class))
    }
}

/// What the names in one text say, read once: by whoever of those that share it asks first.
#[derive(Debug, Clone, Default)]
pub(crate) struct ReadOnce(Arc<OnceLock<Named>>);

impl ReadOnce {
    /// What the names in `tree` say, which is the same tree for all who share this.
    pub(crate) fn of(&self, tree: &Tree) -> &Named {
        self.0.get_or_init(|| Named::of(tree))
    }
}

const fn weight(class: Name) -> u8 {
    match class {
        Name::Plain | Name::About => 0,
        Name::Vague => 1,
        Name::Texts => 2,
        Name::Secret => 3,
    }
}

/// Tells each value that holds no others, with what the names on the way to it say of it. One that a
/// neighbour speaks of may be told twice.
fn leaves<'t>(tree: &'t Tree, visit: &mut dyn FnMut(Value<'t>, Name)) {
    // Values come in order of place, each before what it holds.
    let mut shown_until = 0;
    let mut above: Vec<Below> = Vec::new();
    for value in tree.values() {
        let place = value.span();
        if place.start < shown_until {
            continue;
        }
        while above.pop_if(|below| below.until <= place.start).is_some() {}
        let inherited = above.last().map_or(Name::Plain, |below| below.class);
        let class = match value.member() {
            Some(member) => inherited.with(class_of(member, value), member),
            None => inherited,
        };
        match value.kind() {
            ValueKind::Object if class.is_secret() && is_reference(value) => {
                shown_until = place.end;
                continue;
            }
            ValueKind::Object | ValueKind::Array if class == Name::About => {
                shown_until = place.end;
                continue;
            }
            // The names in an object tell more than a vague name above it.
            ValueKind::Object if class == Name::Vague => {
                above.push(Below { until: place.end, class: Name::Plain });
            }
            ValueKind::Object | ValueKind::Array => {
                if class != inherited {
                    above.push(Below { until: place.end, class });
                }
            }
            _ => visit(value, class),
        }
        if let Some(object) = value.as_object() {
            pair(object, visit);
        } else if let Some(array) = value.as_array() {
            flags(array, visit);
        }
    }
}

/// `{ name: "X-Api-Key", value: "…" }`: a name that is itself a value.
fn pair<'t>(object: Object<'t>, visit: &mut dyn FnMut(Value<'t>, Name)) {
    if ["value", "val"].iter().all(|name| object.get(name).is_none()) {
        return;
    }
    let mut is_secret = false;
    let mut held = Vec::new();
    for member in object.members() {
        let Some(value) = member.value() else { continue };
        let name = member.name();
        let name = name.to_lossy();
        match &*name {
            "name" | "key" | "header" | "variable" => {
                is_secret |= value
                    .as_text()
                    .is_some_and(|text| names::classify(&text.to_lossy()).is_secret());
            }
            "value" | "val" => held.push(value),
            _ => {}
        }
    }
    if is_secret {
        for value in held {
            visit(value, Name::Secret);
        }
    }
}

/// `["--api-key", "…"]`: a flag and its argument.
fn flags<'t>(array: Array<'t>, visit: &mut dyn FnMut(Value<'t>, Name)) {
    let mut after_flag = false;
    for item in array.items() {
        if after_flag {
            visit(item, Name::Secret);
        }
        after_flag = item.as_text().is_some_and(|text| {
            let text = text.to_lossy();
            text.starts_with('-') && names::classify(&text).is_secret()
        });
    }
}

/// What stands below a name, and how far it reaches.
struct Below {
    until: u32,
    class: Name,
}

impl Name {
    /// What stands under the name of `member`, which says `own`, below a name that says `self`.
    fn with(self, own: Self, member: Member<'_>) -> Self {
        if !self.is_secret() || own == Self::Secret {
            return own;
        }
        if names::is_about_below(&member.name().to_lossy()) { Self::About } else { self }
    }
}

/// What stands under the name of `member`, in its place.
fn class_of(member: Member<'_>, value: Value<'_>) -> Name {
    let name = member.name();
    let name = name.to_lossy();
    let parent = member.object().value().member();
    let grand = parent.and_then(|parent| parent.object().value().member());
    let parent = parent.map(Member::name);
    let grand = grand.map(Member::name);
    names::classify_in(
        grand.as_ref().map(|name| name.to_lossy()).as_deref(),
        parent.as_ref().map(|name| name.to_lossy()).as_deref(),
        &name,
        names::classify(&name),
        value.kind() == ValueKind::Object,
    )
}

/// Whether `value` only says where a secret lies: `{ source, provider, id }` (OpenClaw 2026.9.6).
pub(super) fn is_reference(value: Value<'_>) -> bool {
    let Some(object) = value.as_object() else { return false };
    let mut has_source = false;
    let mut has_id = false;
    let all_known = object.members().all(|member| {
        let text = member.value().and_then(Value::as_text);
        if member.is_named("source") {
            has_source = text.is_some_and(|text| {
                ["env", "exec", "file", "store"].iter().any(|source| text == *source)
            });
            has_source
        } else if member.is_named("id") {
            has_id = text.is_some();
            has_id
        } else {
            member.is_named("provider") && text.is_some()
        }
    });
    all_known && has_source && has_id
}
