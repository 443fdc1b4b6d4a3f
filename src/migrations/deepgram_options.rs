//! See the migration's documentation.

use crate::edit::{New, Plan, Refusal};
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Array, Member, Object, Value};

rule! {
    /// Options of Deepgram stand beside those of other providers.
    ///
    /// Since 2026.8.1 they are in `providerOptions.deepgram`, under the names that Deepgram itself uses:
    /// `detect_language`, `punctuate`, `smart_format`. The fix moves them there, as OpenClaw's own
    /// migration does; what is set there already holds.
    ///
    /// ```json5 bad
    /// {
    ///   tools: {
    ///     media: {
    ///       audio: {
    ///         deepgram: { detectLanguage: true, punctuate: false },
    /// //      ^^^^^^^^
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   tools: {
    ///     media: {
    ///       audio: {
    ///         providerOptions: {
    ///           deepgram: { detect_language: true, punctuate: false },
    ///         },
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// {
    ///   "tools": {
    ///     "media": {
    ///       "models": [{ "provider": "deepgram", "model": "nova-3", "deepgram": { "smartFormat": true, "punctuate": true }, "providerOptions": { "deepgram": { "punctuate": false } } }]
    /// //                                                            ^^^^^^^^^^
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ```json fixed
    /// {
    ///   "tools": {
    ///     "media": {
    ///       "models": [{ "provider": "deepgram", "model": "nova-3", "providerOptions": { "deepgram": { "punctuate": false, "smart_format": true } } }]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { tools: { media: { audio: { providerOptions: { deepgram: { punctuate: true } } } } } }
    /// ```
    "deepgram-options" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

const NAMES: [(&str, &str); 2] =
    [("detectLanguage", "detect_language"), ("smartFormat", "smart_format")];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let release = context.world.target;
    if release.lookup(&["tools", "media", "audio", "deepgram"]).is_some()
        || release.lookup(&["tools", "media", "audio", "providerOptions"]).is_none()
    {
        return;
    }
    let media = context.tree.root().and_then(|root| root.at(&["tools", "media"]));
    let Some(media) = media else { return };
    let sections = ["audio", "image", "video"].iter().filter_map(|kind| media.get(kind));
    let owners: Vec<Value<'_>> = std::iter::once(media).chain(sections).collect();
    let models = owners.iter().filter_map(|owner| owner.get("models")?.as_array());
    let models = models.flat_map(Array::items);
    for owner in models.chain(owners.iter().copied().skip(1)).filter_map(Value::as_object) {
        let Some(member) = owner.get("deepgram") else { continue };
        let Some(options) = member.value().and_then(Value::as_object) else { continue };
        let finding =
            findings.add(Place::name(member), "these options stand in `providerOptions.deepgram`");
        finding.help("move them there, under the names that Deepgram uses");
        let edits = context.edits(|plan| carry(plan, owner, member, options));
        finding.fix(Safety::Safe, "move them to `providerOptions.deepgram`", edits);
    }
}

/// First the options get their names, then they move.
fn carry<'t>(
    plan: &mut Plan<'t>,
    owner: Object<'t>,
    member: Member<'t>,
    options: Object<'t>,
) -> Result<(), Refusal> {
    let mut changed = false;
    for (old, new) in NAMES {
        if let Some(option) = options.get(old) {
            if options.get(new).is_some() {
                plan.retire(option, &format!("`{new}` is set already"))?;
            } else {
                plan.rename(option, new)?;
            }
            changed = true;
        }
    }
    for option in options.members() {
        let is_plain = option.value().is_some_and(|value| value.as_bool().is_some());
        if !is_plain {
            plan.retire(option, "neither true nor false")?;
            changed = true;
        }
    }
    if changed {
        return Ok(());
    }
    let all = owner.get("providerOptions");
    let Some(all) = all else {
        plan.replace(options.value(), New::object([("deepgram", options.value())]));
        return plan.rename(member, "providerOptions");
    };
    let Some(all) = all.value().and_then(Value::as_object) else { return Ok(()) };
    match all.get("deepgram") {
        None => plan.move_to(member, all, "deepgram"),
        Some(own) => {
            let Some(own) = own.value().and_then(Value::as_object) else { return Ok(()) };
            let mut left = false;
            for option in options.members() {
                let name = option.name().to_lossy().into_owned();
                if own.get(&name).is_none() {
                    plan.move_to(option, own, &name)?;
                } else {
                    left = true;
                }
            }
            match left
                && options.members().any(|it| own.value().get(&it.name().to_lossy()).is_none())
            {
                true => Ok(()),
                false if left => plan.retire(member, "set in `providerOptions.deepgram` already"),
                false => plan.absorb(member, &["tools", "media"]),
            }
        }
    }
}
