//! See the rule's documentation.

use crate::edit::{New, Plan, Refusal};
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Array, Member, Object, Value};

rule! {
    /// The settings of agents stand in `agent`, as they did before 2026.1.24.
    ///
    /// There was one agent then. What was set for it holds for all now: `agent` is `agents.defaults`, and
    /// what was said there of tools stands in `tools`. Models were written in another way: their
    /// fallbacks, the allowed ones and the aliases stood in lists of their own. OpenClaw rejects the
    /// section, and its `doctor --fix` throws it away; the last release that carried it over is
    /// 2026.3.24.
    ///
    /// The fix carries everything over. Where something is set in `agents.defaults` already, that
    /// stays, and the old value is commented out.
    ///
    /// ```json5 bad
    /// {
    ///   agent: {
    /// //^^^^^
    ///     // the one that answers
    ///     model: "anthropic/claude-opus-4-7",
    ///     modelFallbacks: ["openai/gpt-5.5"],
    ///     allowedModels: ["anthropic/claude-opus-4-7", "openai/gpt-5.5"],
    ///     modelAliases: { opus: "anthropic/claude-opus-4-7" },
    ///     workspace: "~/work", // mine
    ///     tools: { allow: ["read"] },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   tools: { allow: ["read"] },
    ///   agents: {
    ///     defaults: {
    ///       model: {
    ///         // the one that answers
    ///         primary: "anthropic/claude-opus-4-7",
    ///         fallbacks: ["openai/gpt-5.5"],
    ///       },
    ///       models: {
    ///         "anthropic/claude-opus-4-7": { alias: "opus" },
    ///         "openai/gpt-5.5": {},
    ///       },
    ///       workspace: "~/work", // mine
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// {
    ///   "agent": { "model": { "primary": "openai/gpt-5.5" }, "imageModel": "openai/gpt-5.5", "workspace": "~/old" },
    /// //^^^^^^^
    ///   "agents": { "defaults": { "imageModel": "google/gemini-2.5-pro", "workspace": "~/new" } }
    /// }
    /// ```
    ///
    /// ```json fixed
    /// {
    ///   "agents": { "defaults": { "imageModel": "google/gemini-2.5-pro", "workspace": "~/new", "model": { "primary": "openai/gpt-5.5" } } }
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { agents: { defaults: { model: { primary: "anthropic/claude-opus-4-7" }, workspace: "~/work" } } }
    /// ```
    "legacy-agent-section" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

/// Where the section went.
const DEFAULTS: [&str; 2] = ["agents", "defaults"];

/// What went elsewhere: the way below the section, and the new place.
const ELSEWHERE: [(&[&str], &[&str]); 5] = [
    (&["tools"], &["tools"]),
    (&["elevated"], &["tools", "elevated"]),
    (&["bash"], &["tools", "exec"]),
    (&["sandbox", "tools"], &["tools", "sandbox", "tools"]),
    (&["subagents", "tools"], &["tools", "subagents", "tools"]),
];

/// A choice of a model, and the list of its fallbacks.
const CHOICES: [(&str, &str); 2] =
    [("model", "modelFallbacks"), ("imageModel", "imageModelFallbacks")];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let member = context.tree.root().and_then(Value::as_object).and_then(|root| root.get("agent"));
    let Some(member) = member else { return };
    if context.world.target.lookup(&["agent"]).is_some() {
        return;
    }
    let finding = findings.add(Place::name(member), "`agent` is from before OpenClaw 2026.1.24");
    let Some(section) = member.value().and_then(Value::as_object) else {
        let edits = context.edits(|plan| plan.retire(member, "a section was meant here"));
        finding.help("the settings of agents stand in `agents.defaults` and `tools` now").fix(
            Safety::Unsafe,
            "take it out",
            edits,
        );
        return;
    };
    let edits = context.edits(|plan| {
        if carry_special(plan, section)? {
            // The rest follows once these have gone.
            return Ok(());
        }
        if section.is_empty() {
            plan.absorb(member, &DEFAULTS)
        } else {
            plan.carry_over(member, &DEFAULTS)
        }
    });
    finding
        .help("its settings stand in `agents.defaults` and `tools` now; OpenClaw would remove them")
        .fix(Safety::Safe, "move what stands in it to `agents.defaults` and `tools`", edits);
}

/// Carries over what does not simply keep its name; says whether there was something.
fn carry_special<'t>(plan: &mut Plan<'t>, section: Object<'t>) -> Result<bool, Refusal> {
    let mut found = false;
    for (from, to) in ELSEWHERE {
        if let Some(member) = section.value().at(from).and_then(Value::member) {
            plan.carry_over(member, to)?;
            found = true;
        }
    }
    for (choice, fallbacks) in CHOICES {
        let text =
            section.get(choice).filter(|it| it.value().is_some_and(|it| it.as_text().is_some()));
        if let Some(member) = text {
            carry_into_choice(plan, member, choice, "primary")?;
            found = true;
        }
        if let Some(member) = section.get(fallbacks) {
            carry_into_choice(plan, member, choice, "fallbacks")?;
            found = true;
        }
    }
    if let Some(member) = section.get("allowedModels") {
        allow(plan, member)?;
        found = true;
    }
    if let Some(member) = section.get("modelAliases") {
        give_aliases(plan, member)?;
        found = true;
    }
    Ok(found)
}

/// Carries a member into a choice of a model, which may be written as a string.
fn carry_into_choice<'t>(
    plan: &mut Plan<'t>,
    member: Member<'t>,
    choice: &str,
    name: &str,
) -> Result<(), Refusal> {
    let there = root(member).at(&["agents", "defaults", choice]);
    let path = ["agents", "defaults", choice, name];
    let (Some(there), Some(value)) = (there.filter(|it| it.as_object().is_none()), member.value())
    else {
        return plan.carry_over(member, &path);
    };
    if name == "primary" || there.as_text().is_none() {
        let reason = format!("`agents.defaults.{choice}` is set already");
        return plan.retire(member, &reason);
    }
    let whole = [("primary", New::Existing(there)), (name, New::Existing(value))];
    plan.replace(there, New::object(whole));
    plan.absorb(member, &path)
}

/// Gives each allowed model its place among the models.
fn allow<'t>(plan: &mut Plan<'t>, member: Member<'t>) -> Result<(), Refusal> {
    let models = root(member).at(&["agents", "defaults", "models"]);
    let items = member.value().and_then(Value::as_array).into_iter().flat_map(Array::items);
    let mut all_named = member.value().is_some_and(|it| it.as_array().is_some());
    for item in items {
        let Some(name) = item.as_text() else {
            all_named = false;
            continue;
        };
        let name = name.to_lossy();
        if models.is_none_or(|models| models.get(&name).is_none()) {
            plan.set(&["agents", "defaults", "models", &name], New::Object(Vec::new()))?;
        }
    }
    let place = ["agents", "defaults", "models"];
    if all_named { plan.absorb(member, &place) } else { plan.retire(member, PART) }
}

/// Gives each model its alias. One that has another already keeps that.
fn give_aliases<'t>(plan: &mut Plan<'t>, member: Member<'t>) -> Result<(), Refusal> {
    let models = root(member).at(&["agents", "defaults", "models"]);
    let aliases = member.value().and_then(Value::as_object);
    let mut all_given = aliases.is_some();
    let mut given = std::collections::BTreeSet::new();
    for (alias, model) in aliases.into_iter().flat_map(Object::effective) {
        let name = model.value().and_then(Value::as_text).map(|name| name.to_lossy().into_owned());
        let Some(name) = name else {
            all_given = false;
            continue;
        };
        let alias = alias.to_lossy();
        match models.and_then(|models| models.at(&[name.as_str(), "alias"])) {
            Some(there) => all_given &= there.is_text(&alias),
            None if given.insert(name.clone()) => {
                plan.set(&["agents", "defaults", "models", &name, "alias"], &*alias)?;
            }
            None => all_given = false,
        }
    }
    let place = ["agents", "defaults", "models"];
    if all_given { plan.absorb(member, &place) } else { plan.retire(member, PART) }
}

const PART: &str = "part of `agents.defaults.models` now, as far as there is a place";

/// The whole config that a member stands in.
fn root(member: Member<'_>) -> Value<'_> {
    let value = member.object().value();
    value.tree().root().unwrap_or(value)
}
