//! See the rule's documentation.

use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::Value;

rule! {
    /// The gateway's token stands in `gateway.token`, where OpenClaw no longer reads it.
    ///
    /// Its place is `gateway.auth.token`. OpenClaw rejects the old one and carries no migration for
    /// it: `openclaw doctor --fix` deletes the token, and the clients then fail with
    /// `AUTH_TOKEN_MISSING`. Many guides on the web still show the old place.
    ///
    /// The fix moves the token, and is safe while the new place is empty or holds the same token.
    /// When both hold different ones, both are shown and you choose.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     token: "${OPENCLAW_GATEWAY_TOKEN}", // shared with the phone
    /// //  ^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     auth: {
    ///       token: "${OPENCLAW_GATEWAY_TOKEN}", // shared with the phone
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// {
    ///   "gateway": {
    ///     "token": "${GATEWAY_TOKEN}",
    /// //  ^^^^^^^
    ///     "auth": { "mode": "token" }
    ///   }
    /// }
    /// ```
    ///
    /// ```json fixed
    /// {
    ///   "gateway": {
    ///     "auth": { "mode": "token", "token": "${GATEWAY_TOKEN}" }
    ///   }
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { gateway: { mode: "local", auth: { token: "${OPENCLAW_GATEWAY_TOKEN}" } } }
    /// ```
    "legacy-gateway-token" {
        severity: Severity::Error,
        effect: Effect::Rejected,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let release = context.world.target;
    let accepts = |path: &[&str]| release.lookup(path).is_some();
    if accepts(&["gateway", "token"]) || !accepts(&["gateway", "auth", "token"]) {
        return;
    }
    let gateway = context.gateway();
    let section = gateway.section().and_then(Value::as_object);
    let Some(old) = section.and_then(|section| section.get("token")) else { return };
    let Some(old_value) = old.value() else { return };

    let finding = findings.add(
        Place::name(old),
        "OpenClaw no longer reads a token here; its place is `gateway.auth.token`",
    );
    match gateway.at(&["auth", "token"]) {
        Some(new) if new.same_as(old_value) => {
            finding.related(new.span(), "the same token stands here already");
            let edits =
                context.edits(|plan| plan.discard(old, "the same stands in gateway.auth.token"));
            finding.fix(Safety::Safe, "remove the old copy of the token", edits);
        }
        Some(new) => {
            finding.related(new.span(), "another token stands here, and is the one in use");
            finding.help("keep the one that your clients know in `gateway.auth.token`");
        }
        None => {
            let edits = context.edits(|plan| plan.move_path(old, &["gateway", "auth", "token"]));
            finding.help("move it there; clients keep the token they have").fix(
                Safety::Safe,
                "move the token to `gateway.auth.token`",
                edits,
            );
        }
    }
}
