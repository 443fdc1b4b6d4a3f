//! See the rule's documentation.

use crate::effective::places;
use crate::finding::{Effect, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::Since;

rule! {
    /// A setting of the web search has a name that JavaScript keeps for itself.
    ///
    /// `tools.web.search` takes names that OpenClaw does not know, but not `constructor` or
    /// `prototype`: it rejects the config.
    ///
    /// ```json5 bad
    /// { tools: { web: { search: { enabled: true, constructor: {} } } } }
    /// //                                         ^^^^^^^^^^^
    /// ```
    ///
    /// ```json5 good
    /// { tools: { web: { search: { enabled: true, vendorNote: "x" } } } }
    /// ```
    "web-search-reserved-name" {
        severity: Severity::Error,
        effect: Effect::Rejected,
        audit: None,
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

/// Since when OpenClaw checks it.
const SINCE: Since = Since::known("2026.5.22");

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    if !SINCE.holds_in(context.world.target) {
        return;
    }
    for search in places(context.tree, "tools.web.search") {
        for name in ["constructor", "prototype"] {
            if let Some(member) = search.member(name) {
                findings
                    .add(
                        search.member_name(member),
                        format!("`{name}` cannot be the name of a setting here"),
                    )
                    .help("remove it");
            }
        }
    }
}
