//! What two configs set differently, fit to be shown: the secrets of each are masked in both.

use std::sync::Arc;

use super::excerpt::{Excerpt, MarkedLine};
use super::gate::{Gate, Region};
use super::sheets::Sheets;
use super::{Failure, Report};
use crate::compare::{Comparison, Difference, Kind, Side};
use crate::finding::{Effect, Finding};
use crate::redact::Redactor;
use crate::schema::Release;
use crate::source::Source;
use crate::syntax::{Key, TokenKind, Tree, Value};
use crate::text::Span;

/// One of two configs that are compared.
#[derive(Debug, Clone, Copy)]
pub struct Compared<'s> {
    /// The config.
    pub source: &'s Source,
    /// What the rules found in it.
    pub report: &'s Report,
}

/// What two configs set differently, fit to be shown.
#[derive(Debug, Clone)]
pub struct ReportedComparison {
    /// The first config.
    pub a: ComparedFile,
    /// The second config.
    pub b: ComparedFile,
    /// The settings that they do not have in common, by kind and then in order of place.
    pub differences: Vec<ReportedDifference>,
    /// How many comments only the first has.
    pub comments_removed: usize,
    /// How many comments only the second has.
    pub comments_added: usize,
    /// What could not be read of them, or not wholly.
    pub failures: Vec<Failure>,
}

/// A config that was compared.
#[derive(Debug, Clone)]
pub struct ComparedFile {
    /// What output calls it.
    pub path: String,
    /// The release it was judged against.
    pub target: Release,
    /// Whether the target accepts it.
    pub accepted: bool,
}

/// A setting that two configs do not have in common, fit to be shown.
#[derive(Debug, Clone)]
pub struct ReportedDifference {
    /// How it differs.
    pub kind: Kind,
    /// Where the first config has it.
    pub a: Option<ReportedSide>,
    /// Where the second config has it.
    pub b: Option<ReportedSide>,
    /// Of a list in another order, why that matters.
    pub why: Option<&'static str>,
}

/// Where one of the configs has a setting, fit to be shown.
#[derive(Debug, Clone)]
pub struct ReportedSide {
    /// Its key as it is written there.
    pub key: Key,
    /// Its value on one line, without comments, masked.
    pub value: String,
    /// Where the setting lies: from its name to the end of its value.
    pub region: Region,
    /// Why the target does not accept it there; `None` if it does.
    pub rejected: Option<String>,
    /// The lines where it begins, if the gate was asked for them.
    pub excerpt: Option<Excerpt>,
}

impl Gate {
    /// Lets through what is different between two configs.
    pub fn pass_comparison(
        &self,
        a: Compared<'_>,
        b: Compared<'_>,
        comparison: &Comparison<'_>,
    ) -> ReportedComparison {
        let (of_a, of_b) = (self.redactor(a.source), self.redactor(b.source));
        let mut left = View::new(self, a, &of_b);
        let mut right = View::new(self, b, &of_a);
        let differences = comparison.differences.iter().map(|difference| {
            let Difference { kind, a, b, why } = difference;
            ReportedDifference {
                kind: *kind,
                a: a.as_ref().map(|side| left.side(side)),
                b: b.as_ref().map(|side| right.side(side)),
                why: *why,
            }
        });
        let differences = differences.collect();
        ReportedComparison {
            a: ComparedFile::new(a),
            b: ComparedFile::new(b),
            differences,
            comments_removed: comparison.comments_removed,
            comments_added: comparison.comments_added,
            failures: Vec::new(),
        }
    }
}

impl ComparedFile {
    fn new(file: Compared<'_>) -> Self {
        Self {
            path: file.source.name().to_owned(),
            target: file.report.target(),
            accepted: file.report.accepted(),
        }
    }
}

/// One of the configs on its way through the gate.
struct View<'s, 'r> {
    source: &'s Source,
    sheets: Sheets<'s>,
    /// What masks the other one.
    other: &'r Redactor<'r>,
    /// What the target rejects it for, in order of place.
    rejected: Vec<&'s Finding>,
    excerpts: bool,
}

impl<'s, 'r> View<'s, 'r> {
    fn new(gate: &'s Gate, file: Compared<'s>, other: &'r Redactor<'r>) -> Self {
        let rejected = file.report.findings().iter().filter(|it| it.effect == Effect::Rejected);
        Self {
            source: file.source,
            sheets: Sheets::new(gate, file.source, gate.redactor(file.source)),
            other,
            rejected: rejected.collect(),
            excerpts: gate.details.excerpts,
        }
    }

    fn side(&mut self, side: &Side<'_>) -> ReportedSide {
        let span = whole(side.value);
        ReportedSide {
            key: self.other.mask_key(&self.sheets.redactor().mask_key(&side.key)),
            value: self.one_line(side.value.span()),
            region: self.sheets.region(span),
            rejected: self.reason(side),
            excerpt: self.excerpts.then(|| self.excerpt(side.value)),
        }
    }

    /// Why the target rejects a setting where it stands: for itself, for something in it, or because
    /// it has no place for what the setting stands in.
    fn reason(&self, side: &Side<'_>) -> Option<String> {
        let (key, span) = (side.key.segments(), whole(side.value));
        let mut within = self.from(span.start).take_while(|it| it.place.span.start < span.end);
        let own = within.find(|it| it.place.key.segments().starts_with(key));
        let finding = own.or_else(|| {
            let mut holders = std::iter::successors(side.value.holder(), |at| at.holder());
            holders.find_map(|holder| {
                let name = holder.member()?.name_span();
                let mut at_name = self.from(name.start).take_while(|it| it.place.span == name);
                at_name.find(|it| key.starts_with(it.place.key.segments()))
            })
        });
        finding.map(|finding| self.words(&finding.message))
    }

    /// What the target rejects from a byte on.
    fn from(&self, start: u32) -> impl Iterator<Item = &'s Finding> {
        let first = self.rejected.partition_point(|it| it.place.span.start < start);
        self.rejected[first..].iter().copied()
    }

    fn words(&self, words: &str) -> String {
        self.other.mask(&self.sheets.words(words)).into_owned()
    }

    /// The tokens of a value on one line.
    fn one_line(&self, span: Span) -> String {
        let redactor = self.sheets.redactor();
        let mut text = String::new();
        for (kind, token) in tokens(self.source.tree(), span) {
            // A line end in a string, or for a control character, is none here.
            let shown = &redactor.text()[redactor.span(token).range()];
            let (before, after) = match kind {
                TokenKind::Comma | TokenKind::Colon | TokenKind::OpenBrace => ("", " "),
                TokenKind::CloseBrace => (" ", ""),
                _ => ("", ""),
            };
            if kind == TokenKind::CloseBrace || kind == TokenKind::CloseBracket {
                // No comma comes before it.
                let end = text.trim_end().trim_end_matches(',').len();
                text.truncate(end);
            }
            let before = if text.ends_with('{') { "" } else { before };
            text.extend([before, &shown.replace(['\n', '\r'], " "), after]);
        }
        self.other.mask_in_place(text.trim_end()).into_owned()
    }

    /// The line on which a setting begins, and its value there, or its name if the value goes on.
    fn excerpt(&self, value: Value<'_>) -> Excerpt {
        let lines = self.source.lines();
        let span = value.span();
        let is_one_line = lines.line(span.start) == lines.line(span.end);
        let place = match value.member() {
            _ if is_one_line => span,
            Some(member) => member.name_span(),
            None => Span::new(span.start, span.start + 1),
        };
        let mut excerpt = self.sheets.lines_around(place);
        for MarkedLine { line, .. } in &mut excerpt.lines {
            let text = self.other.mask_in_place(&line.text).into();
            Arc::make_mut(line).text = text;
        }
        excerpt
    }
}

/// From the name of a setting to the end of its value.
fn whole(value: Value<'_>) -> Span {
    value.member().map_or_else(|| value.span(), crate::syntax::Member::span)
}

/// The tokens under a span that are no trivia.
fn tokens(tree: &Tree, span: Span) -> impl Iterator<Item = (TokenKind, Span)> {
    let mut at = span.start;
    std::iter::from_fn(move || {
        while at < span.end {
            let id = tree.token_at(at);
            let token = tree.token_span(id);
            at = token.end.max(at + 1);
            if !tree.token_kind(id).is_trivia() {
                return Some((tree.token_kind(id), token));
            }
        }
        None
    })
}
