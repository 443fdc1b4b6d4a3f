//! The one applier of fixes.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{Edit, Fix};
use crate::text::Span;
use crate::work::{self, Work};

/// What came of applying fixes; fixes are meant by their index in what was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// The text afterwards.
    pub text: String,
    /// The fixes that it holds, in order of place.
    pub applied: Vec<usize>,
    /// Their edits, in order of place.
    pub edits: Vec<Edit>,
    /// Those that touch an applied one, or create what it creates, and wait until the text is checked
    /// again.
    pub deferred: Vec<usize>,
    /// Those that cannot be applied to any text, which is our bug: edits out of order, over each
    /// other, outside the text or inside a character.
    pub broken: Vec<usize>,
}

/// Applies whole fixes in order of place. Takes time in proportion to the text and the number of
/// edits (times its logarithm).
pub fn apply<'f>(text: &str, fixes: impl IntoIterator<Item = &'f Fix>) -> Application {
    let mut order: Vec<(usize, &Fix)> = fixes.into_iter().enumerate().collect();
    order.sort_by_key(|(index, fix)| (fix.edits.first().map(|edit| edit.span.start), *index));

    let mut chosen = BTreeMap::new();
    let mut created = BTreeSet::new();
    let (mut applied, mut deferred, mut broken) = (Vec::new(), Vec::new(), Vec::new());
    for (index, fix) in order {
        if !is_sound(text, &fix.edits) {
            broken.push(index);
        } else if fix.edits.iter().any(|edit| is_in_the_way(&chosen, edit))
            || fix.creates.iter().any(|key| created.contains(key))
        {
            deferred.push(index);
        } else {
            created.extend(&fix.creates);
            chosen.extend(fix.edits.iter().map(|edit| (edit.span.start, edit)));
            applied.push(index);
        }
    }

    let grown: usize = chosen.values().map(|edit| edit.text.len()).sum();
    let mut out = String::with_capacity(text.len() + grown);
    let mut at = 0;
    for edit in chosen.values() {
        out.push_str(&text[Span::new(at, edit.span.start).range()]);
        out.push_str(&edit.text);
        at = edit.span.end;
    }
    out.push_str(&text[at as usize..]);
    work::count(Work::Edits, chosen.len());
    work::count(Work::Copied, out.len());
    let edits = chosen.into_values().cloned().collect();
    Application { text: out, applied, edits, deferred, broken }
}

/// Whether the edits are in order, apart from each other, and fit the text.
fn is_sound(text: &str, edits: &[Edit]) -> bool {
    let fits =
        |edit: &Edit| edit.span.start <= edit.span.end && text.get(edit.span.range()).is_some();
    !edits.is_empty()
        && edits.iter().all(fits)
        && edits.windows(2).all(|pair| pair[0].span.end < pair[1].span.start)
}

/// Whether a chosen edit touches this one. Two removals side by side do not get in each other's
/// way, or a run of a thousand would take a thousand passes.
fn is_in_the_way(chosen: &BTreeMap<u32, &Edit>, edit: &Edit) -> bool {
    let is_removal = |edit: &Edit| edit.text.is_empty() && !edit.span.is_empty();
    let conflicts = |other: &Edit| {
        let overlap = edit.span.start < other.span.end && other.span.start < edit.span.end;
        let touch = edit.span.touches(other.span);
        overlap || (touch && !(is_removal(edit) && is_removal(other)))
    };
    // Chosen edits do not overlap: the nearest on both sides are enough, and where two meet at
    // this one's start both are.
    let before = chosen.range(..=edit.span.start).rev().take(2);
    let after = chosen.range(edit.span.start..=edit.span.end).take(2);
    before.chain(after).any(|(_, other)| conflicts(other))
}
