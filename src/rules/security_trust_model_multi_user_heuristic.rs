//! See the rule's documentation.

use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::Value;

rule! {
    /// Several people may write to agents that are made for one.
    ///
    /// OpenClaw takes everybody who may write to a gateway for one and the same trusted person: with
    /// the tools of an agent comes all that the user it runs as may do. Its audit warns when the config
    /// looks as if several people may write: an `"open"` policy, `"*"` among the senders, or groups
    /// on a channel whose `groupPolicy` is `"allowlist"`, which it is unless the config says otherwise.
    ///
    /// One group with friends is enough for that: it is reported from `--profile shared` on.
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     telegram: {
    ///       groups: { "-100123": { requireMention: true } },
    /// //    ^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { channels: { telegram: { dmPolicy: "allowlist", allowFrom: ["12345678"] } } }
    /// ```
    "security-trust-model-multi-user-heuristic" from Shared {
        severity: Severity::Warning,
        effect: Effect::Audited,
        audit: Some("security.trust_model.multi_user_heuristic"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config() else { return };
    let signs = config.many_senders();
    let Some((first, others)) = signs.split_first() else { return };
    // Of groups, their name says enough.
    let place = |value: Value<'_>| match (value.as_object(), value.member()) {
        (Some(_), Some(member)) => Place::name(member),
        _ => Place::value(value),
    };
    let message =
        format!("{} may write to agents that take all for one trusted person", first.what);
    let finding = findings.add(place(first.place), message);
    for other in others {
        finding.related(place(other.place).span, format!("{} may write here", other.what));
    }
    finding.help(
        "give people who do not trust each other gateways of their own; for those who do, set \
         `agents.defaults.sandbox.mode: \"all\"` and `tools.fs.workspaceOnly: true`, and deny tools \
         that nobody needs",
    );
}
