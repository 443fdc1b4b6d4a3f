//! Configs on disk: finding, reading and writing them.
//!
//! No other room touches a file. What goes wrong is said in one sentence that names the cause and
//! never holds a byte of the file.

mod artefacts;
mod discover;
mod dotenv;
mod git;
mod include;
mod own;
mod plugins;
mod read;
mod rename;
mod rest;
mod settings;
mod write;

pub use artefacts::{Histories, histories};
pub use discover::{Discovered, NAMES, Scope, discover, is_artefact, is_yaml};
pub use dotenv::{EnvError, add as add_to_dotenv, parse as parse_dotenv};
pub use git::{Commit, GitError, is_kept_by_git};
pub use include::{include, include_committed};
pub use own::{Own, home, is_in_repository, own_config};
pub use plugins::{MANIFEST, plugins};
pub use read::{LARGEST, Original, ReadError, decode, read};
pub use rename::{RenameError, current_name, rename};
pub use rest::come_to_rest;
pub use settings::settings;
pub use write::{Backup, Change, Failed, WriteError, create, write, write_all};
