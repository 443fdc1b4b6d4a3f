//! See the rule's documentation.

use std::collections::BTreeSet;

use super::fill::{fill, give_name, took_its_place};
use super::model_ref;
use crate::finding::{Effect, Finding, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::Release;
use crate::syntax::{Array, JsText, Member, Object, Value, ValueKind};

rule! {
    /// A model is named that another one has taken the place of.
    ///
    /// Providers retire models, and some names are only another spelling. OpenClaw 2026.8.1 and later
    /// know which: `openclaw doctor --fix` writes the newer model wherever a config names one, in
    /// the choice of a model, among fallbacks, as a name in `models`, as an `id` in a provider's list.
    /// Some hundred names of OpenAI, Anthropic, Google, Groq, xAI, Together and GitHub Copilot are
    /// concerned.
    ///
    /// The fix does the same, and keeps an auth profile behind the name (`model@profile`). Where the
    /// newer model stands there already, its settings count: those of the older that it lacks are added
    /// to it, the others are commented out.
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     defaults: {
    ///       model: { primary: "openai/gpt-4o", fallbacks: ["anthropic/claude-opus-4-5@work"] },
    /// //                      ^^^^^^^^^^^^^^^              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ///       models: {
    ///         "openai/gpt-4o": { alias: "gpt" }, // the usual one
    /// //      ^^^^^^^^^^^^^^^
    ///         "openai/gpt-4.1": {},
    /// //      ^^^^^^^^^^^^^^^^
    ///         "anthropic/claude-haiku-4-5": { alias: "haiku" },
    ///       },
    ///     },
    ///   },
    ///   models: {
    ///     providers: {
    ///       google: { models: [{ id: "gemini-3-pro", name: "Gemini" }] },
    /// //                             ^^^^^^^^^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   agents: {
    ///     defaults: {
    ///       model: { primary: "openai/gpt-5.5", fallbacks: ["anthropic/claude-opus-4-7@work"] },
    ///       models: {
    ///         "openai/gpt-5.5": { alias: "gpt" }, // the usual one
    ///         "anthropic/claude-haiku-4-5": { alias: "haiku" },
    ///       },
    ///     },
    ///   },
    ///   models: {
    ///     providers: {
    ///       google: { models: [{ id: "gemini-3.1-pro-preview", name: "Gemini" }] },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// What the newer model says of itself counts:
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     list: [
    ///       {
    ///         id: "main",
    ///         models: {
    ///           "openai/gpt-5.5": { alias: "new" },
    ///           "openai/gpt-5.2": { alias: "old", params: { temperature: 0 } },
    /// //        ^^^^^^^^^^^^^^^^
    ///         },
    ///       },
    ///     ],
    ///   },
    ///   models: {
    ///     providers: {
    ///       openai: {
    ///         models: [
    ///           { id: "gpt-5.5", name: "GPT-5.5" },
    ///           { id: "gpt-4o", name: "GPT-4o", maxTokens: 16384 },
    /// //              ^^^^^^^^
    ///         ],
    ///       },
    ///     },
    ///   },
    ///   tools: { media: { models: [{ provider: "groq", model: "llama3-8b-8192" }] } },
    /// //                                                      ^^^^^^^^^^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   agents: {
    ///     list: [
    ///       {
    ///         id: "main",
    ///         models: {
    ///           "openai/gpt-5.5": { alias: "new", params: { temperature: 0 } },
    ///           // `openai/gpt-5.5` took its place
    ///           // "openai/gpt-5.2": { alias: "old" },
    ///         },
    ///       },
    ///     ],
    ///   },
    ///   models: {
    ///     providers: {
    ///       openai: {
    ///         models: [
    ///           { id: "gpt-5.5", name: "GPT-5.5", maxTokens: 16384 },
    ///           // `gpt-5.5` took its place
    ///           // { id: "gpt-4o", name: "GPT-4o" },
    ///         ],
    ///       },
    ///     },
    ///   },
    ///   tools: { media: { models: [{ provider: "groq", model: "llama-3.1-8b-instant" }] } },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   agents: { defaults: { model: "openai/gpt-5.5", imageModel: "openrouter/openai/gpt-4o" } },
    ///   messages: { responsePrefix: "gpt-4o" },
    ///   tools: { allow: ["openai/gpt-4o"] },
    /// }
    /// ```
    ///
    /// ```json5 good 2026.7.35
    /// { agents: { defaults: { model: "openai/gpt-4o" } } }
    /// ```
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     defaults: {
    ///       model: { primary: "anthropic/claude-3-opus-20240229", fallbacks: ["anthropic/claude-3-haiku-20240307"] },
    /// //                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   agents: {
    ///     defaults: {
    ///       model: { primary: "anthropic/claude-opus-4-7", fallbacks: ["anthropic/claude-sonnet-4-6"] },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// What speaks has models of its own:
    ///
    /// ```json5 good
    /// { messages: { tts: { providers: { openai: { models: [{ id: "gpt-4o" }] } } } } }
    /// ```
    "retired-model" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

/// The release that brought OpenClaw's own migration.
const SINCE: &str = "2026.8.1";

/// The names under which a string is a model.
const ONE: [&str; 11] = [
    "model",
    "primary",
    "summaryModel",
    "imageModel",
    "utilityModel",
    "voiceModel",
    "imageGenerationModel",
    "musicGenerationModel",
    "pdfModel",
    "videoGenerationModel",
    "preferredModel",
];

/// The names under which the strings of a list are models.
const SEVERAL: [&str; 5] =
    ["fallback", "fallbacks", "allowedModels", "modelFallbacks", "imageModelFallbacks"];

/// A value, and what is known of the way to it.
#[derive(Clone, Copy)]
struct Spot<'t> {
    value: Value<'t>,
    /// The member whose value it is; `None` for items.
    member: Option<Member<'t>>,
    /// The member whose object holds that.
    above: Option<Member<'t>>,
    /// Whether it lies below `modelByChannel`, `mediaModels`.
    by_channel: bool,
    media: bool,
}

impl<'t> Spot<'t> {
    fn is_below(&self, name: &str) -> bool {
        self.above.is_some_and(|above| above.is_named(name))
    }

    /// Whether a string here, where it is called `name`, is the name of a model.
    fn names_a_model(&self, name: &str) -> bool {
        ONE.contains(&name)
            || self.by_channel
            || (self.media && matches!(name, "image" | "video" | "music"))
    }

    /// Whether the strings of a list here are.
    fn lists_models(&self, name: &str) -> bool {
        SEVERAL.contains(&name) || (name == "allow" && self.is_below("modelPolicy"))
    }

    /// Opens what is in an object here, but for what is called `skip`.
    fn below(&self, name: &str, object: Object<'t>, open: &mut Vec<Self>, skip: Option<&str>) {
        let by_channel = self.by_channel || name == "modelByChannel";
        let media = self.media || name == "mediaModels";
        let others =
            object.counting().filter(|it| !skip.is_some_and(|skipped| it.is_named(skipped)));
        open.extend(others.filter_map(|member| {
            let (value, above) = (member.value()?, self.member);
            Some(Self { value, member: Some(member), above, by_channel, media })
        }));
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    if !is_for(context.world.target) {
        return;
    }
    let Some(root) = context.tree.root() else { return };
    // An explicit stack: depth comes from the input.
    let start = Spot { value: root, member: None, above: None, by_channel: false, media: false };
    let mut open = vec![start];
    while let Some(spot) = open.pop() {
        // An item has no name.
        let name = spot.member.map(Member::name);
        let name = name.as_ref().and_then(JsText::as_str).unwrap_or_default();
        if spot.value.kind() == ValueKind::String {
            if spot.names_a_model(name) {
                look_at_text(context, spot.value, findings);
            }
        } else if let Some(array) = spot.value.as_array() {
            let lists_models = spot.lists_models(name);
            let by_channel = spot.by_channel || name == "modelByChannel";
            for item in array.items() {
                if lists_models && item.kind() == ValueKind::String {
                    look_at_text(context, item, findings);
                } else {
                    let above = spot.member;
                    open.push(Spot { value: item, member: None, above, by_channel, ..spot });
                }
            }
        } else if let Some(object) = spot.value.as_object() {
            let pair = look_at_pair(context, object, findings);
            if name == "providers" && spot.is_below("models") {
                for (name, provider) in object.effective() {
                    let rows = provider.value().and_then(|it| it.get("models")?.as_array());
                    if let Some(rows) = rows {
                        look_at_rows(context, &name.to_lossy(), rows, findings);
                    }
                }
            }
            if name == "models" {
                look_at_names(context, object, findings);
            }
            spot.below(name, object, &mut open, pair.then_some("model"));
        }
    }
}

fn is_for(target: Release) -> bool {
    target.is_since(SINCE)
}

/// Adds a finding about a model that another one took the place of.
fn report<'f>(
    findings: &'f mut Findings<'_>,
    place: Place,
    name: &str,
    instead: &str,
) -> &'f mut Finding {
    let message = format!("`{name}` is `{instead}` now");
    let finding = findings.add(place, message);
    finding.help(format!("OpenClaw's `doctor --fix` would write `{instead}`"));
    finding
}

fn look_at_text(context: &Context<'_>, value: Value<'_>, findings: &mut Findings<'_>) {
    let Some(name) = value.as_text() else { return };
    let name = name.to_lossy();
    let Some(instead) = model_ref::canonical(&name) else { return };
    let edits = context.edits(|plan| {
        plan.replace(value, instead.as_str());
        Ok(())
    });
    report(findings, Place::value(value), &name, &instead).fix(
        Safety::Safe,
        format!("name `{instead}`"),
        edits,
    );
}

/// Looks at an object of `provider` and `model`; says whether it is one.
fn look_at_pair(context: &Context<'_>, object: Object<'_>, findings: &mut Findings<'_>) -> bool {
    let text = |name: &str| {
        let value = object.get(name)?.value()?;
        Some((value, value.as_text()?.to_lossy().into_owned()))
    };
    let (Some((provider_value, provider)), Some((model_value, model))) =
        (text("provider"), text("model"))
    else {
        return false;
    };
    let name = format!("{provider}/{model}");
    let instead = (!provider.trim().is_empty()).then(|| model_ref::canonical(&name)).flatten();
    let Some((new_provider, new_model)) = instead.as_deref().and_then(|it| it.split_once('/'))
    else {
        return true;
    };
    let edits = context.edits(|plan| {
        if new_provider != provider {
            plan.replace(provider_value, new_provider);
        }
        if new_model != model {
            plan.replace(model_value, new_model);
        }
        Ok(())
    });
    report(findings, Place::value(model_value), &model, new_model).fix(
        Safety::Safe,
        format!("name `{new_model}`"),
        edits,
    );
    true
}

/// Looks at the names of a map of models.
fn look_at_names(context: &Context<'_>, models: Object<'_>, findings: &mut Findings<'_>) {
    let members: Vec<(String, Member<'_>)> = models
        .effective()
        .into_iter()
        .map(|(name, member)| (name.to_lossy().into_owned(), member))
        .collect();
    let mut members_in_order = members.clone();
    members_in_order.sort_by_key(|(_, member)| member.id());
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for (name, member) in members_in_order {
        let Some(instead) = model_ref::canonical(&name) else { continue };
        let there = members.binary_search_by(|(other, _)| other.as_str().cmp(&instead)).ok();
        let there = there.and_then(|at| members[at].1.value());
        let finding = report(findings, Place::name(member), &name, &instead);
        if let Some(there) = there {
            finding.related(there.span(), format!("`{instead}` has settings already"));
            let edits = context.edits(|plan| give_name(plan, member, &instead));
            finding.fix(Safety::Safe, format!("leave it to `{instead}`"), edits);
        } else if taken.insert(instead.clone()) {
            // The first one takes the name; the others follow it.
            let edits = context.edits(|plan| give_name(plan, member, &instead));
            finding.fix(Safety::Safe, format!("name `{instead}`"), edits);
        }
    }
}

/// Looks at the models of a provider.
fn look_at_rows(
    context: &Context<'_>,
    provider: &str,
    rows: Array<'_>,
    findings: &mut Findings<'_>,
) {
    let ids: Vec<(String, Value<'_>, Value<'_>)> = rows
        .items()
        .filter_map(|row| {
            let id = row.get("id")?;
            Some((id.as_text()?.to_lossy().into_owned(), id, row))
        })
        .collect();
    let mut sorted: Vec<(&str, Value<'_>)> = ids.iter().map(|(id, _, row)| (&**id, *row)).collect();
    // Of two rows with one id, the first one is found.
    sorted.sort_by_key(|(id, row)| (*id, row.id()));
    sorted.dedup_by_key(|(id, _)| *id);
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for (id, id_value, row) in &ids {
        let Some(instead) = model_ref::canonical_id(provider, id) else { continue };
        let there = sorted.binary_search_by(|(other, _)| (*other).cmp(&instead)).ok();
        let finding = report(findings, Place::value(*id_value), id, &instead);
        let there = there.map(|at| sorted[at].1);
        if let Some((from, into)) = there.and_then(|it| Some((row.as_object()?, it.as_object()?))) {
            finding.related(into.value().span(), format!("`{instead}` stands here already"));
            let edits = context.edits(|plan| {
                let filled = fill(plan, from, into, &["id"])?;
                match (filled.moved, filled.conflicts) {
                    (0, _) => plan.retire_item(*row, &took_its_place(&instead)),
                    _ => Ok(()),
                }
            });
            finding.fix(Safety::Safe, format!("leave it to `{instead}`"), edits);
        } else if taken.insert(instead.clone()) {
            let edits = context.edits(|plan| {
                plan.replace(*id_value, instead.as_str());
                Ok(())
            });
            finding.fix(Safety::Safe, format!("name `{instead}`"), edits);
        }
    }
}
