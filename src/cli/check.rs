//! `clawtidy check`.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::args::{Check, Color, FailOn};
use super::discovery::discovered;
use super::each::each;
use super::env_files::EnvFiles;
use super::fragments::{self, Near, Plan};
use super::given::Bench;
use super::hint;
use super::judge::{Judge, Judged, Mending};
use super::known::Known;
use super::outputs::{self, Outputs};
use super::project::{self, Project};
use super::{Session, Status, writing};
use crate::Fixing;
use crate::files::{self, Backup, Discovered};
use crate::finding::Safety;
use crate::output::{self, Format, Inert, Look, Options};
use crate::report::{Details, Failure, Gate, Tally, Told};
use crate::settings::Layer;

/// Runs the command.
pub(super) fn run(args: &Check, color: Color, session: &mut Session<'_>) -> io::Result<Status> {
    let errors = session.look(color, true);
    let Some(project) = Project::load(&args.given, Some(&args.policy), color, session)? else {
        return Ok(Status::Failed);
    };
    let possible = outputs::printed(args, session).and_then(|it| Ok((is_possible(args, &it)?, it)));
    let (is_stdin, printed) = match possible {
        Ok(possible) => possible,
        Err(message) => return session.complain(errors, &message).map(|()| Status::Failed),
    };
    let formats = outputs::wanted(args, &printed);
    let found = if is_stdin {
        let name = args.stdin_filename.as_deref().unwrap_or("<stdin>");
        Discovered { files: vec![PathBuf::from(name)], ..Discovered::default() }
    } else {
        let writes = args.fix || args.add_ignores;
        discovered(&args.paths, &project, writes, errors, session)?
    };
    let (directory, diffs) = (session.directory, session.look(color, false));
    // A text without a name lies beside nothing.
    let is_placed = !is_stdin || args.stdin_filename.is_some();
    let near = if is_placed { fragments::near(&found, &project, session) } else { Near::default() };
    let configs = found.files.iter().chain(&found.artefacts).chain(near.values().flatten());
    let bench = Bench::new(&project, directory, configs.map(PathBuf::as_path), |settings| {
        prepare(args, &formats, &project, settings, (directory, diffs))
    });
    let mut bench = match bench {
        Ok(bench) => bench,
        Err(message) => return session.complain(errors, &message).map(|()| Status::Failed),
    };
    let plan = Plan::new(&found.files, &near, &project.scope(directory), &bench);
    let plan = if is_stdin { plan.of_standard_input() } else { plan };
    if !args.quiet {
        plan.tell(errors, session)?;
    }
    // What lies in other files was not looked for.
    let is_part = plan.fragments.has_parts();
    bench.heed(plan.fragments);
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
    let options = Options {
        look,
        quiet: args.quiet,
        show_suppressed: args.show_suppressed,
        allowed: bench.any().fixing.allowed,
    };
    let configs = found.files.iter().chain(&found.artefacts).filter(|_| !is_stdin);
    let taken: Vec<&Path> = configs.chain(args.named_files()).map(PathBuf::as_path).collect();
    if args.fix || args.add_ignores || args.write_baseline.is_some() || !args.output_file.is_empty()
    {
        (session.end_well)();
    }
    let outputs = match Outputs::new(args, &printed, options, session.directory, &taken) {
        Ok(outputs) => outputs.in_log(session.is_log()),
        Err(message) => return session.complain(errors, &message).map(|()| Status::Failed),
    };
    let tally = Tally::new(bench.target());
    let mut showing = Showing {
        args,
        output,
        errors,
        options,
        is_for_people: printed.first().is_some_and(|format| format.is_for_people()),
        outputs,
        tally,
        told: Told::default(),
        env_files: EnvFiles::default(),
        differs: false,
        known: &mut known,
    };
    if is_stdin {
        let judged = standard_input(args, &bench, session)?;
        showing.take(judged, session)?;
    } else {
        showing.files(&plan.files, found, &bench, session)?;
    }
    for judged in std::mem::take(&mut showing.env_files).judged(&bench) {
        showing.take(judged, session)?;
    }
    let status = showing.finish(fail_on, session)?;
    let status = known.finish(status, args.quiet || is_part, errors, session)?;
    let written = args.output_file.iter().map(|it| &it.path).chain(&args.write_baseline);
    written.for_each(|path| bench.any().look_for_strays(path));
    project.tell_strays(errors, session)?;
    Ok(status)
}

/// Whether the arguments speak of standard input, or why they do not go together.
fn is_possible(args: &Check, printed: &[Format]) -> Result<bool, String> {
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
    let is_listed = printed.first().is_some_and(|format| !format.is_for_people());
    if args.statistics && is_listed {
        return Err("--statistics is for people; the other formats list each finding".to_owned());
    }
    Ok(stdin)
}

/// What the settings and the arguments ask for, or what is wrong with them.
fn prepare<'d>(
    args: &Check,
    formats: &[Format],
    project: &Project,
    settings: &Layer,
    (directory, diffs): (&'d Path, Look),
) -> Result<Judge<'d>, String> {
    let (target, _) = project::target(settings)?;
    let selection = project::selection(settings)?;
    let severities = project::severities(settings)?;
    let allowed = if args.unsafe_fixes { Safety::Unsafe } else { Safety::Safe };
    let judge = project.judge(settings, args.given.show_secrets, target, directory)?;
    let wants = |what: fn(Format) -> bool| formats.iter().any(|it| what(*it));
    let details = Details {
        excerpts: wants(Format::wants_excerpts),
        edits: wants(Format::wants_edits),
        fingerprints: args.write_baseline.is_some()
            || settings.word("baseline").is_some()
            || wants(Format::wants_fingerprints),
    };
    Ok(Judge {
        fixing: Fixing {
            moves_secrets: args.diff || args.write_env.is_some(),
            ..Fixing::new(selection.clone(), allowed)
        },
        write_env: args.write_env.clone(),
        gate: Gate { selection, severities, details, ..judge.gate },
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
    /// Whether what is printed is read as it is.
    is_for_people: bool,
    outputs: Outputs,
    tally: Tally,
    told: Told,
    env_files: EnvFiles,
    /// Whether a diff was shown.
    differs: bool,
    known: &'a mut Known,
}

impl Showing<'_> {
    /// Judges the files of a run, `files` being the configs among them, and shows what comes of them.
    fn files(
        &mut self,
        files: &[PathBuf],
        found: Discovered,
        bench: &Bench<'_>,
        session: &mut Session<'_>,
    ) -> io::Result<()> {
        let work = |file: &Path| bench.judge(file).file(file);
        if self.args.add_ignores {
            // One after the other: several may write to a file that all of them include.
            for file in files {
                self.take(work(file), session)?;
            }
        } else {
            // What is written to files that are included depends on all configs of the run: they may
            // include the same ones. The others need not wait.
            let mut waiting = Vec::new();
            each(files, self.args.quiet, session, work, |judged, session| {
                if self.args.fix && !judged.included.is_empty() {
                    waiting.push(judged);
                    return Ok(());
                }
                let mut one = [judged];
                writing::write(&mut one, bench);
                one.into_iter().try_for_each(|judged| self.take(judged, session))
            })?;
            writing::write(&mut waiting, bench);
            for judged in waiting {
                self.take(judged, session)?;
            }
        }
        for artefact in &found.artefacts {
            self.take(bench.judge(artefact).artefact(artefact), session)?;
        }
        found.failures.into_iter().try_for_each(|it| self.take(Judged::failed(it), session))
    }

    /// Shows what came of one config.
    fn take(&mut self, judged: Judged, session: &mut Session<'_>) -> io::Result<()> {
        let mut judged = judged;
        let reports = judged.reports();
        // What no other config tells need not be kept.
        let mut own = Told::default();
        let told = if judged.is_shared { &mut self.told } else { &mut own };
        let diff = judged.diff(told);
        let Judged { reason, note, failures, included, variables, .. } = judged;
        self.outputs.spare(&included);
        for failure in failures {
            let message = format!("{}: {}", failure.path, failure.message);
            if self.tally.fail(failure) {
                session.complain(self.errors, &message)?;
            }
        }
        let is_log = session.is_log();
        let out: &mut dyn io::Write = match self.output {
            Output::Stdout => &mut *session.stdout,
            Output::Stderr => &mut *session.stderr,
        };
        Inert::new(out, is_log).write_all(diff.as_bytes())?;
        self.differs |= !diff.is_empty();
        if let Some(variables) = variables {
            self.env_files.note(variables);
        }
        let is_listed = !self.args.diff && !self.args.statistics;
        let mut paths = Vec::new();
        for mut file in reports {
            if !told.once(&mut file) {
                continue;
            }
            self.known.set_apart(&mut file);
            let listed: Option<&mut dyn io::Write> = if is_listed { Some(&mut *out) } else { None };
            self.outputs.print(&file, &self.tally, listed)?;
            self.tally.add(&file);
            paths.push(file.path);
        }
        if !self.args.quiet {
            let notes: Vec<&String> = reason.iter().chain(&note).collect();
            for (path, note) in paths.iter().flat_map(|path| notes.iter().map(move |it| (path, it)))
            {
                let line = format!("{path}: {note}");
                writeln!(Inert::new(session.stderr, is_log), "{}", output::printable(&line))?;
            }
        }
        Ok(())
    }

    /// Shows what the run came to.
    fn finish(self, fail_on: FailOn, session: &mut Session<'_>) -> io::Result<Status> {
        let Self { args, tally, outputs, .. } = self;
        let mut wrong = Vec::new();
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
                wrong = outputs.finish(&tally, None)?;
            } else {
                wrong = outputs.finish(&tally, Some(out))?;
            }
            let is_read = self.output == Output::Stdout && session.terminal.stdout;
            if is_read && self.is_for_people && !args.quiet {
                let hint = hint::next(args, &tally);
                let hint = hint.map(|it| format!("{}\n", output::printable(&it)));
                session.stdout.write_all(hint.unwrap_or_default().as_bytes())?;
            }
            tally.highest().is_some_and(|severity| fail_on.includes(severity))
        };
        for message in &wrong {
            session.complain(self.errors, message)?;
        }
        Ok(match (tally.failures().is_empty() && wrong.is_empty(), found) {
            (false, _) => Status::Failed,
            (true, true) => Status::Found,
            (true, false) => Status::Clean,
        })
    }
}
