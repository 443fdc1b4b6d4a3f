//! Giving a config the name that OpenClaw reads.

use std::fs;
use std::path::{Path, PathBuf};

use super::write::WriteError;

/// What configs were called before the name that OpenClaw reads since 2026.1.29.
const OLD_NAMES: [&str; 2] = ["clawdbot.json", "moltbot.json"];

/// The path of a config under the name that OpenClaw reads, if it has one of an old release.
pub fn current_name(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?;
    let is_old = OLD_NAMES.iter().any(|old| name == *old);
    is_old.then(|| path.with_file_name("openclaw.json"))
}

/// Renames a file; one that has the new name already stays.
///
/// # Errors
/// When there is one, or the operating system says no. Nothing is renamed then.
pub fn rename(from: &Path, to: &Path) -> Result<(), WriteError> {
    // A link takes the name only if it is free, and in one step; a rename would replace the file.
    fs::hard_link(from, to)?;
    fs::remove_file(from)?;
    Ok(())
}
