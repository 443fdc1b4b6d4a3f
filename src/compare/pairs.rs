//! The settings of two configs side by side.

use std::collections::HashMap;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::canonical::canonical;
use super::difference::{Difference, Kind, Side};
use super::identity::identity;
use super::lists::{Order, order};
use super::read::{Holds, Step};
use super::settings::{Id, ROOT, Settings};
use super::whole::joined;
use crate::schema::Values;
use crate::syntax::{Key, Value};

/// Two configs on their way to their differences.
pub(super) struct Pairs<'s, 't> {
    a: &'s Settings<'t>,
    b: &'s Settings<'t>,
    found: Vec<Difference<'t>>,
}

/// An item of a list.
#[derive(Clone, Copy)]
struct Item<'t> {
    value: Value<'t>,
    /// Its index as it is written.
    index: usize,
    /// It as a setting; none in a list of single values.
    setting: Option<Id>,
}

/// A list of one of the configs.
struct List<'t> {
    value: Value<'t>,
    items: Vec<Item<'t>>,
}

/// Items of two lists: those that are the same thing, by their positions, and those without a partner.
#[derive(Default)]
struct Matches {
    pairs: Vec<(usize, usize)>,
    only_a: Vec<usize>,
    only_b: Vec<usize>,
    is_reordered: bool,
}

impl Matches {
    /// The same for the lists in each other's place.
    fn turned(self) -> Self {
        let pairs = self.pairs.into_iter().map(|(a, b)| (b, a)).collect();
        Self { pairs, only_a: self.only_b, only_b: self.only_a, ..self }
    }
}

/// What is different between the settings of two configs, in no particular order.
pub(super) fn differences<'t>(a: &Settings<'t>, b: &Settings<'t>) -> Vec<Difference<'t>> {
    let mut pairs = Pairs { a, b, found: Vec::new() };
    pairs.compare(ROOT, ROOT);
    joined(pairs.found, a, b)
}

impl<'t> Pairs<'_, 't> {
    /// Compares a setting that both have. Its depth is that of the settings, which is limited.
    fn compare(&mut self, a: Id, b: Id) {
        let (own, other) = (self.a.get(a), self.b.get(b));
        let is_moved = self.is_moved(a, b);
        let lists = list(self.a, a).zip(list(self.b, b));
        if let Some((left, right)) = lists {
            if is_moved {
                self.report(Kind::Moved, Some(left.value), Some(right.value));
            }
            self.compare_lists(&self.a.place(a), &left, &right);
        } else if own.holds != Holds::Value && own.holds == other.holds {
            if is_moved {
                self.report(Kind::Moved, own.value, other.value);
            }
            self.compare_names(a, b);
        } else if let (Some(left), Some(right)) = (own.value, other.value) {
            let is_same = own.holds == Holds::Value
                && other.holds == Holds::Value
                && says_the_same((left, own.values), (right, other.values));
            let kind = match (is_moved, is_same) {
                (false, true) => return,
                (false, false) => Kind::Changed,
                (true, true) => Kind::Moved,
                (true, false) => Kind::MovedAndChanged,
            };
            self.report(kind, Some(left), Some(right));
        } else {
            self.only_in_a(a);
            self.only_in_b(b);
        }
    }

    fn compare_names(&mut self, a: Id, b: Id) {
        let (a_settings, b_settings) = (self.a, self.b);
        let (own, other) = (&a_settings.get(a).within, &b_settings.get(b).within);
        for (name, &id) in own {
            match other.get(name) {
                Some(&other) => self.compare(id, other),
                None => self.only_in_a(id),
            }
        }
        for (_, &id) in other.iter().filter(|(name, _)| !own.contains_key(name)) {
            self.only_in_b(id);
        }
    }

    /// Compares lists that have their place at `place`.
    fn compare_lists(&mut self, place: &Key, a: &List<'t>, b: &List<'t>) {
        let order = order(place);
        let mut matches = Matches::default();
        let (own, other) = (names(place, order, a), names(place, order, b));
        let (left, right) = by_name(&own, &other, &mut matches);
        if left.iter().chain(&right).count() > 0 {
            in_sequence(a, &left, b, &right, &mut matches);
        }
        for &(left, right) in &matches.pairs {
            self.compare_items(a, a.items[left], b, b.items[right]);
        }
        for &index in &matches.only_a {
            let item = a.items[index];
            match item.setting {
                Some(id) => self.only_in_a(id),
                None => self.report_items(Kind::Removed, Some((a, item)), None),
            }
        }
        for &index in &matches.only_b {
            let item = b.items[index];
            match item.setting {
                Some(id) => self.only_in_b(id),
                None => self.report_items(Kind::Added, None, Some((b, item))),
            }
        }
        if let (true, Order::Counts(why)) = (matches.is_reordered, order) {
            self.report(Kind::Reordered, Some(a.value), Some(b.value));
            if let Some(last) = self.found.last_mut() {
                last.why = why;
            }
        }
    }

    fn compare_items(&mut self, a: &List<'t>, own: Item<'t>, b: &List<'t>, other: Item<'t>) {
        if let (Some(left), Some(right)) = (own.setting, other.setting) {
            self.compare(left, right);
        } else if canonical(own.value) != canonical(other.value) {
            self.report_items(Kind::Changed, Some((a, own)), Some((b, other)));
        }
    }

    /// Whether a setting that both have stands at another key in the second one, apart from what holds
    /// it having moved. The index of an item is no part of its key.
    fn is_moved(&self, a: Id, b: Id) -> bool {
        let (Some(own), Some(other)) = (self.a.get(a).value, self.b.get(b).value) else {
            return false;
        };
        if self.a.is_in_place(a) && self.b.is_in_place(b) {
            return false;
        }
        let (own, other) = (self.a.written(own), self.b.written(other));
        let is_same = |(own, other): (&Step, &Step)| {
            own == other || matches!((own, other), (Step::Item(_), Step::Item(_)))
        };
        own.len() != other.len() || !own.iter().zip(&other).all(is_same)
    }

    /// Reports what only the first config has: as a whole, or the parts of it that are there.
    fn only_in_a(&mut self, id: Id) {
        for value in wholes(self.a, id, self.b) {
            self.report(Kind::Removed, Some(value), None);
        }
    }

    fn only_in_b(&mut self, id: Id) {
        for value in wholes(self.b, id, self.a) {
            self.report(Kind::Added, None, Some(value));
        }
    }

    fn report(&mut self, kind: Kind, a: Option<Value<'t>>, b: Option<Value<'t>>) {
        let side = |settings: &Settings<'t>, value| Side { key: settings.key(value), value };
        self.found.push(Difference {
            kind,
            a: a.map(|value| side(self.a, value)),
            b: b.map(|value| side(self.b, value)),
            why: None,
        });
    }

    fn report_items(
        &mut self,
        kind: Kind,
        a: Option<(&List<'t>, Item<'t>)>,
        b: Option<(&List<'t>, Item<'t>)>,
    ) {
        let side = |settings: &Settings<'t>, (list, item): (&List<'t>, Item<'t>)| Side {
            key: settings.key(list.value).child(item.index.to_string()),
            value: item.value,
        };
        self.found.push(Difference {
            kind,
            a: a.map(|it| side(self.a, it)),
            b: b.map(|it| side(self.b, it)),
            why: None,
        });
    }
}

/// The list that a setting is, if it is one.
fn list<'t>(settings: &Settings<'t>, id: Id) -> Option<List<'t>> {
    let setting = settings.get(id);
    let value = setting.value?;
    if setting.holds == Holds::Value {
        let items = value.as_array()?.items().enumerate();
        let items = items.map(|(index, value)| Item { value, index, setting: None });
        return Some(List { value, items: items.collect() });
    }
    if setting.holds != Holds::Items {
        return None;
    }
    let items = setting.within.iter().map(|(step, &id)| {
        let Step::Item(index) = *step else { return None };
        Some(Item { value: settings.get(id).value?, index, setting: Some(id) })
    });
    Some(List { value, items: items.collect::<Option<_>>()? })
}

/// The values of a setting that are all there: its own, or those in it. An object that the other config
/// has as well, if only empty, is not one of them.
fn wholes<'t>(settings: &Settings<'t>, id: Id, other: &Settings<'t>) -> Vec<Value<'t>> {
    let mut open = vec![id];
    let mut whole = Vec::new();
    while let Some(id) = open.pop() {
        let setting = settings.get(id);
        let is_there = |value| !setting.within.is_empty() && settings.is_written_in(value, other);
        match setting.value.filter(|value| setting.is_whole && !is_there(*value)) {
            Some(value) => whole.push(value),
            None => open.extend(setting.within.values().rev()),
        }
    }
    whole
}

/// Whether two values say the same, if each may be the old way to write the other.
fn says_the_same((a, of_a): (Value<'_>, Values), (b, of_b): (Value<'_>, Values)) -> bool {
    let (own, other) = (canonical(a), canonical(b));
    own == other
        || of_a.successor(a).is_some_and(|new| new == other)
        || of_b.successor(b).is_some_and(|new| new == own)
}

/// What each item of a list is told apart by, if it is.
fn names(place: &Key, order: Order, list: &List<'_>) -> Vec<Option<String>> {
    let name = |item: &Item<'_>| {
        let own = identity(place, item.value);
        own.or_else(|| (order == Order::Free).then(|| canonical(item.value)))
    };
    list.items.iter().map(name).collect()
}

/// Pairs items by what they are told apart by, the first of equal ones with the first. Gives those that
/// nothing tells apart, of both lists.
fn by_name(
    a: &[Option<String>],
    b: &[Option<String>],
    matches: &mut Matches,
) -> (Vec<usize>, Vec<usize>) {
    let mut waiting: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut unnamed = (Vec::new(), Vec::new());
    for (index, name) in b.iter().enumerate().rev() {
        match name {
            Some(name) => waiting.entry(name).or_default().push(index),
            None => unnamed.1.push(index),
        }
    }
    unnamed.1.reverse();
    let mut furthest = None;
    let mut taken = vec![false; b.len()];
    for (index, name) in a.iter().enumerate() {
        let Some(name) = name else {
            unnamed.0.push(index);
            continue;
        };
        let Some(other) = waiting.get_mut(name.as_str()).and_then(Vec::pop) else {
            matches.only_a.push(index);
            continue;
        };
        matches.is_reordered |= furthest.is_some_and(|furthest| other < furthest);
        furthest = furthest.max(Some(other));
        taken[other] = true;
        matches.pairs.push((index, other));
    }
    let left = b.iter().enumerate().filter(|(index, name)| name.is_some() && !taken[*index]);
    matches.only_b.extend(left.map(|(index, _)| index));
    unnamed
}

/// Pairs items that nothing tells apart, by their positions in both lists.
fn in_sequence(a: &List<'_>, own: &[usize], b: &List<'_>, other: &[usize], matches: &mut Matches) {
    let texts = |list: &List<'_>, indices: &[usize]| -> Vec<String> {
        indices.iter().map(|&index| canonical(list.items[index].value)).collect()
    };
    let (left, right) = (texts(a, own), texts(b, other));
    // Of several ways to align them it is the same one in both directions.
    let aligned =
        if left > right { aligned(&right, &left).turned() } else { aligned(&left, &right) };
    matches.pairs.extend(aligned.pairs.into_iter().map(|(left, right)| (own[left], other[right])));
    matches.only_a.extend(aligned.only_a.into_iter().map(|at| own[at]));
    matches.only_b.extend(aligned.only_b.into_iter().map(|at| other[at]));
    matches.is_reordered |= aligned.is_reordered;
}

/// Pairs equal texts in the same order, then equal ones that moved, and what stands in each other's
/// place.
fn aligned(a: &[String], b: &[String]) -> Matches {
    let mut matches = Matches::default();
    let mut gaps = Vec::new();
    // What has no partner at its place waits for one elsewhere.
    let mut waiting: HashMap<&str, Vec<usize>> = HashMap::new();
    for change in capture_diff_slices(Algorithm::Myers, a, b) {
        let (_, from, to) = change.as_tag_tuple();
        if let DiffOp::Equal { .. } = change {
            matches.pairs.extend(from.zip(to));
            continue;
        }
        for at in to.clone().rev() {
            waiting.entry(&b[at]).or_default().push(at);
        }
        gaps.push((from, to));
    }
    let mut is_taken = vec![false; b.len()];
    let mut left = Vec::new();
    for (from, to) in gaps {
        let mut alone = Vec::new();
        for at in from {
            match waiting.get_mut(a[at].as_str()).and_then(Vec::pop) {
                Some(there) => {
                    is_taken[there] = true;
                    matches.is_reordered = true;
                    matches.pairs.push((at, there));
                }
                None => alone.push(at),
            }
        }
        left.push((alone, to));
    }
    for (from, to) in left {
        let to: Vec<usize> = to.filter(|&at| !is_taken[at]).collect();
        let both = from.len().min(to.len());
        matches.pairs.extend(from[..both].iter().copied().zip(to[..both].iter().copied()));
        matches.only_a.extend(&from[both..]);
        matches.only_b.extend(&to[both..]);
    }
    matches
}
