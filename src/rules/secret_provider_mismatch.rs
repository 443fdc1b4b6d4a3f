//! See the rule's documentation.

mod surface;

use crate::effective::{Found, SecretRef, places};
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema;
use crate::schema::Since;
use crate::syntax::Value;

rule! {
    /// A secret is asked of a provider that keeps another kind of secrets.
    ///
    /// A reference says which provider of `secrets.providers` has the secret, and where it comes from
    /// (`source`). A provider has one source, and `openclaw config validate` rejects a reference
    /// that names another; so does the gateway when it looks for the secret. The provider that
    /// `secrets.defaults` gives for `env` or `store` (`default`, unless it says otherwise) is
    /// always there, whatever `secrets.providers` says of that name.
    ///
    /// ```json5 bad
    /// {
    ///   secrets: { providers: { vault: { source: "file", path: "~/.openclaw/secrets.json" } } },
    ///   gateway: {
    ///     mode: "local",
    ///     auth: { token: { source: "env", provider: "vault", id: "GATEWAY_TOKEN" } },
    /// //                           ^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   secrets: { providers: { vault: { source: "file", path: "~/.openclaw/secrets.json" } } },
    ///   gateway: {
    ///     mode: "local",
    ///     auth: {
    ///       token: { source: "file", provider: "vault", id: "/gateway/token" },
    ///       password: { source: "env", provider: "default", id: "GATEWAY_PASSWORD" },
    ///     },
    ///   },
    /// }
    /// ```
    "secret-provider-mismatch" {
        severity: Severity::Error,
        effect: Effect::Rejected,
        audit: None,
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

/// Since when OpenClaw checks it.
const SINCE: Since = Since::known("2026.8.1");

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    if !SINCE.holds_in(context.world.target) {
        return;
    }
    let Some(variables) = context.variables() else { return };
    let secrets = places(context.tree, "secrets");
    let Some(secrets) = secrets.first().filter(|secrets| secrets.get("providers").is_some()) else {
        return;
    };
    for pattern in surface::SURFACE {
        for found in places(context.tree, pattern) {
            if let Some(reference) = SecretRef::of(found.value, variables) {
                look_at(context, secrets, &found, &reference, findings);
            }
        }
    }
}

fn look_at(
    context: &Context<'_>,
    secrets: &Found<'_>,
    found: &Found<'_>,
    reference: &SecretRef<'_>,
    findings: &mut Findings<'_>,
) {
    let source = reference.source.as_str();
    let Some(name) = reference.provider.and_then(|provider| context.text(provider)) else { return };
    let provider = secrets.get("providers").and_then(|providers| providers.get(&name));
    let Some(configured) = provider.and_then(|provider| provider.get("source")) else { return };
    let Some(kind) = context.text(configured) else { return };
    if kind.is_empty() || kind == source || is_given(context, secrets, source, &name) {
        return;
    }
    let key = found.key.clone().child("source");
    let place = Place { key, span: reference.source_value.span() };
    findings
        .add(place, format!("the provider `{name}` has no secrets of the source `{source}`"))
        .related(configured.span(), "this is its source")
        .help(format!("ask for a secret of the source {kind:?}, or name another provider"));
}

/// Whether the provider is one that is always there for the source, or may be.
fn is_given(context: &Context<'_>, secrets: &Found<'_>, source: &str, name: &str) -> bool {
    if !matches!(source, "env" | "store") {
        return false;
    }
    let default = secrets.value.at(&["defaults", source]);
    match default.map(|default: Value<'_>| context.text(default)) {
        None if secrets.is_partial => true,
        // Nothing is known of it.
        Some(None) => true,
        Some(Some(default)) if !schema::trim(&default).is_empty() => schema::trim(&default) == name,
        _ => name == "default",
    }
}
