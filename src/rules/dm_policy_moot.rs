//! See the rule's documentation.

use crate::effective::Entrance;
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Array, Value};

rule! {
    /// The policy for direct messages asks for a choice, and the list of senders lets everybody in.
    ///
    /// `"pairing"`, which is what holds when nothing is written, and `"allowlist"` let those in whom
    /// `allowFrom` lists. A `"*"` there fits everybody: no stranger is asked to pair any more, and the
    /// channel is as open as with `dmPolicy: "open"`, which OpenClaw's audit would report. Of this it
    /// says nothing.
    ///
    /// The fix takes the `"*"` out. It is unsafe: whoever is not listed has to pair then, or is turned
    /// away.
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     telegram: { dmPolicy: "pairing", allowFrom: ["1234", "*"] },
    /// //                                                       ^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   channels: {
    ///     telegram: { dmPolicy: "pairing", allowFrom: ["1234" /* it let everybody in: "*" */] },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   channels: {
    ///     telegram: { dmPolicy: "pairing", allowFrom: ["1234"] },
    ///     signal: { dmPolicy: "open", allowFrom: ["*"] },
    ///     whatsapp: { dmPolicy: "disabled", allowFrom: ["*"] },
    ///   },
    /// }
    /// ```
    "dm-policy-moot" {
        severity: Severity::Warning,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config() else { return };
    for entrance in config.entrances().into_iter().filter(Entrance::is_on) {
        let list = entrance.scope().get("allowFrom").and_then(Value::as_array);
        let wildcard = list.into_iter().flat_map(Array::items);
        let mut wildcard =
            wildcard.filter(|item| config.text(*item).is_some_and(|text| text.trim() == "*"));
        let Some(wildcard) = wildcard.next() else { continue };
        let policy = entrance.policy(&config, "dmPolicy");
        let Some(policy @ ("pairing" | "allowlist")) = policy.as_deref() else { continue };
        let message = format!("\"*\" lets everybody in: the policy \"{policy}\" asks nobody");
        let finding = findings.add(Place::value(wildcard), message);
        if let Some(written) = entrance.get("dmPolicy") {
            finding.related(written.span(), "this has no effect");
        }
        finding.help("leave \"*\" out, or write `dmPolicy: \"open\"` if everybody is meant");
        let edits = context.edits(|plan| plan.retire_item(wildcard, "it let everybody in"));
        finding.fix(Safety::Unsafe, "take \"*\" out", edits);
    }
}
