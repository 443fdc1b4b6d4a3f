//! Where a text stands that fixes are applied to.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::finding::{Edit, Finding, Fix};
use crate::syntax::{Key, Tree, parse};
use crate::text::{Span, offset};

use super::apply::{Application, apply};

/// A text that fixes are applied to: one file, or several put together, not all of whose edits the
/// files can take on.
pub trait Ground: Sized {
    /// The text, parsed.
    fn tree(&self) -> &Tree;

    /// What `edits` make of it, `text` being what they leave of the text; `None` if the files that it
    /// stands in cannot take them on.
    fn edited(&self, text: String, edits: &[Edit]) -> Option<Self>;

    /// What the fix of `finding` makes of it if what some of the files bring is left where it is
    /// included; `offers` tells what is found in a tree then. `None` if that is not the same.
    fn edited_around(
        &self,
        text: String,
        finding: &Finding,
        offers: &mut dyn FnMut(&Tree) -> Vec<Finding>,
    ) -> Option<Self>;

    /// What output calls the file that a place of the text lies in; `None` for the one at the top.
    fn file(&self, place: Span) -> Option<Arc<str>>;
}

impl Ground for Tree {
    fn tree(&self) -> &Tree {
        self
    }

    fn edited(&self, text: String, _: &[Edit]) -> Option<Self> {
        Some(parse(text))
    }

    fn edited_around(
        &self,
        _: String,
        _: &Finding,
        _: &mut dyn FnMut(&Tree) -> Vec<Finding>,
    ) -> Option<Self> {
        None
    }

    fn file(&self, _: Span) -> Option<Arc<str>> {
        None
    }
}

/// The fixes that files cannot take on, by their rule, their key and what they do.
#[derive(Debug, Default)]
pub struct Unfit(BTreeSet<(&'static str, Key, String)>);

impl Unfit {
    /// Whether the fix of a finding is one.
    pub fn holds(&self, finding: &Finding) -> bool {
        !self.0.is_empty() && Self::name(finding).is_some_and(|name| self.0.contains(&name))
    }

    fn add(&mut self, finding: &Finding) {
        self.0.extend(Self::name(finding));
    }

    fn name(finding: &Finding) -> Option<(&'static str, Key, String)> {
        let fix = finding.fix.as_ref()?;
        Some((finding.rule, finding.place.key.clone(), fix.title.clone()))
    }
}

/// What came of a pass of fixes.
pub(crate) struct Passed<G> {
    pub(crate) ground: G,
    /// The fixes that were applied, by their index in what was offered.
    pub(crate) applied: Vec<usize>,
    /// The edits that were made of the text.
    pub(crate) edits: Vec<Edit>,
    /// How the text that the files come to differs from the edited one, where it does.
    pub(crate) settled: Option<Edit>,
}

impl<G: Ground> Passed<G> {
    /// Applies as many of the fixes as fit together; where the files cannot take them on, the first
    /// that they can. Those that they cannot are `unfit` from then on.
    pub(crate) fn of(
        ground: &G,
        offers: &[&Finding],
        outcome: Application,
        unfit: &mut Unfit,
        found: &mut dyn FnMut(&Tree) -> Vec<Finding>,
    ) -> Option<Self> {
        let Application { text, applied, edits, .. } = outcome;
        if let Some(after) = ground.edited(text.clone(), &edits) {
            return Some(Self::new(after, applied, edits, &text));
        }
        let (fit, others): (Vec<usize>, Vec<usize>) =
            applied.into_iter().partition(|&index| Self::alone(ground, offers, index).is_some());
        // Each fits, though not with all others.
        let mut together = fit.len();
        while together > 0 {
            let some = Self::together(ground, offers, &fit[..together]);
            if some.is_some() {
                return some;
            }
            together /= 2;
        }
        for index in others {
            let finding = *offers.get(index)?;
            let Application { text, edits, .. } =
                apply(ground.tree().text(), [finding.fix.as_deref()?]);
            if let Some(after) = ground.edited_around(text.clone(), finding, found) {
                return Some(Self::new(after, vec![index], edits, &text));
            }
            unfit.add(finding);
        }
        None
    }

    fn alone(ground: &G, offers: &[&Finding], index: usize) -> Option<Self> {
        Self::together(ground, offers, &[index])
    }

    /// Applies these of the offered fixes.
    fn together(ground: &G, offers: &[&Finding], chosen: &[usize]) -> Option<Self> {
        let fixes = chosen.iter().filter_map(|&index| offers.get(index)?.fix.as_deref());
        let fixes: Vec<&Fix> = fixes.collect();
        let Application { text, applied, edits, .. } = apply(ground.tree().text(), fixes);
        let after = ground.edited(text.clone(), &edits)?;
        let applied = applied.into_iter().filter_map(|at| chosen.get(at).copied()).collect();
        Some(Self::new(after, applied, edits, &text))
    }

    fn new(ground: G, applied: Vec<usize>, edits: Vec<Edit>, text: &str) -> Self {
        let settled = difference(text, ground.tree().text());
        Self { ground, applied, edits, settled }
    }
}

/// The edit that makes `after` of `before`, if they differ.
pub(crate) fn difference(before: &str, after: &str) -> Option<Edit> {
    if before == after {
        return None;
    }
    let same = before.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count();
    let start = before.floor_char_boundary(same).min(after.floor_char_boundary(same));
    let (old, new) = (&before[start..], &after[start..]);
    let same = old.bytes().rev().zip(new.bytes().rev()).take_while(|(a, b)| a == b).count();
    let mut kept = same;
    while !old.is_char_boundary(old.len() - kept) || !new.is_char_boundary(new.len() - kept) {
        kept -= 1;
    }
    Some(Edit {
        span: Span::new(offset(start), offset(before.len() - kept)),
        text: new[..new.len() - kept].to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_what_stands_between_what_is_the_same() {
        for (before, after, written) in [
            ("ä b", "ö b", "ö"),
            ("aa", "aaa", "a"),
            ("", "x", "x"),
            ("xy", "", ""),
            ("x\u{e9}", "x\u{ea}y", "\u{ea}y"),
            // The last byte is the same.
            ("x\u{e9}z", "x\u{169}z", "\u{169}"),
            ("a b c", "a x c", "x"),
        ] {
            let edit = difference(before, after).expect("they differ");
            assert_eq!(edit.text, written);
            let mut text = before.to_owned();
            text.replace_range(edit.span.range(), &edit.text);
            assert_eq!(text, after);
        }
        assert_eq!(difference("a", "a"), None);
    }
}
