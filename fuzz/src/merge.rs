//! Merging: what is put together is never rejected where the active file was not, keeps the comments and
//! values of the active file, and tells of everything in the edit that it did not take.

use std::collections::BTreeSet;

use clawtidy::edit::is_strict_json;
use clawtidy::merge::{Fault, Merge, Outcome, Versions, Wishes, merge};
use clawtidy::source::Source;
use clawtidy::syntax::{Key, Tree, Value};
use clawtidy::world::World;

use crate::config::{self, Case};
use crate::old_config::Maker;
use crate::reached::Reached;
use crate::{keeping, merging, triples, whole};

pub(crate) fn hold(bytes: &[u8]) -> Reached {
    let Some(mut dice) = config::made_of(bytes) else { return wild(bytes) };
    if dice.below(3) > 0 {
        return wild(bytes);
    }
    let (poison, has_base) = (dice.below(2) == 0, dice.below(3) > 0);
    let triple = triples::triple(&mut dice, poison);
    // Only with a base is it known what the poison took the place of.
    merging::hold("a triple", &triple, has_base || poison);
    Reached::of([("of known outcome", true), ("merged", true)])
}

/// Any three versions of a config.
fn wild(bytes: &[u8]) -> Reached {
    let Case { text, world, mut dice } = Case::of(bytes);
    let (base, active, rejected) = if config::made_of(bytes).is_some() {
        versions(&mut dice)
    } else {
        // A text is the edit; the others are like it.
        let mut active = text.clone();
        config::slip(&mut active, &mut dice);
        (text.clone(), active, text)
    };
    let has_base = dice.below(4) > 0;
    let source = |name: &str, text: &str| Source::new(name, text.to_owned());
    let base = has_base.then(|| source("base", &base));
    let (active, rejected) = (source("active", &active), source("rejected", &rejected));
    let merged = |active: &Source| {
        let versions = Versions { base: base.as_ref(), active, rejected: &rejected };
        merge(versions, &Wishes::default(), &|_: &Tree| world.clone())
    };
    let Ok(merge) = merged(&active) else { return Reached::of([("not to be merged", true)]) };
    keeps(&merge, &world);
    let takes = |it: &Outcome| matches!(it, Outcome::Added | Outcome::Replaced | Outcome::Removed);
    let is = |wanted: Outcome| merge.choices.iter().any(|it| it.outcome == wanted);
    Reached::of([
        ("merged", true),
        ("with something taken", merge.choices.iter().any(|it| takes(&it.outcome))),
        ("with a conflict", is(Outcome::Conflict)),
        ("with something left out", is(Outcome::LeftOut)),
    ])
}

fn versions(dice: &mut Maker) -> (String, String, String) {
    let base = config::plain(dice);
    let edited = |dice: &mut Maker| {
        let mut plain = base.clone();
        for _ in 0..=dice.below(4) {
            config::edit(&mut plain, dice);
        }
        dice.write(&plain)
    };
    let (active, rejected) = (edited(dice), edited(dice));
    (dice.write(&base), active, rejected)
}

fn keeps(merge: &Merge, world: &World) {
    let after = merge.merged.source.tree();
    let before = merge.active.before.tree();
    let edit = merge.rejected.after.source.tree();
    let shown = || {
        let choices: Vec<String> = merge
            .choices
            .iter()
            .map(|it| format!("{} {}: {}", it.outcome.name(), it.key, it.why))
            .collect();
        format!(
            "{}\n{}\n---- rejected\n{}\n---- merged\n{}\n----\n{}\n{:?}",
            world.target,
            before.text(),
            merge.rejected.before.text(),
            after.text(),
            choices.join("\n"),
            merge.faults,
        )
    };
    whole::tree(after);
    assert!(!merge.faults.contains(&Fault::Broken) && after.errors().is_empty(), "{}", shown());
    assert_eq!(merge.merged.bug, None, "{}", shown());
    assert!(
        merge.merged.report.accepted() || !merge.active.after.report.accepted(),
        "what was accepted is rejected: {}",
        shown()
    );
    if is_strict_json(before) {
        assert!(is_strict_json(after), "no longer strict JSON: {}", shown());
    }
    let comments = keeping::lost_comments(before, after);
    assert!(comments.is_empty(), "comments are lost: {comments:?}: {}", shown());
    let told: Vec<&Key> = merge.choices.iter().map(|choice| &choice.key).collect();
    let is_told = |value: Value<'_>| {
        let own = value.key();
        let (own, told) = (own.segments(), told.iter().map(|told| told.segments()));
        told.into_iter().any(|told| own.starts_with(told) || told.starts_with(own))
    };
    // What only has another place now is there; what is not is told of.
    let there = everything(after);
    let own = merge.active.after.source.tree();
    for tree in [own, edit] {
        for value in tree.values() {
            let Some(said) = keeping::word(value) else { continue };
            // What a later member of the name replaces is in force nowhere.
            let root = tree.root();
            let is_in_force = root.and_then(|root| keeping::reached(root, value.key().segments()));
            if is_in_force != Some(value) {
                continue;
            }
            assert!(
                there.contains(&said) || is_told(value),
                "`{}` = {said} is lost: {}",
                value.key(),
                shown()
            );
        }
    }
}

/// All that a text says: its values, its names and the words of its comments.
fn everything(tree: &Tree) -> BTreeSet<String> {
    let mut there: BTreeSet<String> = keeping::said_words(tree).into_iter().collect();
    for value in tree.values() {
        there.extend(keeping::word(value));
        there.extend(value.member().map(|member| format!("\"{}\"", member.name().to_lossy())));
    }
    there
}
