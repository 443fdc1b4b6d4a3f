//! See the rule's documentation.

use crate::edit::Where;
use crate::effective::Credential;
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::Value;

rule! {
    /// The gateway has a token and a password, and nothing says which of them counts.
    ///
    /// OpenClaw refuses to start until `gateway.auth.mode` decides. A placeholder whose variable is
    /// not set counts as well.
    ///
    /// The fix chooses the token, which is what every client can send. It is unsafe: clients that use
    /// the password are shut out.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     auth: { token: "${GATEWAY_TOKEN}", password: "${GATEWAY_PASSWORD}" },
    /// //  ^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     auth: { mode: "token", token: "${GATEWAY_TOKEN}", password: "${GATEWAY_PASSWORD}" },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     auth: { mode: "token", token: "${GATEWAY_TOKEN}", password: "${GATEWAY_PASSWORD}" },
    ///   },
    /// }
    /// ```
    "gateway-auth-mode-ambiguous" {
        severity: Severity::Error,
        effect: Effect::BlocksStart,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let gateway = context.gateway();
    if gateway.has_includes || gateway.is_remote() || gateway.at(&["auth", "mode"]).is_some() {
        return;
    }
    let Some(auth) = gateway.at(&["auth"]).and_then(Value::as_object) else { return };
    let set = |word| match gateway.credential(&["auth", word]) {
        Credential::Absent | Credential::Blank(_) => None,
        credential => credential.value(),
    };
    let (Some(token), Some(password)) = (set("token"), set("password")) else { return };
    let Some(member) = auth.value().member() else { return };
    let place = Place { key: auth.value().key().child("mode"), span: member.name_span() };
    let message = "both a token and a password are set, and no `mode` says which of them counts";
    let finding = findings.add(place, message);
    finding
        .help("write `mode: \"token\"` or `mode: \"password\"`")
        .related(token.span(), "the token")
        .related(password.span(), "the password");
    let edits = context.edits(|plan| plan.insert(auth, Where::First, "mode", "token"));
    finding.fix(Safety::Unsafe, "let the token count", edits);
}
