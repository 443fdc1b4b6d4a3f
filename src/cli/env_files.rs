//! The files of variables that are used with configs, judged once all of these are.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::given::Bench;
use super::judge::{Judge, Judged};
use crate::files;
use crate::report::Gate;
use crate::source::Source;
use crate::world::{EnvFile, SaidOfVariables, World, directives};

/// The file that OpenClaw loads beside its config.
const DOTENV: &str = ".env";

/// What a config says of variables.
#[derive(Debug)]
pub(super) struct Variables {
    /// The files that set them for it.
    files: Vec<PathBuf>,
    /// `None` where part of the config could not be read.
    said: Option<SaidOfVariables>,
}

/// Files of variables, and what all the configs that are used with each say.
#[derive(Debug, Default)]
pub(super) struct EnvFiles(BTreeMap<PathBuf, Option<SaidOfVariables>>);

impl EnvFiles {
    /// Takes note of what a config says.
    pub(super) fn note(&mut self, variables: Variables) {
        for file in variables.files {
            let said = self.0.entry(file).or_insert_with(|| Some(SaidOfVariables::default()));
            match (said, &variables.said) {
                (Some(said), Some(more)) => said.add(more.clone()),
                (said, _) => *said = None,
            }
        }
    }

    /// What there is to say of the files.
    pub(super) fn judged(self, bench: &Bench<'_>) -> Vec<Judged> {
        let judged = |(path, said): (PathBuf, Option<SaidOfVariables>)| {
            bench.judge(&path).env_file(&path, said?)
        };
        self.0.into_iter().filter_map(judged).collect()
    }
}

impl Judge<'_> {
    /// Whether there are files that set variables for the config at `path`.
    pub(super) fn has_variables(&self, path: &Path) -> bool {
        !self.env_files.is_empty() || path.with_file_name(DOTENV).is_file()
    }

    /// What a config says of variables, if there are files that set them for it; `path` is what output
    /// calls the config, if it is a file.
    pub(super) fn variables(&self, path: Option<&Path>, source: &Source) -> Option<Variables> {
        let beside = path.map(|path| path.with_file_name(DOTENV));
        beside.iter().chain(&self.env_files).for_each(|path| self.look_for_strays(path));
        let beside = beside.filter(|path| self.directory.join(path).is_file());
        let mut files = self.env_files.clone();
        let is_there = |path: &PathBuf| {
            let place = |path: &PathBuf| self.directory.join(path).canonicalize().ok();
            files.iter().any(|file| place(file) == place(path))
        };
        if let Some(path) = beside.filter(|path| !is_there(path)) {
            files.push(path);
        }
        // What could not be put in its place may say more.
        let is_whole = || directives(source.tree()).is_empty();
        let said = || SaidOfVariables::of(source.tree()).filter(|_| is_whole());
        (!files.is_empty()).then(|| Variables { said: said(), files })
    }

    /// What there is to say of a file of variables, if something is. What cannot be read was said before.
    fn env_file(&self, path: &Path, said: SaidOfVariables) -> Option<Judged> {
        let text = files::read(&self.directory.join(path)).ok()?.text;
        // Values are not even kept from here on.
        let source = Source::new(path.display().to_string(), files::without_values(&text));
        let env_file = Some(Arc::new(EnvFile { sets: files::dotenv_names(&text), said }));
        let release = self.target.release_for(source.tree());
        let world = World { env_file, ..World::new(release, self.environment.clone()) };
        // There is nothing left to mask; a name alone may look like a credential.
        let gate = Gate { show_secrets: true, ..self.gate.clone() };
        let report = gate.pass(&source, &crate::check_env_file(&source, &world));
        let says_something = !report.findings.is_empty();
        says_something.then(|| Judged { report: Some(report), ..Judged::default() })
    }
}
