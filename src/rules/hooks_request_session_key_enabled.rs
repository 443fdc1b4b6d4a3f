//! See the rule's documentation.

use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// Whoever may send a hook chooses the session that it lands in.
    ///
    /// With `hooks.allowRequestSessionKey` a request may write into a conversation of its choice, as far as
    /// `hooks.allowedSessionKeyPrefixes` lets it. OpenClaw's audit reports that even with prefixes, and
    /// calls it critical when other machines reach the gateway. It is on from the profile `shared`; without
    /// prefixes `hooks-request-session-key-prefixes-missing` speaks up before.
    ///
    /// ```json5 bad
    /// {
    ///   hooks: {
    ///     enabled: true,
    ///     token: "${OPENCLAW_HOOKS_TOKEN}",
    ///     allowRequestSessionKey: true,
    /// //                          ^^^^
    ///     allowedSessionKeyPrefixes: ["hook:"],
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { hooks: { enabled: true, token: "${OPENCLAW_HOOKS_TOKEN}", allowRequestSessionKey: false } }
    /// ```
    "hooks-request-session-key-enabled" from Shared {
        severity: Severity::Warning,
        effect: Effect::Audited,
        audit: Some("hooks.request_session_key_enabled"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(hooks) = context.hooks() else { return };
    let on = hooks.get("allowRequestSessionKey").filter(|on| on.as_bool() == Some(true));
    let Some(on) = on else { return };
    let message = "whoever may send a hook chooses the session that it lands in";
    let finding = findings.add(Place::value(on), message);
    if let Some(cause) = context.gateway().exposure() {
        finding
            .severity(Severity::Error)
            .related(cause.span(), "and other machines reach the gateway");
    }
    finding.help("switch it off, or keep `allowedSessionKeyPrefixes` to sessions made for hooks");
}
