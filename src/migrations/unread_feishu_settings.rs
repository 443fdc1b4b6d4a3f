//! See the rule's documentation.

use super::channel_entry::ChannelEntry;
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Member, Object, Value};

rule! {
    /// Feishu has settings that it never read.
    ///
    /// Feishu's section took a `heartbeat` of its own, with `visibility` and `intervalMs`, and
    /// `blockStreamingCoalesce` with `enabled`, `minDelayMs` and `maxDelayMs`. Nothing ever read them; what
    /// coalesces blocks is `minChars`, `maxChars` and `idleMs`.
    ///
    /// The fix comments them out.
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     feishu: {
    ///       heartbeat: { visibility: "visible", intervalMs: 60000 },
    /// //    ^^^^^^^^^
    ///       streaming: {
    ///         block: {
    ///           coalesce: {
    ///             enabled: true,
    /// //          ^^^^^^^
    ///             minChars: 40,
    ///           },
    ///         },
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   channels: {
    ///     feishu: {
    ///       // Feishu never read it
    ///       // heartbeat: { visibility: "visible", intervalMs: 60000 },
    ///       streaming: {
    ///         block: {
    ///           coalesce: {
    ///             // Feishu never read it
    ///             // enabled: true,
    ///             minChars: 40,
    ///           },
    ///         },
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { channels: { feishu: { heartbeatVisibility: { visibility: "visible" } } } }
    /// ```
    "unread-feishu-settings" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

const IN_COALESCE: [&str; 3] = ["enabled", "minDelayMs", "maxDelayMs"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(root) = context.tree.root() else { return };
    for entry in ChannelEntry::of_channel(root, "feishu") {
        let mut unread = Vec::new();
        let heartbeat = entry.get("heartbeat").filter(|member| {
            let retired = entry.rules_at(context, &["heartbeat"]).is_none();
            let object = member.value().and_then(Value::as_object);
            retired && object.is_some_and(|object| object.is_empty() || has_own_settings(object))
        });
        unread.extend(heartbeat);
        let coalesce = ["streaming", "block", "coalesce"];
        if let Some(object) = entry.at(&coalesce).and_then(Value::as_object) {
            let is_known = |name: &str| {
                let path: Vec<&str> = coalesce.iter().copied().chain([name]).collect();
                entry.rules_at(context, &path).is_some()
            };
            let names = IN_COALESCE.into_iter().filter(|name| !is_known(name));
            unread.extend(names.filter_map(|name| object.get(name)));
        }
        for member in unread {
            let edits = context.edits(|plan| plan.retire(member, "Feishu never read it"));
            findings.add(Place::name(member), "Feishu never read this setting").fix(
                Safety::Safe,
                "take it out of force",
                edits,
            );
        }
    }
}

fn has_own_settings(heartbeat: Object<'_>) -> bool {
    let is_own =
        |member: Member<'_>| member.is_named("visibility") || member.is_named("intervalMs");
    heartbeat.members().any(is_own)
}
