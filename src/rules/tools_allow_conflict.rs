//! See the rule's documentation.

use std::collections::BTreeSet;

use crate::edit::{New, Where};
use crate::effective::{places, tool_lists};
use crate::finding::{Effect, Finding, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::Since;
use crate::syntax::{Array, Member, Object, TokenId, Value};

rule! {
    /// Tools are listed in `allow` and in `alsoAllow` of one policy.
    ///
    /// `allow` says which tools there are and nothing else; `alsoAllow` adds some to those of the
    /// `profile`. OpenClaw rejects a policy in which both name a tool: the one of `tools`, of an
    /// agent, of a provider or a sender, of sandboxes and subagents. In a channel it accepts both, and
    /// its `doctor --fix` makes one list of them.
    ///
    /// The fix puts all of them into `allow`, and leaves `alsoAllow` empty, so that none is taken over
    /// from a policy further up. It is unsafe: with a profile, only what the profile has as well is
    /// then left.
    ///
    /// ```json5 bad
    /// {
    ///   tools: {
    ///     allow: ["read", "write"],
    ///     alsoAllow: ["write", "browser"],
    /// //  ^^^^^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   tools: {
    ///     allow: ["read", "write", "browser"],
    ///     alsoAllow: [],
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     discord: {
    ///       guilds: {
    ///         "1": {
    ///           tools: {
    ///             allow: ["read"],
    ///             alsoAllow: [
    /// //          ^^^^^^^^^
    ///               "exec", // for Ann
    ///             ],
    ///           },
    ///         },
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   channels: {
    ///     discord: {
    ///       guilds: {
    ///         "1": {
    ///           tools: {
    ///             allow: ["read", "exec"],
    ///             // part of `allow` now
    ///             // alsoAllow: [
    ///             //   "exec", // for Ann
    ///             // ],
    ///             alsoAllow: [],
    ///           },
    ///         },
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   tools: {
    ///     profile: "coding",
    ///     alsoAllow: ["browser"],
    ///     byProvider: { ollama: { allow: ["read"], alsoAllow: [] } },
    ///   },
    /// }
    /// ```
    "tools-allow-conflict" {
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
const SINCE: Since = Since::known("2026.1.29");

/// Where OpenClaw 2026.9.6 checks it. In channels it does not.
const POLICIES: [&str; 9] = [
    "tools",
    "tools.byProvider.*",
    "tools.toolsBySender.*",
    "tools.sandbox.tools",
    "tools.subagents.tools",
    "agents.entries.*.tools",
    "agents.entries.*.tools.byProvider.*",
    "agents.entries.*.tools.toolsBySender.*",
    "agents.entries.*.tools.sandbox.tools",
];

/// The release whose `doctor --fix` began to make one list of those in channels.
const SINCE_IN_CHANNELS: &str = "2026.9.6";

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let target = context.world.target;
    if !SINCE.holds_in(target) {
        return;
    }
    for pattern in POLICIES {
        for policy in places(context.tree, pattern) {
            let Some(object) = policy.value.as_object() else { continue };
            let place = |member| policy.member_name(member);
            look_at(context, findings, object, place);
        }
    }
    let Some(root) = context.tree.root().filter(|_| target.is_since(SINCE_IN_CHANNELS)) else {
        return;
    };
    for list in tool_lists(root, &["channels"]) {
        let key = list.value().key();
        let Some(name) = key.segments().last() else { continue };
        let member = list.value().member().filter(|_| name == "alsoAllow");
        let Some(object) = member.map(Member::object) else { continue };
        let place = |member: Member<'_>| Place { key: key.clone(), span: member.name_span() };
        if let Some(finding) = look_at(context, findings, object, place) {
            finding.effect(Effect::Silent).severity(Severity::Info);
        }
    }
}

/// The policy in an object, if both lists hold something.
fn look_at<'f, 't>(
    context: &Context<'t>,
    findings: &'f mut Findings<'_>,
    policy: Object<'t>,
    place: impl Fn(Member<'t>) -> Place,
) -> Option<&'f mut Finding> {
    let listed = |name: &str| {
        let member = policy.get(name)?;
        let list = member.value()?.as_array()?;
        list.items().next().map(|_| (member, list))
    };
    let ((allow, tools), (also, more)) = (listed("allow")?, listed("alsoAllow")?);
    let finding =
        findings.add(place(also), "`alsoAllow` cannot stand beside `allow` in one policy");
    finding.related(allow.name_span(), "this says which tools there are and nothing else");
    finding.help(
        "put all tools into `allow`, or leave `allow` out and add to a `profile` with `alsoAllow`",
    );
    let edits = context.edits(|plan| {
        for tool in added(tools, more) {
            plan.push(tools, tool);
        }
        if has_comment(also) {
            plan.retire(also, "part of `allow` now")?;
            plan.insert(policy, Where::After(also), "alsoAllow", New::List(Vec::new()))?;
        } else if let Some(value) = also.value() {
            plan.replace(value, New::List(Vec::new()));
        }
        Ok(())
    });
    finding.fix(Safety::Unsafe, "put all of them into `allow`", edits);
    Some(finding)
}

/// The tools of `more` that are not in `tools`, each once.
fn added<'t>(tools: Array<'t>, more: Array<'t>) -> Vec<Value<'t>> {
    let text = |value: Value<'t>| value.as_text();
    let mut known: BTreeSet<_> = tools.items().filter_map(text).collect();
    more.items().filter(|tool| tool.as_text().is_none_or(|name| known.insert(name))).collect()
}

/// Whether a comment stands inside a member, which would go with it.
fn has_comment(member: Member<'_>) -> bool {
    let tree = member.object().value().tree();
    let node = tree.node(member.id());
    (node.first..node.last).any(|token| tree.token_kind(TokenId(token)).is_comment())
}
