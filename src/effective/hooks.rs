//! The hooks: other programs send messages to the agents through them (OpenClaw 2026.9.6).

use super::Credential;
use crate::schema::Variables;
use crate::syntax::{Tree, Value};
use crate::world::Environment;

/// Hooks that are switched on.
#[derive(Debug)]
pub struct Hooks<'t> {
    section: Value<'t>,
    /// The switch that is on.
    pub enabled: Value<'t>,
    variables: Variables<'t>,
    /// Whether parts of them may come from a file that is included here.
    pub has_includes: bool,
}

impl<'t> Hooks<'t> {
    /// The hooks of a config, if it switches them on.
    pub fn of(tree: &'t Tree, environment: &'t Environment) -> Option<Self> {
        let root = tree.root()?;
        let section = root.get("hooks")?;
        let enabled = section.get("enabled").filter(|it| it.as_bool() == Some(true))?;
        let has_includes = [root, section].iter().any(|value| value.get("$include").is_some());
        let variables = Variables::of_tree(tree, environment);
        Some(Self { section, enabled, variables, has_includes })
    }

    /// What the author wrote under a name in `hooks`.
    pub fn get(&self, name: &str) -> Option<Value<'t>> {
        self.section.get(name)
    }

    /// What their callers have to know.
    pub fn token(&self) -> Credential<'t> {
        Credential::of(self.get("token"), &self.variables)
    }
}
