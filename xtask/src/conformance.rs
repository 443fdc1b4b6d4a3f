//! `cargo xtask conformance`: the real OpenClaw against us, over thousands of configs.

mod audits;
pub(crate) mod cases;
mod compare;
mod docs;
mod mutate;
mod oracle;
mod record;
pub(crate) mod shrink;
mod tally;

use std::path::{Path, PathBuf};

use clap::Args;
use clawtidy::schema::Release;
use clawtidy::world::World;

use crate::package::Package;
use audits::Reported;
use cases::Case;
use compare::compare;
pub(crate) use oracle::Oracle;
use tally::{Floor, Tally};

/// What to compare.
#[derive(Args)]
pub(crate) struct Options {
    /// The release, such as 2026.9.6; the newest of the catalog unless given.
    release: Option<String>,
    /// More configs: files, folders of them, or `.jsonl` files with a `text` a line.
    #[arg(long, num_args = 1..)]
    cases: Vec<PathBuf>,
    /// How many mutations of all the configs to compare as well.
    #[arg(long, default_value_t = 0)]
    mutations: usize,
    /// How many configs that turn the settings of the security audit to compare as well.
    #[arg(long, default_value_t = 0)]
    audits: usize,
    /// What the mutations follow from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many causes of differences to show, each with a small config.
    #[arg(long, default_value_t = 20)]
    list: usize,
    /// Writes OpenClaw's verdicts about the fixtures to `fixtures/verdicts.jsonl`.
    #[arg(long)]
    record: bool,
    /// Fails under this agreement, such as `verdict=99.5`, `places=99`, `warnings=95`, `audits=99`.
    #[arg(long, value_name = "FIGURE=PERCENT")]
    at_least: Vec<Floor>,
}

/// Compares and tells how far both agree.
pub(crate) fn run(root: &Path, options: &Options) -> Result<String, String> {
    let latest = Release::LATEST.name();
    let name = options.release.as_deref().unwrap_or(latest);
    let release = Release::find(name).ok_or_else(|| format!("{name} is not in the catalog"))?;
    let scratch = root.join("target/xtask");
    let cannot = |why: String| {
        format!(
            "OpenClaw {name} cannot be asked, so nothing was compared: {why}\n\
             This needs npm and, the first time, a network."
        )
    };
    let package = Package::install(name, &scratch).map_err(cannot)?;
    let node = package.node(None, &scratch).map_err(cannot)?;
    let mut oracle = Oracle::start(&package, &node).map_err(cannot)?;

    let fixtures = cases::fixtures(root)?;
    let mut cases = cases::examples(release)?;
    cases.extend(cases::documented(&package)?);
    for path in &options.cases {
        cases.extend(cases::given(path)?);
    }
    cases.retain(cases::stands_alone);
    let mut tally = Tally::new(release, fixtures.len() + cases.len(), options.mutations);
    let world = World::new(release, oracle.environment());
    let mut ask = |oracle: &mut Oracle, case: &Case| {
        let verdict = oracle.ask(&case.text)?;
        tally.add(case, &compare(&case.text, &verdict, &world));
        Ok::<_, String>(verdict)
    };
    let mut told = Vec::new();
    for case in fixtures {
        let verdict = ask(&mut oracle, &case)?;
        told.push((case, verdict));
    }
    for case in &cases {
        ask(&mut oracle, case)?;
    }
    if options.record {
        record::write(root, name, &told)?;
    }
    let accepted = told.iter().filter(|(_, verdict)| verdict.valid).map(|(case, _)| case);
    let origins: Vec<Case> = accepted.filter(|case| cases::stands_alone(case)).cloned().collect();
    cases.extend(told.into_iter().map(|(case, _)| case));
    for case in cases::mutations(&cases, release, options.mutations, options.seed) {
        ask(&mut oracle, &case)?;
    }

    for case in audits::cases(&origins, release, options.audits, options.seed)? {
        if let Some(theirs) = oracle.audit(&case.text)? {
            tally.add_audit(&case, &audits::compare(&case.text, &theirs, &world));
        }
    }

    let mut summary = tally.figures();
    summary += &tally.causes(options.list, |cause, text| {
        let shows = |smaller: &str| {
            if cause.is_audit() {
                let theirs = oracle.audit(smaller)?;
                let differs =
                    |theirs: Reported| audits::compare(smaller, &theirs, &world).contains(cause);
                return Ok(theirs.is_some_and(differs));
            }
            let verdict = oracle.ask(smaller)?;
            Ok(compare(smaller, &verdict, &world).causes.contains(cause))
        };
        shrink::shrink(text, shows)
    })?;
    let missed: Vec<String> =
        options.at_least.iter().filter_map(|floor| tally.misses(floor)).collect();
    if missed.is_empty() { Ok(summary) } else { Err(format!("{}\n{summary}", missed.join("\n"))) }
}
