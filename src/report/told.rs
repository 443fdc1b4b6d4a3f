//! What was said of files that several configs include.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{FileReport, Reported, Role};
use crate::syntax::Key;

/// What was said of included files so far.
#[derive(Debug, Clone, Default)]
pub struct Told {
    findings: BTreeSet<Said>,
    /// Findings that were set apart.
    suppressed: BTreeSet<Said>,
    changes: BTreeSet<Changed>,
    diffs: BTreeSet<String>,
    /// The included files that had reports of their own.
    fragments: BTreeSet<String>,
}

/// A finding in an included file: the file, the rule, the bytes and the message.
type Said = (Arc<str>, &'static str, (u32, u32), String);

/// A fix in an included file: the file, the rule, what it did and the key.
type Changed = (Arc<str>, &'static str, String, Key);

impl Told {
    /// Leaves out of a report what was said of an included file before, for another config that
    /// includes it too. Answers whether there is a report left: a file that had one before needs none
    /// to say that there is nothing else.
    pub fn once(&mut self, file: &mut FileReport) -> bool {
        let own = (file.role == Role::Fragment).then(|| Arc::from(&*file.path));
        let place = |of: &Option<Arc<str>>| of.clone().or_else(|| own.clone());
        let said = |finding: &Reported| {
            let region = &finding.region;
            let span = (region.start.offset, region.end.offset);
            Some((place(&region.file)?, finding.rule, span, finding.message.clone()))
        };
        let before = file.findings.len();
        file.findings.retain(|it| said(it).is_none_or(|said| self.findings.insert(said)));
        file.told_elsewhere += before - file.findings.len();
        file.suppressed
            .retain(|it| said(&it.finding).is_none_or(|said| self.suppressed.insert(said)));
        // One config may have the same done twice.
        let mut done = Vec::new();
        file.fixed.retain(|change| {
            let Some(name) = place(&change.file) else { return true };
            let change = (name, change.rule, change.title.clone(), change.key.clone());
            let is_new = !self.changes.contains(&change);
            done.push(change);
            is_new
        });
        self.changes.extend(done);
        let is_first = file.role != Role::Fragment || self.fragments.insert(file.path.clone());
        let says = [file.findings.len(), file.suppressed.len(), file.fixed.len()];
        is_first || says.iter().any(|count| *count > 0)
    }

    /// Whether a diff of an included file was not shown before.
    pub fn is_new(&mut self, diff: &str) -> bool {
        self.diffs.insert(diff.to_owned())
    }
}
