//! See the rule's documentation.

use crate::edit::{New, Where};
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::Since;
use crate::syntax::{Array, Object, Value};

rule! {
    /// A channel's policy for direct messages drops every one of them.
    ///
    /// `dmPolicy: "open"` lets in only those whom `allowFrom` lists, so that it needs `"*"` there to
    /// be open. `dmPolicy: "allowlist"` with no one listed lets in nobody. OpenClaw accepts both with
    /// a warning and answers no direct message. Accounts take from the channel what they do not set.
    ///
    /// The fix adds `"*"` to the list of an open channel; an open account that takes over the list of its
    /// channel gets one of its own. It is unsafe: then anybody may write to the agent. Who is meant to be
    /// on an allow list only you can say.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local" },
    ///   channels: {
    ///     telegram: { dmPolicy: "open" },
    /// //                        ^^^^^^
    ///     discord: { dmPolicy: "open", allowFrom: ["1234"] },
    /// //                       ^^^^^^
    ///     signal: { dmPolicy: "allowlist", allowFrom: [] },
    /// //                      ^^^^^^^^^^^
    ///     slack: {
    ///       dmPolicy: "allowlist",
    ///       allowFrom: ["U1234"],
    ///       accounts: { work: { dmPolicy: "open" } },
    /// //                                  ^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: { mode: "local" },
    ///   channels: {
    ///     telegram: { dmPolicy: "open", allowFrom: ["*"] },
    ///     discord: { dmPolicy: "open", allowFrom: ["1234", "*"] },
    ///     signal: { dmPolicy: "allowlist", allowFrom: [] },
    ///     slack: {
    ///       dmPolicy: "allowlist",
    ///       allowFrom: ["U1234"],
    ///       accounts: { work: { dmPolicy: "open", allowFrom: ["*"] } },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: { mode: "local" },
    ///   channels: {
    ///     telegram: { dmPolicy: "open", allowFrom: ["*"] },
    ///     discord: { dmPolicy: "allowlist", allowFrom: ["1234"] },
    ///     signal: { dmPolicy: "allowlist", enabled: false },
    ///     whatsapp: { dmPolicy: "pairing" },
    ///   },
    /// }
    /// ```
    "dm-policy-without-senders" {
        severity: Severity::Warning,
        effect: Effect::Warned,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

/// Since when OpenClaw checks it.
const SINCE: Since = Since::known("2026.6.11");

/// What is no channel, and `matrix`, whose plugin reads its policy from `dm` alone: OpenClaw warns of
/// it only while the plugin, without which there is no such channel, is not installed. `qqbot`, which
/// needs no `"*"`, is the same.
const SKIPPED: [&str; 5] = ["defaults", "modelByChannel", "tools", "matrix", "qqbot"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(root) = context.tree.root().filter(|_| SINCE.holds_in(context.world.target)) else {
        return;
    };
    let channels = root.get("channels").and_then(Value::as_object);
    for (name, member) in channels.map(Object::effective).unwrap_or_default() {
        let Some(channel) = member.value().filter(|channel| is_on(*channel)) else { continue };
        if SKIPPED.iter().any(|skipped| name == **skipped) {
            continue;
        }
        check_scope(context, channel, None, findings);
        let accounts = channel.get("accounts").and_then(Value::as_object);
        for (_, account) in accounts.map(Object::effective).unwrap_or_default() {
            if let Some(account) = account.value().filter(|account| is_on(*account)) {
                check_scope(context, account, Some(channel), findings);
            }
        }
    }
}

/// Whether it is an object that is not switched off, all of it in this file.
fn is_on(scope: Value<'_>) -> bool {
    let off = scope.get("enabled").and_then(Value::as_bool) == Some(false);
    scope.as_object().is_some() && !off && scope.get("$include").is_none()
}

/// What a scope or the one above it sets, under its present name or below `dm`.
fn setting<'t>(
    scope: Value<'t>,
    above: Option<Value<'t>>,
    name: &str,
    old: &str,
) -> Option<Value<'t>> {
    let own = |scope: Value<'t>| {
        let set = |value: Option<Value<'t>>| value.filter(|value| !value.is_null());
        set(scope.get(name)).or_else(|| set(scope.at(&["dm", old])))
    };
    own(scope).or_else(|| own(above?))
}

fn check_scope<'t>(
    context: &Context<'t>,
    scope: Value<'t>,
    above: Option<Value<'t>>,
    findings: &mut Findings<'_>,
) {
    let Some(policy) = setting(scope, above, "dmPolicy", "policy") else { return };
    let list = setting(scope, above, "allowFrom", "allowFrom");
    // A policy that the channel does not take is a finding of its own. Of channels that only a
    // plugin knows, OpenClaw warns as well, but what they make of it is the plugin's business.
    let release = context.world.target;
    let key = policy.key();
    let is_ours = key.segments().get(..2).is_some_and(|channel| release.lookup(channel).is_some());
    if is_ours && release.lookup(key.segments()).is_none() {
        return;
    }
    let severity = if is_ours { Severity::Warning } else { Severity::Info };
    // What an account takes over whole has been said of the channel.
    let is_own = |value: Value<'_>| {
        let (outer, inner) = (scope.span(), value.span());
        outer.start <= inner.start && inner.end <= outer.end
    };
    if !is_own(policy) && !list.is_some_and(is_own) {
        return;
    }
    let items = || list.and_then(Value::as_array).into_iter().flat_map(Array::items);
    // Texts with a variable of which nothing is known may be anything.
    if items().any(|item| item.as_text().is_some() && context.text(item).is_none()) {
        return;
    }
    let texts = items().filter_map(|item| context.text(item));
    let senders: Vec<String> =
        texts.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()).collect();
    let others = items().filter(|item| item.as_text().is_none()).count();

    // OpenClaw names the list that should hold them.
    let place = Place { key: scope.key().child("allowFrom"), span: policy.span() };
    match context.text(policy).as_deref() {
        Some("open") if !senders.iter().any(|sender| sender == "*") => {
            let message = "direct messages are open, but `allowFrom` lacks \"*\": all are dropped";
            let finding = findings.add(place, message);
            finding.severity(severity);
            finding.help("add \"*\" to `allowFrom`, or choose `\"pairing\"` or `\"allowlist\"`");
            // What others take over as well stays as it is: their policy may be another.
            let (holder, own) = (scope.as_object(), list.filter(|list| is_own(*list)));
            let edits = context.edits(|plan| {
                match (own, own.and_then(Value::as_array), holder) {
                    (_, Some(array), _) => plan.push(array, "*"),
                    (None, _, Some(holder)) => {
                        plan.insert(holder, Where::Last, "allowFrom", New::list(["*"]))?;
                    }
                    _ => {}
                }
                Ok(())
            });
            finding.fix(Safety::Unsafe, "let anybody in", edits);
        }
        Some("allowlist") if senders.is_empty() && others == 0 => {
            let message = "only listed senders may write, and none is listed: all are dropped";
            let finding = findings.add(place, message);
            finding.severity(severity);
            finding.help("list senders in `allowFrom`, or choose `\"pairing\"`");
        }
        _ => {}
    }
}
