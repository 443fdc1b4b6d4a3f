//! See the rule's documentation.

use crate::effective::{SandboxMode, Scope};
use crate::finding::{Effect, Place, Profile, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::Value;

rule! {
    /// An agent is to work on its skills by itself, and lacks the tool for it.
    ///
    /// With `skills.workshop.autonomous.mode` `"auto"`, which it is unless the config says otherwise, or
    /// `"propose"`, an agent reviews what it has learnt with the tool `skill_workshop`. A profile such as
    /// `"messaging"`, a list, or a sandbox takes it away, and nothing comes of it. OpenClaw's `doctor
    /// --lint` warns of it (`core/doctor/skill-workshop-tool-policy`). Where the config does not ask for
    /// it, that is what one wants: then this is on with `--profile public`.
    ///
    /// ```json5 bad
    /// {
    ///   skills: { workshop: { autonomous: { mode: "propose" } } },
    ///   tools: { profile: "messaging" },
    /// //                  ^^^^^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   skills: { workshop: { autonomous: { mode: "off" } } },
    ///   tools: { profile: "messaging" },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { tools: { profile: "coding" } }
    /// ```
    "skill-workshop-unreachable" {
        severity: Severity::Warning,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

/// Where the config says whether agents do it.
const MODE: [&str; 4] = ["skills", "workshop", "autonomous", "mode"];
/// The tool.
const TOOL: &str = "skill_workshop";

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config().filter(|config| !config.is_partial()) else { return };
    if context.world.target.lookup(&MODE).is_none() {
        return;
    }
    let asked = config.at(&MODE);
    if asked.is_none() && context.wanted().profile < Profile::Public {
        return;
    }
    // A word that is not known may be `off`.
    if asked.is_some_and(|mode| !matches!(config.text(mode).as_deref(), Some("auto" | "propose"))) {
        return;
    }
    let agents: Vec<Scope<'_, '_, '_>> = config.agents().collect();
    let scopes = if agents.is_empty() { vec![config.defaults()] } else { agents };
    let mut obstacles: Vec<Value<'_>> = scopes.iter().filter_map(obstacle).collect();
    obstacles.dedup();
    for place in obstacles {
        let message = "this keeps the agent from working on its skills by itself";
        let finding = findings.add(Place::value(place), message);
        match asked {
            Some(mode) => {
                finding.related(mode.span(), "it is asked to here");
            }
            None => {
                finding.profile(Profile::Public).severity(Severity::Info);
            }
        }
        finding.help(
            "add `skill_workshop` to `tools.alsoAllow`, or set \
             `skills.workshop.autonomous.mode: \"off\"`",
        );
    }
}

/// What takes the tool away from an agent.
fn obstacle<'t>(scope: &Scope<'_, '_, 't>) -> Option<Value<'t>> {
    let sandbox = scope.sandbox_mode();
    if sandbox.value != SandboxMode::Off {
        return sandbox.place;
    }
    scope.tool_layers().first_without(&[TOOL])
}
