//! `clawtidy schema`.

use std::io;

use super::args::{Color, Schema};
use super::project::stand_in;
use super::{Session, Status};
use crate::schema::{Release, Target};

/// Runs the command.
pub(super) fn run(args: &Schema, color: Color, session: &mut Session<'_>) -> io::Result<Status> {
    let errors = session.look(color, true);
    let release = match Target::parse(&args.target) {
        Ok((Target::Release(release), _)) => {
            if let Some(message) = stand_in(&args.target, "this is the schema of") {
                session.warn(errors, &message)?;
            }
            release
        }
        Ok((Target::Auto, _)) => {
            let newest = Release::LATEST;
            let message = format!(
                "`auto` is read from a config, and a schema is for many; write a release like {newest}, or `latest`"
            );
            return session.complain(errors, &message).map(|()| Status::Failed);
        }
        Err(unknown) => {
            return session.complain(errors, &unknown.to_string()).map(|()| Status::Failed);
        }
    };
    serde_json::to_writer_pretty(&mut *session.stdout, &release.to_json_schema())?;
    writeln!(session.stdout)?;
    Ok(Status::Clean)
}
