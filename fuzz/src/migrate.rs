//! Migrating: configs of older releases keep the laws of `tests/migrate_properties.rs`, and whatever is
//! carried to whatever release keeps those of fixing.

use clawtidy::finding::Safety;
use clawtidy::schema::Release;
use clawtidy::{Fixing, fix};

use crate::config::{self, Case};
use crate::fix::keeps;
use crate::old_config::Maker;
use crate::reached::Reached;
use crate::{keeping, there_and_back};

pub(crate) fn hold(bytes: &[u8]) -> Reached {
    let Some(mut dice) = config::made_of(bytes) else { return wild(bytes) };
    match dice.below(8) {
        0..4 => carried(&mut dice),
        4 => returned(&mut dice),
        _ => wild(bytes),
    }
}

fn safety(dice: &mut Maker) -> Safety {
    if dice.below(2) == 0 { Safety::Safe } else { Safety::Unsafe }
}

/// A config that an older release accepts, carried to the newest.
fn carried(dice: &mut Maker) -> Reached {
    let allowed = safety(dice);
    let config = dice.config(config::releases());
    let carried = keeping::carry(&config.text, Release::LATEST, allowed);
    let (of, faults) = (config.release, &carried.faults);
    assert!(faults.is_empty(), "{of}, {allowed:?}: {faults:?}\n{}\n{}", config.text, carried.text);
    Reached::of([
        ("of an older release", true),
        ("changed", carried.text != config.text),
        ("accepted afterwards", carried.left.is_empty()),
    ])
}

/// A config of the newest release, carried to an older one and back.
fn returned(dice: &mut Maker) -> Reached {
    let releases = config::releases();
    let older = releases[dice.below(releases.len())];
    let text = there_and_back::settled(&dice.config(&[Release::LATEST]).text);
    let returned = there_and_back::there_and_back(&text, older);
    let faults = &returned.faults;
    assert!(
        faults.is_empty(),
        "{older}: {faults:?}\n{text}\n{}\n{}",
        returned.older,
        returned.newest
    );
    Reached::of([("there and back", true), ("changed", returned.older != text)])
}

/// Anything, carried to any release.
fn wild(bytes: &[u8]) -> Reached {
    let Case { text, world, mut dice } = Case::of(bytes);
    let fixing = Fixing::migrating(safety(&mut dice));
    let fixed = fix("openclaw.json", text.clone(), &world, &fixing);
    keeps(&text, &world, &fixing, &fixed);
    Reached::of([("of any kind", true), ("changed", !fixed.applied.is_empty())])
}
