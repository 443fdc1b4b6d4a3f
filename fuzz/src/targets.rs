//! The targets, by name.

use crate::reached::Reached;
use crate::{check, env_files, fix, includes, merge, migrate, outputs, parse, secrets, settings};

/// A target: its name, and what holds bytes to its laws and says what they reached.
pub(crate) type Target = (&'static str, fn(&[u8]) -> Reached);

/// All of them.
pub(crate) const TARGETS: &[Target] = &[
    ("parse", parse::hold),
    ("check", check::hold),
    ("fix", fix::hold),
    ("migrate", migrate::hold),
    ("merge", merge::hold),
    ("includes", includes::hold),
    ("outputs", outputs::hold),
    ("secrets", secrets::hold),
    ("env_files", env_files::hold),
    ("settings", settings::hold),
];
