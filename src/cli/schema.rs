//! `clawtidy schema`.

use std::io;

use super::args::{Color, Schema};
use super::project::{Question, release};
use super::{Session, Status};
use crate::schema::Release;

/// Runs the command.
pub(super) fn run(args: &Schema, color: Color, session: &mut Session<'_>) -> io::Result<Status> {
    let newest = Release::LATEST;
    let no_config = format!(
        "`auto` is read from a config, and a schema is for many; write a release like {newest}, or `latest`"
    );
    let question = Question {
        settings: &args.settings,
        asked: args.target.as_ref(),
        no_config: &no_config,
        verb: "this is the schema of",
    };
    let Some(release) = release(&question, color, session)? else { return Ok(Status::Failed) };
    serde_json::to_writer_pretty(&mut *session.stdout, &release.to_json_schema())?;
    writeln!(session.stdout)?;
    Ok(Status::Clean)
}
