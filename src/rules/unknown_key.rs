//! See the rule's documentation.

use crate::finding::{Effect, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::{self, Node, Violation, ViolationKind};
use crate::syntax::{Member, NodeId, Value};

rule! {
    /// OpenClaw knows no such key.
    ///
    /// Validation is strict: one unknown key anywhere, and the whole config is rejected. Most of them
    /// are slips of the hand, names in another spelling (`bot_token`), keys that a newer release has
    /// retired, or inventions of a guide.
    ///
    /// Where the same word in another spelling is free and takes the value, the fix renames the key,
    /// which is safe. A name that is only near is offered as an unsafe fix, and so is commenting the
    /// key out where no name is near, which is what makes the gateway start again. Strict JSON has no
    /// comments: there nothing is offered.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local" },
    ///   channels: {
    ///     telegram: { bot_token: "${TELEGRAM_BOT_TOKEN}" }, // the family
    /// //              ^^^^^^^^^
    ///   },
    ///   connection: { autoReconnect: true },
    /// //^^^^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: { mode: "local" },
    ///   channels: {
    ///     telegram: { botToken: "${TELEGRAM_BOT_TOKEN}" }, // the family
    ///   },
    ///   // OpenClaw knows no such key
    ///   // connection: { autoReconnect: true },
    /// }
    /// ```
    ///
    /// Some places take any name:
    ///
    /// ```json5 good
    /// {
    ///   gateway: { mode: "local" },
    ///   env: { vars: { MY_OWN: "1" } },
    ///   agents: { entries: { housekeeper: { workspace: "~/house" } } },
    /// }
    /// ```
    "unknown-key" {
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
        if let ViolationKind::UnknownKey { value, object } = violation.kind {
            report(context, findings, violation, value, object);
        } else if let ViolationKind::WrongName { .. } = violation.kind {
            let message = violation.message(context.tree);
            let help = "the name is free, but must follow this pattern";
            findings.add(violation.place.clone(), message).help(help);
        }
    }
}

fn report(
    context: &Context<'_>,
    findings: &mut Findings<'_>,
    violation: &Violation,
    value: Option<NodeId>,
    object: Node,
) {
    let finding = findings.add(violation.place.clone(), violation.message(context.tree));
    let help = violation.help(context.tree);
    finding.help(help.unwrap_or_else(|| "OpenClaw has nothing like it here; remove it".to_owned()));

    let value = value.and_then(|_| violation.value(context.tree));
    let Some(member) = value.and_then(Value::member) else { return };
    let near = violation.suggestions(context.tree);
    if let [name, others @ ..] = near.as_slice()
        && takes(context, object, member, name)
    {
        let same_word = schema::is_same_word(&member.name().to_lossy(), name);
        let safe = same_word && others.is_empty();
        let safety = if safe { Safety::Safe } else { Safety::Unsafe };
        let edits = context.edits(|plan| plan.rename(member, name));
        finding.fix(safety, format!("rename it to `{name}`"), edits);
        return;
    }
    let edits = context.edits(|plan| plan.comment_out(member, "OpenClaw knows no such key"));
    finding.fix(Safety::Unsafe, "comment it out", edits);
}

/// Whether the member could stand under that name: it is free and its value fits.
fn takes(context: &Context<'_>, object: Node, member: Member<'_>, name: &str) -> bool {
    let (Some(node), Some(value)) = (object.child(name), member.value()) else { return false };
    member.object().get(name).is_none() && schema::accepts(node, value, &context.world.environment)
}
