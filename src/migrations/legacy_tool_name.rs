//! See the rule's documentation.

use crate::effective::{ToolList, tool_lists};
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Array, Value};

rule! {
    /// A tool is listed under a name that it had before.
    ///
    /// `spawn_task` is called `suggest_task` now, and `image` is `view_image`. Under its old name a
    /// tool is neither allowed nor denied any more: OpenClaw says nothing of it.
    ///
    /// The fix writes the new name, as `openclaw doctor --fix` does. Where only a pattern covered the
    /// old name (`image*`), it adds the new one.
    ///
    /// ```json5 bad
    /// {
    ///   tools: {
    ///     allow: ["read", "image", "spawn_*"],
    /// //         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    /// //                  ^^^^^^^
    ///   },
    ///   agents: { entries: { main: { tools: { deny: ["Spawn_Task" /* never */] } } } },
    /// //                                             ^^^^^^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   tools: {
    ///     allow: ["read", "view_image", "spawn_*", "suggest_task"],
    ///   },
    ///   agents: { entries: { main: { tools: { deny: ["suggest_task" /* never */] } } } },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   tools: { allow: ["view_image", "*_task", "group:web"] },
    ///   plugins: { entries: { mine: { config: { tools: { allow: ["image"] } } } } },
    /// }
    /// ```
    ///
    /// ```json5 good 2026.7.35
    /// { tools: { allow: ["image"] } }
    /// ```
    "legacy-tool-name" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.2.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

/// The release that renamed them.
const SINCE: &str = "2026.8.1";

/// Old names and new ones.
const RENAMED: [(&str, &str); 2] = [("spawn_task", "suggest_task"), ("image", "view_image")];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(root) = context.tree.root().filter(|_| context.world.target.is_since(SINCE)) else {
        return;
    };
    for list in tool_lists(root) {
        for (old, new) in RENAMED {
            look_at(context, &list, old, new, findings);
        }
    }
}

fn look_at(
    context: &Context<'_>,
    list: &ToolList<'_>,
    old: &str,
    new: &str,
    findings: &mut Findings<'_>,
) {
    let names = names(context, list.list);
    let exact: Vec<_> = names.iter().filter(|(_, _, name)| name == old).collect();
    for (index, item, _) in &exact {
        let place = Place { key: list.key.clone().child(index.to_string()), span: item.span() };
        let finding = findings.add(place, format!("the tool `{old}` is called `{new}` now"));
        finding.help(format!("write {new:?}; OpenClaw does not say that it finds no `{old}`"));
        let edits = context.edits(|plan| {
            plan.replace(*item, new);
            Ok(())
        });
        finding.fix(Safety::Safe, format!("write {new:?}"), edits);
    }
    let covers = |tool: &str| names.iter().any(|(_, _, pattern)| matches(pattern, tool));
    if exact.is_empty() && covers(old) && !covers(new) {
        let place = Place { key: list.key.clone(), span: list.list.value().span() };
        let message = format!("the tool `{old}`, which this list covers, is called `{new}` now");
        let finding = findings.add(place, message);
        finding.help(format!("OpenClaw's `doctor --fix` would add {new:?}"));
        let edits = context.edits(|plan| {
            plan.push(list.list, new);
            Ok(())
        });
        finding.fix(Safety::Safe, format!("add {new:?}"), edits);
    }
}

/// The names and patterns of a list, as OpenClaw compares them, each with its index and place.
fn names<'t>(context: &Context<'_>, list: Array<'t>) -> Vec<(usize, Value<'t>, String)> {
    let name = |value: Value<'_>| context.text(value).map(|it| it.trim().to_lowercase());
    let items = list.items().enumerate();
    items.filter_map(|(index, item)| Some((index, item, name(item)?))).collect()
}

/// Whether a name or a pattern with `*` covers a tool.
fn matches(pattern: &str, tool: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = tool.strip_prefix(first) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn patterns_cover_tools() {
        for (pattern, tool, expected) in [
            ("image", "image", true),
            ("image", "images", false),
            ("image*", "image", true),
            ("*", "image", true),
            ("*mage", "image", true),
            ("i*a*e", "image", true),
            ("i*a*x", "image", false),
            ("image*image", "image", false),
            ("", "image", false),
        ] {
            assert_eq!(matches(pattern, tool), expected, "{pattern} {tool}");
        }
    }
}
