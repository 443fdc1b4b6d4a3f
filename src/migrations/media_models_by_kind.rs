//! See the migration's documentation.

use std::collections::BTreeSet;

use crate::edit::{New, Plan, Refusal, Where};
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Array, Member, Value};

rule! {
    /// Models that understand media are listed by kind, and OpenClaw now has one list for all.
    ///
    /// Since 2026.8.1 `tools.media.models` holds all of them, and each says in `capabilities` what it
    /// is for. The fix moves the lists of `image`, `audio` and `video` there, before what is there
    /// already, as OpenClaw's own migration does. A model that stood in a list and says that it is for
    /// other kinds only was never asked, and is commented out.
    ///
    /// ```json5 bad
    /// {
    ///   tools: {
    ///     media: {
    ///       audio: {
    ///         enabled: true,
    ///         models: [
    /// //      ^^^^^^
    ///           { provider: "openai", model: "whisper-1" }, // quick
    ///         ],
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
    ///         enabled: true,
    ///       },
    ///       models: [
    ///         { provider: "openai", model: "whisper-1", capabilities: ["audio"] }, // quick
    ///       ],
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// {
    ///   "tools": {
    ///     "media": {
    ///       "models": [{ "provider": "google", "model": "g" }],
    ///       "image": { "models": [{ "provider": "openai", "model": "o", "capabilities": ["image", "audio"] }] },
    /// //               ^^^^^^^^
    ///       "video": { "models": [{ "provider": "openai", "model": "o" }, { "provider": "x", "model": "y", "capabilities": ["image"] }] }
    /// //               ^^^^^^^^
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ```json fixed
    /// {
    ///   "tools": {
    ///     "media": {
    ///       "models": [{ "provider": "openai", "model": "o", "capabilities": ["image"] }, { "provider": "openai", "model": "o", "capabilities": ["video"] }, { "provider": "google", "model": "g" }],
    ///       "image": {},
    ///       "video": {}
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { tools: { media: { models: [{ provider: "openai", model: "whisper-1", capabilities: ["audio"] }] } } }
    /// ```
    "media-models-by-kind" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

/// The kinds, the last of which goes to the front of the list first.
const KINDS: [&str; 3] = ["video", "audio", "image"];
const LIST: [&str; 3] = ["tools", "media", "models"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let release = context.world.target;
    let media = context.tree.root().and_then(|root| root.at(&LIST[..2]));
    let Some(media) = media.filter(|_| release.lookup(&LIST).is_some()) else { return };
    let mut is_first = true;
    for kind in KINDS {
        let section = media.get(kind).and_then(Value::as_object);
        let Some(member) = section.and_then(|section| section.get("models")) else { continue };
        if release.lookup(&["tools", "media", kind, "models"]).is_some() {
            continue;
        }
        let finding = findings.add(
            Place::name(member),
            format!("models for {kind} are listed with all others, in `tools.media.models`"),
        );
        finding.help(format!("move them there, each with `capabilities: [{kind:?}]`"));
        // One list after the other, so that they stand in order.
        if std::mem::take(&mut is_first) {
            let there = media.get("models");
            let edits = context.edits(|plan| carry(plan, member, kind, there));
            finding.fix(Safety::Safe, "move them to `tools.media.models`", edits);
        }
    }
}

/// First each model gets its kind, then the list moves.
fn carry<'t>(
    plan: &mut Plan<'t>,
    member: Member<'t>,
    kind: &str,
    there: Option<Value<'t>>,
) -> Result<(), Refusal> {
    let Some(models) = member.value().and_then(Value::as_array) else {
        return plan.retire(member, "no list of models");
    };
    if mark(plan, models, kind)? {
        return Ok(());
    }
    match there {
        None => plan.move_path(member, &LIST),
        Some(there) => match there.as_array() {
            None => Ok(()),
            Some(list) => {
                for model in models.items() {
                    plan.insert_item(list, Where::First, model);
                }
                plan.absorb(member, &LIST)
            }
        },
    }
}

/// Lets each model say its kind, and takes out what is none; says whether there was something to do.
fn mark<'t>(plan: &mut Plan<'t>, models: Array<'t>, kind: &str) -> Result<bool, Refusal> {
    let mut seen = BTreeSet::new();
    let mut changed = false;
    for item in models.items() {
        let Some(model) = item.as_object() else {
            plan.retire_item(item, "no model")?;
            changed = true;
            continue;
        };
        let kinds = model.value().get("capabilities");
        let listed = kinds.and_then(Value::as_array);
        let is_alone = listed.is_some_and(|list| {
            list.items().count() == 1 && list.items().all(|name| name.is_text(kind))
        });
        if listed.is_some_and(|list| !list.items().any(|name| name.is_text(kind))) {
            plan.retire_item(item, &format!("not for {kind}"))?;
        } else if !is_alone {
            let only = || New::list([kind]);
            match kinds {
                Some(kinds) => plan.replace(kinds, only()),
                None => plan.insert(model, Where::Last, "capabilities", only())?,
            }
        } else if !seen.insert(item.source()) {
            plan.retire_item(item, "listed twice")?;
        } else {
            continue;
        }
        changed = true;
    }
    Ok(changed)
}
