//! What is known of a key: what a release takes there and which releases do, or why it does not.

use std::collections::BTreeSet;

use super::expected::Expected;
use super::fate::Fate;
use super::history::{History, accepts, as_item, nodes_at};
use super::node::{Node, Scalar};
use super::reader::Reading;
use super::release::Release;
use crate::syntax::{Key, Segment, ValueKind};

/// What is known of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    /// The key.
    pub key: Key,
    /// The release that was asked.
    pub release: Release,
    /// The releases whose schema takes the key.
    pub history: History,
    /// The key that the same had while agents were a list, in an agent's entry.
    pub in_list: Option<Key>,
    /// What the release takes there, or why it does not.
    pub answer: Answer,
}

/// What a release takes at a key, or why it does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It takes this.
    Taken {
        /// What it takes.
        takes: Takes,
        /// Whether an object that holds the key must have it.
        required: bool,
        /// The key above it that takes anything, where it is for that reason that it is taken.
        within: Option<Key>,
    },
    /// It does not take it.
    NotTaken {
        /// The key, or the first name on the way to it that is not taken.
        about: Key,
        /// Why.
        fate: Fate,
        /// What the object takes that would hold `about`.
        names: Vec<&'static str>,
        /// What the reader does with it all the same.
        reading: Reading,
        /// The keys that are meant, or that took its place, and that the release takes.
        instead: Vec<Key>,
    },
}

/// What may stand at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Takes {
    /// Its values, references to secrets apart.
    pub values: Expected,
    /// The sources from which a reference to a secret, `{ source, provider, id }`, may take what
    /// stands here; none where it may not be one.
    pub secret_sources: Vec<&'static str>,
    /// What OpenClaw takes where the key is absent, as JSON.
    pub default: Option<&'static str>,
    /// Whether OpenClaw calls it deprecated.
    pub deprecated: bool,
    /// The keys of the object that may stand here, in order.
    pub keys: Vec<&'static str>,
    /// Those of them that must be there.
    pub required: Vec<&'static str>,
    /// What the object takes under names of one's own.
    pub any_name: Option<AnyName>,
    /// What the items of the array that may stand here are.
    pub items: Option<Expected>,
}

/// What an object takes under names of one's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnyName {
    /// What the names must be, where not any is taken.
    pub names: Option<Expected>,
    /// What stands under them.
    pub values: Expected,
}

/// Looks a key up for a release; `*` in it is any name, `[]` any item. Knows the bundled plugins
/// and nothing of others.
pub fn describe(key: &Key, release: Release) -> Description {
    let names = key.segments();
    let nodes = nodes_at(release, names);
    let answer =
        if nodes.is_empty() { not_taken(key, release) } else { taken(names, &nodes, release) };
    let in_list = as_item(names).filter(|item| !History::of_exactly(item).is_never());
    Description {
        key: key.clone(),
        release,
        history: History::of_exactly(names),
        in_list: in_list.map(Key::from_iter),
        answer,
    }
}

fn taken(names: &[Segment], nodes: &[Node], release: Release) -> Answer {
    let holders = |depth: usize| objects(&nodes_at(release, &names[..depth]));
    let within = (0..names.len()).find(|&depth| {
        let nodes = nodes_at(release, &names[..depth]);
        nodes.iter().any(|node| node.is_anything())
    });
    let required = names.split_last().is_some_and(|(name, above)| {
        let holders = holders(above.len());
        !holders.is_empty() && holders.iter().all(|it| it.required().any(|other| other == name))
    });
    Answer::Taken {
        takes: Takes::of(nodes),
        required,
        within: within.map(|depth| names[..depth].iter().cloned().collect()),
    }
}

fn not_taken(key: &Key, release: Release) -> Answer {
    let names = key.segments();
    // The whole config is taken.
    let depth = (1..=names.len()).find(|&depth| !accepts(release, &names[..depth]));
    let depth = depth.unwrap_or(names.len());
    let (first, rest) = names.split_at(depth);
    let above = nodes_at(release, &names[..depth.saturating_sub(1)]);
    let object = objects(&above).into_iter().max_by_key(|node| node.properties().len());
    let object = object.or(above.first().copied());
    let fate = |key: &Key| match object {
        Some(object) => Fate::of(key, None, object, release),
        None => Fate::Unknown,
    };
    let first: Key = first.iter().cloned().collect();
    // What is known of the whole key says more than what is known of the first part of it.
    let whole = fate(key);
    let is_known = matches!(whole, Fate::Retired(_) | Fate::TooNew { .. } | Fate::Invented(_));
    let (about, fate) = if is_known { (key.clone(), whole) } else { (first.clone(), fate(&first)) };
    let rest = if about == *key { &[] } else { rest };
    let readings = (1..=names.len()).map(|depth| Reading::of_key(&names[..depth], release));
    Answer::NotTaken {
        names: Takes::of(&above).keys,
        reading: readings
            .into_iter()
            .find(|it| *it != Reading::Rejects)
            .unwrap_or(Reading::Rejects),
        instead: instead(&about, &fate, rest, release),
        about,
        fate,
    }
}

/// The keys that stand for `about`, each with the names of `rest` below it, as far as the release
/// takes them.
fn instead(about: &Key, fate: &Fate, rest: &[Segment], release: Release) -> Vec<Key> {
    let own = |name: &&'static str| about.clone().parent().child(*name).segments().to_vec();
    let found: Vec<Vec<Segment>> = match fate {
        Fate::Retired(retired) => {
            retired.whereabouts.iter().filter_map(|place| place.key.clone()).collect()
        }
        Fate::Invented(invented) => invented.instead.iter().cloned().collect(),
        Fate::Misspelled { names, .. } => names.iter().map(own).collect(),
        Fate::Misplaced { places } => places.iter().map(|it| it.segments().to_vec()).collect(),
        Fate::Comment | Fate::TooNew { .. } | Fate::Unknown => Vec::new(),
    };
    let taken = found.into_iter().filter_map(|place| {
        let whole: Vec<Segment> = place.iter().chain(rest).cloned().collect();
        let best = if accepts(release, &whole) { whole } else { place };
        accepts(release, &best).then(|| best.into_iter().collect())
    });
    taken.collect()
}

impl Takes {
    /// What any of `nodes` takes.
    fn of(nodes: &[Node]) -> Self {
        let mut secret_sources = Vec::new();
        let mut values = Vec::new();
        let default = nodes.iter().find_map(|node| node.default());
        let deprecated = nodes.iter().all(|node| node.is_deprecated());
        for node in Expected::any(nodes.to_vec()).alternatives() {
            match secret_source(node) {
                Some(sources) => secret_sources.extend(sources),
                None => values.push(node),
            }
        }
        let objects = objects(&values);
        let array = |node: &Node| !node.types().is_any() && node.types().admits(ValueKind::Array);
        let items: Vec<Node> =
            values.iter().filter(|node| array(node)).filter_map(|node| node.item(0)).collect();
        Self {
            secret_sources,
            default,
            deprecated,
            keys: keys(&objects),
            required: required(&objects),
            any_name: AnyName::of(&objects),
            items: (!items.is_empty()).then(|| Expected::any(items)),
            values: Expected::any(values),
        }
    }
}

impl AnyName {
    fn of(objects: &[Node]) -> Option<Self> {
        let open: Vec<(Option<Node>, Node)> =
            objects.iter().filter_map(|node| Some((node.names(), node.additional()?))).collect();
        let names: Option<Vec<Node>> = open.iter().map(|(names, _)| *names).collect();
        let values: Vec<Node> = open.into_iter().map(|(_, values)| values).collect();
        let names = names.map(Expected::any);
        (!values.is_empty()).then(|| Self { names, values: Expected::any(values) })
    }
}

/// The objects among what nodes take, each branch of a union one. What takes anything is none.
fn objects(nodes: &[Node]) -> Vec<Node> {
    let all = Expected::any(nodes.to_vec()).alternatives().into_iter();
    let is_object = |node: &Node| {
        let types = node.types();
        types.admits(ValueKind::Object) && (!types.is_any() || node.properties().len() > 0)
    };
    all.filter(|node| is_object(node) && !node.is_nothing()).collect()
}

/// The names that any of the objects takes, in order.
fn keys(objects: &[Node]) -> Vec<&'static str> {
    let all = objects.iter().flat_map(|node| node.properties());
    let named: BTreeSet<&str> =
        all.filter(|(_, node)| !node.is_nothing()).map(|(name, _)| name).collect();
    named.into_iter().collect()
}

/// The keys that each of the objects requires, in the order of the first.
fn required(objects: &[Node]) -> Vec<&'static str> {
    let Some((first, others)) = objects.split_first() else { return Vec::new() };
    let by_all = |name: &&str| others.iter().all(|node| node.required().any(|own| own == *name));
    first.required().filter(by_all).collect()
}

/// The sources that a node takes references to secrets from, if it takes nothing else.
fn secret_source(node: Node) -> Option<Vec<&'static str>> {
    let names: Vec<&str> = node.properties().map(|(name, _)| name).collect();
    if !matches!(names.as_slice(), ["id", "provider", "source"]) || node.additional().is_some() {
        return None;
    }
    node.property("source")?
        .values()?
        .map(|value| match value {
            Scalar::Text(source) => Some(source),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(key: &str, release: &str) -> Description {
        let release = Release::find(release).expect("a release of the catalog");
        describe(&key.parse().expect("a key"), release)
    }

    fn takes(key: &str) -> Takes {
        match ask(key, "2026.9.6").answer {
            Answer::Taken { takes, .. } => takes,
            Answer::NotTaken { fate, .. } => panic!("{key}: {fate:?}"),
        }
    }

    /// The keys that stand for one that is not taken, as they are shown.
    fn stands_for(key: &str, release: &str) -> Vec<String> {
        match ask(key, release).answer {
            Answer::Taken { .. } => panic!("{key} is taken"),
            Answer::NotTaken { instead, .. } => instead.iter().map(Key::to_string).collect(),
        }
    }

    #[test]
    fn values_are_told_from_references_to_secrets() {
        let token = takes("channels.telegram.botToken");
        assert_eq!(token.values.to_string(), "a string");
        let mut sources = token.secret_sources;
        sources.sort_unstable();
        assert_eq!(sources, ["env", "exec", "file", "store"]);
        // It may be no reference.
        assert_eq!(takes("hooks.path").secret_sources, Vec::<&str>::new());
    }

    #[test]
    fn keys_names_and_items_are_those_of_every_branch() {
        let model = takes("agents.entries.main.model");
        assert_eq!(model.values.to_string(), "a string or an object");
        assert_eq!(model.keys, ["fallbacks", "primary"]);
        assert_eq!(model.any_name, None);
        let entries = takes("agents.entries");
        assert!(entries.keys.is_empty());
        let any = entries.any_name.expect("agents have names of one's own");
        assert!(any.names.is_some());
        assert_eq!(any.values.to_string(), "an object");
        let proxies = takes("gateway.trustedProxies");
        assert_eq!(proxies.items.map(|it| it.to_string()).as_deref(), Some("a string"));
    }

    #[test]
    fn a_key_that_must_be_there_is_required() {
        let required = |key| match ask(key, "2026.9.6").answer {
            Answer::Taken { required, .. } => required,
            Answer::NotTaken { .. } => false,
        };
        assert!(required("models.providers.x.models[].id"));
        assert!(!required("gateway.bind"));
    }

    #[test]
    fn below_anything_all_is_taken() {
        let key = "models.providers.x.params.whatever[0].there";
        let Answer::Taken { within, takes, .. } = ask(key, "2026.9.6").answer else {
            panic!("it is taken")
        };
        assert!(takes.values.is_anything());
        let within = within.expect("it stands in what takes anything");
        assert_eq!(within.to_string(), "models.providers.x.params.whatever");
    }

    #[test]
    fn what_is_not_taken_leads_to_what_is() {
        let latest = |key| stands_for(key, "2026.9.6");
        assert_eq!(latest("gateway.token"), ["gateway.auth.token"]);
        assert_eq!(latest("telegram.botToken"), ["channels.telegram.botToken"]);
        assert_eq!(latest("gatway.bind"), ["gateway.bind"]);
        assert_eq!(latest("gateway.rateLimit"), ["gateway.auth.rateLimit"]);
        assert_eq!(latest("agents.list[].model"), ["agents.entries.*.model"]);
        assert_eq!(latest("channels.telegram.token"), ["channels.telegram.botToken"]);
        assert_eq!(latest("gateway.handshakeTimeoutMs"), Vec::<String>::new());
    }

    #[test]
    fn what_the_reader_does_all_the_same_is_known() {
        let reading = |key, release| match ask(key, release).answer {
            Answer::Taken { .. } => None,
            Answer::NotTaken { reading, .. } => Some(reading),
        };
        assert_eq!(reading("agents.list[].id", "2026.9.6"), Some(Reading::TurnsIntoEntries));
        assert_eq!(reading("agents.defaults.contextTokens", "2026.8.1"), Some(Reading::Drops));
        assert_eq!(reading("agents.defaults.contextTokens", "2026.7.35"), None);
        assert_eq!(reading("gateway.token", "2026.9.6"), Some(Reading::Rejects));
    }

    #[test]
    fn an_entry_of_an_agent_is_told_from_an_item() {
        let found = ask("agents.entries.main.model", "2026.9.6");
        let first = found.history.periods().first().expect("it is taken");
        assert_eq!(first.first.name(), "2026.8.1");
        assert_eq!(found.in_list.map(|it| it.to_string()).as_deref(), Some("agents.list[].model"));
    }
}
