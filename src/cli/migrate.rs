//! `clawtidy migrate`.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::args::{Color, Migrate, ReportFormat};
use super::discovery::discovered;
use super::each::each;
use super::fragments::{self, Near, Plan};
use super::given::Bench;
use super::judge::{Judge, Judged, Mending};
use super::project::{self, Project};
use super::{Session, Status, writing};
use crate::Fixing;
use crate::edit::Keep;
use crate::files::{self, Backup, Discovered};
use crate::finding::Safety;
use crate::output::{Inert, Look, MigrationFormat, MigrationPrinter, migrated, printable};
use crate::report::{Failure, Told};
use crate::settings::Layer;

/// Runs the command.
pub(super) fn run(args: &Migrate, color: Color, session: &mut Session<'_>) -> io::Result<Status> {
    let errors = session.look(color, true);
    let diffs = session.look(color, false);
    let Some(project) = Project::load(&args.given, None, color, session)? else {
        return Ok(Status::Failed);
    };
    let project = project.for_release(args.to.as_ref());
    let is_stdin = args.paths == [Path::new("-")];
    let found = if is_stdin {
        Discovered { files: vec![PathBuf::from("<stdin>")], ..Discovered::default() }
    } else {
        discovered(&args.paths, &project, args.write, errors, session)?
    };
    let directory = session.directory;
    let near = if is_stdin { Near::default() } else { fragments::near(&found, &project, session) };
    let Discovered { files, failures, .. } = found;
    let configs = files.iter().chain(near.values().flatten()).map(PathBuf::as_path);
    let bench = Bench::new(&project, directory, configs, |settings| {
        prepare(args, &project, settings, directory, diffs)
    });
    let mut bench = match bench {
        Ok(bench) => bench,
        Err(message) => return session.complain(errors, &message).map(|()| Status::Failed),
    };
    let settings: Vec<Layer> = bench.settings().collect();
    for message in project::stand_ins(settings.iter(), "migrating to") {
        session.warn(errors, &message)?;
    }
    let plan = Plan::new(&files, &near, &project.scope(directory), &bench);
    plan.tell(errors, session)?;
    let Plan { files, fragments, .. } = plan;
    bench.heed(fragments);
    let allowed = bench.any().fixing.allowed;
    let of = files.len() + failures.len();
    if is_stdin {
        let showing = Showing::new(args, allowed, of, (errors, errors));
        return standard_input(args, bench.any(), showing, session);
    }
    let is_config = |file: &PathBuf| bench.is_config(file);
    if args.stdout && !(failures.is_empty() && files.len() == 1 && files.iter().all(is_config)) {
        let message = if files.iter().all(is_config) {
            "--stdout prints one config; name it"
        } else {
            "--stdout prints one config, and this is a part of one"
        };
        return session.complain(errors, message).map(|()| Status::Failed);
    }
    if args.write {
        (session.end_well)();
    }
    let mut showing = Showing::new(args, allowed, of, (diffs, errors));
    let work = |file: &Path| (file.to_owned(), bench.judge(file).file(file));
    // What is written to files that are included depends on all configs of the run: they may include
    // the same ones. The others need not wait.
    let mut waiting = Vec::new();
    each(&files, false, session, work, |(file, judged), session| {
        if args.write && !judged.included.is_empty() {
            waiting.push((file, judged));
            return Ok(());
        }
        let mut one = [judged];
        writing::write(&mut one, &bench);
        one.into_iter().try_for_each(|judged| showing.take(&file, judged, session))
    })?;
    let (names, mut waiting): (Vec<PathBuf>, Vec<Judged>) = waiting.into_iter().unzip();
    writing::write(&mut waiting, &bench);
    for (file, judged) in names.iter().zip(waiting) {
        showing.take(file, judged, session)?;
    }
    if args.rename {
        let to_rename = std::mem::take(&mut showing.to_rename);
        for (file, backup) in to_rename.into_iter().filter(|(file, _)| bench.is_config(file)) {
            if let Some(failure) = renamed(&file, session.directory, errors, backup, session)? {
                showing.fail(failure, session)?;
            }
        }
    }
    for failure in failures {
        showing.fail(failure, session)?;
    }
    let status = showing.finish(session)?;
    project.tell_strays(errors, session)?;
    if !args.rename {
        let old = files.iter().filter(|file| files::current_name(file).is_some());
        for file in old.filter(|file| bench.is_config(file)) {
            let message = format!(
                "{}: a name of an old release; `migrate --write --rename` makes it openclaw.json",
                file.display()
            );
            session.warn(errors, &message)?;
        }
    }
    Ok(status)
}

/// What the arguments ask for, or what is wrong with them.
fn prepare<'d>(
    args: &Migrate,
    project: &Project,
    settings: &Layer,
    directory: &'d Path,
    diffs: Look,
) -> Result<Judge<'d>, String> {
    let (target, _) = project::target(settings)?;
    if args.paths.len() > 1 && args.paths.iter().any(|path| path == Path::new("-")) {
        return Err("`-` stands for standard input and goes with no other path".to_owned());
    }
    let allowed = if args.unsafe_fixes { Safety::Unsafe } else { Safety::Safe };
    let keep = if args.drop_retired { Keep::InReport } else { Keep::InComment };
    Ok(Judge {
        converts_yaml: true,
        mending: if args.write { Mending::Written(Backup::Keep) } else { Mending::Shown(diffs) },
        fixing: Fixing { keep, ..Fixing::migrating(allowed) },
        ..project.judge(settings, args.given.show_secrets, target, directory)?
    })
}

/// Gives a config the name that OpenClaw reads, if it has an old one; answers with what went wrong.
fn renamed(
    file: &Path,
    directory: &Path,
    look: Look,
    backup: Backup,
    session: &mut Session<'_>,
) -> io::Result<Option<Failure>> {
    let Some(new) = files::current_name(file) else { return Ok(None) };
    let name = |path: &Path| path.display().to_string();
    match files::rename(&directory.join(file), &directory.join(&new), backup) {
        Ok(included) => {
            let beside = |name: String| file.with_file_name(name);
            let included = included.into_iter().map(|(old, new)| (beside(old), beside(new)));
            for (old, new) in included.chain([(file.to_owned(), new)]) {
                session.note(look, &format!("{} is {} now", name(&old), name(&new)))?;
            }
            Ok(None)
        }
        Err(error) => Ok(Some(Failure { path: name(file), message: error.to_string() })),
    }
}

fn standard_input(
    args: &Migrate,
    judge: &Judge<'_>,
    mut showing: Showing<'_>,
    session: &mut Session<'_>,
) -> io::Result<Status> {
    let text = match files::decode(&mut *session.stdin, 0) {
        Ok(text) => text,
        Err(error) => {
            let failure = Failure { path: "<stdin>".to_owned(), message: error.to_string() };
            showing.fail(failure, session)?;
            return showing.finish(session);
        }
    };
    let judged = judge.text("<stdin>", &text);
    if args.report.is_none() && !args.check {
        // The text takes the place of the diff, as in a pipe.
        session.stdout.write_all(judged.mended.as_ref().unwrap_or(&text).as_bytes())?;
    }
    showing.take(Path::new("<stdin>"), Judged { diffs: Vec::new(), ..judged }, session)?;
    showing.finish(session)
}

/// What comes of a run, on its way out; no report is kept.
struct Showing<'a> {
    args: &'a Migrate,
    allowed: Safety,
    out: Look,
    errors: Look,
    /// Whether the run is about one config alone.
    is_one: bool,
    report: Option<MigrationPrinter>,
    /// What is to be said after all diffs.
    closing: String,
    told: Told,
    failures: Vec<Failure>,
    /// Whether there is something to do.
    something: bool,
    /// The configs that nothing keeps from getting the name of today, if they have another.
    to_rename: Vec<(PathBuf, Backup)>,
}

impl<'a> Showing<'a> {
    fn new(args: &'a Migrate, allowed: Safety, files: usize, (out, errors): (Look, Look)) -> Self {
        let report = args.report.map(|format| match format {
            ReportFormat::Markdown => MigrationFormat::Markdown,
            ReportFormat::Json => MigrationFormat::Json,
        });
        Self {
            args,
            allowed,
            out,
            errors,
            is_one: files == 1,
            report: report.map(|format| MigrationPrinter::new(format, files, args.write)),
            closing: String::new(),
            told: Told::default(),
            failures: Vec::new(),
            something: false,
            to_rename: Vec::new(),
        }
    }

    /// Shows what came of the config at `path`.
    fn take(
        &mut self,
        path: &Path,
        mut judged: Judged,
        session: &mut Session<'_>,
    ) -> io::Result<()> {
        let args = self.args;
        let shows_changes = args.report.is_none() && !args.check;
        self.something |= judged.mended.is_some() || !judged.mended_parts.is_empty();
        if judged.failures.is_empty() && files::current_name(path).is_some() {
            // What stood in it before is kept once.
            let backup = if judged.mended.is_some() { Backup::None } else { Backup::Keep };
            self.to_rename.push((path.to_owned(), backup));
        }
        // What came by standard input has been printed.
        let is_piped = args.paths == [Path::new("-")];
        let is_converted = judged.report.as_ref().is_some_and(|file| file.from.is_some());
        // Of one file in YAML the whole result is of use, and a diff from nothing of none.
        let is_text = args.stdout || self.is_one && is_converted && !args.write && shows_changes;
        if is_text && !is_piped {
            let path = judged.report.as_ref().map(|file| PathBuf::from(&file.path));
            session.stdout.write_all(&result(&judged, path.as_deref(), session.directory))?;
            self.say_unprinted(path.as_deref(), &judged, session)?;
        } else if shows_changes {
            let is_log = session.is_log();
            let diff = judged.diff(&mut self.told);
            Inert::new(session.stdout, is_log).write_all(diff.as_bytes())?;
        }
        let reports = judged.reports();
        for failure in judged.failures {
            self.fail(failure, session)?;
        }
        for mut file in reports {
            if let Some(note) = &judged.note {
                let note = format!("{}: {note}", file.path);
                self.closing.extend([&*printable(&note), "\n"]);
            }
            if !self.told.once(&mut file) {
                continue;
            }
            match &mut self.report {
                Some(report) => report.print(&file, session.stdout)?,
                None => self.closing += &migrated(&file, args.write, self.allowed, self.out),
            }
        }
        Ok(())
    }

    /// Says which changes of files that the config includes are not printed with it.
    fn say_unprinted(
        &self,
        path: Option<&Path>,
        judged: &Judged,
        session: &mut Session<'_>,
    ) -> io::Result<()> {
        let names: Vec<&str> = judged.mended_parts.iter().map(|part| &*part.name).collect();
        let (Some(path), false) = (path, names.is_empty()) else { return Ok(()) };
        let message = format!(
            "{}: {} would change with it and is not printed; without --stdout its diff is shown, and \
             --write writes both",
            path.display(),
            names.join(", ")
        );
        session.warn(self.errors, &message)
    }

    fn fail(&mut self, failure: Failure, session: &mut Session<'_>) -> io::Result<()> {
        session.complain(self.errors, &format!("{}: {}", failure.path, failure.message))?;
        self.failures.push(failure);
        Ok(())
    }

    /// Shows what the run came to.
    fn finish(self, session: &mut Session<'_>) -> io::Result<Status> {
        // On a terminal the summary comes after the diff.
        session.stdout.flush()?;
        if let Some(report) = self.report {
            report.finish(&self.failures, session.stdout)?;
        } else if self.args.check {
            let is_log = session.is_log();
            Inert::new(session.stdout, is_log).write_all(self.closing.as_bytes())?;
        } else {
            let is_log = session.is_log();
            Inert::new(session.stderr, is_log).write_all(self.closing.as_bytes())?;
        }
        Ok(match (self.failures.is_empty(), self.args.check && self.something) {
            (false, _) => Status::Failed,
            (true, true) => Status::Found,
            (true, false) => Status::Clean,
        })
    }
}

/// The bytes of a config after migrating it; those on disk where nothing changed.
fn result(judged: &Judged, path: Option<&Path>, directory: &Path) -> Vec<u8> {
    match (&judged.mended, path) {
        (Some(text), _) => text.clone().into_bytes(),
        (None, Some(path)) => files::read(&directory.join(path))
            .map(|original| original.text.into_bytes())
            .unwrap_or_default(),
        (None, None) => Vec::new(),
    }
}
