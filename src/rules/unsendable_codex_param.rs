//! See the rule's documentation.

use std::collections::BTreeMap;

use crate::effective::Codex;
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::Since;

rule! {
    /// A parameter is set for a model that runs in Codex, which cannot send it.
    ///
    /// `params` of all agents, of one, or of a model go into the requests that OpenClaw itself sends. Codex
    /// sends its own: with `agentRuntime.id: "codex"` the parameters come to nothing, but for those of a
    /// model about thinking and its fast mode. `doctor --lint` warns of it
    /// (`core/doctor/codex-session-routes`). Where no runtime is named, OpenClaw takes the one that can send
    /// them.
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     defaults: {
    ///       model: "openai/gpt-5.4",
    ///       models: {
    ///         "openai/gpt-5.4": {
    ///           agentRuntime: { id: "codex" },
    ///           params: { temperature: 0.2, thinking: "high" },
    /// //                  ^^^^^^^^^^^
    ///         },
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   agents: {
    ///     defaults: { model: "openai/gpt-5.4", models: { "openai/gpt-5.4": { params: { temperature: 0.2 } } } },
    ///   },
    /// }
    /// ```
    "unsendable-codex-param" {
        severity: Severity::Warning,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

/// The release that was asked.
const SINCE: Since = Since::assumed("2026.9.6");

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config().filter(|_| SINCE.holds_in(context.world.target)) else {
        return;
    };
    if !context.tree.may_name("params") {
        return;
    }
    let routes = Codex::of(&config).map(|codex| codex.routes()).unwrap_or_default();
    let mut found = BTreeMap::new();
    for route in routes.into_iter().filter(|route| route.is_chosen) {
        for param in route.unsendable {
            found.entry(param.name_span()).or_insert((param, route.model.clone()));
        }
    }
    for (param, model) in found.into_values() {
        let name = param.name().to_lossy().into_owned();
        let message = format!("`openai/{model}` runs in Codex, which cannot send `{name}`");
        findings
            .add(Place::name(param), message)
            .help("remove it, or set `agentRuntime.id` of the model to `openclaw`");
    }
}
