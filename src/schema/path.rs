//! Places in the catalog's lists: `channels.*.dm.policy`, where `*` is any name and `[]` any item.

use crate::syntax::{Array, Member, Object, Value};

/// The steps of a written path.
pub(super) fn steps(path: &str) -> impl Iterator<Item = &str> {
    path.split('.').flat_map(|part| {
        let name = part.trim_end_matches("[]");
        let items = part[name.len()..].len() / 2;
        std::iter::once(name).chain(std::iter::repeat_n("[]", items))
    })
}

/// Whether the path is `key` or leads to it. Gives what the path's steps that stand for any name or
/// item stand for there, and how many names of the key the path covers.
pub(super) fn covers<'k>(path: &str, key: &'k [String]) -> Option<(Vec<&'k str>, usize)> {
    let mut stand_for = Vec::new();
    let mut covered = 0;
    for step in steps(path) {
        let name = key.get(covered)?.as_str();
        let is_item = name == "[]" || name.bytes().all(|byte| byte.is_ascii_digit());
        match step {
            "*" => stand_for.push(name),
            "[]" if is_item => stand_for.push(name),
            _ if step == name => {}
            _ => return None,
        }
        covered += 1;
    }
    Some((stand_for, covered))
}

/// Whether the path leads to `key` or to something in it, name by name.
pub(super) fn is_within(path: &str, key: &[String]) -> bool {
    let mut steps = steps(path);
    key.iter().all(|name| steps.next().is_some_and(|step| step == name))
}

/// The key that a path leads to when its steps for any name or item stand for these, in order.
/// An index of an item says nothing about the name of an entry, and stays `*`.
pub(super) fn resolved(path: &str, stand_for: &[&str]) -> Vec<String> {
    let mut stand_for = stand_for.iter();
    let step = |step: &str| match step {
        "*" | "[]" => {
            let name = stand_for.next().copied().unwrap_or(step);
            let is_item = name == "[]" || name.bytes().all(|byte| byte.is_ascii_digit());
            let fits = name != "*" && is_item == (step == "[]");
            if fits { name } else { step }.to_owned()
        }
        name => name.to_owned(),
    };
    steps(path).map(step).collect()
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
