//! What the texts of a config are for, as far as the names above them tell. Rules about texts that
//! look wrong ask it: in a prompt or a command the same text may be right.

use crate::syntax::{Segment, Value, ValueKind};

/// What a text is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// A token, a password, a key.
    Credential,
    /// A header of HTTP requests.
    Header,
    /// A variable for a program.
    Variable,
    /// A URL or a host.
    Address,
    /// A file or a directory.
    Path,
    /// Somebody or something, such as an account or a chat.
    Id,
}

/// Sections whose texts are templates, prompts or programs.
const FREE: [&str; 9] = [
    "args",
    "command",
    "description",
    "internal",
    "mappings",
    "messages",
    "patterns",
    "prompt",
    "systemPrompt",
];

/// How the last name of a key ends, in lower case and without `-` and `_`; the first that fits
/// counts.
const ENDINGS: [(&str, Purpose); 34] = [
    ("tokenfile", Purpose::Path),
    ("secretfile", Purpose::Path),
    ("passwordfile", Purpose::Path),
    ("token", Purpose::Credential),
    ("secret", Purpose::Credential),
    ("password", Purpose::Credential),
    ("passphrase", Purpose::Credential),
    ("apikey", Purpose::Credential),
    ("accesskey", Purpose::Credential),
    ("privatekey", Purpose::Credential),
    ("encryptkey", Purpose::Credential),
    ("signingkey", Purpose::Credential),
    ("authorization", Purpose::Credential),
    ("url", Purpose::Address),
    ("uri", Purpose::Address),
    ("endpoint", Purpose::Address),
    ("host", Purpose::Address),
    ("hostname", Purpose::Address),
    ("origin", Purpose::Address),
    ("homeserver", Purpose::Address),
    ("allowedorigins", Purpose::Address),
    ("trustedproxies", Purpose::Address),
    ("file", Purpose::Path),
    ("path", Purpose::Path),
    ("dir", Purpose::Path),
    ("directory", Purpose::Path),
    ("workspace", Purpose::Path),
    ("cwd", Purpose::Path),
    ("clientid", Purpose::Id),
    ("appid", Purpose::Id),
    ("userid", Purpose::Id),
    ("username", Purpose::Id),
    ("account", Purpose::Id),
    ("allowfrom", Purpose::Id),
];

impl Purpose {
    /// What a text is for; `None` where anything may stand, or nothing is known.
    pub(super) fn of(value: Value<'_>) -> Option<Self> {
        let key = value.key();
        let names = key.segments();
        if names.iter().any(|name| FREE.contains(&name.as_str())) {
            return None;
        }
        // An item of a list is for what the list is for.
        let is_item = |name: &&Segment| name.bytes().all(|byte| byte.is_ascii_digit());
        let mut upwards = names.iter().rev().skip_while(is_item);
        let (last, above) = (upwards.next()?, upwards.next());
        match above.map(Segment::as_str) {
            Some("headers") => return Some(Self::Header),
            Some("env" | "vars") => return Some(Self::Variable),
            _ => {}
        }
        let folded: String = last
            .chars()
            .filter(|c| !matches!(c, '-' | '_'))
            .map(|c| c.to_ascii_lowercase())
            .collect();
        ENDINGS.iter().find(|(ending, _)| folded.ends_with(ending)).map(|(_, purpose)| *purpose)
    }
}

/// The strings of a config that count, in order of place.
pub(super) fn strings(root: Value<'_>) -> Vec<Value<'_>> {
    root.counting().filter(|value| value.kind() == ValueKind::String).collect()
}
