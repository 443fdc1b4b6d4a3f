//! Why a release does not take a key.

mod words;

use super::history::{History, Period};
use super::invented::{Invented, invented};
use super::moves::{Whereabouts, former_places, moves_from, whereabouts};
use super::node::Node;
use super::path::{covers, is_within};
use super::release::Release;
use super::suggest::{is_same_word, nearest};
use super::violation::allowed_names;
use crate::syntax::{Key, Object, Segment, Value};

pub(crate) use words::alternatives;

/// Why a release does not take a key: the one reason that explains it best.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It is meant as a comment.
    Comment,
    /// Older releases took it.
    Retired(Retired),
    /// Newer releases take it.
    TooNew {
        /// When they do.
        since: Period,
        /// When older ones did as well.
        earlier: Option<Period>,
    },
    /// No release ever had it, yet it is taught.
    Invented(Invented),
    /// It is another name of the same object, written in another way or wrongly.
    Misspelled {
        /// The names it may stand for, likeliest first.
        names: Vec<&'static str>,
        /// Whether it is the same word in another spelling.
        same_word: bool,
    },
    /// The name is taken near by.
    Misplaced {
        /// The keys that it may stand for.
        places: Vec<Key>,
    },
    /// Nothing is known of it.
    Unknown,
}

/// What is known of a key that older releases took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retired {
    /// When it was accepted last; `None`: before the oldest release of the catalog.
    pub period: Option<Period>,
    /// The key that was accepted then, where what stood around it has moved since.
    pub former: Option<Key>,
    /// The last release that accepted it with all that stands in it, where that ended earlier.
    pub whole_until: Option<Release>,
    /// Where its value is to be found now, if that is known.
    pub whereabouts: Option<Whereabouts>,
    /// Where values below it are to be found now, where that is somewhere else: their keys in
    /// order, each with its whereabouts.
    pub parts: Vec<(Key, Whereabouts)>,
}

/// What older and newer releases made of a key.
#[derive(Debug, Clone, Default)]
pub struct Past {
    /// The releases that accept it.
    own: History,
    /// The key it had in another place, which moved with what stood around it, and when that was accepted
    /// last; of a key that no other release accepts.
    elsewhere: Option<(Key, Period)>,
}

/// How many values below a key are looked at.
const PARTS: usize = 64;
/// In how many places near by a name may be taken and still say something.
const PLACES: usize = 3;

impl Past {
    /// That of each of these keys, which `release` does not take: the releases are gone through twice for
    /// all of them.
    pub fn of_each(keys: &[&[Segment]], release: Release) -> Vec<Self> {
        let histories = History::of_each(keys).into_iter();
        let mut pasts: Vec<Self> = histories.map(|own| Self { own, elsewhere: None }).collect();
        let is_new =
            |past: &Self| past.own.before(release).is_none() && past.own.after(release).is_none();
        let of_new = keys.iter().zip(&pasts).enumerate().filter(|(_, (_, past))| is_new(past));
        let formers: Vec<(usize, Vec<Segment>)> = of_new
            .flat_map(|(index, (key, _))| former_places(key).map(move |former| (index, former)))
            .collect();
        let keys: Vec<&[Segment]> = formers.iter().map(|(_, former)| former.as_slice()).collect();
        for ((index, former), history) in formers.iter().zip(History::of_each(&keys)) {
            let elsewhere = &mut pasts[*index].elsewhere;
            if let (None, Some(period)) = (&elsewhere, history.before(release)) {
                *elsewhere = Some((former.iter().cloned().collect(), period));
            }
        }
        pasts
    }
}

impl Fate {
    /// Why `release` does not take `key`, whose value is `value` and whose object is `object`.
    pub fn of(key: &Key, value: Option<Value<'_>>, object: Node, release: Release) -> Self {
        let past = Past::of_each(&[key.segments()], release).pop().unwrap_or_default();
        Self::given(&past, key, value, object, release)
    }

    /// The same, given the past of the key: that of many is best asked for at once.
    pub fn given(
        past: &Past,
        key: &Key,
        value: Option<Value<'_>>,
        object: Node,
        release: Release,
    ) -> Self {
        let names = key.segments();
        let Some((name, above)) = names.split_last() else { return Self::Unknown };
        if is_remark(name) {
            return Self::Comment;
        }
        let period = past.own.before(release);
        if let Some(since) = past.own.after(release) {
            return Self::TooNew { since, earlier: period };
        }
        if let Some((former, period)) = &past.elsewhere {
            let retired = Retired::of(key, value, Some(*period), release);
            return Self::Retired(Retired { former: Some(former.clone()), ..retired });
        }
        if period.is_some() || is_older_than_the_catalog(names) {
            return Self::Retired(Retired::of(key, value, period, release));
        }
        if let Some(invented) = invented(names) {
            return Self::Invented(invented);
        }
        let near = nearest(name, allowed_names(object));
        let same_word = near.first().is_some_and(|first| is_same_word(name, first));
        if same_word {
            return Self::Misspelled { names: near, same_word };
        }
        let places = places_near(above, name, object, release);
        if (1..=PLACES).contains(&places.len()) {
            return Self::Misplaced { places };
        }
        if near.is_empty() { Self::Unknown } else { Self::Misspelled { names: near, same_word } }
    }
}

/// Whether a name says that its value is for people: `_comment`, `//`, `$comment`, `_oldPort`.
fn is_remark(name: &str) -> bool {
    ["_", "//", "#", "$comment"].iter().any(|mark| name.starts_with(mark)) && name != "__proto__"
}

/// Whether a key, which no release of the catalog took, is one that older ones did.
fn is_older_than_the_catalog(key: &[Segment]) -> bool {
    moves_from(key).any(|step| {
        let whole = covers(step.from, key).is_some_and(|(_, covered)| covered == key.len());
        whole || is_within(step.from, key)
    })
}

impl Retired {
    fn of(key: &Key, value: Option<Value<'_>>, period: Option<Period>, release: Release) -> Self {
        let object = value.and_then(Value::as_object);
        let own = whereabouts(key.segments(), release);
        let parts = object.map(|object| parts(object, key, own.as_ref(), release));
        Self {
            period,
            former: None,
            whole_until: value
                .zip(period)
                .and_then(|(value, period)| whole_until(key, value, period, release)),
            whereabouts: own,
            parts: parts.unwrap_or_default(),
        }
    }
}

/// The last release before `release` that accepted a key with all that stands in its value, where that
/// ended before `period`, when the key itself was accepted.
fn whole_until(key: &Key, value: Value<'_>, period: Period, release: Release) -> Option<Release> {
    let mut leaves = Vec::new();
    collect(value, key.segments().to_vec(), &mut leaves);
    // A value that holds no others is all there is of it.
    if leaves.iter().all(|leaf| leaf.len() == key.segments().len()) {
        return None;
    }
    let last = History::of_all(&leaves).before(release)?.last;
    (last < period.last).then_some(last)
}

/// The keys of the values below `value` that hold no others, a limited number of them.
fn collect(value: Value<'_>, key: Vec<Segment>, leaves: &mut Vec<Vec<Segment>>) {
    let mut open = vec![(value, key)];
    while let Some((value, key)) = open.pop() {
        if leaves.len() + open.len() >= PARTS {
            leaves.push(key);
            continue;
        }
        let below = |name: Segment| {
            let mut below = key.clone();
            below.push(name);
            below
        };
        let before = open.len();
        if let Some(object) = value.as_object() {
            for member in object.members().take(PARTS) {
                let name = below(member.name().to_lossy().into());
                open.extend(member.value().map(|value| (value, name)));
            }
        } else if let Some(array) = value.as_array() {
            let items = array.items().take(PARTS).enumerate();
            open.extend(items.map(|(index, item)| (item, below(index.to_string().into()))));
        }
        if open.len() == before {
            leaves.push(key);
        }
    }
}

/// Where the members of a retired object went, as far as that is not where it went itself.
fn parts(
    object: Object<'_>,
    key: &Key,
    own: Option<&Whereabouts>,
    release: Release,
) -> Vec<(Key, Whereabouts)> {
    let mut parts = Vec::new();
    for member in object.members().take(PARTS) {
        let name = member.name().to_lossy().into_owned();
        let below = key.clone().child(name.clone());
        let Some(found) = whereabouts(below.segments(), release) else { continue };
        let with_own = own.is_some_and(|own| match (&own.key, &found.key) {
            (Some(own), Some(found)) => {
                found.split_last().is_some_and(|(last, above)| *last == name && above == own)
            }
            (None, None) => true,
            _ => false,
        });
        if !with_own {
            parts.push((below, found));
        }
    }
    parts
}

/// The keys near `above` under which `name` is taken: one level down, one level up, and in the
/// `config` of a plugin's entry.
fn places_near(above: &[Segment], name: &str, object: Node, release: Release) -> Vec<Key> {
    let at = |names: &[Segment]| -> Key { names.iter().cloned().collect() };
    let takes = |node: Node| node.property(name).is_some_and(|own| !own.is_nothing());
    let mut places = Vec::new();
    for (section, node) in object.properties() {
        let mut open = vec![node];
        while let Some(node) = open.pop() {
            if takes(node) {
                places.push(at(above).child(section).child(name));
                break;
            }
            open.extend(node.branches().chain(node.all_of()));
        }
    }
    if let Some((_, upper)) = above.split_last()
        // In a map the names are the author's own.
        && release.lookup(upper).is_some_and(|node| takes(node) && node.additional().is_none())
    {
        places.push(at(upper).child(name));
    }
    places
}
