//! See the rule's documentation.

use crate::edit::{Plan, Refusal};
use crate::finding::{Effect, Place, Safety, Severity};
use crate::migrations::scope::member_of;
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Member, Value};

rule! {
    /// The one agent of early releases is set up at the root.
    ///
    /// Before 2026.1.24 there was one agent, and `agent` said everything of it. Its tools stand in
    /// `tools` now, what it may run in `tools.exec`, what is said of it in `agents.defaults`. OpenClaw
    /// rejects `agent`, and from 2026.3.28 on its `doctor --fix` deletes it.
    ///
    /// The fix carries all of it over; what stands at a new place already counts. What `agent` says
    /// of models is carried over on its own.
    ///
    /// ```json5 bad
    /// {
    ///   // mine
    ///   agent: {
    /// //^^^^^
    ///     workspace: "~/claw", // in the vault
    ///     tools: { allow: ["read"] },
    ///     bash: { backgroundMs: 5000 },
    ///     sandbox: { mode: "all", tools: { deny: ["exec"] } },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   // mine
    ///   tools: {
    ///     sandbox: {
    ///       tools: { deny: ["exec"] },
    ///     },
    ///     exec: { backgroundMs: 5000 },
    ///     allow: ["read"],
    ///   },
    ///   agents: {
    ///     defaults: {
    ///       workspace: "~/claw", // in the vault
    ///       sandbox: { mode: "all" },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// {
    ///   "agent": { "workspace": "~/claw", "elevated": { "enabled": true } },
    /// //^^^^^^^
    ///   "agents": { "defaults": { "workspace": "~/home" } }
    /// }
    /// ```
    ///
    /// ```json fixed
    /// {
    ///   "agents": { "defaults": { "workspace": "~/home" } },
    ///   "tools": {
    ///     "elevated": { "enabled": true }
    ///   }
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { agents: { defaults: { workspace: "~/claw" } }, tools: { allow: ["read"] } }
    /// ```
    "legacy-agent-section" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.2.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

/// What has a place of its own, the innermost first.
const PARTS: [(&[&str], &[&str]); 5] = [
    (&["sandbox", "tools"], &["tools", "sandbox", "tools"]),
    (&["subagents", "tools"], &["tools", "subagents", "tools"]),
    (&["bash"], &["tools", "exec"]),
    (&["elevated"], &["tools", "elevated"]),
    (&["tools"], &["tools"]),
];

/// What is said of models in ways that have their own migrations.
const MODELS: [&str; 6] = [
    "allowedModels",
    "imageModel",
    "imageModelFallbacks",
    "model",
    "modelAliases",
    "modelFallbacks",
];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(root) = context.tree.root() else { return };
    let Some(section) = member_of(root, "agent") else { return };
    if context.world.target.lookup(&["agents", "defaults"]).is_none() {
        return;
    }
    let agent = section.value().and_then(Value::as_object);
    let is_model = |member: &Member<'_>| MODELS.iter().any(|name| member.is_named(name));
    if agent.is_some_and(|agent| !agent.is_empty() && agent.members().all(|it| is_model(&it))) {
        return;
    }
    let finding = findings.add(
        Place::name(section),
        "OpenClaw no longer reads `agent`; what it said stands in `agents.defaults` and `tools`",
    );
    finding.help("move it there");
    let Some(agent) = agent else {
        let edits = context.edits(|plan| plan.retire(section, "these are no settings"));
        finding.fix(Safety::Unsafe, "take it out of force", edits);
        return;
    };
    let edits = context.edits(|plan| {
        if agent.is_empty() {
            return plan.dissolve(section, "nothing is left in it");
        }
        // What has parts elsewhere follows in the next pass, without them.
        let mut parted = Vec::new();
        for (from, to) in PARTS {
            let part = agent.value().at(from).and_then(Value::member);
            if let Some(part) = part {
                carry(plan, part, to)?;
                parted.extend(from.first());
            }
        }
        for member in agent.members().filter(|member| !is_model(member)) {
            let name = member.name().to_lossy().into_owned();
            let counts = agent.get(&name) == Some(member);
            if counts && !parted.contains(&name.as_str()) {
                carry(plan, member, &["agents", "defaults", &name])?;
            }
        }
        Ok(())
    });
    finding.fix(Safety::Safe, "move what it says to where it stands now", edits);
}

/// Carries a member over, or retires it where there is no way to its place.
fn carry<'t>(plan: &mut Plan<'t>, member: Member<'t>, to: &[&str]) -> Result<(), Refusal> {
    match plan.carry_over(member, to) {
        Err(Refusal::NotAnObject) => plan.retire(member, "there is no way to its place"),
        done => done,
    }
}
