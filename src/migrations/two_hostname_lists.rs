//! See the migration's documentation.

use std::collections::BTreeSet;

use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::Value;

rule! {
    /// Hosts that the browser may reach stand in two lists, of which OpenClaw reads one.
    ///
    /// `browser.ssrfPolicy.hostnameAllowlist` went into `allowedHostnames` with 2026.8.1. The fix adds
    /// what only the old list has to the other, as OpenClaw's own migration does.
    ///
    /// ```json5 bad
    /// {
    ///   browser: {
    ///     ssrfPolicy: {
    ///       allowedHostnames: ["a.example.com"],
    ///       hostnameAllowlist: ["a.example.com", "*.example.org"],
    /// //    ^^^^^^^^^^^^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   browser: {
    ///     ssrfPolicy: {
    ///       allowedHostnames: ["a.example.com", "*.example.org"],
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// {
    ///   "browser": {
    ///     "ssrfPolicy": { "hostnameAllowlist": ["b.example.com"], "allowedHostnames": [] }
    /// //                  ^^^^^^^^^^^^^^^^^^^
    ///   }
    /// }
    /// ```
    ///
    /// ```json fixed
    /// {
    ///   "browser": {
    ///     "ssrfPolicy": { "allowedHostnames": ["b.example.com"] }
    ///   }
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { browser: { ssrfPolicy: { allowedHostnames: ["a.example.com"] } } }
    /// ```
    "two-hostname-lists" {
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
    let to = ["browser", "ssrfPolicy", "allowedHostnames"];
    let release = context.world.target;
    let old = ["browser", "ssrfPolicy", "hostnameAllowlist"];
    if release.lookup(&old).is_some() || release.lookup(&to).is_none() {
        return;
    }
    let policy = context.tree.root().and_then(|root| root.at(&to[..2]));
    let Some(policy) = policy.and_then(Value::as_object) else { return };
    let list = |name: &str| policy.get(name)?.value()?.as_array();
    // One list alone is moved as it is.
    let (Some(member), Some(from), Some(into)) = (policy.get(old[2]), list(old[2]), list(to[2]))
    else {
        return;
    };
    let finding = findings.add(
        Place::name(member),
        "OpenClaw no longer reads this list; its place is `browser.ssrfPolicy.allowedHostnames`",
    );
    finding.related(into.value().span(), "what it lists belongs here");
    finding.help("put both lists together");
    let mut known: BTreeSet<_> = into.items().filter_map(Value::as_text).collect();
    let texts = from.items().filter_map(|item| Some((item, item.as_text()?)));
    let new: Vec<Value<'_>> =
        texts.filter_map(|(item, text)| known.insert(text).then_some(item)).collect();
    let edits = context.edits(|plan| {
        for item in new {
            plan.push(into, item);
        }
        if from.items().all(|item| item.as_text().is_some()) {
            plan.absorb(member, &to)
        } else {
            plan.retire(member, "its texts are in `allowedHostnames` now")
        }
    });
    finding.fix(Safety::Safe, "add what only the old list has", edits);
}
