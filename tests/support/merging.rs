//! What putting an edit back on the config as it is now owes.

use clawtidy::edit::is_strict_json;
use clawtidy::merge::{Merge, Outcome, Unmergeable, Versions, Wishes, merge};
use clawtidy::schema::Release;
use clawtidy::source::Source;
use clawtidy::syntax::{TokenKind, Tree};
use clawtidy::text::Span;
use clawtidy::world::{Environment, World};

use crate::triples::{Triple, sorted};

/// What every version is judged against.
pub(crate) fn world(_: &Tree) -> World {
    World::new(Release::LATEST, Environment::Unknown)
}

/// Puts an edit back on the active file.
pub(crate) fn merged(
    base: Option<&str>,
    active: &str,
    rejected: &str,
    wishes: &Wishes,
) -> Result<Merge, Unmergeable> {
    let source = |name: &str, text: &str| Source::new(name, text.to_owned());
    let base = base.map(|text| source("base", text));
    let (active, rejected) = (source("active", active), source("rejected", rejected));
    let versions = Versions { base: base.as_ref(), active: &active, rejected: &rejected };
    merge(versions, wishes, &world)
}

/// The text that came of it.
pub(crate) fn text(merge: &Merge) -> &str {
    merge.merged.source.text()
}

/// What became of each setting, as `outcome key`.
pub(crate) fn outcomes(merge: &Merge) -> Vec<String> {
    let mut all: Vec<String> =
        merge.choices.iter().map(|it| format!("{} {}", it.outcome.name(), it.key)).collect();
    all.sort();
    all
}

/// The numbers of the comments in `span`.
fn marks(tree: &Tree, span: Span, letter: char) -> Vec<String> {
    let comments = tree.tokens().filter(|(_, kind, place)| {
        matches!(kind, TokenKind::LineComment | TokenKind::BlockComment) && span.contains(*place)
    });
    let mark = |text: &str| {
        let start = text.find(letter)?;
        Some(text[start..=start + text[start..].find(';')?].to_owned())
    };
    comments.filter_map(|(_, _, place)| mark(tree.slice(place))).collect()
}

/// Holds the merge of three versions to what is expected of it; `name` tells it from others.
pub(crate) fn hold(name: &str, triple: &Triple, has_base: bool) {
    let base = has_base.then_some(triple.base.as_str());
    let merge = merged(base, &triple.active, &triple.rejected, &Wishes::default())
        .expect("it can be merged");
    let tree = merge.merged.source.tree();
    let shown = || {
        let choices = outcomes(&merge).join("\n");
        format!(
            "{name}\n{}\n----\n{}\n----\n{}\n----\n{}\n----\n{choices}",
            triple.base,
            triple.active,
            triple.rejected,
            tree.text()
        )
    };
    assert_eq!(tree.errors(), [], "{}", shown());
    assert_eq!(merge.faults, [], "{}", shown());
    let value: serde_json::Value = json5::from_str(tree.text()).expect("it is JSON5");
    let expected = if has_base { &triple.expected } else { &triple.expected_without_base };
    assert_eq!(sorted(&value), sorted(expected), "{}", shown());

    let active = merge.active.before.tree();
    for mark in marks(active, active.span(), 'c') {
        assert!(tree.text().contains(&mark), "{mark} is lost\n{}", shown());
    }
    if is_strict_json(active) {
        assert!(is_strict_json(tree), "{}", shown());
    } else {
        let edit = merge.rejected.after.source.tree();
        let taken = merge
            .choices
            .iter()
            .filter(|choice| matches!(choice.outcome, Outcome::Added | Outcome::Replaced));
        // What is left out of something that is taken leaves with its comments.
        let left = |mark: &String| {
            let out = merge.choices.iter().filter(|it| it.outcome == Outcome::LeftOut);
            out.filter_map(|it| it.rejected).any(|span| {
                let line = |at: u32| edit.text()[..at as usize].matches('\n').count();
                let (first, last) = (line(span.start), line(span.end));
                edit.text()
                    .split('\n')
                    .skip(first.saturating_sub(3))
                    .take(last - first + 5)
                    .any(|it| it.contains(mark.as_str()))
            })
        };
        for span in taken.filter_map(|choice| choice.rejected) {
            for mark in marks(edit, span, 'd') {
                assert!(tree.text().contains(&mark) || left(&mark), "{mark} is lost\n{}", shown());
            }
        }
    }
}
