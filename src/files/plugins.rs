//! Finding the plugins that are installed in a directory.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::read::{cause, decode, kind};
use crate::plugins::{LARGEST_MANIFEST, Manifest};

/// What a plugin's manifest is called.
pub const MANIFEST: &str = "openclaw.plugin.json";

/// The manifests of the plugins in `path`, relative to `directory`, in order of their paths. `path`
/// is a plugin's own directory, or one that holds such, as `node_modules` does, in which `@scope`
/// directories hold them.
///
/// # Errors
/// Says in one sentence, which begins with a path, what cannot be read; that there is no plugin at
/// all is such a reason.
pub fn plugins(path: &Path, directory: &Path) -> Result<Vec<Manifest>, String> {
    let told = |message: String| format!("{}: {message}", path.display());
    if directory.join(path).join(MANIFEST).exists() {
        return Ok(vec![manifest(path, directory)?]);
    }
    let mut manifests = Vec::new();
    for below in directories(path, directory).map_err(told)? {
        let name = below.file_name().unwrap_or_default().to_string_lossy();
        let plugins = if name.starts_with('@') {
            directories(&below, directory)
                .map_err(|error| format!("{}: {error}", below.display()))?
        } else {
            vec![below]
        };
        for plugin in plugins {
            if directory.join(&plugin).join(MANIFEST).exists() {
                manifests.push(manifest(&plugin, directory)?);
            }
        }
    }
    if manifests.is_empty() {
        return Err(told(format!("no plugin in this directory; looked for {MANIFEST}")));
    }
    Ok(manifests)
}

/// The directories in a directory, sorted, hidden ones left out; links to directories are such.
fn directories(path: &Path, directory: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = directory.join(path).read_dir().map_err(|error| cause(&error))?;
    let mut found = Vec::new();
    for entry in entries {
        let name = entry.map_err(|error| cause(&error))?.file_name();
        let below = path.join(&name);
        if !name.to_string_lossy().starts_with('.') && directory.join(&below).is_dir() {
            found.push(below);
        }
    }
    found.sort();
    Ok(found)
}

/// The manifest in the directory of a plugin.
fn manifest(plugin: &Path, directory: &Path) -> Result<Manifest, String> {
    let path = plugin.join(MANIFEST);
    let name = path.display().to_string();
    let text = read(&directory.join(&path)).map_err(|error| format!("{name}: {error}"))?;
    Manifest::parse(name.clone(), text).map_err(|error| format!("{name}: {error}"))
}

fn read(path: &Path) -> Result<String, String> {
    let metadata = path.metadata().map_err(|error| cause(&error))?;
    if !metadata.is_file() {
        return Err(format!("this is {}, not a file", kind(&metadata)));
    }
    if metadata.len() > LARGEST_MANIFEST {
        return Err(format!(
            "larger than {} KiB, which OpenClaw reads no manifest of",
            LARGEST_MANIFEST >> 10
        ));
    }
    let file = File::open(path).map_err(|error| cause(&error))?;
    decode(file.take(LARGEST_MANIFEST), metadata.len()).map_err(|error| error.to_string())
}
