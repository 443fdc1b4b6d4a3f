//! See the rule's documentation.

use crate::effective::places;
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::trim;
use crate::syntax::{Array, Member, Object, Value};

rule! {
    /// The plugin of xAI is to use a model that is gone, or one that OpenClaw once wrote itself.
    ///
    /// xAI has retired the fast Grok 4 models, Grok 3 for searching, and Grok Code Fast. Since 2026.8.1
    /// `openclaw doctor --fix` writes `grok-4.3` or `grok-build-0.1` instead, in the settings
    /// of the plugin `xai` and among `tools.media.models`. There it also takes out `grok-stt`, which was no
    /// model. And from `models.providers.xai.models` it takes models which older releases wrote there
    /// and nobody has changed: newer ones know them better.
    ///
    /// The fix does the same, and comments out what it takes.
    ///
    /// ```json5 bad
    /// {
    ///   plugins: { entries: { xai: { config: { xSearch: { model: "grok-3" } } } } },
    /// //                                                         ^^^^^^^^
    ///   tools: {
    ///     media: {
    ///       models: [
    ///         { provider: "xai", model: "grok-4-fast", capabilities: ["image"] },
    /// //                                ^^^^^^^^^^^^^
    ///         { provider: "xai", model: "grok-stt", capabilities: ["audio"] },
    /// //                                ^^^^^^^^^^
    ///       ],
    ///     },
    ///   },
    ///   models: {
    ///     providers: {
    ///       xai: {
    ///         models: [
    ///           {
    ///             id: "grok-4",
    /// //              ^^^^^^^^
    ///             name: "Grok 4",
    ///             reasoning: true,
    ///             input: ["text"],
    ///             cost: { input: 3, output: 15, cacheRead: 0.75, cacheWrite: 0 },
    ///             contextWindow: 256000,
    ///             maxTokens: 64000,
    ///           },
    ///           { id: "grok-5", name: "Mine" },
    ///         ],
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   plugins: { entries: { xai: { config: { xSearch: { model: "grok-4.3" } } } } },
    ///   tools: {
    ///     media: {
    ///       models: [
    ///         { provider: "xai", model: "grok-4.3", capabilities: ["image"] },
    ///         { provider: "xai", /* there is no such model: model: "grok-stt" */ capabilities: ["audio"] },
    ///       ],
    ///     },
    ///   },
    ///   models: {
    ///     providers: {
    ///       xai: {
    ///         models: [
    ///           // OpenClaw knows this model better
    ///           // {
    ///           //   id: "grok-4",
    ///           //   name: "Grok 4",
    ///           //   reasoning: true,
    ///           //   input: ["text"],
    ///           //   cost: { input: 3, output: 15, cacheRead: 0.75, cacheWrite: 0 },
    ///           //   contextWindow: 256000,
    ///           //   maxTokens: 64000,
    ///           // },
    ///           { id: "grok-5", name: "Mine" },
    ///         ],
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   plugins: { entries: { xai: { config: { webSearch: { model: "grok-4.3" } } } } },
    ///   models: { providers: { xai: { models: [{ id: "grok-4", name: "Grok 4" }] } } },
    /// }
    /// ```
    ///
    /// A model with a price of its own is kept:
    ///
    /// ```json5 good
    /// {
    ///   models: {
    ///     providers: {
    ///       xai: {
    ///         models: [
    ///           {
    ///             id: "grok-4",
    ///             name: "Grok 4",
    ///             reasoning: true,
    ///             input: ["text"],
    ///             cost: { input: 1, output: 5, cacheRead: 0.25, cacheWrite: 0 },
    ///             contextWindow: 256000,
    ///             maxTokens: 64000,
    ///           },
    ///         ],
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    "retired-xai-setting" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

/// The first release in which this was seen.
const SINCE: &str = "2026.8.1";

const REASONING: [&str; 5] = [
    "grok-4-1-fast",
    "grok-4-1-fast-reasoning",
    "grok-4-fast",
    "grok-4-fast-reasoning",
    "grok-4-0709",
];
const NOT_REASONING: [&str; 3] =
    ["grok-4-1-fast-non-reasoning", "grok-4-fast-non-reasoning", "grok-3"];
const CODE: [&str; 3] = ["grok-code-fast-1", "grok-code-fast", "grok-code-fast-1-0825"];

/// The settings of the plugin, and the models retired there.
const SETTINGS: [(&str, &[&str]); 3] =
    [("webSearch", &REASONING), ("codeExecution", &REASONING), ("xSearch", &NOT_REASONING)];

/// A model as older releases wrote it: id, name, whether it reasons, what it takes, the size of its
/// context and of its answers in tokens, the prices of input, output and cached input in dollars a
/// million tokens. Writing to the cache cost nothing.
type Written = (&'static str, &'static str, bool, &'static [&'static str], [f64; 5]);

const TEXT: &[&str] = &["text"];
const BOTH: &[&str] = &["text", "image"];

const WRITTEN: [Written; 10] = [
    ("grok-3", "Grok 3", false, TEXT, [131_072.0, 8192.0, 3.0, 15.0, 0.75]),
    ("grok-3-fast", "Grok 3 Fast", false, TEXT, [131_072.0, 8192.0, 5.0, 25.0, 1.25]),
    ("grok-3-mini", "Grok 3 Mini", true, TEXT, [131_072.0, 8192.0, 0.3, 0.5, 0.075]),
    ("grok-3-mini-fast", "Grok 3 Mini Fast", true, TEXT, [131_072.0, 8192.0, 0.6, 4.0, 0.15]),
    ("grok-4", "Grok 4", true, TEXT, [256_000.0, 64_000.0, 3.0, 15.0, 0.75]),
    ("grok-4-0709", "Grok 4 0709", false, TEXT, [256_000.0, 64_000.0, 3.0, 15.0, 0.75]),
    ("grok-4-fast", "Grok 4 Fast", true, BOTH, FAST),
    ("grok-4-fast-non-reasoning", "Grok 4 Fast (Non-Reasoning)", false, BOTH, FAST),
    ("grok-4-1-fast", "Grok 4.1 Fast", true, BOTH, FAST),
    ("grok-4-1-fast-non-reasoning", "Grok 4.1 Fast (Non-Reasoning)", false, BOTH, FAST),
];

const FAST: [f64; 5] = [2_000_000.0, 30_000.0, 0.2, 0.5, 0.05];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(root) = context.tree.root() else { return };
    if !context.world.target.is_since(SINCE) {
        return;
    }
    for (setting, retired) in SETTINGS {
        let model = root.at(&["plugins", "entries", "xai", "config", setting, "model"]);
        let Some((model, name)) = model.and_then(|it| Some((it, lowered(it)?))) else { continue };
        if retired.contains(&name.as_str()) {
            replace(context, Place::value(model), model, "grok-4.3", findings);
        } else if CODE.contains(&name.as_str()) {
            replace(context, Place::value(model), model, "grok-build-0.1", findings);
        }
    }
    for media in places(context.tree, "tools.media.models.*") {
        let Some(model) = media.member("model").filter(|_| is_xai_media(media.value)) else {
            continue;
        };
        let Some((value, name)) = model.value().and_then(|it| Some((it, lowered(it)?))) else {
            continue;
        };
        if REASONING.contains(&name.as_str()) && sees(media.value) {
            replace(context, media.member_value("model", value), value, "grok-4.3", findings);
        } else if name == "grok-stt" {
            let edits = context.edits(|plan| plan.retire(model, "there is no such model"));
            findings
                .add(media.member_value("model", value), "xAI has no model of that name")
                .help("leave `model` out: OpenClaw takes the right one")
                .fix(Safety::Safe, "comment it out", edits);
        }
    }
    let rows = root.at(&["models", "providers", "xai", "models"]).and_then(Value::as_array);
    for (index, row) in rows.into_iter().flat_map(Array::items).enumerate() {
        if !row.as_object().is_some_and(is_written) {
            continue;
        }
        let index = index.to_string();
        let key = ["models", "providers", "xai", "models", &index].into_iter().collect();
        let edits = context.edits(|plan| plan.retire_item(row, "OpenClaw knows this model better"));
        let span = row.get("id").unwrap_or(row).span();
        findings
            .add(
                Place { key, span },
                "an older release wrote this model here, and a newer knows it",
            )
            .help("OpenClaw's `doctor --fix` would remove it")
            .fix(Safety::Safe, "take it out", edits);
    }
}

fn replace(
    context: &Context<'_>,
    place: Place,
    model: Value<'_>,
    instead: &str,
    findings: &mut Findings<'_>,
) {
    let edits = context.edits(|plan| {
        plan.replace(model, instead);
        Ok(())
    });
    findings
        .add(place, format!("xAI has retired this model; `{instead}` took its place"))
        .help(format!("OpenClaw's `doctor --fix` would write `{instead}`"))
        .fix(Safety::Safe, format!("write `{instead}`"), edits);
}

/// A text in small letters.
fn lowered(value: Value<'_>) -> Option<String> {
    Some(trim(&value.as_text()?.to_lossy()).to_lowercase())
}

/// Whether a model for media is one of xAI's.
fn is_xai_media(media: Value<'_>) -> bool {
    let of_provider = match media.get("type") {
        Some(kind) => kind.is_text("provider"),
        None => media.get("command").is_none_or(|it| it.is_null() || it.is_text("")),
    };
    let provider = media.get("provider").and_then(lowered);
    of_provider && provider.is_some_and(|provider| ["xai", "x-ai"].contains(&provider.as_str()))
}

/// Whether it is for images.
fn sees(media: Value<'_>) -> bool {
    let capabilities = media.get("capabilities").and_then(Value::as_array);
    capabilities
        .into_iter()
        .flat_map(Array::items)
        .any(|it| lowered(it).as_deref() == Some("image"))
}

/// Whether a model stands there exactly as an older release wrote it.
fn is_written(row: Object<'_>) -> bool {
    let value = row.value();
    let Some(id) = value.get("id").and_then(lowered) else { return false };
    let Some((_, name, reasons, input, numbers)) = WRITTEN.iter().find(|it| it.0 == id) else {
        return false;
    };
    let [context, answer, price, price_out, cached] = *numbers;
    let costs = value.get("cost").and_then(Value::as_object);
    let is = |at: Option<Value<'_>>, number: f64| {
        at.and_then(Value::as_number).is_some_and(|own| own.to_bits() == number.to_bits())
    };
    let cost = |name: &str| costs.and_then(|costs| costs.get(name)).and_then(Member::value);
    let takes: Option<Vec<_>> =
        value.get("input").and_then(Value::as_array).map(|it| it.items().collect());
    let takes_the_same = takes.is_some_and(|takes| {
        takes.len() == input.len() && takes.iter().zip(*input).all(|(own, text)| own.is_text(text))
    });
    value.get("name").is_some_and(|own| own.is_text(name))
        && value.get("reasoning").and_then(Value::as_bool) == Some(*reasons)
        && takes_the_same
        && is(value.get("contextWindow"), context)
        && is(value.get("maxTokens"), answer)
        && is(cost("input"), price)
        && is(cost("output"), price_out)
        && is(cost("cacheRead"), cached)
        && is(cost("cacheWrite"), 0.0)
        && row.effective().len() == 7
        && costs.is_some_and(|costs| costs.effective().len() == 4)
}
