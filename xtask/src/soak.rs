//! `cargo xtask soak`: thousands of old configs, made from the catalogs of older releases, carried
//! to the newest and held to the laws of migration.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use clap::Args;
use clawtidy::finding::Safety;
use clawtidy::schema::Release;
use rayon::prelude::*;

use crate::conformance::shrink;
use crate::keeping::{self, Carried, Fault};
use crate::old_config::{Leaf, Maker, OldConfig, retired_leaves};
use crate::there_and_back;

/// What to carry over.
#[derive(Args)]
pub(crate) struct Options {
    /// How many configs.
    #[arg(long, default_value_t = 20_000)]
    configs: u64,
    /// What the configs follow from; each has its own, counted from here.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Only configs of this release, such as 2026.4.5.
    #[arg(long)]
    release: Option<String>,
    /// How many causes to show.
    #[arg(long, default_value_t = 20)]
    list: usize,
}

/// The figures of one way to carry configs over.
#[derive(Default)]
struct Figures {
    accepted: usize,
    faults: BTreeMap<Fault, Vec<u64>>,
    left: BTreeMap<(&'static str, String), Vec<u64>>,
}

impl Figures {
    fn add(&mut self, seed: u64, carried: &Carried) {
        self.accepted += usize::from(carried.left.is_empty());
        for fault in &carried.faults {
            self.faults.entry(fault.clone()).or_default().push(seed);
        }
        for left in &carried.left {
            self.left.entry(left.clone()).or_default().push(seed);
        }
    }
}

/// Carries configs over and tells what came of it; an error if a law is broken.
pub(crate) fn run(options: &Options) -> Result<String, String> {
    let releases = match &options.release {
        None => Release::all().collect(),
        Some(name) => {
            let release = Release::find(name);
            vec![release.ok_or_else(|| format!("{name} is not in the catalog"))?]
        }
    };
    let config = |seed: u64| Maker::new(seed).config(&releases);
    let (mut safe, mut agreed) = (Figures::default(), Figures::default());
    let seeds: Vec<u64> = (options.seed..options.seed + options.configs).collect();
    for seeds in seeds.chunks(1000) {
        let one = |&seed: &u64| {
            let config = config(seed);
            let carry = |allowed| keeping::carry(&config.text, Release::LATEST, allowed);
            (seed, carry(Safety::Safe), carry(Safety::Unsafe))
        };
        for (seed, safely, unsafely) in seeds.par_iter().map(one).collect::<Vec<_>>() {
            safe.add(seed, &safely);
            agreed.add(seed, &unsafely);
        }
    }
    let (mut summary, places_hold) = retired(options.list);
    let (returns, all_return) = returned(options);
    summary.push_str(&returns);
    for (name, figures, allowed) in
        [("safe", &safe, Safety::Safe), ("unsafe", &agreed, Safety::Unsafe)]
    {
        let _ = writeln!(
            summary,
            "{name}: {} accepts {} of {} configs afterwards; {} broken laws",
            Release::LATEST,
            figures.accepted,
            options.configs,
            figures.faults.values().map(Vec::len).sum::<usize>(),
        );
        figures.tell(&mut summary, options.list, allowed, config);
    }
    let is_sound = places_hold && all_return && safe.faults.is_empty() && agreed.faults.is_empty();
    if is_sound { Ok(summary) } else { Err(summary) }
}

/// Carries every retired key over, alone; tells what came of it, and whether all laws held.
fn retired(most: usize) -> (String, bool) {
    let leaves = retired_leaves();
    let one = |(seed, (leaf, release)): (usize, &(Leaf, Release))| {
        let text = Maker::new(seed as u64).config_with(leaf, *release)?;
        let faults = keeping::carry_alone(&text, Release::LATEST).faults;
        Some((*release, text, faults))
    };
    let told: Vec<_> = leaves.par_iter().enumerate().map(one).collect();
    let made: Vec<_> = told.into_iter().flatten().collect();
    let broken: Vec<_> = made.iter().filter(|(_, _, faults)| !faults.is_empty()).collect();
    let mut summary = format!(
        "retired keys: {}, with a config {}, of which {} keep the laws\n",
        leaves.len(),
        made.len(),
        made.len() - broken.len()
    );
    for (release, text, faults) in broken.iter().take(most) {
        let dense = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let faults: Vec<String> =
            faults.iter().map(|fault| format!("{}: {}", fault.law, fault.about)).collect();
        let _ = writeln!(summary, "  {release}: {dense}\n    {}", faults.join("\n    "));
    }
    (summary, broken.is_empty())
}

/// One in so many configs is also made for the newest release, and carried to an older one and back.
const RETURNS: u64 = 10;

/// Carries configs of the newest release to older ones and back; tells what came of it, and whether
/// all laws held.
fn returned(options: &Options) -> (String, bool) {
    let older: Vec<Release> = Release::all().filter(|it| *it != Release::LATEST).collect();
    let one = |seed: u64| {
        let mut maker = Maker::new(seed);
        let text = there_and_back::settled(&maker.config(&[Release::LATEST]).text);
        let older = *older.get(maker.below(older.len()))?;
        Some((seed, older, there_and_back::there_and_back(&text, older)))
    };
    let seeds = options.seed..options.seed + options.configs / RETURNS;
    let told: Vec<_> = seeds.into_par_iter().filter_map(one).collect();
    let same = told.iter().filter(|(.., it)| it.only_moved).count();
    let mut faults: BTreeMap<Fault, Vec<(u64, Release)>> = BTreeMap::new();
    for (seed, older, returned) in &told {
        for fault in &returned.faults {
            faults.entry(fault.clone()).or_default().push((*seed, *older));
        }
    }
    let mut summary = format!(
        "to an older release and back: {} configs, of which {same} came back whole; {} broken laws\n",
        told.len(),
        faults.values().map(Vec::len).sum::<usize>(),
    );
    for (fault, ways) in faults.iter().take(options.list) {
        let (law, about) = (fault.law, &fault.about);
        let _ = write!(summary, "  {}x {law}: {about}", ways.len());
        if let Some((seed, older)) = ways.first() {
            let _ = write!(summary, " ({older}, seed {seed})");
        }
        summary.push('\n');
    }
    (summary, faults.is_empty())
}

impl Figures {
    /// Says what was broken, each with a small config, and what is left.
    fn tell(
        &self,
        summary: &mut String,
        most: usize,
        allowed: Safety,
        config: impl Fn(u64) -> OldConfig,
    ) {
        let mut faults: Vec<_> = self.faults.iter().collect();
        faults.sort_by_key(|(_, seeds)| std::cmp::Reverse(seeds.len()));
        for (fault, seeds) in faults.into_iter().take(most) {
            let Some(&seed) = seeds.first() else { continue };
            let OldConfig { release, text } = config(seed);
            let shows = |smaller: &str| {
                Ok(keeping::shows(smaller, release, Release::LATEST, allowed, fault))
            };
            let small = shrink::shrink(&text, shows).unwrap_or(text);
            let (law, about) = (fault.law, &fault.about);
            let _ = writeln!(
                summary,
                "  {}x {law}: {about}\n    {release}, seed {seed}: {}",
                seeds.len(),
                small.trim().replace('\n', "\n      ")
            );
        }
        let mut left: Vec<_> = self.left.iter().collect();
        left.sort_by_key(|(_, seeds)| std::cmp::Reverse(seeds.len()));
        for ((rule, key), seeds) in left.into_iter().take(most) {
            let seed = seeds.first().copied().unwrap_or_default();
            let _ = writeln!(summary, "  left {}x {rule}: {key} (seed {seed})", seeds.len());
        }
    }
}
