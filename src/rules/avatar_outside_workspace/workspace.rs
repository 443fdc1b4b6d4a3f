//! Where an agent's workspace is, as far as a config tells (OpenClaw 2026.9.6).

use crate::effective::{Found, places};
use crate::rules::Context;
use crate::schema::trim;
use crate::syntax::Value;
use crate::world::{Environment, Variable};

/// A folder: the names from the root down, or from a folder above it that is not known.
#[derive(Debug, Clone)]
struct Folder {
    is_absolute: bool,
    names: Vec<String>,
}

/// The folders that may be an agent's workspace.
#[derive(Debug)]
pub(super) struct Workspaces {
    candidates: Vec<Folder>,
    /// Whether it may be any other folder as well.
    may_be_elsewhere: bool,
}

impl Workspaces {
    /// Those of an agent; `None` where nothing is known of them.
    pub(super) fn of(context: &Context<'_>, agent: &Found<'_>, id: &str) -> Option<Self> {
        let root = context.tree.root()?;
        let defaults = root.at(&["agents", "defaults"]);
        let own = agent.get("workspace");
        let shared = defaults.and_then(|defaults| defaults.get("workspace"));
        let hides = |value: Option<Value<'_>>| value.and_then(|v| v.get("$include")).is_some();
        let hidden = agent.is_partial || hides(Some(root)) || hides(root.get("agents"));
        if own.is_none() && (hidden || (shared.is_none() && hides(defaults))) {
            return None;
        }
        let written = |value: Option<Value<'_>>| match value {
            Some(value) => context.text(value).map(|text| trim(&text).to_owned()),
            None => Some(String::new()),
        };
        let (own, shared) = (written(own)?, written(shared)?);
        if !own.is_empty() {
            return Some(Self { candidates: vec![Folder::of(&own)], may_be_elsewhere: false });
        }
        // A single agent, and the default one of several, has the folder for itself; others have
        // one in or beside it.
        let is_single = places(context.tree, "agents.entries.*").len() < 2;
        let is_owner = is_single || agent.get("default").and_then(Value::as_bool) == Some(true);
        if !shared.is_empty() {
            let mut folder = Folder::of(&shared);
            if !is_owner {
                folder.names.push(id.to_owned());
            }
            return Some(Self { candidates: vec![folder], may_be_elsewhere: false });
        }
        // In the state directory, wherever that is, unless a variable names another folder.
        let environment = &context.world.environment;
        let name = if is_owner { "workspace".to_owned() } else { format!("workspace-{id}") };
        let mut candidates = vec![Folder { is_absolute: false, names: vec![name] }];
        if is_owner && let Variable::Set(folder) = environment.variable("OPENCLAW_WORKSPACE_DIR") {
            candidates.push(Folder::of(trim(folder)));
        }
        let may_be_elsewhere = is_owner && *environment == Environment::Unknown;
        Some(Self { candidates, may_be_elsewhere })
    }

    /// Whether `path` leads out of each of them.
    pub(super) fn leave_out(&self, path: &str) -> bool {
        !(self.may_be_elsewhere && path.starts_with('/'))
            && self.candidates.iter().all(|folder| folder.leaves_out(path))
    }
}

impl Folder {
    /// The folder that `path` names; `~` and relative ones begin somewhere.
    fn of(path: &str) -> Self {
        let mut folder = Self { is_absolute: path.starts_with('/'), names: Vec::new() };
        folder.descend(path.strip_prefix('~').unwrap_or(path));
        folder
    }

    /// Goes down a path, and up where it says so. Gives whether it went above what is known.
    fn descend(&mut self, path: &str) -> bool {
        let mut above = false;
        for name in path.split('/') {
            match name {
                "" | "." => {}
                ".." => above |= self.names.pop().is_none() && !self.is_absolute,
                name => self.names.push(name.to_owned()),
            }
        }
        above
    }

    /// Whether `path`, which may be relative to the folder, certainly leads out of it.
    fn leaves_out(&self, path: &str) -> bool {
        let mut target = if path.starts_with('/') {
            Self { is_absolute: true, names: Vec::new() }
        } else {
            self.clone()
        };
        let above = target.descend(path);
        if self.is_absolute || (!path.starts_with('/') && !above) {
            return !target.names.starts_with(&self.names);
        }
        // Only the end of the folder's path is known: the target may lie in a folder of that end.
        let known = self.names.as_slice();
        !known.is_empty() && !target.names.windows(known.len()).any(|part| part == known)
    }
}
