//! See the rule's documentation.

use crate::effective::{Found, places};
use crate::finding::{Effect, Finding, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::Since;
use crate::syntax::{Member, Value};

rule! {
    /// An MCP server has a setting under a name that OpenClaw no longer takes.
    ///
    /// Most unknown keys of a server are passed over, but these were once read, under names that
    /// other programs use, and OpenClaw rejects the config because of them:
    ///
    /// | no longer | now |
    /// | --- | --- |
    /// | `disabled` | `enabled`, the other way round |
    /// | `connectTimeout`, `connect_timeout` (seconds) | `connectionTimeoutMs` |
    /// | `timeout` (seconds) | `requestTimeoutMs` |
    /// | `workingDirectory` | `cwd` |
    /// | `supports_parallel_tool_calls` | `supportsParallelToolCalls` |
    /// | `ssl_verify` | `sslVerify` |
    /// | `client_cert`, `client_key` | `clientCert`, `clientKey` |
    ///
    /// The fix carries the value over, which is safe: `openclaw doctor --fix` does the same. Where
    /// the new name is taken, or the value is not one that it takes, the old one is commented out,
    /// which needs your word.
    ///
    /// ```json5 bad
    /// {
    ///   mcp: {
    ///     servers: {
    ///       files: {
    ///         command: "files-mcp",
    ///         disabled: true, // until the disk is back
    /// //      ^^^^^^^^
    ///         timeout: 2.5,
    /// //      ^^^^^^^
    ///         workingDirectory: "/srv/files",
    /// //      ^^^^^^^^^^^^^^^^
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   mcp: {
    ///     servers: {
    ///       files: {
    ///         command: "files-mcp",
    ///         enabled: false, // until the disk is back
    ///         requestTimeoutMs: 2500,
    ///         cwd: "/srv/files",
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 bad
    /// {
    ///   nodeHost: {
    ///     mcp: {
    ///       servers: {
    ///         files: {
    ///           command: "files-mcp",
    ///           cwd: "/srv/files",
    ///           workingDirectory: "/home/me",
    /// //        ^^^^^^^^^^^^^^^^
    ///         },
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   nodeHost: {
    ///     mcp: {
    ///       servers: {
    ///         files: {
    ///           command: "files-mcp",
    ///           cwd: "/srv/files",
    ///           // its name is `cwd` now, and there is one
    ///           // workingDirectory: "/home/me",
    ///         },
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { mcp: { servers: { files: { command: "files-mcp", enabled: false, vendorNote: "x" } } } }
    /// ```
    "mcp-server-retired-key" {
        severity: Severity::Error,
        effect: Effect::Rejected,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

/// Since when OpenClaw checks it.
const SINCE: Since = Since::known("2026.8.1");

/// How a value is carried over.
#[derive(Clone, Copy)]
enum Carry {
    /// The other way round.
    Inverse,
    /// A text, as it is.
    Text,
    /// A boolean, as it is.
    Flag,
    /// Seconds, as milliseconds.
    Seconds,
}

/// Old names, new ones, and how values are carried over. Of two old names for one the first counts.
const RETIRED: [(&str, &str, Carry); 9] = [
    ("disabled", "enabled", Carry::Inverse),
    ("connectTimeout", "connectionTimeoutMs", Carry::Seconds),
    ("connect_timeout", "connectionTimeoutMs", Carry::Seconds),
    ("timeout", "requestTimeoutMs", Carry::Seconds),
    ("workingDirectory", "cwd", Carry::Text),
    ("supports_parallel_tool_calls", "supportsParallelToolCalls", Carry::Flag),
    ("ssl_verify", "sslVerify", Carry::Flag),
    ("client_cert", "clientCert", Carry::Text),
    ("client_key", "clientKey", Carry::Text),
];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    if !SINCE.holds_in(context.world.target) {
        return;
    }
    let found = ["mcp.servers.*", "nodeHost.mcp.servers.*"].map(|p| places(context.tree, p));
    for server in found.into_iter().flatten() {
        let mut carried = "";
        for (old, new, carry) in RETIRED {
            let Some(member) = server.member(old) else { continue };
            let finding = findings.add(
                server.member_name(member),
                format!("OpenClaw no longer reads `{old}` of an MCP server; it is `{new}` now"),
            );
            // Of two old names, the first is carried over.
            let is_free = carried != new && server.member(new).is_none();
            carried = new;
            mend(context, &server, member, new, carry, is_free, finding);
        }
    }
}

fn mend(
    context: &Context<'_>,
    server: &Found<'_>,
    member: Member<'_>,
    new: &str,
    carry: Carry,
    is_free: bool,
    finding: &mut Finding,
) {
    finding.help(match carry {
        Carry::Inverse => "write `enabled` and the opposite".to_owned(),
        Carry::Seconds => format!("write `{new}`, in milliseconds"),
        Carry::Text | Carry::Flag => format!("write `{new}`"),
    });
    let Some(value) = member.value() else { return };
    if !is_free {
        if let Some(other) = server.member(new) {
            finding.related(other.name_span(), "this is the name that it has now");
        }
        let reason = format!("its name is `{new}` now, and there is one");
        let edits = context.edits(|plan| plan.retire(member, &reason));
        finding.fix(Safety::Unsafe, "comment it out", edits);
        return;
    }
    let seconds = value.as_number().filter(|seconds| seconds.is_finite() && *seconds > 0.0);
    let edits = match carry {
        Carry::Inverse => value.as_bool().map(|flag| {
            context.edits(|plan| {
                plan.rename(member, new)?;
                plan.replace(value, !flag);
                Ok(())
            })
        }),
        Carry::Seconds => seconds.map(|seconds| {
            context.edits(|plan| {
                plan.rename(member, new)?;
                plan.replace(value, (seconds * 1000.0).round());
                Ok(())
            })
        }),
        Carry::Text | Carry::Flag if fits(value, carry) => {
            Some(context.edits(|plan| plan.rename(member, new)))
        }
        Carry::Text | Carry::Flag => None,
    };
    if let Some(edits) = edits {
        finding.fix(Safety::Safe, format!("carry it over to `{new}`"), edits);
    } else {
        let reason = format!("its name is `{new}` now, which takes no such value");
        let edits = context.edits(|plan| plan.retire(member, &reason));
        finding.fix(Safety::Unsafe, "comment it out", edits);
    }
}

/// Whether the new name takes the value as it is.
fn fits(value: Value<'_>, carry: Carry) -> bool {
    match carry {
        Carry::Text => value.as_text().is_some(),
        _ => value.as_bool().is_some(),
    }
}
