//! See the rule's documentation.

use crate::effective::Codex;
use crate::finding::{Effect, Place, Profile, Severity};
use crate::plugins::{Configured, Idle};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::Since;
use crate::syntax::Value;

rule! {
    /// Models run in Codex, and the config keeps its plugin from running.
    ///
    /// OpenClaw has the Codex runtime run the models of OpenAI unless `agentRuntime.id` says otherwise, or
    /// they are reached by another address or with parameters that Codex cannot send. That also holds for the
    /// model that it takes where the config names none. With `plugins.enabled: false`, with `codex` in
    /// `plugins.deny` or missing from `plugins.allow`, or with `enabled: false` in its entry, nothing is there
    /// to run them. `doctor --lint` warns of it (`core/doctor/codex-session-routes`). Where the config names no
    /// model at all, this is reported from the profile `shared` on.
    ///
    /// ```json5 bad
    /// {
    ///   agents: { defaults: { model: "openai/gpt-5.4" } },
    ///   plugins: { deny: ["codex"] },
    /// //           ^^^^^^^^^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   agents: {
    ///     defaults: {
    ///       model: "openai/gpt-5.4",
    ///       models: { "openai/*": { agentRuntime: { id: "openclaw" } } },
    ///     },
    ///   },
    ///   plugins: { deny: ["codex"] },
    /// }
    /// ```
    "codex-plugin-blocked" {
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
    let plugins = Configured::of(config.root);
    let place = match plugins.idle("codex", config.at(&["plugins", "entries", "codex"])) {
        Some(Idle::AllOff(switch) | Idle::EntryOff(switch)) => switch.member(),
        Some(Idle::Denied) => plugins.at(&["deny"]).and_then(Value::member),
        Some(Idle::NotAllowed(allow)) => allow.member(),
        _ => None,
    };
    let Some(place) = place else { return };
    let routes = Codex::of(&config).map(|codex| codex.routes()).unwrap_or_default();
    let named = routes.iter().find(|route| route.place.is_some());
    let Some(route) = named.or(routes.first()) else { return };
    let message =
        format!("`openai/{}` runs in Codex, and its plugin is kept from running", route.model);
    let finding = findings.add(Place { key: place.key(), span: place.span() }, message);
    for place in routes.iter().filter_map(|route| route.place) {
        finding.related(place.span(), "this model runs in Codex");
    }
    if named.is_none() {
        finding.profile(Profile::Shared);
    }
    finding.help(
        "let the plugin `codex` run, choose a model of another provider, or set \
         `agents.defaults.models.\"openai/*\".agentRuntime.id` to `openclaw`",
    );
}
