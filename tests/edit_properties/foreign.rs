//! Laws of taking on what stands in another text.

use clawtidy::edit::{Plan, Where, is_strict_json};
use clawtidy::syntax::{Member, Object, Tree, Value, parse};
use clawtidy::text::Span;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::author::{Author, Plain, Whim, Writer};
use crate::model::{At, Model};
use crate::text::{author, config, whim};
use crate::{comments, finish, item_span, items, written};

/// Another text, whose names and comments are like none of the first.
fn other(author: Author, config: &Plain, whim: Whim) -> (Plain, Tree) {
    let mut config = config.clone();
    let mut open = vec![&mut config];
    while let Some(value) = open.pop() {
        match value {
            Plain::List(items) => open.extend(items),
            Plain::Object(members) => {
                for (name, value) in members {
                    *name = name.replace('k', "f");
                    open.push(value);
                }
            }
            _ => {}
        }
    }
    let text = Writer::new(author, whim).write(&config);
    // Comments alone hold a `c` before a digit.
    let mut marked = String::with_capacity(text.len());
    for (at, letter) in text.char_indices() {
        let is_mark =
            letter == 'c' && text[at + 1..].starts_with(|next: char| next.is_ascii_digit());
        marked.push(if is_mark { 'd' } else { letter });
    }
    (config, parse(marked))
}

/// The numbers of the comments in `span`.
fn marks(tree: &Tree, span: Span) -> Vec<String> {
    let numbered =
        tree.tokens().filter(|(_, kind, place)| kind.is_comment() && span.contains(*place));
    let mark = |text: &str| {
        let start = text.find('d').unwrap();
        text[start..=start + text[start..].find(';').unwrap()].to_owned()
    };
    numbered.map(|(_, _, place)| mark(tree.slice(place))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, rng_seed: RngSeed::Fixed(9), ..ProptestConfig::default() })]

    /// The text edited means the value edited, no comment of either text is lost, strict JSON stays
    /// strict JSON, and the line ends stay of one kind.
    #[test]
    fn what_another_text_says_comes_along(
        author in author(), config in config(), writing in whim(),
        other_author in self::author(), other_config in self::config(), other_writing in whim(),
        mut asking in whim(),
    ) {
        let tree = written(&author, &config, &writing);
        let (_, other) = other(other_author, &other_config, other_writing);
        prop_assert_eq!(other.errors(), [], "{}", other.text());
        let mut model = Model::default();
        let root = model.add(&config);
        let mut plan = Plan::new(&tree);
        let values: Vec<Value<'_>> = tree.values().collect();
        let id = |value: Value<'_>| values.iter().position(|it| *it == value).unwrap();
        let others: Vec<Value<'_>> = other.values().collect();
        let mut expected = Vec::new();
        let mut touched: Vec<Span> = Vec::new();
        for _ in 0..=asking.below(2) {
            let value = values[asking.below(values.len())];
            let new = others[asking.below(others.len())];
            let what = Plain::of(new).unwrap();
            let Some(holder) = value.holder() else { continue };
            let whole = holder.span();
            if touched.iter().any(|it| it.start < whole.end && whole.start < it.end) {
                continue;
            }
            touched.push(whole);
            let index = items(holder).iter().position(|item| *item == value).unwrap();
            match (asking.below(3), value.member(), holder.as_array(), new.member()) {
                (0, ..) => {
                    plan.take_over(value, new);
                    model.replace(id(value), &what);
                }
                (place, Some(own), _, Some(member)) => {
                    let (place, at) = match place {
                        1 => (Where::Before(own), At::Before(index)),
                        _ => (Where::After(own), At::After(index)),
                    };
                    plan.adopt(own.object(), place, member).unwrap();
                    let name = member.name().as_str().unwrap().to_owned();
                    model.insert(id(holder), at, Some(&name), &what);
                }
                (1, _, Some(array), None) => {
                    plan.adopt_item(array, Where::Last, new);
                    model.insert(id(holder), At::Last, None, &what);
                }
                _ => continue,
            }
            expected.extend(marks(&other, item_span(new)));
        }
        let after = parse(finish(tree.text(), plan));

        let shown = || format!("{}\n----\n{}\n----\n{}", tree.text(), other.text(), after.text());
        prop_assert_eq!(after.errors(), [], "{}", shown());
        let value = Plain::of(after.root().unwrap());
        prop_assert_eq!(value, Some(model.value(root)), "{}", shown());
        if is_strict_json(&tree) {
            prop_assert!(is_strict_json(&after), "{}", shown());
        } else {
            for mark in expected {
                prop_assert!(after.text().contains(&mark), "{} is lost\n{}", mark, shown());
            }
        }
        for (_, number) in comments(&tree) {
            prop_assert!(after.text().contains(number), "{} is lost\n{}", number, shown());
        }
        if tree.text().contains("\r\n") {
            prop_assert_eq!(after.text().replace("\r\n", "").find(['\r', '\n']), None, "{}", shown());
        }
    }

    /// Adopting a member and removing it again leaves the value as it was, and a comment that is
    /// written beside something changes no value.
    #[test]
    fn what_was_adopted_can_go_again(
        author in author(), config in config(), writing in whim(),
        other_author in self::author(), other_config in self::config(), other_writing in whim(),
        pick in any::<prop::sample::Index>(),
    ) {
        let tree = written(&author, &config, &writing);
        let (_, other) = other(other_author, &other_config, other_writing);
        let members: Vec<Member<'_>> = other.objects().flat_map(Object::members).collect();
        if members.is_empty() {
            return Ok(());
        }
        let member = members[pick.index(members.len())];
        let object = tree.root().and_then(Value::as_object).unwrap();
        let mut plan = Plan::new(&tree);
        plan.adopt(object, Where::Last, member).unwrap();
        if let Some(first) = object.members().next() {
            prop_assert_eq!(plan.remark(first, "a\nb */ c").is_err(), is_strict_json(&tree));
        }
        let with = parse(finish(tree.text(), plan));
        let name = member.name().as_str().unwrap().to_owned();
        let added = with.root().and_then(Value::as_object).and_then(|it| it.get(&name)).unwrap();
        let mut plan = Plan::new(&with);
        plan.remove(added);
        let without = parse(finish(with.text(), plan));
        prop_assert_eq!(Plain::of(without.root().unwrap()), Some(config), "{}\n----\n{}", with.text(), without.text());
    }
}
