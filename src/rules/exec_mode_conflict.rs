//! See the rule's documentation.

use crate::effective::{ExecPolicy, Found, places};
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
    /// they are not, or one of them is missing, it lets `mode` count, as `openclaw doctor --fix` does,
    /// and someone must agree.
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
    /// ```json5 fixed
    /// {
    ///   agents: {
    ///     entries: {
    ///       main: { tools: { exec: { mode: "full" /* `mode` counts: ask: "always" */ } } },
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
        since: "0.1.0",
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
        (Some(security), Some(ask)) => ExecPolicy::new(&security, &ask).and_then(ExecPolicy::mode),
        _ => None,
    };
    let mode = word("mode");
    let is_same = exact.is_some() && mode.as_deref() == exact;
    finding.help(match exact {
        Some(_) if is_same => "keep `mode`; the others say the same".to_owned(),
        Some(exact) => {
            format!("`security` and `ask` together are `mode: {exact:?}`; keep the one that you mean")
        }
        None if others.len() == 2 => {
            "no mode is the same as this `security` with this `ask`: leave `mode` out to keep them, \
             or leave them out to keep `mode`"
                .to_owned()
        }
        None => "keep `mode` alone, or `security` with `ask`".to_owned(),
    });
    let edits = context.edits(|plan| {
        for other in &others {
            if is_same {
                plan.discard(*other, "`mode` says the same")?;
            } else {
                plan.retire(*other, "`mode` counts")?;
            }
        }
        Ok(())
    });
    if is_same {
        finding.fix(Safety::Safe, "remove what `mode` says already", edits);
    } else {
        finding.fix(Safety::Unsafe, "let `mode` count", edits);
    }
}
