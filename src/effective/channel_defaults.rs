//! The policies that the reader of OpenClaw 2026.9.6 fills into channels that are configured at all.

/// Which of the two policies a channel gets, and whether each of its accounts gets them as well.
struct Filled {
    channel: &'static str,
    direct: bool,
    groups: bool,
    accounts: bool,
}

const fn filled(channel: &'static str, direct: bool, groups: bool, accounts: bool) -> Filled {
    Filled { channel, direct, groups, accounts }
}

/// The channels that get one; others keep what the config says.
const FILLED: [Filled; 16] = [
    filled("buzz", false, true, false),
    filled("discord", true, true, false),
    filled("feishu", true, false, false),
    filled("googlechat", true, true, false),
    filled("imessage", true, true, false),
    filled("irc", true, true, true),
    filled("line", true, true, true),
    filled("mattermost", true, true, true),
    filled("msteams", true, true, false),
    filled("nextcloud-talk", true, true, true),
    filled("signal", true, true, false),
    filled("slack", true, true, false),
    filled("sms", true, false, true),
    filled("telegram", true, true, false),
    filled("whatsapp", true, true, false),
    filled("zalouser", false, true, true),
];

/// What `dmPolicy` or `groupPolicy` of a channel is when the config does not say.
pub fn channel_policy(channel: &str, key: &str) -> Option<&'static str> {
    let filled = FILLED.iter().find(|filled| filled.channel == channel)?;
    filled.value(key)
}

/// What `dmPolicy` or `groupPolicy` of an account is when the account does not say, whatever its
/// channel says; `None` where it takes over what the channel says.
pub fn account_policy(channel: &str, key: &str) -> Option<&'static str> {
    let filled = FILLED.iter().find(|filled| filled.channel == channel && filled.accounts)?;
    filled.value(key)
}

impl Filled {
    fn value(&self, key: &str) -> Option<&'static str> {
        match key {
            "dmPolicy" if self.direct => Some("pairing"),
            "groupPolicy" if self.groups => Some("allowlist"),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn channels_and_accounts_get_policies() {
        assert_eq!(channel_policy("telegram", "groupPolicy"), Some("allowlist"));
        assert_eq!(channel_policy("sms", "groupPolicy"), None);
        assert_eq!(channel_policy("matrix", "dmPolicy"), None);
        assert_eq!(account_policy("telegram", "groupPolicy"), None);
        assert_eq!(account_policy("irc", "dmPolicy"), Some("pairing"));
    }
}
