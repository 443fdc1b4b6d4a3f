//! Fixing: a second run changes nothing, nothing more is rejected, and neither a comment nor a value is
//! lost.

use clawtidy::edit::{Change, Keep, is_strict_json};
use clawtidy::finding::{Effect, Finding, Safety, Step};
use clawtidy::report::Selection;
use clawtidy::source::Source;
use clawtidy::syntax::{Key, Segment, SyntaxError, SyntaxErrorKind, Tree, Value, parse};
use clawtidy::world::World;
use clawtidy::{Fixed, Fixing, check, fix};

use crate::config::Case;
use crate::old_config::Maker;
use crate::reached::Reached;
use crate::{keeping, whole};

pub(crate) fn hold(bytes: &[u8]) -> Reached {
    let Case { text, world, mut dice } = Case::of(bytes);
    let fixing = fixing(&mut dice);
    let fixed = fix("openclaw.json", text.clone(), &world, &fixing);
    keeps(&text, &world, &fixing, &fixed);
    let moves = fixed.applied.iter().flat_map(|change| &change.steps);
    Reached::of([
        ("with a fix", !fixed.applied.is_empty()),
        ("with three fixes or more", fixed.applied.len() >= 3),
        ("in two passes or more", fixed.passes.len() >= 2),
        ("with a move", moves.into_iter().any(|step| matches!(step, Step::Moved { .. }))),
        ("not JSON5", !parse(text).errors().is_empty()),
        ("with a secret moved out", !fixed.assigns().is_empty()),
    ])
}

/// Which fixes are applied.
fn fixing(dice: &mut Maker) -> Fixing {
    let allowed = if dice.below(3) == 0 { Safety::Safe } else { Safety::Unsafe };
    let all = Selection::new(vec!["all".to_owned()], Vec::new()).expect("a name of all rules");
    let selection = if dice.below(3) == 0 { all } else { Selection::default() };
    let keep = if dice.below(6) == 0 { Keep::InReport } else { Keep::InComment };
    let moves_secrets = dice.below(4) == 0;
    Fixing { keep, moves_secrets, ..Fixing::new(selection, allowed) }
}

/// Holds what fixes made of a text to the laws.
pub(crate) fn keeps(text: &str, world: &World, fixing: &Fixing, fixed: &Fixed) {
    let before = Source::new("openclaw.json", text.to_owned());
    let after = fixed.source.tree();
    let applied = || fixed.applied.iter().map(|it| it.rule).collect::<Vec<_>>();
    let shown = || format!("{}\n{:?}\n{text}\n----\n{}", world.target, applied(), after.text());
    assert_eq!(fixed.bug, None, "{}", shown());
    whole::tree(after);
    for finding in fixed.report.findings() {
        whole::finding(finding, after.text());
    }
    let again = fix("openclaw.json", after.text().to_owned(), world, fixing);
    let changed = || again.applied.iter().map(|it| it.rule).collect::<Vec<_>>();
    assert_eq!(again.bug, None, "the second run: {}", shown());
    assert_eq!(
        again.source.text(),
        after.text(),
        "a second run changes something: {:?}: {}",
        changed(),
        shown()
    );
    if fixed.applied.is_empty() {
        assert_eq!(after.text(), text, "nothing was applied");
        return;
    }
    if !before.tree().errors().is_empty() {
        // What it means is a guess, and a repair may uncover more further on: fewer places are wrong, or
        // the text is right as far as it was at least.
        let fewer = after.wrong_places() <= before.tree().wrong_places();
        assert!(fewer || right_tokens(after) >= right_tokens(before.tree()), "{}", shown());
        return;
    }
    assert_eq!(after.errors(), [], "{}", shown());
    if check(&before, world).accepted() {
        assert!(fixed.report.accepted(), "what was accepted is rejected: {}", shown());
    }
    if is_strict_json(before.tree()) {
        assert!(is_strict_json(after), "no longer strict JSON: {}", shown());
    }
    let spoiled = spoiled(before.tree(), world, fixed);
    assert!(spoiled.is_empty(), "rejected where it stands as it stood: {spoiled:?}: {}", shown());
    if fixing.keep == Keep::InComment {
        for comment in keeping::lost_comments(before.tree(), after) {
            // Of what sets findings apart, one that sets none apart goes.
            assert!(comment.contains("clawtidy-ignore"), "`{comment}` is lost: {}", shown());
        }
    }
    for value in keeping::lost_values(before.tree(), fixed) {
        assert!(is_told(value, fixed), "`{}` is lost: {}", value.key(), shown());
    }
}

/// How many tokens stand before the first syntax error; of what is never closed only the end is wrong.
fn right_tokens(tree: &Tree) -> usize {
    let is_at_end = |it: &&SyntaxError| matches!(it.kind, SyntaxErrorKind::MissingClosing(_));
    let first = tree.errors().iter().find(|it| !is_at_end(it));
    let first = first.map_or(tree.span().end, |error| error.span.start);
    let before = tree.tokens().take_while(|(_, _, span)| span.end <= first);
    before.filter(|(_, kind, _)| !kind.is_trivia()).count()
}

/// Whether `place` is, or lies in, an item of a list that stands behind the one at `gone`.
fn is_behind(place: &[Segment], gone: &Key, fixed: &Fixed) -> bool {
    let Some((item, list)) = gone.segments().split_last() else { return false };
    let own = place.strip_prefix(list).and_then(<[Segment]>::first);
    let own = own.and_then(|index| index.parse::<usize>().ok());
    let root = fixed.source.tree().root();
    let is_list = root
        .and_then(|root| keeping::reached(root, list))
        .is_some_and(|it| it.as_array().is_some());
    let is_after = own.zip(item.parse().ok()).is_some_and(|(own, gone): (usize, usize)| own > gone);
    is_list && is_after
}

/// Whether a step says that another value stands where this one went, or it is a part of what stands
/// there, or it went to a variable.
fn is_told(value: Value<'_>, fixed: &Fixed) -> bool {
    let mut place = value.key().segments().to_vec();
    for change in &fixed.applied {
        // The keys of all steps of a change are those of the text before it.
        let mut now = place.clone();
        for step in &change.steps {
            match step {
                Step::Moved { from, to } => {
                    if let Some(below) = place.strip_prefix(from.segments()) {
                        if below.is_empty() && sets(change, to) {
                            // It stands there in other words.
                            return true;
                        }
                        now = [to.segments(), below].concat();
                    }
                }
                Step::Set { key } if place.starts_with(key.segments()) => return true,
                Step::CommentedOut { key } | Step::Removed { key, .. } => {
                    // The items after one come a place sooner.
                    if is_behind(&place, key, fixed)
                        && let Some(index) = now.get_mut(key.segments().len() - 1)
                        && let Ok(number) = index.parse::<usize>()
                    {
                        *index = number.saturating_sub(1).to_string().into();
                    }
                }
                Step::Set { .. } => {}
            }
        }
        place = now;
    }
    let Some(text) = value.as_text() else { return false };
    let reached = |place| keeping::reached(fixed.source.tree().root()?, place);
    // It may be a part of what stands there now, or a name, which others may have become as well.
    let there = reached(&place).and_then(Value::as_text);
    let holder = place.split_last().and_then(|(_, holder)| reached(holder));
    holder.is_some_and(|holder| holder.get(&text.to_lossy()).is_some())
        || there.is_some_and(|there| there.to_lossy().contains(&*text.to_lossy()))
        || fixed.assigns().iter().any(|it| text.to_lossy() == it.value)
}

/// Whether a change writes something at a key or below it.
fn sets(change: &Change, key: &Key) -> bool {
    change.steps.iter().any(|step| match step {
        Step::Set { key: own } => own.segments().starts_with(key.segments()),
        Step::Moved { .. } | Step::CommentedOut { .. } | Step::Removed { .. } => false,
    })
}

/// What is rejected now and was not, though it and all above it stand where they stood.
fn spoiled(before: &Tree, world: &World, fixed: &Fixed) -> Vec<(String, &'static str)> {
    let was = check(&Source::new("openclaw.json", before.text().to_owned()), world);
    let rejected = |it: &&Finding| it.effect == Effect::Rejected;
    let known: Vec<_> = was.findings().iter().filter(rejected).map(|it| &it.place.key).collect();
    let (Some(old), Some(new)) = (before.root(), fixed.source.tree().root()) else {
        return Vec::new();
    };
    let fresh = fixed.report.findings().iter().filter(rejected).filter(|it| {
        let key = it.place.key.segments();
        // What is wrong above it kept OpenClaw from looking at it.
        let is_new = !known.iter().any(|known| key.starts_with(known.segments()));
        let stands = keeping::reached(old, key).zip(keeping::reached(new, key));
        // A reference is right or wrong by what it refers to.
        let refers = it.rule == "unknown-agent";
        is_new && !refers && stands.is_some_and(|(old, new)| old.same_as(new))
    });
    fresh.map(|it| (it.place.key.to_string(), it.rule)).collect()
}
