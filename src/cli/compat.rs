//! `clawtidy compat`.

use std::io;
use std::path::{Path, PathBuf};

use super::args::{Color, Compat};
use super::check::reads_stdin;
use super::discovery::discovered;
use super::each::each;
use super::given::Bench;
use super::judge::{Judge, nothing_to_check};
use super::panics::caught;
use super::project::Project;
use super::{Session, Status};
use crate::files::{self, Discovered, ReadError};
use crate::output;
use crate::report::{CompatRun, Failure, FileCompat};
use crate::schema::{Release, Target};
use crate::source::Source;

/// Runs the command.
pub(super) fn run(args: &Compat, color: Color, session: &mut Session<'_>) -> io::Result<Status> {
    let errors = session.look(color, true);
    let Some(project) = Project::load(&args.given, None, color, session)? else {
        return Ok(Status::Failed);
    };
    let stdin = reads_stdin(&args.paths, args.stdin_filename.as_deref());
    let run = match stdin {
        Err(message) => Err(message),
        Ok(true) => standard_input(args, &project, session),
        Ok(false) => {
            let found = discovered(&args.paths, &project, false, errors, session)?;
            on_disk(args, &project, found, session)
        }
    };
    let run = match run {
        Err(message) => return session.complain(errors, &message).map(|()| Status::Failed),
        Ok(run) => run,
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

/// The judges of these configs; every release has its turn.
fn bench<'p>(
    args: &Compat,
    project: &'p Project,
    directory: &'p Path,
    configs: &[PathBuf],
) -> Result<Bench<'p>, String> {
    let target = Target::Release(Release::LATEST);
    Bench::new(project, directory, configs.iter().map(PathBuf::as_path), |settings| {
        project.judge(settings, args.given.show_secrets, target, directory)
    })
}

fn standard_input(
    args: &Compat,
    project: &Project,
    session: &mut Session<'_>,
) -> Result<CompatRun, String> {
    let name = args.stdin_filename.as_deref().unwrap_or("<stdin>");
    let bench = bench(args, project, session.directory, &[PathBuf::from(name)])?;
    Ok(match files::decode(&mut *session.stdin, 0) {
        Ok(text) => {
            let judge = bench.judge(Path::new(name));
            CompatRun { files: vec![compare(judge, name, None, text)], failures: Vec::new() }
        }
        Err(error) => {
            let failure = Failure { path: name.to_owned(), message: error.to_string() };
            CompatRun { files: Vec::new(), failures: vec![failure] }
        }
    })
}

fn on_disk(
    args: &Compat,
    project: &Project,
    found: Discovered,
    session: &mut Session<'_>,
) -> Result<CompatRun, String> {
    let Discovered { files, failures, .. } = found;
    let bench = bench(args, project, session.directory, &files)?;
    let mut run = CompatRun::default();
    let work = |path: &Path| read_and_compare(bench.judge(path), path);
    let taken = each(&files, false, session, work, |(file, failure), _| {
        run.files.extend(file);
        run.failures.extend(failure);
        Ok(())
    });
    taken.map_err(|error| format!("cannot write the output: {error}"))?;
    run.failures.extend(failures);
    Ok(run)
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
