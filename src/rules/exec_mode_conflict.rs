//! See the rule's documentation.

use crate::effective::{Found, places};
use crate::finding::{Effect, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::Since;

rule! {
    /// Whether commands may run is said twice: by `mode`, and by `security` or `ask`.
    ///
    /// `tools.exec.mode` is one word for what `security` and `ask` say together, and OpenClaw rejects
    /// an object that holds both, even where they agree: `"deny"`, `"allowlist"`, `"ask"` (an
    /// allowlist, and a question for the rest), `"auto"` (a model answers first) and `"full"`.
    ///
    /// Where `security` and `ask` are the same as `mode`, the fix removes them, which is safe. Where
    /// they are not, or one of them is missing, you have to choose.
    ///
    /// ```json5 bad
    /// {
    ///   tools: {
    ///     exec: {
    ///       mode: "ask",
    /// //    ^^^^
    ///       security: "allowlist",
    ///       ask: "on-miss",
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   tools: {
    ///     exec: {
    ///       mode: "ask",
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     entries: {
    ///       main: { tools: { exec: { mode: "full", ask: "always" } } },
    /// //                             ^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// Each object stands for itself:
    ///
    /// ```json5 good
    /// {
    ///   tools: { exec: { security: "allowlist", ask: "always" } },
    ///   agents: { entries: { main: { tools: { exec: { mode: "ask" } } } } },
    /// }
    /// ```
    "exec-mode-conflict" {
        severity: Severity::Error,
        effect: Effect::Rejected,
        audit: None,
        since: "0.2.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

/// Since when OpenClaw checks it.
const SINCE: Since = Since::known("2026.5.28");

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    if !SINCE.holds_in(context.world.target) {
        return;
    }
    for pattern in ["tools.exec", "agents.entries.*.tools.exec"] {
        for exec in places(context.tree, pattern) {
            look_at(context, &exec, findings);
        }
    }
}

fn look_at(context: &Context<'_>, exec: &Found<'_>, findings: &mut Findings<'_>) {
    let Some(mode) = exec.member("mode") else { return };
    let (security, ask) = (exec.member("security"), exec.member("ask"));
    let others: Vec<_> = security.into_iter().chain(ask).collect();
    let Some(first) = others.first() else { return };
    let finding = findings.add(
        exec.member_name(mode),
        format!("`mode` cannot stand beside `{}`, which it replaces", first.name()),
    );
    for other in &others {
        finding.related(other.name_span(), "this says the same thing in parts");
    }
    let word = |name: &str| context.text(exec.get(name)?);
    let exact = match (word("security"), word("ask")) {
        (Some(security), Some(ask)) => mode_of(&security, &ask),
        _ => None,
    };
    match exact {
        Some(exact) if word("mode").as_deref() == Some(exact) => {
            finding.help("keep `mode`; the others say the same");
            let edits = context.edits(|plan| {
                for other in &others {
                    plan.remove(*other);
                }
                Ok(())
            });
            finding.fix(Safety::Safe, "remove what `mode` says already", edits);
        }
        Some(exact) => {
            finding.help(format!(
                "`security` and `ask` together are `mode: {exact:?}`; keep the one that you mean"
            ));
        }
        None if others.len() == 2 => {
            finding.help(
                "no mode is the same as this `security` with this `ask`: leave `mode` out to \
                 keep them, or leave them out to keep `mode`",
            );
        }
        None => {
            finding.help("keep `mode` alone, or `security` with `ask`");
        }
    }
}

/// The mode that says the same as `security` with `ask` (OpenClaw 2026.9.6).
fn mode_of(security: &str, ask: &str) -> Option<&'static str> {
    match (security, ask) {
        ("deny", "off" | "on-miss") => Some("deny"),
        ("allowlist", "off") => Some("allowlist"),
        ("allowlist", "on-miss") => Some("ask"),
        ("full", "off") => Some("full"),
        _ => None,
    }
}
