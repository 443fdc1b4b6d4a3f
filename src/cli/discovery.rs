//! Which configs a command is about.

use std::io;
use std::path::PathBuf;

use super::Session;
use super::project::Project;
use crate::files::{self, Discovered, Own};
use crate::output::Look;
use crate::report::Failure;

/// Finds the configs that `paths` stand for. No path stands for the working directory; where that is no
/// repository and has no config in it, or is the home directory, for the config that the OpenClaw of
/// this machine reads, and `stderr` says so. Of its own accord no command writes to that one.
pub(super) fn discovered(
    paths: &[PathBuf],
    project: &Project,
    writes: bool,
    look: Look,
    session: &mut Session<'_>,
) -> io::Result<Discovered> {
    let directory = session.directory;
    let scope = project.scope(directory);
    if !paths.is_empty() || files::is_in_repository(directory) {
        return Ok(files::discover(paths, directory, &scope));
    }
    let own = files::own_config(session.variable);
    let is_home = files::home(session.variable).is_some_and(|home| home == directory);
    // All of a home directory is more than anyone means.
    let found = if is_home && own.is_some() {
        Discovered::default()
    } else {
        files::discover(paths, directory, &scope)
    };
    let (true, true, Some(Own { path, why })) =
        (found.files.is_empty(), found.artefacts.is_empty(), own)
    else {
        return Ok(found);
    };
    if writes {
        let message = format!("not changed, as it was not named: OpenClaw reads it here ({why})");
        let failure = Failure { path: path.display().to_string(), message };
        return Ok(Discovered { failures: vec![failure], ..Discovered::default() });
    }
    let message = format!("{}: the config that OpenClaw reads here ({why})", path.display());
    session.note(look, &message)?;
    Ok(Discovered { files: vec![path], ..Discovered::default() })
}
