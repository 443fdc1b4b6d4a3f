//! See the rule's documentation.

use crate::effective::{Found, places};
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema;
use crate::schema::Since;
use crate::syntax::{Value, ValueKind};

rule! {
    /// An MCP server is to know each person apart, and cannot.
    ///
    /// With `oauth.identity: "per-requester"` everyone who asks signs in to the server for
    /// themselves. That needs `auth: "oauth"` and a server with a `url`, and it leaves no room for
    /// one shared sign-in (`oauth.authProfileId`) or for a server that OpenClaw starts by a
    /// `command`. OpenClaw rejects the config otherwise.
    ///
    /// ```json5 bad
    /// {
    ///   mcp: {
    ///     servers: {
    ///       tickets: {
    ///         url: "https://tickets.example.net/mcp",
    ///         oauth: { identity: "per-requester", authProfileId: "team" },
    /// //                         ^^^^^^^^^^^^^^^
    /// //                                          ^^^^^^^^^^^^^
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   mcp: {
    ///     servers: {
    ///       tickets: {
    ///         url: "https://tickets.example.net/mcp",
    ///         auth: "oauth",
    ///         oauth: { identity: "per-requester" },
    ///       },
    ///       wiki: {
    ///         url: "https://wiki.example.net/mcp",
    ///         auth: "oauth",
    ///         oauth: { identity: "per-requester", authProfileId: " " },
    ///       },
    ///       notes: {
    ///         url: "https://notes.example.net/mcp",
    ///         auth: "oauth",
    ///         oauth: { identity: "shared", authProfileId: "team" },
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    "mcp-server-oauth-conflict" {
        severity: Severity::Error,
        effect: Effect::Rejected,
        audit: None,
        since: "0.1.0",
        fix: None,
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
    for pattern in ["mcp.servers.*", "nodeHost.mcp.servers.*"] {
        for server in places(context.tree, pattern) {
            look_at(context, &server, findings);
        }
    }
}

fn look_at(context: &Context<'_>, server: &Found<'_>, findings: &mut Findings<'_>) {
    let Some(oauth) = server.get("oauth") else { return };
    let Some(identity) = oauth.get("identity") else { return };
    if context.text(identity).as_deref() != Some("per-requester") {
        return;
    }
    let is_absent = |name: &str| server.get(name).is_none() && !server.is_partial;
    let command = server.get("command").filter(|command| command.kind() == ValueKind::String);
    let transport = server.get("transport");
    let stdio = transport.filter(|word| context.text(*word).as_deref() == Some("stdio"));
    let started = command.or(stdio);

    let mut needs = Vec::new();
    if is_absent("auth") {
        needs.push("`auth: \"oauth\"`");
    }
    if is_absent("url") {
        needs.push("a `url`");
    }
    if started.is_some() {
        needs.push("a server that OpenClaw does not start itself");
    }
    let key = server.key.clone().child("oauth");
    if let [first @ .., last] = needs.as_slice() {
        let needs = match first {
            [] => (*last).to_owned(),
            first => format!("{} and {last}", first.join(", ")),
        };
        let place = Place { key: key.clone().child("identity"), span: identity.span() };
        let message = format!("that everyone signs in for themselves needs {needs}");
        let finding = findings.add(place, message);
        finding.help("add what is missing, or share one sign-in: `identity: \"shared\"`");
        if let Some(started) = started {
            finding.related(started.span(), "OpenClaw starts this server");
        }
    }
    let profile = oauth.as_object().and_then(|oauth| oauth.get("authProfileId"));
    let is_text = |value: Value<'_>| {
        value.kind() == ValueKind::String
            && context.text(value).is_none_or(|text| !schema::trim(&text).is_empty())
    };
    if let Some(member) = profile.filter(|member| member.value().is_some_and(is_text)) {
        let place = Place { key: key.child("authProfileId"), span: member.name_span() };
        let finding = findings.add(place, "one shared sign-in cannot be used for each person");
        finding.related(identity.span(), "everyone signs in for themselves");
        finding.help("leave `authProfileId` out, or share it: `identity: \"shared\"`");
    }
}
