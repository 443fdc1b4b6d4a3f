//! The figures of a run.

use std::collections::BTreeSet;

use super::{FileReport, Role, SuppressedBy};
use crate::finding::{Safety, Severity};

/// The figures of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// Files judged.
    pub files: usize,
    /// Findings of severity `error`.
    pub errors: usize,
    /// Findings of severity `warning`.
    pub warnings: usize,
    /// Findings of severity `info`.
    pub infos: usize,
    /// Findings with a safe fix.
    pub fixable: usize,
    /// Findings with an unsafe fix that needs nothing but consent.
    pub unsafe_fixable: usize,
    /// Fixes that were applied.
    pub fixed: usize,
    /// Findings that the config sets apart, by a comment or for OpenClaw's audit; they count nowhere
    /// else.
    pub suppressed: usize,
    /// Findings that the baseline lists; they count nowhere else.
    pub known: usize,
    /// Files with findings, those that configs include among them.
    pub files_with_findings: usize,
    /// Files that are only ever included; there is no verdict on them.
    pub fragments: usize,
    /// Files that the target's validation rejects.
    pub rejected: usize,
    /// Files that are valid, yet the gateway refuses to start with.
    pub blocked: usize,
}

impl Summary {
    /// Counts one more file.
    pub fn add(&mut self, file: &FileReport) {
        self.files += 1;
        if file.role == Role::Fragment {
            self.fragments += 1;
        } else {
            self.rejected += usize::from(!file.accepted);
            self.blocked += usize::from(file.accepted && !file.starts);
        }
        self.fixed += file.fixed.len();
        let known = file.suppressed.iter().filter(|it| it.by == SuppressedBy::Baseline).count();
        self.known += known;
        self.suppressed += file.suppressed.len() - known;
        let files: BTreeSet<&str> =
            file.findings.iter().map(|it| it.region.file(&file.path)).collect();
        self.files_with_findings += files.len();
        for finding in &file.findings {
            *match finding.severity {
                Severity::Error => &mut self.errors,
                Severity::Warning => &mut self.warnings,
                Severity::Info => &mut self.infos,
            } += 1;
            let fix = finding.fix.as_ref().filter(|fix| !fix.moves_secrets);
            match fix.map(|fix| fix.safety) {
                Some(Safety::Safe) => self.fixable += 1,
                Some(Safety::Unsafe) => self.unsafe_fixable += 1,
                None => {}
            }
        }
    }
}
