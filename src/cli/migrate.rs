//! `clawtidy migrate`.

use std::io;

use super::args::{Color, Migrate};
use super::check::{environment, judge_all};
use super::judge::{Judge, Mending};
use super::{Session, Status};
use crate::Fixing;
use crate::edit::Keep;
use crate::files::{self, Backup, Discovered};
use crate::finding::Safety;
use crate::report::{Gate, Selection};
use crate::schema::Target;

/// Runs the command.
pub(super) fn run(args: &Migrate, color: Color, session: &mut Session<'_>) -> io::Result<Status> {
    let errors = session.look(color, true);
    let look = session.look(color, false);
    let target = match Target::parse(&args.to) {
        Ok((target, _)) => target,
        Err(unknown) => {
            return session.complain(errors, &unknown.to_string()).map(|()| Status::Failed);
        }
    };
    let environment = match environment(&args.env_file, session.directory) {
        Ok(environment) => environment,
        Err(message) => return session.complain(errors, &message).map(|()| Status::Failed),
    };
    let allowed = if args.unsafe_fixes { Safety::Unsafe } else { Safety::Safe };
    let keep = if args.drop_retired { Keep::InReport } else { Keep::InComment };
    let selection = Selection::default();
    let judge = Judge {
        directory: session.directory,
        target,
        environment,
        gate: Gate {
            selection: selection.clone(),
            show_secrets: args.show_secrets,
            excerpts: false,
        },
        mending: if args.write { Mending::Written(Backup::Keep) } else { Mending::Shown(look) },
        fixing: Fixing { keep, ..Fixing::new(selection, allowed) },
    };
    let Discovered { files, failures } = files::discover(&args.paths, session.directory);
    let judged = judge_all(&judge, &files, false, session);
    let failures = failures.into_iter().chain(judged.iter().flat_map(|one| one.failures.clone()));
    let failures: Vec<_> = failures.collect();
    for one in &judged {
        session.stdout.write_all(one.diff.as_bytes())?;
    }
    for failure in &failures {
        session.complain(errors, &format!("{}: {}", failure.path, failure.message))?;
    }
    Ok(if failures.is_empty() { Status::Clean } else { Status::Failed })
}
