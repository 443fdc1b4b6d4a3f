//! A proposal on its way out: nothing in it unmasked.

use super::{Merge, Outcome};
use crate::redact::Redactor;
use crate::report::{FileReport, Gate};
use crate::syntax::Key;
use crate::text::Span;

/// A proposal, fit to be shown.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// What output calls the edit.
    pub from: String,
    /// What output calls the base, if there is one.
    pub base: Option<String>,
    /// The proposal as it would be; what was `fixed` is what migrations changed in the active file.
    pub file: FileReport,
    /// Whether it differs from the active file.
    pub changes: bool,
    /// What became of each setting in which both differ, what was taken first.
    pub choices: Vec<ShownChoice>,
    /// What keeps it from being written, in sentences without a full stop.
    pub faults: Vec<String>,
}

/// A choice, fit to be shown.
#[derive(Debug, Clone)]
pub struct ShownChoice {
    /// The setting's key.
    pub key: Key,
    /// The key as messages write it.
    pub name: String,
    /// What became of it.
    pub outcome: Outcome,
    /// The active file's value as it is written.
    pub active: Option<String>,
    /// The edit's value as it is written.
    pub rejected: Option<String>,
    /// Why.
    pub why: String,
    /// Comments of the edit that the active file cannot hold.
    pub comments: Vec<String>,
}

impl Merge {
    /// Lets a proposal through the gate; `base` is what output calls the base.
    pub fn shown(&self, base: Option<String>, gate: &Gate) -> Proposal {
        let own = gate.redactor_after(&self.active.before, &self.active.after);
        let its = gate.redactor_after(&self.rejected.before, &self.rejected.after);
        let words = |words: &str| its.mask(&own.mask(words)).into_owned();
        let value = |redactor: &Redactor<'_>, other: &Redactor<'_>, span: Span| {
            other.mask(&redactor.text()[redactor.span(span).range()]).into_owned()
        };
        let mut choices: Vec<ShownChoice> = self
            .choices
            .iter()
            .map(|choice| ShownChoice {
                key: its.mask_key(&own.mask_key(&choice.key)),
                name: words(&choice.key.to_string()),
                outcome: choice.outcome,
                active: choice.active.map(|span| value(&own, &its, span)),
                rejected: choice.rejected.map(|span| value(&its, &own, span)),
                why: words(&choice.why),
                comments: choice.comments.iter().map(|comment| words(comment)).collect(),
            })
            .collect();
        choices.sort_by_key(|choice| choice.outcome);
        Proposal {
            from: self.rejected.before.name().to_owned(),
            base,
            file: gate.pass_fixed(&self.active.before, &self.merged),
            changes: self.merged.source.text() != self.active.before.text(),
            choices,
            faults: self.faults.iter().map(|fault| words(&fault.to_string())).collect(),
        }
    }
}
