//! Files of a run that are only ever included: which configs they are judged through.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::Session;
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
    /// Those that are judged for themselves, as it is not known where they are included.
    alone: BTreeSet<PathBuf>,
    /// Those of which the findings are shown, by the config that they are judged through. Of the
    /// config itself nothing is.
    through: BTreeMap<PathBuf, Vec<PathBuf>>,
}

impl Fragments {
    /// Whether a file is judged as one that is included, nobody knows where.
    pub(super) fn is_alone(&self, name: &str) -> bool {
        self.alone.contains(Path::new(name))
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

/// Why nothing can be told of where a file stands that a config names.
const UNFIT: &str = "the config that includes it cannot be put together";

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
        let mut plan =
            Self { files: Vec::new(), fragments: Fragments::default(), notes: Vec::new() };
        let reals: Vec<PathBuf> =
            files.par_iter().map(|file| real(&bench.directory().join(file))).collect();
        let sights: Vec<Sight> = includers(files, &reals, bench)
            .into_par_iter()
            .map(|file| Sight::of(file, bench.judge(file)))
            .collect();
        let mut seen: BTreeMap<PathBuf, Sight> = BTreeMap::new();
        let reached: BTreeSet<&PathBuf> = sights.iter().flat_map(|it| &it.reached).collect();
        let placed: BTreeSet<&PathBuf> = sights.iter().flat_map(|it| &it.placed).collect();
        for (file, real) in files.iter().zip(&reals) {
            if placed.contains(real) {
                continue;
            }
            if reached.contains(real) {
                plan.alone(file, UNFIT);
                continue;
            }
            let candidates = near.get(file).map_or(&[][..], Vec::as_slice);
            for config in candidates {
                let sight = || Sight::of(config, bench.judge(config));
                seen.entry(config.clone()).or_insert_with(sight);
            }
            let leads = |config: &&PathBuf| seen[*config].reached.contains(real);
            let roots: Vec<&PathBuf> = candidates.iter().filter(leads).collect();
            let puts = |config: &&PathBuf| seen[*config].placed.contains(real);
            // One that another of them includes is judged with that one.
            let is_root = |config: &&PathBuf| {
                let own = self::real(&bench.directory().join(config));
                roots.iter().all(|other| !seen[*other].placed.contains(&own))
            };
            let putting = roots.iter().copied().filter(puts).filter(is_root);
            let mut putting: Vec<PathBuf> = putting.cloned().collect();
            putting.sort();
            if !putting.is_empty() {
                plan.through(file, putting);
            } else if !roots.is_empty() {
                plan.alone(file, UNFIT);
            } else if scope.is_fragment(&bench.directory().join(file)) {
                plan.alone(file, "no config that includes it was found");
            } else {
                plan.files.push(file.clone());
            }
        }
        plan
    }

    /// The plan for a text that is not on the disk: no config can be put together with it.
    pub(super) fn of_standard_input(self) -> Self {
        let files: Vec<PathBuf> = self.fragments.through.into_values().flatten().collect();
        let alone = self.fragments.alone.into_iter().chain(files).collect();
        let fragments = Fragments { alone, through: BTreeMap::new() };
        Self { fragments, notes: Vec::new(), ..self }
    }

    fn alone(&mut self, file: &Path, why: &str) {
        let told = "only what holds of any text is told";
        self.notes.push(format!("{}: {why}, so {told}", file.display()));
        self.fragments.alone.insert(file.to_owned());
        self.files.push(file.to_owned());
    }

    fn through(&mut self, file: &Path, configs: Vec<PathBuf>) {
        let names: Vec<String> = configs.iter().map(|it| it.display().to_string()).collect();
        let includes = if names.len() > 1 { "include" } else { "includes" };
        let names = names.join(" and ");
        self.notes.push(format!("{}: read with {names}, which {includes} it", file.display()));
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

/// The files that may include others of them: OpenClaw reads from a config's own directory and below
/// it, or from where it is told to.
fn includers<'f>(files: &'f [PathBuf], reals: &[PathBuf], bench: &Bench<'_>) -> Vec<&'f PathBuf> {
    if files.len() < 2 {
        return Vec::new();
    }
    let all: BTreeSet<&PathBuf> = reals.iter().collect();
    let may_include = |file: &&PathBuf| {
        if files::is_yaml(file) {
            return false;
        }
        let on_disk = bench.directory().join(file);
        let own = real(on_disk.parent().unwrap_or(bench.directory()));
        let below = all.range(own.clone()..).take_while(|path| path.starts_with(&own));
        below.take(2).count() > 1 || bench.judge(file).reads_elsewhere()
    };
    files.par_iter().filter(may_include).collect()
}
