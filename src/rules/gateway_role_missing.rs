//! See the rule's documentation.

use crate::effective::places;
use crate::finding::{Effect, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema;
use crate::schema::Since;
use crate::syntax::Object;

rule! {
    /// The gateway's default role is not defined.
    ///
    /// `gateway.roles.default` names the role of everyone who was not given another, so it must be
    /// one of `gateway.roles.definitions`, in the same case, and there must be a definition. OpenClaw
    /// rejects the config otherwise.
    ///
    /// Where a defined role is near, the fix names that. It is unsafe: a role says what people may do.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     roles: {
    ///       default: "viewr",
    /// //             ^^^^^^^
    ///       definitions: {
    ///         viewer: {
    ///           scopes: ["operator.read"],
    ///           agents: "*",
    ///           sessions: { others: "none" },
    ///         },
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: {
    ///     roles: {
    ///       default: "viewer",
    ///       definitions: {
    ///         viewer: {
    ///           scopes: ["operator.read"],
    ///           agents: "*",
    ///           sessions: { others: "none" },
    ///         },
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     roles: {
    ///       default: "viewer",
    /// //             ^^^^^^^^
    ///       definitions: {},
    /// //                 ^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: {
    ///     roles: {
    ///       default: "viewer",
    ///       definitions: {
    ///         viewer: {
    ///           scopes: ["operator.read"],
    ///           agents: "*",
    ///           sessions: { others: "none" },
    ///         },
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    "gateway-role-missing" {
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
const SINCE: Since = Since::known("2026.8.1");

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    if !SINCE.holds_in(context.world.target) {
        return;
    }
    for roles in places(context.tree, "gateway.roles") {
        let Some(definitions) = roles.get("definitions") else { continue };
        let Some(object) = definitions.as_object() else { continue };
        if roles.is_partial || object.get("$include").is_some() {
            continue;
        }
        let names = names(object);
        if names.is_empty() {
            findings
                .add(roles.member_value("definitions", definitions), "no role is defined")
                .help("define the role that `gateway.roles.default` names");
        }
        let Some(default) = roles.get("default") else { continue };
        let Some(name) = context.text(default) else { continue };
        let name = schema::trim(&name);
        if names.iter().any(|own| own == name) {
            continue;
        }
        let finding = findings.add(
            roles.member_value("default", default),
            "the default role is not one of `gateway.roles.definitions`",
        );
        let near = schema::nearest(name, names.iter().map(String::as_str));
        if let [near, ..] = near.as_slice() {
            finding.help(format!("did you mean `{near}`?"));
            let edits = context.edits(|plan| {
                plan.replace(default, *near);
                Ok(())
            });
            finding.fix(Safety::Unsafe, format!("make `{near}` the default"), edits);
        } else {
            finding.help("define it there, or name a role that is defined");
        }
    }
}

/// The names of the roles; white space around them does not count.
fn names(definitions: Object<'_>) -> Vec<String> {
    let members = definitions.effective().into_iter();
    let names = members.map(|(name, _)| schema::trim(&name.to_lossy()).to_owned());
    names.filter(|name| name != "__proto__").collect()
}
