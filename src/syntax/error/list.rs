//! The errors of one text while it is read.

use std::collections::BTreeMap;

use super::{Replacement, SyntaxError, SyntaxErrorKind};
use crate::text::Span;

/// How many errors are listed at most. Whoever has more has one cause that we do not know.
const LIMIT: usize = 1000;

/// The errors found so far.
#[derive(Debug, Default)]
pub(in crate::syntax) struct Errors {
    list: Vec<SyntaxError>,
    more: bool,
}

impl Errors {
    pub(in crate::syntax) fn add(&mut self, error: SyntaxError) {
        if self.list.len() < LIMIT {
            self.list.push(error);
        } else {
            self.more = true;
        }
    }

    pub(in crate::syntax) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Whether there is no room for another.
    pub(in crate::syntax) fn is_full(&self) -> bool {
        self.list.len() == LIMIT
    }

    pub(in crate::syntax) fn last(&self) -> Option<&SyntaxError> {
        self.list.last()
    }

    /// Adds to what mends the last error that lies at `place`.
    pub(in crate::syntax) fn add_edit(&mut self, place: Span, edit: Replacement) {
        let at_place = |error: &&mut SyntaxError| error.span == place;
        let error = self.list.iter_mut().rev().find(at_place);
        if let Some(repair) = error.and_then(|error| error.repair.as_mut()) {
            match repair.edits.last_mut() {
                Some(last) if last.span.touches(edit.span) => {
                    last.span = last.span.join(edit.span);
                    last.text.push_str(&edit.text);
                }
                _ => repair.edits.push(edit),
            }
        }
    }

    /// Takes back what was reported last and lies at `start` or after it.
    pub(in crate::syntax) fn forget(&mut self, start: u32) {
        while self.list.last().is_some_and(|error| error.span.start >= start) {
            self.list.pop();
        }
    }

    /// Takes back what was reported last and lies within `span`, if nothing after it was reported.
    pub(in crate::syntax) fn forget_within(&mut self, span: Span) {
        let inside = |error: &SyntaxError| span.contains(error.span);
        let after = self.list.partition_point(|error| error.span.start < span.end);
        let first = self.list[..after].iter().rposition(|error| !inside(error));
        self.list.drain(first.map_or(0, |at| at + 1)..after);
    }

    /// Takes back what was reported of that kind at `span`.
    pub(in crate::syntax) fn take_back(&mut self, kind: SyntaxErrorKind, span: Span) {
        self.list.retain(|error| error.kind != kind || error.span != span);
    }

    /// Takes all back.
    pub(in crate::syntax) fn clear(&mut self) {
        *self = Self::default();
    }

    /// All in order of place, habits told once; where there were more, the last one says so.
    pub(in crate::syntax) fn finish(mut self) -> Vec<SyntaxError> {
        self.list.sort_by_key(|error| error.span.start);
        gather(&mut self.list);
        if let (true, Some(last)) = (self.more, self.list.last()) {
            let end = Span::empty(last.span.end);
            self.list.push(SyntaxError::new(SyntaxErrorKind::TooMany, end));
        }
        self.list
    }
}

/// How often something may be wrong before it is a habit, which is told once.
const HABIT: usize = 3;

/// Lets the first error of a habit speak for the others of its kind.
fn gather(list: &mut Vec<SyntaxError>) {
    if list.len() <= HABIT {
        return;
    }
    let mut counts = BTreeMap::new();
    for error in list.iter().filter(|error| is_habit(error)) {
        *counts.entry(error.kind).or_insert(0_usize) += 1;
    }
    counts.retain(|_, count| *count > HABIT);
    let mut firsts = BTreeMap::new();
    let mut told: Vec<SyntaxError> = Vec::with_capacity(list.len());
    for error in list.drain(..) {
        if !is_habit(&error) || !counts.contains_key(&error.kind) {
            told.push(error);
            continue;
        }
        let Some(&first) = firsts.get(&error.kind) else {
            firsts.insert(error.kind, told.len());
            told.push(error);
            continue;
        };
        let first: &mut SyntaxError = &mut told[first];
        first.more.push(error.span);
        if let (Some(all), Some(own)) = (&mut first.repair, error.repair) {
            for edit in own.edits {
                // One that touches another waits for the next time.
                if all.edits.last().is_none_or(|last| last.span.end < edit.span.start) {
                    all.edits.push(edit);
                }
            }
        }
    }
    *list = told;
}

/// Whether an error is of a kind that people repeat all over a file, and can be mended everywhere.
fn is_habit(error: &SyntaxError) -> bool {
    use SyntaxErrorKind as Kind;
    error.repair.is_some()
        && matches!(
            error.kind,
            Kind::MissingComma
                | Kind::MissingColon
                | Kind::EqualsForColon
                | Kind::SemicolonForComma
                | Kind::SmartQuotes
                | Kind::Backticks
                | Kind::InvalidEscape
                | Kind::UnquotedText
                | Kind::UnquotedName
                | Kind::ForeignLiteral(_)
                | Kind::ForeignComment(_)
                | Kind::ForeignSpace(_)
                | Kind::ControlCharacter
        )
}
