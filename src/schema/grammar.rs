//! Grammars: what OpenClaw asks of a text beyond what a JSON Schema can say. A correction of the
//! catalog (`schema/corrections.jsonl`) names one as the `format` of a place.
//!
//! All of them as OpenClaw 2026.9.6 has them; since when they hold is data of the correction.

mod address;
mod amount;
mod duration;
mod path;
mod repository;
mod time;

use std::borrow::Cow;

pub(super) use address::is_url;

use super::space::trim;

/// What a text must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grammar {
    /// A size in bytes, with or without a unit: `500`, `20mb`.
    ByteSize,
    /// A domain of at least two names with room for one more in front, and no address.
    Domain,
    /// A duration; without a unit in hours.
    Duration,
    /// A duration of at least a minute whose last part has a unit.
    DurationOfAMinute,
    /// A duration, in minutes without a unit, or nothing.
    DurationOrEmpty,
    /// An absolute path of a program, without what a shell could read as more.
    ExecutablePath,
    /// A host's name or address, and nothing else of a URL.
    Host,
    /// An `https:` origin, or an `http:` one of this machine.
    HttpsOrigin,
    /// An `https:` URL, or an `http:` one on this machine.
    HttpsUrl,
    /// An `https:` URL that names more than the host.
    HttpsUrlWithPath,
    /// The scheme, host and port of an `http:` or `https:` URL.
    HttpOrigin,
    /// An `http:` or `https:` URL.
    HttpUrl,
    /// A provider and a model, or nothing.
    ModelOrEmpty,
    /// A relative path that stays below its folder.
    ModulePath,
    /// A duration above zero; without a unit in days.
    PositiveDuration,
    /// A repository: host, owner and name in lower case.
    Repository,
    /// A time of day up to midnight at its end, or nothing.
    TimeOrEmpty,
    /// A time of day before midnight at its end, or nothing.
    StartTimeOrEmpty,
}

impl Grammar {
    /// Whether `text` is one of its texts.
    pub fn takes(self, text: &str) -> bool {
        match self {
            Self::ByteSize => amount::bytes(text).is_some(),
            Self::Domain => address::is_domain(text),
            Self::Duration => duration::milliseconds(text, "h").is_some(),
            Self::DurationOfAMinute => {
                text.ends_with(['s', 'm', 'h', 'd', 'S', 'M', 'H', 'D'])
                    && duration::milliseconds(text, "s").is_some_and(|length| length >= 60_000.0)
            }
            Self::DurationOrEmpty => text.is_empty() || duration::milliseconds(text, "m").is_some(),
            Self::ExecutablePath => path::is_executable(text),
            Self::Host => address::is_host(text),
            Self::HttpsOrigin => address::is_origin(text) && address::is_private(text),
            Self::HttpsUrl => address::is_private(text),
            Self::HttpsUrlWithPath => address::is_https_with_path(text),
            Self::HttpOrigin => address::is_origin(text),
            Self::HttpUrl => address::is_http(text),
            Self::ModelOrEmpty => trim(text).is_empty() || is_model(text),
            Self::ModulePath => path::is_module(text),
            Self::PositiveDuration => {
                duration::milliseconds(text, "d").is_some_and(|length| length > 0.0)
            }
            Self::Repository => repository::is_repository(text),
            Self::TimeOrEmpty => text.is_empty() || time::is_time(text) || text == "24:00",
            Self::StartTimeOrEmpty => text.is_empty() || time::is_time(text),
        }
    }

    /// What it takes, in words: "a duration such as \"30d\" or \"12h\"".
    pub const fn words(self) -> &'static str {
        match self {
            Self::ByteSize => "a size such as \"500mb\" or \"2gb\"",
            Self::Domain => "a domain of your own such as \"apps.example.com\"",
            Self::Duration => "a duration such as \"24h\", \"7d\" or \"1h30m\"",
            Self::DurationOfAMinute => "a duration of at least a minute such as \"45m\" or \"2h\"",
            Self::DurationOrEmpty => "a duration such as \"30m\" or \"1h30m\"",
            Self::ExecutablePath => {
                "the absolute path of a program, without quotes, `;`, `&`, `|`, `$` and the like"
            }
            Self::Host => "the name of one host such as \"api.example.com\", and nothing else",
            Self::HttpsOrigin => {
                "an address without a path such as \"https://claw.example.com\" \
                 (http:// only for localhost, 127.0.0.1 and [::1])"
            }
            Self::HttpsUrl => {
                "a URL that begins with https:// (http:// only for localhost, 127.0.0.1 and [::1])"
            }
            Self::HttpsUrlWithPath => "a URL that begins with https:// and has a path",
            Self::HttpOrigin => "an address without a path such as \"https://apps.example.com\"",
            Self::HttpUrl => "a URL that begins with http:// or https://",
            Self::ModelOrEmpty => "a model such as \"openai/gpt-5.4\", or \"\" for none",
            Self::ModulePath => {
                "a relative path that stays in its folder, without `~`, `:` and `..`"
            }
            Self::PositiveDuration => "a duration above zero such as \"30d\" or \"12h\"",
            Self::Repository => {
                "a repository in lower case such as \"github.com/owner/repo\", without .git"
            }
            Self::TimeOrEmpty => "a time from \"00:00\" to \"24:00\" such as \"22:30\"",
            Self::StartTimeOrEmpty => "a time from \"00:00\" to \"23:59\" such as \"08:00\"",
        }
    }

    /// What a number in its place counts.
    pub const fn unit(self) -> Option<&'static str> {
        match self {
            Self::ByteSize => Some("bytes"),
            Self::PositiveDuration => Some("days"),
            _ => None,
        }
    }

    /// Its name as the `format` of a JSON Schema.
    pub fn name(self) -> String {
        let mut name = String::new();
        for letter in format!("{self:?}").chars() {
            if letter.is_ascii_uppercase() && !name.is_empty() {
                name.push('-');
            }
            name.push(letter.to_ascii_lowercase());
        }
        name
    }

    /// All of them.
    pub const ALL: [Grammar; 18] = [
        Self::ByteSize,
        Self::Domain,
        Self::Duration,
        Self::DurationOfAMinute,
        Self::DurationOrEmpty,
        Self::ExecutablePath,
        Self::Host,
        Self::HttpsOrigin,
        Self::HttpsUrl,
        Self::HttpsUrlWithPath,
        Self::HttpOrigin,
        Self::HttpUrl,
        Self::ModelOrEmpty,
        Self::ModulePath,
        Self::PositiveDuration,
        Self::Repository,
        Self::TimeOrEmpty,
        Self::StartTimeOrEmpty,
    ];

    /// The text that was certainly meant by one that it does not take: `30 days` is `30d`.
    pub fn meant(self, text: &str) -> Option<String> {
        let meant = match self {
            Self::ByteSize => amount::meant(text),
            Self::Duration
            | Self::DurationOfAMinute
            | Self::DurationOrEmpty
            | Self::PositiveDuration => duration::meant(text),
            Self::TimeOrEmpty | Self::StartTimeOrEmpty => time::meant(text),
            _ => None,
        };
        meant.filter(|meant| self.takes(meant))
    }
}

/// Whether `text` names a provider and a model: `openai/gpt-5.4`. Blanks around either do not
/// count.
pub fn is_model(text: &str) -> bool {
    let parts = trim(text).split_once('/');
    parts.is_some_and(|(provider, model)| !trim(provider).is_empty() && !trim(model).is_empty())
}

/// `text` as OpenClaw folds it before it reads a word: without blanks around it, in lower case.
pub(super) fn folded(text: &str) -> Cow<'_, str> {
    let text = trim(text);
    if text.chars().any(char::is_uppercase) {
        Cow::Owned(text.to_lowercase())
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests;
