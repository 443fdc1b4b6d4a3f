//! What two versions changed of a third, setting by setting.

use std::collections::BTreeMap;

use super::place::{DEEPEST, Place, Step, items};
use crate::compare::{Order, order};
use crate::syntax::{JsText, Key, Member, Object, Value};

/// Where two versions of a config differ, and which of them is to be followed.
#[derive(Debug, Clone)]
pub(super) struct Change<'t> {
    pub(super) place: Place,
    /// The object or list of the active file in which it stands, or would.
    pub(super) into: Value<'t>,
    /// The one of the rejected edit.
    pub(super) from: Value<'t>,
    pub(super) active: Option<Value<'t>>,
    pub(super) rejected: Option<Value<'t>>,
    pub(super) verdict: Verdict,
}

/// What becomes of a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The rejected edit alone changed it: its value, or that it has none, is taken.
    Take,
    /// The active file's is kept.
    Keep(Why),
    /// Both changed it, in different ways: the active file's is kept.
    Conflict,
}

/// Why the active file's value is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// The active file alone changed it since the base.
    ActiveChanged,
    /// It alone has it, and without a base nobody knows whether the edit removed it.
    NoBase,
    /// The items of a list stand in another order, and are themselves not the same.
    Order,
    /// Its name is no Unicode.
    Name,
}

/// What the base has.
#[derive(Clone, Copy)]
enum Base<'t> {
    /// Nobody knows: there is none.
    Unknown,
    /// This, or nothing.
    Known(Option<Value<'t>>),
}

impl<'t> Base<'t> {
    /// What it has inside, as `look` finds it.
    fn inside(self, look: impl FnOnce(Value<'t>) -> Option<Value<'t>>) -> Self {
        match self {
            Self::Unknown => Self::Unknown,
            Self::Known(value) => Self::Known(value.and_then(look)),
        }
    }
}

/// The three versions of one value.
#[derive(Clone, Copy)]
struct Versions<'t> {
    base: Base<'t>,
    active: Option<Value<'t>>,
    rejected: Option<Value<'t>>,
}

/// Where the rejected edit and the active file differ, in the order of the edit, then that of the
/// file. Without a base nothing is known to be removed.
pub(super) fn weigh<'t>(
    base: Option<Value<'t>>,
    active: Value<'t>,
    rejected: Value<'t>,
) -> Vec<Change<'t>> {
    let mut scale = Scale { changes: Vec::new() };
    let base = base.map_or(Base::Unknown, |base| Base::Known(Some(base)));
    let versions = Versions { base, active: Some(active), rejected: Some(rejected) };
    scale.inside(&Place::default(), &Key::ROOT, versions);
    scale.changes
}

struct Scale<'t> {
    changes: Vec<Change<'t>>,
}

impl<'t> Scale<'t> {
    /// Goes into both versions if they can be told apart further; whether they can.
    fn inside(&mut self, place: &Place, key: &Key, versions: Versions<'t>) -> bool {
        let (Some(active), Some(rejected)) = (versions.active, versions.rejected) else {
            return false;
        };
        if place.steps().len() >= DEEPEST {
            return false;
        }
        if let (Some(_), Some(_)) = (active.as_object(), rejected.as_object()) {
            self.members(place, key, versions.base, (active, rejected));
            return true;
        }
        match (active.as_array(), rejected.as_array()) {
            (Some(_), Some(_)) if active.same_as(rejected) => true,
            (Some(_), Some(_)) => self.items(place, key, versions, (active, rejected)),
            _ => false,
        }
    }

    fn members(
        &mut self,
        place: &Place,
        key: &Key,
        base: Base<'t>,
        (active, rejected): (Value<'t>, Value<'t>),
    ) {
        let known = |value: Value<'t>| value.as_object().map(Object::effective).unwrap_or_default();
        let (own, its) = (known(active), known(rejected));
        let origin = match base {
            Base::Known(Some(base)) => known(base),
            Base::Known(None) | Base::Unknown => Vec::new(),
        };
        let get = |members: &[(JsText<'t>, Member<'t>)], name: &JsText<'t>| {
            let at = members.binary_search_by(|(own, _)| own.cmp(name)).ok()?;
            members[at].1.value()
        };
        let mut names: Vec<_> = its.iter().map(|(name, member)| (0, member.span(), name)).collect();
        names.extend(own.iter().map(|(name, member)| (1, member.span(), name)));
        names.sort();
        for (side, _, name) in names {
            if side == 1 && get(&its, name).is_some() {
                continue;
            }
            let versions = Versions {
                base: base.inside(|_| get(&origin, name)),
                active: get(&own, name),
                rejected: get(&its, name),
            };
            let lossy = name.to_lossy();
            let below = place.name(&lossy);
            if name.as_str().is_none() {
                self.add(below, (active, rejected), versions, Verdict::Keep(Why::Name));
                continue;
            }
            self.one(below, &key.clone().child(&*lossy), (active, rejected), versions);
        }
    }

    /// Weighs lists item by item, if their items can be told apart; whether they can.
    fn items(
        &mut self,
        place: &Place,
        key: &Key,
        versions: Versions<'t>,
        holders: (Value<'t>, Value<'t>),
    ) -> bool {
        let list = |value: Value<'t>| value.as_array().and_then(|array| items(key, array));
        let (Some(own), Some(its)) = (list(holders.0), list(holders.1)) else { return false };
        let origin = match versions.base {
            Base::Known(Some(base)) if base.as_array().is_some() => match list(base) {
                Some(items) => items,
                None => return false,
            },
            Base::Known(_) | Base::Unknown => Vec::new(),
        };
        let known = (by_step(&own), by_step(&its));
        if order(key) != Order::Free {
            let both = |step: &&Step| known.0.contains_key(step) && known.1.contains_key(step);
            let turns = |items: &'_ [(Step, Value<'t>)]| -> Vec<Step> {
                items.iter().map(|(step, _)| step).filter(both).cloned().collect()
            };
            let (mine, theirs) = (turns(&own), turns(&its));
            if mine != theirs {
                let is_untouched =
                    matches!(versions.base, Base::Known(Some(base)) if base.same_as(holders.0));
                if is_untouched {
                    return false;
                }
                let mine_alone =
                    !matches!(versions.base, Base::Unknown) && turns(&origin) == theirs;
                if !mine_alone {
                    let verdict = Verdict::Keep(Why::Order);
                    self.changes.push(Change {
                        place: place.clone(),
                        into: holders.0,
                        from: holders.1,
                        active: Some(holders.0),
                        rejected: Some(holders.1),
                        verdict,
                    });
                }
            }
        }
        let before = by_step(&origin);
        let only_own = own.iter().filter(|(step, _)| !known.1.contains_key(step));
        for (index, (step, _)) in its.iter().chain(only_own).enumerate() {
            let versions = Versions {
                base: versions.base.inside(|_| before.get(step).copied()),
                active: known.0.get(step).copied(),
                rejected: known.1.get(step).copied(),
            };
            let below = key.clone().child(index.to_string());
            self.one(place.step(step.clone()), &below, holders, versions);
        }
        true
    }

    fn one(
        &mut self,
        place: Place,
        key: &Key,
        holders: (Value<'t>, Value<'t>),
        versions: Versions<'t>,
    ) {
        if !self.inside(&place, key, versions)
            && let Some(verdict) = verdict(versions)
        {
            self.add(place, holders, versions, verdict);
        }
    }

    fn add(
        &mut self,
        place: Place,
        (into, from): (Value<'t>, Value<'t>),
        versions: Versions<'t>,
        verdict: Verdict,
    ) {
        let Versions { active, rejected, .. } = versions;
        self.changes.push(Change { place, into, from, active, rejected, verdict });
    }
}

/// What becomes of a value that is weighed as a whole; `None` where both sides say the same.
fn verdict(versions: Versions<'_>) -> Option<Verdict> {
    let same = |a: Option<Value<'_>>, b: Option<Value<'_>>| match (a, b) {
        (Some(a), Some(b)) => a.same_as(b),
        (None, None) => true,
        _ => false,
    };
    let Versions { base, active, rejected } = versions;
    if same(active, rejected) {
        return None;
    }
    Some(match base {
        Base::Known(base) if same(rejected, base) => Verdict::Keep(Why::ActiveChanged),
        Base::Known(base) if same(active, base) => Verdict::Take,
        Base::Unknown if active.is_none() => Verdict::Take,
        Base::Unknown if rejected.is_none() => Verdict::Keep(Why::NoBase),
        _ => Verdict::Conflict,
    })
}

fn by_step<'i, 't>(items: &'i [(Step, Value<'t>)]) -> BTreeMap<&'i Step, Value<'t>> {
    items.iter().map(|(step, value)| (step, *value)).collect()
}
