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
use old_config::Maker;
use rayon::prelude::*;

/// How many configs are carried over.
const CONFIGS: u64 = 150;

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
