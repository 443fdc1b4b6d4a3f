//! `clawtidy compat`.

use std::io;
use std::path::{Path, PathBuf};

use super::args::{AnswerFormat, Color, Compat};
use super::check::reads_stdin;
use super::discovery::discovered;
use super::each::each;
use super::given::Bench;
use super::judge::{Judge, nothing_to_check};
use super::panics::caught;
use super::project::{self, Project};
use super::{Session, Status};
use crate::files::{self, Discovered, ReadError};
use crate::output::{CompatPrinter, Inert, Look};
use crate::report::{Failure, FileCompat};
use crate::settings::Layer;
use crate::source::Source;

/// Runs the command.
pub(super) fn run(args: &Compat, color: Color, session: &mut Session<'_>) -> io::Result<Status> {
    let errors = session.look(color, true);
    let Some(project) = Project::load(&args.given, None, color, session)? else {
        return Ok(Status::Failed);
    };
    let project = project.for_release(args.target.as_ref());
    let is_stdin = match reads_stdin(&args.paths, args.stdin_filename.as_deref()) {
        Ok(is_stdin) => is_stdin,
        Err(message) => return session.complain(errors, &message).map(|()| Status::Failed),
    };
    let name = args.stdin_filename.as_deref().unwrap_or("<stdin>");
    let found = if is_stdin {
        Discovered { files: vec![PathBuf::from(name)], ..Discovered::default() }
    } else {
        discovered(&args.paths, &project, false, errors, session)?
    };
    let directory = session.directory;
    let configs = found.files.iter().map(PathBuf::as_path);
    let bench = Bench::new(&project, directory, configs, |settings| {
        let (target, _) = project::target(settings)?;
        project.judge(settings, args.given.show_secrets, target, directory)
    });
    let bench = match bench {
        Ok(bench) => bench,
        Err(message) => return session.complain(errors, &message).map(|()| Status::Failed),
    };
    let settings: Vec<Layer> = bench.settings().collect();
    for message in project::stand_ins(settings.iter(), "the exit code is about") {
        session.warn(errors, &message)?;
    }
    let look = session.look(color, false);
    let is_one = found.files.len() == 1;
    let printer = CompatPrinter::new(args.output_format.into(), look, is_one);
    let is_inert = session.is_log() && args.output_format == AnswerFormat::Text;
    let mut showing = Showing { printer, errors, failures: Vec::new(), accepted: true, is_inert };
    if is_stdin {
        let told = standard_input(bench.judge(Path::new(name)), name, session);
        showing.take(told, session)?;
    } else {
        let work = |path: &Path| read_and_compare(bench.judge(path), path);
        each(&found.files, false, session, work, |told, session| showing.take(told, session))?;
    }
    for failure in found.failures {
        showing.take((None, Some(failure)), session)?;
    }
    showing.finish(session)
}

/// What the releases say of one config, if anything, and what could not be done.
type Answer = (Option<FileCompat>, Option<Failure>);

/// What comes of a run, on its way out; no answer is kept.
struct Showing {
    printer: CompatPrinter,
    errors: Look,
    failures: Vec<Failure>,
    /// Whether the targets accept all files so far.
    accepted: bool,
    /// Whether a runner of CI reads what is printed for people.
    is_inert: bool,
}

impl Showing {
    /// Shows what came of one config.
    fn take(&mut self, (file, failure): Answer, session: &mut Session<'_>) -> io::Result<()> {
        if let Some(failure) = failure {
            let message = format!("{}: {}", failure.path, failure.message);
            session.complain(self.errors, &message)?;
            self.failures.push(failure);
        }
        let Some(file) = file else { return Ok(()) };
        self.accepted &= file.accepted();
        let mut out = Inert::new(session.stdout, self.is_inert);
        self.printer.print(&file, &mut out)
    }

    fn finish(self, session: &mut Session<'_>) -> io::Result<Status> {
        let mut out = Inert::new(session.stdout, self.is_inert);
        self.printer.finish(&self.failures, &mut out)?;
        drop(out);
        Ok(match (self.failures.is_empty(), self.accepted) {
            (false, _) => Status::Failed,
            (true, false) => Status::Found,
            (true, true) => Status::Clean,
        })
    }
}

fn standard_input(judge: &Judge<'_>, name: &str, session: &mut Session<'_>) -> Answer {
    match files::decode(&mut *session.stdin, 0) {
        Ok(text) => compare(judge, name, None, text),
        Err(error) => (None, Some(Failure { path: name.to_owned(), message: error.to_string() })),
    }
}

/// What the releases say of the file at `path`, and what could not be done.
fn read_and_compare(judge: &Judge<'_>, path: &Path) -> Answer {
    let name = path.display().to_string();
    let on_disk = judge.directory.join(path);
    let compared = caught(|| {
        let original = files::read(&on_disk)?;
        if files::is_yaml(path) {
            let message = "no release of OpenClaw reads YAML".to_owned();
            return Ok((None, Some(Failure { path: name.clone(), message })));
        }
        let nothing = nothing_to_check(&name, &original.text);
        let (file, failure) = compare(judge, &name, Some(&on_disk), original.text);
        Ok::<_, ReadError>((file, failure.or(nothing)))
    });
    let message = match compared {
        Ok(Ok(compared)) => return compared,
        Ok(Err(error)) => error.to_string(),
        Err(bug) => bug,
    };
    (None, Some(Failure { path: name, message }))
}

/// What the releases say of a text, with what it includes.
fn compare(judge: &Judge<'_>, name: &str, on_disk: Option<&Path>, text: String) -> Answer {
    let (source, world) = judge.assembled(Source::new(name, text), on_disk);
    if let Some(message) = source.too_much() {
        return (None, Some(Failure { path: name.to_owned(), message }));
    }
    let compat = crate::compat(&source, &world);
    (Some(judge.gate.pass_compat(&source, &compat, world.target)), None)
}
