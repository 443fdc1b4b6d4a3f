//! See the rule's documentation.

mod session_keys;

use crate::finding::{Effect, Finding, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::Value;

rule! {
    /// Hooks are switched on and set up in a way with which the gateway does not start.
    ///
    /// With `hooks.enabled: true` OpenClaw refuses to start when
    ///
    /// - `hooks.token` is missing or blank;
    /// - `hooks.allowedSessionKeyPrefixes` is set and `hooks.defaultSessionKey` begins with none of
    ///   them; or there is no default, and `hook:` is not among them;
    /// - a mapping builds its `sessionKey` from the request (`{{…}}`), as the preset `gmail` does, and
    ///   no prefixes are set that keep it within bounds. A mapping that an earlier one shadows does
    ///   not count;
    /// - `hooks.transformsDir` leads out of `hooks/transforms` beside the config.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local" },
    ///   hooks: { enabled: true },
    /// //                  ^^^^
    /// }
    /// ```
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local" },
    ///   hooks: {
    ///     enabled: true,
    ///     token: "${OPENCLAW_HOOKS_TOKEN}",
    ///     presets: ["gmail"],
    /// //            ^^^^^^^
    ///     mappings: [
    ///       { match: { path: "tickets" }, sessionKey: "hook:ticket:{{id}}" },
    /// //                                              ^^^^^^^^^^^^^^^^^^^^
    ///     ],
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local" },
    ///   hooks: {
    ///     enabled: true,
    ///     token: "${OPENCLAW_HOOKS_TOKEN}",
    ///     transformsDir: "tickets/../../elsewhere",
    /// //                 ^^^^^^^^^^^^^^^^^^^^^^^^^
    ///     mappings: [{ match: { path: "tickets" }, transform: { module: "ticket.js" } }],
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: { mode: "local" },
    ///   hooks: {
    ///     enabled: true,
    ///     token: "${OPENCLAW_HOOKS_TOKEN}",
    ///     presets: ["gmail"],
    ///     allowedSessionKeyPrefixes: ["hook:"],
    ///     transformsDir: "mail/../gmail",
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { gateway: { mode: "local" }, hooks: { enabled: false } }
    /// ```
    "unusable-hooks" {
        severity: Severity::Error,
        effect: Effect::BlocksStart,
        audit: None,
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let gateway = context.gateway();
    let Some(hooks) = context.tree.root().and_then(|root| root.get("hooks")) else { return };
    let enabled = hooks.get("enabled").filter(|enabled| enabled.as_bool() == Some(true));
    let Some(enabled) = enabled.filter(|_| !gateway.is_remote() && !gateway.has_includes) else {
        return;
    };
    if hooks.get("$include").is_some() {
        return;
    }
    check_token(context, hooks, enabled, findings);
    session_keys::check(context, hooks, findings);

    let mappings = hooks.get("mappings").and_then(Value::as_array);
    let has_mappings = mappings.is_some_and(|mappings| mappings.items().next().is_some())
        || session_keys::gmail(hooks).is_some();
    if let Some(directory) = hooks.get("transformsDir").filter(|_| has_mappings)
        && context.text(directory).is_some_and(|text| leads_out(text.trim()))
    {
        let message = "this leads out of the directory for transforms";
        let finding = findings.add(Place::value(directory), message);
        finding.help("name a directory within `hooks/transforms` beside the config");
    }
}

fn check_token<'t>(
    context: &Context<'t>,
    hooks: Value<'t>,
    enabled: Value<'t>,
    findings: &mut Findings<'_>,
) {
    let help = |finding: &mut Finding| {
        finding
            .help("set `hooks.token` to a long random text, best as `\"${OPENCLAW_HOOKS_TOKEN}\"`");
    };
    match hooks.get("token") {
        None => {
            let place = Place { key: hooks.key().child("token"), span: enabled.span() };
            help(findings.add(place, "hooks need `hooks.token`, which is not there"));
        }
        Some(token) if context.text(token).is_some_and(|text| text.trim().is_empty()) => {
            help(findings.add(Place::value(token), "the token of the hooks is blank"));
        }
        Some(_) => {}
    }
}

/// Whether a relative path leads above where it starts. Where an absolute one leads depends on the
/// machine.
fn leads_out(path: &str) -> bool {
    let mut depth = 0_i64;
    if path.starts_with('/') {
        return false;
    }
    path.split('/').any(|part| {
        depth += match part {
            "" | "." => 0,
            ".." => -1,
            _ => 1,
        };
        depth < 0
    })
}
