//! Which bindings may lead a group, and which leads a person, to an agent (OpenClaw 2026.9.6).

use std::collections::BTreeMap;
use std::rc::Rc;

use super::Config;
use crate::schema::trim;
use crate::syntax::{Array, Value};

/// The account of a channel that has no others, and the one that a binding is for which names none.
const DEFAULT_ACCOUNT: &str = "default";

/// What a binding asks of a message, as it is compared.
#[derive(Debug, Clone, PartialEq)]
struct Route<'t> {
    binding: Value<'t>,
    channel: String,
    /// `*` for any, the default one where nothing is said.
    account: String,
    peer: Peer,
    guild: Option<String>,
    team: Option<String>,
    roles: Vec<String>,
}

/// Which conversation a binding is for.
#[derive(Debug, Clone, PartialEq)]
enum Peer {
    Any,
    /// Any of that kind.
    Kind(&'static str),
    One(&'static str, String),
    /// Something that OpenClaw does not understand, so that the binding is for none.
    Unknown,
}

/// What tells bindings apart that are asked about one message: channel, account, guild, and the one
/// conversation they are for.
type Asked = (String, String, Option<String>, Option<String>);

/// The bindings, with those together that ask for the same.
#[derive(Debug)]
pub(super) struct Routes<'t> {
    all: Vec<Route<'t>>,
    by: BTreeMap<Asked, Vec<usize>>,
}

impl<'t> Routes<'t> {
    fn new(all: Vec<Route<'t>>) -> Self {
        let mut by: BTreeMap<Asked, Vec<usize>> = BTreeMap::new();
        for (at, route) in all.iter().enumerate() {
            let one = match &route.peer {
                Peer::One(_, id) => Some(id.clone()),
                _ => None,
            };
            let asked = (route.channel.clone(), route.account.clone(), route.guild.clone(), one);
            by.entry(asked).or_default().push(at);
        }
        Self { all, by }
    }

    /// The one that is asked first of those that a message may be for; of equal ones the first counts.
    fn first(&self, channel: &str, probe: &Probe<'_>) -> Option<usize> {
        let of = |account: &str, guild: Option<&str>, one: Option<&str>| {
            let own = |word: Option<&str>| word.map(str::to_owned);
            self.by.get(&(channel.to_owned(), account.to_owned(), own(guild), own(one)))
        };
        let mut best = None;
        for account in ["*", probe.account] {
            for guild in [None, probe.guild] {
                for one in [None, probe.id] {
                    for &at in of(account, guild, one).into_iter().flatten() {
                        let ranked = self.all[at].rank(probe).map(|rank| (rank, at));
                        best = [best, ranked].into_iter().flatten().min();
                    }
                }
            }
        }
        best.map(|(_, at)| at)
    }
}

/// A group or a person that a binding is for, to see which binding it is led by.
struct Probe<'p> {
    kind: &'static str,
    /// `None` for one that no binding names.
    id: Option<&'p str>,
    account: &'p str,
    guild: Option<&'p str>,
    team: Option<&'p str>,
    role: Option<&'p str>,
}

impl<'t> Config<'_, 't> {
    /// The bindings that lead at least one group to an agent: for no person, and not behind another
    /// that takes all of its groups.
    pub fn group_bindings(&self) -> Vec<Value<'t>> {
        let routes = self.routes();
        let all = routes.all.iter().enumerate();
        let leads = all.filter(|(at, route)| leads_a_group(&routes, *at, route));
        leads.map(|(_, route)| route.binding).collect()
    }

    /// The binding that leads the direct messages of a person to an agent: on a channel, to an
    /// account of it. `None` for the person stands for one whom no binding names.
    pub fn direct_binding(
        &self,
        channel: &str,
        account: Option<&str>,
        person: Option<&str>,
    ) -> Option<Value<'t>> {
        let (channel, account) = (channel.to_lowercase(), account.map(str::to_lowercase));
        let account = account.as_deref().unwrap_or(DEFAULT_ACCOUNT);
        let probe =
            Probe { kind: "direct", id: person, account, guild: None, team: None, role: None };
        let routes = self.routes();
        routes.first(&channel, &probe).map(|at| routes.all[at].binding)
    }

    /// The bindings, read when they are asked for first.
    fn routes(&self) -> Rc<Routes<'t>> {
        let read = || {
            let items = self.at(&["bindings"]).and_then(Value::as_array);
            let items = items.into_iter().flat_map(Array::items);
            Rc::new(Routes::new(items.filter_map(|binding| self.route(binding)).collect()))
        };
        Rc::clone(self.routes.get_or_init(read))
    }

    fn route(&self, binding: Value<'t>) -> Option<Route<'t>> {
        let kind = binding.get("type").and_then(|kind| self.text(kind));
        if kind.is_some_and(|kind| kind != "route") {
            return None;
        }
        let matching = binding.get("match")?;
        let id = |value: Option<Value<'t>>| {
            let value = value?;
            let text = match value.as_number() {
                Some(_) => value.source().to_owned(),
                None => trim(&self.text(value)?).to_owned(),
            };
            (!text.is_empty()).then_some(text)
        };
        let account = id(matching.get("accountId")).map(|account| account.to_lowercase());
        Some(Route {
            binding,
            channel: trim(&self.text(matching.get("channel")?)?).to_lowercase(),
            account: account.unwrap_or_else(|| DEFAULT_ACCOUNT.to_owned()),
            peer: matching.get("peer").filter(|peer| !peer.is_null()).map_or(Peer::Any, |peer| {
                let kind = peer.get("kind").and_then(|kind| self.text(kind));
                let kind = match kind.map(|kind| trim(&kind).to_lowercase()).as_deref() {
                    Some("direct" | "dm") => "direct",
                    Some("group" | "channel") => "group",
                    _ => return Peer::Unknown,
                };
                match id(peer.get("id")) {
                    None => Peer::Unknown,
                    Some(id) if id == "*" => Peer::Kind(kind),
                    Some(id) => Peer::One(kind, id),
                }
            }),
            guild: id(matching.get("guildId")),
            team: id(matching.get("teamId")),
            roles: self
                .texts(matching.get("roles"))
                .into_iter()
                .map(|(role, _)| role.into_owned())
                .collect(),
        })
    }
}

fn leads_a_group(routes: &Routes<'_>, at: usize, route: &Route<'_>) -> bool {
    let (kind, id) = match &route.peer {
        Peer::Any | Peer::Kind("group") => ("group", None),
        Peer::One("group", id) => ("group", Some(id.as_str())),
        _ => return false,
    };
    let roles: Vec<Option<&str>> = match route.roles.as_slice() {
        [] => vec![None],
        roles => roles.iter().map(|role| Some(role.as_str())).collect(),
    };
    roles.into_iter().any(|role| {
        let probe = Probe {
            kind,
            id,
            account: &route.account,
            guild: route.guild.as_deref(),
            team: route.team.as_deref(),
            role,
        };
        routes.first(&route.channel, &probe) == Some(at)
    })
}

impl Route<'_> {
    /// How early the binding is asked, if it is for the group or the person.
    fn rank(&self, probe: &Probe<'_>) -> Option<u8> {
        let is_same = |own: &Option<String>, other: Option<&str>| {
            own.as_deref().is_none_or(|own| Some(own) == other)
        };
        let for_account = self.account == "*" || self.account == probe.account;
        let for_role = self.roles.is_empty()
            || probe.role.is_some_and(|role| self.roles.iter().any(|own| own == role));
        let fits = for_account
            && for_role
            && is_same(&self.guild, probe.guild)
            && is_same(&self.team, probe.team);
        let rank = match &self.peer {
            Peer::One(kind, id) if *kind == probe.kind && Some(id.as_str()) == probe.id => 0,
            Peer::Kind(kind) if *kind == probe.kind => 1,
            Peer::Any if self.guild.is_some() && !self.roles.is_empty() => 2,
            Peer::Any if self.guild.is_some() => 3,
            Peer::Any if self.team.is_some() => 4,
            Peer::Any if self.account != "*" => 5,
            Peer::Any => 6,
            _ => return None,
        };
        fits.then_some(rank)
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::super::config::tests::with;

    /// The indices of the bindings that lead a group.
    fn leading(bindings: &str) -> Vec<String> {
        with(&format!("{{bindings: {bindings}}}"), |config| {
            let found = config.group_bindings();
            found.iter().map(|binding| binding.key().segments()[1].to_string()).collect()
        })
    }

    #[test]
    fn bindings_for_people_and_behind_others_lead_no_group() {
        let cases: [(&str, &[&str]); 6] = [
            ("[{agentId: 'a', match: {channel: 'telegram'}}]", &["0"]),
            ("[{match: {channel: 'telegram', peer: {kind: 'direct', id: '1'}}}]", &[]),
            ("[{match: {channel: 'telegram', peer: {kind: 'group', id: '*'}}}]", &["0"]),
            ("[{match: {channel: 'telegram'}}, {match: {channel: 'telegram'}}]", &["0"]),
            (
                "[{match: {channel: 'telegram'}}, {match: {channel: 'telegram', peer: {kind: 'channel', id: '-1'}}}]",
                &["0", "1"],
            ),
            (
                "[{match: {channel: 'slack', accountId: '*'}}, {match: {channel: 'slack', peer: {kind: 'group', id: '*'}}}]",
                &["0", "1"],
            ),
        ];
        for (bindings, expected) in cases {
            assert_eq!(leading(bindings), expected, "{bindings}");
        }
    }

    #[test]
    fn people_are_led_by_the_closest_binding() {
        let text = "{bindings: [
            {agentId: 'a', match: {channel: 'telegram'}},
            {agentId: 'b', match: {channel: 'telegram', accountId: '*'}},
            {agentId: 'c', match: {channel: 'Telegram', peer: {kind: 'dm', id: '7'}}},
            {agentId: 'd', match: {channel: 'slack', peer: {kind: 'group', id: '7'}}},
        ]}";
        let agent = |channel: &str, account: Option<&str>, person: Option<&str>| {
            with(text, |config| {
                let binding = config.direct_binding(channel, account, person)?;
                config.text(binding.get("agentId")?).map(Cow::into_owned)
            })
        };
        assert_eq!(agent("telegram", None, Some("7")).as_deref(), Some("c"));
        assert_eq!(agent("telegram", None, None).as_deref(), Some("a"));
        assert_eq!(agent("telegram", Some("Work"), Some("7")).as_deref(), Some("b"));
        assert_eq!(agent("slack", None, Some("7")), None);
    }
}
