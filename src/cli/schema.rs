//! `clawtidy schema`.

use std::io;

use super::args::{Color, Schema};
use super::{Session, Status};
use crate::schema::{Release, Target};

/// Runs the command.
pub(super) fn run(args: &Schema, color: Color, session: &mut Session<'_>) -> io::Result<Status> {
    let errors = session.look(color, true);
    let asked = &args.target;
    let release = match Target::parse(asked) {
        Ok((Target::Release(release), false)) => release,
        Ok((Target::Release(nearest), true)) => {
            let message = format!(
                "the catalog has no OpenClaw `{asked}`; this is the schema of {nearest}, the nearest it has"
            );
            session.warn(errors, &message)?;
            nearest
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
