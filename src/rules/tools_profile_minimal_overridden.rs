//! See the rule's documentation.

use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// The smallest tool profile does not hold for an agent that has its own.
    ///
    /// `tools.profile: "minimal"` leaves agents next to no tools. An agent with a `tools.profile` of
    /// its own has that one's instead, so that `"minimal"` is no upper bound. That may be what you
    /// want: it is reported from `--profile shared` on.
    ///
    /// ```json5 bad
    /// {
    ///   tools: { profile: "minimal" },
    ///   agents: {
    ///     entries: {
    ///       main: { tools: { profile: "coding" } },
    /// //                              ^^^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   tools: { profile: "minimal" },
    ///   agents: { entries: { main: { tools: { alsoAllow: ["read"] } } } },
    /// }
    /// ```
    "tools-profile-minimal-overridden" from Shared {
        severity: Severity::Warning,
        effect: Effect::Audited,
        audit: Some("tools.profile_minimal_overridden"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config() else { return };
    let Some(shared) = config.at(&["tools", "profile"]) else { return };
    if config.text(shared).as_deref() != Some("minimal") {
        return;
    }
    let own = config.agents().filter_map(|scope| scope.own_tool(&["profile"]));
    let others: Vec<_> = own
        .filter_map(|place| Some((config.text(place)?, place)))
        .filter(|(profile, _)| !profile.is_empty() && profile != "minimal")
        .collect();
    let Some(((profile, first), others)) = others.split_first() else { return };
    let message = format!("this agent has the tools of \"{profile}\", not of \"minimal\"");
    let finding = findings.add(Place::value(*first), message);
    for (profile, other) in others {
        finding.related(other.span(), format!("this one has those of \"{profile}\""));
    }
    finding.related(shared.span(), "\"minimal\" is for agents without a profile of their own");
    finding.help("leave the agent's `profile` out if \"minimal\" is to hold for all");
}
