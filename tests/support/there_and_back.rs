//! What carrying a config back to an older release, and to the newest again, owes: what only moved is
//! where it was, and everything else is told of.

use std::collections::BTreeMap;

use clawtidy::finding::{Safety, Step};
use clawtidy::schema::Release;
use clawtidy::syntax::{Member, Segment, Tree, Value};
use clawtidy::world::{Environment, World};
use clawtidy::{Fixed, Fixing, fix};

use crate::keeping::{self, Fault};

/// What came of both ways.
#[derive(Debug)]
pub(crate) struct Returned {
    /// The config for the older release.
    pub(crate) older: String,
    /// The config for the newest, afterwards.
    pub(crate) newest: String,
    /// Whether nothing but places changed on either way.
    pub(crate) only_moved: bool,
    pub(crate) faults: Vec<Fault>,
}

fn carried(text: &str, target: Release) -> Fixed {
    let world = World::new(target, Environment::Unknown);
    let fixing = Fixing::migrating(Safety::Unsafe);
    fix("openclaw.json", text.to_owned(), &world, &fixing)
}

/// A config in the form in which the newest release has nothing to carry over any more.
pub(crate) fn settled(text: &str) -> String {
    carried(text, Release::LATEST).source.text().to_owned()
}

/// Carries a settled config to `older` and back, and holds the result to the laws.
pub(crate) fn there_and_back(text: &str, older: Release) -> Returned {
    let down = carried(text, older);
    let up = carried(down.source.text(), Release::LATEST);
    let before = clawtidy::syntax::parse(text.to_owned());
    let after = up.source.tree();

    let mut faults = Vec::new();
    let mut broken = |law, about| faults.push(Fault { law, about });
    for fixed in [&down, &up] {
        if let Some(bug) = &fixed.bug {
            broken("no bug", format!("{bug:?}"));
        }
    }
    let again = carried(down.source.text(), older);
    if again.source.text() != down.source.text() {
        let rules: Vec<&str> = again.applied.iter().map(|change| change.rule).collect();
        broken("a second run changes nothing", rules.join(" "));
    }
    let steps: Vec<&Step> =
        down.applied.iter().chain(&up.applied).flat_map(|change| &change.steps).collect();
    let was = leaves(&before);
    let is = leaves(after);
    let mut only_moved = true;
    for (key, word) in &was {
        match place_after(key, &steps) {
            Some(place) if place != *key => {
                let about = format!("{}: at {}", keeping::general(key), keeping::general(&place));
                broken("what only moved is back", about);
            }
            Some(_) if is.get(key) != Some(word) => {
                broken("what only moved is back", keeping::general(key));
            }
            Some(_) => {}
            None => only_moved = false,
        }
    }
    let kept_its_objects = steps.iter().all(|step| match step {
        Step::Moved { from, to } => from.clone().parent() == to.clone().parent(),
        Step::Set { .. } | Step::CommentedOut { .. } | Step::Removed { .. } => false,
    });
    // A name that comes back is written without escapes.
    let is_plain = |tree: &Tree| {
        let mut names = tree.values().filter_map(Value::member).map(Member::name_span);
        names.all(|name| !tree.slice(name).contains('\\'))
    };
    if only_moved && kept_its_objects && is_plain(&before) && after.text() != text {
        broken("the text is the same", String::new());
    }
    let applied = down.applied.iter().chain(&up.applied).cloned().collect();
    let older = down.source.text().to_owned();
    let newest = after.text().to_owned();
    let both = Fixed { applied, passes: Vec::new(), ..up };
    for key in keeping::lost(&before, &both) {
        broken("values stay", key);
    }
    Returned { older, newest, only_moved, faults }
}

/// The values that hold no others, by their keys.
fn leaves(tree: &Tree) -> BTreeMap<Vec<Segment>, String> {
    let leaf = |value: clawtidy::syntax::Value<'_>| {
        Some((value.key().segments().to_vec(), keeping::word(value)?))
    };
    tree.values().filter_map(leaf).collect()
}

/// Where the value of a key stands after steps that only moved it; `None` if one of them did more.
fn place_after(key: &[Segment], steps: &[&Step]) -> Option<Vec<Segment>> {
    let mut at = key.to_vec();
    for step in steps {
        match step {
            Step::Moved { from, to } => {
                if let Some(below) = at.strip_prefix(from.segments()) {
                    at = [to.segments(), below].concat();
                }
            }
            Step::Set { key } | Step::CommentedOut { key } | Step::Removed { key, .. } => {
                if is_within(&at, key.segments()) {
                    return None;
                }
            }
        }
    }
    Some(at)
}

/// Whether a key lies at or below another. An agent has an index in the list that agents became, which no
/// step tells.
fn is_within(key: &[Segment], above: &[Segment]) -> bool {
    let both_listed = [key, above].iter().all(|it| it.len() > 2 && it[..2] == ["agents", "list"]);
    if both_listed { key[3..].starts_with(&above[3..]) } else { key.starts_with(above) }
}
