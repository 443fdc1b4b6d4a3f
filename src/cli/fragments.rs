//! Files of a run that are only ever included: which configs they are judged through.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::Session;
use super::each::on_all_cores;
use super::given::Bench;
use super::judge::Judge;
use super::project::Project;
use crate::files::{self, Bounds, Discovered, Scope};
use crate::output::Look;
use crate::syntax::parse;
use crate::world::{Included, Includes, may_include};

/// The files of a run that are not judged as configs, as the user would write them.
#[derive(Debug, Default)]
pub(super) struct Fragments {
    /// Those that are judged for themselves, as it is not known where they are included; each with a
    /// config that leads to it, if one does.
    alone: BTreeMap<PathBuf, Option<PathBuf>>,
    /// Those of which the findings are shown, by the config that they are judged through. Of the
    /// config itself nothing is.
    through: BTreeMap<PathBuf, Vec<PathBuf>>,
    /// The configs that include a file which others of the run include too.
    sharing: BTreeSet<PathBuf>,
}

impl Fragments {
    /// Whether others of the run include a file that this config includes.
    pub(super) fn are_shared(&self, config: &str) -> bool {
        self.sharing.contains(Path::new(config))
    }

    /// Whether a file is judged as one that is included, nobody knows where.
    pub(super) fn is_alone(&self, name: &str) -> bool {
        self.alone.contains_key(Path::new(name))
    }

    /// The config that leads to such a file and cannot be put together.
    pub(super) fn unfit(&self, name: &str) -> Option<&Path> {
        self.alone.get(Path::new(name))?.as_deref()
    }

    /// Whether of some config only a part is judged.
    pub(super) fn has_parts(&self) -> bool {
        !self.through.is_empty()
    }

    /// The files that are judged through a config which is not judged itself.
    pub(super) fn through(&self, config: &str) -> &[PathBuf] {
        self.through.get(Path::new(config)).map_or(&[], Vec::as_slice)
    }
}

/// The configs that may include a file, by the file; of files that are configs by their names none.
pub(super) type Near = BTreeMap<PathBuf, Vec<PathBuf>>;

/// The configs beside and above those files of a run that may be included by them.
pub(super) fn near(found: &Discovered, project: &Project, session: &Session<'_>) -> Near {
    let directory = session.directory;
    let scope = project.scope(directory);
    let home = files::home(session.variable);
    let bounds = Bounds { project: project.root(), home: home.as_deref() };
    let may_be = |file: &&PathBuf| {
        !files::is_yaml(file) && (!files::is_config(file, &scope) || scope.is_fragment(file))
    };
    let named = found.files.iter().filter(may_be);
    let above =
        named.map(|file| (file.clone(), files::configs_above(file, directory, &scope, bounds)));
    above.collect()
}

/// What a config leads to, by paths without links.
#[derive(Debug, Default)]
struct Sight {
    /// What its directives name.
    reached: BTreeSet<PathBuf>,
    /// What of it is put in its place.
    placed: BTreeSet<PathBuf>,
}

impl Sight {
    /// What the config at `path` leads to; nothing if it includes nothing or cannot be read.
    fn of(path: &Path, judge: &Judge<'_>) -> Self {
        let on_disk = judge.directory.join(path);
        let text = files::read(&on_disk).ok().map(|original| original.text);
        let Some(text) = text.filter(|text| may_include(text)) else { return Self::default() };
        let tree = parse(text);
        let reached = judge.shelf.reach(&on_disk, &tree, &judge.including);
        let mut placed = BTreeSet::new();
        // Nothing is put into a text with errors.
        if !reached.is_empty()
            && tree.errors().is_empty()
            && let Includes::Known(known) = judge.shelf.include(&on_disk, &tree, &judge.including)
        {
            let mut open: Vec<_> = known.into_values().flatten().collect();
            while let Some(file) = open.pop() {
                if placed.insert(real(&file.path)) {
                    let Included { includes, .. } = &*file;
                    open.extend(includes.values().cloned());
                }
            }
        }
        Self { reached, placed }
    }
}

fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// What is judged of a run.
pub(super) struct Plan {
    /// The files to judge, in the order in which they were named.
    pub(super) files: Vec<PathBuf>,
    pub(super) fragments: Fragments,
    /// What is to be said of how files are judged.
    pub(super) notes: Vec<String>,
}

impl Plan {
    /// Finds out which of these files others of them include, and which are included by configs that
    /// are `near`.
    ///
    /// A file that another config of the run includes is judged with that one. One that a config near
    /// by includes is judged through it. What is left is a config, unless the settings say that it is
    /// only ever included.
    pub(super) fn new(files: &[PathBuf], near: &Near, scope: &Scope, bench: &Bench<'_>) -> Self {
        let reals = on_all_cores(files, |file| real(&bench.directory().join(file)));
        let run = OfRun::new(files, &reals, bench);
        let fragments = Fragments { sharing: run.sharing, ..Fragments::default() };
        let mut plan = Self { files: Vec::new(), fragments, notes: Vec::new() };
        let mut nearby = Nearby { bench, seen: BTreeMap::new() };
        for (file, real) in files.iter().zip(&reals) {
            if run.placed.contains(real) {
                continue;
            }
            let candidates = near.get(file).map_or(&[][..], Vec::as_slice);
            if let Some(config) = run.reached.get(real) {
                plan.alone(file, Some(config));
                continue;
            }
            match nearby.roots(candidates, real) {
                Led::To(roots) => plan.through(file, roots),
                Led::Nowhere(config) => plan.alone(file, Some(&config)),
                Led::Not if scope.is_fragment(&bench.directory().join(file)) => {
                    plan.alone(file, None);
                }
                Led::Not => plan.files.push(file.clone()),
            }
        }
        plan
    }

    /// The plan for a text that is not on the disk: no config can be put together with it.
    pub(super) fn of_standard_input(self) -> Self {
        let through = self.fragments.through.into_values().flatten();
        let through: Vec<_> = through.map(|file| (file, None)).collect();
        let alone = self.fragments.alone.into_iter().chain(through).collect();
        let fragments = Fragments { alone, ..Fragments::default() };
        Self { fragments, notes: Vec::new(), ..self }
    }

    /// `config` leads to it, and cannot be put together.
    fn alone(&mut self, file: &Path, config: Option<&Path>) {
        let why = match config {
            Some(config) => {
                format!("{}, which includes it, cannot be put together", config.display())
            }
            None => "no config that includes it was found".to_owned(),
        };
        let told = "only what holds of any text is told";
        self.notes.push(format!("{}: {why}, so {told}", file.display()));
        self.fragments.alone.insert(file.to_owned(), config.map(Path::to_owned));
        self.files.push(file.to_owned());
    }

    fn through(&mut self, file: &Path, configs: Vec<PathBuf>) {
        let names: Vec<String> = configs.iter().map(|it| it.display().to_string()).collect();
        let includes = if names.len() > 1 { "include" } else { "includes" };
        let names = names.join(" and ");
        self.notes.push(format!("{}: read with {names}, which {includes} it", file.display()));
        if configs.len() > 1 {
            self.fragments.sharing.extend(configs.iter().cloned());
        }
        for config in configs {
            if !self.fragments.through.contains_key(&config) {
                self.files.push(config.clone());
            }
            self.fragments.through.entry(config).or_default().push(file.to_owned());
        }
    }

    /// Says how files are judged that are no configs.
    pub(super) fn tell(&self, look: Look, session: &mut Session<'_>) -> std::io::Result<()> {
        self.notes.iter().try_for_each(|note| session.note(look, note))
    }
}

/// What the files of a run lead to, by paths without links.
struct OfRun {
    /// Each with a config that leads to it, as the user would write it.
    reached: BTreeMap<PathBuf, PathBuf>,
    placed: BTreeSet<PathBuf>,
    /// The files that include what others do too, as the user would write them.
    sharing: BTreeSet<PathBuf>,
}

impl OfRun {
    fn new(files: &[PathBuf], reals: &[PathBuf], bench: &Bench<'_>) -> Self {
        let includers = includers(files, reals, bench);
        let sights = on_all_cores(&includers, |file| Sight::of(file, bench.judge(file)));
        let placed: BTreeSet<PathBuf> = sights.iter().flat_map(|it| &it.placed).cloned().collect();
        let is_root = |(file, _): &(&&PathBuf, &Sight)| {
            !placed.contains(&real(&bench.directory().join(file)))
        };
        let roots: Vec<_> = includers.iter().zip(&sights).filter(is_root).collect();
        let mut counts: BTreeMap<&PathBuf, usize> = BTreeMap::new();
        for path in roots.iter().flat_map(|(_, sight)| &sight.placed) {
            *counts.entry(path).or_default() += 1;
        }
        let shares = |sight: &Sight| sight.placed.iter().any(|path| counts[path] > 1);
        let sharing = roots.iter().filter(|(_, sight)| shares(sight));
        let sharing = sharing.map(|(file, _)| (**file).clone()).collect();
        let mut reached = BTreeMap::new();
        for (file, sight) in roots {
            for path in &sight.reached {
                reached.entry(path.clone()).or_insert_with(|| (*file).clone());
            }
        }
        Self { reached, placed, sharing }
    }
}

/// Where configs lead that name a file.
enum Led {
    /// None does.
    Not,
    /// None can be put together; this is the nearest.
    Nowhere(PathBuf),
    /// To its place in these, sorted.
    To(Vec<PathBuf>),
}

/// What configs near by lead to, each looked at once.
struct Nearby<'b, 'p> {
    bench: &'b Bench<'p>,
    seen: BTreeMap<PathBuf, Sight>,
}

impl Nearby<'_, '_> {
    /// Where the candidates lead that name the file at `real`. One that another of them includes is
    /// judged with that one.
    fn roots(&mut self, candidates: &[PathBuf], real: &Path) -> Led {
        for config in candidates {
            let sight = || Sight::of(config, self.bench.judge(config));
            self.seen.entry(config.clone()).or_insert_with(sight);
        }
        let leads = |config: &&PathBuf| self.seen[*config].reached.contains(real);
        let leading: Vec<&PathBuf> = candidates.iter().filter(leads).collect();
        let is_root = |config: &&&PathBuf| {
            let own = self::real(&self.bench.directory().join(config));
            leading.iter().all(|other| !self.seen[*other].placed.contains(&own))
        };
        let puts = |config: &&&PathBuf| self.seen[**config].placed.contains(real);
        let mut roots: Vec<PathBuf> =
            leading.iter().filter(puts).filter(is_root).map(|config| (*config).clone()).collect();
        roots.sort();
        match leading.first() {
            None => Led::Not,
            Some(first) if roots.is_empty() => Led::Nowhere((*first).clone()),
            Some(_) => Led::To(roots),
        }
    }
}

/// The files that may include others of them: OpenClaw reads from a config's own directory and below
/// it, or from where it is told to.
fn includers<'f>(files: &'f [PathBuf], reals: &[PathBuf], bench: &Bench<'_>) -> Vec<&'f PathBuf> {
    if files.len() < 2 {
        return Vec::new();
    }
    let all: BTreeSet<&PathBuf> = reals.iter().collect();
    let may_include = |(file, real): &(&PathBuf, &PathBuf)| {
        if files::is_yaml(file) {
            return false;
        }
        let on_disk = bench.directory().join(file);
        let own = match real.parent() {
            Some(parent) if !on_disk.is_symlink() => parent.to_owned(),
            _ => self::real(on_disk.parent().unwrap_or(bench.directory())),
        };
        let below = all.range(own.clone()..).take_while(|path| path.starts_with(&own));
        below.take(2).count() > 1 || bench.judge(file).reads_elsewhere()
    };
    files.par_iter().zip(reals).filter(may_include).map(|(file, _)| file).collect()
}
