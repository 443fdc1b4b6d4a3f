//! `clawtidy diff`.

use std::io::{self, Write as _};
use std::path::Path;

use super::args::{Color, Diff};
use super::judge::Judge;
use super::panics::caught;
use super::project::{self, Project};
use super::{Session, Status};
use crate::compare::compare;
use crate::files;
use crate::output::{self, DifferenceFormat, Inert};
use crate::report::{Compared, Failure};
use crate::source::Source;
use crate::world::{Includes, World, directives};

/// Runs the command.
pub(super) fn run(args: &Diff, color: Color, session: &mut Session<'_>) -> io::Result<Status> {
    let errors = session.look(color, true);
    let Some(project) = Project::load(&args.given, None, color, session)? else {
        return Ok(Status::Failed);
    };
    let project = project.for_release(args.target.as_ref());
    let prepared = prepare(args, &project, session.directory);
    for message in project::stand_ins([&project.effective(&[])].into_iter(), "judging against") {
        session.warn(errors, &message)?;
    }
    let texts = prepared.and_then(|judge| {
        let a = read(&args.a, &judge, session)?;
        let b = read(&args.b, &judge, session)?;
        Ok((judge, a, b))
    });
    let (judge, a, b) = match texts {
        Ok(texts) => texts,
        Err(message) => return session.complain(errors, &message).map(|()| Status::Failed),
    };
    compared(&judge, (a, b), how(args), color, session)
}

fn how(args: &Diff) -> How {
    if args.unified { How::Unified } else { How::As(args.output_format.into()) }
}

/// How differences are shown.
#[derive(Debug, Clone, Copy)]
pub(super) enum How {
    /// As differences.
    As(DifferenceFormat),
    /// As a unified diff of both configs in one layout.
    Unified,
}

impl How {
    /// Whether the gate has to bring the lines around each place.
    pub(super) const fn wants_excerpts(self) -> bool {
        match self {
            Self::As(format) => format.wants_excerpts(),
            Self::Unified => false,
        }
    }
}

/// Shows what two configs set differently.
pub(super) fn compared(
    judge: &Judge<'_>,
    (a, b): (Input, Input),
    how: How,
    color: Color,
    session: &mut Session<'_>,
) -> io::Result<Status> {
    let errors = session.look(color, true);
    let look = session.look(color, false);
    let shown = caught(|| {
        let mut text = Vec::new();
        let failures = show(judge, (&a, &b), how, look, &mut text)?;
        Ok::<_, io::Error>((text, failures))
    });
    let (text, status) = match shown {
        Ok(shown) => shown?,
        Err(bug) => return session.complain(errors, &bug).map(|()| Status::Failed),
    };
    let is_for_people = matches!(how, How::Unified) || how.wants_excerpts();
    let is_log = session.is_log() && is_for_people;
    Inert::new(session.stdout, is_log).write_all(&text)?;
    session.stdout.flush()?;
    for failure in &status.failures {
        session.complain(errors, &format!("{}: {}", failure.path, failure.message))?;
    }
    Ok(match (status.failures.is_empty(), status.differs) {
        (false, _) => Status::Failed,
        (true, true) => Status::Found,
        (true, false) => Status::Clean,
    })
}

/// What came of a comparison.
struct Outcome {
    differs: bool,
    failures: Vec<Failure>,
}

/// What the arguments ask for, or what is wrong with them.
fn prepare<'d>(args: &Diff, project: &Project, directory: &'d Path) -> Result<Judge<'d>, String> {
    let settings = project.effective(&project.overrides(&args.b, directory));
    let (target, _) = project::target(&settings)?;
    if args.a == Path::new("-") && args.b == Path::new("-") {
        return Err("`-` stands for standard input, which is one config".to_owned());
    }
    let mut judge = project.judge(&settings, args.given.show_secrets, target, directory)?;
    judge.gate.details.excerpts = how(args).wants_excerpts();
    Ok(judge)
}

/// A config as it was read.
pub(super) struct Input {
    pub(super) source: Source,
    /// What it is judged against.
    pub(super) world: World,
    /// Why what it includes is not compared, where it should be.
    pub(super) left_out: Option<String>,
}

/// Reads a config with what it includes, or says why it cannot be.
fn read(path: &Path, judge: &Judge<'_>, session: &mut Session<'_>) -> Result<Input, String> {
    let is_file = path != Path::new("-");
    let name = if is_file { path.display().to_string() } else { "<stdin>".to_owned() };
    if files::is_yaml(path) {
        return Err(format!("{name}: this is YAML, which no release of OpenClaw reads"));
    }
    let on_disk = is_file.then(|| session.directory.join(path));
    let text = match &on_disk {
        Some(path) => files::read(path).map(|original| original.text),
        None => files::decode(&mut *session.stdin, 0),
    };
    let text = text.map_err(|error| format!("{name}: {error}"))?;
    let (source, world) = judge.assembled(Source::new(name, text), on_disk.as_deref());
    if let Some(message) = source.too_much() {
        return Err(format!("{}: {message}", source.name()));
    }
    let is_whole = !source.tree().errors().is_empty() || directives(source.tree()).is_empty();
    let why = match world.includes {
        _ if is_whole => None,
        Includes::Unknown => Some("what comes by standard input lies in no directory"),
        Includes::Known(_) => Some("not all of it can be read; `clawtidy check` says more"),
    };
    let left_out = why.map(|why| format!("what it includes was not compared: {why}"));
    Ok(Input { source, world, left_out })
}

/// Writes what is different between two configs.
fn show(
    judge: &Judge<'_>,
    (a, b): (&Input, &Input),
    how: How,
    look: output::Look,
    out: &mut dyn io::Write,
) -> io::Result<Outcome> {
    let report = |input: &Input| crate::check(&input.source, &input.world);
    let (of_a, of_b) = (report(a), report(b));
    let failures = [a, b].into_iter().filter_map(unreadable).collect();
    let (a, b) = (&a.source, &b.source);
    let comparison = compare(a.tree(), b.tree(), of_b.target());
    let (first, second) =
        (Compared { source: a, report: &of_a }, Compared { source: b, report: &of_b });
    let mut reported = judge.gate.pass_comparison(first, second, &comparison);
    reported.failures = failures;
    match how {
        How::Unified => out.write_all(output::unified(a, b, &judge.gate, look).as_bytes())?,
        How::As(format) => output::write_difference(format, &reported, look, out)?,
    }
    Ok(Outcome { differs: !comparison.is_empty(), failures: reported.failures })
}

/// What is to be said of a config that can only be read in part.
fn unreadable(input: &Input) -> Option<Failure> {
    let source = &input.source;
    let failure =
        |message: &str| Failure { path: source.name().to_owned(), message: message.to_owned() };
    if source.tree().root().is_none() {
        return Some(failure("there is no config in it"));
    }
    if !source.tree().errors().is_empty() {
        return Some(failure("it has syntax errors; what can be read was compared"));
    }
    input.left_out.as_deref().map(failure)
}
