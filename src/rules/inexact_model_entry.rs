//! See the rule's documentation.

use crate::effective::places;
use crate::finding::{Effect, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::{Since, is_model};
use crate::syntax::Segment;

rule! {
    /// A setting for one model stands in an entry for no or many models.
    ///
    /// Entries under `agents.defaults.models` and an agent's own `models` may be named by a pattern
    /// (`openai/*`) or by a word. `pickerRuntimes` and `codeMode` are for one model: OpenClaw rejects
    /// the config unless the entry is named `provider/model`, without `*`.
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     defaults: {
    ///       models: {
    ///         "openai/*": { codeMode: true },
    /// //                    ^^^^^^^^
    ///         sonnet: { pickerRuntimes: ["acp"] },
    /// //                ^^^^^^^^^^^^^^
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   agents: {
    ///     defaults: {
    ///       models: {
    ///         "openai/*": { streaming: true },
    ///         "openai/gpt-5.4": { codeMode: true, pickerRuntimes: ["acp"] },
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    "inexact-model-entry" {
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
const SINCE: Since = Since::known("2026.8.1");

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    if !SINCE.holds_in(context.world.target) {
        return;
    }
    for pattern in ["agents.defaults.models.*", "agents.entries.*.models.*"] {
        for entry in places(context.tree, pattern) {
            let name = entry.key.segments().last().map_or("", Segment::as_str);
            if is_model(name) && !name.contains('*') {
                continue;
            }
            for setting in ["pickerRuntimes", "codeMode"] {
                let Some(member) = entry.member(setting) else { continue };
                let message =
                    format!("`{setting}` is for one model, and this entry does not name one");
                findings
                    .add(entry.member_name(member), message)
                    .help("write an entry for each model, named such as \"openai/gpt-5.4\"")
                    .related(entry.name_place().span, "the name has to be `provider/model`");
            }
        }
    }
}
