//! One config from its path to its report, mended on the way if asked; never fails as a whole.

use std::path::Path;

use super::panics::caught;
use crate::files::{self, ReadError};
use crate::finding::Safety;
use crate::report::{Failure, FileReport, Gate};
use crate::source::Source;
use crate::world::World;

/// How a run judges each config.
#[derive(Debug)]
pub(super) struct Judge<'d> {
    /// What relative paths are relative to.
    pub(super) directory: &'d Path,
    /// What configs are judged against.
    pub(super) world: World,
    /// What the run lets through.
    pub(super) gate: Gate,
    /// Whether fixes are applied.
    pub(super) mending: Mending,
    /// Which fixes are applied.
    pub(super) allowed: Safety,
}

/// Whether fixes are applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mending {
    /// They are not.
    None,
    /// As far as showing what they change.
    Shown,
    /// The file takes them on.
    Written,
}

/// What came of one config.
#[derive(Debug, Default)]
pub(super) struct Judged {
    /// What was found, or is left after mending.
    pub(super) report: Option<FileReport>,
    /// What could not be done.
    pub(super) failures: Vec<Failure>,
    /// The mended text of standard input.
    pub(super) text: Option<String>,
}

impl Judged {
    /// A config of which nothing came.
    pub(super) fn failed(failure: Failure) -> Self {
        Self { failures: vec![failure], ..Self::default() }
    }
}

impl Judge<'_> {
    /// Judges the file at `path`.
    pub(super) fn file(&self, path: &Path) -> Judged {
        let name = path.display().to_string();
        let failed = |message: String| Judged::failed(Failure { path: name.clone(), message });
        let judged = caught(|| {
            let original = files::read(&self.directory.join(path))?;
            Ok::<_, ReadError>(self.text(Source::new(name.clone(), original.text)))
        });
        match judged {
            Ok(Ok(judged)) => judged,
            Ok(Err(error)) => failed(error.to_string()),
            Err(bug) => failed(bug),
        }
    }

    /// Judges a text that was read already.
    pub(super) fn text(&self, source: Source) -> Judged {
        let report = crate::check(&source, &self.world);
        Judged { report: Some(self.gate.pass(&source, &report)), ..Judged::default() }
    }
}
