//! Configs that are split into files at random come to the same as they did, and fixes make the
//! same of them.

use clawtidy::Fixing;
use clawtidy::finding::Safety;
use clawtidy::report::Selection;
use clawtidy::schema::Release;
use rayon::prelude::*;

use crate::files_of::Split;
use crate::old_config::Maker;

/// How many configs are split.
const CONFIGS: u64 = 60;

fn maker(seed: u64) -> (String, Maker) {
    let releases: Vec<Release> = Release::all().step_by(9).collect();
    let mut maker = Maker::new(seed);
    let text = maker.config(&releases).text;
    (text, maker)
}

#[test]
fn what_was_split_comes_to_the_same() {
    for seed in 0..CONFIGS {
        let (text, mut maker) = maker(seed);
        Split::of(&text, &mut maker).comes_to(&text);
    }
}

#[test]
fn fixes_make_the_same_of_a_split_config() {
    for allowed in [Safety::Safe, Safety::Unsafe] {
        for fixing in [Fixing::migrating(allowed), Fixing::new(Selection::default(), allowed)] {
            let mended = |seed: u64| {
                let (text, mut maker) = maker(seed);
                // One in three a second time, for time.
                let twice = seed.is_multiple_of(3);
                let left = Split::of(&text, &mut maker).mended(allowed, &fixing, twice);
                left.map_err(|why| format!("seed {seed}: {why}")).map(|left| (seed, left))
            };
            let outcomes: Vec<_> = (0..CONFIGS).into_par_iter().map(mended).collect();
            let broken: Vec<&String> = outcomes.iter().filter_map(|it| it.as_ref().err()).collect();
            assert!(broken.is_empty(), "{} broken: {}", broken.len(), broken[0]);
            let left: Vec<&(u64, Vec<String>)> =
                outcomes.iter().flatten().filter(|(_, left)| !left.is_empty()).collect();
            assert!(left.is_empty(), "{allowed:?}: {} of {CONFIGS} differ: {left:#?}", left.len());
        }
    }
}
