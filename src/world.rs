//! What a config is judged against: the release, the environment, the files it includes
//! and the plugins that are installed.

mod foreign_placeholder;
mod includes;
mod placeholder;
mod variable_names;

pub use foreign_placeholder::{ForeignPlaceholder, Syntax, foreign_placeholders};
pub use includes::{
    BrokenInclude, DEEPEST, Directive, INCLUDE, IncludeFault, Included, Includes, LARGEST_INCLUDE,
    directives,
};
pub use placeholder::{Placeholder, Resolved, bare_variable, placeholders, resolve, resolve_with};
pub use variable_names::{VariableFault, variable_fault};

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::plugins::Installed;
use crate::schema::Release;
use crate::syntax::Tree;

/// What a run judges against.
#[derive(Debug, Clone)]
pub struct World {
    /// The release whose behaviour counts.
    pub target: Release,
    /// What `${VAR}` may stand for.
    pub environment: Environment,
    /// The files that the config includes.
    pub includes: Includes,
    /// The plugins that are installed besides the bundled ones.
    pub plugins: Installed,
    /// Whether the file is YAML by its name, which OpenClaw never reads.
    pub is_yaml: bool,
    /// Whether the file is a copy of a config, by its name, that git would take along.
    pub is_kept_artefact: bool,
    /// Whether opinions are wanted too.
    pub opinions: bool,
    /// What the file was in a commit, if it is compared with one.
    pub committed: Option<Arc<Committed>>,
    /// The config's own text, where what is judged is that text put together with what it includes.
    pub own: Option<Arc<Tree>>,
}

/// What a config was in a commit.
#[derive(Debug)]
pub struct Committed {
    /// What the user calls the commit.
    pub reference: String,
    /// Its tree.
    pub tree: Tree,
    /// The files that it included, as they were then.
    pub includes: Includes,
}

impl World {
    /// A release and an environment, with nothing known of other files.
    pub fn new(target: Release, environment: Environment) -> Self {
        Self {
            target,
            environment,
            includes: Includes::Unknown,
            plugins: Installed::default(),
            is_yaml: false,
            is_kept_artefact: false,
            opinions: true,
            committed: None,
            own: None,
        }
    }
}

/// What `${VAR}` may stand for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Environment {
    /// Nothing is known; a placeholder is taken as set to something valid.
    #[default]
    Unknown,
    /// Exactly these variables are set.
    Known(BTreeMap<String, String>),
}

impl Environment {
    /// What is known of a variable.
    pub fn variable(&self, name: &str) -> Variable<'_> {
        match self {
            Self::Unknown => Variable::Unknown,
            // OpenClaw treats an empty variable as unset (2026.9.6).
            Self::Known(set) => match set.get(name).filter(|value| !value.is_empty()) {
                Some(value) => Variable::Set(value),
                None => Variable::Unset,
            },
        }
    }
}

/// What is known of one variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variable<'e> {
    /// The environment is not known.
    Unknown,
    /// Not set, or set to nothing.
    Unset,
    /// Set to this.
    Set(&'e str),
}
