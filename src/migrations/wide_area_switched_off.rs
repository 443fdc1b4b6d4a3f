//! See the migration's documentation.

use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::trim;
use crate::syntax::Value;

rule! {
    /// Wide-area discovery is switched off and has a domain, which now switches it on.
    ///
    /// `discovery.wideArea.enabled` went with 2026.8.1: a `domain` alone switches discovery on. The fix
    /// takes both out, so that it stays off, as OpenClaw's own migration does.
    ///
    /// ```json5 bad
    /// {
    ///   discovery: {
    ///     wideArea: {
    ///       enabled: false,
    /// //    ^^^^^^^
    ///       domain: "claw.example.com",
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   discovery: {
    ///     wideArea: {
    ///       // a domain switches it on, none off
    ///       // enabled: false,
    ///       // would switch it on
    ///       // domain: "claw.example.com",
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// { "discovery": { "wideArea": { "domain": "claw.example.com", "enabled": false } } }
    /// //                                                           ^^^^^^^^^
    /// ```
    ///
    /// ```json fixed
    /// { "discovery": { "wideArea": {} } }
    /// ```
    ///
    /// ```json5 good
    /// { discovery: { wideArea: { domain: "claw.example.com" } } }
    /// ```
    ///
    /// What is switched on stays on without the switch:
    ///
    /// ```json5 good
    /// { discovery: { wideArea: { enabled: true, domain: "claw.example.com" } } }
    /// ```
    "wide-area-switched-off" {
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
    let path = ["discovery", "wideArea", "enabled"];
    let section = context.tree.root().and_then(|root| root.at(&path[..2]));
    let Some(section) = section.and_then(Value::as_object) else { return };
    let (Some(switch), Some(domain)) = (section.get("enabled"), section.get("domain")) else {
        return;
    };
    let is_off = switch.value().and_then(Value::as_bool) == Some(false);
    let named = domain.value().and_then(Value::as_text);
    let is_named = named.is_some_and(|name| !trim(&name.to_lossy()).is_empty());
    if context.world.target.lookup(&path).is_some() || !is_off || !is_named {
        return;
    }
    let finding = findings.add(
        Place::name(switch),
        "this switch is retired, and a domain alone now switches wide-area discovery on",
    );
    finding.related(domain.name_span(), "this would switch it on");
    let edits = context.edits(|plan| {
        plan.retire(switch, "a domain switches it on, none off")?;
        plan.retire(domain, "would switch it on")
    });
    finding.help("take both out to keep it off").fix(
        Safety::Safe,
        "take both out, so that it stays off",
        edits,
    );
}
