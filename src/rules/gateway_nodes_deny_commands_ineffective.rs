//! See the rule's documentation.

use super::node_commands;
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::trim;

rule! {
    /// A command is to be denied to the nodes, and nothing goes by that name.
    ///
    /// `gateway.nodes.commands.deny` takes the exact names of commands, such as `system.run`. Patterns,
    /// groups and the text of shell commands match nothing, so what they are meant to keep out stays
    /// allowed. OpenClaw says nothing when it starts.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { nodes: { commands: { deny: ["camera.*", "sms.send", "system.runs"] } } },
    /// //                                       ^^^^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { gateway: { nodes: { commands: { deny: ["camera.snap", "sms.send"] } } } }
    /// ```
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { nodes: { commands: { deny: ["group:camera", "/^sms/", "camera.snaps"] } } },
    /// //                                       ^^^^^^^^^^^^^^
    /// }
    /// ```
    "gateway-nodes-deny-commands-ineffective" {
        severity: Severity::Warning,
        effect: Effect::Audited,
        audit: Some("gateway.nodes.deny_commands_ineffective"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let gateway = context.gateway();
    let allowed = gateway.items(&["nodes", "commands", "allow"]);
    let allowed: Vec<_> = allowed.into_iter().filter_map(|item| context.text(item)).collect();
    let apps = context.tree.root().and_then(|root| root.at(&["wizard", "appRecommendations"]));
    let has_apps = apps.is_none_or(|apps| apps.as_bool() != Some(false));
    let is_known = |name: &str| {
        (node_commands::is_command(name) && (has_apps || name != "device.apps"))
            || allowed.iter().any(|allowed| trim(allowed) == name)
    };
    let mut idle = gateway
        .items(&["nodes", "commands", "deny"])
        .into_iter()
        .filter_map(|item| Some((item, trim(&context.text(item)?).to_owned())))
        .filter(|(_, name)| !name.is_empty() && (is_pattern(name) || !is_known(name)));
    let Some((first, name)) = idle.next() else { return };
    let finding = findings.add(Place::value(first), why(&name));
    for (item, name) in idle {
        finding.related(item.span(), why(&name));
    }
    finding.help("write the exact name of each command, such as `camera.snap` or `system.run`");
}

fn why(name: &str) -> String {
    if is_pattern(name) {
        return "this denies nothing: commands are denied by their exact names only".to_owned();
    }
    match node_commands::nearest(name) {
        Some(near) => format!("no command goes by this name; did you mean `{near}`?"),
        None => "this denies nothing: no command goes by this name".to_owned(),
    }
}

/// Whether someone may have meant several commands, or the text of one in a shell.
fn is_pattern(name: &str) -> bool {
    let marks = |c: char| "?*[]{}(),|".contains(c) || c.is_whitespace();
    name.contains(marks)
        || name.starts_with(['/', '^'])
        || name.ends_with(['/', '$'])
        || name.contains("group:")
}
