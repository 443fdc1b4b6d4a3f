//! See the rule's documentation.

use crate::effective::{pattern_covers, tool_name};
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
        since: "0.1.0",
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
    if !context.world.target.is_since(SINCE) {
        return;
    }
    for list in context.tool_lists() {
        let names = names(context, list);
        for (old, new) in RENAMED {
            look_at(context, list, &names, old, new, findings);
        }
    }
}

fn look_at<'t>(
    context: &Context<'t>,
    list: Array<'t>,
    names: &[(usize, Value<'t>, String)],
    old: &str,
    new: &str,
    findings: &mut Findings<'_>,
) {
    let exact: Vec<_> = names.iter().filter(|(_, _, name)| name == old).collect();
    for (index, item, _) in &exact {
        let place = Place { key: list.value().key().child(index.to_string()), span: item.span() };
        let finding = findings.add(place, format!("the tool `{old}` is called `{new}` now"));
        finding.help(format!("write {new:?}; OpenClaw does not say that it finds no `{old}`"));
        let edits = context.edits(|plan| {
            plan.replace(*item, new);
            Ok(())
        });
        finding.fix(Safety::Safe, format!("write {new:?}"), edits);
    }
    let covers = |tool: &str| names.iter().any(|(_, _, pattern)| pattern_covers(pattern, tool));
    if exact.is_empty() && covers(old) && !covers(new) {
        let place = Place { key: list.value().key(), span: list.value().span() };
        let message = format!("the tool `{old}`, which this list covers, is called `{new}` now");
        let finding = findings.add(place, message);
        finding.help(format!("OpenClaw's `doctor --fix` would add {new:?}"));
        let edits = context.edits(|plan| {
            plan.push(list, new);
            Ok(())
        });
        finding.fix(Safety::Safe, format!("add {new:?}"), edits);
    }
}

/// The names and patterns of a list, as OpenClaw compares them, each with its index and place.
fn names<'t>(context: &Context<'_>, list: Array<'t>) -> Vec<(usize, Value<'t>, String)> {
    let name = |value: Value<'_>| context.text(value).map(|it| tool_name(&it).into_owned());
    let items = list.items().enumerate();
    items.filter_map(|(index, item)| Some((index, item, name(item)?))).collect()
}
