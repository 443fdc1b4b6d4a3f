//! The migrations: one file each, the order in which they are carried out, and the engine.
//!
//! A migration is a [`Rule`] whose fix carries a config over a release that moved, renamed, reshaped
//! or retired a key. What data can say stands in `schema/moves.jsonl` and is carried out by the rule
//! `retired-key`; code is for the rest. A migration declares the effect `silent`: where the target
//! rejects the text at its place, the finding says so by itself ([`weigh`]).
//!
//! They run one after the other, each on the text that the one before it left, because OpenClaw's
//! do: a default model is moved before the list of allowed models is made of it.

mod invented_llm_section;
mod legacy_variable_name;
mod model_providers_at_root;
mod retired_value;
mod scope;

pub use scope::{Scope, agent_scopes, channel_entries};

use std::collections::BTreeSet;

use crate::Fixing;
use crate::edit::{Bug, Change, apply, change};
use crate::finding::{Edit, Effect, Finding, Fix, Severity};
use crate::rules::{self, Context, Rule};
use crate::syntax::{Tree, parse};
use crate::world::World;

/// Every migration, in the order in which they are carried out.
pub static MIGRATIONS: &[&Rule] = &[
    // What guides make up, and names of old products.
    &invented_llm_section::RULE,
    &model_providers_at_root::RULE,
    &legacy_variable_name::RULE,
    // What data says of single values.
    &retired_value::RULE,
];

/// Whether a migration has that id.
pub fn is_one(id: &str) -> bool {
    MIGRATIONS.iter().any(|migration| migration.id == id)
}

/// Lets the findings of migrations say what the target makes of the text at their place.
pub(crate) fn weigh(context: &Context<'_>, findings: &mut [Finding]) {
    let mut own = findings
        .iter_mut()
        .filter(|finding| finding.effect == Effect::Silent && is_one(finding.rule))
        .peekable();
    if own.peek().is_none() {
        return;
    }
    let rejected: BTreeSet<_> = context.violations().iter().map(|it| it.place.span).collect();
    for finding in own.filter(|finding| rejected.contains(&finding.place.span)) {
        finding.effect = Effect::Rejected;
        finding.severity = Severity::Error;
    }
}

/// What came of carrying a config over the migrations.
#[derive(Debug)]
pub(crate) struct Carried {
    /// The text afterwards.
    pub(crate) tree: Tree,
    /// What was done.
    pub(crate) applied: Vec<Change>,
    /// The edits of each pass, in order of place.
    pub(crate) passes: Vec<Vec<Edit>>,
    /// What went wrong on our side; nothing was done then.
    pub(crate) bug: Option<Bug>,
}

/// How often a migration may go on with what it left; those that merge need two passes.
const PASSES: usize = 12;

/// Carries a config over all migrations whose findings are `selected` and that are safe enough.
/// A text with syntax errors stays as it is.
pub(crate) fn carry(
    tree: Tree,
    world: &World,
    fixing: &Fixing,
    selected: &impl Fn(&Finding) -> bool,
) -> Carried {
    let mut carried = Carried { tree, applied: Vec::new(), passes: Vec::new(), bug: None };
    if !carried.tree.errors().is_empty() {
        return carried;
    }
    let before = carried.tree.text().to_owned();
    let mut next = 0;
    let mut passes = 0;
    while next < MIGRATIONS.len() {
        let context = Context::new(&carried.tree, world, fixing.keep);
        let mut done = None;
        while let Some(migration) = MIGRATIONS.get(next) {
            let mut findings = Vec::new();
            context.run(migration, &mut findings);
            let offers = |finding: &&Finding| {
                let offered = finding.fix.as_ref();
                offered.is_some_and(|fix| fix.safety >= fixing.allowed) && selected(finding)
            };
            let offers: Vec<&Finding> = findings.iter().filter(offers).collect();
            if passes < PASSES
                && let Some(outcome) = applied(carried.tree.text(), &offers)
            {
                done = Some(outcome);
                passes += 1;
                break;
            }
            next += 1;
            passes = 0;
        }
        let Some((text, edits, changes)) = done else { break };
        carried.tree = parse(text);
        carried.applied.extend(changes);
        carried.passes.push(edits);
    }
    if !carried.passes.is_empty() {
        carried.bug = fault(&before, &carried, world);
        if carried.bug.is_some() {
            return Carried {
                tree: parse(before),
                applied: Vec::new(),
                passes: Vec::new(),
                ..carried
            };
        }
    }
    carried
}

/// The text with the fixes of findings applied, the edits, and what they did; `None` if nothing.
fn applied(text: &str, offers: &[&Finding]) -> Option<(String, Vec<Edit>, Vec<Change>)> {
    let fixes: Vec<&Fix> = offers.iter().filter_map(|finding| finding.fix.as_ref()).collect();
    if fixes.is_empty() {
        return None;
    }
    let outcome = apply(text, fixes);
    let changes = outcome.applied.iter().filter_map(|&index| change(offers.get(index)?)).collect();
    (outcome.text != text).then_some((outcome.text, outcome.edits, changes))
}

/// What the migrations made worse: syntax, or a config that was accepted and is no longer.
fn fault(before: &str, carried: &Carried, world: &World) -> Option<Bug> {
    let mut rules: Vec<_> = carried.applied.iter().map(|change| change.rule).collect();
    rules.sort_unstable();
    rules.dedup();
    if !carried.tree.errors().is_empty() {
        return Some(Bug::AddsSyntaxError { rules });
    }
    let accepted = |tree: &Tree| {
        rules::run(tree, world).iter().all(|finding| finding.effect != Effect::Rejected)
    };
    let worse = !accepted(&carried.tree) && accepted(&parse(before.to_owned()));
    worse.then_some(Bug::AddsRejected { rules })
}
