//! What the migrations of channels look at: the sections of channels and their accounts.

use crate::rules::Context;
use crate::schema::{self, Node};
use crate::syntax::{Member, Object, Value};

/// The section of a channel, or one of its accounts.
#[derive(Debug, Clone)]
pub(super) struct ChannelEntry<'t> {
    /// The object itself.
    pub(super) object: Object<'t>,
    /// Its key: `channels`, the channel's name, and for an account `accounts` and its name.
    pub(super) path: Vec<String>,
}

impl<'t> ChannelEntry<'t> {
    /// The sections of all channels, each followed by its accounts.
    pub(super) fn all(root: Value<'t>) -> Vec<Self> {
        let channels = root.get("channels").and_then(Value::as_object);
        let sections = channels.map(counting).unwrap_or_default().into_iter();
        let sections = sections.filter(|section| !section.is_named("defaults"));
        sections.flat_map(Self::and_accounts).collect()
    }

    /// The section that holds for all channels.
    pub(super) fn defaults(root: Value<'t>) -> Option<Self> {
        let object = root.at(&["channels", "defaults"])?.as_object()?;
        Some(Self { object, path: ["channels", "defaults"].map(str::to_owned).to_vec() })
    }

    /// The section `session`, which has some settings that channels have.
    pub(super) fn session(root: Value<'t>) -> Option<Self> {
        let object = root.get("session")?.as_object()?;
        Some(Self { object, path: vec!["session".to_owned()] })
    }

    /// The section of one channel and its accounts; nothing where there is none.
    pub(super) fn of_channel(root: Value<'t>, channel: &str) -> Vec<Self> {
        let channels = root.get("channels").and_then(Value::as_object);
        let section = channels.and_then(|channels| channels.get(channel));
        section.map(Self::and_accounts).unwrap_or_default()
    }

    fn and_accounts(section: Member<'t>) -> Vec<Self> {
        let Some(object) = section.value().and_then(Value::as_object) else { return Vec::new() };
        let name = section.name().to_lossy().into_owned();
        let mut entries = vec![Self { object, path: vec!["channels".to_owned(), name.clone()] }];
        let accounts = object.get("accounts").and_then(|member| member.value()?.as_object());
        for account in accounts.map(counting).unwrap_or_default() {
            let Some(object) = account.value().and_then(Value::as_object) else { continue };
            let id = account.name().to_lossy().into_owned();
            let path = ["channels", &name, "accounts", &id].map(str::to_owned).to_vec();
            entries.push(Self { object, path });
        }
        entries
    }

    /// The channel's name.
    pub(super) fn channel(&self) -> &str {
        self.path.get(1).map_or("", String::as_str)
    }

    /// The account's name; `None` for the section.
    pub(super) fn account(&self) -> Option<&str> {
        self.path.get(3).map(String::as_str)
    }

    /// The member of that name.
    pub(super) fn get(&self, name: &str) -> Option<Member<'t>> {
        self.object.get(name)
    }

    /// What stands at a path below it.
    pub(super) fn at(&self, path: &[&str]) -> Option<Value<'t>> {
        self.object.value().at(path)
    }

    /// The key of something below it.
    pub(super) fn below<'p>(&'p self, path: &[&'p str]) -> Vec<&'p str> {
        self.path.iter().map(String::as_str).chain(path.iter().copied()).collect()
    }

    /// What the target takes at a path below it. Where it takes anything in an account, as with
    /// Matrix, the account is like its section.
    pub(super) fn rules_at(&self, context: &Context<'_>, path: &[&str]) -> Option<Node> {
        let target = context.world.target;
        let is_open = |node: Node| node.additional().is_some();
        let is_like_section = target.lookup(&self.path).is_some_and(is_open);
        let judged_at = self.path.iter().take(if is_like_section { 2 } else { self.path.len() });
        let names = judged_at.map(String::as_str).chain(path.iter().copied());
        target.lookup(&names.collect::<Vec<_>>())
    }

    /// Whether the target takes a value at a path below it.
    pub(super) fn takes(&self, context: &Context<'_>, path: &[&str], value: Value<'_>) -> bool {
        let node = self.rules_at(context, path);
        node.is_some_and(|node| schema::accepts(node, value, &context.world.environment))
    }

    /// Whether a key is retired in the target in favour of another: it takes the one no more, and
    /// the other.
    pub(super) fn has_moved(&self, context: &Context<'_>, from: &[&str], to: &[&str]) -> bool {
        self.rules_at(context, from).is_none() && self.rules_at(context, to).is_some()
    }
}

/// The members of an object in the order of the text; of duplicate names the last one counts.
fn counting(object: Object<'_>) -> Vec<Member<'_>> {
    let mut members: Vec<_> = object.effective().into_iter().map(|(_, member)| member).collect();
    members.sort_by_key(|member| member.id());
    members
}
