//! Two configs compared by what they set: key by key, wherever a release put a setting, and item by
//! item where the items of a list are things of their own. Layout, quotes, the order of names and
//! comments do not count.

mod canonical;
mod difference;
mod identity;
mod lists;
mod normal;
mod pairs;
mod place;
mod read;
mod settings;
mod whole;

use std::collections::HashMap;

pub use canonical::canonical;
pub use difference::{Comparison, Difference, Kind, Side};
pub use identity::identity;
pub use lists::{Order, order};
pub use normal::normal;

use crate::schema::Release;
use crate::syntax::{Tree, Value};
use settings::settings;

/// What `b` sets otherwise than `a`. Values are compared as OpenClaw reads them: the last of duplicate
/// names counts, `1.0` is `1`, quotes are as good as others. A key that is retired and the one that took
/// its place are the same setting, by the newest release, and by `target` where that has no place for
/// it; so are an agent in `agents.list` and its entry in `agents.entries`. What files are included is
/// compared, and not what they hold.
///
/// Of a text with syntax errors, what can be read is compared.
pub fn compare<'t>(a: &'t Tree, b: &'t Tree, target: Release) -> Comparison<'t> {
    let differences = match (a.root(), b.root()) {
        (Some(a), Some(b)) => {
            let (a, b) = settings(a, b, target);
            pairs::differences(&a, &b)
        }
        (a, b) => only_one(a, b).into_iter().collect(),
    };
    let mut comparison = Comparison { differences, ..Comparison::default() };
    comparison.differences.sort_by_key(|it| {
        let start = |side: &Option<Side<'_>>| side.as_ref().map(|it| it.value.span().start);
        (it.kind, start(&it.a), start(&it.b))
    });
    let mut comments: HashMap<String, (usize, usize)> = HashMap::new();
    for comment in self::comments(a) {
        comments.entry(comment).or_default().0 += 1;
    }
    for comment in self::comments(b) {
        comments.entry(comment).or_default().1 += 1;
    }
    for (a, b) in comments.into_values() {
        comparison.comments_removed += a.saturating_sub(b);
        comparison.comments_added += b.saturating_sub(a);
    }
    comparison
}

/// The difference between a config and a text that holds none.
fn only_one<'t>(a: Option<Value<'t>>, b: Option<Value<'t>>) -> Option<Difference<'t>> {
    let kind = match (a, b) {
        (Some(_), None) => Kind::Removed,
        (None, Some(_)) => Kind::Added,
        _ => return None,
    };
    let side = |value: Value<'t>| Side { key: value.key(), value };
    Some(Difference { kind, a: a.map(side), b: b.map(side), why: None })
}

/// What the comments of a text say, in order of place, however they are laid out.
fn comments(tree: &Tree) -> impl Iterator<Item = String> {
    let comments = tree.tokens().filter(|(_, kind, _)| kind.is_comment());
    comments.map(|(_, _, span)| {
        let words = tree.slice(span).trim_matches(['/', '*']).split_whitespace();
        words.collect::<Vec<_>>().join(" ")
    })
}
