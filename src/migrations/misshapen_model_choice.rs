//! See the rule's documentation.

use std::collections::BTreeSet;

use super::scope::{Scope, agent_scopes};
use crate::edit::{New, Plan, Refusal};
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema;
use crate::syntax::{Member, Object, Segment, Value, ValueKind};

rule! {
    /// The choice of a model, or the settings of models, are not written as OpenClaw wants them.
    ///
    /// A model is chosen by its name (`"openai/gpt-5.5"`), or by an object with `primary` and a list of
    /// `fallbacks`. OpenClaw rejects a list of names, other words for the two, and a provider beside the
    /// model.
    ///
    /// Settings of single models are objects in a map by their names; a list of names, or a word
    /// instead of the settings, which is taken for an alias, is rejected as well.
    ///
    /// The fix writes such an object: of a list, the first name is the primary one. It is unsafe, for the
    /// meaning is a guess.
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     defaults: {
    ///       model: ["openai/gpt-5.5", "anthropic/claude-opus-4-7"],
    /// //           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ///       imageModel: { provider: "google", model: "gemini-2.5-pro" },
    /// //                                      ^^^^^
    ///       models: { "openai/gpt-5.5": "gpt" },
    /// //                                ^^^^^
    ///     },
    ///     list: [
    ///       { id: "main", model: { default: "openai/gpt-5.5", fallback: "openai/gpt-5.4" } },
    /// //                           ^^^^^^^                    ^^^^^^^^
    ///       { id: "work", model: { primary: "openai/gpt-5.5", fallbacks: "openai/gpt-5.4" } },
    /// //                                                                 ^^^^^^^^^^^^^^^^
    ///       { id: "home", model: null },
    /// //                         ^^^^
    ///     ],
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   agents: {
    ///     defaults: {
    ///       model: {
    ///         primary: "openai/gpt-5.5",
    ///         fallbacks: ["anthropic/claude-opus-4-7"],
    ///       },
    ///       imageModel: { primary: "google/gemini-2.5-pro" },
    ///       models: { "openai/gpt-5.5": { alias: "gpt" } },
    ///     },
    ///     list: [
    ///       { id: "main", model: { primary: "openai/gpt-5.5", fallbacks: ["openai/gpt-5.4"] } },
    ///       { id: "work", model: { primary: "openai/gpt-5.5", fallbacks: ["openai/gpt-5.4"] } },
    ///       { id: "home" /* no model is named: model: null */ },
    ///     ],
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   agents: {
    ///     defaults: {
    ///       model: { primary: "openai/gpt-5.5", fallbacks: ["anthropic/claude-opus-4-7"] },
    ///       imageModel: "google/gemini-2.5-pro",
    ///     },
    ///   },
    /// }
    /// ```
    "misshapen-model-choice" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

/// Where an agent's models are chosen.
const CHOICES: [&[&str]; 9] = [
    &["model"],
    &["imageModel"],
    &["pdfModel"],
    &["utilityModel"],
    &["voiceModel"],
    &["subagents", "model"],
    &["mediaModels", "image"],
    &["mediaModels", "video"],
    &["mediaModels", "music"],
];

/// Other words for `primary`, in the order in which they count.
const PRIMARY: [&str; 6] = ["default", "main", "model", "name", "id", "value"];
/// Other words for `fallbacks`.
const FALLBACKS: [&str; 3] = ["fallback", "backup", "backups"];

const HELP: &str = "write the model's name, or `{ primary: \"…\", fallbacks: [\"…\"] }`";

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(root) = context.tree.root() else { return };
    for agent in agent_scopes(root) {
        for path in CHOICES {
            look_at(context, &agent, path, findings);
        }
        look_at_settings(context, &agent, findings);
    }
}

fn look_at(context: &Context<'_>, agent: &Scope<'_>, path: &[&str], findings: &mut Findings<'_>) {
    let Some(choice) = agent.at(path) else { return };
    let place: Vec<&str> = ["agents", "defaults"].iter().chain(path).copied().collect();
    let Some(node) = context.world.target.lookup(&place) else { return };
    let takes_objects = node.types().admits(ValueKind::Object);
    if !takes_objects || schema::accepts(node, choice, &context.world.environment) {
        return;
    }
    let Some(object) = choice.as_object() else {
        let edits = match choice.kind() {
            ValueKind::Array => context.edits(|plan| choose_first(plan, choice)),
            ValueKind::Null => context.edits(|plan| match choice.member() {
                Some(member) => plan.retire(member, "no model is named"),
                None => Ok(()),
            }),
            _ => return,
        };
        let message = "a model is chosen by its name, or by an object with `primary`";
        findings.add(Place::value(choice), message).help(HELP).fix(
            Safety::Unsafe,
            "write it so",
            edits,
        );
        return;
    };
    if object.get("$include").is_some() {
        return;
    }
    let fallbacks = object.get("fallbacks").and_then(Member::value);
    if let Some(one) = fallbacks.filter(|value| value.as_text().is_some()) {
        let edits = context.edits(|plan| {
            plan.replace(one, New::list([New::Existing(one)]));
            Ok(())
        });
        let finding = findings.add(Place::value(one), "`fallbacks` is a list of models");
        finding.help(HELP).fix(Safety::Unsafe, "make it a list", edits);
    }
    for name in ["primary", "fallbacks"] {
        let nothing = object.get(name).filter(|it| it.value().is_some_and(Value::is_null));
        let Some((member, value)) = nothing.and_then(|it| Some((it, it.value()?))) else {
            continue;
        };
        let edits = context.edits(|plan| plan.retire(member, "no model is named"));
        let finding = findings.add(Place::value(value), format!("`{name}` names no model"));
        finding.help(HELP).fix(Safety::Unsafe, "take it out", edits);
    }
    if let Some((member, is_list)) = other_word(object, "fallbacks", &FALLBACKS) {
        let edits = context.edits(|plan| {
            if let Some(value) = member.value().filter(|_| !is_list) {
                plan.replace(value, New::list([New::Existing(value)]));
            }
            plan.rename(member, "fallbacks")
        });
        report(findings, member, "fallbacks", edits);
    }
    if let Some((member, false)) = other_word(object, "primary", &PRIMARY) {
        let provider = object.get("provider").filter(|it| it.value().is_some_and(is_text));
        let edits = context.edits(|plan| name_primary(plan, member, provider));
        report(findings, member, "primary", edits);
    }
}

/// Looks at an agent's settings for single models, which stand in a map.
fn look_at_settings(context: &Context<'_>, agent: &Scope<'_>, findings: &mut Findings<'_>) {
    const HELP: &str = "write `{ \"openai/gpt-5.5\": { alias: \"…\" } }`";
    let Some(models) = agent.at(&["models"]) else { return };
    if let Some(list) = models.as_array() {
        let names: Vec<_> = list.items().filter_map(Value::as_text).collect();
        let is_complete = names.len() == list.items().count();
        let mut seen = BTreeSet::new();
        let names = names.iter().map(|name| name.to_lossy().into_owned());
        let settings: Vec<(String, New<'_>)> = names
            .filter(|name| seen.insert(name.clone()))
            .map(|name| (name, New::Object(Vec::new())))
            .collect();
        let edits = context.edits(|plan| {
            if is_complete {
                plan.replace(models, New::Object(settings));
            }
            Ok(())
        });
        let message = "the models of an agent are a map by name";
        let finding = findings.add(Place::value(models), message);
        finding.help(HELP).fix(Safety::Unsafe, "make it a map", edits);
    }
    for (_, member) in models.as_object().map(Object::effective).unwrap_or_default() {
        let Some(alias) = member.value().filter(|it| is_text(*it) || it.is_null()) else {
            continue;
        };
        let edits = context.edits(|plan| {
            let alias = is_text(alias).then(|| ("alias".to_owned(), New::Existing(alias)));
            let Some(value) = member.value() else { return Ok(()) };
            plan.replace(value, New::Object(alias.into_iter().collect()));
            Ok(())
        });
        let message = "the settings of a model are an object";
        let finding = findings.add(Place::value(alias), message);
        finding.help(HELP).fix(Safety::Unsafe, "make it an object", edits);
    }
}

fn report(
    findings: &mut Findings<'_>,
    member: Member<'_>,
    name: &str,
    edits: crate::finding::Mending,
) {
    let message = format!("`{}` is `{name}` in the choice of a model", member.name());
    let finding = findings.add(Place::name(member), message);
    finding.help(HELP).fix(Safety::Unsafe, format!("write it as `{name}`"), edits);
}

fn is_text(value: Value<'_>) -> bool {
    value.as_text().is_some()
}

/// A member that stands for `name`, which the object lacks: a text, or, as the answer says too, a list.
fn other_word<'t>(object: Object<'t>, name: &str, words: &[&str]) -> Option<(Member<'t>, bool)> {
    if object.get(name).is_some() {
        return None;
    }
    words.iter().find_map(|word| {
        let member = object.get(word)?;
        let value = member.value()?;
        let is_list = value.as_array().is_some();
        (is_list || is_text(value)).then_some((member, is_list))
    })
}

/// Makes a list a choice: the first is the primary model.
fn choose_first<'t>(plan: &mut Plan<'t>, list: Value<'t>) -> Result<(), Refusal> {
    let Some(items) = list.as_array() else { return Ok(()) };
    let items: Vec<_> = items.items().collect();
    let Some((first, others)) = items.split_first() else {
        return match list.member() {
            Some(member) => plan.retire(member, "no model is named"),
            None => Ok(()),
        };
    };
    if !items.iter().all(|item| is_text(*item)) {
        return Ok(());
    }
    let mut choice = vec![("primary".to_owned(), New::Existing(*first))];
    if !others.is_empty() {
        let others = others.iter().map(|item| New::Existing(*item)).collect();
        choice.push(("fallbacks".to_owned(), New::List(others)));
    }
    plan.replace(list, New::Object(choice));
    Ok(())
}

/// Makes a member the primary model, its provider before it.
fn name_primary<'t>(
    plan: &mut Plan<'t>,
    member: Member<'t>,
    provider: Option<Member<'t>>,
) -> Result<(), Refusal> {
    let text = |member: Member<'t>| Some((member.value()?, member.value()?.as_text()?));
    if let (Some((value, model)), Some((_, before))) = (text(member), provider.and_then(text)) {
        let (model, before) = (model.to_lossy(), before.to_lossy());
        if !model.starts_with(&format!("{before}/")) {
            plan.replace(value, format!("{before}/{model}"));
        }
    }
    if let Some(provider) = provider {
        let place = member.object().value().key().child("primary");
        let place: Vec<&str> = place.segments().iter().map(Segment::as_str).collect();
        plan.absorb(provider, &place)?;
    }
    plan.rename(member, "primary")
}
