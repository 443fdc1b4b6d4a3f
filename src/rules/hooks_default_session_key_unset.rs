//! See the rule's documentation.

use std::borrow::Cow;

use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::trim;

rule! {
    /// Messages from hooks that name no session each start one of their own.
    ///
    /// Without `hooks.defaultSessionKey` OpenClaw makes up a session for every request that names none.
    /// With it they all meet in one session that you know. It is on from the profile `shared`.
    ///
    /// ```json5 bad
    /// {
    ///   hooks: { enabled: true, token: "${OPENCLAW_HOOKS_TOKEN}" },
    /// //^^^^^
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   hooks: {
    ///     enabled: true,
    ///     token: "${OPENCLAW_HOOKS_TOKEN}",
    ///     defaultSessionKey: "hook:ingress",
    ///   },
    /// }
    /// ```
    "hooks-default-session-key-unset" from Shared {
        severity: Severity::Warning,
        effect: Effect::Audited,
        audit: Some("hooks.default_session_key_unset"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(hooks) = context.hooks().filter(|hooks| !hooks.has_includes) else { return };
    let written = hooks.get("defaultSessionKey");
    let is_set = |text: Cow<'_, str>| !trim(&text).is_empty();
    if written.is_some_and(|key| context.text(key).is_none_or(is_set)) {
        return;
    }
    let absence = || context.absence(&["hooks", "defaultSessionKey"]);
    let Some(place) = written.map(Place::value).or_else(absence) else { return };
    findings
        .add(place, "messages from hooks that name no session are scattered over new ones")
        .help("name a session for them, such as `defaultSessionKey: \"hook:ingress\"`");
}
