//! What may stand in a file of settings.

/// A key of a file of settings.
#[derive(Debug)]
pub struct Key {
    /// As it is written.
    pub name: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// What holds without it, as it would be written; nothing where nothing does.
    pub default: &'static str,
    /// Whether it may differ from config to config.
    pub per_file: bool,
    /// The option of the command line that says the same.
    pub option: Option<&'static str>,
    /// What it says, in a sentence or two.
    pub docs: &'static str,
}

/// What a key takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// A release, `latest` or `auto`.
    Release,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// Names that stand for rules.
    Rules,
    /// A table from names that stand for rules to severities.
    Severities,
    /// A path, relative to the file of settings.
    Path,
    /// Paths, relative to the file of settings.
    Paths,
    /// Patterns of paths, as in `.gitignore`.
    Globs,
}

impl Takes {
    /// In words, with an article where it is one thing.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Release | Self::OneOf(_) | Self::Path => "a string",
            Self::Rules | Self::Paths | Self::Globs => "a list of strings",
            Self::Severities => "a table",
        }
    }

    /// Whether a layer above adds to what is below it; else it takes its place.
    pub const fn adds(self, name: &str) -> bool {
        matches!(self, Self::Severities) || matches!(name.as_bytes(), b"ignore")
    }
}

/// The severities by name.
pub(super) const SEVERITIES: &[&str] = &["info", "warning", "error"];

/// Every key at the top of the file, apart from [`OVERRIDES`].
pub static KEYS: &[Key] = &[
    Key {
        name: "target",
        takes: Takes::Release,
        default: "\"latest\"",
        per_file: true,
        option: Some("--target"),
        docs: "The OpenClaw release that configs are judged against, that `migrate` carries them to \
               and that `explain` and `schema` speak of: `2026.9.6`, `2026.9`, `latest`, or `auto` \
               for the release that last wrote the file.",
    },
    Key {
        name: "profile",
        takes: Takes::OneOf(&["personal", "shared", "public"]),
        default: "\"personal\"",
        per_file: true,
        option: Some("--profile"),
        docs: "How exposed the gateway is meant to be: what is reported when `select` names nothing.",
    },
    Key {
        name: "select",
        takes: Takes::Rules,
        default: "[]",
        per_file: true,
        option: Some("--select"),
        docs: "Rules, audit checks, their first words, groups (`correctness`, `migration`, \
               `security`) or `all`: these only are reported. An empty list leaves it to the profile.",
    },
    Key {
        name: "ignore",
        takes: Takes::Rules,
        default: "[]",
        per_file: true,
        option: Some("--ignore"),
        docs: "Rules, audit checks, their first words or groups: these are not reported. Overrides \
               and the command line add to it.",
    },
    Key {
        name: "severity",
        takes: Takes::Severities,
        default: "{}",
        per_file: true,
        option: None,
        docs: "Severities (`error`, `warning`, `info`) by rule, audit check, their first words or \
               group, where it is not as the rule says. The name that says most counts; overrides \
               add to it.",
    },
    Key {
        name: "fail-on",
        takes: Takes::OneOf(&["error", "warning", "info", "never"]),
        default: "\"warning\"",
        per_file: false,
        option: Some("--fail-on"),
        docs: "The least severity that makes the exit code 1.",
    },
    Key {
        name: "baseline",
        takes: Takes::Path,
        default: "",
        per_file: false,
        option: Some("--baseline"),
        docs: "The file of the findings that are known and not reported again.",
    },
    Key {
        name: "env-files",
        takes: Takes::Paths,
        default: "[]",
        per_file: true,
        option: Some("--env-file"),
        docs: "Files of environment variables: exactly these are set where a config says `${VAR}`. \
               Without any, nothing is known and any may be set.",
    },
    Key {
        name: "plugins",
        takes: Takes::Paths,
        default: "[]",
        per_file: true,
        option: Some("--plugins"),
        docs: "Directories of plugins that are installed besides the bundled ones.",
    },
    Key {
        name: "include-roots",
        takes: Takes::Paths,
        default: "[]",
        per_file: true,
        option: None,
        docs: "Directories besides a config's own that `$include` may read from, as \
               `OPENCLAW_INCLUDE_ROOTS` says it where the gateway runs.",
    },
    Key {
        name: "names",
        takes: Takes::Globs,
        default: "[]",
        per_file: false,
        option: None,
        docs: "Patterns of further configs to look for in directories, as in `.gitignore`.",
    },
    Key {
        name: "fragments",
        takes: Takes::Globs,
        default: "[]",
        per_file: false,
        option: None,
        docs: "Patterns of files that are only ever included, as in `.gitignore`. Where no config is \
               found that includes such a file, only what holds of any text is said of it.",
    },
    Key {
        name: "exclude",
        takes: Takes::Globs,
        default: "[]",
        per_file: false,
        option: None,
        docs: "Patterns of what is passed over in directories, as in `.gitignore`. A file that is \
               named on the command line is read all the same.",
    },
];

/// The key of what is different for some configs: a list of tables, each with [`FILES`] and any of
/// the keys that are per file.
pub static OVERRIDES: &str = "overrides";

/// The key that says for which configs an override is.
pub static FILES: Key = Key {
    name: "files",
    takes: Takes::Globs,
    default: "[]",
    per_file: true,
    option: None,
    docs: "Patterns of the configs that it is for, as in `.gitignore`.",
};
