//! The comparison of two configs: what it finds, and what does not count.

#[path = "support/author.rs"]
#[allow(dead_code, reason = "others use the rest of it")]
mod author;
#[path = "support/old_config.rs"]
#[allow(dead_code, reason = "others use the rest of it")]
mod old_config;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use author::{Author, Plain, Whim, Writer};
use clawtidy::Fixing;
use clawtidy::compare::{Comparison, Kind, Order, canonical, compare, identity, normal, order};
use clawtidy::finding::Safety;
use clawtidy::schema::{Node, Release};
use clawtidy::syntax::{Array, Key, Object, Tree, Value, ValueKind, parse};
use clawtidy::world::{Environment, World};
use old_config::{Maker, strict};
use rayon::prelude::*;

const LATEST: Release = Release::LATEST;

/// A difference in words: "changed a.b: 1 -> 2", with a key for each side that has another one.
fn words(comparison: &Comparison<'_>) -> Vec<String> {
    let words = comparison.differences.iter().map(|it| {
        let key = match (&it.a, &it.b) {
            (Some(a), Some(b)) if a.key != b.key => format!("{} -> {}", a.key, b.key),
            (Some(side), _) | (None, Some(side)) => side.key.to_string(),
            (None, None) => unreachable!("a difference has a side"),
        };
        let values = [&it.a, &it.b].map(|side| side.as_ref().map(|side| canonical(side.value)));
        let values: Vec<String> = match (it.kind, values) {
            (Kind::Moved | Kind::Reordered, _) => Vec::new(),
            (_, values) => values.into_iter().flatten().collect(),
        };
        let colon = if values.is_empty() { "" } else { ": " };
        format!("{} {key}{colon}{}", it.kind.name(), values.join(" -> "))
    });
    words.collect()
}

fn differences(a: &str, b: &str, target: Release) -> Vec<String> {
    let (a, b) = (parse(a.to_owned()), parse(b.to_owned()));
    words(&compare(&a, &b, target))
}

/// Holds what is different between two configs to `expected`, and the other way round to its mirror.
#[track_caller]
fn finds(a: &str, b: &str, expected: &[&str]) {
    assert_eq!(differences(a, b, LATEST), expected, "{a}\n{b}");
    mirrored(a, b);
}

/// Holds the comparison to be the same in both directions.
#[track_caller]
fn mirrored(a: &str, b: &str) {
    let (a, b) = (parse(a.to_owned()), parse(b.to_owned()));
    let (there, back) = (compare(&a, &b, LATEST), compare(&b, &a, LATEST));
    let mut turned = back.clone();
    for it in &mut turned.differences {
        it.kind = it.kind.mirrored();
        std::mem::swap(&mut it.a, &mut it.b);
    }
    let sorted = |comparison: &Comparison<'_>| BTreeSet::from_iter(words(comparison));
    assert_eq!(sorted(&there), sorted(&turned), "{}\n{}", a.text(), b.text());
    assert_eq!(there.comments_added, back.comments_removed);
    assert_eq!(there.comments_removed, back.comments_added);
}

#[test]
fn settings_are_added_removed_and_changed() {
    finds(
        "{ gateway: { port: 18789, bind: 'lan' }, hooks: { enabled: true } }",
        "{ gateway: { port: 18790, mode: 'local' } }",
        &[
            "removed gateway.bind: \"lan\"",
            "removed hooks: {\"enabled\":true}",
            "added gateway.mode: \"local\"",
            "changed gateway.port: 18789 -> 18790",
        ],
    );
    finds("{ a: { b: 1 } }", "{ a: {} }", &["removed a.b: 1"]);
    finds("{ a: [] }", "{ a: {} }", &["changed a: [] -> {}"]);
    finds("{ a: 1 }", "", &["removed the config: {\"a\":1}"]);
    finds("", "// nothing", &[]);
    finds("{ a: { b: 1 } }", "{ a: [1] }", &["changed a: {\"b\":1} -> [1]"]);
}

#[test]
fn how_a_value_is_written_does_not_count() {
    finds(
        "{ a: 1.0, b: 'x', c: { d: 1, e: 2 } }",
        "{ c: { 'e': 2, d: 0x1, }, b: \"x\", a: 1 }",
        &[],
    );
    finds("{ a: 1, a: 2 }", "{ a: 2 }", &[]);
    finds("{ a: 1, a: 2 }", "{ a: 1 }", &["changed a: 2 -> 1"]);
    finds("{ a: '1' }", "{ a: 1 }", &["changed a: \"1\" -> 1"]);
    finds("{ a: null }", "{}", &["removed a: null"]);
}

#[test]
fn comments_are_counted() {
    let (a, b) = ("{ a: 1, // one\n // two\n }", "{ /* two */ a: 1 /* three */ /* four */ }");
    let (a, b) = (parse(a.to_owned()), parse(b.to_owned()));
    let comparison = compare(&a, &b, LATEST);
    assert!(comparison.is_empty());
    assert_eq!((comparison.comments_removed, comparison.comments_added), (1, 2));
}

#[test]
fn a_setting_that_moved_is_one_setting() {
    finds(
        "{ gateway: { token: 'x' } }",
        "{ gateway: { auth: { token: 'x' } } }",
        &["moved gateway.token -> gateway.auth.token"],
    );
    finds(
        "{ gateway: { token: 'x' } }",
        "{ gateway: { auth: { token: 'y' } } }",
        &["moved-and-changed gateway.token -> gateway.auth.token: \"x\" -> \"y\""],
    );
    // As a whole, with what is different in it.
    finds(
        "{ agents: { defaults: { memorySearch: { enabled: true, provider: 'a', sources: ['memory'] } } } }",
        "{ memory: { search: { enabled: true, provider: 'b', sources: ['memory'] } } }",
        &[
            "changed agents.defaults.memorySearch.provider -> memory.search.provider: \"a\" -> \"b\"",
            "moved agents.defaults.memorySearch -> memory.search",
        ],
    );
    // Written otherwise in its new place.
    finds(
        "{ agents: { defaults: { sandbox: { perSession: true } } } }",
        "{ agents: { defaults: { sandbox: { scope: 'session' } } } }",
        &["moved agents.defaults.sandbox.perSession -> agents.defaults.sandbox.scope"],
    );
    // What both have at the same key did not move.
    let old = "{ gateway: { token: 'x' } }";
    finds(old, old, &[]);
    finds(
        "{ gateway: { token: 'x' } }",
        "{ gateway: { token: 'x', auth: { token: 'y' } } }",
        &["added gateway.auth: {\"token\":\"y\"}"],
    );
    finds("{ gateway: { token: 'x' } }", "{ gateway: {} }", &["removed gateway.token: \"x\""]);
}

#[test]
fn an_agent_is_the_same_in_a_list_and_as_an_entry() {
    finds(
        "{ agents: { list: [{ id: 'main', model: 'a' }, { id: 'Work', memorySearch: { enabled: true } }] } }",
        "{ agents: { entries: { work: { memory: { search: { enabled: true } } }, main: { model: 'b' } } } }",
        &[
            "removed agents.list[1].id: \"Work\"",
            "changed agents.list[0].model -> agents.entries.main.model: \"a\" -> \"b\"",
            "moved agents.list[0] -> agents.entries.main",
            "moved agents.list[1] -> agents.entries.work",
            "moved agents.list[1].memorySearch -> agents.entries.work.memory.search",
        ],
    );
    finds(
        "{ agents: { list: [{ id: 'main' }] } }",
        "{ agents: { entries: { main: {} } } }",
        &["moved agents.list[0] -> agents.entries.main"],
    );
    finds(
        "{ agents: { list: [{ id: 'a', model: 'x' }, { id: 'b' }] } }",
        "{ agents: { list: [{ id: 'b' }, { id: 'a', model: 'y' }] } }",
        &[
            "changed agents.list[0].model -> agents.list[1].model: \"x\" -> \"y\"",
            "reordered agents.list",
        ],
    );
}

#[test]
fn items_are_known_by_what_they_are() {
    finds(
        "{ bindings: [{ agentId: 'a', match: { channel: 'x' } }, { agentId: 'b', match: { channel: 'y' } }] }",
        "{ bindings: [{ agentId: 'b', match: { channel: 'y' }, comment: 'c' }] }",
        &[
            "removed bindings[0]: {\"agentId\":\"a\",\"match\":{\"channel\":\"x\"}}",
            "added bindings[0].comment: \"c\"",
        ],
    );
    finds(
        "{ bindings: [{ agentId: 'a', match: { provider: 'x' } }] }",
        "{ bindings: [{ agentId: 'a', match: { channel: 'x' } }] }",
        &["moved bindings[0].match.provider -> bindings[0].match.channel"],
    );
    finds(
        "{ models: { providers: { p: { models: [{ id: 'm', name: 'M' }, { id: 'n' }] } } } }",
        "{ models: { providers: { p: { models: [{ id: 'n' }, { id: 'm', name: 'N' }] } } } }",
        &[
            "changed models.providers.p.models[0].name -> models.providers.p.models[1].name: \
             \"M\" -> \"N\"",
            "reordered models.providers.p.models",
        ],
    );
}

#[test]
fn single_values_are_compared_as_their_list_is_read() {
    // Who is let in: the order says nothing.
    finds(
        "{ channels: { telegram: { allowFrom: [1, 2, 3] } } }",
        "{ channels: { telegram: { allowFrom: [4, 3, 1] } } }",
        &["removed channels.telegram.allowFrom[1]: 2", "added channels.telegram.allowFrom[0]: 4"],
    );
    // What is tried in turn: it says much.
    let fallbacks = |items: &str| {
        format!("{{ agents: {{ defaults: {{ model: {{ fallbacks: {items} }} }} }} }}")
    };
    let at = "agents.defaults.model.fallbacks";
    for (a, b, expected) in [
        ("['a', 'b', 'c']", "['c', 'a', 'b']", vec![format!("reordered {at}")]),
        ("['a', 'b', 'c']", "['a', 'c']", vec![format!("removed {at}[1]: \"b\"")]),
        ("['a', 'b']", "['a', 'c']", vec![format!("changed {at}[1]: \"b\" -> \"c\"")]),
        (
            "['a', 'b']",
            "['b', 'x', 'a']",
            vec![format!("added {at}[1]: \"x\""), format!("reordered {at}")],
        ),
        ("['a', 'a']", "['a']", vec![format!("removed {at}[1]: \"a\"")]),
    ] {
        let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
        finds(&fallbacks(a), &fallbacks(b), &expected);
    }
    // Of things that nothing tells apart, what stands in each other's place changed.
    finds("{ x: [[1], [2], {}] }", "{ x: [[1], [3], {}] }", &["changed x[1][0]: 2 -> 3"]);
    finds("{ x: [{ a: 1, b: 2 }] }", "{ x: [{ a: 1, b: 3 }] }", &["changed x[0].b: 2 -> 3"]);
}

#[test]
fn an_older_target_has_its_own_places() {
    let (old, new) = ("{ gateway: { token: 'x' } }", "{ gateway: { auth: { token: 'x' } } }");
    for release in Release::all().step_by(11) {
        assert_eq!(
            differences(old, new, release),
            ["moved gateway.token -> gateway.auth.token"],
            "{release}"
        );
    }
}

#[test]
fn depth_and_length_cost_little() {
    let deep = |end: &str| "{a:".repeat(50_000) + end + &"}".repeat(50_000);
    assert_eq!(differences(&deep("1"), &deep("1"), LATEST), [""; 0]);
    assert_eq!(differences(&deep("1"), &deep("2"), LATEST).len(), 1);
    let long = |from: u32| {
        let items: Vec<String> = (from..from + 20_000).map(|it| format!("{{x:{it}}}")).collect();
        let names: Vec<String> = (from..from + 20_000).map(|it| format!("k{it}:{it}")).collect();
        format!("{{x:[{}],y:{{{}}}}}", items.join(","), names.join(","))
    };
    assert_eq!(differences(&long(0), &long(0), LATEST), [""; 0]);
    assert_eq!(differences(&long(0), &long(1), LATEST).len(), 4);
}

#[test]
fn what_cannot_be_read_is_compared_as_far_as_it_can() {
    for text in ["{ a: 1, b }", "{ a: [1, }", "{ a: tru }", "[", "{ a: 'x }", "\u{FEFF}{ a: 1"] {
        assert_eq!(differences(text, text, LATEST), [""; 0], "{text}");
    }
    assert_eq!(differences("{ a: 1 b: 2 }", "{ a: 1, b: 3 }", LATEST), ["changed b: 2 -> 3"]);
}

/// Lists of which nothing is known: what a provider of speech takes is a matter of its own.
const UNKNOWN: &[&str] = &["tts.providers.*.*", "tts.personas.*.providers.*.*"];

#[test]
fn every_list_of_single_values_is_known() {
    let mut unknown = BTreeSet::new();
    let mut open = vec![(LATEST.root(), Vec::<String>::new())];
    while let Some((node, path)) = open.pop() {
        if node.is_nothing() || node.is_anything() || path.len() > 10 {
            continue;
        }
        let below = |name: &str| [&path[..], &[name.to_owned()]].concat();
        let types = node.types();
        if types.admits(ValueKind::Array) && !types.is_any() {
            let key: Key = path.iter().collect();
            if order(&key) == Order::Counts(None) {
                unknown.insert(path.join("."));
            }
            open.extend(node.item(0).map(|item| (item, below("[]"))));
        }
        open.extend(node.properties().map(|(name, held)| (held, below(name))));
        if types.admits(ValueKind::Object) && !types.is_any() {
            open.extend(node.additional().map(|held: Node| (held, below("*"))));
        }
        open.extend(node.branches().chain(node.all_of()).map(|branch| (branch, path.clone())));
    }
    let unknown: Vec<&String> =
        unknown.iter().filter(|it| !UNKNOWN.iter().any(|known| it.ends_with(known))).collect();
    assert!(unknown.is_empty(), "{unknown:#?}");
}

/// A value of a tree as the author takes it; the last of duplicate names counts.
fn plain(value: Value<'_>) -> Plain {
    match value.kind() {
        ValueKind::Object => {
            let members = value.as_object().into_iter().flat_map(Object::effective);
            let member =
                |(name, member): (clawtidy::syntax::JsText<'_>, clawtidy::syntax::Member<'_>)| {
                    Some((name.to_lossy().into_owned(), plain(member.value()?)))
                };
            Plain::Object(members.filter_map(member).collect())
        }
        ValueKind::Array => {
            Plain::List(value.as_array().into_iter().flat_map(Array::items).map(plain).collect())
        }
        ValueKind::String => Plain::Text(value.as_text().expect("a text").to_lossy().into_owned()),
        ValueKind::Number => Plain::Number(value.as_number().expect("a number")),
        ValueKind::Boolean => Plain::Bool(value.as_bool().expect("a boolean")),
        ValueKind::Null | ValueKind::Invalid => Plain::Null,
    }
}

/// A config of some release, and dice for what is done to it.
fn made(seed: u64) -> (Tree, Plain, Maker) {
    let releases: Vec<Release> = Release::all().step_by(5).collect();
    let mut maker = Maker::new(seed);
    let tree = parse(maker.config(&releases).text);
    let config = plain(tree.root().expect("a config"));
    (tree, config, maker)
}

/// How many configs are tried.
const CONFIGS: u64 = 90;

/// Does `work` for many seeds, and tells of each that fails.
fn for_many(work: impl Fn(u64) + Send + Sync) {
    (0..CONFIGS).into_par_iter().for_each(work);
}

/// Turns the members of all objects around.
fn shuffled(config: Plain, maker: &mut Maker) -> Plain {
    match config {
        Plain::Object(members) => {
            let members = members.into_iter().map(|(name, it)| (name, shuffled(it, maker)));
            let mut members: Vec<_> = members.collect();
            for at in (1..members.len()).rev() {
                members.swap(at, maker.below(at + 1));
            }
            Plain::Object(members)
        }
        Plain::List(items) => {
            Plain::List(items.into_iter().map(|it| shuffled(it, maker)).collect())
        }
        other => other,
    }
}

#[test]
fn a_config_written_anew_sets_the_same() {
    for_many(|seed| {
        let (tree, config, mut maker) = made(seed);
        assert_eq!(words(&compare(&tree, &tree, LATEST)), [""; 0]);
        let author = Author {
            strict: false,
            newline: "\r\n",
            unit: "\t",
            comments: 3,
            flat: 4,
            messy: 5,
            continued: 9,
            quotes: ['\'', '"'],
            bare: true,
            bom: maker.below(2) == 0,
        };
        let whim = Whim::new((1..90).map(|it| maker.below(it + 5).to_le_bytes()[0]).collect());
        let again = Writer::new(author, whim).write(&shuffled(config, &mut maker));
        let again = parse(again);
        let comparison = compare(&tree, &again, LATEST);
        assert_eq!(words(&comparison), [""; 0], "{}\n{}", tree.text(), again.text());
        assert_eq!(normal(&tree), normal(&again));
        // Nothing of it is lost in the layout that shows settings only.
        let normal = parse(normal(&again));
        assert!(normal.errors().is_empty());
        assert_eq!(words(&compare(&tree, &normal, LATEST)), [""; 0], "{}", normal.text());
    });
}

/// The places of all values in a config that stand in no list.
fn places(config: &Plain, at: &mut Vec<String>, all: &mut Vec<Vec<String>>) {
    if let Plain::Object(members) = config {
        for (name, value) in members {
            at.push(name.clone());
            all.push(at.clone());
            places(value, at, all);
            at.pop();
        }
    }
}

/// The value at a place.
fn reached<'c>(config: &'c mut Plain, place: &[String]) -> &'c mut Plain {
    place.iter().fold(config, |config, name| {
        let Plain::Object(members) = config else { panic!("no object on the way to {place:?}") };
        let member = members.iter_mut().find(|(own, _)| own == name);
        &mut member.expect("it is there").1
    })
}

#[test]
fn what_is_taken_out_put_in_or_changed_is_found_there_and_nowhere_else() {
    for_many(|seed| {
        let (tree, config, mut maker) = made(seed);
        let mut all = Vec::new();
        places(&config, &mut Vec::new(), &mut all);
        for _ in 0..4 {
            let place = all[maker.below(all.len())].clone();
            let key: Key = place.iter().collect();
            let (name, holder) = place.split_last().expect("no root");
            let mut edited = config.clone();
            let is_change = maker.below(2) == 0;
            if is_change {
                let value = reached(&mut edited, &place);
                if matches!(value, Plain::Object(_) | Plain::List(_)) {
                    continue;
                }
                *value = Plain::Text("another value".to_owned());
            } else {
                let Plain::Object(members) = reached(&mut edited, holder) else { continue };
                members.retain(|(own, _)| own != name);
            }
            let kind = if is_change { Kind::Changed } else { Kind::Removed };
            let edited = parse(strict(&edited));
            for (a, b, kind) in [(&tree, &edited, kind), (&edited, &tree, kind.mirrored())] {
                let comparison = compare(a, b, LATEST);
                let found: Vec<_> = comparison
                    .differences
                    .iter()
                    .map(|it| (it.kind, it.a.as_ref().or(it.b.as_ref()).map(|side| &side.key)))
                    .collect();
                let texts = || format!("{}\n{}\n{:?}", a.text(), b.text(), words(&comparison));
                assert_eq!(found, [(kind, Some(&key))], "seed {seed}\n{}", texts());
            }
        }
    });
}

#[test]
fn an_item_taken_out_of_a_list_is_found_there() {
    for_many(|seed| {
        let (tree, config, mut maker) = made(seed);
        let mut all = Vec::new();
        places(&config, &mut Vec::new(), &mut all);
        for place in all {
            let mut edited = config.clone();
            let Plain::List(items) = reached(&mut edited, &place) else { continue };
            let list: Key = place.iter().collect();
            // Of two agents of one id, who is to say which is gone?
            let known = parse(strict(&Plain::List(items.clone())));
            let known = known.root().and_then(Value::as_array).into_iter().flat_map(Array::items);
            let names: Vec<String> = known.filter_map(|item| identity(&list, item)).collect();
            if items.is_empty() || BTreeSet::from_iter(&names).len() < names.len() {
                continue;
            }
            let taken = parse(strict(&items.remove(maker.below(items.len()))));
            let edited = parse(strict(&edited));
            let comparison = compare(&tree, &edited, LATEST);
            let found: Vec<_> = comparison
                .differences
                .iter()
                .map(|it| {
                    let side = it.a.as_ref().unwrap_or_else(|| panic!("{:?}", words(&comparison)));
                    (it.kind, side.key.clone().parent(), canonical(side.value))
                })
                .collect();
            let value = canonical(taken.root().expect("a value"));
            let texts = format!("{}\n{}\n{:?}", tree.text(), edited.text(), words(&comparison));
            assert_eq!(found, [(Kind::Removed, list, value)], "seed {seed}\n{texts}");
            mirrored(tree.text(), edited.text());
        }
    });
}

#[test]
fn a_migration_and_its_way_back_are_mirrors() {
    (0..CONFIGS / 3).into_par_iter().for_each(|seed| {
        let (tree, ..) = made(seed);
        let migrated = migrated(tree.text());
        mirrored(tree.text(), &migrated);
    });
}

#[test]
fn any_two_texts_can_be_compared() {
    let mut texts = Vec::new();
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")];
    while let Some(path) = open.pop() {
        match fs::read_dir(&path) {
            Ok(folder) => open.extend(folder.map(|entry| entry.expect("an entry").path())),
            Err(_) => texts.extend(fs::read_to_string(&path)),
        }
    }
    texts.sort_unstable();
    assert!(texts.len() > 30, "{}", texts.len());
    let next = texts.iter().skip(1).chain(&texts[..1]);
    let pairs: Vec<_> = texts.iter().zip(next).collect();
    pairs.into_par_iter().for_each(|(a, b)| {
        assert_eq!(differences(a, a, LATEST), [""; 0], "{a}");
        mirrored(a, b);
        // And so can what is left of a text that breaks off.
        let half = &a[..a.floor_char_boundary(a.len() / 2)];
        assert_eq!(differences(half, half, LATEST), [""; 0], "{half}");
        mirrored(a, half);
    });
}

fn migrated(text: &str) -> String {
    let world = World::new(LATEST, Environment::Unknown);
    let fixing = Fixing::migrating(Safety::Unsafe);
    clawtidy::fix("openclaw.json", text.to_owned(), &world, &fixing).source.text().to_owned()
}

#[test]
fn a_pure_move_is_nothing_else() {
    let mut moves = 0;
    for step in clawtidy::schema::moves() {
        let Some(to) = step.to else { continue };
        if step.value_differs || [step.from, to].concat().contains(['*', '[']) {
            continue;
        }
        let at = |path: &str| {
            let names: Vec<&str> = path.split('.').collect();
            names.iter().rev().fold("'v'".to_owned(), |held, name| format!("{{ {name}: {held} }}"))
        };
        let (old, new) = (at(step.from), at(to));
        // A place that was left again has another one by now.
        if LATEST.lookup(&to.split('.').collect::<Vec<_>>()).is_none()
            || LATEST.lookup(&step.from.split('.').collect::<Vec<_>>()).is_some()
        {
            continue;
        }
        moves += 1;
        let found = differences(&old, &new, LATEST);
        assert!(found.iter().all(|it| it.starts_with("moved ")), "{old} {new} {found:?}");
        assert!(found.len() == 1, "{old} {new} {found:?}");
        mirrored(&old, &new);
    }
    assert!(moves > 40, "{moves}");
}
