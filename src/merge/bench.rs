//! Trying an edit out: what the merged text would be, and what OpenClaw would say to it.

use std::collections::BTreeSet;
use std::fmt;

use super::agree::agreed;
use super::compose::compose;
use super::place::{Place, Version};
use super::weigh::{Change, Verdict};
use super::{Side, changes};
use crate::Fixed;
use crate::compare::canonical;
use crate::edit::apply;
use crate::effective::{
    Alarm, Fingerprint, anomalies, is_mask, next_bytes, redaction_placeholders, refusals,
};
use crate::finding::{Edit, Effect, Finding, Fix, Safety};
use crate::report::Report;
use crate::source::Source;
use crate::syntax::{Key, Tree, Value, parse};
use crate::world::World;

/// How many settings are left out by way of trial to find the one that is to blame.
const TRIALS: usize = 24;

/// Why a proposal must not be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The target rejects it; the findings of the proposal say why.
    Rejected,
    /// OpenClaw would refuse to write it over the active file.
    Refused(Alarm),
    /// OpenClaw would put an older state in its place when it reads it.
    Replaced(Alarm),
    /// It has no `gateway.mode`.
    NoMode,
    /// What stands at this key stands in place of a secret.
    Placeholder(Key),
    /// It is no JSON5, which is a bug of ours.
    Broken,
}

impl fmt::Display for Fault {
    /// In one sentence without a full stop.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rejected => f.write_str("OpenClaw rejects it"),
            Self::Refused(Alarm::SizeDrop { before, after }) => write!(
                f,
                "it would have {after} bytes where there were {before}, which OpenClaw takes for a \
                 loss and refuses to write"
            ),
            Self::Refused(alarm) => write!(f, "OpenClaw would refuse to write it: {alarm}"),
            Self::Replaced(alarm) => write!(
                f,
                "OpenClaw would take it for damaged and put an older state in its place: {alarm}"
            ),
            Self::NoMode => {
                f.write_str("it has no `gateway.mode`, without which the gateway does not start")
            }
            Self::Placeholder(key) => {
                write!(f, "what stands at `{key}` stands in place of a secret; put the secret back")
            }
            Self::Broken => f.write_str("it is not JSON5, which is a bug of clawtidy"),
        }
    }
}

/// What every attempt is weighed against.
pub(super) struct Bench<'a> {
    active: &'a Tree,
    base: Option<&'a Tree>,
    taken: &'a [Place],
    world: &'a dyn Fn(&Tree) -> World,
    name: &'a str,
    /// Of the active file as it was read.
    before: Fingerprint,
    /// What the target rejects in the active file as it is.
    known: BTreeSet<(&'static str, Place)>,
}

/// The active text with an edit on it.
#[derive(Debug)]
pub(super) struct Attempt {
    source: Source,
    report: Report,
    edits: Vec<Edit>,
    world: World,
    /// The places of what was taken, and how many bytes that took away.
    taken: Vec<(Place, usize)>,
}

impl<'a> Bench<'a> {
    pub(super) fn new(
        original: &'a Source,
        active: &'a Side,
        base: Option<&'a Tree>,
        taken: &'a [Place],
        world: &'a dyn Fn(&Tree) -> World,
    ) -> Self {
        let tree = active.after.source.tree();
        Self {
            active: tree,
            base,
            taken,
            world,
            name: original.name(),
            before: Fingerprint::of(original.tree(), &world(original.tree()).includes),
            known: rejections(tree, &active.after.report)
                .map(|(it, place)| (it.rule, place))
                .collect(),
        }
    }

    /// Puts an edit on the active text.
    pub(super) fn attempt(&self, edit: &Tree) -> Attempt {
        let changes = changes(self.base, self.active, edit);
        let asked = |place: &Place| self.taken.iter().any(|taken| place.is_within(taken));
        let edits = compose((self.active, edit), &changes, &asked).edits;
        let fix = Fix::of(Safety::Safe, edits);
        let text = if fix.edits.is_empty() {
            self.active.text().to_owned()
        } else {
            apply(self.active.text(), [&fix]).text
        };
        let source = Source::from_tree(self.name, parse(text));
        let world = (self.world)(source.tree());
        let is_taken = |change: &&Change<'_>| match change.verdict {
            Verdict::Take => true,
            Verdict::Conflict => asked(&change.place),
            Verdict::Keep(_) => false,
        };
        let length = |value: Option<Value<'_>>| value.map_or(0, |value| canonical(value).len());
        let taken = changes.iter().filter(is_taken).map(|change| {
            let shrinks = length(change.active).saturating_sub(length(change.rejected));
            (change.place.clone(), shrinks)
        });
        Attempt {
            taken: taken.collect(),
            report: crate::check(&source, &world),
            source,
            edits: fix.edits,
            world,
        }
    }

    /// What of the edit makes OpenClaw refuse the attempt, and why; empty if it takes it, or if that is
    /// not the edit's fault.
    pub(super) fn refused(&self, attempt: &Attempt, edit: &Tree) -> Vec<(Place, String)> {
        let mut refused = Vec::new();
        let release = attempt.report.target();
        let (Some(its), Some(own)) = (edit.root(), self.active.root()) else { return refused };
        let (its, own) = (Version::new(its), Version::new(own));
        for (finding, place) in rejections(attempt.source.tree(), &attempt.report) {
            if !self.known.contains(&(finding.rule, place.clone())) {
                let why = format!("OpenClaw {release} rejects it: {}", finding.message);
                let blamed = self.blame(attempt, edit, (&its, &own), finding, &place);
                refused.extend(blamed.into_iter().map(|place| (place, why.clone())));
            }
        }
        if refused.is_empty() {
            for alarm in self.alarms(attempt) {
                let one = |names: &[&str], what: &str| {
                    let place = names.iter().fold(Place::default(), |place, name| place.name(name));
                    vec![(place, format!("OpenClaw does not keep a config that lost its `{what}`"))]
                };
                refused.extend(match alarm {
                    Alarm::SizeDrop { before, after }
                    | Alarm::SizeDropVsLastGood { before, after } => {
                        smaller(attempt, before, after)
                    }
                    Alarm::GatewayModeRemoved | Alarm::GatewayModeMissingVsLastGood => {
                        one(&["gateway", "mode"], "gateway.mode")
                    }
                    Alarm::MissingMetaVsLastGood => one(&["meta"], "meta"),
                    Alarm::UpdateChannelOnlyRoot => attempt.all(),
                });
            }
        }
        refused
    }

    /// What keeps the attempt from being written.
    pub(super) fn faults(&self, attempt: &Attempt) -> Vec<Fault> {
        let tree = attempt.source.tree();
        let mut faults = Vec::new();
        if !tree.errors().is_empty() {
            faults.push(Fault::Broken);
        }
        if !attempt.report.accepted() {
            faults.push(Fault::Rejected);
        }
        faults.extend(self.alarms(attempt).into_iter().filter_map(|alarm| match alarm {
            Alarm::GatewayModeRemoved => Some(Fault::NoMode),
            // The same.
            Alarm::GatewayModeMissingVsLastGood => None,
            Alarm::SizeDrop { .. } => Some(Fault::Refused(alarm)),
            _ => Some(Fault::Replaced(alarm)),
        }));
        faults.extend(placeholders(tree).into_iter().map(Value::key).map(Fault::Placeholder));
        faults
    }

    /// What OpenClaw says when it would write the attempt over the active file, and when it finds it in
    /// its place.
    fn alarms(&self, attempt: &Attempt) -> Vec<Alarm> {
        let after = Fingerprint::of(attempt.source.tree(), &attempt.world.includes);
        let release = attempt.report.target();
        let bytes = next_bytes(attempt.source.tree(), release).unwrap_or(after.bytes);
        let mut alarms = refusals(&self.before, bytes, after.has_mode, release.name());
        alarms.extend(anomalies(&self.before, &after));
        alarms
    }

    /// Which settings of the edit a finding is about.
    fn blame(
        &self,
        attempt: &Attempt,
        edit: &Tree,
        versions: (&Version<'_>, &Version<'_>),
        finding: &Finding,
        place: &Place,
    ) -> Vec<Place> {
        let taken = || attempt.taken.iter().map(|(taken, _)| taken);
        if let Some(top) = taken().find(|taken| place.is_within(taken)) {
            // As deep as the edit has something to say that the active file does not.
            let says = |version: &Version<'_>, place: &Place| version.find(place).map(canonical);
            let mut at = place.clone();
            while at != *top && says(versions.0, &at) == says(versions.1, &at) {
                at = at.parent();
            }
            return vec![at];
        }
        let below: Vec<&Place> = taken().filter(|taken| taken.is_within(place)).collect();
        let suspects = if below.is_empty() { taken().collect() } else { below };
        if let [only] = suspects[..] {
            return vec![only.clone()];
        }
        let helps = |suspect: &&Place| {
            let without = agreed(edit, self.active, &BTreeSet::from([(*suspect).clone()]));
            let attempt = self.attempt(&without);
            let tree = attempt.source.tree();
            !rejections(tree, &attempt.report)
                .any(|(it, at)| it.rule == finding.rule && at == *place)
        };
        match suspects.iter().copied().take(TRIALS).find(helps) {
            Some(suspect) => vec![suspect.clone()],
            None => suspects.into_iter().cloned().collect(),
        }
    }
}

impl Attempt {
    /// All that was taken, as the last way out, and why it is not.
    pub(super) fn all(&self) -> Vec<(Place, String)> {
        let why = "OpenClaw refuses the edit, and what of it is to blame cannot be told";
        self.taken.iter().map(|(place, _)| (place.clone(), why.to_owned())).collect()
    }

    /// The attempt as what became of the active file.
    pub(super) fn fixed(self, active: &Side) -> Fixed {
        let mut passes = active.after.passes.clone();
        if !self.edits.is_empty() {
            passes.push(self.edits);
        }
        Fixed {
            source: self.source,
            report: self.report,
            applied: active.after.applied.clone(),
            passes,
            bug: active.after.bug.clone(),
        }
    }
}

/// What the target rejects in a text, and where.
fn rejections<'r>(
    tree: &'r Tree,
    report: &'r Report,
) -> impl Iterator<Item = (&'r Finding, Place)> {
    let rejected = report.findings().iter().filter(|finding| finding.effect == Effect::Rejected);
    let version = tree.root().map(Version::new);
    rejected.map(move |finding| {
        let place = version.as_ref().map(|version| version.place(&finding.place.key));
        (finding, place.unwrap_or_default())
    })
}

/// What stands in place of secrets: what OpenClaw looks for, and what it prints.
pub(crate) fn placeholders(tree: &Tree) -> Vec<Value<'_>> {
    let mut values = tree.root().map(redaction_placeholders).unwrap_or_default();
    let masks =
        tree.values().filter(|it| it.as_text().is_some_and(|text| is_mask(&text.to_lossy())));
    values.extend(masks);
    values.sort_by_key(|value| value.span());
    values.dedup();
    values
}

/// Where the edit has something in place of a secret, and why it is left out there.
pub(super) fn redacted(edit: &Tree) -> Vec<(Place, String)> {
    let Some(version) = edit.root().map(Version::new) else { return Vec::new() };
    let why = "it stands in place of a secret, which was cut out of it";
    let places = placeholders(edit).into_iter().map(|value| version.place(&value.key()));
    places.map(|place| (place, why.to_owned())).collect()
}

/// What takes the most away, until enough of it is left out.
fn smaller(attempt: &Attempt, before: u64, after: u64) -> Vec<(Place, String)> {
    let why = format!(
        "with it the file would shrink from {before} to {after} bytes, which OpenClaw takes for a \
         loss and refuses to write"
    );
    let mut lacking = usize::try_from((before / 2).saturating_sub(after)).unwrap_or(usize::MAX);
    let mut shrinking: Vec<_> = attempt.taken.iter().filter(|(_, shrinks)| *shrinks > 0).collect();
    shrinking.sort_by_key(|(_, shrinks)| std::cmp::Reverse(*shrinks));
    let mut refused = Vec::new();
    for (place, shrinks) in shrinking {
        if lacking == 0 {
            break;
        }
        lacking = lacking.saturating_sub(*shrinks);
        refused.push((place.clone(), why.clone()));
    }
    refused
}
