//! `clawtidy rejected --diff`.

use std::io;

use super::super::args::{AnswerFormat, Color, Rejected};
use super::super::diff::{How, Input, compared};
use super::super::judge::Judge;
use super::super::panics::caught;
use super::super::{Session, Status};
use super::target::{Config, config, edit};
use crate::output::DifferenceFormat;
use crate::source::Source;

/// How the arguments want differences to be shown.
pub(super) fn how(args: &Rejected) -> How {
    match args.output_format {
        _ if args.unified => How::Unified,
        AnswerFormat::Text => How::As(DifferenceFormat::Full),
        AnswerFormat::Json => How::As(DifferenceFormat::Json),
    }
}

/// Shows what a lost edit sets otherwise than the config.
pub(super) fn run(
    args: &Rejected,
    judge: &Judge<'_>,
    color: Color,
    session: &mut Session<'_>,
) -> io::Result<Status> {
    let errors = session.look(color, true);
    let sides = config(args, judge).and_then(|config| {
        let sides = caught(|| sides(args, judge, &config))??;
        Ok((config.history.config, sides))
    });
    match sides {
        Ok((_, Some(sides))) => compared(judge, sides, how(args), color, session),
        Ok((name, None)) => {
            let message = format!("{name}: no edit was lost that could be compared");
            session.note(errors, &message).map(|()| Status::Clean)
        }
        Err(message) => session.complain(errors, &message).map(|()| Status::Failed),
    }
}

/// The config and the edit; `None` if no edit was lost.
fn sides(
    args: &Rejected,
    judge: &Judge<'_>,
    config: &Config,
) -> Result<Option<(Input, Input)>, String> {
    let name = &config.history.config;
    let Some(original) = &config.original else {
        return Err(format!("{name}: there is no such config to compare with"));
    };
    let judged = config.history.judge(&config.world(judge));
    // OpenClaw writes a config with the `$include`s that it was read with, never with what they
    // bring, so each is one file here.
    let input = |source: Source| {
        let world = judge.world(Some(&config.on_disk), source.tree());
        Input { source, world, left_out: None }
    };
    let edit = edit(args, &judged, judge)?;
    let active = Source::new(name, original.text.clone());
    Ok(edit.map(|edit| (input(active), input(edit))))
}
