//! `clawtidy check`.

use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::args::{Check, Color};
use super::judge::{Judge, Judged, Mending};
use super::progress::Progress;
use super::{Session, Status};
use crate::Fixing;
use crate::files::{self, Backup, Discovered};
use crate::finding::Safety;
use crate::output::{self, Format, Look, Options};
use crate::report::{Failure, Gate, Run, Selection};
use crate::schema::Target;

/// Runs the command.
pub(super) fn run(args: &Check, color: Color, session: &mut Session<'_>) -> io::Result<Status> {
    let errors = session.look(color, true);
    let diffs = session.look(color, false);
    let judge = match Target::parse(&args.target) {
        Err(unknown) => Err(unknown.to_string()),
        Ok((target, stands_in)) => {
            if let (Target::Release(nearest), true) = (target, stands_in) {
                let asked = &args.target;
                let message = format!(
                    "the catalog has no OpenClaw `{asked}`; judging against {nearest}, the nearest it has"
                );
                session.warn(errors, &message)?;
            }
            prepare(args, target, session.directory, diffs)
        }
    };
    match judge {
        Err(message) => session.complain(errors, &message).map(|()| Status::Failed),
        Ok(judge) if args.paths == [Path::new("-")] => standard_input(args, color, &judge, session),
        Ok(judge) => on_disk(args, color, &judge, session),
    }
}

/// What the arguments ask for, or what is wrong with them.
fn prepare<'d>(
    args: &Check,
    target: Target,
    directory: &'d Path,
    diffs: Look,
) -> Result<Judge<'d>, String> {
    let stdin = reads_stdin(&args.paths, args.stdin_filename.as_deref())?;
    if stdin && args.against.is_some() {
        return Err("--against compares files; standard input is in no commit".to_owned());
    }
    let format = Format::from(args.output_format);
    if args.statistics && !matches!(format, Format::Full | Format::Concise) {
        return Err("--statistics is for people; the other formats list each finding".to_owned());
    }
    let selection = Selection::new(args.select.clone(), args.ignore.clone())
        .map_err(|unknown| unknown.to_string())?
        .with_profile(args.profile.into());
    let allowed = if args.unsafe_fixes { Safety::Unsafe } else { Safety::Safe };
    let judge = args.given.judge(target, directory)?;
    let excerpts = format.wants_excerpts() && !args.statistics;
    Ok(Judge {
        fixing: Fixing::new(selection.clone(), allowed),
        gate: Gate { selection, excerpts, ..judge.gate },
        against: args.against.clone(),
        mending: match (args.diff, args.fix) {
            (true, _) => Mending::Shown(diffs),
            (false, true) => Mending::Written(Backup::None),
            (false, false) => Mending::None,
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

fn on_disk(
    args: &Check,
    color: Color,
    judge: &Judge<'_>,
    session: &mut Session<'_>,
) -> io::Result<Status> {
    let Discovered { files, artefacts, failures } = files::discover(&args.paths, session.directory);
    let mut judged = each(&files, args.quiet, session, |file| judge.file(file));
    judge.write(&mut judged);
    let judged = judged.into_iter();
    let judged = judged.chain(artefacts.iter().map(|file| judge.artefact(file)));
    let judged = judged.chain(failures.into_iter().map(Judged::failed)).collect();
    present(args, color, judge, judged, Output::Stdout, session)
}

/// Does `work` on files, on all cores when there are several; the answers keep their order.
pub(super) fn each<T: Send>(
    files: &[PathBuf],
    quiet: bool,
    session: &mut Session<'_>,
    work: impl Fn(&Path) -> T + Sync,
) -> Vec<T> {
    // Threads cost more than one file does.
    if let [file] = files {
        return vec![work(file)];
    }
    let progress = if session.terminal.stderr && !quiet {
        Progress::new(files.len(), session.now, Some(session.stderr))
    } else {
        Progress::new(files.len(), session.now, None)
    };
    let answers = files
        .par_iter()
        .map(|file| {
            let answer = work(file);
            progress.advance();
            answer
        })
        .collect();
    progress.finish();
    answers
}

fn standard_input(
    args: &Check,
    color: Color,
    judge: &Judge<'_>,
    session: &mut Session<'_>,
) -> io::Result<Status> {
    let name = args.stdin_filename.as_deref().unwrap_or("<stdin>");
    let text = match files::decode(&mut *session.stdin, 0) {
        Ok(text) => text,
        Err(error) => {
            let failure = Failure { path: name.to_owned(), message: error.to_string() };
            let judged = vec![Judged::failed(failure)];
            return present(args, color, judge, judged, Output::Stdout, session);
        }
    };
    let judged = judge.text(name, &text);
    let output = if args.fix {
        // The text takes the place of the findings, as in a pipe.
        session.stdout.write_all(judged.mended.as_ref().unwrap_or(&text).as_bytes())?;
        Output::Stderr
    } else {
        Output::Stdout
    };
    present(args, color, judge, vec![judged], output, session)
}

/// Where findings go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Output {
    Stdout,
    Stderr,
}

/// Prints what came of a run.
fn present(
    args: &Check,
    color: Color,
    judge: &Judge<'_>,
    judged: Vec<Judged>,
    output: Output,
    session: &mut Session<'_>,
) -> io::Result<Status> {
    let look = session.look(color, output == Output::Stderr);
    let errors = session.look(color, true);
    let options = Options {
        look,
        quiet: args.quiet,
        show_suppressed: args.show_suppressed,
        allowed: judge.fixing.allowed,
    };
    let mut run = Run { target: judge.target, files: Vec::new(), failures: Vec::new() };
    let mut diffs = String::new();
    for one in judged {
        if let (Some(file), false) = (&one.report, args.quiet) {
            for note in one.reason.iter().chain(&one.note) {
                let note = format!("{}: {note}", file.path);
                writeln!(session.stderr, "{}", output::printable(&note))?;
            }
        }
        run.files.extend(one.report);
        // What several configs need is missed once.
        for failure in one.failures {
            if !run.failures.contains(&failure) {
                run.failures.push(failure);
            }
        }
        diffs.push_str(&one.diff);
    }
    run.tell_once();
    for failure in &run.failures {
        session.complain(errors, &format!("{}: {}", failure.path, failure.message))?;
    }
    let out: &mut dyn io::Write = match output {
        Output::Stdout => &mut *session.stdout,
        Output::Stderr => &mut *session.stderr,
    };
    let found = if args.diff {
        out.write_all(diffs.as_bytes())?;
        if !args.quiet {
            writeln!(session.stderr, "{}", output::would_fix(&run))?;
        }
        !diffs.is_empty()
    } else {
        if args.statistics {
            out.write_all(output::statistics(&run, options).as_bytes())?;
        } else {
            output::write(args.output_format.into(), &run, options, out)?;
        }
        run.highest().is_some_and(|severity| args.fail_on.includes(severity))
    };
    Ok(match (run.failures.is_empty(), found) {
        (false, _) => Status::Failed,
        (true, true) => Status::Found,
        (true, false) => Status::Clean,
    })
}
