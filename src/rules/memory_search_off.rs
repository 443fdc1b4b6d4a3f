//! See the rule's documentation.

use crate::effective::Scope;
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Member, Value};

rule! {
    /// The agent is to remember other conversations, and may not search its memory.
    ///
    /// `memory.search.rememberAcrossConversations` works through the search that `memory.search.enabled:
    /// false` switches off, for all or for one agent: the agent remembers nothing. OpenClaw's `doctor
    /// --lint` says so when asked for `core/doctor/memory-search`; it starts without a word.
    ///
    /// ```json5 bad
    /// {
    ///   memory: { search: { enabled: false, rememberAcrossConversations: true } },
    /// //                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { memory: { search: { enabled: false, rememberAcrossConversations: false } } }
    /// ```
    "memory-search-off" {
        severity: Severity::Warning,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config().filter(|config| !config.roster.is_partial) else { return };
    let mut found: Vec<(Member<'_>, Value<'_>)> =
        config.scopes().iter().filter_map(contradiction).collect();
    found.dedup();
    for (remembers, off) in found {
        let message = "the agent cannot remember what it may not search";
        let finding = findings.add(Place::name(remembers), message);
        finding.related(off.span(), "this switches the search off");
        finding.help("leave `enabled: false` out, or set this to `false`");
    }
}

/// What asks a scope to remember, and what keeps it from it.
fn contradiction<'t>(scope: &Scope<'_, '_, 't>) -> Option<(Member<'t>, Value<'t>)> {
    let setting = |name: &str| {
        let path = ["memory", "search", name];
        scope.own(&path).or_else(|| scope.config.at(&path))
    };
    let remembers = setting("rememberAcrossConversations");
    let remembers = remembers.filter(|switch| switch.as_bool() == Some(true))?.member()?;
    let off = setting("enabled").filter(|switch| switch.as_bool() == Some(false))?;
    Some((remembers, off))
}
