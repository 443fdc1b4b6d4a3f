//! See the rule's documentation.

use crate::effective::{Found, SecretRef, places};
use crate::finding::{Effect, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::Since;

rule! {
    /// A reference to a secret stands where OpenClaw takes only a text.
    ///
    /// Most credentials may be references, `{ source, provider, id }`. These may not, since OpenClaw
    /// changes or compares them while it runs: `hooks.token`, `hooks.gmail.pushToken` and the
    /// `sessionKey` of a hook's mapping. It rejects the config.
    ///
    /// A placeholder is a text. For a variable of the environment the fix writes one; it is unsafe,
    /// because a variable that is not set then stands for its own placeholder, which anyone can
    /// guess.
    ///
    /// ```json5 bad
    /// {
    ///   hooks: {
    ///     token: { source: "env", provider: "default", id: "HOOKS_TOKEN" },
    /// //         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   hooks: {
    ///     token: "${HOOKS_TOKEN}",
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   hooks: { token: "${HOOKS_TOKEN}" },
    ///   gateway: {
    ///     mode: "local",
    ///     auth: { token: { source: "env", provider: "default", id: "GATEWAY_TOKEN" } },
    ///   },
    /// }
    /// ```
    "secret-reference-misplaced" {
        severity: Severity::Error,
        effect: Effect::Rejected,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

/// Since when OpenClaw checks it.
const SINCE: Since = Since::known("2026.3.31");

/// The places of OpenClaw 2026.9.6. It names two more, in the channels `discord` and `whatsapp`, where
/// no release takes anything at all.
const TEXTS_ONLY: [&str; 3] =
    ["hooks.token", "hooks.gmail.pushToken", "hooks.mappings.*.sessionKey"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    if !SINCE.holds_in(context.world.target) {
        return;
    }
    let Some(variables) = context.variables() else { return };
    for pattern in TEXTS_ONLY {
        for found in places(context.tree, pattern) {
            if let Some(reference) = SecretRef::of(found.value, variables) {
                report(context, &found, &reference, findings);
            }
        }
    }
}

fn report(
    context: &Context<'_>,
    found: &Found<'_>,
    reference: &SecretRef<'_>,
    findings: &mut Findings<'_>,
) {
    let finding =
        findings.add(found.place(), "OpenClaw takes no reference to a secret here, only a text");
    finding.help("write the text, or a placeholder for a variable of the environment");
    let variable = context.text(reference.id).filter(|name| is_variable(name));
    if let Some(name) = variable.filter(|_| reference.source == "env") {
        let placeholder = format!("${{{name}}}");
        let title = format!("write `{placeholder}`");
        let edits = context.edits(|plan| {
            plan.replace(found.value, placeholder);
            Ok(())
        });
        finding.fix(Safety::Unsafe, title, edits);
    }
}

/// Whether a placeholder can name the variable.
fn is_variable(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_uppercase() || first == '_')
        && name.bytes().all(|byte| matches!(byte, b'A'..=b'Z' | b'0'..=b'9' | b'_'))
}
