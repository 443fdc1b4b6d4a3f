//! See the rule's documentation.

mod carry;
mod channel;
mod entry;
mod settings;

use crate::finding::{Effect, Place, Safety, Severity};
use crate::migrations::channel_entry::ChannelEntry;
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::Key;
use carry::Carriage;

rule! {
    /// How a channel sends its answers is set key by key, and not together under `streaming`.
    ///
    /// Before 2026.4.9 (Telegram, Discord, Slack) and 2026.8.1 (the other channels) `streaming` was a
    /// switch or a word, and `streamMode`, `chunkMode`, `blockStreaming`, `blockStreamingCoalesce`,
    /// `draftChunk` and Slack's `nativeStreaming` stood beside it. They are `streaming.mode`,
    /// `.chunkMode`, `.block.enabled`, `.block.coalesce`, `.preview.chunk` and `.nativeTransport` now.
    ///
    /// The fix moves them, with the mode that they meant together; a setting that has its new place
    /// already wins. With many channels the `streaming` of an account replaces the one of its section,
    /// where the old settings were inherited one by one: there the fix copies what the account had from
    /// its section, as `openclaw doctor --fix` does, so that it keeps it.
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     telegram: {
    ///       streamMode: "partial", // types as it goes
    /// //    ^^^^^^^^^^
    ///       chunkMode: "newline",
    /// //    ^^^^^^^^^
    ///       draftChunk: { minChars: 200 },
    /// //    ^^^^^^^^^^
    ///     },
    ///     slack: {
    ///       streaming: true,
    /// //               ^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   channels: {
    ///     telegram: {
    ///       streaming: {
    ///         mode: "partial", // types as it goes
    ///         chunkMode: "newline",
    ///         preview: {
    ///           chunk: { minChars: 200 },
    ///         },
    ///       },
    ///     },
    ///     slack: {
    ///       streaming: {
    ///         mode: "partial",
    ///         nativeTransport: true,
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// {
    ///   "channels": {
    ///     "discord": {
    ///       "streaming": { "mode": "block" },
    ///       "blockStreaming": true,
    /// //    ^^^^^^^^^^^^^^^^
    ///       "accounts": {
    ///         "work": {
    ///           "chunkMode": "newline"
    /// //        ^^^^^^^^^^^
    ///         }
    ///       }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ```json fixed
    /// {
    ///   "channels": {
    ///     "discord": {
    ///       "streaming": { "mode": "block", "block": { "enabled": true } },
    ///       "accounts": {
    ///         "work": {
    ///           "streaming": {
    ///             "mode": "block",
    ///             "chunkMode": "newline",
    ///             "block": {
    ///               "enabled": true
    ///             }
    ///           }
    ///         }
    ///       }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { channels: { telegram: { streaming: { mode: "partial", chunkMode: "newline" } } } }
    /// ```
    ///
    /// ```json5 good 2026.4.2
    /// { channels: { telegram: { streaming: "partial", chunkMode: "newline" } } }
    /// ```
    ///
    /// What OpenClaw would reject is not copied:
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     discord: {
    ///       chunkMode: "paragraph",
    ///       accounts: {
    ///         work: {
    ///           blockStreaming: true,
    /// //        ^^^^^^^^^^^^^^
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
    ///       chunkMode: "paragraph",
    ///       accounts: {
    ///         work: {
    ///           streaming: {
    ///             block: {
    ///               enabled: true,
    ///             },
    ///           },
    ///         },
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     matrix: { streaming: "quiet" },
    /// //                       ^^^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   channels: {
    ///     matrix: { streaming: { mode: "quiet" } },
    ///   },
    /// }
    /// ```
    ///
    /// A mode that Slack does not know leaves the one that Slack has by itself:
    ///
    /// ```json5 bad
    /// {
    ///   channels: { slack: { streaming: "quiet" } },
    /// //                                ^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   channels: { slack: { streaming: { mode: "progress" } } },
    /// }
    /// ```
    ///
    /// OpenClaw would carry over a mode that Feishu rejects:
    ///
    /// ```json5 bad
    /// { channels: { feishu: { streaming: "block" } } }
    /// //                                 ^^^^^^^
    /// ```
    ///
    /// ```json5 fixed
    /// { channels: { feishu: { streaming: { mode: "partial" } } } }
    /// ```
    "legacy-streaming-settings" {
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
    let mut places = ChannelEntry::all(root).into_iter().peekable();
    while let Some(section) = places.next() {
        let mut of_channel = vec![section];
        while let Some(account) = places.next_if(|place| place.account().is_some()) {
            of_channel.push(account);
        }
        check_section(context, findings, of_channel);
    }
}

fn check_section<'t>(
    context: &Context<'t>,
    findings: &mut Findings<'_>,
    places: Vec<ChannelEntry<'t>>,
) {
    let name = places.first().map_or("", ChannelEntry::channel).to_owned();
    let carriage = Carriage::of(context, places);
    let mut fix = Some(carriage.mending(context));
    for entry in carriage.entries() {
        for old in entry.old_keys() {
            let place: Key = entry.below(old.path()).into_iter().collect();
            let finding = match old.value.as_object() {
                None if old.is_streaming_itself() => findings.add(
                    Place::value(old.value),
                    "`streaming` is an object now, no switch or word",
                ),
                _ => findings.add(
                    Place::name(old.member),
                    format!("`{}` is from before streaming settings stood together", old.name()),
                ),
            };
            if entry.is_ignored(old) {
                finding.help("this channel never read it");
            } else {
                finding.help(format!("its place is `{place}`"));
            }
            // They only make sense together.
            if let Some(mending) = fix.take() {
                let section: Key = ["channels", &name].into_iter().collect();
                let title = format!("move the streaming settings of `{section}` to their places");
                finding.fix(carriage.safety(), title, mending);
            }
        }
    }
}
