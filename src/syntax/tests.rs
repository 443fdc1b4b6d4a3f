//! Laws of the tree over generated texts.

mod errors;

use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;
use serde_json::Value as Json;

use crate::Fixing;
use crate::finding::Safety;
use crate::report::Selection;
use crate::schema::Release;
use crate::world::{Environment, World};

use super::{NodeKind, SyntaxErrorKind as Kind, Tree, Value, ValueKind, parse};

/// Holds the tree to what its documentation says.
fn assert_whole(tree: &Tree) {
    let mut end = 0;
    for (_, _, span) in tree.tokens() {
        assert_eq!(span.start, end, "tokens leave a gap");
        assert!(!span.is_empty(), "a token is empty");
        end = span.end;
    }
    assert_eq!(end as usize, tree.text().len(), "tokens do not reach the end");

    let nodes = &tree.nodes;
    for (index, node) in nodes.iter().enumerate() {
        let parent = &nodes[node.parent as usize];
        assert!(node.first <= node.last && (node.last as usize) < tree.tokens.len());
        assert!(index < node.next as usize && node.next as usize <= nodes.len());
        assert!(index == 0 || (node.parent as usize) < index, "a child lies before its parent");
        assert!(node.next <= parent.next, "a subtree reaches out of its parent's");
        assert!(index == 0 || parent.first <= node.first && node.last <= parent.last);
        let in_object = parent.kind == NodeKind::Object;
        assert_eq!(in_object, node.kind == NodeKind::Member, "objects hold members");
    }
    let errors = tree.errors();
    assert!(errors.is_sorted_by_key(|error| error.span.start));
    for error in errors {
        let _ = tree.slice(error.span);
        assert!(!error.message().ends_with('.') && !error.help().ends_with('.'));
        if let Some(repair) = &error.repair {
            assert!(repair.edits.is_sorted_by(|a, b| a.span.end < b.span.start));
            for edit in &repair.edits {
                let _ = tree.slice(edit.span);
            }
        }
    }
    if errors.is_empty() {
        assert!(tree.root().is_some());
        assert!(nodes.iter().all(|node| node.kind != NodeKind::Invalid));
    }
    for value in tree.values() {
        let _ = (value.source(), value.as_text(), value.as_number());
    }
}

/// The value as `serde_json` holds it: what it cannot hold is null.
fn json(value: Value<'_>) -> Json {
    match value.kind() {
        ValueKind::Object => {
            let members = value.as_object().into_iter().flat_map(super::Object::members);
            let pair = |member: super::Member<'_>| {
                Some((member.name().to_lossy().into_owned(), json(member.value()?)))
            };
            members.filter_map(pair).collect()
        }
        ValueKind::Array => {
            value.as_array().into_iter().flat_map(super::Array::items).map(json).collect()
        }
        ValueKind::String => value.as_text().map(|text| text.to_lossy().into_owned()).into(),
        ValueKind::Number => value.as_number().into(),
        ValueKind::Boolean => value.as_bool().into(),
        ValueKind::Null | ValueKind::Invalid => Json::Null,
    }
}

/// The same with every number as JavaScript holds it.
fn as_javascript(value: Json) -> Json {
    match value {
        Json::Number(number) => number.as_f64().into(),
        Json::Array(items) => items.into_iter().map(as_javascript).collect(),
        Json::Object(members) => {
            members.into_iter().map(|(name, value)| (name, as_javascript(value))).collect()
        }
        other => other,
    }
}

const FRAGMENTS: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\n",
    " ",
    "\r\n",
    "\u{2028}",
    "\u{FEFF}",
    "\u{A0}",
    "// c\n",
    "/* c */",
    "/*",
    "//",
    "# c\n",
    "(",
    ")",
    "{{ a }}",
    "\"\"\"",
    "&quot;",
    "-- c\n",
    "<!-- c -->",
    "a: #b",
    "\"a: ",
    "b\": ",
    "12:30",
    "\n  c:\n    d: e\n",
    "a",
    "b: 1",
    "\"a\": ",
    "\"x\"",
    "'y'",
    "\"",
    "'",
    "\\",
    "\\u0061",
    "\\uD83D",
    "é",
    "😀",
    "“x”",
    "`x`",
    "“",
    "1",
    "-",
    "+",
    ".5",
    "0x1F",
    "1e3",
    "Infinity",
    "NaN",
    "true",
    "True",
    "null",
    "None",
    "=",
    ";",
    "(",
    "<",
    "\0",
    "\u{200B}",
    "<<<<<<< a\n",
    "=======\n",
    ">>>>>>> b\n",
    "[x]\n",
    "x = 1\n",
    "- y\n",
    "x: y\n",
    "module.exports = ",
    "```",
    "...",
    "$",
    "${A}",
];

fn string() -> impl Strategy<Value = String> {
    const PARTS: &[&str] = &[
        "a",
        "é",
        "😀",
        "\\n",
        "\\v",
        "\\0",
        "\\x41",
        "\\u00e9",
        "\\uD83D\\uDE00",
        "\\\n",
        "\\\r\n",
        "\\\u{2029}",
        "\u{2028}",
        "\\z",
        "\\\\",
        "/*",
        "//",
        "\t",
    ];
    let text = prop::collection::vec(select(PARTS), 0..5).prop_map(|parts| parts.concat());
    (text, select(&["\"", "'"][..])).prop_map(|(text, quote)| format!("{quote}{text}{quote}"))
}

fn space() -> impl Strategy<Value = &'static str> {
    select(&["", "", "", " ", "\n  ", "\r\n", "\u{A0}", "/* c */", "// c\n", "\u{FEFF}"][..])
}

/// Texts that are JSON5.
fn json5() -> impl Strategy<Value = String> {
    const NUMBERS: &[&str] = &[
        "0",
        "-0",
        "17",
        "1.5",
        ".5",
        "5.",
        "5.e2",
        "1e3",
        "1E-3",
        "+1",
        "-.5",
        "0x1F",
        "-0Xff",
        "NaN",
        "-Infinity",
        "+NaN",
        "Infinity",
        "9007199254740993",
        "1e400",
        "4.9e-324",
    ];
    const NAMES: &[&str] =
        &["a", "$b", "_c1", "é", "\\u0061x", "true", "NaN", "x\u{200D}", "__proto__"];
    let literal = select(&["true", "false", "null"][..]);
    let leaf = prop_oneof![string(), select(NUMBERS).prop_map_into(), literal.prop_map_into()];
    leaf.prop_recursive(4, 32, 5, |value| {
        let item = (space(), value.clone(), space())
            .prop_map(|(a, value, b)| format!("{a}{value}{b}"))
            .boxed();
        let name = prop_oneof![string(), select(NAMES).prop_map_into()];
        let member = (space(), name, space(), item.clone())
            .prop_map(|(a, name, b, value)| format!("{a}{name}{b}:{value}"));
        let list = |open: char, close: char| {
            move |(parts, trailing): (Vec<String>, bool)| {
                let comma = if trailing && !parts.is_empty() { "," } else { "" };
                format!("{open}{}{comma}{close}", parts.join(","))
            }
        };
        prop_oneof![
            (prop::collection::vec(item, 0..5), any::<bool>()).prop_map(list('[', ']')),
            (prop::collection::vec(member, 0..5), any::<bool>()).prop_map(list('{', '}')),
        ]
    })
}

/// Any text: noise, fragments of configs, and configs with something put in or left out.
fn any_text() -> impl Strategy<Value = String> {
    let fragments =
        prop::collection::vec(select(FRAGMENTS), 0..24).prop_map(|parts| parts.concat());
    let cut = (json5(), any::<prop::sample::Index>(), 0..4_usize, select(FRAGMENTS)).prop_map(
        |(text, at, without, with)| {
            let mut characters: Vec<char> = text.chars().collect();
            let at = at.index(characters.len() + 1);
            let end = (at + without).min(characters.len());
            characters.splice(at..end, with.chars());
            characters.into_iter().collect()
        },
    );
    prop_oneof![any::<String>(), fragments, cut]
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 1000,
        rng_seed: RngSeed::Fixed(5),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn every_text_has_a_whole_tree(text in any_text()) {
        assert_whole(&parse(text));
    }

    #[test]
    fn mending_comes_to_an_end(text in any_text()) {
        let world = World::new(Release::LATEST, Environment::Unknown);
        let fixing = Fixing::new(Selection::default(), Safety::Safe);
        let fixed = crate::fix("any", text.clone(), &world, &fixing);
        prop_assert!(fixed.bug.is_none(), "{:?}: {:?}", text, fixed.bug);
        assert_whole(fixed.source.tree());
    }

    #[test]
    fn json5_has_no_errors_and_the_judge_reads_the_same(text in json5()) {
        let tree = parse(text);
        assert_whole(&tree);
        prop_assert!(tree.errors().is_empty(), "{:?}", tree.errors());
        let judged: Json = json5::from_str(tree.text()).map_err(|error| {
            TestCaseError::fail(format!("the judge refuses {:?}: {error}", tree.text()))
        })?;
        prop_assert_eq!(tree.root().map(json), Some(as_javascript(judged)));
    }

    #[test]
    fn the_judge_accepts_no_more(text in any_text()) {
        if json5::from_str::<Json>(&text).is_ok() {
            let tree = parse(text);
            prop_assert!(tree.errors().is_empty(), "{:?}: {:?}", tree.text(), tree.errors());
        }
    }
}

#[test]
fn values_are_javascripts() {
    let number = |text: &str| parse(text.to_owned()).root().and_then(Value::as_number);
    for (text, value) in [
        ("-0x10", -16.0),
        ("5.e3", 5000.0),
        ("1e400", f64::INFINITY),
        // Halves go to the even neighbour, however far away the digit that breaks the tie.
        ("0x20000000000001", 9_007_199_254_740_992.0),
        ("0x20000000000003", 9_007_199_254_740_996.0),
        ("0x2000000000000100000000000000000001", 9_007_199_254_740_994.0 * 2f64.powi(80)),
    ] {
        assert_eq!(number(text), Some(value), "{text}");
    }
    assert_eq!(number(&format!("0x{}", "f".repeat(300))), Some(f64::INFINITY));
    assert!(number("-0").is_some_and(|zero| zero == 0.0 && zero.is_sign_negative()));
    assert!(number("-NaN").is_some_and(f64::is_nan));

    let text = |text: &str| {
        let tree = parse(text.to_owned());
        tree.root().and_then(Value::as_text).map(|text| text.as_bytes().to_vec())
    };
    // Halves of a pair meet even over a line continuation; others stay alone.
    assert_eq!(text("'\\uD83D\\\n\\uDE00'"), Some("😀".as_bytes().to_vec()));
    assert_eq!(text("'\\uDE00\\uD83D'"), Some(b"\xED\xB8\x80\xED\xA0\xBD".to_vec()));
    assert_eq!(text("'\\x41\\v\\0\\q\\\r\n\\\"'"), Some(b"A\x0B\0q\"".to_vec()));
    let tree = parse("'a\\uD800b'".to_owned());
    let lone = tree.root().and_then(Value::as_text);
    assert!(lone.is_some_and(|text| text.as_str().is_none() && text.to_lossy() == "a\u{FFFD}b"));
}

#[test]
fn names_follow_unicode_10() {
    // U+2E2F is refused by later tables, U+10EC2 (Unicode 16) by this one.
    assert!(parse("{ \u{2E2F}: 1 }".to_owned()).errors().is_empty());
    assert_eq!(parse("{ \u{10EC2}: 1 }".to_owned()).errors()[0].kind, Kind::UnquotedName);
}

#[test]
fn size_and_depth_cost_no_more_than_their_bytes() {
    // Each is megabytes of what could nest, back up or be looked for again; anything that is not
    // linear in it takes minutes.
    for part in [
        "[",
        "{\"a\":",
        "{a:[",
        "]",
        "}",
        "[}",
        "{]",
        "{a b;",
        "[a ",
        "\"",
        "'\n",
        "`",
        "“ ",
        "# c\n",
        "=======\n",
        "<<<<<<< a\n",
        "{a:1},",
        "{a\n",
        "a: b\n",
        "\"a:",
        "\\",
        "/* ",
        "\u{2028}",
        "{{",
        "[1 2;",
        "{a:1 }{",
        "- x\n",
        "{ a\nb: [\nc:",
        "\t",
        "{a: \"\\q\n",
        "x: y z = ",
        "\0 ",
        "{[]:",
        "\"\"\"",
        "(1,",
        "[\"a\":",
        "{\"a\",\"b\",",
        "'a\n b'",
        " a:\n  b:\n",
        "{a: {{b}} ",
        "12:",
        "\"a: \"b",
    ] {
        let tree = parse(part.repeat(1 << 17));
        let _ = tree.values().filter(|value| value.span().is_empty()).count();
        assert!(tree.errors().len() <= 1001);
        assert!(tree.errors().is_empty() || tree.tokens().count() > 0);
    }
}

#[test]
fn what_a_text_may_say_is_what_it_says_decoded() {
    let tree = parse("{ 'a\\u0062c': 'x\\\ny', pl\\u0061in: \"z\", /* word */ }".to_owned());
    for part in ["abc", "xy", "plain", "z", "word"] {
        assert!(tree.may_say(part), "{part}");
    }
    for part in ["abd", "yx", "plaim", "words"] {
        assert!(!tree.may_say(part), "{part}");
    }
}
