//! The files of a config on their way through the gate: where a place of it stands, and what is
//! shown of it.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::sync::Arc;

use super::Excerpt;
use super::gate::{Gate, Point, Region, Reported, ReportedEdit, ReportedFix, ReportedPlace};
use crate::finding::{Edit, Finding, Fix};
use crate::redact::Redactor;
use crate::source::Source;
use crate::text::{Position, Span};

/// A config and the files that it is put together of.
pub(super) struct Sheets<'s> {
    source: &'s Source,
    /// What masks words about it.
    redactor: Redactor<'s>,
    /// The files; of a config that includes nothing, itself.
    files: Vec<Sheet<'s>>,
    excerpts: bool,
}

/// A file.
struct Sheet<'s> {
    source: &'s Source,
    /// What masks it, if not what masks the config.
    redactor: Option<Redactor<'s>>,
    /// What output calls it, if it is not the config itself.
    name: Option<Arc<str>>,
    /// The place that was found last.
    last: Point,
}

impl<'s> Sheets<'s> {
    /// `redactor` masks `source`.
    pub(super) fn new(gate: &'s Gate, source: &'s Source, redactor: Redactor<'s>) -> Self {
        let mut redactors = if source.is_assembled() {
            gate.redactors_of_files(source, &redactor)
        } else {
            Vec::new()
        }
        .into_iter();
        let sheet = |(index, file): (usize, &'s Source)| Sheet {
            source: file,
            redactor: redactors.next(),
            name: (index > 0).then(|| Arc::from(file.name())),
            last: Point { position: Position { line: 1, column: 1 }, offset: 0 },
        };
        let files = source.files().iter().enumerate().map(sheet).collect();
        Self { source, redactor, files, excerpts: gate.excerpts }
    }

    /// Findings in the order in which their files are included, and of their places there.
    pub(super) fn in_order<'f>(
        &self,
        findings: impl Iterator<Item = &'f Finding>,
    ) -> Vec<&'f Finding> {
        let mut findings: Vec<&Finding> = findings.collect();
        if self.source.is_assembled() {
            findings.sort_by_cached_key(|finding| {
                let site = self.source.locate(finding.place.span);
                (site.file, site.span.start, Reverse(site.span.end), finding.rule)
            });
        }
        findings
    }

    pub(super) fn finding(&mut self, finding: &Finding) -> Reported {
        Reported {
            rule: finding.rule,
            severity: finding.severity,
            effect: finding.effect,
            audit: finding.audit.as_ref().map(|audit| match audit {
                Cow::Borrowed(id) => (*id).to_owned(),
                // It holds a name of the config's.
                Cow::Owned(id) => self.words(id),
            }),
            message: self.words(&finding.message),
            help: finding.help.as_ref().map(|help| self.words(help)),
            key: finding.place.key.segments().iter().map(|it| self.words(it)).collect(),
            region: self.region(finding.place.span),
            excerpt: self.excerpt(finding.place.span),
            related: finding
                .related
                .iter()
                .map(|related| ReportedPlace {
                    message: self.words(&related.message),
                    region: self.region(related.span),
                    excerpt: self.excerpt(related.span),
                })
                .collect(),
            fix: finding.fix.as_ref().map(|fix| self.fix(fix)),
        }
    }

    fn fix(&self, fix: &Fix) -> ReportedFix {
        let edits = if fix.by_file.is_empty() {
            fix.edits.iter().map(|edit| self.edit(0, edit)).collect()
        } else {
            let files = fix.by_file.iter();
            files
                .flat_map(|(file, edits)| edits.iter().map(|edit| self.edit(*file, edit)))
                .collect()
        };
        ReportedFix { title: self.words(&fix.title), safety: fix.safety, edits }
    }

    fn edit(&self, file: usize, edit: &Edit) -> ReportedEdit {
        let text = self.redactor_of(file).mask_edit(edit).into_owned();
        let masked = text != edit.text;
        ReportedEdit { file: self.files[file].name.clone(), span: edit.span, masked, text }
    }

    pub(super) fn words(&self, words: &str) -> String {
        self.redactor.mask(words).into_owned()
    }

    /// The lines around a place of the config, if the gate was asked for them.
    pub(super) fn excerpt(&self, place: Span) -> Option<Excerpt> {
        self.excerpts.then(|| self.lines_around(place))
    }

    /// The lines around a place of the config.
    pub(super) fn lines_around(&self, place: Span) -> Excerpt {
        let site = self.source.locate(place);
        Excerpt::new(self.files[site.file].source, self.redactor_of(site.file), site.span)
    }

    fn redactor_of(&self, file: usize) -> &Redactor<'s> {
        self.files[file].redactor.as_ref().unwrap_or(&self.redactor)
    }

    /// What masks the config as a whole.
    pub(super) const fn redactor(&self) -> &Redactor<'s> {
        &self.redactor
    }

    /// Where a place of the config lies. Places in order cost one walk along a line, however long it
    /// is.
    pub(super) fn region(&mut self, span: Span) -> Region {
        let site = self.source.locate(span);
        let sheet = &mut self.files[site.file];
        Region {
            file: sheet.name.clone(),
            start: sheet.point(site.span.start),
            end: sheet.point(site.span.end),
        }
    }
}

impl Sheet<'_> {
    fn point(&mut self, offset: u32) -> Point {
        let line = self.source.lines().line(offset);
        let last = self.last;
        let position = if line == last.position.line && offset >= last.offset {
            let between = &self.source.text().as_bytes()[Span::new(last.offset, offset).range()];
            // Every byte that does not continue a character begins one.
            let characters = between.iter().filter(|&&byte| byte & 0xC0 != 0x80).count();
            Position { line, column: last.position.column + crate::text::offset(characters) }
        } else {
            self.source.lines().position(offset, self.source.text())
        };
        self.last = Point { position, offset };
        self.last
    }
}
