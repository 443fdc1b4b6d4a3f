//! Who may write to the agents: three notions of "open", as the checks of OpenClaw's audit have
//! them (2026.9.6).

use std::borrow::Cow;

use super::{Config, account_policy, channel_policy, has_members, members};
use crate::syntax::{Array, Value};

/// A sign that several people may write to the agents.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ManySenders<'t> {
    /// Where it is to be seen.
    pub place: Value<'t>,
    /// What it says.
    pub what: &'static str,
}

/// A channel, or an account with what it takes over from its channel.
#[derive(Debug, Clone, PartialEq)]
pub struct Entrance<'t> {
    /// The name of the channel.
    pub channel: String,
    /// The name of the account; `None` for the channel itself.
    pub account_name: Option<String>,
    section: Value<'t>,
    account: Option<Value<'t>>,
}

/// What names the groups of a channel.
const GROUPS: [&str; 4] = ["groups", "guilds", "channels", "rooms"];

impl<'t> Entrance<'t> {
    /// What the account says, or else its channel.
    pub fn get(&self, name: &str) -> Option<Value<'t>> {
        let own = self.account.and_then(|account| account.get(name));
        own.or_else(|| self.section.get(name).filter(|_| self.filled_in_account(name).is_none()))
    }

    /// The account itself, or the channel where it is none.
    pub fn scope(&self) -> Value<'t> {
        self.account.unwrap_or(self.section)
    }

    /// What `dmPolicy` or `groupPolicy` is: what is written, or else what the reader fills in. `None`
    /// where that is not known.
    pub fn policy(&self, config: &Config<'_, 't>, name: &str) -> Option<String> {
        match self.get(name).filter(|policy| !policy.is_null()) {
            Some(policy) => config.text(policy).map(Cow::into_owned),
            None => self.filled(name).map(str::to_owned),
        }
    }

    /// Whether the account itself, or the channel where it is none, says something.
    pub fn says(&self, name: &str) -> bool {
        self.scope().get(name).is_some()
    }

    /// Whether it is a channel of which the accounts are the entrances, and itself only what they have
    /// in common.
    pub fn is_shared(&self) -> bool {
        self.account.is_none() && self.section.get("accounts").is_some_and(has_members)
    }

    /// Whether neither the account nor its channel is switched off.
    pub fn is_on(&self) -> bool {
        let scopes = [Some(self.section), self.account].into_iter().flatten();
        scopes.into_iter().all(|s| s.get("enabled").and_then(Value::as_bool) != Some(false))
    }

    /// What the reader fills in where nobody says anything.
    fn filled(&self, name: &str) -> Option<&'static str> {
        self.filled_in_account(name).or_else(|| channel_policy(&self.channel, name))
    }

    /// What it fills into the account, which then takes nothing over.
    fn filled_in_account(&self, name: &str) -> Option<&'static str> {
        self.account.and_then(|_| account_policy(&self.channel, name))
    }
}

impl<'t> Config<'_, 't> {
    /// The policies that let anybody write, in channels and their accounts as they are written.
    pub fn open_policies(&self) -> Vec<Value<'t>> {
        let mut open = Vec::new();
        for entrance in self.entrances() {
            let scope = entrance.scope();
            let given = |path: &[&str]| scope.at(path).filter(|value| !value.is_null());
            let direct = given(&["dmPolicy"]).or_else(|| given(&["dm", "policy"]));
            let both = given(&["groupPolicy"]).into_iter().chain(direct);
            open.extend(both.filter(|policy| self.is_open(*policy)));
        }
        open
    }

    /// The policies that let anybody write, at any depth of a channel: groups, topics, people.
    pub fn open_policies_at_any_depth(&self) -> Vec<Value<'t>> {
        let mut found = Vec::new();
        // An explicit stack: depth comes from the input.
        let mut open = objects(self.at(&["channels"]));
        while let Some(object) = open.pop() {
            let policies = ["groupPolicy", "dmPolicy"].into_iter();
            let policies = policies.filter_map(|name| object.get(name));
            found.extend(policies.filter(|policy| self.is_open(*policy)));
            open.extend(objects(Some(object)));
        }
        found.sort_by_key(|policy| policy.span().start);
        found
    }

    /// The signs that several people may write, each once.
    pub fn many_senders(&self) -> Vec<ManySenders<'t>> {
        let mut signs = Vec::new();
        for entrance in self.entrances() {
            self.add_signs(&entrance, &mut signs);
        }
        signs.sort_by_key(|sign: &ManySenders<'_>| sign.place.span().start);
        signs.dedup();
        signs
    }

    fn add_signs(&self, entrance: &Entrance<'t>, signs: &mut Vec<ManySenders<'t>>) {
        let mut add = |place, what| signs.push(ManySenders { place, what });
        let written = entrance.get("groupPolicy");
        if entrance.policy(self, "groupPolicy").as_deref() == Some("allowlist") {
            let groups = GROUPS.iter().filter_map(|name| entrance.get(name));
            let mut groups = groups.filter(|groups| holds_something(*groups));
            groups.next().into_iter().for_each(|groups| add(groups, "people in these groups"));
        }
        // What an account takes over as it is was seen with its channel.
        let own = |name: &str| entrance.scope().get(name);
        let below = |name: &str| own("dm").and_then(|direct| direct.get(name));
        let policies = [written, own("dmPolicy"), below("policy")];
        for policy in policies.into_iter().flatten().filter(|policy| self.is_open(*policy)) {
            add(policy, "anybody");
        }
        let lists = [own("allowFrom"), own("groupAllowFrom"), below("allowFrom")];
        let lists = lists.into_iter().flatten().filter_map(Value::as_array);
        for sender in lists.flat_map(Array::items) {
            if self.text(sender).is_some_and(|sender| sender.trim() == "*") {
                add(sender, "anybody");
            }
        }
    }

    /// The channels, each before its accounts.
    pub fn entrances(&self) -> Vec<Entrance<'t>> {
        let mut entrances = Vec::new();
        for (channel, member) in members(self.at(&["channels"])) {
            let section = member.value().filter(|section| section.as_object().is_some());
            let Some(section) = section else { continue };
            let accounts = members(section.get("accounts")).into_iter();
            let accounts = accounts.filter_map(|(name, member)| Some((name, member.value()?)));
            let accounts = accounts.filter(|(_, account)| account.as_object().is_some()).map(Some);
            entrances.extend(std::iter::once(None).chain(accounts).map(|account| {
                let (account_name, account) = account.unzip();
                Entrance { channel: channel.clone(), account_name, section, account }
            }));
        }
        entrances
    }

    fn is_open(&self, policy: Value<'_>) -> bool {
        self.text(policy).as_deref() == Some("open")
    }
}

/// Whether groups are named, in an object or in a list.
fn holds_something(groups: Value<'_>) -> bool {
    let items = groups.as_array().into_iter().flat_map(Array::items);
    has_members(groups) || items.count() > 0
}

/// The objects among the values of an object.
fn objects(value: Option<Value<'_>>) -> Vec<Value<'_>> {
    let values = members(value).into_iter().filter_map(|(_, member)| member.value());
    values.filter(|value| value.as_object().is_some()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::config::tests::with;
    use super::*;

    /// The keys that each of the three notions names.
    fn keys(channels: &str) -> [Vec<String>; 3] {
        let text = format!("{{channels: {channels}}}");
        with(&text, |config| {
            let key = |value: &Value<'_>| value.key().segments()[1..].join(".");
            [
                config.open_policies().iter().map(key).collect(),
                config.open_policies_at_any_depth().iter().map(key).collect(),
                config.many_senders().iter().map(|sign| key(&sign.place)).collect(),
            ]
        })
    }

    #[test]
    fn there_are_three_notions_of_open() {
        let cases: [(&str, [&[&str]; 3]); 12] = [
            ("{telegram: {}}", [&[], &[], &[]]),
            (
                "{telegram: {groupPolicy: 'open'}}",
                [&["telegram.groupPolicy"], &["telegram.groupPolicy"], &["telegram.groupPolicy"]],
            ),
            (
                "{telegram: {enabled: false, dmPolicy: 'open'}}",
                [&["telegram.dmPolicy"], &["telegram.dmPolicy"], &["telegram.dmPolicy"]],
            ),
            ("{telegram: {groups: {'-1': {}}}}", [&[], &[], &["telegram.groups"]]),
            ("{telegram: {groups: {}}}", [&[], &[], &[]]),
            ("{irc: {channels: ['#a']}}", [&[], &[], &["irc.channels"]]),
            ("{matrix: {groups: {'-1': {}}}}", [&[], &[], &[]]),
            (
                "{telegram: {groups: {'-1': {groupPolicy: 'open'}}}}",
                [&[], &["telegram.groups.-1.groupPolicy"], &["telegram.groups"]],
            ),
            (
                "{matrix: {dm: {policy: 'open', allowFrom: [' *']}}}",
                [&["matrix.dm.policy"], &[], &["matrix.dm.policy", "matrix.dm.allowFrom.0"]],
            ),
            (
                "{telegram: {allowFrom: ['*'], accounts: {a: {}}}}",
                [&[], &[], &["telegram.allowFrom.0"]],
            ),
            (
                "{irc: {groupPolicy: 'open', groups: {'#a': {}}, accounts: {a: {}}}}",
                [&["irc.groupPolicy"], &["irc.groupPolicy"], &["irc.groupPolicy", "irc.groups"]],
            ),
            (
                "{slack: {accounts: {a: {dmPolicy: 'open'}}}}",
                [
                    &["slack.accounts.a.dmPolicy"],
                    &["slack.accounts.a.dmPolicy"],
                    &["slack.accounts.a.dmPolicy"],
                ],
            ),
        ];
        for (channels, expected) in cases {
            let found = keys(channels);
            assert_eq!(
                found.each_ref().map(|keys| keys.iter().map(String::as_str).collect::<Vec<_>>()),
                expected.map(<[&str]>::to_vec),
                "{channels}"
            );
        }
    }

    #[test]
    fn policies_are_written_taken_over_or_filled_in() {
        let text = "{channels: {
            telegram: {dmPolicy: 'open', accounts: {a: {}, b: {dmPolicy: 'disabled'}}},
            irc: {dmPolicy: 'open', accounts: {a: {}}},
            matrix: {},
        }}";
        let found = with(text, |config| {
            let entrances = config.entrances().into_iter();
            entrances.map(|it| (it.is_shared(), it.policy(config, "dmPolicy"))).collect::<Vec<_>>()
        });
        let expected = [
            (true, Some("open")),
            (false, Some("open")),
            (false, Some("disabled")),
            (true, Some("open")),
            (false, Some("pairing")),
            (false, None),
        ];
        assert_eq!(found, expected.map(|(shared, policy)| (shared, policy.map(str::to_owned))));
    }
}
