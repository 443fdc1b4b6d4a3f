//! See the rule's documentation.

use super::channel_entry::ChannelEntry;
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Member, Value};

rule! {
    /// How much of a group's history Telegram looks at is set beside its `historyLimit`.
    ///
    /// `includeGroupHistoryContext` was `none`, `recent` or `mention-only`. That was so from 2026.6.11 to 2026.6.35; since then the history of a
    /// group is always looked at, as far as `historyLimit` goes.
    ///
    /// The fix makes `none` a `historyLimit` of 0, as `openclaw doctor --fix` does. An account with `recent`
    /// under a section with `none` gets the limit that it had: the section's, or the one of
    /// `messages.groupChat`, or 50. Anything else is what holds without the key.
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     telegram: {
    ///       includeGroupHistoryContext: "none",
    /// //    ^^^^^^^^^^^^^^^^^^^^^^^^^^
    ///       historyLimit: 20,
    ///       accounts: {
    ///         alerts: { includeGroupHistoryContext: "recent" },
    /// //                ^^^^^^^^^^^^^^^^^^^^^^^^^^
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   channels: {
    ///     telegram: {
    ///       // a `historyLimit` of 0 says it
    ///       // includeGroupHistoryContext: "none",
    ///       historyLimit: 0,
    ///       accounts: {
    ///         alerts: { /* `historyLimit` says how much: includeGroupHistoryContext: "recent" */ historyLimit: 20 },
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { channels: { telegram: { historyLimit: 0 } } }
    /// ```
    ///
    /// ```json5 good 2026.6.35
    /// { channels: { telegram: { includeGroupHistoryContext: "none" } } }
    /// ```
    "telegram-group-history-context" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

/// As many as OpenClaw takes where nothing says how many (2026.9.6).
const DEFAULT_LIMIT: f64 = 50.0;

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(root) = context.tree.root() else { return };
    let name = "includeGroupHistoryContext";
    let entries = ChannelEntry::of_channel(root, "telegram");
    let of_section = entries.first().and_then(|section| section.at(&[name]));
    let none_in_section = of_section.is_some_and(|mode| mode.is_text("none"));
    let limit = |value: Option<Value<'_>>| value.and_then(Value::as_number);
    let inherited = entries
        .first()
        .and_then(|section| limit(section.at(&["historyLimit"])))
        .or_else(|| limit(root.at(&["messages", "groupChat", "historyLimit"])))
        .unwrap_or(DEFAULT_LIMIT);
    let mut settled: Vec<(Member<'_>, Option<f64>)> = Vec::new();
    let old: Vec<_> = entries
        .iter()
        .filter(|entry| entry.has_moved(context, &[name], &["historyLimit"]))
        .filter_map(|entry| Some((entry, entry.get(name)?)))
        .collect();
    for (entry, member) in &old {
        let is = |mode: &str| member.value().is_some_and(|value| value.is_text(mode));
        let keeps = entry.account().is_some() && none_in_section && is("recent");
        let new = if is("none") {
            Some(0.0)
        } else if keeps && entry.at(&["historyLimit"]).is_none() {
            Some(inherited)
        } else {
            None
        };
        settled.push((*member, new));
    }
    // The section's limit is looked at before it changes.
    let mut fix = Some(context.edits(|plan| {
        for ((entry, _), (member, new)) in old.iter().zip(&settled) {
            let is_none = *new == Some(0.0);
            if let Some(new) = *new {
                plan.set(&entry.below(&["historyLimit"]), new)?;
            }
            plan.retire(*member, if is_none { SAYS_NONE } else { SAYS_SOME })?;
        }
        Ok(())
    }));
    for (member, new) in settled {
        let finding = findings.add(
            Place::name(member),
            "the history of groups is always looked at, up to `historyLimit`",
        );
        match new {
            Some(limit) => finding.help(format!("write a `historyLimit` of {limit}")),
            None => finding.help("it says nothing that does not hold without it"),
        };
        if let Some(edits) = fix.take() {
            finding.fix(Safety::Safe, "leave it to `historyLimit`", edits);
        }
    }
}

const SAYS_NONE: &str = "a `historyLimit` of 0 says it";
const SAYS_SOME: &str = "`historyLimit` says how much";
