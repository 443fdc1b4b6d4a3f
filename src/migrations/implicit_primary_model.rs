//! See the rule's documentation.

use super::marker;
use super::model_ref::ModelName;
use super::scope::agent_scopes;
use crate::edit::{New, Plan, Refusal, Where};
use crate::finding::{Effect, Finding, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::trim;
use crate::syntax::{Member, Object, Value, ValueKind};

rule! {
    /// No model is chosen, and OpenClaw would take the first one that a provider lists.
    ///
    /// Without `agents.defaults.model` OpenClaw used the first model of the first provider in
    /// `models.providers`, and without one its own default. Since 2026.9.5 it no longer does once a model for
    /// small tasks (`utilityModel`) is looked for beside it: `openclaw doctor --fix` writes the model
    /// that it used down, and marks the config.
    ///
    /// The fix does the same. Without it, another model may answer after an update.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local" },
    ///   models: {
    ///     providers: {
    /// //  ^^^^^^^^^
    ///       attic: {
    ///         baseUrl: "http://127.0.0.1:1234/v1",
    ///         models: [{ id: "qwen3", name: "Qwen 3" }],
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: { mode: "local" },
    ///   models: {
    ///     providers: {
    ///       attic: {
    ///         baseUrl: "http://127.0.0.1:1234/v1",
    ///         models: [{ id: "qwen3", name: "Qwen 3" }],
    ///       },
    ///     },
    ///   },
    ///   meta: {
    ///     migrations: { utilityModelSeparation: true },
    ///   },
    ///   agents: {
    ///     defaults: {
    ///       model: { primary: "attic/qwen3" },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 bad
    /// {
    ///   meta: { lastTouchedVersion: "2026.9.1" },
    ///   agents: { entries: { main: { utilityModel: "openai/gpt-5.4-nano", model: { fallbacks: [] } } } },
    /// //                             ^^^^^^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   meta: { lastTouchedVersion: "2026.9.1", migrations: { utilityModelSeparation: true } },
    ///   agents: { entries: { main: { utilityModel: "openai/gpt-5.4-nano", model: { fallbacks: [], primary: "openai/gpt-6-astra" } } } },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   agents: { defaults: { model: "attic/qwen3", utilityModel: "openai/gpt-5.4-nano" } },
    ///   models: {
    ///     providers: {
    ///       attic: { baseUrl: "http://127.0.0.1:1234/v1", models: [{ id: "qwen3", name: "Qwen 3" }] },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// A provider that stands first counts only if nobody lists the model that OpenClaw takes by itself:
    ///
    /// ```json5 bad
    /// {
    ///   models: {
    ///     providers: {
    /// //  ^^^^^^^^^
    ///       attic: { baseUrl: "http://127.0.0.1:1234/v1", models: [{ id: "qwen3", name: "Qwen 3" }] },
    ///       openai: { models: [{ id: "gpt-6-astra", name: "GPT-6" }] },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   models: {
    ///     providers: {
    ///       attic: { baseUrl: "http://127.0.0.1:1234/v1", models: [{ id: "qwen3", name: "Qwen 3" }] },
    ///       openai: { models: [{ id: "gpt-6-astra", name: "GPT-6" }] },
    ///     },
    ///   },
    ///   meta: {
    ///     migrations: { utilityModelSeparation: true },
    ///   },
    ///   agents: {
    ///     defaults: {
    ///       model: { primary: "openai/gpt-6-astra" },
    ///     },
    ///   },
    /// }
    /// ```
    "implicit-primary-model" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

const MARK: &str = "utilityModelSeparation";

/// The model that OpenClaw 2026.9.6 takes where a config names none.
const DEFAULT: (&str, &str) = ("openai", "gpt-6-astra");

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(root) = context.tree.root() else { return };
    if !marker::is_known(context, MARK) || marker::is_set(root, MARK) || !is_regular(root) {
        return;
    }
    let defaults = root.at(&["agents", "defaults"]);
    if defaults.and_then(|it| it.get("model")).is_some_and(has_primary) {
        return;
    }
    let primary = implicit_primary(root);
    if !can_be_written(root, &primary) {
        return;
    }
    let shared = defaults.and_then(utility);
    let listed = listing_providers(root).next().and(root.at(&["models", "providers"]));
    if let Some(place) = shared.or_else(|| listed.and_then(Value::member)) {
        let edits = context.edits(|plan| {
            marker::set(plan, MARK)?;
            match defaults.and_then(|it| it.get("model")) {
                Some(model) if model.as_object().is_none() => {
                    plan.replace(model, New::object([("primary", primary.as_str())]));
                    Ok(())
                }
                _ => plan.set(&["agents", "defaults", "model", "primary"], primary.as_str()),
            }
        });
        report(findings, place, &primary, "agents.defaults.model").fix(
            Safety::Safe,
            format!("choose `{primary}`"),
            edits,
        );
        return;
    }
    let without = |agent: Object<'_>| !agent.value().get("model").is_some_and(has_primary);
    let agents: Vec<_> = agent_scopes(root)
        .into_iter()
        .filter(|agent| Some(agent.object.value()) != defaults && without(agent.object))
        .filter_map(|agent| Some((agent.object, utility(agent.object.value())?)))
        .collect();
    let Some(((_, place), others)) = agents.split_first() else { return };
    let edits = context.edits(|plan| {
        marker::set(plan, MARK)?;
        agents.iter().try_for_each(|(agent, beside)| choose(plan, *agent, *beside, &primary))
    });
    let finding = report(findings, *place, &primary, "model");
    for (_, other) in others {
        finding.related(other.name_span(), "nor here");
    }
    finding.fix(Safety::Safe, format!("choose `{primary}`"), edits);
}

fn report<'f>(
    findings: &'f mut Findings<'_>,
    place: Member<'_>,
    primary: &str,
    key: &str,
) -> &'f mut Finding {
    let message = format!("no model is chosen in `{key}`; so far OpenClaw takes `{primary}`");
    let finding = findings.add(Place::name(place), message);
    finding.help(format!("OpenClaw's `doctor --fix` would write `{primary}` there"));
    finding
}

/// Writes the model down in an agent.
fn choose<'t>(
    plan: &mut Plan<'t>,
    agent: Object<'t>,
    beside: Member<'t>,
    primary: &str,
) -> Result<(), Refusal> {
    let Some(model) = agent.get("model").and_then(Member::value) else {
        let choice = New::object([("primary", primary)]);
        return plan.insert(agent, Where::After(beside), "model", choice);
    };
    match model.as_object() {
        Some(model) => match model.get("primary").and_then(Member::value) {
            Some(old) => plan.replace(old, primary),
            None => return plan.insert(model, Where::Last, "primary", primary),
        },
        None => plan.replace(model, New::object([("primary", primary)])),
    }
    Ok(())
}

/// A setting for small tasks, if it names a model.
fn utility(agent: Value<'_>) -> Option<Member<'_>> {
    let member = agent.as_object()?.get("utilityModel")?;
    let text = member.value()?.as_text()?;
    (!trim(&text.to_lossy()).is_empty()).then_some(member)
}

/// Whether a choice of a model names one.
fn has_primary(model: Value<'_>) -> bool {
    let text = model.as_text().or_else(|| model.get("primary")?.as_text());
    text.is_some_and(|text| !trim(&text.to_lossy()).is_empty())
}

/// Whether the sections are what they should be; OpenClaw leaves any other config alone, and one of
/// several files.
fn is_regular(root: Value<'_>) -> bool {
    let is_object =
        |value: Option<Value<'_>>| value.is_none_or(|value| value.kind() == ValueKind::Object);
    let is_choice = |model: Option<Value<'_>>| {
        model.is_none_or(|model| match model.kind() {
            ValueKind::String => true,
            ValueKind::Object => {
                model.get("primary").is_none_or(|primary| primary.kind() == ValueKind::String)
            }
            _ => false,
        })
    };
    let agents = root.get("agents");
    let defaults = root.at(&["agents", "defaults"]);
    let sections = [root.get("meta"), root.at(&["meta", "migrations"]), agents, defaults];
    let roster = [root.at(&["agents", "entries"]), root.at(&["agents", "list"])];
    let has_roster = roster[0].is_none_or(|it| it.as_object().is_some())
        && roster[1].is_none_or(|it| it.as_array().is_some());
    sections.into_iter().all(is_object)
        && root.at(&["meta", "migrations", MARK]).is_none()
        && has_roster
        && is_choice(defaults.and_then(|it| it.get("model")))
        && agent_scopes(root).iter().all(|agent| is_choice(agent.at(&["model"])))
        && !has_include(root)
}

/// Whether some of a config stands in other files.
fn has_include(root: Value<'_>) -> bool {
    let mut open = vec![root];
    while let Some(value) = open.pop() {
        if let Some(object) = value.as_object() {
            if object.get("$include").is_some() {
                return true;
            }
            open.extend(object.members().filter_map(Member::value));
        } else if let Some(array) = value.as_array() {
            open.extend(array.items());
        }
    }
    false
}

/// The providers that list models, each with the ids, of which the first is there.
fn listing_providers(root: Value<'_>) -> impl Iterator<Item = (String, Vec<String>)> {
    let providers = root.at(&["models", "providers"]).and_then(Value::as_object);
    providers.into_iter().flat_map(Object::members).filter_map(|provider| {
        let ids = ids(provider.value()?)?;
        let is_listed = ids.first().is_some_and(|first| !first.is_empty());
        is_listed.then(|| (provider_id(provider), ids))
    })
}

/// The name of a provider as OpenClaw compares it.
fn provider_id(provider: Member<'_>) -> String {
    trim(&provider.name().to_lossy()).to_lowercase()
}

/// The ids of the models that a provider lists; empty for one without.
fn ids(provider: Value<'_>) -> Option<Vec<String>> {
    let rows = provider.get("models")?.as_array()?;
    let id = |row: Value<'_>| Some(row.get("id")?.as_text()?.to_lossy().into_owned());
    Some(rows.items().map(|row| id(row).unwrap_or_default()).collect())
}

/// The model that OpenClaw takes where the config names none.
fn implicit_primary(root: Value<'_>) -> String {
    let default = format!("{}/{}", DEFAULT.0, DEFAULT.1);
    let providers = root.at(&["models", "providers"]).and_then(Value::as_object);
    let own =
        providers.into_iter().flat_map(Object::members).find(|it| provider_id(*it) == DEFAULT.0);
    let has_default = own
        .and_then(|own| ids(own.value()?))
        .is_some_and(|ids| ids.iter().any(|id| id == DEFAULT.1));
    if has_default {
        return default;
    }
    let first = listing_providers(root).next();
    first.map_or(default, |(provider, ids)| format!("{provider}/{}", ids[0]))
}

/// Whether the name of a model can be written down: nothing in it or in the others is still open.
fn can_be_written(root: Value<'_>, model: &str) -> bool {
    let open = |text: &str| text.contains("${");
    let mut others = listing_providers(root).flat_map(|(_, ids)| ids);
    !open(model) && ModelName::of(model).profile.is_none() && !others.any(|id| open(&id))
}
