//! See the rule's documentation.

use crate::effective::Entrance;
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Array, Value};

rule! {
    /// A sender is listed by a name that OpenClaw does not look at.
    ///
    /// On Discord and Slack people change their names as they like. So `allowFrom`, of the channel or an
    /// account, goes by ids alone, unless `dangerouslyAllowNameMatching` is `true`: `123456789012345678`
    /// or `<@123456789012345678>` on Discord, `U012AB3CD` on Slack. An entry such as `"ann"` or
    /// `"ann#1234"` fits nobody, and OpenClaw does not say so when it starts. The running gateway reports
    /// it in its audit; `openclaw security audit` alone does not.
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     discord: {
    ///       allowFrom: ["123456789012345678", "ann"],
    /// //                                      ^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   channels: {
    ///     discord: { allowFrom: ["<@123456789012345678>", "accessGroup:friends", "*"] },
    ///     slack: { allowFrom: ["ann"], dangerouslyAllowNameMatching: true },
    ///   },
    /// }
    /// ```
    ///
    /// Ids of Slack begin with a letter of their own:
    ///
    /// ```json5 bad
    /// {
    ///   channels: { slack: { allowFrom: ["U012ABCDEF", "Ann Lee"] } },
    /// //                                               ^^^^^^^^^
    /// }
    /// ```
    "channels-allow-from-mutable-entries-inert" {
        severity: Severity::Warning,
        effect: Effect::Silent,
        audit: Some("channels.*.allowFrom.mutable_entries_inert"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config() else { return };
    for entrance in config.entrances().into_iter().filter(Entrance::is_on) {
        let is_name: fn(&str) -> bool = match entrance.channel.as_str() {
            "discord" => is_name_on_discord,
            "slack" => is_name_on_slack,
            _ => continue,
        };
        let goes_by_names = entrance.get("dangerouslyAllowNameMatching").and_then(Value::as_bool);
        let list = entrance.scope().get("allowFrom").and_then(Value::as_array);
        let Some(list) = list.filter(|_| goes_by_names != Some(true)) else { continue };
        let fits_nobody =
            |item: &Value<'_>| config.text(*item).is_some_and(|it| is_name(it.trim()));
        let names: Vec<_> = list.items().filter(fits_nobody).collect();
        report(&entrance.channel, list, &names, findings);
    }
}

fn report(channel: &str, list: Array<'_>, names: &[Value<'_>], findings: &mut Findings<'_>) {
    let Some((first, others)) = names.split_first() else { return };
    let nobody =
        if names.len() == list.items().count() { ": this list lets nobody in" } else { "" };
    let finding = findings.add(
        Place::value(*first),
        format!("`{channel}` does not go by names that people can change{nobody}"),
    );
    for other in others {
        finding.related(other.span(), "nor does this fit anybody");
    }
    finding.audit(None::<&str>).help(match channel {
        "discord" => "write the person's number: copy the user's id in Discord's developer mode",
        _ => "write the person's member id, which begins with `U`: it is in their profile",
    });
}

/// Whether an entry can only be the name of a person, and not an id, a group or everyone.
fn is_name_on_discord(entry: &str) -> bool {
    let is_id = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let mention = entry.trim_start_matches("<@").trim_start_matches('!').trim_end_matches('>');
    let is_prefixed = ["discord:", "user:", "pk:"].iter().any(|prefix| entry.starts_with(prefix));
    !is_id(mention) && !is_prefixed && !is_a_group(entry) && has_letters(entry)
}

/// The same for Slack, whose ids begin with `U`, `W` or `B`. Names may do so as well.
fn is_name_on_slack(entry: &str) -> bool {
    let lower = entry.to_lowercase();
    let id = ["slack:", "user:"].iter().find_map(|prefix| lower.strip_prefix(prefix));
    let id = id.unwrap_or(&lower);
    // An id of a workspace's member, or a mention.
    if id.contains([':', '/', '<']) || is_a_group(entry) {
        return false;
    }
    let rest = id.strip_prefix(['u', 'w', 'b']).unwrap_or_default();
    let is_id = !rest.is_empty() && rest.chars().all(|it| it.is_ascii_alphanumeric() || it == '_');
    !is_id && has_letters(id)
}

fn is_a_group(entry: &str) -> bool {
    entry.starts_with("accessGroup:")
}

fn has_letters(entry: &str) -> bool {
    entry.chars().any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_ids() {
        for (entry, on_discord, on_slack) in [
            ("123456789012345678", false, true),
            ("<@!123456789012345678>", false, false),
            ("user:ann", false, true),
            ("ann", true, true),
            ("ann#1234", true, true),
            ("U012AB3CD", true, false),
            ("slack:u012ab3cd", true, false),
            ("bob", true, false),
            ("team:T1:user:U1", true, false),
            ("accessGroup:friends", false, false),
            ("*", false, false),
            ("", false, false),
        ] {
            assert_eq!(is_name_on_discord(entry), on_discord, "{entry}");
            assert_eq!(is_name_on_slack(entry), on_slack, "{entry}");
        }
    }
}
