//! `clawtidy diff`.

use std::io;
use std::path::Path;

use super::args::{Color, Diff};
use super::check::{environment, installed};
use super::judge::{Judge, Mending};
use super::panics::caught;
use super::{Session, Status};
use crate::Fixing;
use crate::compare::compare;
use crate::files;
use crate::finding::Safety;
use crate::output::{self, DifferenceFormat};
use crate::report::{Compared, Failure, Gate, Selection};
use crate::schema::Target;
use crate::source::Source;

/// Runs the command.
pub(super) fn run(args: &Diff, color: Color, session: &mut Session<'_>) -> io::Result<Status> {
    let errors = session.look(color, true);
    let prepared = prepare(args, session.directory);
    if let Ok((Target::Release(nearest), true)) = Target::parse(&args.target) {
        let message = format!(
            "the catalog has no OpenClaw `{}`; judging against {nearest}, the nearest it has",
            args.target
        );
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
    let look = session.look(color, false);
    let shown = caught(|| {
        let mut text = Vec::new();
        let failures = show(args, &judge, (a, b), look, &mut text)?;
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
fn prepare<'d>(args: &Diff, directory: &'d Path) -> Result<Judge<'d>, String> {
    let (target, _) = Target::parse(&args.target).map_err(|unknown| unknown.to_string())?;
    if args.a == Path::new("-") && args.b == Path::new("-") {
        return Err("`-` stands for standard input, which is one config".to_owned());
    }
    let plugins = installed(&args.plugins, directory)?;
    Ok(Judge {
        directory,
        target,
        environment: environment(&args.env_file, directory)?,
        gate: Gate {
            show_secrets: args.show_secrets,
            secret_keys: plugins.secret_keys(),
            excerpts: DifferenceFormat::from(args.output_format).wants_excerpts() && !args.unified,
            ..Gate::default()
        },
        plugins,
        converts_yaml: false,
        against: None,
        mending: Mending::None,
        fixing: Fixing::new(Selection::default(), Safety::Safe),
    })
}

/// A config as it was read.
struct Input {
    source: Source,
    /// Whether it lies on a disk, so that files beside it may be looked at.
    is_file: bool,
}

/// Reads a config, or says why it cannot be.
fn read(path: &Path, session: &mut Session<'_>) -> Result<Input, String> {
    let is_file = path != Path::new("-");
    let name = if is_file { path.display().to_string() } else { "<stdin>".to_owned() };
    if files::is_yaml(path) {
        return Err(format!("{name}: this is YAML, which no release of OpenClaw reads"));
    }
    let text = if is_file {
        files::read(&session.directory.join(path)).map(|original| original.text)
    } else {
        files::decode(&mut *session.stdin, 0)
    };
    let text = text.map_err(|error| format!("{name}: {error}"))?;
    Ok(Input { source: Source::new(name, text), is_file })
}

/// Writes what is different between two configs.
fn show(
    args: &Diff,
    judge: &Judge<'_>,
    (a, b): (Input, Input),
    look: output::Look,
    out: &mut dyn io::Write,
) -> io::Result<Outcome> {
    let report = |input: &Input, path: &Path| {
        let on_disk = judge.directory.join(path);
        let on_disk = input.is_file.then_some(on_disk.as_path());
        crate::check(&input.source, &judge.world(on_disk, input.source.tree()))
    };
    let (of_a, of_b) = (report(&a, &args.a), report(&b, &args.b));
    let (a, b) = (&a.source, &b.source);
    let comparison = compare(a.tree(), b.tree(), of_b.target());
    let (first, second) =
        (Compared { source: a, report: &of_a }, Compared { source: b, report: &of_b });
    let mut reported = judge.gate.pass_comparison(first, second, &comparison);
    reported.failures = [a, b].into_iter().filter_map(unreadable).collect();
    if args.unified {
        out.write_all(output::unified(a, b, &judge.gate, look).as_bytes())?;
    } else {
        output::write_difference(args.output_format.into(), &reported, look, out)?;
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
