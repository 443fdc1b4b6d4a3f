//! The one gate between rules and output: what is shown, in which order, and with what masked.
//!
//! A [`Report`] is what the rules found in one config, as they said it; fixes are made from it.
//! Output only ever sees a [`FileReport`], which came through the [`Gate`]: selected, in order of
//! place, with lines and columns, and without a secret. So all formats agree.

mod baseline;
mod compat;
mod difference;
mod excerpt;
mod fingerprint;
mod fragment;
mod gate;
mod plain;
mod selection;
mod severities;
mod sheets;
mod summary;
mod tally;
mod told;

pub use baseline::{Baseline, BaselineError};
pub use compat::{Compat, FileCompat, ReleaseRange};
pub use difference::{
    Compared, ComparedFile, ReportedComparison, ReportedDifference, ReportedSide,
};
pub use excerpt::{Excerpt, ExcerptLine, MarkedLine};
pub use fingerprint::Fingerprint;
pub use gate::{
    Details, FileReport, Gate, Point, Region, Reported, ReportedChange, ReportedEdit, ReportedFix,
    ReportedPlace, ReportedSuppressed, SuppressedBy,
};
pub(crate) use selection::nearest;
pub use selection::{Selection, UnknownSelector};
pub use severities::{Remap, Severities};
pub use summary::Summary;
pub use tally::{Count, Tally, Verdict};
pub use told::Told;

use crate::finding::{Effect, Finding};
use crate::schema::Release;

/// What the rules found in one config, unmasked, in order of place.
#[derive(Debug, Clone)]
pub struct Report {
    target: Release,
    findings: Vec<Finding>,
}

/// What a file is to OpenClaw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A config that it reads.
    Config,
    /// A config, or a copy of one, that it never reads.
    Unread,
    /// A file that configs include, on which there is no verdict by itself.
    Fragment,
    /// A file of environment variables.
    Variables,
}

impl Role {
    /// Whether OpenClaw accepts or rejects the file by itself.
    pub const fn has_verdict(self) -> bool {
        matches!(self, Self::Config | Self::Unread)
    }
}

impl Report {
    /// Puts findings in order of place, the wider first, then by rule.
    pub(crate) fn new(mut findings: Vec<Finding>, target: Release) -> Self {
        findings.sort_by(|a, b| {
            let key = |finding: &Finding| {
                let span = finding.place.span;
                (span.start, std::cmp::Reverse(span.end), finding.rule)
            };
            key(a).cmp(&key(b))
        });
        Self { target, findings }
    }

    /// The release it was judged against.
    pub const fn target(&self) -> Release {
        self.target
    }

    /// Everything found, whether selected or not.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// As [`Self::findings`], to be kept.
    pub(crate) fn into_findings(self) -> Vec<Finding> {
        self.findings
    }

    /// Whether the validation of the target passes.
    pub fn accepted(&self) -> bool {
        !self.has(Effect::Rejected)
    }

    /// What the file is to OpenClaw.
    pub fn role(&self) -> Role {
        let is_about = |rule: &str| self.findings.iter().any(|finding| finding.rule == rule);
        let is_copy = |finding: &Finding| finding.rule == "artefact-in-repo";
        let all_copy = !self.findings.is_empty() && self.findings.iter().all(is_copy);
        if is_about("unused-env-variable") {
            Role::Variables
        } else if all_copy || is_about("yaml-config") {
            Role::Unread
        } else {
            Role::Config
        }
    }

    /// Whether the gateway of the target starts with it.
    pub fn starts(&self) -> bool {
        self.accepted() && !self.has(Effect::BlocksStart)
    }

    fn has(&self, effect: Effect) -> bool {
        self.findings.iter().any(|finding| finding.effect == effect)
    }
}

/// A file that could not be read, written or judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The file or directory, as output calls it.
    pub path: String,
    /// What went wrong, in one sentence without a full stop.
    pub message: String,
}
