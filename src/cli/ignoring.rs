//! Comments that set findings apart, written into the files that hold them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::judge::{Judge, Judged, MendedPart};
use super::writing::Writing;
use crate::files::{Backup, Original};
use crate::finding::Finding;
use crate::output;
use crate::report::Failure;
use crate::rules::{self, AddedIgnores, NoIgnores};
use crate::source::Source;

impl Judge<'_> {
    /// Sets the findings of a config apart by comments, each in the file that it lies in, and judges
    /// what the files are then.
    pub(super) fn ignore(
        &self,
        name: &str,
        on_disk: &Path,
        original: Original,
        reason: &str,
    ) -> Judged {
        let (source, world) =
            self.assembled(Source::new(name, original.text.clone()), Some(on_disk));
        let report = crate::check(&source, &world);
        let is_meant = |it: &&Finding| it.suppressed.is_none() && self.gate.selection.contains(it);
        let mut places: BTreeMap<usize, Vec<(u32, &'static str)>> = BTreeMap::new();
        let first = self.first_names(&source);
        for finding in report.findings().iter().filter(is_meant) {
            let site = source.locate(finding.place.span);
            let file = first[site.file];
            if self.is_judged_for(&source, file) {
                places.entry(file).or_default().push((site.span.start, finding.rule));
            }
        }
        let (mut own, mut parts) = (None, Vec::new());
        let (mut comments, mut failures) = (0, Vec::new());
        for (file, places) in places {
            let part = &source.files()[file];
            match rules::add_ignores(part.tree(), places, reason) {
                Ok(AddedIgnores { comments: 0, .. }) => {}
                Ok(AddedIgnores { text, comments: more }) => {
                    comments += more;
                    match file.checked_sub(1) {
                        None => own = Some(text),
                        Some(at) => parts.push(MendedPart {
                            name: part.name().to_owned(),
                            path: source.included()[at].clone(),
                            before: part.text().to_owned(),
                            after: text,
                        }),
                    }
                }
                Err(error) => {
                    let message = why(error).to_owned();
                    failures.push(Failure { path: part.name().to_owned(), message });
                }
            }
        }
        let text = original.text.clone();
        let writing = Writing {
            name: name.to_owned(),
            on_disk: on_disk.to_owned(),
            original,
            backup: Backup::None,
        };
        let written = writing.write(own.as_deref(), &parts);
        for part in &parts {
            self.shelf.forget(&part.path);
        }
        let mut judged = match written {
            Ok(()) => {
                let note = format!("{} added", output::counted(comments, "comment"));
                let note = (comments > 0).then_some(note);
                Judged { note, ..self.check(name, Some(on_disk), own.unwrap_or(text)) }
            }
            Err(message) => {
                failures.push(Failure { path: name.to_owned(), message });
                self.check(name, Some(on_disk), text)
            }
        };
        judged.failures.extend(failures);
        judged
    }

    /// For each file of a config the first of its files that lies in the same place, links followed.
    fn first_names(&self, source: &Source) -> Vec<usize> {
        let included = source.included().into_iter().map(|path| Some(self.real(&path)));
        let places: Vec<Option<PathBuf>> = std::iter::once(None).chain(included).collect();
        let first = |place| places.iter().position(|other| other == place).unwrap_or_default();
        places.iter().map(first).collect()
    }
}

/// Why no comment was written, and what to do.
const fn why(error: NoIgnores) -> &'static str {
    match error {
        NoIgnores::StrictJson => {
            "no comment added: this is strict JSON, which has none; list its findings with \
             --write-baseline FILE"
        }
        NoIgnores::Broken => "no comment added: mend the syntax errors first",
    }
}
