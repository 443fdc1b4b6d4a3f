//! See the rule's documentation.

use crate::finding::{Effect, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::{Fate, alternatives};
use crate::syntax::{Key, Segment};

rule! {
    /// A key stands one level too high or too low.
    ///
    /// Its name is one that OpenClaw takes in a section near by: `rateLimit` belongs to
    /// `gateway.auth`, the settings of a plugin belong into the `config` of its entry. Where it
    /// stands it is unknown, and OpenClaw rejects the whole config.
    ///
    /// Where only one place comes into question, is empty and takes the value, the fix moves the key
    /// there. That is safe for a plugin's settings, which have no other place. Everywhere else someone
    /// must agree: the same name may mean more, or less, one level away.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     rateLimit: { maxAttempts: 5 }, // someone kept knocking
    /// //  ^^^^^^^^^
    ///   },
    ///   plugins: { entries: { "active-memory": { agents: ["main"] } } },
    /// //                                         ^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     auth: {
    ///       rateLimit: { maxAttempts: 5 }, // someone kept knocking
    ///     },
    ///   },
    ///   plugins: { entries: { "active-memory": { config: { agents: ["main"] } } } },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: { mode: "local", auth: { rateLimit: { maxAttempts: 5 } } },
    ///   plugins: { entries: { "active-memory": { config: { agents: ["main"] } } } },
    /// }
    /// ```
    "misplaced-key" {
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
        let Fate::Misplaced { places } = &key.fate else { continue };
        let finding = key.report(findings);
        if let [place] = places.as_slice() {
            let safe = is_setting_of_a_plugin(place);
            let safety = if safe { Safety::Safe } else { Safety::Unsafe };
            if key.offer_move(context, finding, place.segments(), safety) {
                continue;
            }
        }
        // It can be moved once the list of agents has become entries.
        if key.is_listed(context) {
            continue;
        }
        key.offer_retirement(
            context,
            finding,
            Safety::Unsafe,
            &format!("belongs to {}", alternatives(places)),
        );
    }
}

/// Whether the key is one of a plugin's own settings.
fn is_setting_of_a_plugin(key: &Key) -> bool {
    let names: Vec<&str> = key.segments().iter().map(Segment::as_str).collect();
    matches!(names.as_slice(), ["plugins", "entries", _, "config", _])
}
