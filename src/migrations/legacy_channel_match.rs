//! See the rule's documentation.

use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Array, Key, Object, Value};

rule! {
    /// A channel is matched under the name `provider`, or an account under `accountID`.
    ///
    /// Before 2026.1.24 channels were called providers. In `bindings` and in
    /// `session.sendPolicy.rules` a `match` names its `channel` now, and its `accountId`. OpenClaw
    /// rejects the old names; from 2026.3.28 on its `doctor --fix` deletes them, and a binding without
    /// them matches something else.
    ///
    /// The fix writes the new name. Where that is there already, it counts.
    ///
    /// ```json5 bad
    /// {
    ///   bindings: [
    ///     { agentId: "main", match: { provider: "telegram", accountID: "home" } }, // the family
    /// //                              ^^^^^^^^
    /// //                                                    ^^^^^^^^^
    ///   ],
    ///   session: {
    ///     sendPolicy: {
    ///       rules: [{ action: "deny", match: { channel: "slack", provider: "discord" } }],
    /// //                                                         ^^^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   bindings: [
    ///     { agentId: "main", match: { channel: "telegram", accountId: "home" } }, // the family
    ///   ],
    ///   session: {
    ///     sendPolicy: {
    ///       rules: [{ action: "deny", match: { channel: "slack" /* `channel` is set already: provider: "discord" */ } }],
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// { "bindings": [{ "agentId": "main", "match": { "provider": "telegram" } }] }
    /// //                                             ^^^^^^^^^^
    /// ```
    ///
    /// ```json fixed
    /// { "bindings": [{ "agentId": "main", "match": { "channel": "telegram" } }] }
    /// ```
    ///
    /// ```json5 good
    /// { bindings: [{ agentId: "main", match: { channel: "telegram", accountId: "home" } }] }
    /// ```
    "legacy-channel-match" {
        severity: Severity::Error,
        effect: Effect::Rejected,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

/// The lists whose items match channels.
const LISTS: [&[&str]; 2] = [&["bindings"], &["session", "sendPolicy", "rules"]];

/// Old names and new ones.
const RENAMED: [(&str, &str); 2] = [("provider", "channel"), ("accountID", "accountId")];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(root) = context.tree.root() else { return };
    for path in LISTS {
        let list = root.at(path).and_then(Value::as_array);
        for (index, item) in list.into_iter().flat_map(Array::items).enumerate() {
            let Some(object) = item.get("match").and_then(Value::as_object) else { continue };
            let list: Key = path.iter().copied().collect();
            let key = list.child(index.to_string()).child("match");
            look_at(context, findings, object, &key);
        }
    }
}

fn look_at(context: &Context<'_>, findings: &mut Findings<'_>, object: Object<'_>, key: &Key) {
    for (old, new) in RENAMED {
        let Some(member) = object.get(old) else { continue };
        let place = Place { key: key.clone().child(old), span: member.name_span() };
        let finding = findings.add(place, format!("`{old}` is called `{new}` now"));
        finding.help(format!("write `{new}`"));
        let edits = context.edits(|plan| match object.get(new) {
            Some(_) => plan.retire(member, &format!("`{new}` is set already")),
            None => plan.rename(member, new),
        });
        finding.fix(Safety::Safe, format!("rename it to `{new}`"), edits);
    }
}
