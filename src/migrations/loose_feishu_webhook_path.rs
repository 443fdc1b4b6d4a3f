//! See the rule's documentation.

use super::channel_entry::ChannelEntry;
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::Value;
use url::Url;

rule! {
    /// The path of Feishu's webhook is not written as it is requested.
    ///
    /// OpenClaw compares `webhookPath` with the path of a request, which begins with a slash and comes
    /// percent-encoded. Up to 2026.7.35 it was brought into that form when it was read; its `doctor --fix`
    /// writes it so now. One that cannot be a path becomes `/feishu/events`, the default.
    ///
    /// The fix writes what was meant, as OpenClaw does; a path that was none needs someone to agree.
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     feishu: {
    ///       webhookPath: "feishu/hook",
    /// //                 ^^^^^^^^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   channels: {
    ///     feishu: {
    ///       webhookPath: "/feishu/hook",
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { channels: { feishu: { webhookPath: "/feishu/hook" } } }
    /// ```
    ///
    /// ```json5 good 2026.7.35
    /// { channels: { feishu: { webhookPath: "feishu/hook" } } }
    /// ```
    "loose-feishu-webhook-path" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

const DEFAULT: &str = "/feishu/events";

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    // The catalog takes any text.
    if !context.world.target.is_since("2026.8.1") {
        return;
    }
    let Some(root) = context.tree.root() else { return };
    for entry in ChannelEntry::of_channel(root, "feishu") {
        let Some(value) = entry.at(&["webhookPath"]) else { continue };
        let Some(text) = context.text(value).filter(|_| value.as_text().is_some()) else {
            continue;
        };
        let requested = requested(&text);
        let path = requested.as_deref().unwrap_or(DEFAULT);
        if path == text || is_variable(context, value) {
            continue;
        }
        let edits = context.edits(|plan| {
            plan.replace(value, path);
            Ok(())
        });
        let safety = if requested.is_some() { Safety::Safe } else { Safety::Unsafe };
        findings
            .add(Place::value(value), "this path is not written as it is requested")
            .help(format!("OpenClaw's `doctor --fix` would write `{path}`"))
            .fix(safety, "write it as it is requested", edits);
    }
}

/// Whether the text comes from a variable.
fn is_variable(context: &Context<'_>, value: Value<'_>) -> bool {
    context.text(value).is_some_and(|text| !value.is_text(&text))
}

/// The path and query with which a configured path is requested, by the rules for URLs; `None` where
/// it cannot be requested.
fn requested(path: &str) -> Option<String> {
    let path = path.trim();
    if path.is_empty() {
        return Some(DEFAULT.to_owned());
    }
    let base = Url::parse("http://localhost").ok()?;
    let url = base.join(path).ok()?;
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    let query = url.query().map_or(String::new(), |query| format!("?{query}"));
    Some(format!("{}{query}", url.path()))
}
