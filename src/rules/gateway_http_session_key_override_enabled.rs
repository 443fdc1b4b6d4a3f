//! See the rule's documentation.

use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// Callers of the HTTP API choose the session they speak in.
    ///
    /// The endpoints `/v1/chat/completions` and `/v1/responses`, once switched on, take a session from the
    /// header `x-openclaw-session-key`. Whoever may call them may read and continue any conversation.
    /// OpenClaw's audit notes it; nothing is wrong among people you trust. It is on from the profile
    /// `public`.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     http: { endpoints: { chatCompletions: { enabled: true } } },
    /// //                                                   ^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { gateway: { mode: "local", http: { endpoints: { chatCompletions: { enabled: false } } } } }
    /// ```
    "gateway-http-session-key-override-enabled" from Public {
        severity: Severity::Info,
        effect: Effect::Audited,
        audit: Some("gateway.http.session_key_override_enabled"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let gateway = context.gateway();
    let mut on = ["chatCompletions", "responses"].into_iter().filter_map(|endpoint| {
        let enabled = gateway.at(&["http", "endpoints", endpoint, "enabled"])?;
        Some(enabled).filter(|enabled| enabled.as_bool() == Some(true))
    });
    let Some(first) = on.next() else { return };
    let message = "callers of the HTTP API choose the session they speak in";
    let finding = findings.add(Place::value(first), message);
    for more in on {
        finding.related(more.span(), "and here");
    }
    finding.help("nothing to do if you trust everyone who may call it; else switch it off");
}
