//! See the migration's documentation.

use super::speech;
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Member, Object};

rule! {
    /// The speaker of a provider of speech has an old name.
    ///
    /// Since 2026.5.28 OpenClaw calls `voice` and `voiceName` `speakerVoice`, and `voiceId`
    /// `speakerVoiceId`, for all providers alike: in `tts`, and in those of agents, of channels and of
    /// the plugin for calls. The fix renames them, as OpenClaw's own migration does; where the new name
    /// is set already, it holds.
    ///
    /// ```json5 bad
    /// {
    ///   tts: {
    ///     providers: {
    ///       openai: { voice: "nova" }, // the calm one
    /// //              ^^^^^
    ///       elevenlabs: { voiceId: "abc", speakerVoiceId: "def" },
    /// //                  ^^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   tts: {
    ///     providers: {
    ///       openai: { speakerVoice: "nova" }, // the calm one
    ///       elevenlabs: { /* `speakerVoiceId` is set already: voiceId: "abc" */ speakerVoiceId: "def" },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// {
    ///   "agents": {
    ///     "list": [{ "id": "main", "tts": { "providers": { "google": { "voiceName": "Kore" } } } }]
    /// //                                                               ^^^^^^^^^^^
    ///   }
    /// }
    /// ```
    ///
    /// ```json fixed
    /// {
    ///   "agents": {
    ///     "list": [{ "id": "main", "tts": { "providers": { "google": { "speakerVoice": "Kore" } } } }]
    ///   }
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { tts: { providers: { openai: { speakerVoice: "nova" } } } }
    /// ```
    "tts-speaker-names" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

const SINCE: &str = "2026.5.28";
const NAMES: [(&str, &str); 3] =
    [("voice", "speakerVoice"), ("voiceName", "speakerVoice"), ("voiceId", "speakerVoiceId")];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(root) = context.tree.root().filter(|_| context.world.target.is_since(SINCE)) else {
        return;
    };
    for provider in speech::all(root).into_iter().flat_map(speech::providers) {
        for (old, new) in NAMES {
            if let Some(member) = provider.get(old) {
                report(context, findings, provider, member, new);
            }
        }
    }
}

fn report(
    context: &Context<'_>,
    findings: &mut Findings<'_>,
    provider: Object<'_>,
    member: Member<'_>,
    new: &str,
) {
    let finding = findings.add(Place::name(member), format!("this is called `{new}` now"));
    finding.help(format!("OpenClaw's `doctor --fix` would write `{new}`"));
    if let Some(other) = provider.get(new) {
        finding.related(other.name_span(), "this is set already, and holds");
        let reason = format!("`{new}` is set already");
        let edits = context.edits(|plan| plan.retire(member, &reason));
        finding.fix(Safety::Safe, "take the old one out", edits);
    } else {
        let edits = context.edits(|plan| plan.rename(member, new));
        finding.fix(Safety::Safe, format!("rename it to `{new}`"), edits);
    }
}
