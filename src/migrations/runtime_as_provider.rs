//! See the rule's documentation.

use std::collections::BTreeSet;

use super::fill::give_name;
use super::marker;
use super::model_ref::ModelName;
use super::model_runtime::{Given, give_runtimes};
use super::scope::agent_scopes;
use crate::edit::{Plan, Refusal};
use crate::effective::ModelRef;
use crate::finding::{Effect, Mending, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::trim;
use crate::syntax::{Array, Member, Object, Value};

rule! {
    /// A model is named after what runs it, and not after its provider.
    ///
    /// Once `codex/gpt-5.5`, `openai-codex/gpt-5.5`, `claude-cli/claude-opus-4-7` and the like named a
    /// model and what runs it at once. Now the name says the provider (`openai/gpt-5.5`), and
    /// `models.<name>.agentRuntime.id` of the agent what runs it; `openclaw doctor --fix` parts the two.
    ///
    /// The fix does the same. It leaves names alone whose provider is set up in `models.providers`, or
    /// of which `modelPolicy.allow` allows all. A model that has a runtime keeps it.
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     defaults: {
    ///       model: { primary: "openai-codex/gpt-5.5", fallbacks: ["claude-cli/claude-opus-4-7"] },
    /// //                      ^^^^^^^^^^^^^^^^^^^^^^              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ///       models: { "openai-codex/gpt-5.5": { alias: "gpt" } },
    /// //              ^^^^^^^^^^^^^^^^^^^^^^
    ///       modelPolicy: { allow: ["openai-codex/gpt-5.5", "claude-cli/claude-opus-4-7"] },
    /// //                           ^^^^^^^^^^^^^^^^^^^^^^  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ///     },
    ///     list: [{ id: "main", model: "google-gemini-cli/gemini-2.5-pro" }],
    /// //                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   agents: {
    ///     defaults: {
    ///       model: { primary: "openai/gpt-5.5", fallbacks: ["anthropic/claude-opus-4-7"] },
    ///       models: { "openai/gpt-5.5": { alias: "gpt", agentRuntime: { id: "codex" } }, "anthropic/claude-opus-4-7": { agentRuntime: { id: "claude-cli" } } },
    ///       modelPolicy: { allow: ["openai/gpt-5.5", "anthropic/claude-opus-4-7"] },
    ///     },
    ///     list: [{ id: "main", model: "google/gemini-2.5-pro", models: { "google/gemini-2.5-pro": { agentRuntime: { id: "google-gemini-cli" } } } }],
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   agents: { defaults: { model: "codex/mine" } },
    ///   models: { providers: { codex: { apiKey: "${CODEX_KEY}" }, openai: { apiKey: "${KEY}" } } },
    /// }
    /// ```
    "runtime-as-provider" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

/// The release since which OpenClaw has no provider of these names.
const SINCE: &str = "2026.8.1";

/// Names of providers that were runtimes, the provider, and the runtime.
const RUNTIMES: [(&str, &str, &str); 6] = [
    ("anthropic-cli", "anthropic", "claude-cli"),
    ("claude-cli", "anthropic", "claude-cli"),
    ("codex", "openai", "codex"),
    ("codex-cli", "openai", "codex"),
    ("google-gemini-cli", "google", "google-gemini-cli"),
    ("openai-codex", "openai", "codex"),
];

/// The mark that `models` is no list of all allowed models.
const MARK: &str = "modelPolicyAllowlist";

/// A model that is named after what runs it.
struct Old<'t> {
    place: ModelRef<'t>,
    name: String,
    instead: String,
    /// What runs it; `None` where it is only allowed.
    runtime: Option<&'static str>,
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(root) = context.tree.root() else { return };
    if !context.world.target.is_since(SINCE) {
        return;
    }
    let kept = kept(root);
    // Agents stand one after the other; a model named elsewhere is run as those of all agents are.
    let mut agents: Vec<_> = agent_scopes(root).iter().map(|agent| agent.object).collect();
    agents.sort_by_key(|agent| agent.value().id());
    let mut groups: Vec<Vec<Old<'_>>> = agents.iter().map(|_| Vec::new()).collect();
    let mut elsewhere = Vec::new();
    for place in context.model_refs() {
        let Some(old) = parted(place, &kept) else { continue };
        let start = old.place().span.start;
        let next = agents.partition_point(|agent| agent.value().span().start < start);
        let holder = next.checked_sub(1).filter(|&at| start < agents[at].value().span().end);
        holder.map_or(&mut elsewhere, |at| &mut groups[at]).push(old);
    }
    let defaults = root.at(&["agents", "defaults"]);
    for (agent, mut old) in agents.into_iter().zip(groups) {
        let allow = agent.value().at(&["modelPolicy", "allow"]).and_then(Value::as_array);
        for item in allow.into_iter().flat_map(Array::items) {
            let allowed = parted(ModelRef::Text(item), &kept);
            old.extend(allowed.map(|old| Old { runtime: None, ..old }));
        }
        let is_free = Some(agent.value()) == defaults
            && agent.get("models").is_none()
            && agent.get("modelPolicy").is_none();
        report(findings, &old, || {
            context.edits(|plan| {
                rename(plan, &old)?;
                if is_free && marker::is_known(context, MARK) {
                    marker::set(plan, MARK)?;
                }
                give_runtimes(plan, agent, &given(&old))
            })
        });
    }
    report(findings, &elsewhere, || {
        context.edits(|plan| {
            rename(plan, &elsewhere)?;
            if let Some(defaults) = defaults.and_then(Value::as_object) {
                return give_runtimes(plan, defaults, &given(&elsewhere));
            }
            marker::set(plan, MARK)?;
            given(&elsewhere).iter().try_for_each(|given| {
                let path = ["agents", "defaults", "models", &given.model, "agentRuntime", "id"];
                plan.set(&path, given.runtime)
            })
        })
    });
}

impl Old<'_> {
    fn place(&self) -> Place {
        match self.place {
            ModelRef::Text(value) => Place::value(value),
            ModelRef::Name(member) => Place::name(member),
        }
    }
}

/// The providers whose models keep their names: those that are set up, and those all of whose
/// models an agent may use.
fn kept(root: Value<'_>) -> BTreeSet<String> {
    let providers = root.at(&["models", "providers"]).and_then(Value::as_object);
    let set_up = providers.into_iter().flat_map(Object::members).map(Member::name);
    let mut kept: BTreeSet<String> =
        set_up.map(|name| trim(&name.to_lossy()).to_lowercase()).collect();
    for agent in agent_scopes(root) {
        let allow = agent.at(&["modelPolicy", "allow"]).and_then(Value::as_array);
        for pattern in allow.into_iter().flat_map(Array::items).filter_map(Value::as_text) {
            let pattern = pattern.to_lossy();
            kept.extend(trim(&pattern).strip_suffix("/*").map(|it| trim(it).to_lowercase()));
        }
    }
    kept
}

/// What a name says, if it is one of the old ones.
fn parted<'t>(place: ModelRef<'t>, kept: &BTreeSet<String>) -> Option<Old<'t>> {
    let name = match place {
        ModelRef::Text(value) => value.as_text()?.to_lossy().into_owned(),
        ModelRef::Name(member) => member.name().to_lossy().into_owned(),
    };
    let own = ModelName::of(&name);
    let id = own.provider_id();
    let (_, provider, runtime) = RUNTIMES.into_iter().find(|(old, ..)| *old == id)?;
    if kept.contains(&id) || own.model.is_empty() || own.model == "*" {
        return None;
    }
    let instead = own.with(Some(provider), own.model);
    Some(Old { place, instead, runtime: Some(runtime), name })
}

/// Reports the names of one agent; the first finding offers what mends them all.
fn report(findings: &mut Findings<'_>, old: &[Old<'_>], mending: impl FnOnce() -> Mending) {
    let mut mending = Some(mending);
    for old in old {
        let message = format!("`{}` is `{}` now, with a runtime of its own", old.name, old.instead);
        let finding = findings.add(old.place(), message);
        finding.help("OpenClaw's `doctor --fix` would part the provider and what runs the model");
        if let Some(mending) = mending.take() {
            finding.fix(Safety::Safe, "name the provider, and say what runs the model", mending());
        }
    }
}

/// Gives the models their names.
fn rename<'t>(plan: &mut Plan<'t>, old: &[Old<'t>]) -> Result<(), Refusal> {
    let mut taken = BTreeSet::new();
    for old in old {
        match old.place {
            ModelRef::Text(value) => plan.replace(value, old.instead.as_str()),
            // Of two with one name, the second follows the first.
            ModelRef::Name(member) if taken.insert(&old.instead) => {
                give_name(plan, member, &old.instead)?;
            }
            ModelRef::Name(_) => {}
        }
    }
    Ok(())
}

/// What runs the models, each of them once. A profile is no part of a model's name there.
fn given(old: &[Old<'_>]) -> Vec<Given> {
    let mut given: Vec<Given> = Vec::new();
    let mut seen = BTreeSet::new();
    // The settings of a model come first, for they may have another name still.
    let by_kind = |wanted: bool| {
        old.iter().filter(move |old| matches!(old.place, ModelRef::Name(_)) == wanted)
    };
    for old in by_kind(true).chain(by_kind(false)) {
        let Some(runtime) = old.runtime else { continue };
        let name = ModelName::of(&old.instead);
        let model = format!("{}/{}", name.provider.unwrap_or_default(), name.model);
        if seen.insert(model.clone()) {
            let is_name = matches!(old.place, ModelRef::Name(_));
            let old_name = is_name.then(|| old.name.clone());
            given.push(Given { model, old_name, runtime });
        }
    }
    given
}
