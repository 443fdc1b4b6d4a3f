//! Addresses in `gateway.bind`, which takes words.

use std::net::IpAddr;

use crate::edit::Where;
use crate::finding::{Finding, Safety};
use crate::rules::Context;
use crate::schema;
use crate::syntax::Value;

/// What an address means in terms of `gateway.bind`.
pub(crate) enum BindMeaning {
    /// One of the words.
    Word(&'static str),
    /// `"custom"`, with the address in `gateway.customBindHost`, which takes IPv4 only.
    Address(String),
}

/// Says which word is meant, and offers it.
pub(super) fn explain(context: &Context<'_>, value: Value<'_>, finding: &mut Finding) {
    let text = value.as_text();
    let Some(text) = text.as_ref().map(|text| text.to_lossy()) else { return };
    match BindMeaning::of(text.trim()) {
        Some(BindMeaning::Word(word)) => {
            let what = match word {
                "loopback" => "this machine only",
                "tailnet" => "the address of this machine in the tailnet",
                _ => "every network interface; use it with authentication",
            };
            let certain = word == "loopback" || is_carried_over(text.trim());
            let safety = if certain { Safety::Safe } else { Safety::Unsafe };
            let edits = context.edits(|plan| {
                plan.replace(value, word);
                Ok(())
            });
            finding.help(format!("{word:?} is meant: {what}"));
            finding.fix(safety, format!("write {word:?}"), edits);
        }
        Some(BindMeaning::Address(address)) => {
            let Some(member) = value.member() else { return };
            let edits = context.edits(|plan| {
                plan.replace(value, "custom");
                let place = Where::After(member);
                plan.insert(member.object(), place, "customBindHost", address.as_str())
            });
            finding.help("one address is \"custom\", with the address in `gateway.customBindHost`");
            finding.fix(Safety::Unsafe, "write \"custom\" and `customBindHost`", edits);
        }
        None => super::last_resort::offer(context, value, &value.key(), finding),
    }
}

/// Whether OpenClaw's own migration takes it for every interface (2026.9.6).
fn is_carried_over(text: &str) -> bool {
    matches!(text, "0.0.0.0" | "::" | "[::]" | "*")
}

impl BindMeaning {
    /// What a text means; `None` if that is no address, nor a name or word for one.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let bare = text.trim_start_matches('[').trim_end_matches(']');
        match bare.parse::<IpAddr>() {
            Ok(address) if address.is_unspecified() => Some(Self::Word("lan")),
            Ok(address) if address.is_loopback() => Some(Self::Word("loopback")),
            // Tailscale hands out addresses of 100.64.0.0/10.
            Ok(IpAddr::V4(v4)) if v4.octets()[0] == 100 && v4.octets()[1] & 0xC0 == 64 => {
                Some(Self::Word("tailnet"))
            }
            Ok(IpAddr::V4(v4)) => Some(Self::Address(v4.to_string())),
            Ok(IpAddr::V6(_)) => None,
            Err(_) => match bare.to_ascii_lowercase().as_str() {
                "localhost" | "local" | "host" | "127.0.0.0/8" => Some(Self::Word("loopback")),
                "*" | "all" | "any" | "public" | "0.0.0.0/0" | "network" => Some(Self::Word("lan")),
                "tailscale" => Some(Self::Word("tailnet")),
                other => ["auto", "custom", "lan", "loopback", "tailnet"]
                    .into_iter()
                    .find(|word| schema::is_same_word(word, other))
                    .map(Self::Word),
            },
        }
    }
}
