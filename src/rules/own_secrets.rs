//! The secrets that a config asks of others, as against those that others hand out.

use crate::syntax::{Key, Segment};

/// What a secret opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    /// The gateway.
    Gateway,
    /// The hooks.
    Hooks,
    /// A webhook of a channel, of the scheduler or of a plugin.
    Webhook,
}

/// Whether a key holds a credential of the gateway itself, which has rules of its own.
pub(super) fn is_of_gateway(key: &Key) -> bool {
    owner(key) == Some(Owner::Gateway)
}

/// What the secret at `key` opens, if the config asks it of others (OpenClaw 2026.9.6).
pub(super) fn owner(key: &Key) -> Option<Owner> {
    let names: Vec<&str> = key.segments().iter().map(Segment::as_str).collect();
    match names[..] {
        // What a client sends is what the gateway asks for.
        ["gateway", "auth" | "remote", "token" | "password"] => Some(Owner::Gateway),
        ["hooks", "token"] => Some(Owner::Hooks),
        ["hooks", "gmail", "pushToken"]
        | ["cron", "webhookToken"]
        | ["plugins", "entries", "webhooks", "config", "routes", _, "secret"] => {
            Some(Owner::Webhook)
        }
        ["channels", .., "webhookSecret"] => Some(Owner::Webhook),
        _ => None,
    }
}
