//! `clawtidy check`.

use std::io;
use std::path::{Path, PathBuf};

use super::args::{Check, Color, FailOn};
use super::discovery::discovered;
use super::each::each;
use super::given::Bench;
use super::judge::{Judge, Judged, Mending};
use super::known::Known;
use super::project::{self, Project};
use super::{Session, Status, writing};
use crate::Fixing;
use crate::files::{self, Backup, Discovered};
use crate::finding::Safety;
use crate::output::{self, Format, Look, Options, Printer};
use crate::report::{Failure, Gate, Tally, Told};
use crate::settings::Layer;

/// Runs the command.
pub(super) fn run(args: &Check, color: Color, session: &mut Session<'_>) -> io::Result<Status> {
    let errors = session.look(color, true);
    let Some(project) = Project::load(&args.given, Some(&args.policy), color, session)? else {
        return Ok(Status::Failed);
    };
    let is_stdin = match is_possible(args) {
        Ok(is_stdin) => is_stdin,
        Err(message) => return session.complain(errors, &message).map(|()| Status::Failed),
    };
    let found = if is_stdin {
        let name = args.stdin_filename.as_deref().unwrap_or("<stdin>");
        Discovered { files: vec![PathBuf::from(name)], ..Discovered::default() }
    } else {
        let writes = args.fix || args.add_ignores;
        discovered(&args.paths, &project, writes, errors, session)?
    };
    let (directory, diffs) = (session.directory, session.look(color, false));
    let configs = found.files.iter().chain(&found.artefacts).map(PathBuf::as_path);
    let bench = Bench::new(&project, directory, configs, |settings| {
        prepare(args, &project, settings, directory, diffs)
    });
    let bench = match bench {
        Ok(bench) => bench,
        Err(message) => return session.complain(errors, &message).map(|()| Status::Failed),
    };
    let settings: Vec<Layer> = bench.settings().collect();
    for message in project::stand_ins(settings.iter(), "judging against") {
        session.warn(errors, &message)?;
    }
    let output = if is_stdin && args.fix { Output::Stderr } else { Output::Stdout };
    let fail_on = project::fail_on(&project.effective(&[]));
    let look = session.look(color, output == Output::Stderr);
    let mut known = match Known::load(args, &project, session.directory) {
        Ok(known) => known,
        Err(message) => return session.complain(errors, &message).map(|()| Status::Failed),
    };
    if args.fix || args.add_ignores || args.write_baseline.is_some() {
        (session.end_well)();
    }
    let mut showing = Showing::new(args, &bench, output, (look, errors), &mut known);
    if is_stdin {
        let judged = standard_input(args, &bench, session)?;
        showing.take(judged, session)?;
    } else {
        let work = |file: &Path| bench.judge(file).file(file);
        // What is written depends on all configs of the run: they may include the same files.
        let mut mended = Vec::new();
        each(&found.files, args.quiet, session, work, |judged, session| {
            if args.fix {
                mended.push(judged);
                return Ok(());
            }
            showing.take(judged, session)
        })?;
        writing::write(&mut mended, &bench);
        for judged in mended {
            showing.take(judged, session)?;
        }
        for artefact in &found.artefacts {
            showing.take(bench.judge(artefact).artefact(artefact), session)?;
        }
        for failure in found.failures {
            showing.take(Judged::failed(failure), session)?;
        }
    }
    let status = showing.finish(fail_on, session)?;
    known.finish(status, args.quiet, errors, session)
}

/// Whether the arguments speak of standard input, or why they do not go together.
fn is_possible(args: &Check) -> Result<bool, String> {
    let stdin = reads_stdin(&args.paths, args.stdin_filename.as_deref())?;
    if stdin && args.against.is_some() {
        return Err("--against compares files; standard input is in no commit".to_owned());
    }
    if stdin && args.add_ignores {
        return Err("--add-ignores writes to files; standard input is none".to_owned());
    }
    if args.reason.as_ref().is_some_and(|reason| reason.trim().is_empty()) {
        return Err("--reason says nothing".to_owned());
    }
    let format = Format::from(args.output_format);
    if args.statistics && !matches!(format, Format::Full | Format::Concise) {
        return Err("--statistics is for people; the other formats list each finding".to_owned());
    }
    Ok(stdin)
}

/// What the settings and the arguments ask for, or what is wrong with them.
fn prepare<'d>(
    args: &Check,
    project: &Project,
    settings: &Layer,
    directory: &'d Path,
    diffs: Look,
) -> Result<Judge<'d>, String> {
    let (target, _) = project::target(settings)?;
    let selection = project::selection(settings)?;
    let severities = project::severities(settings)?;
    let allowed = if args.unsafe_fixes { Safety::Unsafe } else { Safety::Safe };
    let judge = project.judge(settings, args.given.show_secrets, target, directory)?;
    let excerpts = Format::from(args.output_format).wants_excerpts() && !args.statistics;
    let fingerprints = args.write_baseline.is_some() || settings.word("baseline").is_some();
    Ok(Judge {
        fixing: Fixing {
            moves_secrets: args.diff || args.write_env.is_some(),
            ..Fixing::new(selection.clone(), allowed)
        },
        write_env: args.write_env.clone(),
        gate: Gate { selection, severities, excerpts, fingerprints, ..judge.gate },
        against: args.against.clone(),
        mending: match &args.reason {
            Some(reason) => Mending::Ignoring(reason.clone()),
            None if args.diff => Mending::Shown(diffs),
            None if args.fix => Mending::Written(Backup::None),
            None => Mending::None,
        },
        ..judge
    })
}

/// Whether the paths stand for standard input, or why they cannot.
pub(super) fn reads_stdin(paths: &[PathBuf], name: Option<&str>) -> Result<bool, String> {
    let stdin = paths.iter().any(|path| path == Path::new("-"));
    if stdin && paths.len() > 1 {
        return Err("`-` stands for standard input and goes with no other path".to_owned());
    }
    if name.is_some() && !stdin {
        return Err("--stdin-filename goes with `-`".to_owned());
    }
    Ok(stdin)
}

fn standard_input(
    args: &Check,
    bench: &Bench<'_>,
    session: &mut Session<'_>,
) -> io::Result<Judged> {
    let name = args.stdin_filename.as_deref().unwrap_or("<stdin>");
    let text = match files::decode(&mut *session.stdin, 0) {
        Ok(text) => text,
        Err(error) => {
            let failure = Failure { path: name.to_owned(), message: error.to_string() };
            return Ok(Judged::failed(failure));
        }
    };
    let path = Path::new(name);
    let judge = bench.judge(path);
    let mut judged = judge.text(name, &text);
    if let Err(failure) = judge.keep_secrets(name, &judged) {
        let unmended = Judge { mending: Mending::None, ..judge.clone() };
        judged = unmended.text(name, &text);
        judged.failures.push(failure);
    }
    if args.fix {
        // The text takes the place of the findings, as in a pipe.
        session.stdout.write_all(judged.mended.as_ref().unwrap_or(&text).as_bytes())?;
    }
    Ok(judged)
}

/// Where findings go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Output {
    Stdout,
    Stderr,
}

/// What comes of a run, on its way out; no report is kept.
struct Showing<'a> {
    args: &'a Check,
    output: Output,
    errors: Look,
    options: Options,
    printer: Printer,
    tally: Tally,
    told: Told,
    /// Whether a diff was shown.
    differs: bool,
    known: &'a mut Known,
}

impl<'a> Showing<'a> {
    fn new(
        args: &'a Check,
        bench: &Bench<'_>,
        output: Output,
        (look, errors): (Look, Look),
        known: &'a mut Known,
    ) -> Self {
        let options = Options {
            look,
            quiet: args.quiet,
            show_suppressed: args.show_suppressed,
            allowed: bench.any().fixing.allowed,
        };
        Self {
            args,
            output,
            errors,
            options,
            printer: Printer::new(args.output_format.into(), options),
            tally: Tally::new(bench.target()),
            told: Told::default(),
            differs: false,
            known,
        }
    }

    /// Shows what came of one config.
    fn take(&mut self, judged: Judged, session: &mut Session<'_>) -> io::Result<()> {
        let Judged { report, reason, note, failures, diff, .. } = judged;
        for failure in failures {
            let message = format!("{}: {}", failure.path, failure.message);
            if self.tally.fail(failure) {
                session.complain(self.errors, &message)?;
            }
        }
        let out: &mut dyn io::Write = match self.output {
            Output::Stdout => &mut *session.stdout,
            Output::Stderr => &mut *session.stderr,
        };
        out.write_all(diff.as_bytes())?;
        self.differs |= !diff.is_empty();
        let Some(mut file) = report else { return Ok(()) };
        self.told.once(&mut file);
        self.known.set_apart(&mut file);
        if !self.args.diff && !self.args.statistics {
            self.printer.print(&file, &self.tally, out)?;
        }
        if !self.args.quiet {
            for note in reason.iter().chain(&note) {
                let note = format!("{}: {note}", file.path);
                writeln!(session.stderr, "{}", output::printable(&note))?;
            }
        }
        self.tally.add(&file);
        Ok(())
    }

    /// Shows what the run came to.
    fn finish(self, fail_on: FailOn, session: &mut Session<'_>) -> io::Result<Status> {
        let Self { args, tally, .. } = self;
        let out: &mut dyn io::Write = match self.output {
            Output::Stdout => &mut *session.stdout,
            Output::Stderr => &mut *session.stderr,
        };
        let found = if args.diff {
            if !args.quiet {
                writeln!(session.stderr, "{}", output::would_fix(&tally))?;
            }
            self.differs
        } else {
            if args.statistics {
                out.write_all(output::statistics(&tally, self.options).as_bytes())?;
            } else {
                self.printer.finish(&tally, out)?;
            }
            tally.highest().is_some_and(|severity| fail_on.includes(severity))
        };
        Ok(match (tally.failures().is_empty(), found) {
            (false, _) => Status::Failed,
            (true, true) => Status::Found,
            (true, false) => Status::Clean,
        })
    }
}
