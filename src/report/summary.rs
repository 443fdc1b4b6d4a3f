//! What a whole run came to.

use std::collections::BTreeSet;

use super::{Failure, FileReport};
use crate::finding::{Safety, Severity};
use crate::schema::{Release, Target};

/// A whole run, as every format gets it.
#[derive(Debug, Clone)]
pub struct Run {
    /// What it was judged against.
    pub target: Target,
    /// What was found, file by file, in the order in which they were named.
    pub files: Vec<FileReport>,
    /// The files that could not be judged.
    pub failures: Vec<Failure>,
}

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
    /// Findings with an unsafe fix.
    pub unsafe_fixable: usize,
    /// Fixes that were applied.
    pub fixed: usize,
    /// Findings that the config tells OpenClaw's audit to keep to itself, which count nowhere else.
    pub suppressed: usize,
    /// Files with findings, those that configs include among them.
    pub files_with_findings: usize,
    /// Files that the target's validation rejects.
    pub rejected: usize,
    /// Files that are valid, yet the gateway refuses to start with.
    pub blocked: usize,
}

impl Run {
    /// The release that every file was judged against; `None` where they differ.
    pub fn release(&self) -> Option<Release> {
        match (self.target, self.files.as_slice()) {
            (Target::Release(release), _) => Some(release),
            (Target::Auto, [first, others @ ..]) => {
                others.iter().all(|file| file.target == first.target).then_some(first.target)
            }
            (Target::Auto, []) => None,
        }
    }

    /// Counts what was found.
    pub fn summary(&self) -> Summary {
        let mut summary = Summary { files: self.files.len(), ..Summary::default() };
        let mut with_findings = BTreeSet::new();
        for file in &self.files {
            summary.rejected += usize::from(!file.accepted);
            summary.blocked += usize::from(file.accepted && !file.starts);
            summary.fixed += file.fixed.len();
            summary.suppressed += file.suppressed.len();
            with_findings.extend(file.findings.iter().map(|it| it.region.file(&file.path)));
            for finding in &file.findings {
                *match finding.severity {
                    Severity::Error => &mut summary.errors,
                    Severity::Warning => &mut summary.warnings,
                    Severity::Info => &mut summary.infos,
                } += 1;
                match finding.fix.as_ref().map(|fix| fix.safety) {
                    Some(Safety::Safe) => summary.fixable += 1,
                    Some(Safety::Unsafe) => summary.unsafe_fixable += 1,
                    None => {}
                }
            }
        }
        summary.files_with_findings = with_findings.len();
        summary
    }

    /// Leaves out what is said of an included file a second time, for a config that includes it too.
    pub fn tell_once(&mut self) {
        let mut told = BTreeSet::new();
        for file in &mut self.files {
            let before = file.findings.len();
            file.findings.retain(|finding| {
                let region = &finding.region;
                let Some(name) = region.file.clone() else { return true };
                let span = (region.start.offset, region.end.offset);
                told.insert((name, finding.rule, span, finding.message.clone()))
            });
            file.told_elsewhere += before - file.findings.len();
        }
    }

    /// The highest severity found.
    pub fn highest(&self) -> Option<Severity> {
        let findings = self.files.iter().flat_map(|file| &file.findings);
        findings.map(|finding| finding.severity).max()
    }
}
