//! See the migration's documentation.

use super::speech;
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::trim;
use crate::syntax::{Member, Object, Value};

rule! {
    /// Speech is switched with `enabled`, which became `auto`.
    ///
    /// `true` is `auto: "always"` now, and `false` `auto: "off"`. The fix writes that, as OpenClaw's own
    /// migration does; where `auto` says something already, it holds.
    ///
    /// ```json5 bad
    /// {
    ///   tts: {
    ///     enabled: true, // answers are read aloud
    /// //  ^^^^^^^
    ///   },
    ///   channels: { discord: { voice: { tts: { enabled: false, auto: "inbound" } } } },
    /// //                                       ^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   tts: {
    ///     auto: "always", // answers are read aloud
    ///   },
    ///   channels: { discord: { voice: { tts: { /* `auto` is set already: enabled: false */ auto: "inbound" } } } },
    /// }
    /// ```
    ///
    /// ```json bad
    /// { "agents": { "entries": { "main": { "tts": { "enabled": false } } } } }
    /// //                                            ^^^^^^^^^
    /// ```
    ///
    /// ```json fixed
    /// { "agents": { "entries": { "main": { "tts": { "auto": "off" } } } } }
    /// ```
    ///
    /// ```json5 good
    /// { tts: { auto: "always" } }
    /// ```
    ///
    /// At the top of Discord's section `tts` is something else:
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     discord: { tts: { enabled: true } },
    ///     telegram: { tts: { enabled: true } },
    /// //                     ^^^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   channels: {
    ///     discord: { tts: { enabled: true } },
    ///     telegram: { tts: { auto: "always" } },
    ///   },
    /// }
    /// ```
    "tts-switch" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

const SINCE: &str = "2026.4.29";

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(root) = context.tree.root().filter(|_| context.world.target.is_since(SINCE)) else {
        return;
    };
    for speech in speech::all(root) {
        report(context, findings, speech);
    }
}

fn report(context: &Context<'_>, findings: &mut Findings<'_>, speech: Object<'_>) {
    let Some(switch) = speech.get("enabled") else { return };
    let Some((value, on)) = switch.value().and_then(|it| Some((it, it.as_bool()?))) else { return };
    let mode = if on { "always" } else { "off" };
    let finding = findings.add(
        Place::name(switch),
        format!("speech is switched with `auto` now, and {on} is {mode:?}"),
    );
    finding.help(format!("write `auto: {mode:?}`"));
    let auto = speech.get("auto").and_then(Member::value);
    let says = |auto: Value<'_>| auto.as_text().is_some_and(|it| !trim(&it.to_lossy()).is_empty());
    let edits = context.edits(|plan| match auto {
        Some(auto) if says(auto) => plan.retire(switch, "`auto` is set already"),
        Some(auto) => {
            plan.replace(auto, mode);
            plan.absorb(switch, &["auto"])
        }
        None => {
            plan.replace(value, mode);
            plan.rename(switch, "auto")
        }
    });
    let title = if auto.is_some_and(says) {
        "take the old switch out".to_owned()
    } else {
        format!("write `auto: {mode:?}`")
    };
    finding.fix(Safety::Safe, title, edits);
}
