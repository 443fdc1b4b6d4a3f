//! `clawtidy compat`.

use std::io;
use std::path::Path;

use super::args::{Color, Compat};
use super::check::{each, reads_stdin};
use super::judge::{Judge, nothing_to_check};
use super::panics::caught;
use super::{Session, Status};
use crate::files::{self, Discovered, ReadError};
use crate::output;
use crate::report::{CompatRun, Failure, FileCompat};
use crate::schema::{Release, Target};
use crate::source::Source;

/// Runs the command.
pub(super) fn run(args: &Compat, color: Color, session: &mut Session<'_>) -> io::Result<Status> {
    let errors = session.look(color, true);
    let run = match prepare(args, session.directory) {
        Err(message) => return session.complain(errors, &message).map(|()| Status::Failed),
        Ok((judge, true)) => standard_input(args, &judge, session),
        Ok((judge, false)) => on_disk(args, &judge, session),
    };
    for failure in &run.failures {
        session.complain(errors, &format!("{}: {}", failure.path, failure.message))?;
    }
    let look = session.look(color, false);
    output::write_compat(args.output_format.into(), &run, look, session.stdout)?;
    Ok(match (run.failures.is_empty(), run.files.iter().all(FileCompat::accepted)) {
        (false, _) => Status::Failed,
        (true, false) => Status::Found,
        (true, true) => Status::Clean,
    })
}

/// What the arguments ask for and whether of standard input, or what is wrong with them.
fn prepare<'d>(args: &Compat, directory: &'d Path) -> Result<(Judge<'d>, bool), String> {
    let stdin = reads_stdin(&args.paths, args.stdin_filename.as_deref())?;
    // Every release has its turn.
    let target = Target::Release(Release::LATEST);
    Ok((args.given.judge(target, directory)?, stdin))
}

fn standard_input(args: &Compat, judge: &Judge<'_>, session: &mut Session<'_>) -> CompatRun {
    let name = args.stdin_filename.as_deref().unwrap_or("<stdin>");
    match files::decode(&mut *session.stdin, 0) {
        Ok(text) => {
            CompatRun { files: vec![compare(judge, name, None, text)], failures: Vec::new() }
        }
        Err(error) => {
            let failure = Failure { path: name.to_owned(), message: error.to_string() };
            CompatRun { files: Vec::new(), failures: vec![failure] }
        }
    }
}

fn on_disk(args: &Compat, judge: &Judge<'_>, session: &mut Session<'_>) -> CompatRun {
    let Discovered { files, failures, .. } = files::discover(&args.paths, session.directory);
    let mut run = CompatRun::default();
    for (file, failure) in each(&files, false, session, |path| read_and_compare(judge, path)) {
        run.files.extend(file);
        run.failures.extend(failure);
    }
    run.failures.extend(failures);
    run
}

/// What the releases say of the file at `path`, and what could not be done.
fn read_and_compare(judge: &Judge<'_>, path: &Path) -> (Option<FileCompat>, Option<Failure>) {
    let name = path.display().to_string();
    let on_disk = judge.directory.join(path);
    let compared = caught(|| {
        let original = files::read(&on_disk)?;
        if files::is_yaml(path) {
            let message = "no release of OpenClaw reads YAML".to_owned();
            return Ok((None, Some(Failure { path: name.clone(), message })));
        }
        let nothing = nothing_to_check(&name, &original.text);
        Ok::<_, ReadError>((Some(compare(judge, &name, Some(&on_disk), original.text)), nothing))
    });
    let message = match compared {
        Ok(Ok(compared)) => return compared,
        Ok(Err(error)) => error.to_string(),
        Err(bug) => bug,
    };
    (None, Some(Failure { path: name, message }))
}

/// What the releases say of a text.
fn compare(judge: &Judge<'_>, name: &str, on_disk: Option<&Path>, text: String) -> FileCompat {
    let source = Source::new(name, text);
    let compat = crate::compat(&source, &judge.world(on_disk, source.tree()));
    judge.gate.pass_compat(&source, &compat)
}
