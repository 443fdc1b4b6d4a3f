//! Which config the OpenClaw of this machine reads, as OpenClaw 2026.9.6 finds it.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The config that the OpenClaw of this machine reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Own {
    /// Where it is, absolute unless a variable says otherwise.
    pub path: PathBuf,
    /// What decides it: a variable, or the directory that it is looked for in.
    pub why: &'static str,
}

/// The names of configs in a state directory, the first first.
const NAMES: [&str; 2] = ["openclaw.json", "clawdbot.json"];

/// The config that the OpenClaw of this machine reads, by the environment `variable`; `None` where
/// there is none.
pub fn own_config(variable: &dyn Fn(&str) -> Option<OsString>) -> Option<Own> {
    let home = home(variable);
    let named = |name| text(variable, name).map(|path| expanded(&path, home.as_deref()));
    if let Some(path) = named("OPENCLAW_CONFIG_PATH") {
        return path.is_file().then_some(Own { path, why: "OPENCLAW_CONFIG_PATH" });
    }
    let in_directory =
        |directory: &Path| NAMES.iter().map(|name| directory.join(name)).find(|path| path.exists());
    if let Some(directory) = named("OPENCLAW_STATE_DIR") {
        let path = in_directory(&directory)?;
        return Some(Own { path, why: "OPENCLAW_STATE_DIR" });
    }
    // It looks for a directory first, and then in both of them.
    let directories = ["~/.openclaw", "~/.clawdbot"];
    directories.into_iter().find_map(|why| {
        let path = in_directory(&home.as_ref()?.join(&why[2..]))?;
        Some(Own { path, why })
    })
}

/// The home directory that OpenClaw goes by.
pub fn home(variable: &dyn Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let system = ["HOME", "USERPROFILE"].into_iter().find_map(|name| text(variable, name));
    let system = system.map(PathBuf::from);
    match text(variable, "OPENCLAW_HOME") {
        Some(own) => Some(expanded(&own, system.as_deref())),
        None => system,
    }
}

fn text(variable: &dyn Fn(&str) -> Option<OsString>, name: &str) -> Option<String> {
    let text = variable(name)?.to_string_lossy().trim().to_owned();
    (!text.is_empty()).then_some(text)
}

/// A path with `~` in front standing for the home directory.
fn expanded(path: &str, home: Option<&Path>) -> PathBuf {
    match (path.strip_prefix('~'), home) {
        (Some(""), Some(home)) => home.to_owned(),
        (Some(below), Some(home)) if below.starts_with(['/', '\\']) => home.join(&below[1..]),
        _ => PathBuf::from(path),
    }
}

/// Whether a directory lies in a git repository.
pub fn is_in_repository(directory: &Path) -> bool {
    std::path::absolute(directory)
        .is_ok_and(|path| path.ancestors().any(|above| above.join(".git").exists()))
}
