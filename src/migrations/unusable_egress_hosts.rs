//! See the migration's documentation.

use crate::finding::{Effect, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::ViolationKind;
use crate::syntax::{Array, Value};

rule! {
    /// A host of the proxy for secrets is one that it cannot match.
    ///
    /// Since 2026.8.1 each item of `secrets.egressProxy.bypassHosts` and `allowedHosts` must be the name
    /// of one host: no scheme, path, port or wildcard. What is none never matched anything. The fix
    /// takes it out, as OpenClaw's own migration does. Where none would be left in `allowedHosts`,
    /// OpenClaw takes out the whole list, which lets every host through; that needs your word.
    ///
    /// ```json5 bad
    /// {
    ///   secrets: {
    ///     egressProxy: {
    ///       bypassHosts: [
    ///         "api.example.com",
    ///         "*.example.org", // all of them
    /// //      ^^^^^^^^^^^^^^^
    ///       ],
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   secrets: {
    ///     egressProxy: {
    ///       bypassHosts: [
    ///         "api.example.com",
    ///         // no name of one host
    ///         // "*.example.org", // all of them
    ///       ],
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// { "secrets": { "egressProxy": { "allowedHosts": ["https://example.com"] } } }
    /// //                                               ^^^^^^^^^^^^^^^^^^^^^
    /// ```
    ///
    /// ```json fixed
    /// { "secrets": { "egressProxy": {} } }
    /// ```
    ///
    /// ```json5 good
    /// { secrets: { egressProxy: { allowedHosts: ["api.example.com"] } } }
    /// ```
    "unusable-egress-hosts" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for name in ["bypassHosts", "allowedHosts"] {
        let list = context.tree.root().and_then(|root| root.at(&["secrets", "egressProxy", name]));
        let Some(list) = list else { continue };
        let Some(hosts) = list.as_array() else { continue };
        let bad: Vec<_> = context
            .violations()
            .iter()
            .filter(|it| matches!(it.kind, ViolationKind::WrongValue { .. }))
            .filter_map(|it| Some((it, it.value(context.tree)?)))
            .filter(|(_, value)| value.holder() == Some(list))
            .collect();
        let none_is_left = bad.len() == Array::items(hosts).count();
        for (index, (violation, item)) in bad.iter().enumerate() {
            let finding = findings.add(violation.place.clone(), "this is no name of one host");
            finding.help("write one host, such as \"api.example.com\"");
            let (safety, edits) = if none_is_left {
                let edits = context.edits(|plan| match Value::member(list) {
                    Some(member) if index == 0 => plan.retire(member, "no names of hosts"),
                    _ => Ok(()),
                });
                let is_limit = name == "allowedHosts";
                (if is_limit { Safety::Unsafe } else { Safety::Safe }, edits)
            } else {
                let edits = context.edits(|plan| plan.retire_item(*item, "no name of one host"));
                (Safety::Safe, edits)
            };
            finding.fix(safety, "take it out", edits);
        }
    }
}
