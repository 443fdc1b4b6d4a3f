//! See the rule's documentation.

use std::collections::BTreeSet;

use super::channel_entry::ChannelEntry;
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::Value;

rule! {
    /// A name that wakes Discord's voice has more than two words, or none.
    ///
    /// OpenClaw listens for the first two words of `voice.realtime.wakeNames`, and rejects longer names since
    /// 2026.6; words are runs of `a` to `z` and digits. A list without names is rejected too: without the key
    /// the name of the agent and "OpenClaw" wake it.
    ///
    /// The fix keeps the first two words, as `openclaw doctor --fix` does. A name without any word is commented
    /// out, and so is a list that would be empty.
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     discord: {
    ///       voice: {
    ///         realtime: {
    ///           wakeNames: ["hey open claw", "jarvis"],
    /// //                    ^^^^^^^^^^^^^^^
    ///         },
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   channels: {
    ///     discord: {
    ///       voice: {
    ///         realtime: {
    ///           wakeNames: ["hey open", "jarvis"],
    ///         },
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// { "channels": { "discord": { "voice": { "realtime": { "wakeNames": [] } } } } }
    /// //                                                    ^^^^^^^^^^^
    /// ```
    ///
    /// ```json fixed
    /// { "channels": { "discord": { "voice": { "realtime": {} } } } }
    /// ```
    ///
    /// ```json5 good
    /// { channels: { discord: { voice: { realtime: { wakeNames: ["hey claw", "jarvis"] } } } } }
    /// ```
    ///
    /// The first words are a name as well, even if no other is left:
    ///
    /// ```json5 bad
    /// { channels: { discord: { voice: { realtime: { wakeNames: ["hey open claw"] } } } } }
    /// //                                                        ^^^^^^^^^^^^^^^
    /// ```
    ///
    /// ```json5 fixed
    /// { channels: { discord: { voice: { realtime: { wakeNames: ["hey open"] } } } } }
    /// ```
    "long-wake-names" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

/// How many words a name may have.
const WORDS: usize = 2;
const REASON: &str = "no word that can be heard";

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(root) = context.tree.root() else { return };
    let path = ["voice", "realtime", "wakeNames"];
    for entry in ChannelEntry::of_channel(root, "discord") {
        let Some(value) = entry.at(&path) else { continue };
        let Some((member, list)) = value.member().zip(value.as_array()) else { continue };
        if entry.takes(context, &path, value) {
            continue;
        }
        let wrong: Vec<Value<'_>> = list.items().filter(|item| is_wrong(*item)).collect();
        let is_empty = list.items().next().is_none();
        let stays = |item: Value<'_>| !is_wrong(item) || shortened(item).is_some();
        let keeps_some = list.items().any(stays);
        let edits = context.edits(|plan| {
            if !keeps_some {
                return plan.retire(member, "without names the agent's own name wakes it");
            }
            let right = list.items().filter(|item| !is_wrong(*item));
            let mut seen: BTreeSet<String> = right.filter_map(text).collect();
            for item in &wrong {
                match shortened(*item) {
                    None => plan.retire_item(*item, REASON)?,
                    Some(name) if seen.insert(name.clone()) => plan.replace(*item, name),
                    Some(_) => plan.retire_item(*item, "its first two words are there already")?,
                }
            }
            Ok(())
        });
        if is_empty {
            findings
                .add(Place::name(member), "a list of names that wake Discord's voice names none")
                .help("without the key the agent's own name wakes it")
                .fix(Safety::Safe, "take it out of force", edits);
            continue;
        }
        let mut fix = Some(edits);
        for item in wrong {
            let finding = findings
                .add(Place::value(item), "a name that wakes Discord's voice has one or two words");
            match shortened(item) {
                Some(name) => finding.help(format!("its first two words are `{name}`")),
                None => finding.help("it has no word of letters `a` to `z` or digits"),
            };
            if let Some(edits) = fix.take() {
                finding.fix(Safety::Safe, "keep the first two words", edits);
            }
        }
    }
}

fn text(item: Value<'_>) -> Option<String> {
    Some(item.as_text()?.to_lossy().into_owned())
}

fn is_wrong(name: Value<'_>) -> bool {
    text(name).is_some_and(|name| !(1..=WORDS).contains(&words(&name).count()))
}

/// The first words of a name; `None` where it has none.
fn shortened(name: Value<'_>) -> Option<String> {
    let name = text(name)?;
    let first: Vec<&str> = words(&name).take(WORDS).collect();
    (!first.is_empty()).then(|| first.join(" "))
}

fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty())
}
