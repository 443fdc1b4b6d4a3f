//! Old configs, made from the catalogs of older releases, keep the laws of migration; and every key
//! that a release retired has its place, or a reason that it has none.
//!
//! `cargo xtask soak` does the same for many more.

#[path = "support/author.rs"]
#[allow(dead_code, reason = "others use the rest of it")]
mod author;
#[path = "support/keeping.rs"]
#[allow(dead_code, reason = "others use the rest of it")]
mod keeping;
#[path = "support/old_config.rs"]
#[allow(dead_code, reason = "others use the rest of it")]
mod old_config;

use clawtidy::finding::Safety;
use clawtidy::schema::Release;
use old_config::{Maker, retired_leaves};
use rayon::prelude::*;

/// How many configs are carried over.
const CONFIGS: u64 = 150;

/// One in so many retired keys is carried over; the soak takes all of them.
const ONE_IN: usize = 20;

#[test]
fn retired_keys_have_their_places() {
    let leaves: Vec<_> = retired_leaves().into_iter().step_by(ONE_IN).collect();
    assert!(leaves.len() > 100, "{} retired keys", leaves.len());
    let broken: Vec<String> = leaves
        .par_iter()
        .enumerate()
        .filter_map(|(seed, (leaf, release))| {
            let text = Maker::new(seed as u64).config_with(leaf, *release)?;
            let faults = keeping::carry_alone(&text, Release::LATEST).faults;
            (!faults.is_empty()).then(|| format!("{release}: {faults:?}\n{text}"))
        })
        .collect();
    assert!(broken.is_empty(), "{} broken laws:\n{}", broken.len(), broken.join("\n"));
}

#[test]
fn old_configs_keep_the_laws() {
    let releases: Vec<Release> = Release::all().step_by(9).collect();
    let broken: Vec<String> = (0..CONFIGS)
        .into_par_iter()
        .flat_map_iter(|seed| {
            let config = Maker::new(seed).config(&releases);
            let carry = |allowed| keeping::carry(&config.text, Release::LATEST, allowed);
            let carried = [carry(Safety::Safe), carry(Safety::Unsafe)];
            let faults = carried.into_iter().flat_map(|carried| carried.faults);
            let of = config.release;
            let tell = move |fault| format!("seed {seed}, {of}: {fault:?}\n{}", config.text);
            faults.map(tell).collect::<Vec<_>>()
        })
        .collect();
    assert!(broken.is_empty(), "{} broken laws:\n{}", broken.len(), broken.join("\n"));
}
