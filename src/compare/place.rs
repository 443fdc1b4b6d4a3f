//! Where a setting has its place, whichever release a config was written for.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::schema::{Release, Values, moves, whereabouts};
use crate::syntax::Segment;

/// Keys of more names hold nothing that ever moved.
const DEEPEST: usize = 24;

/// The place that the value of a key has now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// The key there.
    pub(super) key: Vec<Segment>,
    /// How its value is written otherwise there.
    pub(super) values: Values,
}

/// Where the value of a key that is retired has its place: in the newest release, or, where that has
/// none for it, in `target`. `None` if it is not retired, or nothing stands in its place.
pub(super) fn settled(key: &[Segment], target: Release) -> Option<Place> {
    if key.len() > DEEPEST || !may_have_moved(key) || Release::LATEST.lookup(key).is_some() {
        return None;
    }
    let place = |release: Release| {
        let found = whereabouts(key, release)?;
        Some(Place { key: found.exact()?.to_vec(), values: found.values })
    };
    place(Release::LATEST).or_else(|| {
        let is_elsewhere = target != Release::LATEST && target.lookup(key).is_none();
        is_elsewhere.then(|| place(target)).flatten()
    })
}

/// The names on the ways to keys that moved.
#[derive(Debug, Default)]
struct Ways {
    /// Whether a way ends here, so that everything below moved.
    is_end: bool,
    next: BTreeMap<&'static str, Ways>,
}

/// Whether some move may speak for a key. Most keys never moved, and this is far quicker than to look
/// for them among all moves.
fn may_have_moved(key: &[Segment]) -> bool {
    static WAYS: OnceLock<Ways> = OnceLock::new();
    let ways = WAYS.get_or_init(|| {
        let mut ways = Ways::default();
        for step in moves() {
            let names = step.from.split('.').flat_map(|name| match name.strip_suffix("[]") {
                Some(name) => vec![name, "*"],
                None => vec![name],
            });
            names.fold(&mut ways, |at, name| at.next.entry(name).or_default()).is_end = true;
        }
        ways
    });
    let item = match key {
        [agents, entries, _, below @ ..] if agents == "agents" && entries == "entries" => {
            [&["agents", "list", "0"].map(Segment::from), below].concat()
        }
        _ => Vec::new(),
    };
    ways.lead_to(key) || ways.lead_to(&item)
}

impl Ways {
    /// Whether one of them ends on the way to a key, or at it.
    fn lead_to(&self, key: &[Segment]) -> bool {
        let mut open = vec![self];
        for name in key {
            let below = open.iter().flat_map(|at| [at.next.get(name.as_str()), at.next.get("*")]);
            open = below.flatten().collect();
            if open.iter().any(|at| at.is_end) {
                return true;
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(path: &str) -> Vec<Segment> {
        path.split('.').map(Segment::from).collect()
    }

    #[test]
    fn keys_have_their_places() {
        for (old, new) in [
            ("gateway.token", "gateway.auth.token"),
            ("agents.defaults.memorySearch.provider", "memory.search.provider"),
            ("agents.entries.x.memorySearch.provider", "agents.entries.x.memory.search.provider"),
            ("bindings.3.match.provider", "bindings.3.match.channel"),
            ("agents.list", "agents.entries"),
        ] {
            let place = settled(&key(old), Release::LATEST).map(|place| place.key);
            assert_eq!(place, Some(key(new)), "{old}");
        }
        for same in ["gateway.auth.token", "nope", "gateway.nope", "env.vars.X"] {
            assert_eq!(settled(&key(same), Release::LATEST), None, "{same}");
        }
    }

    #[test]
    fn no_move_is_overlooked() {
        for step in moves() {
            let names = step.from.replace("[]", ".0").replace('*', "x");
            for below in ["", ".x", ".0.y"] {
                let key = key(&format!("{names}{below}"));
                assert!(may_have_moved(&key), "{key:?}");
            }
        }
    }
}
