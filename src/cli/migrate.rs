//! `clawtidy migrate`.

use std::io;
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
use crate::output::{Look, migration};
use crate::report::{Failure, Run, Told};
use crate::schema::Target;
use crate::settings::Layer;

/// Runs the command.
pub(super) fn run(args: &Migrate, color: Color, session: &mut Session<'_>) -> io::Result<Status> {
    let errors = session.look(color, true);
    let diffs = session.look(color, false);
    let Some(project) = Project::load(&args.given, None, color, session)? else {
        return Ok(Status::Failed);
    };
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
    if let Some(message) = project::stand_in(&args.to, "migrating to") {
        session.warn(errors, &message)?;
    }
    let plan = Plan::new(&files, &near, &project.scope(directory), &bench);
    plan.tell(errors, session)?;
    let Plan { files, fragments, .. } = plan;
    bench.heed(fragments);
    if is_stdin {
        return standard_input(args, bench.any(), errors, session);
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
    let mut judged = Vec::new();
    let work = |file: &Path| bench.judge(file).file(file);
    each(&files, false, session, work, |one, _| {
        judged.push(one);
        Ok(())
    })?;
    writing::write(&mut judged, &bench);
    if args.rename {
        let configs = files.iter().zip(&mut judged).filter(|(file, _)| bench.is_config(file));
        for (file, one) in configs {
            one.failures.extend(renamed(file, session.directory, errors, one, session)?);
        }
    }
    judged.extend(failures.into_iter().map(Judged::failed));
    let status = present(args, bench.any(), judged, (diffs, errors), session)?;
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
    let (target, _) = Target::parse(&args.to).map_err(|unknown| unknown.to_string())?;
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

/// Gives a config the name that OpenClaw reads, if it has an old one and nothing failed; answers
/// with what went wrong.
fn renamed(
    file: &Path,
    directory: &Path,
    look: Look,
    judged: &Judged,
    session: &mut Session<'_>,
) -> io::Result<Option<Failure>> {
    let Some(new) = files::current_name(file).filter(|_| judged.failures.is_empty()) else {
        return Ok(None);
    };
    let name = |path: &Path| path.display().to_string();
    // What stood in it before is kept once.
    let backup = if judged.mended.is_some() { Backup::None } else { Backup::Keep };
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
    errors: Look,
    session: &mut Session<'_>,
) -> io::Result<Status> {
    let text = match files::decode(&mut *session.stdin, 0) {
        Ok(text) => text,
        Err(error) => {
            return session.complain(errors, &format!("<stdin>: {error}")).map(|()| Status::Failed);
        }
    };
    let judged = judge.text("<stdin>", &text);
    if args.report.is_none() && !args.check {
        // The text takes the place of the diff, as in a pipe.
        session.stdout.write_all(judged.mended.as_ref().unwrap_or(&text).as_bytes())?;
    }
    let judged = Judged { diffs: Vec::new(), ..judged };
    present(args, judge, vec![judged], (errors, errors), session)
}

/// Prints what came of a run.
fn present(
    args: &Migrate,
    judge: &Judge<'_>,
    judged: Vec<Judged>,
    (out, errors): (Look, Look),
    session: &mut Session<'_>,
) -> io::Result<Status> {
    let mut run = Run { target: judge.target, files: Vec::new(), failures: Vec::new() };
    let (mut told, mut something) = (Told::default(), false);
    let written = args.write;
    let is_one = judged.len() == 1;
    // What came by standard input has been printed.
    let is_piped = args.paths == [Path::new("-")];
    for mut one in judged {
        let is_converted = one.report.as_ref().is_some_and(|file| file.from.is_some());
        // Of one file in YAML the whole result is of use, and a diff from nothing of none.
        let is_text = !is_piped
            && (args.stdout
                || is_one && is_converted && !written && !args.check && args.report.is_none());
        something |= one.mended.is_some() || !one.mended_parts.is_empty();
        if is_text {
            let path = one.report.as_ref().map(|file| PathBuf::from(&file.path));
            session.stdout.write_all(&result(&one, path.as_deref(), session.directory))?;
        } else if args.report.is_none() && !args.check {
            session.stdout.write_all(one.diff(&mut told).as_bytes())?;
        }
        for mut file in one.reports() {
            if told.once(&mut file) {
                run.files.push(file);
            }
        }
        run.failures.extend(one.failures);
    }
    // On a terminal the summary comes after the diff.
    session.stdout.flush()?;
    for failure in &run.failures {
        session.complain(errors, &format!("{}: {}", failure.path, failure.message))?;
    }
    match args.report {
        Some(ReportFormat::Markdown) => migration::markdown(&run, session.stdout)?,
        Some(ReportFormat::Json) => migration::json(&run, written, session.stdout)?,
        None => {
            let lines = migration::migrated(&run, written, judge.fixing.allowed, out);
            if args.check {
                session.stdout.write_all(lines.as_bytes())?;
            } else {
                session.stderr.write_all(lines.as_bytes())?;
            }
        }
    }
    Ok(match (run.failures.is_empty(), args.check && something) {
        (false, _) => Status::Failed,
        (true, true) => Status::Found,
        (true, false) => Status::Clean,
    })
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
