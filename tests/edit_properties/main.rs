//! Laws of editing, over random values, authors and requests.

#![expect(clippy::unwrap_used, reason = "a panic fails the test")]

#[path = "../support/author.rs"]
#[allow(dead_code, reason = "others use the rest of it")]
mod author;
mod foreign;
mod model;
mod text;

use clawtidy::edit::{New, Plan, Where, apply, is_strict_json};
use clawtidy::finding::{Fix, Safety};
use clawtidy::syntax::{Member, Object, TokenKind, Tree, Value, parse};
use clawtidy::text::Span;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use author::{Author, Plain, Whim, Writer};
use model::{At, Model};
use text::{author, config, whim};

/// What happens to comments near a place.
#[derive(Debug, Default)]
struct Excused {
    /// Comments inside or directly beside these may go.
    spans: Vec<Span>,
    /// So may those of these, if they are nowhere in the end.
    moved: Vec<(usize, Span)>,
}

/// Carries out random requests on a plan and on the model; says where comments may be lost.
fn ask<'t>(plan: &mut Plan<'t>, tree: &'t Tree, model: &mut Model, whim: &mut Whim) -> Excused {
    let values: Vec<Value<'t>> = tree.values().collect();
    let id = |value: Value<'t>| values.iter().position(|other| *other == value).unwrap();
    let mut excused = Excused::default();
    let mut fresh = 0;
    for _ in 0..=whim.below(4) {
        fresh += 1;
        let name = if whim.one_in(4) { format!("n-{fresh}") } else { format!("n{fresh}") };
        let value = values[whim.below(values.len())];
        let new = new_value(whim);
        let Some(holder) = value.holder() else { continue };
        let items: Vec<Value<'t>> = items(holder);
        let index = items.iter().position(|item| *item == value).unwrap();
        let path = path(values[whim.below(values.len())]);
        let path = path.map(|mut path| {
            let parents = whim.below(3);
            path.extend((0..parents).map(|depth| format!("p{depth}")));
            path.push(name.clone());
            path
        });
        match (whim.below(9), value.member(), path) {
            (0 | 1, member, _) => {
                match member {
                    Some(member) => plan.remove(member),
                    None => plan.remove_item(value),
                }
                excused.spans.push(item_span(value));
                model.remove(id(holder), index);
            }
            (2, Some(member), _) if plan.rename(member, &name).is_ok() => {
                model.rename(id(holder), index, &name);
            }
            (3, ..) => {
                plan.replace(value, to_new(&new));
                excused.spans.push(value.span());
                model.replace(id(value), &new);
            }
            (4 | 5, member, _) => {
                let (place, at) = match whim.below(4) {
                    0 => (Where::First, At::First),
                    1 => (Where::Last, At::Last),
                    2 => (Where::Before(value), At::Before(index)),
                    _ => (Where::After(value), At::After(index)),
                };
                if let Some(member) = member {
                    let place = match place {
                        Where::First => Where::First,
                        Where::Last => Where::Last,
                        Where::Before(_) => Where::Before(member),
                        Where::After(_) => Where::After(member),
                    };
                    plan.insert(member.object(), place, &name, to_new(&new)).unwrap();
                    model.insert(id(holder), at, Some(&name), &new);
                } else if let Some(array) = holder.as_array() {
                    plan.insert_item(array, place, to_new(&new));
                    model.insert(id(holder), at, None, &new);
                }
            }
            (6, Some(member), Some(path)) => {
                let path_of: Vec<&str> = path.iter().map(String::as_str).collect();
                if plan.move_path(member, &path_of).is_ok() {
                    excused.moved.push((id(value), member.span()));
                    model.move_path(id(holder), index, &path);
                }
            }
            (7, _, Some(path)) => {
                let path_of: Vec<&str> = path.iter().map(String::as_str).collect();
                if plan.set(&path_of, to_new(&new)).is_ok() {
                    model.set(&path, &new);
                }
            }
            (8, member, _) => {
                let done = match member {
                    Some(member) => plan.comment_out(member, "why */ not"),
                    None => plan.comment_out_item(value, "why */ not"),
                };
                if done.is_ok() {
                    model.remove(id(holder), index);
                }
            }
            _ => {}
        }
    }
    excused.moved.retain(|(id, _)| !model.is_reachable(*id));
    excused.spans.extend(excused.moved.iter().map(|(_, span)| *span));
    excused
}

/// A small value.
fn new_value(whim: &mut Whim) -> Plain {
    match whim.below(6) {
        0 => Plain::Null,
        1 => Plain::Text("it's \"new\" */ // \u{2028}".to_owned()),
        2 => Plain::List(vec![Plain::Number(1.0), Plain::List(Vec::new())]),
        3 => Plain::Object(vec![
            ("x".to_owned(), Plain::Bool(true)),
            ("y z".to_owned(), Plain::Object(Vec::new())),
        ]),
        _ => Plain::Number(7.0),
    }
}

fn to_new(value: &Plain) -> New<'static> {
    match value {
        Plain::Null => New::Null,
        Plain::Bool(value) => New::Bool(*value),
        Plain::Number(value) => New::from(*value),
        Plain::Text(text) => New::Text(text.clone()),
        Plain::List(items) => New::List(items.iter().map(to_new).collect()),
        Plain::Object(members) => {
            New::Object(members.iter().map(|(name, value)| (name.clone(), to_new(value))).collect())
        }
    }
}

fn items(holder: Value<'_>) -> Vec<Value<'_>> {
    match (holder.as_object(), holder.as_array()) {
        (Some(object), _) => object.members().filter_map(Member::value).collect(),
        (_, Some(array)) => array.items().collect(),
        _ => Vec::new(),
    }
}

fn item_span(value: Value<'_>) -> Span {
    value.member().map_or_else(|| value.span(), Member::span)
}

/// The names from the root to an object; `None` if it stands in an array or is none.
fn path(value: Value<'_>) -> Option<Vec<String>> {
    value.as_object()?;
    let mut names = Vec::new();
    let mut at = value;
    while let Some(holder) = at.holder() {
        names.push(at.member()?.name().as_str()?.to_owned());
        at = holder;
    }
    names.reverse();
    Some(names)
}

/// The text with the plan's edits, which are in order and apart.
fn finish(text: &str, plan: Plan<'_>) -> String {
    let edits = plan.finish();
    if edits.is_empty() {
        return text.to_owned();
    }
    for edit in &edits {
        assert_ne!(edit.text, text[edit.span.range()], "an edit that changes nothing");
    }
    let fix = Fix::of(Safety::Safe, edits);
    let application = apply(text, [&fix]);
    assert_eq!(application.applied, [0], "{fix:?}");
    application.text
}

fn comments(tree: &Tree) -> Vec<(Span, &str)> {
    let comment = |(_, kind, span): (_, TokenKind, Span)| {
        kind.is_comment().then(|| {
            let text = tree.slice(span);
            let number = &text[text.find('c').unwrap()..=text.find(';').unwrap()];
            (span, number)
        })
    };
    tree.tokens().filter_map(comment).collect()
}

fn line_ends(text: &str) -> usize {
    text.matches(['\n', '\r']).count() - text.matches("\r\n").count()
}

/// Whether a comment is inside or directly beside a span: on its lines, or in lines next to it
/// with nothing blank between.
fn belongs(tree: &Tree, comment: Span, item: Span) -> bool {
    let between = if comment.end <= item.start {
        Span::new(comment.end, item.start)
    } else if item.end <= comment.start {
        Span::new(item.end, comment.start)
    } else {
        return true;
    };
    tree.tokens().filter(|(_, _, span)| between.contains(*span) && !span.is_empty()).all(
        |(_, kind, span)| match kind {
            TokenKind::Whitespace => line_ends(tree.slice(span)) <= 1,
            TokenKind::Comma => true,
            kind => kind.is_comment(),
        },
    )
}

fn written(author: &Author, config: &Plain, whim: &Whim) -> Tree {
    let text = Writer::new(author.clone(), whim.clone()).write(config);
    let tree = parse(text);
    assert_eq!(tree.errors(), [], "{}", tree.text());
    assert_eq!(Plain::of(tree.root().unwrap()).as_ref(), Some(config), "{}", tree.text());
    tree
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, rng_seed: RngSeed::Fixed(9), ..ProptestConfig::default() })]

    /// The text edited means the value edited; strict JSON stays strict JSON; the line ends stay
    /// of one kind; what is around the root stays; no comment goes but those of what was removed.
    #[test]
    fn requests_do_what_they_say(
        author in author(), config in config(), writing in whim(), mut asking in whim(),
    ) {
        let tree = written(&author, &config, &writing);
        let before = tree.text();
        let mut model = Model::default();
        let root = model.add(&config);
        let mut plan = Plan::new(&tree);
        let excused = ask(&mut plan, &tree, &mut model, &mut asking);
        let after = parse(finish(before, plan));

        prop_assert_eq!(after.errors(), [], "{}\n----\n{}", before, after.text());
        let value = Plain::of(after.root().unwrap());
        prop_assert_eq!(value, Some(model.value(root)), "{}\n----\n{}", before, after.text());

        let (old, new) = (tree.root().unwrap().span(), after.root().unwrap().span());
        prop_assert_eq!(&before[..old.start as usize], &after.text()[..new.start as usize]);
        prop_assert_eq!(&before[old.end as usize..], &after.text()[new.end as usize..]);

        if is_strict_json(&tree) {
            prop_assert!(is_strict_json(&after), "{}\n----\n{}", before, after.text());
            let text = after.text().trim_start_matches('\u{FEFF}');
            prop_assert!(serde_json::from_str::<serde_json::Value>(text).is_ok(), "{}", text);
        }
        if before.contains("\r\n") {
            prop_assert_eq!(after.text().replace("\r\n", "").find(['\r', '\n']), None);
        }
        for (span, number) in comments(&tree) {
            let mine = |item: &Span| belongs(&tree, span, *item);
            prop_assert!(
                after.text().contains(number) || excused.spans.iter().any(mine),
                "{} is lost\n{}\n----\n{}", number, before, after.text()
            );
        }
    }

    /// Removing a member and inserting it again gives an equal value.
    #[test]
    fn removal_and_insertion_undo_each_other(
        author in author(), config in config(), writing in whim(), pick in any::<prop::sample::Index>(),
    ) {
        let tree = written(&author, &config, &writing);
        let members: Vec<_> = tree.objects().flat_map(Object::members).collect();
        if members.is_empty() {
            return Ok(());
        }
        let member = members[pick.index(members.len())];
        let index = member.object().members().position(|other| other == member).unwrap();
        let (name, value) = (member.name().to_lossy().into_owned(), member.value().unwrap());
        let holder = tree.objects().position(|object| object.value() == member.object().value());

        let mut plan = Plan::new(&tree);
        plan.remove(member);
        let without = parse(finish(tree.text(), plan));
        let object = without.objects().nth(holder.unwrap()).unwrap();
        let place = match index.checked_sub(1).and_then(|before| object.members().nth(before)) {
            Some(before) => Where::After(before),
            None => Where::First,
        };
        let mut plan = Plan::new(&without);
        plan.insert(object, place, &name, to_new(&Plain::of(value).unwrap())).unwrap();
        let again = parse(finish(without.text(), plan));
        prop_assert_eq!(Plain::of(again.root().unwrap()), Some(config), "{}", again.text());
    }

    /// Removals leave every other member's source as it is, and every comment that stays leads
    /// what it led.
    #[test]
    fn removals_leave_the_others_alone(
        author in author(), config in config(), writing in whim(), picks in proptest::collection::vec(any::<prop::sample::Index>(), 1..4),
    ) {
        let tree = written(&author, &config, &writing);
        let members: Vec<_> = tree.objects().flat_map(Object::members).collect();
        if members.is_empty() {
            return Ok(());
        }
        let removed: Vec<_> = picks.iter().map(|pick| members[pick.index(members.len())]).collect();
        let mut plan = Plan::new(&tree);
        for member in &removed {
            plan.remove(*member);
        }
        let after = parse(finish(tree.text(), plan));

        let apart = |member: &&Member<'_>| {
            removed.iter().all(|other| {
                other.span().end <= member.span().start || member.span().end <= other.span().start
            })
        };
        let source = |name: &str| {
            let mut members = after.objects().flat_map(Object::members);
            members.find(|member| member.is_named(name)).map(|member| after.slice(member.span()))
        };
        for member in members.iter().filter(apart) {
            let name = member.name().to_lossy().into_owned();
            prop_assert_eq!(source(&name), Some(tree.slice(member.span())));
        }
        let before = comments(&tree);
        for (span, number) in comments(&after) {
            let (was, _) = before.iter().find(|(_, other)| *other == number).unwrap();
            let name = heads(&after, span).filter(|_| begins_line(&after, span));
            // One that goes on below another is told by its column, which may change.
            let goes_on = is_alone(&tree, *was) && !begins_line(&tree, *was);
            prop_assert!(
                name.is_none() || goes_on || name == heads(&tree, *was),
                "{}\n{}\n----\n{}", number, tree.text(), after.text()
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, rng_seed: RngSeed::Fixed(9), ..ProptestConfig::default() })]

    /// In a text that is not JSON5, requests still lead to edits that can be applied.
    #[test]
    fn broken_texts_do_no_harm(
        author in author(), config in config(), writing in whim(),
        cuts in proptest::collection::vec((any::<prop::sample::Index>(), "[\\[\\]{}:,'\"/*\n a]{0,2}"), 1..5),
        mut asking in whim(),
    ) {
        let mut text = Writer::new(author, writing).write(&config);
        for (at, new) in cuts {
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            if places.is_empty() {
                break;
            }
            let start = places[at.index(places.len())];
            let end = text[start..].chars().next().map_or(start, |c| start + c.len_utf8());
            text.replace_range(start..end, &new);
        }
        let tree = parse(text);
        let mut plan = Plan::new(&tree);
        for value in tree.values() {
            match (asking.below(6), value.member(), value.as_array(), value.as_object()) {
                (0, Some(member), ..) => plan.remove(member),
                (0, None, ..) => plan.remove_item(value),
                (1, Some(member), ..) => drop(plan.comment_out(member, "why")),
                (2, Some(member), ..) => drop(plan.move_path(member, &["p", "q"])),
                (3, _, Some(array), _) => plan.push(array, 1),
                (3, _, _, Some(object)) => drop(plan.insert(object, Where::First, "n", 1)),
                (4, Some(member), ..) => drop(plan.rename(member, "other")),
                (5, ..) if asking.one_in(3) => plan.replace(value, "new"),
                _ => {}
            }
        }
        finish(tree.text(), plan);
    }
}

/// The name that a comment stands before, if nothing blank comes between.
fn heads(tree: &Tree, comment: Span) -> Option<&str> {
    for (_, kind, span) in tree.tokens().filter(|(_, _, span)| span.start >= comment.end) {
        match kind {
            TokenKind::Whitespace if line_ends(tree.slice(span)) > 1 => return None,
            TokenKind::Word | TokenKind::PlainString | TokenKind::EscapedString => {
                return Some(tree.slice(span));
            }
            kind if kind.is_trivia() => {}
            _ => return None,
        }
    }
    None
}

/// Whether only white space stands before a comment on its line.
fn is_alone(tree: &Tree, comment: Span) -> bool {
    let before = &tree.text()[..comment.start as usize];
    before.rsplit(['\n', '\r']).next().is_some_and(|line| line.trim().is_empty())
}

/// Whether a comment stands alone on its line and does not go on with one that trails a value.
fn begins_line(tree: &Tree, comment: Span) -> bool {
    let line = |span: Span| tree.text()[..span.start as usize].rsplit(['\n', '\r']).next().unwrap();
    let mut at = comment;
    for (_, kind, span) in tree.tokens().rev().filter(|(_, _, span)| span.end <= comment.start) {
        let goes_on = match kind {
            TokenKind::Whitespace => line_ends(tree.slice(span)) <= 1,
            _ => kind == TokenKind::LineComment && line(span).len() == line(at).len(),
        };
        if !line(at).trim().is_empty() || !goes_on {
            break;
        }
        if kind.is_comment() {
            at = span;
        }
    }
    line(at).trim().is_empty()
}
