//! What a run has come to so far. Reports may go once they are counted, so a run over any number of
//! files takes the memory of a few.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Failure, FileReport, Role, Summary};
use crate::finding::{Effect, Safety, Severity};
use crate::schema::{Release, Target};

/// What a run has come to so far.
#[derive(Debug, Clone)]
pub struct Tally {
    target: Target,
    summary: Summary,
    /// The releases of the files so far.
    releases: Releases,
    /// The first config.
    first: Option<Verdict>,
    unread: usize,
    /// Files that are no configs.
    others: usize,
    is_unexplained: bool,
    highest: Option<Severity>,
    rules: BTreeMap<&'static str, Count>,
    /// The files that mending changed.
    mended: BTreeSet<String>,
    /// The files that are only included and had a report.
    fragments: BTreeSet<String>,
    failures: Vec<Failure>,
    /// The included files that something was said of.
    included: BTreeSet<Arc<str>>,
}

/// The releases that files were judged against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Releases {
    None,
    One(Release),
    Several,
}

/// What OpenClaw makes of one file.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// What output calls the file.
    pub path: String,
    /// Whether it reads such a file at all.
    pub is_read: bool,
    /// Whether its validation passes.
    pub accepted: bool,
    /// Whether its gateway starts.
    pub starts: bool,
}

/// How often a rule found something.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// Findings.
    pub findings: usize,
    /// Those with a safe fix.
    pub fixable: usize,
    /// Those with an unsafe one.
    pub unsafe_fixable: usize,
}

impl Tally {
    /// Nothing so far; `target` is what all files are judged against, or else `Auto`.
    pub fn new(target: Target) -> Self {
        Self {
            target,
            summary: Summary::default(),
            releases: Releases::None,
            first: None,
            unread: 0,
            others: 0,
            is_unexplained: false,
            highest: None,
            rules: BTreeMap::new(),
            mended: BTreeSet::new(),
            fragments: BTreeSet::new(),
            failures: Vec::new(),
            included: BTreeSet::new(),
        }
    }

    /// Counts one more file.
    pub fn add(&mut self, file: &FileReport) {
        self.summary.add(file);
        if file.role == Role::Fragment && !self.fragments.insert(file.path.clone()) {
            self.summary.files -= 1;
            self.summary.fragments -= 1;
        }
        let own = (file.role == Role::Fragment).then(|| Arc::from(&*file.path));
        let name = |of: &Option<Arc<str>>| of.clone().or_else(|| own.clone());
        let included: BTreeSet<Arc<str>> =
            file.findings.iter().filter_map(|finding| name(&finding.region.file)).collect();
        for name in included {
            if !self.included.insert(name) {
                self.summary.files_with_findings -= 1;
            }
        }
        match file.role {
            Role::Variables => self.others += 1,
            Role::Config | Role::Unread | Role::Fragment => self.judge(file),
        }
        self.mended.extend(file.rewritten.iter().cloned());
        for finding in &file.findings {
            self.highest = self.highest.max(Some(finding.severity));
            let count = self.rules.entry(finding.rule).or_default();
            count.findings += 1;
            match finding.fix.as_ref().map(|fix| fix.safety) {
                Some(Safety::Safe) => count.fixable += 1,
                Some(Safety::Unsafe) => count.unsafe_fixable += 1,
                None => {}
            }
        }
    }

    /// Notes what OpenClaw makes of a config.
    fn judge(&mut self, file: &FileReport) {
        self.releases = match self.releases {
            Releases::None => Releases::One(file.target),
            Releases::One(release) if release == file.target => self.releases,
            _ => Releases::Several,
        };
        if file.role != Role::Fragment {
            self.first.get_or_insert_with(|| Verdict {
                path: file.path.clone(),
                is_read: file.role == Role::Config,
                accepted: file.accepted,
                starts: file.starts,
            });
        }
        self.unread += usize::from(file.role == Role::Unread);
        let mut findings = file.findings.iter();
        self.is_unexplained |= file.role != Role::Fragment
            && !file.accepted
            && file.told_elsewhere == 0
            && findings.all(|it| it.effect != Effect::Rejected);
    }

    /// Notes what could not be done, and answers whether it is new: what several configs need is missed
    /// once.
    pub fn fail(&mut self, failure: Failure) -> bool {
        let is_new = !self.failures.contains(&failure);
        if is_new {
            self.failures.push(failure);
        }
        is_new
    }

    /// What could not be done.
    pub fn failures(&self) -> &[Failure] {
        &self.failures
    }

    /// The figures.
    pub const fn summary(&self) -> Summary {
        self.summary
    }

    /// The release that every file is judged against, if that is known before they are.
    pub const fn settled_release(&self) -> Option<Release> {
        match self.target {
            Target::Release(release) => Some(release),
            Target::Auto => None,
        }
    }

    /// The release that every file was judged against; `None` where they differ.
    pub fn release(&self) -> Option<Release> {
        self.settled_release().or(match self.releases {
            Releases::One(release) => Some(release),
            Releases::None | Releases::Several => None,
        })
    }

    /// The only config, if there was one only.
    pub fn only(&self) -> Option<&Verdict> {
        self.first.as_ref().filter(|_| self.configs() == 1)
    }

    /// How many configs there were.
    pub const fn configs(&self) -> usize {
        self.summary.files - self.summary.fragments - self.others
    }

    /// How many files OpenClaw never reads.
    pub const fn unread(&self) -> usize {
        self.unread
    }

    /// Whether a file is rejected, and no finding says why.
    pub const fn is_unexplained(&self) -> bool {
        self.is_unexplained
    }

    /// The highest severity found.
    pub const fn highest(&self) -> Option<Severity> {
        self.highest
    }

    /// How many files mending changed.
    pub fn mended(&self) -> usize {
        self.mended.len()
    }

    /// How often each rule found something, by id.
    pub const fn rules(&self) -> &BTreeMap<&'static str, Count> {
        &self.rules
    }
}
