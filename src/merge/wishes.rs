//! What someone wants of an edit, and does not.

use std::fmt;

use super::place::{Place, Version, items};
use super::weigh::{Change, Verdict};
use super::{Side, Wishes};
use crate::schema::{nearest, whereabouts};
use crate::syntax::{Key, Member, Object, Value};

/// A key that names nothing in either version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownKey {
    /// The key as given.
    pub key: Key,
    /// The nearest that names something.
    pub nearest: Option<String>,
}

impl fmt::Display for UnknownKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "neither the rejected edit nor the active file has `{}`", self.key)?;
        match &self.nearest {
            Some(nearest) => write!(f, "; did you mean `{nearest}`?"),
            None => Ok(()),
        }
    }
}

/// The places that were named.
#[derive(Debug)]
pub(super) struct Wanted {
    /// These only, unless there is none.
    pub(super) taken: Vec<Place>,
    skipped: Vec<Place>,
}

/// How many keys are looked at for one that is near.
const CANDIDATES: usize = 5000;

/// Finds what keys name, in either version.
pub(super) fn resolve(
    wishes: &Wishes,
    active: &Side,
    rejected: &Side,
) -> Result<Wanted, UnknownKey> {
    let places = |keys: &[Key]| {
        let found: Result<Vec<_>, _> =
            keys.iter().map(|key| named(key, active, rejected)).collect();
        Ok(found?.concat())
    };
    Ok(Wanted { taken: places(&wishes.take)?, skipped: places(&wishes.skip)? })
}

/// The places that a key names; an old name of a setting is good as well.
fn named(key: &Key, active: &Side, rejected: &Side) -> Result<Vec<Place>, UnknownKey> {
    let roots: Vec<Value<'_>> =
        [rejected, active].iter().filter_map(|side| side.after.source.tree().root()).collect();
    let target = rejected.after.report.target();
    let moved = whereabouts(key.segments(), target);
    let moved = moved.as_ref().and_then(|it| it.exact()).map(Key::from_iter);
    for key in [Some(key), moved.as_ref()].into_iter().flatten() {
        let mut places: Vec<Place> = Vec::new();
        for root in &roots {
            matching(*root, key, &mut places);
        }
        if !places.is_empty() {
            places.sort();
            places.dedup();
            return Ok(places);
        }
    }
    let known: Vec<String> = roots.iter().flat_map(|root| keys(*root)).take(CANDIDATES).collect();
    let asked = key.to_string();
    let nearest =
        nearest(&asked, known.iter().map(String::as_str)).first().map(|it| (*it).to_owned());
    Err(UnknownKey { key: key.clone(), nearest })
}

/// The places below `root` that a key names.
fn matching(root: Value<'_>, key: &Key, places: &mut Vec<Place>) {
    let mut open = vec![(root, Place::default(), Key::ROOT)];
    for segment in key.segments() {
        let mut next = Vec::new();
        for (value, place, list) in open {
            let below = |name: &str| list.clone().child(name);
            if let Some(array) = value.as_array() {
                let is_any = segment == "[]" || segment == "*";
                let index: Option<usize> = segment.parse().ok();
                for (at, (step, item)) in items(&list, array).into_iter().flatten().enumerate() {
                    if is_any || index == Some(at) {
                        next.push((item, place.step(step), below(&at.to_string())));
                    }
                }
            } else if let Some(object) = value.as_object() {
                for (name, member) in object.effective() {
                    let (Some(name), Some(value)) = (name.as_str(), member.value()) else {
                        continue;
                    };
                    if segment == "*" || segment == name {
                        next.push((value, place.name(name), below(name)));
                    }
                }
            }
        }
        open = next;
    }
    places.extend(open.into_iter().map(|(_, place, _)| place));
}

/// The keys of a version, as they are shown.
fn keys<'t>(root: Value<'t>) -> impl Iterator<Item = String> + use<'t> {
    let mut open = vec![(root, Key::ROOT)];
    std::iter::from_fn(move || {
        let (value, key) = open.pop()?;
        if key.segments().len() < super::place::DEEPEST {
            let below = |name: String| key.clone().child(name);
            if let Some(object) = value.as_object() {
                let inner = |member: Member<'t>| {
                    Some((member.value()?, below(member.name().to_lossy().into_owned())))
                };
                open.extend(object.members().filter_map(inner));
            } else if let Some(array) = value.as_array() {
                let inner = |(at, item): (usize, Value<'t>)| (item, below(at.to_string()));
                open.extend(array.items().enumerate().map(inner));
            }
        }
        Some(key.to_string())
    })
}

impl Wanted {
    /// The places of a change that are not wanted, and why.
    pub(super) fn unwanted(&self, change: &Change<'_>) -> Vec<(Place, String)> {
        if matches!(change.verdict, Verdict::Keep(_)) {
            return Vec::new();
        }
        let mut places = Vec::new();
        if !self.taken.is_empty() {
            self.outside(change.place.clone(), change, &mut places);
        }
        let skipped = self.skipped.iter().filter_map(|skipped| {
            let inner = skipped.is_within(&change.place);
            (inner || change.place.is_within(skipped))
                .then(|| if inner { skipped.clone() } else { change.place.clone() })
        });
        let skipped = skipped.map(|place| (place, "--skip names it".to_owned()));
        places
            .into_iter()
            .map(|place| (place, "--take does not name it".to_owned()))
            .chain(skipped)
            .collect()
    }

    /// What of a change is not taken: all of it, or, where a part of it is, the other parts.
    fn outside(&self, place: Place, change: &Change<'_>, places: &mut Vec<Place>) {
        if self.taken.iter().any(|taken| place.is_within(taken)) {
            return;
        }
        if !self.taken.iter().any(|taken| taken.is_within(&place)) {
            places.push(place);
            return;
        }
        let mut names = Vec::new();
        for value in [change.rejected, change.active].into_iter().flatten() {
            let there = value.tree().root().and_then(|root| Version::new(root).find(&place));
            let members = there.and_then(Value::as_object).into_iter().flat_map(Object::members);
            names.extend(members.map(|member| member.name().to_lossy().into_owned()));
        }
        names.sort();
        names.dedup();
        for name in names {
            self.outside(place.name(&name), change, places);
        }
    }
}
