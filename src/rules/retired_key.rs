//! See the rule's documentation.

use crate::finding::{Effect, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::{Fate, Whereabouts};

rule! {
    /// Older releases of OpenClaw took this key; the target no longer does.
    ///
    /// OpenClaw retires keys weekly, and rejects a config that still has one. The finding says which
    /// release took it last, and where its value has its place now, by way of every place that it had
    /// in between, or what stands in its place.
    ///
    /// Where the new place is known, empty, and takes the value as it is, the fix moves it there, which
    /// is safe. Where nothing stands in its place, the key can be commented out, which someone must
    /// agree to. A value that must be written otherwise is left to you.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     handshakeTimeoutMs: 20000,
    /// //  ^^^^^^^^^^^^^^^^^^
    ///   },
    ///   messages: {
    ///     tts: { auto: "always" }, // reads answers aloud
    /// //  ^^^
    ///     ackReaction: "👀",
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     // retired after OpenClaw 2026.7.35
    ///     // handshakeTimeoutMs: 20000,
    ///   },
    ///   messages: {
    ///     ackReaction: "👀",
    ///   },
    ///   tts: { auto: "always" }, // reads answers aloud
    /// }
    /// ```
    ///
    /// The release that took it is fine with it:
    ///
    /// ```json5 good 2026.7.35
    /// { gateway: { mode: "local", handshakeTimeoutMs: 20000 } }
    /// ```
    "retired-key" {
        severity: Severity::Error,
        effect: Effect::Rejected,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for key in context.unknown_keys() {
        let Fate::Retired(retired) = &key.fate else { continue };
        let finding = key.report(findings);
        let place = retired.whereabouts.as_ref();
        let as_it_is = place.filter(|place| !place.value_differs && retired.parts.is_empty());
        let moved = as_it_is
            .and_then(Whereabouts::exact)
            .is_some_and(|to| key.offer_move(context, finding, to, Safety::Safe));
        // What still has a place is not to be lost in a comment.
        let gone = place.is_none_or(|place| place.key.is_none())
            && retired.parts.iter().all(|(_, part)| part.key.is_none());
        if !moved && gone {
            let reason = match retired.period {
                Some(period) => format!("retired after OpenClaw {}", period.last),
                None => "retired before OpenClaw 2026.1.24".to_owned(),
            };
            key.offer_comment(context, finding, &reason);
        }
    }
}
