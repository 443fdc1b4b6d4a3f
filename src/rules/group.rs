//! What rules are about, by which they are chosen together.

use super::Rule;
use crate::migrations;

/// What a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// What OpenClaw does not accept, start with or read.
    Correctness,
    /// What another release changed.
    Migration,
    /// Who may do what, and what may be seen.
    Security,
    /// How it is written: opinions, which are reported only where they are asked for.
    Style,
}

impl Group {
    /// Its name in every output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Correctness => "correctness",
            Self::Migration => "migration",
            Self::Security => "security",
            Self::Style => "style",
        }
    }

    /// All names.
    pub const NAMES: [&'static str; 4] = ["correctness", "migration", "security", "style"];
}

/// Rules about security to which no check of the audit corresponds.
const OF_SECURITY: [&str; 14] = [
    "approval-forwarding-disabled",
    "artefact-in-repo",
    "blank-credential",
    "dm-policy-moot",
    "gateway-bind-every-interface",
    "gateway-bind-network-accessible",
    "group-without-mention",
    "heartbeat-direct-policy-unset",
    "placeholder-credential",
    "plaintext-secret",
    "redaction-placeholder",
    "reused-credential",
    "short-credential",
    "unknown-tool-name",
];

/// Rules about how a config is written.
const OF_STYLE: [&str; 2] = ["redundant-agent-setting", "redundant-default"];

/// Whether the rule of this id is a matter of taste.
pub(crate) fn is_opinion(id: &str) -> bool {
    OF_STYLE.contains(&id)
}

impl Rule {
    /// What it is about.
    pub fn group(&self) -> Group {
        if migrations::is_one(self.id) {
            Group::Migration
        } else if self.audit.is_some() || OF_SECURITY.contains(&self.id) {
            Group::Security
        } else if is_opinion(self.id) {
            Group::Style
        } else {
            Group::Correctness
        }
    }
}
