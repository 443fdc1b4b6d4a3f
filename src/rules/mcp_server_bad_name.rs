//! See the rule's documentation.

use std::collections::BTreeSet;

use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema;
use crate::schema::Since;
use crate::syntax::{Object, Value};

rule! {
    /// An MCP server has a name that it cannot have.
    ///
    /// OpenClaw rejects the config: no server may be called `__proto__`, and those under
    /// `nodeHost.mcp.servers` need a name without white space around it.
    ///
    /// The fix takes the white space off, which is safe where no other server has that name.
    ///
    /// ```json5 bad
    /// {
    ///   mcp: { servers: { __proto__: { command: "files" } } },
    /// //                  ^^^^^^^^^
    ///   nodeHost: {
    ///     mcp: { servers: { " notes ": { command: "notes-mcp" } } },
    /// //                    ^^^^^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   mcp: { servers: { __proto__: { command: "files" } } },
    ///   nodeHost: {
    ///     mcp: { servers: { "notes": { command: "notes-mcp" } } },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { mcp: { servers: { " notes ": { command: "notes-mcp" } } } }
    /// ```
    "mcp-server-bad-name" {
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
const SINCE: Since = Since::known("2026.8.1");

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    if !SINCE.holds_in(context.world.target) {
        return;
    }
    let root = context.tree.root();
    let servers = |path: &[&str]| root.and_then(|root| root.at(path)).and_then(Value::as_object);
    let own = servers(&["mcp", "servers"]);
    let hosted = servers(&["nodeHost", "mcp", "servers"]);
    for servers in [own, hosted].into_iter().flatten() {
        if let Some(member) = servers.get("__proto__") {
            findings
                .add(Place::name(member), "an MCP server cannot be called `__proto__`")
                .help("give the server another name");
        }
    }
    // No two servers are offered the same name.
    let mut offered = BTreeSet::new();
    for (name, member) in hosted.map(Object::effective).unwrap_or_default() {
        let name = name.to_lossy();
        let trimmed = schema::trim(&name);
        if trimmed.is_empty() {
            let finding = findings.add(Place::name(member), "this MCP server has no name");
            finding.help("give the server a name");
        } else if trimmed != name {
            let message = "the name of this MCP server has white space around it";
            let finding = findings.add(Place::name(member), message);
            finding.help(format!("call it `{trimmed}`"));
            if trimmed != "__proto__" && offered.insert(trimmed.to_owned()) {
                let edits = context.edits(|plan| plan.rename(member, trimmed));
                finding.fix(Safety::Safe, "take the white space off", edits);
            }
        }
    }
}
