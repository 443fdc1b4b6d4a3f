//! See the rule's documentation.

use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Object, Value, ValueKind, parse};

rule! {
    /// A setting says what OpenClaw takes without it.
    ///
    /// A matter of taste: some like a short config, others one that says everything. The rule is reported only
    /// where `--select` names it or its group, `style`. It looks at what the target release fills in by itself,
    /// and stays away from agents and accounts, where a setting may stand against one that is further up.
    ///
    /// The fix comments the setting out. It is unsafe: a later release may fill in something else.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local" },
    ///   channels: {
    ///     telegram: {
    ///       botToken: "${TELEGRAM_BOT_TOKEN}",
    ///       dmPolicy: "pairing",
    /// //              ^^^^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: { mode: "local" },
    ///   channels: {
    ///     telegram: {
    ///       botToken: "${TELEGRAM_BOT_TOKEN}",
    ///       // the default
    ///       // dmPolicy: "pairing",
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: { mode: "local" },
    ///   channels: { telegram: { botToken: "${TELEGRAM_BOT_TOKEN}", dmPolicy: "disabled" } },
    /// }
    /// ```
    "redundant-default" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

/// Names below which a setting may stand against one further up.
const LAYERED: [&str; 4] = ["accounts", "agents", "entries", "overrides"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(root) = context.tree.root() else { return };
    // An explicit stack: depth comes from the input.
    let mut open = vec![(root, context.world.target.root())];
    while let Some((value, node)) = open.pop() {
        for (name, member) in value.as_object().map(Object::effective).unwrap_or_default() {
            let (Some(value), name) = (member.value(), name.to_lossy()) else { continue };
            if LAYERED.contains(&&*name) {
                continue;
            }
            let Some(node) = node.child(&name) else { continue };
            if value.as_object().is_some() {
                open.push((value, node));
            } else if node.default().is_some_and(|default| is_default(value, default)) {
                let message = "this is what OpenClaw takes without it";
                let finding = findings.add(Place::value(value), message);
                finding.help("nothing to do if it is there to be seen");
                let edits = context.edits(|plan| plan.comment_out(member, "the default"));
                finding.fix(Safety::Unsafe, "comment it out", edits);
            }
        }
    }
}

/// Whether a value is what `default` says in JSON.
fn is_default(value: Value<'_>, default: &str) -> bool {
    // Reading it is only worth it where it can be the same.
    let may_be = match value.kind() {
        ValueKind::Boolean | ValueKind::Null => return value.source() == default,
        ValueKind::String => default.starts_with('"'),
        ValueKind::Array => default.starts_with('['),
        ValueKind::Number => {
            default.starts_with(|first: char| first.is_ascii_digit() || first == '-')
        }
        ValueKind::Object | ValueKind::Invalid => false,
    };
    if !may_be {
        return false;
    }
    let default = parse(default.to_owned());
    default.root().is_some_and(|default| value.same_as(default))
}
