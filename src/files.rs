//! Configs on disk: finding, reading and writing them.
//!
//! No other room touches a file. What goes wrong is said in one sentence that names the cause and
//! never holds a byte of the file.

mod above;
mod artefacts;
mod discover;
mod dotenv;
mod draft;
#[cfg(test)]
mod faults;
mod git;
mod include;
mod own;
mod plugins;
mod read;
mod rename;
mod rest;
mod settings;
mod shelf;
mod steps;
mod strays;
mod write;

pub use above::{Bounds, configs_above, is_config};
pub use artefacts::{Histories, histories};
pub use discover::{Discovered, NAMES, Scope, discover, is_artefact, is_yaml};
pub use dotenv::{
    EnvError, add as add_to_dotenv, names as dotenv_names, parse as parse_dotenv, without_values,
};
pub use draft::{Draft, resolved};
pub use git::{Commit, GitError, is_kept_by_git};
pub use include::{include, include_committed};
pub use own::{Own, home, is_in_repository, own_config};
pub use plugins::{MANIFEST, plugins};
pub use read::{LARGEST, Original, ReadError, decode, read};
pub use rename::{RenameError, current_name, rename};
pub use rest::come_to_rest;
pub use settings::settings;
pub use shelf::Shelf;
pub use strays::Strays;
pub use write::{Backup, Change, Failed, WriteError, create, write, write_all};
