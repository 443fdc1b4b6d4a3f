//! See the rule's documentation.

use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::trim;
use crate::syntax::{Array, Value};

rule! {
    /// Whoever may send a hook may write into any conversation.
    ///
    /// With `hooks.allowRequestSessionKey` a request names the session it lands in, and without
    /// `hooks.allowedSessionKeyPrefixes` that may be your own chat with the agent. OpenClaw's audit calls
    /// that critical when other machines reach the gateway.
    ///
    /// ```json5 bad
    /// {
    ///   hooks: {
    ///     enabled: true,
    ///     token: "${OPENCLAW_HOOKS_TOKEN}",
    ///     allowRequestSessionKey: true,
    /// //                          ^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   hooks: {
    ///     enabled: true,
    ///     token: "${OPENCLAW_HOOKS_TOKEN}",
    ///     allowRequestSessionKey: true,
    ///     allowedSessionKeyPrefixes: ["hook:"],
    ///   },
    /// }
    /// ```
    "hooks-request-session-key-prefixes-missing" {
        severity: Severity::Warning,
        effect: Effect::Audited,
        audit: Some("hooks.request_session_key_prefixes_missing"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(hooks) = context.hooks().filter(|hooks| !hooks.has_includes) else { return };
    let on = hooks.get("allowRequestSessionKey").filter(|on| on.as_bool() == Some(true));
    let Some(on) = on else { return };
    let prefixes = hooks.get("allowedSessionKeyPrefixes");
    let mut items = prefixes.and_then(Value::as_array).into_iter().flat_map(Array::items);
    if items.any(|item| context.text(item).is_none_or(|text| !trim(&text).is_empty())) {
        return;
    }
    let message = "whoever may send a hook may write into any session";
    let finding = findings.add(Place::value(on), message);
    if let Some(prefixes) = prefixes {
        finding.related(prefixes.span(), "this names no prefix");
    }
    if let Some(cause) = context.gateway().exposure() {
        finding
            .severity(Severity::Error)
            .related(cause.span(), "and other machines reach the gateway");
    }
    finding.help("keep them to sessions of their own: `allowedSessionKeyPrefixes: [\"hook:\"]`");
}
