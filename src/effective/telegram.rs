//! Who may write and give commands on Telegram (OpenClaw 2026.9.6).

use super::{Config, Entrance, has_members, members};
use crate::schema::trim;
use crate::syntax::{Array, Value};

/// How an account of Telegram lets groups in.
#[derive(Debug, Clone)]
pub struct TelegramGroups<'t> {
    /// The account.
    pub entrance: Entrance<'t>,
    /// The policy, if it is written, or else the groups.
    pub place: Value<'t>,
    /// Whether all groups are let in.
    pub is_open: bool,
}

impl<'t> TelegramGroups<'t> {
    /// The lists of senders: of all groups, of each group and of each topic.
    pub fn lists(&self) -> Vec<Array<'t>> {
        let mut lists = vec![self.entrance.get("groupAllowFrom")];
        for (_, group) in members(self.entrance.get("groups")) {
            let group = group.value();
            let topics = members(group.and_then(|group| group.get("topics")));
            let topics = topics.into_iter().map(|(_, topic)| topic.value());
            let scopes = std::iter::once(group).chain(topics);
            lists.extend(scopes.map(|scope| scope?.get("allowFrom")));
        }
        lists.into_iter().flatten().filter_map(Value::as_array).collect()
    }
}

impl<'t> Config<'_, 't> {
    /// The accounts of Telegram that are on, the channel itself among them.
    pub fn telegram(&self) -> Vec<Entrance<'t>> {
        let entrances = self.entrances().into_iter();
        entrances.filter(|entrance| entrance.channel == "telegram" && entrance.is_on()).collect()
    }

    /// The accounts of Telegram that let groups in: all, or those that are listed. An account that
    /// says nothing of groups is not there besides its channel.
    pub fn telegram_groups(&self) -> Vec<TelegramGroups<'t>> {
        let of = |entrance: Entrance<'t>| {
            let own = ["groupPolicy", "groups", "groupAllowFrom"];
            if !own.iter().any(|name| entrance.says(name)) {
                return None;
            }
            let policy = entrance.get("groupPolicy");
            let word = policy.map(|policy| self.text(policy));
            let listed = entrance.get("groups").filter(|groups| has_members(*groups));
            let (place, is_open) = match word {
                Some(Some(word)) if word == "open" => (policy?, true),
                Some(Some(word)) if word == "allowlist" => (listed?, false),
                None => (listed?, false),
                Some(_) => return None,
            };
            Some(TelegramGroups { entrance, place, is_open })
        };
        self.telegram().into_iter().filter_map(of).collect()
    }
}

/// Whether an entry of a list of senders can ever be one: a user's number, also after `telegram:`
/// or `tg:`, or `*`.
pub fn is_telegram_sender(entry: &str) -> bool {
    let entry = trim(entry);
    let lower = entry.to_ascii_lowercase();
    let skipped = ["telegram:", "tg:"].iter().find(|prefix| lower.starts_with(**prefix));
    let id = trim(&entry[skipped.map_or(0, |prefix| prefix.len())..]);
    id == "*" || id.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::super::config::tests::with;
    use super::*;

    #[test]
    fn senders_have_numbers() {
        for (entry, expected) in [
            ("12345678", true),
            (" tg:12345678", true),
            ("Telegram: 12345678", true),
            ("*", true),
            ("@ann", false),
            ("-100123", false),
            ("tg:@ann", false),
        ] {
            assert_eq!(is_telegram_sender(entry), expected, "{entry}");
        }
    }

    #[test]
    fn groups_are_let_in_by_policy_or_by_name() {
        let counts = |telegram: &str| {
            with(&format!("{{channels: {{telegram: {telegram}}}}}"), |config| {
                let groups = config.telegram_groups();
                groups.iter().map(|found| (found.is_open, found.lists().len())).collect::<Vec<_>>()
            })
        };
        assert_eq!(counts("{}"), []);
        assert_eq!(counts("{groupPolicy: 'open'}"), [(true, 0)]);
        assert_eq!(counts("{groupPolicy: 'open', enabled: false}"), []);
        assert_eq!(counts("{groups: {'-1': {}}}"), [(false, 0)]);
        assert_eq!(counts("{groupPolicy: 'disabled', groups: {'-1': {}}}"), []);
        assert_eq!(
            counts("{groups: {'-1': {allowFrom: ['1'], topics: {'2': {allowFrom: []}}}}}"),
            [(false, 2)]
        );
        assert_eq!(
            counts("{groupPolicy: 'open', accounts: {a: {groupPolicy: 'disabled'}}}"),
            [(true, 0)]
        );
    }
}
