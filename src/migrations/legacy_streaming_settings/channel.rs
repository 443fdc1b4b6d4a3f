//! How channels differ in the streaming settings that they took (2026.9.6).

use super::settings::Setting;
use crate::migrations::channel_entry::ChannelEntry;
use crate::rules::Context;
use crate::syntax::Value;

/// What an account without streaming settings of its own had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Inheritance {
    /// Those of its section, setting by setting, before and after.
    Merged,
    /// Those of its section, setting by setting; an object of its own replaces them all now.
    Replaced,
    /// Those of the account `default`, or else of its section; an object of its own replaces them.
    FromDefaultAccount,
}

/// What the old settings of a channel meant.
#[derive(Debug, Clone, Copy)]
pub(super) struct Channel {
    /// The mode where the old settings named none that there is.
    fallback: &'static str,
    /// The modes, and the words that stood for them.
    modes: &'static [(&'static str, &'static str)],
    /// The words of `streamMode` and the modes they stand for; `None` where it was never read.
    stream_modes: Option<&'static [(&'static str, &'static str)]>,
    /// What accounts inherit.
    pub(super) inheritance: Inheritance,
}

const COMMON: &[(&str, &str)] =
    &[("off", "off"), ("partial", "partial"), ("block", "block"), ("progress", "progress")];
const OF_MATRIX: &[(&str, &str)] =
    &[("off", "off"), ("partial", "partial"), ("quiet", "quiet"), ("progress", "progress")];
const DRAFTS_OF_SLACK: &[(&str, &str)] =
    &[("replace", "partial"), ("status_final", "progress"), ("append", "block")];

impl Channel {
    /// The channel of that name.
    pub(super) fn of(name: &str) -> Self {
        let common = Self {
            fallback: "partial",
            modes: COMMON,
            stream_modes: Some(COMMON),
            inheritance: Inheritance::Merged,
        };
        let replaced = Self { inheritance: Inheritance::Replaced, ..common };
        match name {
            "discord" => Self { fallback: "off", ..replaced },
            "feishu" | "irc" | "mattermost" | "nextcloud-talk" | "signal" => replaced,
            "googlechat" => {
                Self { stream_modes: None, inheritance: Inheritance::FromDefaultAccount, ..common }
            }
            "matrix" => Self { fallback: "off", modes: OF_MATRIX, stream_modes: None, ..replaced },
            "slack" => Self { fallback: "progress", stream_modes: Some(DRAFTS_OF_SLACK), ..common },
            "whatsapp" => Self { inheritance: Inheritance::FromDefaultAccount, ..common },
            _ => common,
        }
    }

    /// Whether it never read `streamMode`, though it took it.
    pub(super) const fn ignored_stream_mode(self) -> bool {
        self.stream_modes.is_none()
    }

    /// The mode that `streamMode` and a `streaming` that is no object come to: a word in `streaming`
    /// counts before `streamMode`, and that before a switch.
    pub(super) fn mode<'t>(
        self,
        context: &Context<'_>,
        streaming: Option<Value<'t>>,
        stream_mode: Option<Value<'t>>,
    ) -> Setting<'t> {
        let read = |value: Value<'t>, modes: &'static [(&'static str, &'static str)]| {
            value.as_text()?;
            let Some(text) = context.text(value) else {
                // What a variable holds is taken to be right.
                return Some(Setting::Written(value));
            };
            let word = text.trim().to_lowercase();
            let (_, mode) = modes.iter().find(|(name, _)| *name == word)?;
            let as_it_is = value.is_text(mode);
            Some(if as_it_is { Setting::Written(value) } else { Setting::Word(mode, Some(value)) })
        };
        let named = streaming
            .and_then(|value| read(value, self.modes))
            .or_else(|| read(stream_mode?, self.stream_modes?));
        named.unwrap_or_else(|| {
            let mode = match streaming.and_then(Value::as_bool) {
                Some(true) => "partial",
                Some(false) => "off",
                None => self.fallback,
            };
            Setting::Word(mode, stream_mode)
        })
    }

    /// The mode where the target has none of the one that was meant.
    pub(super) const fn fallback(self) -> &'static str {
        self.fallback
    }
}

/// Which of a section and its accounts is the account that others inherit from.
pub(super) fn default_account(entries: &[ChannelEntry<'_>]) -> Option<usize> {
    let named = |matches: fn(&str) -> bool| {
        entries.iter().position(|entry| entry.account().is_some_and(matches))
    };
    named(|id| id == "default").or_else(|| named(|id| id.trim().to_lowercase() == "default"))
}
