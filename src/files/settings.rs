//! Finding the file of a project's settings.

use std::path::{Path, PathBuf};

use crate::settings::FILE;

/// The file of settings that holds in `directory`, relative to it: there, or in the nearest directory
/// above it in the same git repository. Outside of repositories no one knows whose a directory above
/// is, so none of them counts.
pub fn settings(directory: &Path) -> Option<PathBuf> {
    let directory = std::path::absolute(directory).ok()?;
    let mut climb = PathBuf::new();
    let mut found = None;
    for above in directory.ancestors() {
        if found.is_none() && above.join(FILE).is_file() {
            found = Some(climb.join(FILE));
            if climb.as_os_str().is_empty() {
                return found;
            }
        }
        // A file in worktrees and submodules.
        if above.join(".git").exists() {
            return found;
        }
        climb.push("..");
    }
    None
}
