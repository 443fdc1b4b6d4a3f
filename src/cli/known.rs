//! The baseline of a run: read, or written.

use std::io;
use std::path::{Path, PathBuf};

use super::args::Check;
use super::project::Project;
use super::{Session, Status};
use crate::files::{self, Backup};
use crate::output::{Look, counted};
use crate::report::{Baseline, FileReport};

/// The baseline of a run.
#[derive(Debug)]
pub(super) enum Known {
    /// There is none.
    Nothing,
    /// What it lists is set apart; what is left of it is no more.
    Listed(PathBuf, Baseline),
    /// It takes in all that is found.
    Written(PathBuf, Baseline),
}

impl Known {
    /// The one that the arguments or the settings name, or why it cannot be read.
    pub(super) fn load(args: &Check, project: &Project, directory: &Path) -> Result<Self, String> {
        if let Some(path) = &args.write_baseline {
            return Ok(Self::Written(path.clone(), Baseline::default()));
        }
        let settings = project.effective(&[]);
        let Some(word) = settings.word("baseline") else { return Ok(Self::Nothing) };
        let path = project.path(word);
        let wrong = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
        let text = files::read(&directory.join(&path)).map_err(|error| wrong(&error))?.text;
        let baseline = Baseline::read(&text).map_err(|error| wrong(&error))?;
        Ok(Self::Listed(path, baseline))
    }

    /// Sets apart what is known of a file's findings; where they are written down, all are.
    pub(super) fn set_apart(&mut self, file: &mut FileReport) {
        match self {
            Self::Nothing => {}
            Self::Listed(_, baseline) => baseline.set_apart(file),
            Self::Written(_, baseline) => {
                baseline.add(file);
                let mut own = Baseline::default();
                own.add(file);
                own.set_apart(file);
            }
        }
    }

    /// Says what is listed and no more there, or writes the list, unless some work could not be done:
    /// then something would be missing in it.
    pub(super) fn finish(
        self,
        status: Status,
        quiet: bool,
        look: Look,
        session: &mut Session<'_>,
    ) -> io::Result<Status> {
        match self {
            Self::Listed(path, left) if !left.is_empty() && !quiet => {
                let count = counted(left.len(), "finding");
                let message = format!(
                    "{}: {count} in it not found this time; --write-baseline writes it anew",
                    path.display()
                );
                session.note(look, &message)?;
            }
            Self::Written(path, _) if status == Status::Failed => {
                let message = format!("{}: not written, as it would not be whole", path.display());
                session.complain(look, &message)?;
            }
            Self::Written(path, baseline) => {
                let written = write(&session.directory.join(&path), &baseline);
                let name = path.display();
                if let Err(message) = written {
                    let message = format!("{name}: {message}");
                    return session.complain(look, &message).map(|()| Status::Failed);
                }
                let count = counted(baseline.len(), "finding");
                session.note(look, &format!("{name}: {count} written down"))?;
            }
            Self::Nothing | Self::Listed(..) => {}
        }
        Ok(status)
    }
}

fn write(path: &Path, baseline: &Baseline) -> Result<(), String> {
    let text = baseline.to_json().map_err(|error| error.to_string())?;
    if path.symlink_metadata().is_err() {
        return files::create(path, &text).map_err(|error| error.to_string());
    }
    let original = files::read(path).map_err(|error| error.to_string())?;
    if original.text == text {
        return Ok(());
    }
    files::write(path, &original, &text, Backup::None).map_err(|error| error.to_string())
}
