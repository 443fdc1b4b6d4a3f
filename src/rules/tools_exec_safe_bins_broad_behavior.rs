//! See the rule's documentation.

use crate::effective::{does_more_than_filter, program_name};
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// A program that does more than filter text counts as safe.
    ///
    /// `tools.exec.safeBins`, for all or for one agent, lists programs that commands may pipe text
    /// through although nobody has allowed them. `awk` and `sed`, under any of their names, run
    /// commands and write files; `jq` reads the environment and loads files. OpenClaw refuses them there
    /// whatever the list says, and its audit warns, also when a profile limits their arguments.
    ///
    /// ```json5 bad
    /// {
    ///   tools: { exec: { safeBins: ["head", "jq"] } },
    /// //                                    ^^^^
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { tools: { exec: { safeBins: ["head", "tail", "wc"] } } }
    /// ```
    "tools-exec-safe-bins-broad-behavior" {
        severity: Severity::Warning,
        effect: Effect::Audited,
        audit: Some("tools.exec.safe_bins_broad_behavior"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config() else { return };
    let shared = config.at(&["tools", "exec", "safeBins"]);
    let own = config.agents().filter_map(|scope| scope.own_tool(&["exec", "safeBins"]));
    let programs = shared.into_iter().chain(own).flat_map(|list| config.texts(Some(list)));
    let broad: Vec<_> =
        programs.filter(|(program, _)| does_more_than_filter(&program_name(program))).collect();
    let Some(((name, first), others)) = broad.split_first() else { return };
    let message = format!("`{name}` does more than filter text, so that it is not safe here");
    let finding = findings.add(Place::value(*first), message);
    for (name, other) in others {
        finding.related(other.span(), format!("`{name}` does as well"));
    }
    finding.help("leave it out and have it allowed call by call");
}
