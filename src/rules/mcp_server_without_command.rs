//! See the rule's documentation.

use crate::effective::places;
use crate::finding::{Effect, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema;
use crate::schema::Since;
use crate::syntax::ValueKind;

rule! {
    /// An MCP server is to be started, and there is no command that starts it.
    ///
    /// With `transport: "stdio"` OpenClaw starts the server and talks to it over its input and output,
    /// so it rejects a config that gives no `command`. A server with a `url` is reached by
    /// `"streamable-http"` or `"sse"`; the fix writes the former, which is unsafe.
    ///
    /// ```json5 bad
    /// {
    ///   mcp: {
    ///     servers: {
    ///       notes: { transport: "stdio", url: "https://notes.example.net/mcp" },
    /// //                        ^^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   mcp: {
    ///     servers: {
    ///       notes: { transport: "streamable-http", url: "https://notes.example.net/mcp" },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { mcp: { servers: { notes: { transport: "stdio", command: "notes-mcp" } } } }
    /// ```
    "mcp-server-without-command" {
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
const SINCE: Since = Since::known("2026.6.11");

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    if !SINCE.holds_in(context.world.target) {
        return;
    }
    let found = ["mcp.servers.*", "nodeHost.mcp.servers.*"].map(|p| places(context.tree, p));
    for server in found.into_iter().flatten() {
        let Some(transport) = server.get("transport") else { continue };
        if context.text(transport).as_deref() != Some("stdio") {
            continue;
        }
        let command = server.get("command");
        let starts = match command {
            None => server.is_partial,
            // Anything but a string is a finding of its own.
            Some(value) => context.text(value).is_none_or(|text| !schema::trim(&text).is_empty()),
        };
        if starts {
            continue;
        }
        let finding = findings.add(
            server.member_value("transport", transport),
            "OpenClaw is to start this server, and there is no command",
        );
        if let Some(blank) = command {
            finding.related(blank.span(), "this is blank");
        }
        finding.help("give the `command` that starts it");
        if server.get("url").is_some_and(|url| url.kind() == ValueKind::String) {
            let word = "streamable-http";
            let edits = context.edits(|plan| {
                plan.replace(transport, word);
                Ok(())
            });
            finding.help("a server with a `url` is reached by `\"streamable-http\"` or `\"sse\"`");
            finding.fix(Safety::Unsafe, "reach it at its `url`", edits);
        }
    }
}
