//! See the migration's documentation.

use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema;
use crate::syntax::{Member, Object, Value};

rule! {
    /// The personality of OpenAI's models is set for agents, where OpenClaw no longer reads it.
    ///
    /// `agents.defaults.promptOverlays` went with 2026.8.1; the personality belongs to the plugin of
    /// OpenAI. The fix moves it there, where what is set already holds, and comments the rest out.
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     defaults: {
    ///       promptOverlays: {
    /// //    ^^^^^^^^^^^^^^
    ///         gpt5: { personality: "friendly" },
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   agents: {
    ///     defaults: {},
    ///   },
    ///   plugins: {
    ///     entries: {
    ///       openai: {
    ///         config: { personality: "friendly" },
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// { "agents": { "defaults": { "promptOverlays": { "gpt5": {} } } } }
    /// //                          ^^^^^^^^^^^^^^^^
    /// ```
    ///
    /// ```json fixed
    /// { "agents": { "defaults": {} } }
    /// ```
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     defaults: {
    ///       promptOverlays: { gpt5: { personality: "off" }, other: { prefix: "Be brief." } },
    /// //    ^^^^^^^^^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   agents: {
    ///     defaults: {
    ///       // nothing is added to prompts any more
    ///       // promptOverlays: { gpt5: {}, other: { prefix: "Be brief." } },
    ///     },
    ///   },
    ///   plugins: {
    ///     entries: {
    ///       openai: {
    ///         config: { personality: "off" },
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { plugins: { entries: { openai: { config: { personality: "friendly" } } } } }
    /// ```
    "prompt-personality" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

const OLD: [&str; 3] = ["agents", "defaults", "promptOverlays"];
const NEW: [&str; 5] = ["plugins", "entries", "openai", "config", "personality"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let release = context.world.target;
    let defaults = context.tree.root().and_then(|root| root.at(&OLD[..2]));
    let member = defaults.and_then(Value::as_object).and_then(|defaults| defaults.get(OLD[2]));
    let Some(member) = member else { return };
    let Some(node) = release.lookup(&NEW).filter(|_| release.lookup(&OLD).is_none()) else {
        return;
    };
    let fits = |value: Value<'_>| schema::accepts(node, value, &context.world.environment);
    let gpt = member.value().and_then(|overlays| overlays.get("gpt5"));
    let personality = gpt.and_then(Value::as_object).and_then(|gpt| gpt.get("personality"));
    let personality = personality.filter(|it| it.value().is_some_and(fits));
    let finding =
        findings.add(Place::name(member), "OpenClaw no longer adds to prompts what stands here");
    finding.help("the personality is in `plugins.entries.openai.config` now");
    // First what has a place, then the rest.
    let edits = context.edits(|plan| match personality {
        Some(personality) => plan.carry_over(personality, &NEW),
        None if is_spent(member) => plan.absorb(member, &NEW[..4]),
        None => plan.retire(member, "nothing is added to prompts any more"),
    });
    finding.fix(Safety::Safe, "move the personality to the plugin of OpenAI", edits);
}

/// Whether nothing is left in it.
fn is_spent(member: Member<'_>) -> bool {
    let overlays = member.value().and_then(Value::as_object);
    overlays.is_some_and(|overlays| {
        overlays.members().all(|it| {
            it.is_named("gpt5")
                && it.value().and_then(Value::as_object).is_some_and(Object::is_empty)
        })
    })
}
