//! How far both agree, and what they differ in.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::str::FromStr;

use clawtidy::schema::Release;

use super::cases::Case;
use super::compare::{Cause, Comparison};

/// The count of what was compared.
pub(crate) struct Tally {
    release: Release,
    written: usize,
    mutations: usize,
    figures: [Share; 4],
    differing: usize,
    /// How many configs show a cause, and the shortest of them.
    causes: BTreeMap<Cause, (usize, String)>,
}

/// How many of some agree.
#[derive(Clone, Copy, Default)]
struct Share {
    same: usize,
    all: usize,
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Figure {
    Verdict,
    Places,
    Warnings,
    Audits,
}

impl Figure {
    const ALL: [Self; 4] = [Self::Verdict, Self::Places, Self::Warnings, Self::Audits];

    const fn name(self) -> &'static str {
        match self {
            Self::Verdict => "verdict",
            Self::Places => "places",
            Self::Warnings => "warnings",
            Self::Audits => "audits",
        }
    }

    /// Of which configs it is counted.
    const fn of(self) -> &'static str {
        match self {
            Self::Verdict => "configs",
            Self::Places => "that both reject",
            Self::Warnings => "that both accept",
            Self::Audits => "that OpenClaw audited",
        }
    }
}

/// The least agreement in one figure.
#[derive(Debug, Clone)]
pub(crate) struct Floor {
    figure: Figure,
    percent: f64,
}

impl FromStr for Floor {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, percent) = text.split_once('=').ok_or("write it as `verdict=99.5`")?;
        let figure = Figure::ALL.into_iter().find(|figure| figure.name() == name);
        let figure = figure.ok_or("the figures are verdict, places, warnings and audits")?;
        let percent: f64 = percent.parse().map_err(|_| format!("{percent} is not a number"))?;
        Ok(Self { figure, percent })
    }
}

impl Share {
    fn count(&mut self, same: bool) {
        self.same += usize::from(same);
        self.all += 1;
    }

    /// None of none is all of them.
    #[expect(clippy::cast_precision_loss, reason = "there are not so many configs")]
    fn percent(self) -> f64 {
        if self.all == 0 { 100.0 } else { 100.0 * self.same as f64 / self.all as f64 }
    }
}

impl Tally {
    /// Nothing compared yet of so many configs that people wrote, and so many mutations.
    pub(crate) fn new(release: Release, written: usize, mutations: usize) -> Self {
        let (figures, causes) = ([Share::default(); 4], BTreeMap::new());
        Self { release, written, mutations, figures, differing: 0, causes }
    }

    /// Counts what came of one config.
    pub(crate) fn add(&mut self, case: &Case, comparison: &Comparison) {
        let outcomes = [Some(comparison.verdict), comparison.places, comparison.warnings];
        for (share, outcome) in self.figures.iter_mut().zip(outcomes) {
            if let Some(same) = outcome {
                share.count(same);
            }
        }
        self.blame(case, &comparison.causes);
    }

    /// Counts what came of one config that was audited.
    pub(crate) fn add_audit(&mut self, case: &Case, causes: &BTreeSet<Cause>) {
        self.figures[Figure::Audits as usize].count(causes.is_empty());
        self.blame(case, causes);
    }

    fn blame(&mut self, case: &Case, causes: &BTreeSet<Cause>) {
        self.differing += usize::from(!causes.is_empty());
        for cause in causes {
            let (count, shortest) = self.causes.entry(cause.clone()).or_default();
            if *count == 0 || case.text.len() < shortest.len() {
                shortest.clone_from(&case.text);
            }
            *count += 1;
        }
    }

    fn share(&self, figure: Figure) -> Share {
        self.figures[figure as usize]
    }

    /// Whether the agreement is under the floor, in words.
    pub(crate) fn misses(&self, floor: &Floor) -> Option<String> {
        let percent = self.share(floor.figure).percent();
        let name = floor.figure.name();
        (percent < floor.percent)
            .then(|| format!("{name}: {percent:.3} % agree, less than {} %", floor.percent))
    }

    /// The agreement in percent.
    pub(crate) fn figures(&self) -> String {
        let (written, mutations) = (self.written, self.mutations);
        let mut out =
            format!("OpenClaw {}: {written} configs, {mutations} mutations\n", self.release);
        for figure in Figure::ALL {
            let Share { same, all } = self.share(figure);
            if figure == Figure::Audits && all == 0 {
                continue;
            }
            let (name, percent) = (figure.name(), self.share(figure).percent());
            let _ = writeln!(out, "{name:<9} {percent:7.3} %  ({same} of {all} {})", figure.of());
        }
        out
    }

    /// What they differ in, warnings last and the most frequent first, each with a config that `shrink` makes small.
    pub(crate) fn causes(
        &self,
        count: usize,
        mut shrink: impl FnMut(&Cause, &str) -> Result<String, String>,
    ) -> Result<String, String> {
        let mut causes: Vec<_> = self.causes.iter().collect();
        causes.sort_by_key(|(cause, (count, _))| (cause.is_warning(), std::cmp::Reverse(*count)));
        let mut out = format!("{} differ, for {} causes\n", self.differing, causes.len());
        for (cause, (times, text)) in causes.into_iter().take(count) {
            let small = shrink(cause, text)?;
            let _ = writeln!(out, "{times:6}  {cause}\n        {small}");
        }
        Ok(out)
    }
}
