//! `clawtidy diff`.

use std::io;
use std::path::{Path, PathBuf};

use super::args::{Color, Diff};
use super::judge::Judge;
use super::panics::caught;
use super::project::{self, Project};
use super::{Session, Status};
use crate::compare::compare;
use crate::files;
use crate::output::{self, DifferenceFormat};
use crate::report::{Compared, Failure};
use crate::schema::Target;
use crate::source::Source;

/// Runs the command.
pub(super) fn run(args: &Diff, color: Color, session: &mut Session<'_>) -> io::Result<Status> {
    let errors = session.look(color, true);
    let Some(project) = Project::load(&args.given, None, color, session)? else {
        return Ok(Status::Failed);
    };
    let prepared = prepare(args, &project, session.directory);
    if let Some(message) = project::stand_in(&args.target, "judging against") {
        session.warn(errors, &message)?;
    }
    let texts = prepared.and_then(|judge| {
        let a = read(&args.a, session)?;
        Ok((judge, a, read(&args.b, session)?))
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
    session.stdout.write_all(&text)?;
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
    let (target, _) = Target::parse(&args.target).map_err(|unknown| unknown.to_string())?;
    if args.a == Path::new("-") && args.b == Path::new("-") {
        return Err("`-` stands for standard input, which is one config".to_owned());
    }
    let settings = project.effective(&[]);
    let mut judge = project.judge(&settings, args.given.show_secrets, target, directory)?;
    judge.gate.excerpts = how(args).wants_excerpts();
    Ok(judge)
}

/// A config as it was read.
pub(super) struct Input {
    pub(super) source: Source,
    /// Where the files beside it are looked for; nowhere if it does not lie on a disk.
    pub(super) on_disk: Option<PathBuf>,
}

/// Reads a config, or says why it cannot be.
fn read(path: &Path, session: &mut Session<'_>) -> Result<Input, String> {
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
    Ok(Input { source: Source::new(name, text), on_disk })
}

/// Writes what is different between two configs.
fn show(
    judge: &Judge<'_>,
    (a, b): (&Input, &Input),
    how: How,
    look: output::Look,
    out: &mut dyn io::Write,
) -> io::Result<Outcome> {
    let report = |input: &Input| {
        crate::check(&input.source, &judge.world(input.on_disk.as_deref(), input.source.tree()))
    };
    let (of_a, of_b) = (report(a), report(b));
    let (a, b) = (&a.source, &b.source);
    let comparison = compare(a.tree(), b.tree(), of_b.target());
    let (first, second) =
        (Compared { source: a, report: &of_a }, Compared { source: b, report: &of_b });
    let mut reported = judge.gate.pass_comparison(first, second, &comparison);
    reported.failures = [a, b].into_iter().filter_map(unreadable).collect();
    match how {
        How::Unified => out.write_all(output::unified(a, b, &judge.gate, look).as_bytes())?,
        How::As(format) => output::write_difference(format, &reported, look, out)?,
    }
    Ok(Outcome { differs: !comparison.is_empty(), failures: reported.failures })
}

/// What is to be said of a config that can only be read in part.
fn unreadable(source: &Source) -> Option<Failure> {
    let failure =
        |message: &str| Failure { path: source.name().to_owned(), message: message.to_owned() };
    if source.tree().root().is_none() {
        return Some(failure("there is no config in it"));
    }
    let is_broken = !source.tree().errors().is_empty();
    is_broken.then(|| failure("it has syntax errors; what can be read was compared"))
}
