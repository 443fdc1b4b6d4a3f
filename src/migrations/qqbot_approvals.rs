//! See the rule's documentation.

use super::channel_entry::ChannelEntry;
use super::qqbot::{self, NOBODY};
use crate::edit::New;
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::Value;

rule! {
    /// Who may write to QQBot may also approve what it does.
    ///
    /// Tencent's plugin, which QQBot is since 2026.8.1, lets everyone in `allowFrom` approve commands. Before,
    /// `execApprovals` named who may, or `commands.allowFrom`, and an open or empty `allowFrom` was about
    /// writing only. It also compares ids in capitals and without `qqbot:`.
    ///
    /// The fix keeps approvals to those who had them, as `openclaw doctor --fix` does: `allowFrom` lists only
    /// them, or someone whom there is not, and `dmPolicy: "open"` lets others write as before. It narrows who
    /// may do what, so someone must agree.
    ///
    /// ```json5 bad
    /// {
    ///   plugins: { entries: { qqbot: { enabled: true } } },
    ///   channels: {
    ///     qqbot: { appId: "100", clientSecret: "${QQBOT_SECRET}", allowFrom: ["*"] },
    /// //                                                          ^^^^^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   plugins: { entries: { qqbot: { enabled: true } } },
    ///   channels: {
    ///     qqbot: { appId: "100", clientSecret: "${QQBOT_SECRET}", allowFrom: ["openclaw:approval-disabled"], dmPolicy: "open" },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// {
    ///   "plugins": { "entries": { "qqbot": { "enabled": true } } },
    ///   "channels": {
    ///     "qqbot": {
    ///       "dmPolicy": "allowlist",
    ///       "allowFrom": ["qqbot:abc", "DEF"],
    ///       "execApprovals": { "approvers": ["abc"] }
    /// //    ^^^^^^^^^^^^^^^
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ```json fixed
    /// {
    ///   "plugins": { "entries": { "qqbot": { "enabled": true } } },
    ///   "channels": {
    ///     "qqbot": {
    ///       "dmPolicy": "allowlist",
    ///       "allowFrom": ["ABC"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   plugins: { entries: { qqbot: { enabled: true } } },
    ///   channels: { qqbot: { appId: "100", dmPolicy: "open", allowFrom: ["openclaw:approval-disabled"] } },
    /// }
    /// ```
    "qqbot-approvals" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let entries = qqbot::entries(context);
    // The account `default` is laid over the section first.
    if entries.iter().any(|entry| entry.account() == Some("default")) {
        return;
    }
    for entry in &entries {
        let old = entry.get("execApprovals");
        let allow_from = entry.at(&["allowFrom"]);
        let new = Access::of(context, entry);
        let same_list =
            new.allow_from.as_ref().is_none_or(|new| *new == qqbot::written_ids(allow_from));
        if old.is_none() && same_list && !new.opens {
            continue;
        }
        let edits = context.edits(|plan| {
            if let Some(new) = new.allow_from.as_ref().filter(|_| !same_list) {
                let list = New::list(new.iter().map(String::as_str));
                plan.set(&entry.below(&["allowFrom"]), list)?;
            }
            if new.opens {
                plan.set(&entry.below(&["dmPolicy"]), "open")?;
            }
            match old {
                Some(old) => plan.retire(old, "who is in `allowFrom` may approve"),
                None => Ok(()),
            }
        });
        let section = entry.object.value().member();
        let place = match old.or_else(|| entry.get("allowFrom")).or(section) {
            Some(member) => Place::name(member),
            None => continue,
        };
        findings
            .add(place, "who may write to QQBot may also approve what it does")
            .help(
                "list in `allowFrom` who may approve, and let others write by `dmPolicy: \"open\"`",
            )
            .fix(Safety::Unsafe, "keep approvals to those who had them", edits);
    }
}

/// What is to stand in an entry.
struct Access {
    /// Who may approve; `None` leaves the list as it is.
    allow_from: Option<Vec<String>>,
    /// Whether everyone may write, which has to be said.
    opens: bool,
}

impl Access {
    fn of(context: &Context<'_>, entry: &ChannelEntry<'_>) -> Self {
        let listed = qqbot::ids(entry.at(&["allowFrom"]));
        let everyone = listed.is_empty() || listed.iter().any(|id| id == "*");
        let named: Vec<String> = listed.iter().filter(|id| *id != "*").cloned().collect();
        let policy = entry.at(&["dmPolicy"]);
        let is_policy = |name: &str| policy.is_some_and(|policy| policy.is_text(name));
        let was_open = is_policy("open")
            || (policy.is_none() && everyone)
            || (is_policy("allowlist") && listed.iter().any(|id| id == "*"));
        let opens = was_open && !is_policy("open");
        let among_named = |ids: Vec<String>| -> Vec<String> {
            if everyone { ids } else { ids.into_iter().filter(|id| named.contains(id)).collect() }
        };
        let Some(old) = entry.at(&["execApprovals"]) else {
            let commands = commands_allow_from(context);
            return match commands {
                Some(ids) => {
                    let ids = ids.into_iter().filter(|id| id != "*").collect();
                    Self { allow_from: Some(or_nobody(among_named(ids))), opens }
                }
                None if everyone => Self { allow_from: Some(or_nobody(named)), opens },
                // As the plugin compares them.
                None => Self { allow_from: Some(listed), opens: false },
            };
        };
        let approvers = qqbot::ids(old.get("approvers"));
        let filters = |name: &str| match old.get(name) {
            Some(filter) => filter.as_array().is_none_or(|list| list.items().next().is_some()),
            None => false,
        };
        let is_beyond = old.as_object().is_none()
            || old.get("enabled").and_then(Value::as_bool) == Some(false)
            || filters("agentFilter")
            || filters("sessionFilter")
            || old.get("target").is_some()
            || approvers.iter().any(|id| id == "*");
        let allow_from = if is_beyond {
            Vec::new()
        } else if !approvers.is_empty() {
            let nobody = is_policy("allowlist") && listed.is_empty();
            if nobody { Vec::new() } else { among_named(approvers) }
        } else if everyone {
            Vec::new()
        } else {
            listed
        };
        Self { allow_from: Some(or_nobody(allow_from)), opens }
    }
}

fn or_nobody(ids: Vec<String>) -> Vec<String> {
    if ids.is_empty() { vec![NOBODY.to_owned()] } else { ids }
}

/// Who may give commands on QQBot, or on all channels.
fn commands_allow_from(context: &Context<'_>) -> Option<Vec<String>> {
    let allowed = context.tree.root()?.at(&["commands", "allowFrom"])?;
    let own = allowed.get("qqbot").filter(|list| list.as_array().is_some());
    let list = own.or_else(|| allowed.get("*").filter(|list| list.as_array().is_some()))?;
    Some(qqbot::ids(Some(list)))
}
