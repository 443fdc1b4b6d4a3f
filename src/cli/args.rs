//! The arguments of every command.

pub(super) mod examples;
mod formats;
mod shared;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub(super) use formats::{FormatName, OutputFile};
pub(super) use shared::{FailOn, Given, Policy, SettingsFile};

use crate::output::{CompatFormat, DifferenceFormat, KeyFormat, StoryFormat};

/// Lints and mends OpenClaw configs (openclaw.json) without OpenClaw, Node or a network.
///
/// Without a command, it checks the configs below this directory, as `clawtidy check` does.
#[derive(Debug, Parser)]
#[command(after_help = examples::ALL, version, max_term_width = 100, disable_help_subcommand = true)]
pub(super) struct Arguments {
    /// Without one, `check` is meant.
    #[command(subcommand)]
    pub(super) command: Option<Command>,

    /// When to use colours [`NO_COLOR` and `CLICOLOR_FORCE` count under `auto`]
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(super) color: Color,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// On a terminal.
    Auto,
    /// Even into a file.
    Always,
    /// Not at all.
    Never,
}

// What a command says of itself in the list of commands stands here; its arguments are made only when
// it is run.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(super) enum Command {
    /// Say what OpenClaw would do with configs, and mend them
    Check(Box<Check>),
    /// Carry configs to a release: show what would change, and write it when asked
    Migrate(Migrate),
    /// Say what two configs set differently: by key, not by line
    Diff(Diff),
    /// Say which releases of OpenClaw accept configs, and what the others reject them for
    Compat(Compat),
    /// Tell what became of a config: which edits OpenClaw refused or replaced, and why; put one back
    Rejected(Rejected),
    /// Explain a rule, or a key of configs
    Explain(Explain),
    /// List the rules
    Rules(Rules),
    /// Print a JSON Schema of what a release accepts, for editors and other validators
    Schema(Schema),
    /// Print the settings as they hold, and where each comes from
    Config(Config),
}

/// Say what OpenClaw would do with configs, and mend them
///
/// A named file that a config includes is judged through that config: one of the run, or one beside or
/// above it. Where none includes it, a named file is a config, unless `fragments` of clawtidy.toml fits.
///
/// Exit code: 0 nothing at or over the threshold, 1 findings (or a diff under --diff), 2 some work
/// could not be done.
#[derive(Debug, Default, Args)]
#[command(after_help = examples::CHECK)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(super) struct Check {
    /// Configs, directories to look for them in, or `-` for standard input [default: .]
    pub(super) paths: Vec<PathBuf>,

    /// Apply safe fixes
    #[arg(long)]
    pub(super) fix: bool,

    /// Let --fix and --diff apply fixes that someone must agree to
    #[arg(long)]
    pub(super) unsafe_fixes: bool,

    /// Move secrets out of configs into variables, which are added to this .env file; only its owner
    /// may read it
    #[arg(long, value_name = "FILE", requires_all = ["fix", "unsafe_fixes"])]
    pub(super) write_env: Option<PathBuf>,

    /// Show what --fix would change, and change nothing
    #[arg(long, conflicts_with_all = ["fix", "output_format", "output_file", "statistics"])]
    pub(super) diff: bool,

    /// How to print findings [default: full; in a workflow of GitHub, github beside it]
    #[arg(long, value_name = "FORMAT")]
    pub(super) output_format: Vec<FormatName>,

    /// Write findings to a file as well, such as sarif=clawtidy.sarif; may be repeated, and `-` is
    /// standard output
    #[arg(long, value_name = "FORMAT=PATH")]
    pub(super) output_file: Vec<OutputFile>,

    #[command(flatten)]
    pub(super) policy: Policy,

    /// Compare each config with what it is in this commit, by running `git show`: would OpenClaw
    /// refuse the edit, or undo it?
    #[arg(long, value_name = "GIT_REF")]
    pub(super) against: Option<String>,

    /// What to call standard input
    #[arg(long, value_name = "PATH")]
    pub(super) stdin_filename: Option<String>,

    #[command(flatten)]
    pub(super) given: Given,

    /// Count the findings of each rule instead of listing them
    #[arg(long)]
    pub(super) statistics: bool,

    /// List as well what comments, `security.audit.suppressions` and the baseline set apart
    #[arg(long, conflicts_with_all = ["diff", "statistics"])]
    pub(super) show_suppressed: bool,

    /// Set each finding apart by a comment above it; with --reason
    #[arg(long, requires = "reason", conflicts_with_all = ["fix", "diff", "write_baseline"])]
    pub(super) add_ignores: bool,

    /// Why the findings are set apart, for the comments of --add-ignores
    #[arg(long, value_name = "TEXT", requires = "add_ignores")]
    pub(super) reason: Option<String>,

    /// List what is found in this file, for --baseline, instead of reporting it
    #[arg(long, value_name = "FILE", conflicts_with_all = ["baseline", "diff"])]
    pub(super) write_baseline: Option<PathBuf>,

    /// Print findings and nothing else
    #[arg(long, short)]
    pub(super) quiet: bool,

    /// The command line as it was typed, for a hint at the next one.
    #[arg(skip)]
    pub(super) typed: Vec<OsString>,
}

impl Check {
    /// The files besides configs that it names, other than for its findings.
    pub(super) fn named_files(&self) -> impl Iterator<Item = &PathBuf> {
        let one = [
            &self.write_env,
            &self.write_baseline,
            &self.policy.baseline,
            &self.given.settings.config,
        ];
        one.into_iter().flatten().chain(&self.given.env_file)
    }
}

/// Carry configs to a release: show what would change, and write it when asked
///
/// Exit code: 0 done or nothing to do, 1 something to do under --check, 2 some work could not be
/// done.
#[derive(Debug, Args)]
#[command(after_help = examples::MIGRATE)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(super) struct Migrate {
    /// Configs, directories to look for them in, or `-` for standard input [default: .]
    pub(super) paths: Vec<PathBuf>,

    /// The OpenClaw release to carry them to, such as 2026.9.6 or 2026.9, or `latest`
    /// [default: the target of clawtidy.toml, else latest]
    #[arg(long, value_name = "RELEASE")]
    pub(super) to: Option<String>,

    /// Write the files; what stood in them before is kept as `.bak`
    #[arg(long, conflicts_with_all = ["check", "stdout"])]
    pub(super) write: bool,

    /// Write nothing, and answer with exit code 1 if there is anything to do
    #[arg(long)]
    pub(super) check: bool,

    /// Print what becomes of the one config given, and nothing else
    #[arg(long, conflicts_with_all = ["check", "report"])]
    pub(super) stdout: bool,

    /// Say what was moved, reshaped and commented out, and what is left to decide, instead of
    /// showing a diff
    #[arg(long, value_name = "FORMAT")]
    pub(super) report: Option<ReportFormat>,

    /// Give a config with a name of an old release the one that OpenClaw reads; with --write
    #[arg(long, requires = "write")]
    pub(super) rename: bool,

    /// Change as well what someone must agree to
    #[arg(long)]
    pub(super) unsafe_fixes: bool,

    /// Remove what has no place any more instead of commenting it out
    #[arg(long)]
    pub(super) drop_retired: bool,

    #[command(flatten)]
    pub(super) given: Given,
}

/// How `migrate` reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ReportFormat {
    /// For people, such as in a pull request
    Markdown,
    /// For programs
    Json,
}

/// Say what two configs set differently: by key, not by line
///
/// Layout, quotes, the order of names, comments and which file holds a setting do not count, and a
/// setting that moved is one that moved. Exit code: 0 both set the same, 1 they do not, 2 some work could not be done.
#[derive(Debug, Args)]
#[command(after_help = examples::DIFF)]
pub(super) struct Diff {
    /// The config to compare with, or `-` for standard input
    pub(super) a: PathBuf,

    /// The config to compare, or `-` for standard input
    pub(super) b: PathBuf,

    /// The OpenClaw release to judge against, such as 2026.9.6 or 2026.9; `latest`; or `auto`, the
    /// release that last wrote each file [default: the target of clawtidy.toml, else latest]
    #[arg(long, value_name = "RELEASE")]
    pub(super) target: Option<String>,

    /// How to print what is different
    #[arg(long, value_name = "FORMAT", default_value = "full")]
    pub(super) output_format: DifferenceFormatName,

    /// Show a unified diff of both configs in one layout instead
    #[arg(long, conflicts_with = "output_format")]
    pub(super) unified: bool,

    #[command(flatten)]
    pub(super) given: Given,
}

/// How `diff` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum DifferenceFormatName {
    /// With the places in both files, for people
    Full,
    /// One line a difference
    Concise,
    /// For programs
    Json,
}

impl From<DifferenceFormatName> for DifferenceFormat {
    fn from(name: DifferenceFormatName) -> Self {
        match name {
            DifferenceFormatName::Full => Self::Full,
            DifferenceFormatName::Concise => Self::Concise,
            DifferenceFormatName::Json => Self::Json,
        }
    }
}

/// Say which releases of OpenClaw accept configs, and what the others reject them for
///
/// What configs include is judged with them. Exit code: 0 the target accepts every file, 1 it does not,
/// 2 some work could not be done.
#[derive(Debug, Args)]
#[command(after_help = examples::COMPAT)]
pub(super) struct Compat {
    /// Configs, directories to look for them in, or `-` for standard input [default: .]
    pub(super) paths: Vec<PathBuf>,

    /// The OpenClaw release that the exit code is about, such as 2026.9.6 or 2026.9; `latest`; or
    /// `auto`, the release that last wrote each file [default: the target of clawtidy.toml, else latest]
    #[arg(long, value_name = "RELEASE")]
    pub(super) target: Option<String>,

    /// How to print the answer
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) output_format: AnswerFormat,

    /// What to call standard input
    #[arg(long, value_name = "PATH")]
    pub(super) stdin_filename: Option<String>,

    #[command(flatten)]
    pub(super) given: Given,
}

/// How an answer is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum AnswerFormat {
    /// For people
    Text,
    /// For programs
    Json,
}

impl From<AnswerFormat> for CompatFormat {
    fn from(format: AnswerFormat) -> Self {
        match format {
            AnswerFormat::Text => Self::Text,
            AnswerFormat::Json => Self::Json,
        }
    }
}

impl From<AnswerFormat> for KeyFormat {
    fn from(format: AnswerFormat) -> Self {
        match format {
            AnswerFormat::Text => Self::Text,
            AnswerFormat::Json => Self::Json,
        }
    }
}

impl From<AnswerFormat> for StoryFormat {
    fn from(format: AnswerFormat) -> Self {
        match format {
            AnswerFormat::Text => Self::Text,
            AnswerFormat::Json => Self::Json,
        }
    }
}

/// Tell what became of a config: which edits OpenClaw refused or replaced, and why; put one back
///
/// Reads the files that OpenClaw leaves beside a config (.rejected.*, .clobbered.*, .last-good, .bak
/// to .bak.4, .pre-update) and changes none of them. Exit code: 0 no edit was lost, or --merge or
/// --restore did what they should; 1 there is a .rejected or .clobbered file; 2 some work could not be
/// done.
#[derive(Debug, Args)]
#[command(after_help = examples::REJECTED)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(super) struct Rejected {
    /// A config, which need not be there any more, one of its artefacts, or a directory to look for
    /// artefacts in, such as a copy of a host's [default: .]
    #[arg(value_name = "CONFIG|DIR")]
    pub(super) path: Option<PathBuf>,

    /// Show what a lost edit sets otherwise than the config, as `clawtidy diff` does
    #[arg(long, conflicts_with_all = ["merge", "restore", "write"])]
    pub(super) diff: bool,

    /// With --diff: show a unified diff of both in one layout instead
    #[arg(long, requires = "diff", conflicts_with = "output_format")]
    pub(super) unified: bool,

    /// Show what the config would be with a lost edit put back on it, without what OpenClaw would
    /// refuse
    #[arg(long, conflicts_with = "restore")]
    pub(super) merge: bool,

    /// Show what putting this artefact in the config's place would change
    #[arg(long, value_name = "FILE")]
    pub(super) restore: Option<String>,

    /// Write what --merge or --restore show; what stood in the config before is kept as `.bak`
    #[arg(long)]
    pub(super) write: bool,

    /// The edit to compare or to merge [default: the newest that was lost]
    #[arg(long, value_name = "FILE", conflicts_with = "restore")]
    pub(super) from: Option<String>,

    /// What the edit and the config both came from [default: the valid backup nearest to the edit]
    #[arg(long, value_name = "FILE", requires = "merge")]
    pub(super) base: Option<String>,

    /// Merge this setting of the edit only, and take it where both changed it; may be repeated:
    /// `gateway.port`, `agents.list[0].model`, `channels.*.enabled`
    #[arg(long, value_name = "KEY", requires = "merge")]
    pub(super) take: Vec<String>,

    /// Leave this setting of the edit out; may be repeated
    #[arg(long, value_name = "KEY", requires = "merge")]
    pub(super) skip: Vec<String>,

    /// The OpenClaw release to judge against, such as 2026.9.6 or 2026.9; `latest`; or `auto`, the
    /// release that last wrote each file [default: the target of clawtidy.toml, else latest]
    #[arg(long, value_name = "RELEASE")]
    pub(super) target: Option<String>,

    /// How to print the story
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) output_format: AnswerFormat,

    #[command(flatten)]
    pub(super) given: Given,
}

/// Explain a rule, a key of configs, or what OpenClaw prints
#[derive(Debug, Args)]
#[command(after_help = examples::EXPLAIN)]
pub(super) struct Explain {
    /// A rule's id, the id of the audit check it answers to, a line of a log or some words of one
    /// in quotes, or a key: `gateway.bind`, `agents.entries.*.model`, `agents.list[].id`,
    /// `channels["a.b"]`
    #[arg(value_name = "WHAT")]
    pub(super) what: String,

    /// The OpenClaw release to ask about a key, such as 2026.9.6 or 2026.9, or `latest`
    /// [default: the target of clawtidy.toml, else latest]
    #[arg(long, value_name = "RELEASE")]
    pub(super) target: Option<String>,

    /// How to print what is known of a key
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) output_format: AnswerFormat,

    #[command(flatten)]
    pub(super) settings: SettingsFile,
}

/// List the rules
#[derive(Debug, Args)]
#[command(after_help = examples::RULES)]
pub(super) struct Rules {
    /// How to print them
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(super) output_format: TableFormat,
}

/// How the rules are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum TableFormat {
    /// Aligned columns, for people
    Table,
    /// A Markdown table
    Markdown,
    /// For programs
    Json,
}

/// Print a JSON Schema of what a release accepts, for editors and other validators
#[derive(Debug, Args)]
#[command(after_help = examples::SCHEMA)]
pub(super) struct Schema {
    /// The OpenClaw release, such as 2026.9.6 or 2026.9, or `latest` [default: the target of
    /// clawtidy.toml, else latest]
    #[arg(long, value_name = "RELEASE")]
    pub(super) target: Option<String>,

    #[command(flatten)]
    pub(super) settings: SettingsFile,
}

/// Print the settings as they hold, and where each comes from
///
/// The output is TOML, and what stands behind each `#` says where: the default, a line of clawtidy.toml,
/// or the command line.
#[derive(Debug, Args)]
#[command(after_help = examples::CONFIG)]
pub(super) struct Config {
    /// A config: print the settings as they hold for it
    pub(super) path: Option<PathBuf>,

    /// Print a JSON Schema of clawtidy.toml instead, for editors
    #[arg(long, conflicts_with = "path")]
    pub(super) schema: bool,

    #[command(flatten)]
    pub(super) policy: Policy,

    #[command(flatten)]
    pub(super) given: Given,
}
