//! See the migration's documentation.

use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Member, Object, Value};

rule! {
    /// Speech is set up under `messages`, where OpenClaw no longer reads it.
    ///
    /// `messages.tts` became `tts` with 2026.8.1, and the voice for talking in real time went to
    /// `talk.realtime`. The fix moves the settings, and what is set at the new place already holds. What
    /// else stood under `realtime` has no place any more and is commented out.
    ///
    /// ```json5 bad
    /// {
    ///   messages: {
    ///     ackReaction: "👀",
    ///     tts: { // reads answers aloud
    /// //  ^^^
    ///       auto: "always",
    ///       realtime: { voice: "cedar" },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   messages: {
    ///     ackReaction: "👀",
    ///   },
    ///   talk: {
    ///     realtime: { speakerVoice: "cedar" },
    ///   },
    ///   tts: { // reads answers aloud
    ///     auto: "always",
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// {
    ///   "messages": { "tts": { "auto": "off", "maxTextLength": 800 } },
    /// //              ^^^^^
    ///   "tts": { "auto": "always" }
    /// }
    /// ```
    ///
    /// ```json fixed
    /// {
    ///   "messages": {},
    ///   "tts": { "auto": "always", "maxTextLength": 800 }
    /// }
    /// ```
    ///
    /// ```json5 bad
    /// {
    ///   messages: {
    ///     tts: {
    /// //  ^^^
    ///       auto: "always",
    ///       realtime: { model: "gpt-realtime" },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   messages: {},
    ///   tts: {
    ///     auto: "always",
    ///     // no longer a part of speech
    ///     // realtime: { model: "gpt-realtime" },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { messages: { ackReaction: "👀" }, tts: { auto: "always" } }
    /// ```
    "tts-in-messages" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

const VOICE: [&str; 3] = ["talk", "realtime", "speakerVoice"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let release = context.world.target;
    if release.lookup(&["messages", "tts"]).is_some() || release.lookup(&["tts"]).is_none() {
        return;
    }
    let messages = context.tree.root().and_then(|root| root.get("messages"));
    let member = messages.and_then(Value::as_object).and_then(|messages| messages.get("tts"));
    let Some((member, value)) = member.and_then(|member| Some((member, member.value()?))) else {
        return;
    };
    let finding = findings
        .add(Place::name(member), "OpenClaw no longer reads this here; speech stands in `tts`");
    finding.help("move it to `tts`");
    let realtime = value.as_object().and_then(|speech| speech.get("realtime"));
    // One after the other: what has a place of its own, what has none, the rest.
    let edits = context.edits(|plan| match (realtime, realtime.and_then(parts)) {
        _ if value.as_object().is_none() => plan.retire(member, "speech stands in `tts`"),
        (Some(_), Some((_, Some(voice)))) => plan.carry_over(voice, &VOICE),
        (Some(realtime), Some((object, None))) if object.is_empty() => {
            plan.absorb(realtime, &VOICE[..2])
        }
        (Some(realtime), _) => plan.retire(realtime, "no longer a part of speech"),
        (None, _) => plan.carry_over(member, &["tts"]),
    });
    finding.fix(Safety::Safe, "move it to `tts`", edits);
}

/// The object, and the member of it that names the voice.
fn parts(realtime: Member<'_>) -> Option<(Object<'_>, Option<Member<'_>>)> {
    let object = realtime.value()?.as_object()?;
    Some((object, ["speakerVoice", "voice"].iter().find_map(|name| object.get(name))))
}
