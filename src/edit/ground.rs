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

    /// What the fix of `finding` makes of it, where the file at the top can take it on by itself, what
    /// that includes left in its place; `offers` tells what is found in a tree. `None` if not.
    fn edited_above(
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

    fn edited_above(
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
        let all = ground.edited(text.clone(), &edits);
        if let Some(after) = all {
            return Some(Self::new(after, applied, edits, &text));
        }
        for &index in &applied {
            let finding = *offers.get(index)?;
            let fix: &Fix = finding.fix.as_ref()?;
            let Application { text, edits, .. } = apply(ground.tree().text(), [fix]);
            let after = ground
                .edited(text.clone(), &edits)
                .or_else(|| ground.edited_above(text.clone(), finding, found));
            if let Some(after) = after {
                return Some(Self::new(after, vec![index], edits, &text));
            }
            unfit.add(finding);
        }
        None
    }

    fn new(ground: G, applied: Vec<usize>, edits: Vec<Edit>, text: &str) -> Self {
        let settled = difference(text, ground.tree().text());
        Self { ground, applied, edits, settled }
    }
}

/// The edit that makes `after` of `before`, if they differ.
fn difference(before: &str, after: &str) -> Option<Edit> {
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
        for (before, after) in [("ä b", "ö b"), ("aa", "aaa"), ("", "x"), ("x\u{e9}", "x\u{ea}y")]
        {
            let edit = difference(before, after).expect("they differ");
            let mut text = before.to_owned();
            text.replace_range(edit.span.range(), &edit.text);
            assert_eq!(text, after);
        }
        assert_eq!(difference("a", "a"), None);
    }
}
