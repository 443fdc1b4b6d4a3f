//! See the rule's documentation.

use super::channel_entry::ChannelEntry;
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Key, Value};

rule! {
    /// Whether Slack answers in threads without being mentioned is said the old way round.
    ///
    /// `thread.requireExplicitMention` became `implicitMentions.threadParticipation` with 2026.8.1, and what
    /// was `true` is `false` there: taking part in a thread no longer counts as a mention.
    ///
    /// The fix moves it and turns it round; what stands in the new place wins.
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     slack: {
    ///       thread: {
    ///         requireExplicitMention: true, // threads get long
    /// //      ^^^^^^^^^^^^^^^^^^^^^^
    ///         historyScope: "thread",
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   channels: {
    ///     slack: {
    ///       thread: {
    ///         historyScope: "thread",
    ///       },
    ///       implicitMentions: {
    ///         threadParticipation: false, // threads get long
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// {
    ///   "channels": {
    ///     "slack": {
    ///       "thread": { "requireExplicitMention": false }
    /// //                ^^^^^^^^^^^^^^^^^^^^^^^^
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ```json fixed
    /// {
    ///   "channels": {
    ///     "slack": {
    ///       "implicitMentions": { "threadParticipation": true }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { channels: { slack: { implicitMentions: { threadParticipation: false } } } }
    /// ```
    ///
    /// ```json5 good 2026.7.35
    /// { channels: { slack: { thread: { requireExplicitMention: true } } } }
    /// ```
    "slack-explicit-mention" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(root) = context.tree.root() else { return };
    let (from, to) =
        (["thread", "requireExplicitMention"], ["implicitMentions", "threadParticipation"]);
    for entry in ChannelEntry::of_channel(root, "slack") {
        let Some(thread) = entry.get("thread") else { continue };
        let object = thread.value().and_then(Value::as_object);
        let Some(old) = object.and_then(|object| object.get(from[1])) else { continue };
        if !entry.has_moved(context, &from, &to) {
            continue;
        }
        let place: Key = entry.below(&to).into_iter().collect();
        let switch = old.value().and_then(|value| Some((value, value.as_bool()?)));
        let edits = context.edits(|plan| {
            match switch {
                None => plan.retire(old, "neither true nor false")?,
                Some(_) if entry.at(&to).is_some() => {
                    plan.retire(old, &format!("`{place}` is set already"))?;
                }
                Some((value, explicit)) => {
                    plan.replace(value, !explicit);
                    plan.move_path(old, &entry.below(&to))?;
                }
            }
            plan.drop_emptied(thread);
            Ok(())
        });
        findings
            .add(Place::name(old), "explicit mentions in threads are said the other way round now")
            .help(format!("its place is `{place}`, where `true` became `false`"))
            .fix(Safety::Safe, format!("move it to `{place}` and turn it round"), edits);
    }
}
