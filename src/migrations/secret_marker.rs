//! See the migration's documentation.

use crate::edit::New;
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::trim;
use crate::syntax::Value;

rule! {
    /// A secret is named by a text that older releases took for a variable.
    ///
    /// `"secretref-env:NAME"` and `"__env__:NAME"` once stood for the variable of that name. OpenClaw now
    /// takes them for the secret itself or refuses them; its `doctor --fix` since 2026.4.24 writes a
    /// reference. The fix does the same, wherever a reference may stand.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     auth: {
    ///       token: "secretref-env:GATEWAY_TOKEN", // set by the unit
    /// //           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     auth: {
    ///       token: {
    ///         source: "env",
    ///         provider: "default",
    ///         id: "GATEWAY_TOKEN",
    ///       }, // set by the unit
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// {
    ///   "secrets": { "defaults": { "env": "shell" } },
    ///   "models": { "providers": { "openai": { "apiKey": "__env__:OPENAI_API_KEY" } } }
    /// //                                                 ^^^^^^^^^^^^^^^^^^^^^^^^
    /// }
    /// ```
    ///
    /// ```json fixed
    /// {
    ///   "secrets": { "defaults": { "env": "shell" } },
    ///   "models": { "providers": { "openai": { "apiKey": { "source": "env", "provider": "shell", "id": "OPENAI_API_KEY" } } } }
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { gateway: { mode: "local", auth: { token: "${GATEWAY_TOKEN}" } } }
    /// ```
    "secret-marker" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

const SINCE: &str = "2026.4.24";
const MARKERS: [&str; 2] = ["secretref-env:", "__env__:"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let may_be = context.world.target.is_since(SINCE)
        && MARKERS.iter().any(|marker| context.tree.may_say(marker));
    if !may_be {
        return;
    }
    for value in context.tree.values() {
        let Some(name) = variable(value) else { continue };
        let place = Place::value(value);
        let node = context.world.target.lookup(place.key.segments());
        // A reference may stand where an object with these may.
        if node.is_none_or(|node| node.child("source").is_none() || node.child("id").is_none()) {
            continue;
        }
        let provider =
            context.tree.root().and_then(|root| root.at(&["secrets", "defaults", "env"]));
        let provider = provider.and_then(|provider| context.text(provider));
        let provider = provider.as_deref().map(trim).filter(|name| !name.is_empty());
        let reference = New::object([
            ("source", "env"),
            ("provider", provider.unwrap_or("default")),
            ("id", name.as_str()),
        ]);
        let edits = context.edits(|plan| {
            plan.replace(value, reference);
            Ok(())
        });
        findings
            .add(place, "this text no longer stands for a variable")
            .help("OpenClaw's `doctor --fix` would write a reference")
            .fix(Safety::Safe, "write a reference to the variable", edits);
    }
}

/// The variable that a text stands for.
fn variable(value: Value<'_>) -> Option<String> {
    let text = value.as_text()?;
    let text = text.as_str()?.trim();
    let name = MARKERS.iter().find_map(|marker| text.strip_prefix(marker))?;
    let mut letters = name.bytes();
    let fits = letters.next().is_some_and(|byte| byte.is_ascii_uppercase())
        && letters.all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
        && name.len() <= 128;
    fits.then(|| name.to_owned())
}
