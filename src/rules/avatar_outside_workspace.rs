//! See the rule's documentation.

mod workspace;

use crate::effective::{Found, places};
use crate::finding::{Effect, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::{Since, trim};
use crate::syntax::Segment;
use workspace::Workspaces;

rule! {
    /// An agent's picture is not where OpenClaw would take it from.
    ///
    /// `identity.avatar` is a path below the agent's workspace, an `http:` or `https:` URL, or a
    /// `data:` URL. OpenClaw rejects a config in which it begins with `~`, has another scheme, or leads
    /// out of the workspace.
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     entries: {
    ///       main: {
    ///         workspace: "~/claw",
    ///         identity: { avatar: "~/claw/me.png" },
    /// //                          ^^^^^^^^^^^^^^^
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     entries: {
    ///       main: { identity: { avatar: "../pictures/me.png" } },
    /// //                                ^^^^^^^^^^^^^^^^^^^^
    ///       work: { identity: { avatar: "file:///srv/work/me.png" } },
    /// //                                ^^^^^^^^^^^^^^^^^^^^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   agents: {
    ///     entries: {
    ///       main: {
    ///         workspace: "/srv/claw",
    ///         identity: { avatar: "/srv/claw/pictures/../me.png" },
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     ownership: "explicit",
    ///     entries: {
    ///       main: {},
    ///       work: { identity: { avatar: "/srv/work.png" } },
    /// //                                ^^^^^^^^^^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// Where the workspace itself lies is not known here:
    ///
    /// ```json5 good
    /// { agents: { entries: { main: { identity: { avatar: "../../claw/workspace/me.png" } } } } }
    /// ```
    "avatar-outside-workspace" {
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
const SINCE: Since = Since::known("2026.1.24");

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    if !SINCE.holds_in(context.world.target) {
        return;
    }
    for agent in places(context.tree, "agents.entries.*") {
        let Some(avatar) = agent.value.at(&["identity", "avatar"]) else { continue };
        let Some(text) = context.text(avatar) else { continue };
        let path = trim(&text);
        let lower = path.to_ascii_lowercase();
        let is_url = ["data:", "http://", "https://"].iter().any(|start| lower.starts_with(start));
        if path.is_empty() || is_url {
            continue;
        }
        let mut place = agent.place();
        place.key = place.key.child("identity").child("avatar");
        place.span = avatar.span();
        if path.starts_with('~') || has_scheme(path) {
            findings
                .add(place, "OpenClaw takes no picture from there")
                .help("write a path below the agent's workspace, or an https:// or data: URL");
        } else if is_outside(context, &agent, path) {
            findings
                .add(place, "this picture lies outside the agent's workspace")
                .help("put it into the workspace, and write its path from there");
        }
    }
}

/// Whether `text` begins as a URL does, other than with the letter of a drive.
fn has_scheme(text: &str) -> bool {
    let Some((scheme, after)) = text.split_once(':') else { return false };
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"+.-".contains(&byte);
    let is_drive = scheme.len() == 1 && after.starts_with(['/', '\\']);
    let begins = scheme.starts_with(|first: char| first.is_ascii_alphabetic());
    begins && scheme.bytes().all(fits) && !is_drive
}

/// Whether the path certainly leads out of the agent's workspace.
fn is_outside(context: &Context<'_>, agent: &Found<'_>, path: &str) -> bool {
    let id = agent.key.segments().last().map_or("", Segment::as_str);
    let Some(workspaces) = Workspaces::of(context, agent, &trim(id).to_lowercase()) else {
        return false;
    };
    workspaces.leave_out(path)
}
