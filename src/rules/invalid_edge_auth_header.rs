//! See the rule's documentation.

use std::collections::BTreeMap;

use crate::effective::places;
use crate::finding::{Effect, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::Since;
use crate::syntax::Object;

rule! {
    /// A header for the way to a remote gateway cannot be sent.
    ///
    /// The headers of `gateway.remote.edgeAuth` go to what guards the remote gateway. OpenClaw rejects
    /// a config with a name that no HTTP header can have, a header that belongs to the connection
    /// itself (`Host`, `Upgrade`, `Sec-WebSocket-Key`, …), or two names that differ in case only.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     mode: "remote",
    ///     remote: {
    ///       url: "wss://claw.example.com",
    ///       edgeAuth: {
    ///         "CF Access": "${CF_ID}",
    /// //      ^^^^^^^^^^^
    ///         Host: "claw.example.com",
    /// //      ^^^^
    ///         "X-Token": "${TOKEN}",
    ///         "x-token": "${OLD_TOKEN}",
    /// //      ^^^^^^^^^
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: {
    ///     mode: "remote",
    ///     remote: {
    ///       url: "wss://claw.example.com",
    ///       edgeAuth: { "CF-Access-Client-Id": "${CF_ID}", "X-Host": "claw" },
    ///     },
    ///   },
    /// }
    /// ```
    "invalid-edge-auth-header" {
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

/// Headers of the connection itself, in order.
const OF_CONNECTION: [&str; 8] = [
    "connection",
    "content-length",
    "host",
    "sec-websocket-extensions",
    "sec-websocket-key",
    "sec-websocket-protocol",
    "sec-websocket-version",
    "upgrade",
];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    if !SINCE.holds_in(context.world.target) {
        return;
    }
    for headers in places(context.tree, "gateway.remote.edgeAuth") {
        let members = headers.value.as_object().map(Object::effective).unwrap_or_default();
        let mut written: Vec<_> = members
            .into_iter()
            .filter(|(name, _)| *name != "__proto__" && *name != "$include")
            .collect();
        written.sort_by_key(|(_, member)| member.name_span());
        let mut earlier = BTreeMap::new();
        for (name, member) in written {
            let name = name.to_lossy();
            let folded = name.to_lowercase();
            let place = headers.member_name(member);
            if !is_header(&name) {
                findings
                    .add(place, "no HTTP header can have this name")
                    .help("names have letters, digits and `-`, without blanks");
            } else if OF_CONNECTION.binary_search(&folded.as_str()).is_ok() {
                findings
                    .add(
                        place,
                        format!("`{folded}` belongs to the connection; no config may set it"),
                    )
                    .help("remove it; OpenClaw sends it itself");
            } else if let Some(first) = earlier.insert(folded, member.name_span()) {
                findings
                    .add(place, "this header is set already: its name differs in case only")
                    .help("keep one of them")
                    .related(first, "it is set here first");
            }
        }
    }
}

/// Whether an HTTP header can have that name.
fn is_header(name: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(fits)
}
