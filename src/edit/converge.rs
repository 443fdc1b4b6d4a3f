//! The loop of fixing: check, apply, parse again, until nothing is left.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::finding::{Assignment, Edit, Effect, Finding, Fix, Safety, Step};
use crate::syntax::{Key, SyntaxErrorKind, Tree, parse};
use crate::text::Span;

use super::apply::apply;
use super::ground::{Ground, Passed, Unfit};

/// What came of fixing a text.
#[derive(Debug)]
pub struct Converged<G = Tree> {
    /// The text afterwards, parsed.
    pub tree: G,
    /// What is still found in it.
    pub findings: Vec<Finding>,
    /// What was changed, in order of passes and place.
    pub applied: Vec<Change>,
    /// The edits of each pass that changed the text, in order of place; those of a pass are of
    /// the text that the one before it left.
    pub passes: Vec<Vec<Edit>>,
    /// What went wrong on our side. The changes up to there hold.
    pub bug: Option<Bug>,
}

/// A fix that was applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The rule that offered it.
    pub rule: &'static str,
    /// What it does.
    pub title: String,
    /// The key of its finding, as it was then.
    pub key: Key,
    /// What its finding said.
    pub message: String,
    /// Whether someone had to agree.
    pub safety: Safety,
    /// What it did to the settings.
    pub steps: Vec<Step>,
    /// What it took out of the config and left to variables.
    pub assigns: Vec<Assignment>,
    /// What output calls the file that its finding lay in, if that is not the config itself but one
    /// that it includes.
    pub file: Option<Arc<str>>,
}

/// A fault of ours in fixing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bug {
    /// A fix whose edits cannot be applied to any text.
    BrokenFix {
        /// The rule that offered it.
        rule: &'static str,
    },
    /// A pass would have left a text with more syntax errors; it was dropped whole.
    AddsSyntaxError {
        /// The rules whose fixes it held.
        rules: Vec<&'static str>,
    },
    /// A pass would have left a config with more that OpenClaw rejects; it was dropped whole.
    AddsRejected {
        /// The rules whose fixes it held.
        rules: Vec<&'static str>,
    },
    /// There are still fixes after the last pass.
    NeverEnds {
        /// The rules that offer them.
        rules: Vec<&'static str>,
    },
}

/// How many passes may mend a part of the text for each that mends all of it.
const PARTS: usize = 10;

/// Applies the fixes of at least the safety `allow` that `check` offers, until it offers none, at
/// most `max_passes` times; more often only while there are more syntax errors than the parser
/// tells at once.
///
/// A text with syntax errors is mended as far as it goes: what it means is a guess, so a pass that
/// does not help is dropped and the mending ends. It is not known either what else OpenClaw would
/// reject in it. Otherwise that is our bug.
pub fn converge(
    text: String,
    max_passes: usize,
    allow: Safety,
    check: impl FnMut(&Tree) -> Vec<Finding>,
) -> Converged {
    converge_on(parse(text), max_passes, allow, check)
}

/// As [`converge`], where the text may stand in several files. What they cannot take on is not
/// applied, and stays among the findings.
pub fn converge_on<G: Ground>(
    tree: G,
    max_passes: usize,
    allow: Safety,
    mut check: impl FnMut(&Tree) -> Vec<Finding>,
) -> Converged<G> {
    let findings = check(tree.tree());
    let mut state =
        Converged { tree, findings, applied: Vec::new(), passes: Vec::new(), bug: None };
    let mut whole_passes = 0;
    let mut unfit = Unfit::default();
    loop {
        let offers = |finding: &&Finding| {
            let offers = |fix: &Fix| fix.safety >= allow && !fix.edits.is_empty();
            finding.fix.as_deref().is_some_and(offers) && !unfit.holds(finding)
        };
        let offers: Vec<&Finding> = state.findings.iter().filter(offers).collect();
        if offers.is_empty() {
            return state;
        }
        let before = state.tree.tree();
        let was_broken = !before.errors().is_empty();
        // Of a text with more syntax errors than are told at once, a pass mends only a part.
        let is_part = before.errors().iter().any(|it| it.kind == SyntaxErrorKind::TooMany);
        if whole_passes == max_passes || state.passes.len() == max_passes * PARTS {
            state.bug = (!was_broken).then(|| Bug::NeverEnds { rules: rules(&offers) });
            return state;
        }
        whole_passes += usize::from(!is_part);

        let outcome = apply(before.text(), offers.iter().filter_map(|f| f.fix.as_deref()));
        if let Some(&index) = outcome.broken.first() {
            state.bug = Some(Bug::BrokenFix { rule: offers[index].rule });
            return state;
        }
        let passed = Passed::of(&state.tree, &offers, outcome, &mut unfit, &mut check);
        // What is left cannot be taken on.
        let Some(Passed { ground, applied, edits, settled }) = passed else { continue };
        let applied: Vec<&Finding> = applied.iter().map(|&index| offers[index]).collect();
        let tree = ground.tree();
        let findings = check(tree);
        if was_broken && !is_progress(before, tree) {
            return state;
        }
        if !was_broken && !tree.errors().is_empty() {
            state.bug = Some(Bug::AddsSyntaxError { rules: rules(&applied) });
            return state;
        }
        if !was_broken && adds_rejected(&state.findings, &findings, &applied, &edits) {
            state.bug = Some(Bug::AddsRejected { rules: rules(&applied) });
            return state;
        }
        let changes: Vec<Change> =
            applied.iter().filter_map(|finding| change(&state.tree, finding)).collect();
        state.applied.extend(changes);
        state.passes.push(edits);
        state.passes.extend(settled.map(|edit| vec![edit]));
        (state.tree, state.findings) = (ground, findings);
    }
}

/// Whether a text with syntax errors came closer to having none: fewer places are wrong, or the
/// first of them lies closer to the end.
fn is_progress(before: &Tree, after: &Tree) -> bool {
    let left = |tree: &Tree| {
        let first = tree.errors().first();
        first.map_or(0, |error| tree.span().end - error.span.start)
    };
    after.wrong_places() < before.wrong_places() || left(after) < left(before)
}

pub(crate) fn change<G: Ground>(ground: &G, finding: &Finding) -> Option<Change> {
    let fix = finding.fix.as_ref()?;
    Some(Change {
        rule: finding.rule,
        title: fix.title.clone(),
        key: finding.place.key.clone(),
        message: finding.message.clone(),
        safety: fix.safety,
        steps: fix.steps.clone(),
        assigns: fix.assigns.clone(),
        file: ground.file(finding.place.span),
    })
}

/// Whether OpenClaw rejects more after fixes than before. What stands in an object that moved was
/// not looked at where it stood, and is not new; nor is, in a config that was rejected anyway, what
/// was only uncovered in text that the fixes did not write.
fn adds_rejected(
    before: &[Finding],
    after: &[Finding],
    applied: &[&Finding],
    edits: &[Edit],
) -> bool {
    let rejected = |finding: &&Finding| finding.effect == Effect::Rejected;
    let known: BTreeSet<&Key> =
        before.iter().filter(rejected).map(|finding| &finding.place.key).collect();
    let had = before.iter().filter(rejected).count();
    if after.iter().filter(rejected).count() <= had {
        return false;
    }
    let steps = applied.iter().filter_map(|finding| finding.fix.as_ref()).flat_map(|it| &it.steps);
    let places: BTreeSet<&Key> = steps
        .filter_map(|step| match step {
            Step::Moved { to, .. } => Some(to),
            Step::Set { .. } | Step::CommentedOut { .. } | Step::Removed { .. } => None,
        })
        .collect();
    let moved = |key: &Key| {
        let names = key.segments();
        (1..=names.len()).any(|depth| places.contains(&names[..depth].iter().collect::<Key>()))
    };
    let written = written(edits);
    let uncovered = |span: Span| {
        let next = written.partition_point(|own| own.end <= span.start);
        had > 0 && written.get(next).is_none_or(|own| own.start >= span.end)
    };
    after.iter().filter(rejected).any(|finding| {
        let place = &finding.place;
        !known.contains(&place.key) && !moved(&place.key) && !uncovered(place.span)
    })
}

/// Where what edits wrote stands in the text that they left.
fn written(edits: &[Edit]) -> Vec<Span> {
    let (mut at, mut read) = (0, 0);
    let place = |edit: &Edit| {
        let start = at + (edit.span.start - read);
        let length = u32::try_from(edit.text.len()).unwrap_or(u32::MAX);
        (at, read) = (start.saturating_add(length), edit.span.end);
        Span::new(start, at)
    };
    edits.iter().map(place).collect()
}

/// The rules of findings, each once, in order of their ids.
fn rules(findings: &[&Finding]) -> Vec<&'static str> {
    let mut rules: Vec<_> = findings.iter().map(|finding| finding.rule).collect();
    rules.sort_unstable();
    rules.dedup();
    rules
}
