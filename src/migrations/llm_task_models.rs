//! See the migration's documentation.

use crate::edit::{New, Plan, Refusal};
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::trim;
use crate::syntax::{Array, Member, Object, Value};

rule! {
    /// What the plugin `llm-task` may do with models is not said where OpenClaw now looks.
    ///
    /// Since 2026.8.1 a plugin may choose models and credentials only where `llm` in its entry says so,
    /// and `llm.allowedCompletionModels` took the place of `config.allowedModels`. OpenClaw's
    /// `doctor --fix` writes for this plugin what always held. The fix does the same. A model in the
    /// old list without its provider never matched, and is commented out; an empty list limited nothing.
    ///
    /// ```json5 bad
    /// {
    ///   plugins: {
    ///     entries: {
    ///       "llm-task": {
    /// //    ^^^^^^^^^^
    ///         enabled: true,
    ///         config: {
    ///           timeoutMs: 30000,
    ///           allowedModels: ["openai/gpt-5.5"],
    ///         },
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
    ///         config: {
    ///           timeoutMs: 30000,
    ///         },
    ///         llm: {
    ///           allowedCompletionModels: ["openai/gpt-5.5"],
    ///           allowModelOverride: true,
    ///           allowAuthProfileOverride: true,
    ///         },
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// { "plugins": { "entries": { "llm-task": { "llm": { "allowModelOverride": false } } } } }
    /// //                          ^^^^^^^^^^
    /// ```
    ///
    /// ```json fixed
    /// { "plugins": { "entries": { "llm-task": { "llm": { "allowModelOverride": false, "allowAuthProfileOverride": true } } } } }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   plugins: {
    ///     entries: { "llm-task": { llm: { allowModelOverride: true, allowAuthProfileOverride: false } } },
    ///   },
    /// }
    /// ```
    "llm-task-models" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.2.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

const SINCE: &str = "2026.8.1";
const ENTRY: [&str; 3] = ["plugins", "entries", "llm-task"];
const SWITCHES: [&str; 2] = ["allowModelOverride", "allowAuthProfileOverride"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    if !context.world.target.is_since(SINCE) {
        return;
    }
    let entries = context.tree.root().and_then(|root| root.at(&ENTRY[..2]));
    let member = entries.and_then(Value::as_object).and_then(|entries| entries.get(ENTRY[2]));
    let Some((member, entry)) = member.and_then(|it| Some((it, it.value()?.as_object()?))) else {
        return;
    };
    let config = entry.value().get("config").and_then(Value::as_object);
    let old = config.and_then(|config| config.get("allowedModels"));
    let llm = entry.value().get("llm");
    let unset: Vec<&str> = SWITCHES
        .into_iter()
        .filter(|name| llm.is_none_or(|llm| llm.as_object().is_some() && llm.get(name).is_none()))
        .collect();
    if old.is_none() && unset.is_empty() {
        return;
    }
    let finding = findings.add(
        Place::name(member),
        "this plugin may choose models and credentials only where its `llm` says so",
    );
    if let Some(old) = old {
        finding.related(old.name_span(), "this became `llm.allowedCompletionModels`");
    }
    finding.help("OpenClaw's `doctor --fix` would write there what held before");
    let edits = context.edits(|plan| {
        if let Some(old) = old {
            carry(plan, entry, old)?;
        }
        for name in unset {
            plan.set(&[&ENTRY[..], &["llm", name]].concat(), true)?;
        }
        Ok(())
    });
    finding.fix(Safety::Safe, "write what held before", edits);
}

fn carry<'t>(plan: &mut Plan<'t>, entry: Object<'t>, old: Member<'t>) -> Result<(), Refusal> {
    let to = [&ENTRY[..], &["llm", "allowedCompletionModels"]].concat();
    let is_exact = |item: &Value<'_>| {
        let text = item.as_text().map(|text| trim(&text.to_lossy()).to_owned());
        let parts = text.as_deref().and_then(|text| text.split_once('/'));
        parts.is_some_and(|(provider, model)| {
            !provider.is_empty() && !model.is_empty() && !model.contains('*')
        })
    };
    let list = old.value().and_then(Value::as_array);
    let Some(list) = list.filter(|list| list.items().any(|item| is_exact(&item))) else {
        let is_empty = list.is_some_and(|list| Array::items(list).next().is_none());
        // A list without a model in it allowed none, an empty one all.
        if !is_empty && entry.value().at(&["llm", "allowedCompletionModels"]).is_none() {
            plan.set(&to, New::List(Vec::new()))?;
        }
        return plan.retire(old, if is_empty { "it limited nothing" } else { "no exact models" });
    };
    for item in list.items() {
        let Some(text) = item.as_text().filter(|_| is_exact(&item)) else {
            plan.retire_item(item, "no exact model")?;
            continue;
        };
        let text = text.to_lossy();
        if trim(&text) != text {
            plan.replace(item, trim(&text));
        }
    }
    plan.carry_over(old, &to)
}
