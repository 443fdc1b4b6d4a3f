//! See the rule's documentation.

use crate::effective::{is_tool, is_tool_group, tool_groups, tool_name, tool_names};
use crate::finding::{Effect, Finding, Place, Safety, Severity};
use crate::plugins::{Configured, is_bundled, official};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::nearest;
use crate::syntax::{Key, Value};

rule! {
    /// A list of tools names a tool or a group that OpenClaw does not have.
    ///
    /// OpenClaw accepts any name in `allow`, `alsoAllow` and `deny`. One that fits no tool allows
    /// nothing, of which it writes a line in its log, or denies nothing, of which it says nothing: the
    /// tool that was meant is then there all the same. Case does not count. Tools may also come from
    /// plugins and MCP servers, so that a name is reported only where it is next to that of a tool which
    /// ships with OpenClaw; a group that does not exist always is.
    ///
    /// The fix writes the name that is near. It is unsafe: a plugin may have a tool of the name that is
    /// written.
    ///
    /// ```json5 bad
    /// {
    ///   tools: {
    ///     deny: ["web-fetch", "group:filesystem"],
    /// //         ^^^^^^^^^^^
    /// //                      ^^^^^^^^^^^^^^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   tools: {
    ///     deny: ["web_fetch", "group:filesystem"],
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   tools: {
    ///     allow: ["Read", "bash", "group:web", "group:plugins", "session*", "notes__search", "lobster"],
    ///   },
    /// }
    /// ```
    "unknown-tool-name" {
        severity: Severity::Warning,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

/// What the names of groups begin with.
const GROUP: &str = "group:";

/// Words of these lists that are no tools: the tools of all plugins, and those of MCP servers.
const WORDS: [&str; 2] = ["group:plugins", "bundle-mcp"];

/// Names that are carried over by a rule of their own.
const RENAMED: [&str; 2] = ["spawn_task", "image"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config() else { return };
    let plugins = Configured::of(config.root);
    for list in context.tool_lists() {
        for (index, item) in list.items().enumerate() {
            let Some(text) = config.text(item) else { continue };
            let name = tool_name(&text);
            if !is_known(context, &plugins, &name) {
                let key = list.value().key().child(index.to_string());
                report(context, item, key, &name, findings);
            }
        }
    }
}

/// Whether a name stands for something, or may.
fn is_known(context: &Context<'_>, plugins: &Configured<'_>, name: &str) -> bool {
    let of_plugin = || {
        let installed = context.world.plugins.get(name).is_some();
        installed || is_bundled(name) || official(name).is_some() || plugins.names(name)
    };
    // The tools of MCP servers have two underscores in their names.
    name.is_empty()
        || name.contains('*')
        || name.contains("__")
        || WORDS.contains(&name)
        || RENAMED.contains(&name)
        || is_tool(name)
        || is_tool_group(name)
        || of_plugin()
}

fn report<'t>(
    context: &Context<'t>,
    item: Value<'t>,
    key: Key,
    name: &str,
    findings: &mut Findings<'_>,
) {
    let is_group = name.starts_with(GROUP);
    let candidates: Vec<&str> =
        if is_group { tool_groups().collect() } else { tool_names().collect() };
    let near = nearest(name, candidates.iter().copied());
    // A plugin may bring any tool, but no group.
    if !is_group && near.is_empty() {
        return;
    }
    let denies = key.segments().iter().rev().nth(1).is_some_and(|list| list == "deny");
    let what = if is_group { "group of tools" } else { "tool" };
    let effect = if denies { "denies" } else { "allows" };
    let finding = findings.add(
        Place { key, span: item.span() },
        format!("OpenClaw has no {what} of this name: it {effect} nothing"),
    );
    match near.as_slice() {
        [near] => offer(context, finding, item, near),
        [] => {
            finding.help(format!("the groups are {}", candidates.join(", ")));
        }
        several => {
            let names: Vec<_> = several.iter().map(|name| format!("`{name}`")).collect();
            finding.help(format!("did you mean {}?", names.join(" or ")));
        }
    }
}

fn offer<'t>(context: &Context<'t>, finding: &mut Finding, item: Value<'t>, near: &str) {
    finding.help(format!("did you mean `{near}`?"));
    let edits = context.edits(|plan| {
        plan.replace(item, near);
        Ok(())
    });
    finding.fix(Safety::Unsafe, format!("write `{near}`"), edits);
}
