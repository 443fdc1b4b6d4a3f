//! `clawtidy rejected`.

mod difference;
mod merge;
mod restore;
mod target;

use std::io;
use std::path::Path;

use super::args::{AnswerFormat, Color, Rejected};
use super::judge::Judge;
use super::panics::caught;
use super::project::{self, Project};
use super::{Session, Status};
use crate::artefacts::{History, Story, Told};
use crate::files::{self, Histories};
use crate::output::{self, Inert, Look};
use crate::report::Failure;

/// Runs the command.
pub(super) fn run(args: &Rejected, color: Color, session: &mut Session<'_>) -> io::Result<Status> {
    let errors = session.look(color, true);
    let Some(project) = Project::load(&args.given, None, color, session)? else {
        return Ok(Status::Failed);
    };
    let project = project.for_release(args.target.as_ref());
    let judge = match prepare(args, &project, errors, session) {
        Ok(judge) => judge?,
        Err(message) => return session.complain(errors, &message).map(|()| Status::Failed),
    };
    if args.write {
        (session.end_well)();
    }
    let status = answered(args, &judge, color, session)?;
    project.tell_strays(errors, session)?;
    Ok(status)
}

/// Does what the arguments ask for.
fn answered(
    args: &Rejected,
    judge: &Judge<'_>,
    color: Color,
    session: &mut Session<'_>,
) -> io::Result<Status> {
    let errors = session.look(color, true);
    let path = args.path.as_deref().unwrap_or(Path::new("."));
    if args.diff {
        return difference::run(args, judge, color, session);
    }
    if args.merge {
        return merge::run(args, judge, color, session);
    }
    if let Some(artefact) = &args.restore {
        return restore::run(args, artefact, judge, color, session);
    }
    let misplaced = [
        (args.write, "--write goes with --merge or --restore"),
        (args.from.is_some(), "--from goes with --diff or --merge"),
    ];
    if let Some((_, message)) = misplaced.iter().find(|(is_given, _)| *is_given) {
        return session.complain(errors, message).map(|()| Status::Failed);
    }
    let told = tell(judge, path);
    for failure in &told.failures {
        session.complain(errors, &format!("{}: {}", failure.path, failure.message))?;
    }
    if told.stories.is_empty() && told.failures.is_empty() {
        let message = format!("{}: no artefact of a config in this directory", path.display());
        session.note(errors, &message)?;
    }
    let look = session.look(color, false);
    let is_log = session.is_log() && args.output_format == AnswerFormat::Text;
    let mut out = Inert::new(session.stdout, is_log);
    output::write_story(args.output_format.into(), &told, look, &mut out)?;
    drop(out);
    Ok(match (told.failures.is_empty(), told.stories.iter().any(Story::has_lost_edit)) {
        (false, _) => Status::Failed,
        (true, true) => Status::Found,
        (true, false) => Status::Clean,
    })
}

/// What the arguments ask for, or what is wrong with them.
fn prepare<'d>(
    args: &Rejected,
    project: &Project,
    errors: Look,
    session: &mut Session<'d>,
) -> Result<io::Result<Judge<'d>>, String> {
    let directory = session.directory;
    let path = args.path.as_deref().unwrap_or(Path::new("."));
    let settings = project.effective(&project.overrides(path, directory));
    let (target, _) = project::target(&settings)?;
    let mut judge = project.judge(&settings, args.given.show_secrets, target, directory)?;
    judge.gate.details.excerpts = args.diff && difference::how(args).wants_excerpts();
    let messages = project::stand_ins([&settings].into_iter(), "judging against");
    let told = messages.iter().try_for_each(|message| session.warn(errors, message));
    Ok(told.map(|()| judge))
}

/// Tells the histories that a path stands for.
fn tell(judge: &Judge<'_>, path: &Path) -> Told {
    let Histories { found, mut failures } = files::histories(path, judge.directory);
    let mut stories = Vec::new();
    for history in found {
        if history.active.is_none() && history.artefacts.is_empty() {
            let message = "there is no such config, and no artefact of one".to_owned();
            failures.push(Failure { path: history.config, message });
            continue;
        }
        judge.look_for_strays(Path::new(&history.config));
        match caught(|| story(judge, &history)) {
            Ok(story) => stories.push(story),
            Err(message) => failures.push(Failure { path: history.config, message }),
        }
    }
    Told { target: judge.target, stories, failures }
}

fn story(judge: &Judge<'_>, history: &History) -> Story {
    let config = judge.directory.join(&history.config);
    let judged = history.judge(&|tree| judge.world(Some(&config), tree));
    Story::tell(&judged, &judge.gate)
}
