//! Putting a file back as the config: would OpenClaw keep it?

use super::{Judged, Kind, state};
use crate::effective::{Fingerprint, anomalies};
use crate::finding::{Effect, Finding};
use crate::merge::{Fault, placeholders};
use crate::report::{Gate, Report, Reported};
use crate::source::Source;
use crate::syntax::{Tree, Value};
use crate::world::World;

/// A file that is to become the config.
#[derive(Debug)]
pub struct Restoration {
    /// The file.
    pub source: Source,
    /// The file with what it includes.
    whole: Source,
    /// What the release would do with that.
    pub report: Report,
    /// Why OpenClaw would not keep it; empty where it would.
    pub faults: Vec<Fault>,
}

/// A restoration, fit to be shown.
#[derive(Debug, Clone)]
pub struct ShownRestoration {
    /// What output calls the file.
    pub from: String,
    /// Whether the validation of the release passes.
    pub accepted: bool,
    /// Why OpenClaw would not keep it, in sentences without a full stop.
    pub faults: Vec<String>,
    /// What the release rejects, or refuses to start with.
    pub findings: Vec<Reported>,
}

/// Looks at a file before it becomes the config of a history. What OpenClaw compares it with is the
/// last good state.
pub fn restoration(
    judged: &Judged<'_>,
    source: Source,
    world: &dyn Fn(&Tree) -> World,
) -> Restoration {
    let own = world(source.tree());
    let (whole, report) = state::judged(&source, &own);
    let print = Fingerprint::of(source.tree(), &own.includes);
    let root = source.tree().root().filter(|_| source.tree().errors().is_empty());
    let mut faults = Vec::new();
    if !report.accepted() {
        faults.push(Fault::Rejected);
    }
    if root.is_some() && print.has_mode == Some(false) {
        faults.push(Fault::NoMode);
    }
    let good = judged.entries.iter().find(|entry| entry.file.kind == Some(Kind::LastGood));
    if let Some(good) = good.and_then(|good| good.state.as_ref()) {
        faults.extend(anomalies(&good.fingerprint, &print).into_iter().map(Fault::Replaced));
    }
    if root.is_some() {
        let placeholders = placeholders(source.tree()).into_iter();
        faults.extend(placeholders.map(Value::key).map(Fault::Placeholder));
    }
    Restoration { source, whole, report, faults }
}

impl Restoration {
    /// Lets a restoration through the gate.
    pub fn shown(&self, gate: &Gate) -> ShownRestoration {
        let redactor = gate.redactor(&self.whole);
        let stops =
            |finding: &&Finding| matches!(finding.effect, Effect::Rejected | Effect::BlocksStart);
        let findings = gate.pass_all(&self.whole, self.report.findings().iter().filter(stops));
        let fault = |fault: &Fault| {
            let first = findings.iter().find(|finding| finding.effect == Effect::Rejected);
            match (fault, first) {
                (Fault::Rejected, Some(first)) => format!("{fault}: {}", first.message),
                _ => redactor.mask(&fault.to_string()).into_owned(),
            }
        };
        ShownRestoration {
            from: self.source.name().to_owned(),
            accepted: self.report.accepted(),
            faults: self.faults.iter().map(fault).collect(),
            findings,
        }
    }
}
