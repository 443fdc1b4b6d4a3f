//! See the rule's documentation.

use super::node_commands;
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::trim;

rule! {
    /// Agents may use commands of the nodes that reach into someone's life.
    ///
    /// A node, such as a phone, does not take pictures, record the screen, send messages or read health
    /// data for an agent unless `gateway.nodes.commands.allow` says so. What `deny` names as well stays
    /// off. OpenClaw's audit calls that critical when other machines reach the gateway. It is on from the
    /// profile `shared`.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { nodes: { commands: { allow: ["camera.snap", "canvas.present"] } } },
    /// //                                        ^^^^^^^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { gateway: { nodes: { commands: { allow: ["camera.snap"], deny: ["camera.snap"] } } } }
    /// ```
    "gateway-nodes-allow-commands-dangerous" from Shared {
        severity: Severity::Warning,
        effect: Effect::Audited,
        audit: Some("gateway.nodes.allow_commands_dangerous"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let gateway = context.gateway();
    let named = |list: &str| {
        let items = gateway.items(&["nodes", "commands", list]).into_iter();
        let named = items.filter_map(|item| Some((item, trim(&context.text(item)?).to_owned())));
        named.collect::<Vec<_>>()
    };
    let denied = named("deny");
    let is_denied = |name: &str| denied.iter().any(|(_, denied)| denied == name);
    let mut allowed = named("allow")
        .into_iter()
        .filter(|(_, name)| node_commands::is_dangerous(name) && !is_denied(name));
    let Some((first, name)) = allowed.next() else { return };
    let finding =
        findings.add(Place::value(first), format!("agents may use `{name}` on the nodes"));
    for (item, name) in allowed {
        finding.related(item.span(), format!("and `{name}`"));
    }
    if let Some(cause) = context.gateway().exposure() {
        finding
            .severity(Severity::Error)
            .related(cause.span(), "and other machines reach the gateway");
    }
    finding.help("leave out what no agent needs; to switch one off for a while, name it in `deny`");
}
