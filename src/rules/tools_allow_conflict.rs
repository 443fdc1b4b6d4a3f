//! See the rule's documentation.

use std::collections::BTreeSet;

use crate::effective::{Found, places};
use crate::finding::{Effect, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::Since;
use crate::syntax::{Array, Member, TokenId, Value};

rule! {
    /// Tools are listed in `allow` and in `alsoAllow` of one policy.
    ///
    /// `allow` says which tools there are and nothing else; `alsoAllow` adds some to those of the
    /// `profile`. OpenClaw rejects a policy in which both name a tool: the one of `tools`, of an
    /// agent, of a provider or a sender, of sandboxes and subagents.
    ///
    /// The fix puts all of them into `allow`. It is unsafe: with a profile, only what the profile has
    /// as well is then left.
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
        since: "0.2.0",
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

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    if !SINCE.holds_in(context.world.target) {
        return;
    }
    for pattern in POLICIES {
        for policy in places(context.tree, pattern) {
            look_at(context, &policy, findings);
        }
    }
}

fn look_at(context: &Context<'_>, policy: &Found<'_>, findings: &mut Findings<'_>) {
    let listed = |name: &str| {
        let member = policy.member(name)?;
        let list = member.value()?.as_array()?;
        list.items().next().map(|_| (member, list))
    };
    let (Some((allow, tools)), Some((also, more))) = (listed("allow"), listed("alsoAllow")) else {
        return;
    };
    let finding = findings
        .add(policy.member_name(also), "`alsoAllow` cannot stand beside `allow` in one policy");
    finding.related(allow.name_span(), "this says which tools there are and nothing else");
    finding.help(
        "put all tools into `allow`, or leave `allow` out and add to a `profile` with `alsoAllow`",
    );
    if !has_comment(also) {
        let edits = context.edits(|plan| {
            for tool in added(tools, more) {
                plan.push(tools, tool);
            }
            plan.remove(also);
            Ok(())
        });
        finding.fix(Safety::Unsafe, "put all of them into `allow`", edits);
    }
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
