//! See the rule's documentation.

use crate::effective::{Found, places};
use crate::finding::{Effect, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::Since;
use crate::syntax::Value;

rule! {
    /// `context1m` asks for what the model has or cannot have.
    ///
    /// Guides set `params.context1m: true` for a window of a million tokens, or blame it for
    /// `HTTP 429: Extra usage is required for long context requests`. OpenClaw 2026.9.6 does not ask Anthropic for
    /// it any more: models with such a window have it without, others stay with their own. Only the runtime
    /// `claude-cli` still reads it, and this rule is silent where a config uses that.
    ///
    /// The error 429 comes from a credential that long context is not open to. What helps is another
    /// credential, a model with a shorter window, or `agents.defaults.model.fallbacks`.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local" },
    ///   agents: {
    ///     defaults: { models: { "anthropic/claude-opus-4-8": { params: { context1m: true } } } },
    /// //                                                                            ^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: { mode: "local" },
    ///   agents: {
    ///     defaults: {
    ///       models: {
    ///         "anthropic/claude-sonnet-4-6": {
    ///           agentRuntime: { id: "claude-cli" },
    ///           params: { context1m: true },
    ///         },
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    "ineffective-context1m" {
        severity: Severity::Info,
        effect: Effect::Dropped,
        audit: None,
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

/// Since when OpenClaw is known not to ask for it.
const SINCE: Since = Since::assumed("2026.9.6");

/// The places of the setting; the name above `params` is the model.
const PLACES: [&str; 2] =
    ["agents.defaults.models.*.params.context1m", "agents.entries.*.models.*.params.context1m"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    if !SINCE.holds_in(context.world.target) {
        return;
    }
    let is_idle = |found: &Found<'_>| {
        let names = found.key.segments();
        let model = names.len().checked_sub(3).and_then(|at| names.get(at));
        let is_anthropic = model.is_some_and(|model| model.starts_with("anthropic/"));
        is_anthropic && found.value.as_bool() == Some(true)
    };
    let all = PLACES.iter().flat_map(|pattern| places(context.tree, pattern));
    let idle: Vec<Found<'_>> = all.filter(is_idle).collect();
    if idle.is_empty() || uses_claude_cli(context) {
        return;
    }
    for found in idle {
        let message = "OpenClaw does not ask for it: the model has this window, or cannot have it";
        findings.add(found.place(), message).help(
            "take it out; against HTTP 429 for long context use another credential or \
             `agents.defaults.model.fallbacks`",
        );
    }
}

/// Whether any model may run in Claude's own program.
fn uses_claude_cli(context: &Context<'_>) -> bool {
    let names = |text: &[u8]| memchr::memmem::find(text, b"claude-cli").is_some();
    let mut texts = context.strings().filter_map(Value::as_text);
    texts.any(|text| names(text.as_bytes()))
}
