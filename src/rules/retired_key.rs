//! See the rule's documentation.

use crate::finding::{Effect, Finding, Safety, Severity};
use crate::rules::unknown::UnknownKey;
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::{Fate, Retired, Whereabouts};
use crate::syntax::{Key, Segment};

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
    ///   audit: { enabled: true }, // who asked for what
    /// //^^^^^
    ///   logging: {
    ///     level: "info",
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
    ///   logging: {
    ///     level: "info",
    ///     audit: { enabled: true }, // who asked for what
    ///   },
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
        if offer_places(context, key, finding, retired) {
            continue;
        }
        // What still has a place is not to be lost in a comment.
        let place = retired.whereabouts.as_ref();
        let gone = place.is_none_or(|place| place.key.is_none())
            && retired.parts.iter().all(|(_, part)| part.key.is_none());
        if gone {
            let reason = match retired.period {
                Some(period) => format!("retired after OpenClaw {}", period.last),
                None => "retired before OpenClaw 2026.1.24".to_owned(),
            };
            // Where it is known that nothing took its place, nothing is lost with it.
            let safety = if place.is_some() { Safety::Safe } else { Safety::Unsafe };
            key.offer_retirement(context, finding, safety, &reason);
        }
    }
}

/// Offers to carry the value, or the values in it, to where they have their place now.
fn offer_places(
    context: &Context<'_>,
    key: &UnknownKey,
    finding: &mut Finding,
    retired: &Retired,
) -> bool {
    if let Some(place) = retired.whereabouts.as_ref().filter(|place| !place.values.is_empty())
        && let Some(to) = place.exact()
    {
        return key.offer_successor(context, finding, to, place.values);
    }
    let as_it_is = |place: &&Whereabouts| !place.value_differs;
    let exact = |place: &Whereabouts| place.exact().map(<[Segment]>::to_vec);
    let whole = retired.whereabouts.as_ref().filter(as_it_is).and_then(exact);
    if let Some(to) = whole.filter(|_| retired.parts.is_empty()) {
        if to == ["channels"] {
            return key.offer_carriage_of_providers(context, finding, &to);
        }
        return key.offer_carriage(context, finding, &to);
    }
    let parts: Vec<(Key, Vec<Segment>)> = retired
        .parts
        .iter()
        .filter(|(_, place)| as_it_is(&place))
        .filter_map(|(part, place)| Some((part.clone(), exact(place)?)))
        .collect();
    key.offer_carriage_of_parts(context, finding, &parts)
}
