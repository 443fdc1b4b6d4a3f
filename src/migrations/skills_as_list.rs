//! See the rule's documentation.

use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Value, ValueKind};

rule! {
    /// Guides list the skills of the agents under `skills`, which is a section of settings.
    ///
    /// The skills that agents may use are listed in `agents.defaults.skills`, or for one agent in its own
    /// `skills`; without a list they may use all. `skills` itself holds what concerns all skills, such as
    /// `skills.entries.<name>`. OpenClaw rejects a list there.
    ///
    /// The fix moves the list; one that is there already wins. It is unsafe, because the list did nothing
    /// until now, and agents lose the skills that it leaves out.
    ///
    /// ```json5 bad
    /// {
    ///   // what the family uses
    ///   skills: ["weather", "github"],
    /// //^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   agents: {
    ///     defaults: {
    ///       // what the family uses
    ///       skills: ["weather", "github"],
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 bad
    /// {
    ///   agents: { defaults: { skills: ["weather"] } },
    ///   skills: ["github"],
    /// //^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   agents: { defaults: { skills: ["weather"] } },
    ///   // `agents.defaults.skills` is set already
    ///   // skills: ["github"],
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { agents: { defaults: { skills: ["weather"] } }, skills: { allowBundled: ["weather"] } }
    /// ```
    "skills-as-list" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

const PLACE: [&str; 3] = ["agents", "defaults", "skills"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(skills) = context.tree.root().and_then(|root| root.get("skills")) else { return };
    let Some((member, list)) = skills.member().zip(skills.as_array()) else { return };
    let target = context.world.target;
    let takes_lists =
        target.lookup(&["skills"]).is_none_or(|it| it.types().admits(ValueKind::Array));
    let is_named = |item: Value<'_>| item.as_text().is_some();
    if takes_lists || target.lookup(&PLACE).is_none() || !list.items().all(is_named) {
        return;
    }
    let edits = context.edits(|plan| plan.carry_over(member, &PLACE));
    findings
        .add(Place::name(member), "`skills` is a section of settings, and no list of skills")
        .help("list the skills that agents may use in `agents.defaults.skills`")
        .fix(Safety::Unsafe, "move it to `agents.defaults.skills`", edits);
}
