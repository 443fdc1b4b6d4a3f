//! `clawtidy rejected --restore`.

use std::io::{self, Write as _};

use super::super::args::{AnswerFormat, Color, Rejected};
use super::super::judge::Judge;
use super::super::panics::caught;
use super::super::{Session, Status};
use super::target::{Config, config, named};
use crate::artefacts::{Restoration, restoration};
use crate::files::{self, Backup};
use crate::output::{self, Inert};
use crate::source::Source;

/// Shows what putting an artefact back would change, or why OpenClaw would refuse it again; writes
/// it if asked.
pub(super) fn run(
    args: &Rejected,
    artefact: &str,
    judge: &Judge<'_>,
    color: Color,
    session: &mut Session<'_>,
) -> io::Result<Status> {
    let errors = session.look(color, true);
    let prepared = config(args, judge).and_then(|config| {
        let looked_at = caught(|| look_at(artefact, judge, &config))??;
        Ok((config, looked_at))
    });
    let (config, restoration) = match prepared {
        Ok(prepared) => prepared,
        Err(message) => return session.complain(errors, &message).map(|()| Status::Failed),
    };
    let look = session.look(color, false);
    let name = &config.history.config;
    let text = config.original.as_ref().map_or("", |original| &original.text);
    let before = Source::new(name, text.to_owned());
    let shown = restoration.shown(&judge.gate);
    let mut failure = None;
    let mut written = false;
    if args.write && shown.faults.is_empty() {
        let new = restoration.source.text();
        let result = match &config.original {
            Some(original) if original.text == new => Ok(()),
            Some(original) => files::write(&config.on_disk, original, new, Backup::Ring),
            None => files::create(&config.on_disk, new),
        };
        match result {
            Ok(()) => written = true,
            Err(error) => failure = Some(error.to_string()),
        }
    }
    if args.output_format == AnswerFormat::Json {
        output::write_restoration(name, &shown, written, session.stdout)?;
    } else {
        let diff = output::restoring_diff(&before, &restoration.source, &judge.gate, look);
        let is_log = session.is_log();
        Inert::new(session.stdout, is_log).write_all(diff.as_bytes())?;
        session.stdout.flush()?;
    }
    if !shown.faults.is_empty() {
        let from = &shown.from;
        session.complain(errors, &format!("{from}: OpenClaw would not keep it"))?;
        for fault in &shown.faults {
            session.complain(errors, &format!("{from}: {fault}"))?;
        }
        return Ok(Status::Failed);
    }
    if let Some(message) = failure {
        return session.complain(errors, &format!("{name}: {message}")).map(|()| Status::Failed);
    }
    let from = &shown.from;
    let message = match (text == restoration.source.text(), written) {
        (true, _) => format!("{name}: it says what {from} says; nothing to do"),
        (false, true) if config.original.is_some() => {
            format!("{name}: {from} stands there now; what stood there is kept as .bak")
        }
        (false, true) => format!("{name}: {from} stands there now"),
        (false, false) => format!("{name}: OpenClaw would keep {from}; --write puts it there"),
    };
    session.note(errors, &message).map(|()| Status::Clean)
}

fn look_at(artefact: &str, judge: &Judge<'_>, config: &Config) -> Result<Restoration, String> {
    let world = config.world(judge);
    let judged = config.history.judge(&world);
    Ok(restoration(&judged, named(artefact, &judged, judge)?, &world))
}
