//! See the rule's documentation.

use crate::effective::{Found, places};
use crate::finding::{Effect, Safety, Severity};
use crate::plugins::{self, Configured};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::{self, Since};

rule! {
    /// A model is to run in a runtime that OpenClaw does not have.
    ///
    /// `agentRuntime.id` says what runs a model's turns: OpenClaw's own loop (`openclaw`), a plugin
    /// (`codex`, `copilot`), a program (`claude-cli`, `google-gemini-cli`), or whatever fits (`auto`). The
    /// validation accepts any text. With an id that nothing brings, every turn of the model fails: OpenClaw does
    /// not fall back to its own loop.
    ///
    /// A plugin may bring a runtime of its own. Where the config names plugins that do not come with OpenClaw,
    /// the rule only reports what looks like a slip. The fix writes the name that is near; it is unsafe.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local" },
    ///   agents: {
    ///     defaults: { models: { "anthropic/claude-opus-4-8": { agentRuntime: { id: "claude-cly" } } } },
    /// //                                                                           ^^^^^^^^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: { mode: "local" },
    ///   agents: {
    ///     defaults: { models: { "anthropic/claude-opus-4-8": { agentRuntime: { id: "claude-cli" } } } },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local" },
    ///   models: { providers: { openai: { agentRuntime: { id: "bun" } } } },
    /// //                                                     ^^^^^
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: { mode: "local" },
    ///   models: { providers: { openai: { agentRuntime: { id: "Codex" } } } },
    /// }
    /// ```
    "unknown-agent-runtime" {
        severity: Severity::Warning,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

/// The release whose runtimes these are.
const SINCE: Since = Since::assumed("2026.9.6");

/// The ids that mean something to OpenClaw or a plugin of its makers; `pi` and `codex-app-server` are
/// older names of the first and the second.
const KNOWN: [&str; 10] = [
    "openclaw",
    "codex",
    "copilot",
    "claude-cli",
    "google-gemini-cli",
    "auto",
    "default",
    "pi",
    "codex-app-server",
    "codex-cli",
];

const PLACES: [&str; 4] = [
    "agents.defaults.models.*.agentRuntime.id",
    "agents.entries.*.models.*.agentRuntime.id",
    "models.providers.*.agentRuntime.id",
    "models.providers.*.models.*.agentRuntime.id",
];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    if !SINCE.holds_in(context.world.target) {
        return;
    }
    let brings_own = has_other_plugins(context);
    for found in PLACES.iter().flat_map(|pattern| places(context.tree, pattern)) {
        report(context, &found, brings_own, findings);
    }
}

fn report(context: &Context<'_>, found: &Found<'_>, brings_own: bool, findings: &mut Findings<'_>) {
    let Some(text) = context.text(found.value) else { return };
    let id = schema::trim(&text).to_ascii_lowercase();
    if id.is_empty() || KNOWN.contains(&id.as_str()) {
        return;
    }
    let near = schema::nearest(&id, KNOWN);
    if brings_own && near.is_empty() {
        return;
    }
    let message = "OpenClaw has no runtime of that name, and the model's turns fail";
    let finding = findings.add(found.place(), message);
    let [word] = near.as_slice() else {
        finding.help("take `auto` or one of `openclaw`, `codex`, `copilot`, `claude-cli`");
        return;
    };
    finding.help(format!("did you mean `{word}`?"));
    let edits = context.edits(|plan| {
        plan.replace(found.value, *word);
        Ok(())
    });
    finding.fix(Safety::Unsafe, format!("write {word:?}"), edits);
}

/// Whether the config speaks of plugins that do not come with OpenClaw.
fn has_other_plugins(context: &Context<'_>) -> bool {
    let Some(root) = context.tree.root() else { return false };
    let is_other = |name: &str| !context.world.target.bundles(&plugins::normal_id(name));
    root.at(&["plugins", "load"]).is_some()
        || root.at(&["plugins", "installs"]).is_some()
        || Configured::of(root).entries().into_iter().any(|it| is_other(&it.name().to_lossy()))
}
