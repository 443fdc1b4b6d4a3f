//! See the rule's documentation.

use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// The agent listens in every group on Telegram that it is added to.
    ///
    /// With `groupPolicy: "open"`, of the channel or an account, whoever adds the bot to a group has
    /// its members write to the agent. The running gateway reports that in its audit; `openclaw
    /// security audit` alone does not. What such people could reach is said by the rules whose names
    /// begin with `security-exposure`: this one is on from `--profile shared`.
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     telegram: { groupPolicy: "open" },
    /// //                           ^^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { channels: { telegram: { groupPolicy: "allowlist", groups: { "-100123": {} } } } }
    /// ```
    "channels-telegram-groups-open" from Shared {
        severity: Severity::Warning,
        effect: Effect::Silent,
        audit: Some("channels.telegram.groups.open"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config() else { return };
    let open = config.telegram_groups().into_iter().filter(|groups| groups.is_open);
    let mut places: Vec<_> = open.map(|groups| groups.place).collect();
    places.dedup();
    let Some((first, others)) = places.split_first() else { return };
    let finding =
        findings.add(Place::value(*first), "every group that the bot is added to may write here");
    for other in others {
        finding.related(other.span(), "here as well");
    }
    finding
        .audit(None::<&str>)
        .help("set `groupPolicy: \"allowlist\"` and list the groups in `groups`");
}
