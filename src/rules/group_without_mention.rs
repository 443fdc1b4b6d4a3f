//! See the rule's documentation.

use crate::effective::{Config, Entrance};
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::Value;

rule! {
    /// The agent answers everything that is said in any group that it is added to.
    ///
    /// With `groupPolicy: "open"` every group is let in, and with `requireMention: false` for all of
    /// them, in the entry `"*"` of `groups` (`guilds` on Discord, `channels` on Slack), nobody has to
    /// speak to the agent first: whoever adds the bot to a group has it read along, answer and cost
    /// money. OpenClaw says nothing of the two together. What strangers could reach is said by the rules
    /// whose names begin with `security-exposure`: this one is on from `--profile shared`.
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     telegram: { groupPolicy: "open", groups: { "*": { requireMention: false } } },
    /// //                                                                    ^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   channels: {
    ///     telegram: {
    ///       groupPolicy: "open",
    ///       groups: { "*": { requireMention: true }, "-100123": { requireMention: false } },
    ///     },
    ///   },
    /// }
    /// ```
    "group-without-mention" from Shared {
        severity: Severity::Warning,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

/// Where a channel says what holds for all groups.
const FOR_ALL: [&[&str]; 4] = [
    &["requireMention"],
    &["groups", "*", "requireMention"],
    &["guilds", "*", "requireMention"],
    &["channels", "*", "requireMention"],
];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config() else { return };
    let mut found = Vec::new();
    for entrance in config.entrances().into_iter().filter(Entrance::is_on) {
        found.extend(unasked(&config, &entrance));
    }
    found.dedup();
    for (policy, switch) in found {
        findings
            .add(Place::value(switch), "the agent answers everything in any group it is added to")
            .related(policy.span(), "this lets every group in")
            .help("leave it out, so that people mention the agent, or list the groups");
    }
}

/// The policy that lets all groups in, and what has nobody speak to the agent first in them.
fn unasked<'t>(config: &Config<'_, 't>, entrance: &Entrance<'t>) -> Option<(Value<'t>, Value<'t>)> {
    let policy = entrance.get("groupPolicy")?;
    let policy = Some(policy).filter(|it| config.text(*it).as_deref() == Some("open"))?;
    let at = |path: &&[&str]| {
        let (first, rest) = path.split_first()?;
        entrance.get(first)?.at(rest)
    };
    let switch = FOR_ALL.iter().find_map(at)?;
    (switch.as_bool() == Some(false)).then_some((policy, switch))
}
