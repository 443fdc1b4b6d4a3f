//! What commands that judge configs have in common: what they are given to judge with.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::fragments::Fragments;
use super::judge::{Judge, Mending};
use super::project::Project;
use crate::Fixing;
use crate::files;
use crate::finding::Safety;
use crate::plugins::Installed;
use crate::report::{Gate, Selection};
use crate::schema::Target;
use crate::settings::Layer;
use crate::world::{Environment, Variable};

impl Project {
    /// A judge that goes by these settings, looks at everything, shows it without excerpts and mends
    /// nothing; or what cannot be read of what they name.
    pub(super) fn judge<'d>(
        &self,
        settings: &Layer,
        show_secrets: bool,
        target: Target,
        directory: &'d Path,
    ) -> Result<Judge<'d>, String> {
        let paths = |key: &str| -> Vec<PathBuf> {
            settings.words(key).iter().map(|word| self.path(word)).collect()
        };
        let plugins = installed(&paths("plugins"), directory)?;
        let env_files = paths("env-files");
        let environment = environment(&env_files, directory)?;
        let roots: Vec<_> =
            paths("include-roots").iter().map(|root| directory.join(root)).collect();
        Ok(Judge {
            directory,
            target,
            including: including(&roots, &environment)?,
            environment,
            env_files,
            shelf: Arc::clone(&self.shelf),
            copies: Arc::default(),
            strays: Arc::clone(&self.strays),
            fragments: Arc::default(),
            gate: Gate { show_secrets, secret_keys: plugins.secret_keys(), ..Gate::default() },
            plugins,
            converts_yaml: false,
            against: None,
            write_env: None,
            mending: Mending::None,
            fixing: Fixing::new(Selection::default(), Safety::Safe),
        })
    }
}

/// The judges of a run: one for each set of overrides that some config takes on.
#[derive(Debug)]
pub(super) struct Bench<'p> {
    project: &'p Project,
    directory: &'p Path,
    judges: BTreeMap<Vec<usize>, Judge<'p>>,
}

impl<'p> Bench<'p> {
    /// Makes the judges that these configs need, or says why one cannot be.
    pub(super) fn new<'f>(
        project: &'p Project,
        directory: &'p Path,
        configs: impl IntoIterator<Item = &'f Path>,
        make: impl Fn(&Layer) -> Result<Judge<'p>, String>,
    ) -> Result<Self, String> {
        let mut judges = BTreeMap::from([(Vec::new(), make(&project.effective(&[]))?)]);
        for config in configs {
            if let Entry::Vacant(place) = judges.entry(project.overrides(config, directory)) {
                let judge = make(&project.effective(place.key()))?;
                place.insert(judge);
            }
        }
        Ok(Self { project, directory, judges })
    }

    /// What relative paths are relative to.
    pub(super) const fn directory(&self) -> &'p Path {
        self.directory
    }

    /// Has every judge go by what is known of files that are only included.
    pub(super) fn heed(&mut self, fragments: Fragments) {
        let fragments = Arc::new(fragments);
        for judge in self.judges.values_mut() {
            judge.fragments = Arc::clone(&fragments);
        }
    }

    /// Whether a file of the run is judged as a config, for itself.
    pub(super) fn is_config(&self, file: &Path) -> bool {
        let (name, fragments) = (file.display().to_string(), &self.any().fragments);
        !fragments.is_alone(&name) && fragments.through(&name).is_empty()
    }

    /// The one for a config.
    pub(super) fn judge(&self, config: &Path) -> &Judge<'p> {
        let own = self.judges.get(&self.project.overrides(config, self.directory));
        own.unwrap_or_else(|| self.any())
    }

    /// One of them; what holds for the whole run they have in common.
    pub(super) fn any(&self) -> &Judge<'p> {
        &self.judges[&Vec::new()]
    }

    /// What every config is judged against, or `Auto` where that differs.
    pub(super) fn target(&self) -> Target {
        let first = self.any().target;
        if self.judges.values().all(|judge| judge.target == first) { first } else { Target::Auto }
    }

    /// The settings that the judges go by.
    pub(super) fn settings(&self) -> impl Iterator<Item = Layer> {
        self.judges.keys().map(|overrides| self.project.effective(overrides))
    }
}

impl Judge<'_> {
    /// Whether configs may include files from other directories than their own.
    pub(super) fn reads_elsewhere(&self) -> bool {
        matches!(self.including.variable(INCLUDE_ROOTS), Variable::Set(_))
    }
}

/// The variable that lists the directories besides a config's own that it may include files from.
const INCLUDE_ROOTS: &str = "OPENCLAW_INCLUDE_ROOTS";

/// What files of variables make known: exactly what they set, the later over the earlier.
fn environment(paths: &[PathBuf], directory: &Path) -> Result<Environment, String> {
    if paths.is_empty() {
        return Ok(Environment::Unknown);
    }
    let mut known = BTreeMap::new();
    for path in paths {
        let original = files::read(&directory.join(path))
            .map_err(|error| format!("{}: {error}", path.display()))?;
        known.extend(files::parse_dotenv(&original.text));
    }
    Ok(Environment::Known(known))
}

/// The environment by which OpenClaw follows `$include`, with further directories to read from.
fn including(roots: &[PathBuf], environment: &Environment) -> Result<Environment, String> {
    if roots.is_empty() {
        return Ok(environment.clone());
    }
    let mut known = match environment {
        Environment::Unknown => BTreeMap::new(),
        Environment::Known(known) => known.clone(),
    };
    let theirs: Vec<PathBuf> = known
        .get(INCLUDE_ROOTS)
        .map(|list| std::env::split_paths(list).collect())
        .unwrap_or_default();
    let all: OsString = std::env::join_paths(roots.iter().chain(&theirs))
        .map_err(|error| format!("include-roots: {error}"))?;
    known.insert(INCLUDE_ROOTS.to_owned(), all.to_string_lossy().into_owned());
    Ok(Environment::Known(known))
}

/// What directories of plugins make known: the plugins in them, the first of one id.
fn installed(paths: &[PathBuf], directory: &Path) -> Result<Installed, String> {
    let mut manifests = Vec::new();
    for path in paths {
        manifests.extend(files::plugins(path, directory)?);
    }
    Ok(Installed::new(manifests))
}
