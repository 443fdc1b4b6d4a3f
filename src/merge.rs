//! Puts an edit that OpenClaw refused or replaced back on the config as it is now, without what made
//! OpenClaw refuse it.
//!
//! Three versions are weighed setting by setting: the base, which both others came from, the active
//! file and the rejected edit. What the edit alone changed is taken; what both changed is a conflict,
//! in which the active file's value stays and the other one stands in a comment beside it. All three
//! are carried to the target first, so that a retired key and the one that took its place are the same
//! setting. What OpenClaw would refuse is left out, each with its reason, until nothing of it is left.
//!
//! The proposal is the active text, edited in place. Pure: the `files` room reads and writes.

mod agree;
mod bench;
mod compose;
mod place;
mod shown;
mod weigh;
mod wishes;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

pub use bench::Fault;
pub(crate) use bench::placeholders;
pub use shown::{Proposal, ShownChoice};
pub use wishes::UnknownKey;

use crate::edit::{Keep, comments_of, is_strict_json};
use crate::finding::{Safety, Step};
use crate::report::Report;
use crate::source::Source;
use crate::syntax::{Key, Tree, Value};
use crate::text::Span;
use crate::world::World;
use crate::{Fixed, Fixing, migrations};
use agree::agreed;
use bench::Bench;
use place::{Place, Version};
use weigh::{Change, Verdict, Why, weigh};

/// The versions of a config.
#[derive(Debug, Clone, Copy)]
pub struct Versions<'s> {
    /// What both others came from, if it is known.
    pub base: Option<&'s Source>,
    /// The config as it is now.
    pub active: &'s Source,
    /// The edit that is to be put back on it.
    pub rejected: &'s Source,
}

/// Which settings of the edit are wanted, by their keys, in which `*` and `[]` stand for any.
#[derive(Debug, Clone, Default)]
pub struct Wishes {
    /// These only, and where both versions changed one of them, the edit's; all if none is named.
    pub take: Vec<Key>,
    /// Not these.
    pub skip: Vec<Key>,
}

/// A version, carried to the target.
#[derive(Debug)]
pub struct Side {
    /// As it was read.
    pub before: Source,
    /// After the migrations.
    pub after: Fixed,
}

/// What became of a setting in which the edit and the active file differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// The edit's, which the active file lacked.
    Added,
    /// The edit's, instead of the active file's.
    Replaced,
    /// Removed, as the edit has it.
    Removed,
    /// The active file's, and the edit's in a comment beside it.
    Conflict,
    /// The active file's: the edit did not change it.
    Kept,
    /// The active file's: the edit's is not wanted, or OpenClaw would refuse it.
    LeftOut,
}

impl Outcome {
    /// Its name in every output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Replaced => "replaced",
            Self::Removed => "removed",
            Self::Conflict => "conflict",
            Self::Kept => "kept",
            Self::LeftOut => "left-out",
        }
    }
}

/// One setting, and what became of it.
#[derive(Debug, Clone)]
pub struct Choice {
    /// Its key in the edit, or in the active file where the edit lacks it.
    pub key: Key,
    /// What became of it.
    pub outcome: Outcome,
    /// Its value in the active file, carried to the target.
    pub active: Option<Span>,
    /// Its value in the edit, carried to the target.
    pub rejected: Option<Span>,
    /// Why, in words that follow the key; it may hold secrets.
    pub why: String,
    /// Comments of the edit that the active file, which is strict JSON, cannot hold.
    pub comments: Vec<String>,
}

/// A proposal.
#[derive(Debug)]
pub struct Merge {
    /// The active file.
    pub active: Side,
    /// The edit.
    pub rejected: Side,
    /// Whether there was a base.
    pub has_base: bool,
    /// The active file with everything done. What was `applied` are migrations.
    pub merged: Fixed,
    /// What became of each setting in which both differ.
    pub choices: Vec<Choice>,
    /// What keeps the proposal from being written; empty where nothing does.
    pub faults: Vec<Fault>,
}

/// Why there is no proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unmergeable {
    /// This version is no JSON5, or no object.
    NotAnObject(String),
    /// A wish names nothing.
    Unknown(UnknownKey),
}

impl fmt::Display for Unmergeable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAnObject(name) => write!(
                f,
                "{name}: this is not one object of JSON5, and so cannot be merged; `clawtidy check \
                 --fix` mends what it can"
            ),
            Self::Unknown(unknown) => unknown.fmt(f),
        }
    }
}

impl std::error::Error for Unmergeable {}

/// How often what OpenClaw would refuse is left out before nothing is taken at all.
const ROUNDS: usize = 64;

/// Puts an edit back on the active file. `world` says what each text is judged against; the release
/// is to be the same for all.
///
/// # Errors
/// When the active file or the edit is no object of JSON5, or a wish names nothing.
pub fn merge(
    versions: Versions<'_>,
    wishes: &Wishes,
    world: &dyn Fn(&Tree) -> World,
) -> Result<Merge, Unmergeable> {
    for side in [versions.active, versions.rejected] {
        if object(side.tree()).is_none() {
            return Err(Unmergeable::NotAnObject(side.name().to_owned()));
        }
    }
    let active = Side::of(versions.active, Keep::InComment, world);
    let rejected = Side::of(versions.rejected, Keep::InReport, world);
    let base = versions.base.filter(|base| object(base.tree()).is_some());
    let base = base.map(|base| Side::of(base, Keep::InReport, world));
    let (own, its) = (active.after.source.tree(), rejected.after.source.tree());
    let origin = base.as_ref().map(|base| base.after.source.tree());

    let wanted = wishes::resolve(wishes, &active, &rejected).map_err(Unmergeable::Unknown)?;
    let mut left_out = LeftOut::default();
    for change in changes(origin, own, its) {
        for (place, why) in wanted.unwanted(&change) {
            left_out.add(place, why);
        }
    }
    for (place, why) in bench::redacted(its) {
        left_out.add(place, why);
    }
    let mut edit = agreed(its, own, &left_out.take_fresh());
    let bench = Bench::new(versions.active, &active, origin, &wanted.taken, world);
    let mut round = 0;
    let attempt = loop {
        let attempt = bench.attempt(&edit);
        let refused = if round < ROUNDS { bench.refused(&attempt, &edit) } else { attempt.all() };
        if refused.is_empty() {
            break attempt;
        }
        for (place, why) in refused {
            left_out.add(place, why);
        }
        let next = agreed(&edit, own, &left_out.take_fresh());
        if next.text() == edit.text() {
            // Nothing helped: nothing is taken.
            for (place, why) in attempt.all() {
                left_out.add(place, why);
            }
            edit = own.clone();
            round = ROUNDS;
            continue;
        }
        (edit, round) = (next, round + 1);
    };

    let mut choices: Vec<Choice> = Vec::new();
    if let (Some(root), Some(other)) = (own.root(), its.root()) {
        let (root, other) = (Version::new(root), Version::new(other));
        let versions = (&root, &other);
        let strict = is_strict_json(own);
        for change in changes(origin, own, &edit) {
            choices.push(choice(&change, versions, base.is_some(), &wanted.taken, strict));
        }
        let left_out = left_out.why.iter();
        choices.extend(left_out.filter_map(|(place, why)| left(place, why, versions)));
    }
    choices.extend(retired(&active, &rejected));
    Ok(Merge {
        faults: bench.faults(&attempt),
        merged: attempt.fixed(&active),
        has_base: base.is_some(),
        choices,
        active,
        rejected,
    })
}

/// The root of a text, if that is one object of JSON5.
fn object(tree: &Tree) -> Option<Value<'_>> {
    tree.root().filter(|root| tree.errors().is_empty() && root.as_object().is_some())
}

fn changes<'t>(base: Option<&'t Tree>, active: &'t Tree, rejected: &'t Tree) -> Vec<Change<'t>> {
    match (active.root(), rejected.root()) {
        (Some(active), Some(rejected)) => weigh(base.and_then(Tree::root), active, rejected),
        _ => Vec::new(),
    }
}

impl Side {
    /// Carries a version over the migrations that are safe.
    fn of(source: &Source, keep: Keep, world: &dyn Fn(&Tree) -> World) -> Self {
        let fixing = Fixing { keep, ..Fixing::migrating(Safety::Safe) };
        let own = world(source.tree());
        let carried = migrations::carry(source.tree().clone(), &own, &fixing, &|_| true);
        let source_after = Source::from_tree(source.name(), carried.tree);
        let own = world(source_after.tree());
        let report: Report = crate::check(&source_after, &own);
        let after = Fixed {
            source: source_after,
            report,
            applied: carried.applied,
            passes: carried.passes,
            bug: carried.bug,
        };
        Self { before: source.clone(), after }
    }
}

/// What is left out of the edit, and why.
#[derive(Debug, Default)]
struct LeftOut {
    why: BTreeMap<Place, String>,
    /// What came since it was asked last.
    fresh: BTreeSet<Place>,
}

impl LeftOut {
    fn add(&mut self, place: Place, why: String) {
        self.fresh.insert(place.clone());
        self.why.entry(place).or_insert(why);
    }

    /// What came since it was asked last.
    fn take_fresh(&mut self) -> BTreeSet<Place> {
        std::mem::take(&mut self.fresh)
    }
}

/// What became of a setting that was weighed.
fn choice(
    change: &Change<'_>,
    versions: (&Version<'_>, &Version<'_>),
    has_base: bool,
    taken: &[Place],
    strict: bool,
) -> Choice {
    let asked = taken.iter().any(|place| change.place.is_within(place));
    let outcome = match (change.verdict, change.active, change.rejected) {
        (Verdict::Keep(_), ..) => Outcome::Kept,
        (Verdict::Conflict, ..) if !asked => Outcome::Conflict,
        (_, None, _) => Outcome::Added,
        (_, Some(_), Some(_)) => Outcome::Replaced,
        (_, Some(_), None) => Outcome::Removed,
    };
    let why = match change.verdict {
        Verdict::Take if has_base => "the rejected edit alone changed it",
        Verdict::Take => "the rejected edit alone has it",
        Verdict::Conflict if asked => "both changed it; --take names it",
        Verdict::Conflict if !has_base => {
            "both have it, and without a base nobody knows which of them changed it"
        }
        Verdict::Conflict => "both changed it; --take would take the rejected edit's value",
        Verdict::Keep(Why::ActiveChanged) => "the active file alone changed it",
        Verdict::Keep(Why::NoBase) => {
            "the active file alone has it, and without a base nobody knows whether the edit removed it"
        }
        Verdict::Keep(Why::Order) => {
            "the items stand in another order in the rejected edit, and are not the same ones"
        }
        Verdict::Keep(Why::Name) => "its name is no Unicode, and so it is not touched",
    };
    let is_taken = matches!(outcome, Outcome::Added | Outcome::Replaced);
    let comments = match change.rejected {
        Some(value) if strict && is_taken => {
            comments_of(value).into_iter().map(str::to_owned).collect()
        }
        _ => Vec::new(),
    };
    Choice { outcome, why: why.to_owned(), comments, ..plain(&change.place, versions) }
}

/// What was left out, if the versions differ there.
fn left(place: &Place, why: &str, versions: (&Version<'_>, &Version<'_>)) -> Option<Choice> {
    let choice = plain(place, versions);
    (choice.active.is_some() || choice.rejected.is_some())
        .then(|| Choice { why: why.to_owned(), ..choice })
}

/// A setting with its values on both sides, left out.
fn plain(place: &Place, (own, its): (&Version<'_>, &Version<'_>)) -> Choice {
    let (active, rejected) = (own.find(place), its.find(place));
    Choice {
        key: rejected.or(active).map(Value::key).unwrap_or_default(),
        outcome: Outcome::LeftOut,
        active: active.map(Value::span),
        rejected: rejected.map(Value::span),
        why: String::new(),
        comments: Vec::new(),
    }
}

/// What the edit sets that has no place in the target any more, unless the active file sets the same.
fn retired(active: &Side, rejected: &Side) -> Vec<Choice> {
    let its = rejected.before.tree().root();
    let own = active.before.tree().root();
    let (Some(its), Some(own)) = (its, own) else { return Vec::new() };
    let (its, own) = (Version::new(its), Version::new(own));
    let mut choices = Vec::new();
    for change in &rejected.after.applied {
        for step in &change.steps {
            let Step::Removed { key, .. } = step else { continue };
            let place = its.place(key);
            let (old, new) = (own.find(&place), its.find(&place));
            // Of what a migration put there itself, its message says enough.
            let Some(new) = new else { continue };
            if !old.is_some_and(|old| old.same_as(new)) {
                choices.push(Choice {
                    key: key.clone(),
                    outcome: Outcome::LeftOut,
                    active: None,
                    rejected: None,
                    why: change.message.clone(),
                    comments: Vec::new(),
                });
            }
        }
    }
    choices
}
