//! The formats of findings, and the files that they are written to.

use std::path::PathBuf;
use std::str::FromStr;

use clap::ValueEnum;

use crate::output::Format;

/// The formats by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum FormatName {
    /// Code frames, for people
    Full,
    /// One line a finding
    Concise,
    /// For programs
    Json,
    /// Workflow commands, for GitHub Actions
    Github,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Code Quality, for GitLab
    Gitlab,
    /// Test results in XML, for any CI system
    Junit,
    /// For a job's summary or a comment
    Markdown,
}

impl From<FormatName> for Format {
    fn from(name: FormatName) -> Self {
        match name {
            FormatName::Full => Self::Full,
            FormatName::Concise => Self::Concise,
            FormatName::Json => Self::Json,
            FormatName::Github => Self::Github,
            FormatName::Sarif => Self::Sarif,
            FormatName::Gitlab => Self::Gitlab,
            FormatName::Junit => Self::Junit,
            FormatName::Markdown => Self::Markdown,
        }
    }
}

/// A file, and the format that findings are written to it in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) struct OutputFile {
    pub(in crate::cli) format: FormatName,
    pub(in crate::cli) path: PathBuf,
}

impl FormatName {
    /// As it is written.
    pub(in crate::cli) fn name(self) -> String {
        self.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
    }
}

impl FromStr for OutputFile {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let all = || {
            let names: Vec<_> = FormatName::value_variants().iter().map(|it| it.name()).collect();
            names.join(", ")
        };
        let Some((format, path)) = text.split_once('=').filter(|(_, path)| !path.is_empty()) else {
            return Err("a format and a file, such as sarif=clawtidy.sarif, are wanted".to_owned());
        };
        let format = FormatName::from_str(format, false)
            .map_err(|_| format!("`{format}` is no format; there are {}", all()))?;
        Ok(Self { format, path: PathBuf::from(path) })
    }
}
