//! See the migration's documentation.

use crate::effective::{Found, places};
use crate::finding::{Effect, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::trim;
use crate::syntax::{Member, Value};

rule! {
    /// An MCP server says with `type`, as other programs do, how it is reached.
    ///
    /// OpenClaw calls that `transport`, and `"http"` `"streamable-http"`; its `doctor --fix` since
    /// 2026.4.27 writes it so. The fix does the same, and where `transport` is set, it holds. A server
    /// that is started with a command needs neither.
    ///
    /// ```json5 bad
    /// {
    ///   mcp: {
    ///     servers: {
    ///       docs: {
    ///         type: "http", // behind the proxy
    /// //      ^^^^
    ///         url: "https://mcp.example.com",
    ///       },
    ///       files: { type: "stdio", command: "files-mcp" },
    /// //             ^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   mcp: {
    ///     servers: {
    ///       docs: {
    ///         transport: "streamable-http", // behind the proxy
    ///         url: "https://mcp.example.com",
    ///       },
    ///       files: { transport: "stdio", command: "files-mcp" },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// { "mcp": { "servers": { "docs": { "type": "sse", "transport": "streamable-http", "url": "https://mcp.example.com" } } } }
    /// //                                ^^^^^^
    /// ```
    ///
    /// ```json fixed
    /// { "mcp": { "servers": { "docs": { "transport": "streamable-http", "url": "https://mcp.example.com" } } } }
    /// ```
    ///
    /// ```json5 good
    /// { mcp: { servers: { docs: { transport: "sse", url: "https://mcp.example.com" } } } }
    /// ```
    "mcp-server-type" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

const SINCE: &str = "2026.4.27";

/// What other programs say, and what OpenClaw does.
const TYPES: [(&str, &str); 4] = [
    ("http", "streamable-http"),
    ("streamable-http", "streamable-http"),
    ("sse", "sse"),
    ("stdio", "stdio"),
];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    if !context.world.target.is_since(SINCE) {
        return;
    }
    for server in places(context.tree, "mcp.servers.*") {
        let Some(member) = server.member("type") else { continue };
        let word = member.value().and_then(Value::as_text);
        let word = word.map(|word| trim(&word.to_lossy()).to_lowercase());
        let known = TYPES.iter().find(|(other, _)| word.as_deref() == Some(*other));
        if let Some((_, transport)) = known {
            report(context, findings, &server, member, transport);
        }
    }
}

fn report(
    context: &Context<'_>,
    findings: &mut Findings<'_>,
    server: &Found<'_>,
    member: Member<'_>,
    transport: &'static str,
) {
    let finding = findings.add(server.member_name(member), "OpenClaw calls this `transport`");
    finding.help(format!("OpenClaw's `doctor --fix` would write `transport: {transport:?}`"));
    let is_started = server.get("command").is_some_and(|it| it.as_text().is_some());
    if let Some(own) = server.member("transport") {
        finding.related(own.name_span(), "this is set already, and holds");
        let edits = context.edits(|plan| plan.retire(member, "`transport` is set already"));
        finding.fix(Safety::Safe, "take it out", edits);
    } else if transport == "stdio" && !is_started {
        let edits = context.edits(|plan| plan.retire(member, "there is no command to start"));
        finding.fix(Safety::Safe, "take it out", edits);
    } else {
        let edits = context.edits(|plan| {
            if let Some(value) = member.value() {
                plan.replace(value, transport);
            }
            plan.rename(member, "transport")
        });
        finding.fix(Safety::Safe, format!("write `transport: {transport:?}`"), edits);
    }
}
