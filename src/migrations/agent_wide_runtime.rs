//! See the rule's documentation.

use super::model_ref::ModelName;
use super::model_runtime::{Given, give_runtimes};
use super::scope::{Scope, agent_scopes};
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::{Release, trim};
use crate::syntax::{Array, Segment, Value};

rule! {
    /// The runtime is chosen for an agent, and not for a model.
    ///
    /// What runs a model is said by the `agentRuntime` of a model or of a provider since 2026.5.12; that
    /// of an agent was ignored, and is rejected now. `embeddedHarness` is the same under an
    /// older name.
    ///
    /// Where it names a program on the command line (`claude-cli`, `google-gemini-cli`), the fix gives
    /// it to the models of that provider which the agent uses, as `openclaw doctor --fix` does. What is
    /// left of it did nothing, and is commented out.
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     defaults: {
    ///       model: { primary: "anthropic/claude-opus-4-7", fallbacks: ["openai/gpt-5.5"] },
    ///       agentRuntime: { id: "claude-cli" },
    /// //    ^^^^^^^^^^^^
    ///     },
    ///     list: [{ id: "main", agentRuntime: { id: "codex" } }, { id: "work", embeddedHarness: {} }],
    /// //                       ^^^^^^^^^^^^                                   ^^^^^^^^^^^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   agents: {
    ///     defaults: {
    ///       model: { primary: "anthropic/claude-opus-4-7", fallbacks: ["openai/gpt-5.5"] },
    ///       models: {
    ///         "anthropic/claude-opus-4-7": {
    ///           agentRuntime: { id: "claude-cli" },
    ///         },
    ///       },
    ///     },
    ///     list: [{ id: "main" /* a model or a provider has its own runtime now: agentRuntime: { id: "codex" } */ }, { id: "work" /* a model or a provider has its own runtime now: embeddedHarness: {} */ }],
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   agents: {
    ///     defaults: {
    ///       models: { "anthropic/claude-opus-4-7": { agentRuntime: { id: "claude-cli" } } },
    ///     },
    ///   },
    /// }
    /// ```
    "agent-wide-runtime" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

/// Programs on the command line, and the provider whose models they run.
const PROGRAMS: [(&str, &str); 2] = [("claude-cli", "anthropic"), ("google-gemini-cli", "google")];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(root) = context.tree.root() else { return };
    for name in ["embeddedHarness", "agentRuntime"] {
        if is_taken(context.world.target, name) {
            continue;
        }
        for agent in agent_scopes(root) {
            let Some(member) = agent.object.get(name) else { continue };
            let Some(runtime) = member.value().filter(|it| it.as_object().is_some()) else {
                continue;
            };
            let program = program(runtime).filter(|_| name == "agentRuntime");
            let edits = context.edits(|plan| {
                let Some((program, provider)) = program else {
                    return plan.retire(member, "a model or a provider has its own runtime now");
                };
                let given = chosen(&agent, provider).into_iter();
                let given: Vec<Given> = given.map(|model| Given::new(model, program)).collect();
                give_runtimes(plan, agent.object, &given)?;
                let models = agent.path(&["models"]);
                plan.absorb(member, &models.iter().map(Segment::as_str).collect::<Vec<_>>())
            });
            findings
                .add(Place::name(member), "OpenClaw does not read the runtime of an agent")
                .help("write it for a model, `models.<name>.agentRuntime`, or for a provider")
                .fix(Safety::Safe, "leave it to the models", edits);
        }
    }
}

/// Whether a release takes the key in an agent.
fn is_taken(target: Release, name: &str) -> bool {
    target.lookup(&["agents", "defaults", name]).is_some()
        || target.lookup(&["agents", "list", "[]", name]).is_some()
}

/// The program that a runtime names, and its provider.
fn program(runtime: Value<'_>) -> Option<(&'static str, &'static str)> {
    let id = runtime.get("id")?.as_text()?;
    let id = trim(&id.to_lossy()).to_lowercase();
    PROGRAMS.into_iter().find(|(program, _)| *program == id)
}

/// The models of a provider that an agent uses, as their names are written.
fn chosen(agent: &Scope<'_>, provider: &str) -> Vec<String> {
    let Some(choice) = agent.at(&["model"]) else { return Vec::new() };
    let fallbacks = choice.get("fallbacks").and_then(Value::as_array);
    let one = if choice.as_object().is_some() { choice.get("primary") } else { Some(choice) };
    let mut names: Vec<String> = Vec::new();
    for name in one.into_iter().chain(fallbacks.into_iter().flat_map(Array::items)) {
        let Some(name) = name.as_text() else { continue };
        let name = trim(&name.to_lossy()).to_owned();
        let own = ModelName::of(&name);
        if own.provider_id() == provider && !own.model.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}
