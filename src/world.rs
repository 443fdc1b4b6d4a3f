//! What a config is judged against: the release, the environment, the files it includes
//! and the plugins that are installed.

mod env_file;
mod foreign_placeholder;
mod includes;
mod placeholder;
mod variable_names;

pub use env_file::{EnvFile, SaidOfVariables};
pub use foreign_placeholder::{ForeignPlaceholder, Syntax, foreign_placeholders};
pub use includes::{
    BrokenInclude, DEEPEST, Directive, INCLUDE, IncludeFault, Included, Includes, LARGEST_INCLUDE,
    directives, may_include,
};
pub use placeholder::{Placeholder, Resolved, bare_variable, placeholders, resolve, resolve_with};
pub use variable_names::{VariableFault, is_known_variable, known_variables, variable_fault};

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::finding::Profile;
use crate::plugins::Installed;
use crate::schema::Release;
use crate::syntax::Tree;

/// What a run judges against.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
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
    /// Whether the file is only ever included, and it is not known where: only what holds of any text
    /// can be said of it.
    pub is_fragment: bool,
    /// Whether other configs include files that this one includes.
    pub shares_includes: bool,
    /// What is wanted of the rules.
    pub wanted: Wanted,
    /// What is judged, if it is no config but a file of variables.
    pub env_file: Option<Arc<EnvFile>>,
    /// What the file was in a commit, if it is compared with one.
    pub committed: Option<Arc<Committed>>,
    /// The config's own text, where what is judged is that text put together with what it includes.
    pub own: Option<Arc<Tree>>,
}

/// Which findings are wanted: a rule that has no others need not run. No such rule finds that a config is
/// rejected or does not start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// Those of the profiles up to this one.
    pub profile: Profile,
    /// Whether opinions are among them.
    pub opinions: bool,
}

impl Wanted {
    /// All findings.
    pub const ALL: Self = Self { profile: Profile::Public, opinions: true };
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
            is_fragment: false,
            shares_includes: false,
            wanted: Wanted::ALL,
            env_file: None,
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
