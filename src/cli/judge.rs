//! One config from its path to its report, mended on the way if asked; never fails as a whole.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::panics::{ISSUES, caught};
use crate::edit::Bug;
use crate::files::{self, Backup, Original, ReadError};
use crate::finding::{Assignment, Step};
use crate::output::{self, Look};
use crate::plugins::Installed;
use crate::report::{Failure, FileReport, Gate};
use crate::schema::Target;
use crate::source::Source;
use crate::syntax::{Tree, parse};
use crate::world::{Committed, Environment, Includes, World};
use crate::{Fixed, Fixing};

/// How a run judges each config.
#[derive(Debug, Clone)]
pub(super) struct Judge<'d> {
    /// What relative paths are relative to.
    pub(super) directory: &'d Path,
    /// The release that configs are judged against.
    pub(super) target: Target,
    /// What `${VAR}` may stand for.
    pub(super) environment: Environment,
    /// The plugins that are installed besides the bundled ones.
    pub(super) plugins: Installed,
    /// What the run lets through.
    pub(super) gate: Gate,
    /// Whether fixes are applied.
    pub(super) mending: Mending,
    /// Which fixes are applied.
    pub(super) fixing: Fixing,
    /// Whether YAML is turned into JSON5 rather than reported.
    pub(super) converts_yaml: bool,
    /// The commit that configs are compared with.
    pub(super) against: Option<String>,
    /// The environment file that is given the secrets which fixes take out of configs.
    pub(super) write_env: Option<PathBuf>,
}

/// Whether fixes are applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mending {
    /// They are not.
    None,
    /// As far as showing what they change, in this look.
    Shown(Look),
    /// The file takes them on.
    Written(Backup),
}

/// Where the text is that is mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Old<'t> {
    /// In the file itself, or where it was piped from.
    OnDisk,
    /// Nowhere: it was made of this one.
    MadeOf(&'t str),
}

/// What came of one config.
#[derive(Debug, Default)]
pub(super) struct Judged {
    /// What was found, or is left after mending.
    pub(super) report: Option<FileReport>,
    /// Which release it was judged against and why, where the config decided.
    pub(super) reason: Option<String>,
    /// What it could not be compared with.
    pub(super) note: Option<String>,
    /// What could not be done.
    pub(super) failures: Vec<Failure>,
    /// What mending would change, as a diff.
    pub(super) diff: String,
    /// The text after mending, if it differs.
    pub(super) mended: Option<String>,
    /// Whether mending takes values away without leaving them in a comment.
    pub(super) removes: bool,
    /// The variables that hold the secrets which mending takes out of it.
    pub(super) assigns: BTreeSet<Assignment>,
}

/// What a config was in the commit that it is compared with.
#[derive(Debug, Default)]
struct Compared {
    committed: Option<Arc<Committed>>,
    /// Why it is compared with nothing.
    note: Option<String>,
    failure: Option<Failure>,
}

impl Judged {
    /// A config of which nothing came.
    pub(super) fn failed(failure: Failure) -> Self {
        Self { failures: vec![failure], ..Self::default() }
    }
}

impl Judge<'_> {
    /// Judges the file at `path`, and writes it back mended if asked.
    pub(super) fn file(&self, path: &Path) -> Judged {
        let name = path.display().to_string();
        let on_disk = self.directory.join(path);
        let judged = caught(|| {
            let original = files::read(&on_disk)?;
            if files::is_yaml(path) {
                return Ok(self.yaml(path, &original.text));
            }
            let nothing = nothing_to_check(&name, &original.text);
            let mut judged = match self.mending {
                Mending::None => self.check(&name, Some(&on_disk), original.text),
                Mending::Shown(_) => self.mend(&name, Some(&on_disk), &original.text, Old::OnDisk),
                Mending::Written(backup) => self.mend_file(&name, &on_disk, original, backup),
            };
            judged.failures.extend(nothing);
            Ok::<_, ReadError>(judged)
        });
        let message = match judged {
            Ok(Ok(judged)) => return judged,
            Ok(Err(error)) => error.to_string(),
            Err(bug) => bug,
        };
        Judged::failed(Failure { path: name, message })
    }

    /// Judges a text that was read already; touches no file.
    pub(super) fn text(&self, name: &str, text: &str) -> Judged {
        if files::is_yaml(Path::new(name)) {
            return self.check(name, None, text.to_owned());
        }
        match self.mending {
            Mending::None => self.check(name, None, text.to_owned()),
            Mending::Shown(_) | Mending::Written(_) => self.mend(name, None, text, Old::OnDisk),
        }
    }

    pub(super) fn check(&self, name: &str, on_disk: Option<&Path>, text: String) -> Judged {
        let source = Source::new(name, text);
        if let Some(failed) = self.failed(source.tree()) {
            return failed;
        }
        let Compared { committed, note, failure } = self.compared(name, on_disk);
        let is_yaml = files::is_yaml(Path::new(name));
        let world = World { is_yaml, committed, ..self.world(on_disk, source.tree()) };
        let report = crate::check(&source, &world);
        Judged {
            report: Some(self.gate.pass(&source, &report)),
            reason: self.target.reason(source.tree()),
            note,
            failures: failure.into_iter().collect(),
            ..Judged::default()
        }
    }

    /// Says what there is to say of a copy of a config that git would take along. It is not read.
    pub(super) fn artefact(&self, path: &Path) -> Judged {
        let source = Source::new(path.display().to_string(), String::new());
        let release = self.target.release_for(source.tree());
        let world =
            World { is_kept_artefact: true, ..World::new(release, self.environment.clone()) };
        let report = crate::check_artefact(&source, &world);
        Judged { report: Some(self.gate.pass(&source, &report)), ..Judged::default() }
    }

    /// What a config is compared with, if it is.
    fn compared(&self, name: &str, on_disk: Option<&Path>) -> Compared {
        let Some((path, reference)) = on_disk.zip(self.against.as_deref()) else {
            return Compared::default();
        };
        match files::committed(path, reference) {
            Ok(Some(text)) => {
                let committed = Committed { reference: reference.to_owned(), tree: parse(text) };
                Compared { committed: Some(Arc::new(committed)), ..Compared::default() }
            }
            Ok(None) => {
                let note = format!("not compared: it was not there in {reference}");
                Compared { note: Some(note), ..Compared::default() }
            }
            Err(error) => {
                let failure = Failure { path: name.to_owned(), message: error.to_string() };
                Compared { failure: Some(failure), ..Compared::default() }
            }
        }
    }

    /// Why a config cannot be judged, if so: a plugin that it needs has a schema that says nothing.
    fn failed(&self, tree: &Tree) -> Option<Judged> {
        let sections = self.plugins.sections(tree.root()?);
        let failures = sections.iter().filter_map(|section| {
            let of = section.channel.map_or_else(|| "its config".into(), |it| format!("`{it}`"));
            Some(Failure {
                path: section.manifest.path.clone(),
                message: format!("the schema for {of} cannot be used: {}", section.schema.fault()?),
            })
        });
        let failures: Vec<Failure> = failures.collect();
        (!failures.is_empty()).then(|| Judged { failures, ..Judged::default() })
    }

    /// What a config is judged against.
    pub(super) fn world(&self, on_disk: Option<&Path>, tree: &Tree) -> World {
        let include = |path| files::include(path, tree, &self.environment);
        World {
            includes: on_disk.map_or(Includes::Unknown, include),
            is_kept_artefact: on_disk
                .is_some_and(|path| files::is_artefact(path) && files::is_kept_by_git(path)),
            plugins: self.plugins.clone(),
            ..World::new(self.target.release_for(tree), self.environment.clone())
        }
    }

    pub(super) fn mend(&self, name: &str, on_disk: Option<&Path>, text: &str, old: Old) -> Judged {
        let source = Source::new(name, text.to_owned());
        if let Some(failed) = self.failed(source.tree()) {
            return failed;
        }
        let Compared { committed, note, failure } = self.compared(name, on_disk);
        let world = World { committed, ..self.world(on_disk, source.tree()) };
        let fixed = crate::fix(name, text.to_owned(), &world, &self.fixing);
        let bug = fixed.bug.as_ref().map(|bug| Failure {
            path: name.to_owned(),
            message: format!("{}; please report it at {ISSUES}", explain(bug)),
        });
        Judged {
            report: Some(self.gate.pass_fixed(&source, &fixed)),
            reason: self.target.reason(source.tree()),
            note,
            failures: bug.into_iter().chain(failure).collect(),
            diff: match self.mending {
                Mending::Shown(look) => match old {
                    Old::OnDisk => output::diff(&source, &fixed, &self.gate, look),
                    Old::MadeOf(original) => {
                        output::diff_from_nothing(original, &source, &fixed, &self.gate, look)
                    }
                },
                Mending::None | Mending::Written(_) => String::new(),
            },
            removes: removes(&fixed),
            assigns: fixed.assigns(),
            mended: (fixed.source.text() != text).then(|| fixed.source.text().to_owned()),
        }
    }

    fn mend_file(&self, name: &str, on_disk: &Path, original: Original, backup: Backup) -> Judged {
        let mut judged = self.mend(name, Some(on_disk), &original.text, Old::OnDisk);
        // What is in no comment must be somewhere.
        let backup = if judged.removes { Backup::Keep } else { backup };
        let written = self.keep_secrets(name, &judged).and_then(|()| match &judged.mended {
            Some(mended) => files::write(on_disk, &original, mended, backup)
                .map_err(|error| Failure { path: name.to_owned(), message: error.to_string() }),
            None => Ok(()),
        });
        let Err(failure) = written else {
            if judged.removes && !judged.assigns.is_empty() {
                let note =
                    "what stood there is kept as .bak, and the secrets with it; delete it soon";
                judged.note.get_or_insert_with(|| note.to_owned());
            }
            return judged;
        };
        // The file is as it was, and so is what there is to say of it.
        let mut judged = self.check(name, Some(on_disk), original.text);
        judged.failures.push(failure);
        judged
    }

    /// Writes the secrets that mending takes out of the config of that name to the environment file:
    /// before the config is written, so that they are nowhere lost.
    pub(super) fn keep_secrets(&self, name: &str, judged: &Judged) -> Result<(), Failure> {
        let Some(path) = self.write_env.as_ref().filter(|_| !judged.assigns.is_empty()) else {
            return Ok(());
        };
        files::add_to_dotenv(&self.directory.join(path), &judged.assigns).map_err(|error| {
            let env = path.display();
            Failure { path: name.to_owned(), message: format!("not written, since {env} {error}") }
        })
    }
}

/// Whether something is neither in the text nor in a comment of it any more.
fn removes(fixed: &Fixed) -> bool {
    let mut steps = fixed.applied.iter().flat_map(|change| &change.steps);
    steps.any(|step| matches!(step, Step::Removed { .. }))
}

/// What is to be said of a file without a text. OpenClaw's verdict is a finding; that there was
/// nothing to check is ours.
pub(super) fn nothing_to_check(name: &str, text: &str) -> Option<Failure> {
    let message = "the file is empty; there is nothing to check".to_owned();
    let is_blank = text.trim_start_matches('\u{FEFF}').trim().is_empty();
    is_blank.then(|| Failure { path: name.to_owned(), message })
}

/// What went wrong with our own fixes, in one sentence without a full stop.
pub(super) fn explain(bug: &Bug) -> String {
    let (what, rules) = match bug {
        Bug::BrokenFix { rule } => ("cannot be applied", vec![*rule]),
        Bug::AddsSyntaxError { rules } => {
            ("were not applied, since they break the syntax", rules.clone())
        }
        Bug::AddsRejected { rules } => {
            ("were not applied, since OpenClaw would reject more after them", rules.clone())
        }
        Bug::NeverEnds { rules } => ("never come to an end", rules.clone()),
    };
    format!("this is a bug of clawtidy: fixes of {} {what}", rules.join(", "))
}
