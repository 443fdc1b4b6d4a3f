//! See the rule's documentation.

use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// MCP servers may show pages of their own to whoever uses the agents.
    ///
    /// With `mcp.apps.enabled` a server that is set up under `mcp.servers` may send interactive HTML. The
    /// pages are shut off from others, yet they call the tools of their server while the session lasts.
    /// That is fine for servers that you trust. It is on from the profile `shared`.
    ///
    /// ```json5 bad
    /// {
    ///   mcp: { apps: { enabled: true } },
    /// //                        ^^^^
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { mcp: { apps: { enabled: false } } }
    /// ```
    "mcp-apps-enabled" from Shared {
        severity: Severity::Warning,
        effect: Effect::Audited,
        audit: Some("mcp.apps.enabled"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let on = context.tree.root().and_then(|root| root.at(&["mcp", "apps", "enabled"]));
    let Some(on) = on.filter(|on| on.as_bool() == Some(true)) else { return };
    let message = "MCP servers may show pages of their own, which use their tools";
    findings
        .add(Place::value(on), message)
        .help("keep it on only if you trust every server under `mcp.servers`");
}
