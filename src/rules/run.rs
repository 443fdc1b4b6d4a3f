//! Runs the rules: which of them, in what order, and what their findings say of one another.

use std::collections::BTreeSet;

use super::{
    Context, RULES, Rule, UNUSED_SUPPRESSION, artefact_in_repo, is_opinion, listed, suppressed,
    unused_env_variable, unused_suppression, yaml_config,
};
use crate::edit::Keep;
use crate::finding::{Effect, Finding};
use crate::migrations::{self, MIGRATIONS};
use crate::redact::ReadOnce;
use crate::side_by_side;
use crate::syntax::Tree;
use crate::world::World;

/// Bytes of a config from which on a thread costs less than the rules that it takes over.
const LARGE: usize = 64 << 10;

/// The rules that speak for the catalog alone. Where another rule knows the case, they are silent.
const CATALOG: [&str; 9] = [
    "comment-key",
    "invalid-value",
    "invented-key",
    "key-too-new",
    "misplaced-key",
    "missing-key",
    "misspelled-key",
    "retired-key",
    "unknown-key",
];

/// The rules that need not know where in a config a text stands.
const ANYWHERE: [&str; 10] = [
    "broken-include",
    "duplicate-key",
    "placeholder-credential",
    "plaintext-secret",
    "redaction-placeholder",
    "suppression-without-reason",
    "syntax-error",
    "unknown-suppressed-rule",
    "unused-suppression",
    "wrong-placeholder-syntax",
];

/// Whether a rule or a migration can judge a text of which it is not known where in a config it
/// stands.
pub(super) fn holds_anywhere(rule: &Rule) -> bool {
    ANYWHERE.contains(&rule.id)
}

/// What every rule and migration whose stage the text has reached finds, one after the other.
pub fn run(tree: &Tree, world: &World) -> Vec<Finding> {
    run_keeping(tree, world, Keep::default())
}

/// What is said of a copy of a config that lies beside it and is not read.
pub(crate) fn run_on_artefact(tree: &Tree, world: &World) -> Vec<Finding> {
    let mut list = Vec::new();
    Context::new(tree, world, Keep::default()).run(&artefact_in_repo::RULE, &mut list);
    list
}

/// What is said of a file of variables, which [`World::env_file`] describes; `tree` is of its text.
pub(crate) fn run_on_env_file(tree: &Tree, world: &World) -> Vec<Finding> {
    let mut list = Vec::new();
    Context::new(tree, world, Keep::default()).run(&unused_env_variable::RULE, &mut list);
    list
}

/// As [`run`]; the fixes keep retired settings where `keep` says.
pub fn run_keeping(tree: &Tree, world: &World, keep: Keep) -> Vec<Finding> {
    find_all_of(&Context::new(tree, world, keep), &|_| ())
}

/// Whoever asks the rules, and shares work with them.
pub(crate) struct Asker<'a> {
    /// What the names in the text say.
    pub(crate) named: ReadOnce,
    /// Is given each finding as soon as a rule has said all of it, on the thread of that rule, and may take
    /// out of it what it has no use for; what becomes of findings after that it is not told.
    pub(crate) seen: &'a Seen<'a>,
}

pub(super) type Seen<'s> = dyn Fn(&mut Finding) + Sync + 's;

/// As [`run`], for someone who shares work with the rules.
pub(crate) fn run_for(tree: &Tree, world: &World, asker: &Asker<'_>) -> Vec<Finding> {
    let context = Context::new(tree, world, Keep::default()).sharing(asker.named.clone());
    find_all_of(&context, asker.seen)
}

/// What all rules find, those included that look at what others found.
fn find_all_of(context: &Context<'_>, seen: &Seen<'_>) -> Vec<Finding> {
    let mut list = Vec::new();
    if context.world.is_yaml {
        // What a file says that is never read has no effect.
        context.run(&yaml_config::RULE, &mut list);
        return list;
    }
    find_all(context, &mut list, seen);
    context.set_apart(&mut list);
    context.run(&unused_suppression::RULE, &mut list);
    list
}

/// What all rules find but the one that looks at what they found.
pub(super) fn find_all(context: &Context<'_>, list: &mut Vec<Finding>, seen: &Seen<'_>) {
    let (tree, world) = (context.tree, context.world);
    let wanted = context.wanted();
    let is_asked = |rule: &&'static Rule| {
        rule.id != UNUSED_SUPPRESSION
            && rule.profile <= wanted.profile
            && (wanted.opinions || !is_opinion(rule.id))
    };
    let rules: Vec<&'static Rule> =
        MIGRATIONS.iter().chain(RULES).copied().filter(is_asked).collect();
    let find = |rule: &&'static Rule| {
        let mut list = Vec::new();
        context.run_telling(rule, &mut list, seen);
        list.shrink_to_fit();
        list
    };
    let found = side_by_side::map(&rules, tree.text().len() >= LARGE, find);
    list.reserve_exact(found.iter().map(Vec::len).sum());
    list.extend(found.into_iter().flatten());
    migrations::weigh(context, list);
    let has_entries = world.target.lookup(&["agents", "entries"]).is_some();
    listed::name_agents(tree, has_entries, context.roster(), list);
    let speaks_for_catalog = |finding: &Finding| CATALOG.contains(&finding.rule);
    let known: BTreeSet<_> = list
        .iter()
        .filter(|finding| finding.effect == Effect::Rejected && !speaks_for_catalog(finding))
        .map(|finding| finding.place.span)
        .collect();
    list.retain(|finding| !speaks_for_catalog(finding) || !known.contains(&finding.place.span));
    suppressed::mark(context, list);
}
