//! See the rule's documentation.

use super::model_ref::ModelName;
use crate::edit::{New, Plan, Refusal, Where};
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::trim;
use crate::syntax::{Member, Object, Value};

rule! {
    /// The plugin `llm-task` is not told which models it may use.
    ///
    /// Since 2026.8.1 a plugin may choose a model or an auth profile by itself only where its entry allows
    /// it, in `llm`. To keep `llm-task` as it was, `openclaw doctor --fix` allows both, and makes of the
    /// `allowedModels` in its `config` the list `llm.allowedCompletionModels`.
    ///
    /// The fix does the same. Of the list, only whole names count (`openai/gpt-5.5`); anything else in it
    /// is commented out, and an empty list stays out, because it allowed all.
    ///
    /// ```json5 bad
    /// {
    ///   plugins: {
    ///     entries: {
    ///       "llm-task": {
    ///         enabled: true,
    ///         config: { allowedModels: ["openai/gpt-5.5"], maxTokens: 800 },
    /// //                ^^^^^^^^^^^^^
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   plugins: {
    ///     entries: {
    ///       "llm-task": {
    ///         enabled: true,
    ///         config: { maxTokens: 800 },
    ///         llm: {
    ///           allowModelOverride: true,
    ///           allowAuthProfileOverride: true,
    ///           allowedCompletionModels: ["openai/gpt-5.5"],
    ///         },
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   plugins: {
    ///     entries: {
    ///       "llm-task": { llm: { allowModelOverride: false, allowAuthProfileOverride: true } },
    ///     },
    ///   },
    /// }
    /// ```
    "llm-task-permissions" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

const SWITCHES: [&str; 2] = ["allowModelOverride", "allowAuthProfileOverride"];
const LIST: &str = "allowedCompletionModels";

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let entry = ["plugins", "entries", "llm-task"];
    let place = ["plugins", "entries", "llm-task", "llm", LIST];
    let entry = context.tree.root().and_then(|root| root.at(&entry));
    let Some(object) = entry.and_then(Value::as_object) else { return };
    if context.world.target.lookup(&place).is_none() {
        return;
    }
    let config = object.get("config").and_then(Member::value).and_then(Value::as_object);
    let list = config.and_then(|config| config.get("allowedModels"));
    let llm = object.get("llm").and_then(Member::value);
    if llm.is_some_and(|llm| llm.as_object().is_none()) {
        return;
    }
    let lacking: Vec<&str> =
        SWITCHES.into_iter().filter(|name| llm.is_none_or(|llm| llm.get(name).is_none())).collect();
    if let Some(list) = list {
        let edits = context.edits(|plan| {
            // The switches come first, so that they stand in the order in which OpenClaw has them.
            if lacking.is_empty() {
                carry_list(plan, list, llm)
            } else {
                allow(plan, object, &lacking)
            }
        });
        findings
            .add(Place::name(list), "the models that `llm-task` may use stand in its `llm` now")
            .help(format!("write the list to `{}`", place.join(".")))
            .fix(Safety::Safe, "move the list", edits);
        return;
    }
    let Some(member) = object.value().member().filter(|_| !lacking.is_empty()) else { return };
    let edits = context.edits(|plan| allow(plan, object, &lacking));
    findings
        .add(Place::name(member), "`llm-task` may not choose a model or an auth profile by itself")
        .help("OpenClaw's `doctor --fix` would allow both in its `llm`")
        .fix(Safety::Safe, "allow it", edits);
}

/// Sets the switches that are missing.
fn allow<'t>(plan: &mut Plan<'t>, entry: Object<'t>, names: &[&str]) -> Result<(), Refusal> {
    let llm = entry.get("llm").and_then(Member::value).and_then(Value::as_object);
    if let Some(llm) = llm {
        return names.iter().try_for_each(|name| plan.insert(llm, Where::Last, name, true));
    }
    let switches = New::object(names.iter().map(|name| (*name, true)));
    plan.insert(entry, Where::Last, "llm", switches)
}

/// Carries the list of models over.
fn carry_list<'t>(
    plan: &mut Plan<'t>,
    list: Member<'t>,
    llm: Option<Value<'t>>,
) -> Result<(), Refusal> {
    let place = ["plugins", "entries", "llm-task", "llm", LIST];
    let set = llm.is_some_and(|llm| llm.get(LIST).is_some());
    let Some(items) = list.value().and_then(Value::as_array) else {
        // What is no list allowed nothing.
        if !set {
            plan.set(&place, New::List(Vec::new()))?;
        }
        return plan.retire(list, "a list of models was meant");
    };
    let items: Vec<_> = items.items().collect();
    if items.is_empty() {
        return plan.retire(list, "an empty list allowed all models");
    }
    let whole: Vec<_> = items.iter().filter(|item| is_whole(**item)).collect();
    if set || whole.len() == items.len() {
        return plan.carry_over(list, &place);
    }
    plan.set(&place, New::list(whole.into_iter().map(|item| New::Existing(*item))))?;
    plan.retire(list, "only whole names are taken")
}

/// Whether an item names one model.
fn is_whole(item: Value<'_>) -> bool {
    item.as_text().is_some_and(|text| {
        let text = text.to_lossy();
        let name = ModelName::of(&text);
        let provider = name.provider.unwrap_or_default();
        trim(&text) == text
            && !provider.is_empty()
            && !name.model.is_empty()
            && provider.to_lowercase() == provider
    })
}
