//! See the rule's documentation.

use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::Since;
use crate::syntax::{Value, ValueKind};

rule! {
    /// A broadcast group is not one that OpenClaw takes.
    ///
    /// A group with options (an object) needs a name that says where it is: a channel, a colon, and the
    /// conversation, `telegram:-100123`. A plain list of agents may stand under the conversation alone.
    /// Under a name with a channel a list is a thread of agents, of 16 at most.
    ///
    /// ```json5 bad
    /// { broadcast: { "120363@g.us": { agents: ["main"] } } }
    /// //             ^^^^^^^^^^^^^
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   broadcast: {
    ///     strategy: "parallel",
    ///     "120363@g.us": ["main"],
    ///     "telegram:-100123": { agents: ["main"], maxRounds: 2 },
    ///   },
    /// }
    /// ```
    "invalid-broadcast-group" {
        severity: Severity::Error,
        effect: Effect::Rejected,
        audit: None,
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

/// Since when OpenClaw checks it.
const SINCE: Since = Since::known("2026.9.5");

/// How many agents a thread may have.
const MOST: usize = 16;

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let broadcast = context.tree.root().and_then(|root| root.get("broadcast"));
    let Some(groups) = broadcast.and_then(Value::as_object) else { return };
    if !SINCE.holds_in(context.world.target) {
        return;
    }
    for (name, member) in groups.effective() {
        let Some(value) = member.value() else { continue };
        if name == "strategy" || name == "__proto__" || name == "$include" {
            continue;
        }
        let names_channel = names_channel(&name.to_lossy());
        if value.kind() == ValueKind::Object && !names_channel && value.get("$include").is_none() {
            let finding = findings.add(
                Place::name(member),
                "a broadcast group with options needs a name that begins with its channel",
            );
            finding.help("write the channel and a colon before it, as in `telegram:-100123`");
        }
        let count = value.as_array().map_or(0, |agents| agents.items().count());
        if names_channel && count > MOST {
            let message = format!("this thread has {count} agents, and OpenClaw takes {MOST}");
            findings.add(Place::name(member), message).help("leave some of them out");
        }
    }
}

/// Whether a group's name is a channel, a colon and something more, on one line.
pub(super) fn names_channel(name: &str) -> bool {
    let Some((channel, peer)) = name.split_once(':') else { return false };
    let fits = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-');
    channel.starts_with(|first: char| first.is_ascii_alphabetic())
        && channel.chars().all(fits)
        && !peer.is_empty()
        && !peer.contains(['\n', '\r', '\u{2028}', '\u{2029}'])
}

#[cfg(test)]
mod tests {
    use super::names_channel;

    #[test]
    fn a_name_may_begin_with_its_channel() {
        for name in ["telegram:1", "T_-9:a b:c", "a::"] {
            assert!(names_channel(name), "{name:?}");
        }
        for name in ["telegram", "t:", "9:x", "tele gram:x", ":x", "t:\nx", "t:x\n", "_t:x"] {
            assert!(!names_channel(name), "{name:?}");
        }
    }
}
