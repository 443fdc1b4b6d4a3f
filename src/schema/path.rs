//! Places in the catalog's lists: `channels.*.dm.policy`, where `*` is any name and `[]` any item.

use crate::syntax::{Array, Member, Object, Segment, Value};

/// The steps of a written path. Many are asked of each config, and their names are short: what the standard
/// library splits with takes longer.
pub(crate) fn steps(path: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(path);
    std::iter::from_fn(move || {
        let text = rest?;
        let end = if text.starts_with("[]") {
            "[]".len()
        } else {
            let next = text.bytes().skip(1).position(|byte| matches!(byte, b'.' | b'['));
            next.map_or(text.len(), |next| next + 1)
        };
        let (step, after) = text.split_at_checked(end)?;
        rest = (!after.is_empty()).then(|| after.strip_prefix('.').unwrap_or(after));
        Some(step)
    })
}

/// What a step of a path for any name (`*`) or item (`[]`) stands for in a key.
#[derive(Debug, Clone, Copy)]
pub(super) struct StandsFor<'k> {
    name: &'k str,
    is_item: bool,
}

/// Whether the path is `key` or leads to it. Gives what the path's steps that stand for any name or
/// item stand for there, and how many names of the key the path covers.
pub(super) fn covers<'k>(path: &str, key: &'k [Segment]) -> Option<(Vec<StandsFor<'k>>, usize)> {
    let mut stand_for = Vec::new();
    let mut covered = 0;
    for step in steps(path) {
        let name = key.get(covered)?.as_str();
        match step {
            "*" => stand_for.push(StandsFor { name, is_item: false }),
            "[]" if is_item(name) => stand_for.push(StandsFor { name, is_item: true }),
            _ if step == name => {}
            _ => return None,
        }
        covered += 1;
    }
    Some((stand_for, covered))
}

/// Whether a name of a key stands for an item.
fn is_item(name: &str) -> bool {
    name == "[]" || name.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether the path can cover `key`, or lead to something in it, by its first two names alone: cheap,
/// and most cannot.
pub(super) fn may_cover(path: &str, key: &[Segment]) -> bool {
    let mut rest = path;
    for name in key.iter().take(2) {
        let after = rest.strip_prefix('*').or_else(|| rest.strip_prefix(name.as_str()));
        match after.map(|after| (after, after.as_bytes().first())) {
            Some((after, Some(b'.'))) => rest = &after[1..],
            // What follows is an item, or nothing.
            Some((_, None | Some(b'['))) => return true,
            _ => return false,
        }
    }
    true
}

/// Whether the path leads to `key` or to something in it, name by name.
pub(super) fn is_within(path: &str, key: &[Segment]) -> bool {
    let mut steps = steps(path);
    key.iter().all(|name| steps.next().is_some_and(|step| step == name))
}

/// The key that a path leads to when its steps for any name or item stand for these, in order, and
/// which of its names are not known so and are written as the step. An index of an item says nothing
/// about the name of an entry.
pub(super) fn resolved(path: &str, stand_for: &[StandsFor<'_>]) -> (Vec<Segment>, Vec<usize>) {
    let mut stand_for = stand_for.iter();
    let mut unknown = Vec::new();
    let step = |(at, step): (usize, &str)| match step {
        "*" | "[]" => {
            let next = stand_for.next().filter(|it| it.is_item == (step == "[]"));
            if next.is_none() {
                unknown.push(at);
            }
            next.map_or(step, |it| it.name).into()
        }
        name => name.into(),
    };
    let key = steps(path).enumerate().map(step).collect();
    (key, unknown)
}

/// The values of a config at the places that a path leads to.
pub fn values_at<'t>(root: Value<'t>, path: &str) -> Vec<Value<'t>> {
    steps(path).fold(vec![root], |at, step| {
        let below = |value: Value<'t>| -> Vec<Value<'t>> {
            match step {
                "*" => {
                    let object = value.as_object();
                    object.into_iter().flat_map(Object::members).filter_map(Member::value).collect()
                }
                "[]" => value.as_array().into_iter().flat_map(Array::items).collect(),
                name => value.get(name).into_iter().collect(),
            }
        };
        at.into_iter().flat_map(below).collect()
    })
}
