//! One config from its path to its report, mended on the way if asked; never fails as a whole.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::copies::Copies;
use super::env_files::Variables;
use super::fragments::Fragments;
use super::panics::{ISSUES, caught};
use super::writing::Writing;
use crate::edit::Bug;
use crate::files::{self, Backup, Commit, Original, ReadError, Shelf, Strays};
use crate::finding::{Assignment, Step};
use crate::output::{self, Look};
use crate::plugins::Installed;
use crate::report::{Failure, FileReport, Gate, Role, Told};
use crate::schema::Target;
use crate::source::{Rewritten, Source};
use crate::syntax::{Tree, parse};
use crate::world::{Committed, Environment, Includes, World, directives};
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
    /// The files that say so.
    pub(super) env_files: Vec<PathBuf>,
    /// What `$include` is followed by.
    pub(super) including: Environment,
    /// What configs of the run include.
    pub(super) shelf: Arc<Shelf>,
    /// What came of configs of the run that others may be copies of.
    pub(super) copies: Arc<Copies>,
    /// What killed runs left beside them.
    pub(super) strays: Arc<Strays>,
    /// The files that are only ever included.
    pub(super) fragments: Arc<Fragments>,
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mending {
    /// They are not.
    None,
    /// As far as showing what they change, in this look.
    Shown(Look),
    /// The file takes them on.
    Written(Backup),
    /// None is; findings are set apart by comments instead, for this reason.
    Ignoring(String),
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
    /// The included files that it is judged for, where not for itself: what the report calls them, and
    /// what the user does.
    pub(super) fragments: Vec<(String, String)>,
    /// Which release it was judged against and why, where the config decided.
    pub(super) reason: Option<String>,
    /// What it could not be compared with.
    pub(super) note: Option<String>,
    /// What could not be done.
    pub(super) failures: Vec<Failure>,
    /// Whether other configs may tell the same of a file.
    pub(super) is_shared: bool,
    /// Whether all of it comes of the text, wherever that lies.
    pub(super) is_of_text: bool,
    /// What mending would change, as a diff of each file.
    pub(super) diffs: Vec<String>,
    /// The text after mending, if it differs.
    pub(super) mended: Option<String>,
    /// The files that it includes and that differ after mending.
    pub(super) mended_parts: Vec<MendedPart>,
    /// Whether mending takes values away without leaving them in a comment.
    pub(super) removes: bool,
    /// The variables that hold the secrets which mending takes out of it.
    pub(super) assigns: BTreeSet<Assignment>,
    /// Where the files lie that it includes.
    pub(super) included: Vec<PathBuf>,
    /// What it says of variables, if there are files of them.
    pub(super) variables: Option<Variables>,
    /// What is to be written, and is not yet.
    pub(super) writing: Option<Writing>,
}

/// A file that a config includes, after mending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MendedPart {
    /// What output calls it.
    pub(super) name: String,
    /// Where it lies.
    pub(super) path: PathBuf,
    /// As it was read.
    pub(super) before: String,
    /// As it is to be.
    pub(super) after: String,
}

impl MendedPart {
    /// `None` for the config itself.
    fn of(rewritten: Rewritten<'_>) -> Option<Self> {
        Some(Self {
            name: rewritten.after.name().to_owned(),
            path: rewritten.path?,
            before: rewritten.before.text().to_owned(),
            after: rewritten.after.text().to_owned(),
        })
    }
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

    /// What is shown of the diffs: nothing that was of an included file before.
    pub(super) fn diff(&self, told: &mut Told) -> String {
        let is_shared = !self.included.is_empty();
        self.diffs
            .iter()
            .filter(|diff| !is_shared || told.is_new(diff))
            .map(String::as_str)
            .collect()
    }

    /// What is shown of the report: all of it, or one for each file that it is judged for.
    pub(super) fn reports(&mut self) -> Vec<FileReport> {
        match self.report.take() {
            Some(report) if !self.fragments.is_empty() => report.of_fragments(&self.fragments),
            report => report.into_iter().collect(),
        }
    }
}

impl Judge<'_> {
    /// Judges the file at `path`, and writes it back mended if asked.
    pub(super) fn file(&self, path: &Path) -> Judged {
        let name = path.display().to_string();
        let on_disk = self.directory.join(path);
        self.look_for_strays(path);
        let judged = caught(|| {
            let original = files::read(&on_disk)?;
            if files::is_yaml(path) {
                return Ok(self.yaml(path, &original.text));
            }
            let nothing = nothing_to_check(&name, &original.text);
            let mut judged = match &self.mending {
                Mending::None if is_one_of_many() => {
                    self.check_copy(&name, &on_disk, original.text)
                }
                Mending::None => self.check(&name, Some(&on_disk), original.text),
                Mending::Shown(_) => self.mend(&name, Some(&on_disk), &original.text, Old::OnDisk),
                Mending::Written(backup) => self.mend_file(&name, &on_disk, original, *backup),
                Mending::Ignoring(reason) => self.ignore(&name, &on_disk, original, reason),
            };
            judged.failures.extend(nothing);
            Ok::<_, ReadError>(judged)
        });
        let message = match judged {
            Ok(Ok(judged)) => {
                judged.included.iter().for_each(|path| self.look_for_strays(path));
                return judged;
            }
            Ok(Err(error)) => error.to_string(),
            Err(bug) => bug,
        };
        Judged::failed(Failure { path: name, message })
    }

    /// Looks for what killed runs left beside a file that runs may write.
    pub(super) fn look_for_strays(&self, path: &Path) {
        self.strays.look_beside(path, self.directory);
    }

    /// Judges a text that was read already; touches no file.
    pub(super) fn text(&self, name: &str, text: &str) -> Judged {
        if files::is_yaml(Path::new(name)) {
            return self.check(name, None, text.to_owned());
        }
        match self.mending {
            Mending::None | Mending::Ignoring(_) => self.check(name, None, text.to_owned()),
            Mending::Shown(_) | Mending::Written(_) => self.mend(name, None, text, Old::OnDisk),
        }
    }

    pub(super) fn check(&self, name: &str, on_disk: Option<&Path>, text: String) -> Judged {
        let (source, world) = self.assembled(Source::new(name, text), on_disk);
        if let Some(failed) = self.failed(&source) {
            return failed;
        }
        let Compared { committed, note, failure } = self.compared(name, on_disk);
        let is_yaml = files::is_yaml(Path::new(name));
        let world = World { is_yaml, committed, ..world };
        let report = self.gate.check(&source, &world);
        let variables = self.variables(on_disk.map(|_| Path::new(name)), &source);
        Judged {
            report: Some(self.weighed(report)),
            fragments: self.fragments_of(&source),
            is_shared: self.fragments.are_shared(name),
            is_of_text: variables.is_none() && directives(source.tree()).is_empty(),
            included: source.included(),
            variables,
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
        let committed = Commit::around(path, reference).and_then(|commit| {
            let Some(text) = commit.text(path)? else { return Ok(None) };
            let tree = parse(text);
            let includes = files::include_committed(path, &tree, &self.including, &commit);
            Ok(Some(Committed { reference: reference.to_owned(), tree, includes }))
        });
        match committed {
            Ok(Some(committed)) => {
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

    /// Why a config cannot be judged, if so: it includes too much, or a plugin that it needs has a
    /// schema that says nothing.
    fn failed(&self, source: &Source) -> Option<Judged> {
        if let Some(message) = source.too_much() {
            return Some(Judged::failed(Failure { path: source.name().to_owned(), message }));
        }
        let tree = source.tree();
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
        let include = |path| self.shelf.include(path, tree, &self.including);
        World {
            includes: on_disk.map_or(Includes::Unknown, include),
            is_kept_artefact: on_disk
                .is_some_and(|path| files::is_artefact(path) && files::is_kept_by_git(path)),
            plugins: self.plugins.clone(),
            wanted: self.gate.selection.wanted(),
            ..World::new(self.target.release_for(tree), self.environment.clone())
        }
    }

    /// A config put together with what it includes, and what it is judged against.
    pub(super) fn assembled(&self, source: Source, on_disk: Option<&Path>) -> (Source, World) {
        if self.fragments.is_alone(source.name()) {
            let world = World { is_fragment: true, ..self.world(None, source.tree()) };
            let config = self.fragments.unfit(source.name()).zip(on_disk);
            let includes = config.map_or(Includes::Unknown, |(config, path)| {
                let config = self.directory.join(config);
                self.shelf.include_below(&config, path, source.tree(), &self.including)
            });
            return (source, World { includes, ..world });
        }
        let shares_includes = self.fragments.are_shared(source.name());
        let world = World { shares_includes, ..self.world(on_disk, source.tree()) };
        let source = source.assembled(&world.includes);
        let source = self.restricted(source);
        let Some(own) = source.own_tree() else { return (source, world) };
        let target = self.target.release_for(source.tree());
        (source, World { target, own: Some(own), ..world })
    }

    /// A config of which only those files may change that it is judged for.
    fn restricted(&self, source: Source) -> Source {
        let meant = self.fragments.through(source.name());
        if meant.is_empty() {
            return source;
        }
        let meant: BTreeSet<PathBuf> = meant.iter().map(|it| self.real(it)).collect();
        let included = source.included().into_iter();
        let paths = included.filter(|path| meant.contains(&self.real(path))).collect();
        source.changing_only(paths)
    }

    /// The included files that a config is judged for, if not for itself: what it calls them, and what
    /// the user does.
    fn fragments_of(&self, source: &Source) -> Vec<(String, String)> {
        let meant = self.fragments.through(source.name()).iter();
        let included = source.included();
        let named = meant.filter_map(|fragment| {
            let real = self.real(fragment);
            let at = included.iter().position(|path| self.real(path) == real)?;
            let name = source.files().get(at + 1)?.name().to_owned();
            Some((name, fragment.display().to_string()))
        });
        named.collect()
    }

    /// Whether a config is judged for this of its files: itself, unless it is judged for others only.
    pub(super) fn is_judged_for(&self, source: &Source, file: usize) -> bool {
        let meant = self.fragments.through(source.name());
        if meant.is_empty() {
            return true;
        }
        let included = source.included();
        let path = file.checked_sub(1).and_then(|at| included.get(at)).map(|path| self.real(path));
        path.is_some_and(|path| meant.iter().any(|it| self.real(it) == path))
    }

    /// Where a file lies, links followed.
    pub(super) fn real(&self, path: &Path) -> PathBuf {
        let path = self.directory.join(path);
        path.canonicalize().unwrap_or(path)
    }

    /// A report without a verdict, if there is none on its file.
    fn weighed(&self, report: FileReport) -> FileReport {
        let is_alone = self.fragments.is_alone(&report.path);
        FileReport { role: if is_alone { Role::Fragment } else { report.role }, ..report }
    }

    pub(super) fn mend(&self, name: &str, on_disk: Option<&Path>, text: &str, old: Old) -> Judged {
        let source = Source::new(name, text.to_owned());
        let (source, world) = match old {
            Old::OnDisk => self.assembled(source, on_disk),
            Old::MadeOf(_) => {
                let world = self.world(on_disk, source.tree());
                (source, world)
            }
        };
        if let Some(failed) = self.failed(&source) {
            return failed;
        }
        let Compared { committed, note, failure } = self.compared(name, on_disk);
        let world = World { committed, ..world };
        let fixed = crate::mend(source.clone(), &world, &self.fixing);
        let bug = fixed.bug.as_ref().map(|bug| Failure {
            path: name.to_owned(),
            message: format!("{}; please report it at {ISSUES}", explain(bug)),
        });
        Judged {
            report: Some(self.gate.pass_fixed(&source, &fixed)).map(|it| self.weighed(it)),
            is_shared: self.fragments.are_shared(name),
            is_of_text: false,
            fragments: self.fragments_of(&source),
            reason: self.target.reason(source.tree()),
            note: note.or_else(|| let_go(&source, &fixed.source)),
            failures: bug.into_iter().chain(failure).collect(),
            diffs: match self.mending {
                Mending::Shown(look) => match old {
                    Old::OnDisk => output::diff(&source, &fixed, &self.gate, look),
                    Old::MadeOf(original) => {
                        vec![output::diff_from_nothing(original, &source, &fixed, &self.gate, look)]
                    }
                },
                Mending::None | Mending::Written(_) | Mending::Ignoring(_) => Vec::new(),
            },
            removes: removes(&fixed),
            included: source.included(),
            variables: self.variables(on_disk.map(|_| Path::new(name)), &fixed.source),
            assigns: fixed.assigns(),
            mended: {
                let own = fixed.source.written().text();
                (own != text).then(|| own.to_owned())
            },
            mended_parts: fixed.source.rewritten().into_iter().filter_map(MendedPart::of).collect(),
            writing: None,
        }
    }

    fn mend_file(&self, name: &str, on_disk: &Path, original: Original, backup: Backup) -> Judged {
        let judged = self.mend(name, Some(on_disk), &original.text, Old::OnDisk);
        // What is in no comment must be somewhere.
        let backup = if judged.removes { Backup::Keep } else { backup };
        let changes = judged.mended.is_some() || !judged.mended_parts.is_empty();
        let writing = changes.then(|| Writing {
            name: name.to_owned(),
            on_disk: on_disk.to_owned(),
            original,
            backup,
        });
        Judged { writing, ..judged }
    }

    /// Writes the secrets that mending takes out of the config of that name to the environment file:
    /// before the config is written, so that they are nowhere lost.
    pub(super) fn keep_secrets(&self, name: &str, judged: &Judged) -> Result<(), Failure> {
        let Some(path) = self.write_env.as_ref().filter(|_| !judged.assigns.is_empty()) else {
            return Ok(());
        };
        self.look_for_strays(path);
        files::add_to_dotenv(&self.directory.join(path), &judged.assigns).map_err(|error| {
            let env = path.display();
            Failure { path: name.to_owned(), message: format!("not written, since {env} {error}") }
        })
    }

    /// What is to be said where secrets are kept, and the config is not written all the same.
    pub(super) fn kept_secrets(&self, judged: &Judged) -> String {
        let kept = self.write_env.as_ref().filter(|_| !judged.assigns.is_empty());
        let told = |path: &PathBuf| format!("; {} holds its secrets already", path.display());
        kept.map(told).unwrap_or_default()
    }
}

/// Whether the file at hand is one of many, which threads share.
fn is_one_of_many() -> bool {
    rayon::current_thread_index().is_some()
}

/// What is to be said of files that a config does not include any more once it is mended.
fn let_go(before: &Source, after: &Source) -> Option<String> {
    let is_left = |file: &&Source| after.files().iter().all(|other| other.name() != file.name());
    let left: Vec<&str> = before.files().iter().filter(is_left).map(Source::name).collect();
    (!left.is_empty()).then(|| {
        format!(
            "{}: included no more; what still counts of it stands in its place",
            left.join(", ")
        )
    })
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
