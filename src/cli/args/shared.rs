//! The arguments that commands share.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::finding::{Profile, Severity};
use crate::report::Remap;

/// What every command that judges configs takes.
#[derive(Debug, Default, Args)]
pub(in crate::cli) struct Given {
    /// Take exactly these variables as set where a config says ${VAR}; without it, any may be
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) env_file: Vec<PathBuf>,

    /// Take the plugins in this directory as installed: a plugin's own, or one that holds several
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) plugins: Vec<PathBuf>,

    /// Show secrets instead of masking them
    #[arg(long)]
    pub(in crate::cli) show_secrets: bool,

    #[command(flatten)]
    pub(in crate::cli) settings: SettingsFile,
}

/// Where the settings of the project are.
#[derive(Debug, Default, Args)]
pub(in crate::cli) struct SettingsFile {
    /// Read the settings from this file [default: clawtidy.toml, here or above in the repository]
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) config: Option<PathBuf>,

    /// Read no clawtidy.toml
    #[arg(long, conflicts_with = "config")]
    pub(in crate::cli) no_config: bool,
}

/// What a project may settle in its clawtidy.toml, and the command line otherwise.
#[derive(Debug, Default, Args)]
pub(in crate::cli) struct Policy {
    /// The OpenClaw release to judge against, such as 2026.9.6 or 2026.9; `latest`; or `auto`, the
    /// release that last wrote the file [default: latest]
    #[arg(long, value_name = "RELEASE")]
    pub(in crate::cli) target: Option<String>,

    /// Rules, audit checks, their first words, groups (`correctness`, `migration`, `security`,
    /// `style`), or `all`: report these only; `style` is reported only where it is named
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(in crate::cli) select: Vec<String>,

    /// How exposed the gateway is meant to be: what is reported when --select names nothing
    /// [default: personal]
    #[arg(long, value_name = "PROFILE")]
    pub(in crate::cli) profile: Option<ProfileName>,

    /// Rules, audit checks, their first words or groups: do not report these
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(in crate::cli) ignore: Vec<String>,

    /// Report a rule, or what else --select takes, with this severity (`info`, `warning`, `error`);
    /// may be repeated, and the name that says most counts
    #[arg(long, value_name = "RULE=SEVERITY", value_delimiter = ',')]
    pub(in crate::cli) severity: Vec<Remap>,

    /// The least severity that makes the exit code 1 [default: warning]
    #[arg(long, value_name = "SEVERITY")]
    pub(in crate::cli) fail_on: Option<FailOn>,

    /// Leave out the findings that this file lists as known
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) baseline: Option<PathBuf>,
}

/// How exposed a gateway is meant to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ProfileName {
    /// One person's, on their own machine or behind their own tunnel
    Personal,
    /// People who trust each other write to its agents
    Shared,
    /// Anyone may reach it or write to its agents
    Public,
}

impl From<ProfileName> for Profile {
    fn from(name: ProfileName) -> Self {
        match name {
            ProfileName::Personal => Self::Personal,
            ProfileName::Shared => Self::Shared,
            ProfileName::Public => Self::Public,
        }
    }
}

/// The least severity that makes the exit code 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum FailOn {
    Error,
    Warning,
    Info,
    Never,
}

impl ProfileName {
    /// As it is written.
    pub(in crate::cli) fn name(self) -> &'static str {
        Profile::from(self).name()
    }
}

impl FailOn {
    /// As it is written.
    pub(in crate::cli) const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
            Self::Never => "never",
        }
    }

    /// Whether findings of this severity make the exit code 1.
    pub(in crate::cli) fn includes(self, severity: Severity) -> bool {
        match self {
            Self::Error => severity >= Severity::Error,
            Self::Warning => severity >= Severity::Warning,
            Self::Info => severity >= Severity::Info,
            Self::Never => false,
        }
    }
}
