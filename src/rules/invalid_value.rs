//! See the rule's documentation.

mod bind;
mod last_resort;
mod retype;

pub(crate) use bind::BindMeaning;

use crate::edit::New;
use crate::finding::{Effect, Finding, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::{self, Expected, Node, Violation, ViolationKind};
use crate::syntax::{Value, ValueKind};
use crate::world::{foreign_placeholders, placeholders};

rule! {
    /// A value is not one that OpenClaw takes at its place.
    ///
    /// OpenClaw rejects the whole config. The message says what was found and what is taken.
    ///
    /// The fix is safe where the meaning is certain: `"true"` for `true`, `"18789"` for `18789`, a
    /// number where a text is asked for, a listed word in another spelling, `"30d"` for `"30 days"`.
    /// One text where a list of texts is asked for becomes a list. A word that is only near is offered
    /// as an unsafe fix, and so is, as a last resort, to take the value out: where OpenClaw does without
    /// it, and nothing that it limited is opened by that.
    ///
    /// Guides write addresses into `gateway.bind`, which takes words. The rule says which word is
    /// meant. `0.0.0.0` and `::` are carried over by OpenClaw's own migration, so that is safe; what
    /// else opens the gateway to the network is not.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     port: "18789",
    /// //        ^^^^^^^
    ///     bind: "127.0.0.1",
    /// //        ^^^^^^^^^^^
    ///     controlUi: { enabled: "false" },
    /// //                        ^^^^^^^
    ///   },
    ///   logging: { level: "INFO" },
    /// //                  ^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     port: 18789,
    ///     bind: "loopback",
    ///     controlUi: { enabled: false },
    ///   },
    ///   logging: { level: "info" },
    /// }
    /// ```
    ///
    /// The address of one interface:
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     bind: "192.168.1.5",
    /// //        ^^^^^^^^^^^^^
    ///     auth: { token: "${OPENCLAW_GATEWAY_TOKEN}" },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     bind: "custom",
    ///     customBindHost: "192.168.1.5",
    ///     auth: { token: "${OPENCLAW_GATEWAY_TOKEN}" },
    ///   },
    /// }
    /// ```
    ///
    /// Durations are written without blanks, each number with one letter for its unit, or `ms`:
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local" },
    ///   session: { maintenance: { pruneAfter: "30 days", maxDiskBytes: "2 GB" } },
    /// //                                      ^^^^^^^^^                ^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: { mode: "local" },
    ///   session: { maintenance: { pruneAfter: "30d", maxDiskBytes: "2gb" } },
    /// }
    /// ```
    ///
    /// The last resort:
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     auth: "token",
    /// //        ^^^^^^^
    ///     controlUi: { allowedOrigins: "https://claw.example.com" },
    /// //                               ^^^^^^^^^^^^^^^^^^^^^^^^^^
    ///   },
    ///   agents: {
    ///     defaults: {
    ///       heartbeat: {
    ///         every: "half an hour",
    /// //             ^^^^^^^^^^^^^^
    ///       },
    ///       sandbox: { mode: "sometimes" },
    /// //                     ^^^^^^^^^^^
    ///     },
    ///   },
    ///   session: {
    ///     maintenance: {
    ///       maxEntries: 0,
    /// //                ^
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
    ///       mode: "token",
    ///     },
    ///     controlUi: { allowedOrigins: ["https://claw.example.com"] },
    ///   },
    ///   agents: {
    ///     defaults: {
    ///       heartbeat: {
    ///         // OpenClaw 2026.9.6 does not take this value
    ///         // every: "half an hour",
    ///       },
    ///       sandbox: { mode: "sometimes" },
    ///     },
    ///   },
    ///   session: {
    ///     maintenance: {
    ///       // OpenClaw 2026.9.6 does not take this value
    ///       // maxEntries: 0,
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// A placeholder may stand for any text, but OpenClaw never turns it into a number:
    ///
    /// ```json5 good
    /// { gateway: { mode: "local", bind: "${BIND}", port: 18789 } }
    /// ```
    ///
    /// What is escaped is left to its author:
    ///
    /// ```json5 bad
    /// {
    ///   agents: { defaults: { heartbeat: { every: "half\\an hour" } } },
    /// //                                          ^^^^^^^^^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   agents: { defaults: { heartbeat: { every: "half\\an hour" } } },
    /// }
    /// ```
    "invalid-value" {
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
    for violation in context.violations() {
        let wrong = matches!(
            violation.kind,
            ViolationKind::WrongValue { .. }
                | ViolationKind::RepeatedItem { .. }
                | ViolationKind::Conflict { .. }
        );
        if wrong {
            report(context, findings, violation);
        }
    }
}

fn report(context: &Context<'_>, findings: &mut Findings<'_>, violation: &Violation) {
    let finding = findings.add(violation.place.clone(), violation.message(context.tree));
    let help = placeholder_help(context, violation).or_else(|| violation.help(context.tree));
    finding.help(help.unwrap_or_else(|| match &violation.kind {
        ViolationKind::WrongValue { expected, .. } => format!("write {expected}"),
        _ => "decide for one of them".to_owned(),
    }));

    let (Some(value), ViolationKind::WrongValue { expected, .. }) =
        (violation.value(context.tree), &violation.kind)
    else {
        return;
    };
    if violation.place.key.segments() == ["gateway", "bind"] {
        bind::explain(context, value, finding);
    } else if let Some(mode) = auth_mode(context, violation, value) {
        let edits = context.edits(|plan| {
            plan.replace(value, New::object([("mode", mode)]));
            Ok(())
        });
        finding.fix(Safety::Safe, "write it as `mode`", edits);
    } else {
        mend(context, violation, value, expected, finding);
    }
}

/// What to do about a placeholder where no text can stand.
fn placeholder_help(context: &Context<'_>, violation: &Violation) -> Option<String> {
    let ViolationKind::WrongValue { expected, .. } = &violation.kind else { return None };
    let text = violation.value(context.tree)?.as_text()?;
    let has = placeholders(text.as_bytes()).any(|found| !found.escaped)
        || text.as_str().is_some_and(|text| !foreign_placeholders(text).is_empty());
    (has && !expected.admits(ValueKind::String)).then(|| {
        format!("a placeholder stays a text, whatever its variable holds; write {expected} itself")
    })
}

/// The value, where it stands for the whole of `gateway.auth` and is one of its modes.
fn auth_mode<'t>(
    context: &Context<'_>,
    violation: &Violation,
    value: Value<'t>,
) -> Option<Value<'t>> {
    let node = context.world.target.lookup(&["gateway", "auth", "mode"])?;
    let is_whole = violation.place.key.segments() == ["gateway", "auth"];
    let is_mode = is_whole && schema::accepts(node, value, &context.world.environment);
    is_mode.then_some(value)
}

/// The text as one of the alternatives has it, where that is the same: `"30 days"` as `"30d"`.
fn meant(value: Value<'_>, expected: &Expected) -> Option<String> {
    let text = value.as_text()?;
    let mut grammars = expected.alternatives().into_iter().filter_map(Node::grammar);
    grammars.find_map(|grammar| grammar.meant(text.as_str()?))
}

/// Offers the value that was meant.
fn mend(
    context: &Context<'_>,
    violation: &Violation,
    value: Value<'_>,
    expected: &Expected,
    finding: &mut Finding,
) {
    let near = violation.suggestions(context.tree);
    let (safety, title, new) = if let [word, others @ ..] = near.as_slice() {
        let text = value.as_text();
        let same = text.is_some_and(|text| schema::is_same_word(&text.to_lossy(), word));
        let safety = if same && others.is_empty() { Safety::Safe } else { Safety::Unsafe };
        (safety, format!("write {word:?}"), New::from(*word))
    } else if let Some(meant) = meant(value, expected) {
        (Safety::Safe, format!("write {meant:?}"), New::from(meant.as_str()))
    } else if let Some(new) = retype::retyped(value, expected) {
        (Safety::Safe, "write it as what OpenClaw takes here".to_owned(), new)
    } else if let Some(new) = last_resort::as_list(context, value, &expected.alternatives()) {
        (Safety::Safe, "write a list".to_owned(), new)
    } else {
        last_resort::offer(context, value, &violation.place.key, finding);
        return;
    };
    let edits = context.edits(|plan| {
        plan.replace(value, new);
        Ok(())
    });
    finding.fix(safety, title, edits);
}
