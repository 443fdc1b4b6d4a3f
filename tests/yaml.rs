//! YAML to JSON5: what the fixtures show, what holds of any value, and what must not be converted.

use std::fs;
use std::path::Path;

use clawtidy::syntax::parse;
use clawtidy::yaml::{Cause, DEEPEST, YamlError, to_json5};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::Value as Json;

/// Whatever it is, it stays what the core schema says.
fn nothing(_: &[&str], _: &str) -> bool {
    false
}

fn convert(yaml: &str) -> Result<String, YamlError> {
    to_json5(yaml, &nothing)
}

fn value(json5: &str) -> Json {
    assert!(parse(json5.to_owned()).errors().is_empty(), "{json5}");
    json5::from_str(json5).unwrap_or_else(|error| panic!("{error}: {json5}"))
}

#[test]
fn fixtures_become_what_stands_beside_them() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/yaml");
    let mut count = 0;
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("its entries can be read").path();
        if path.extension().is_some_and(|extension| extension == "yaml") {
            let text = fs::read_to_string(&path).expect("UTF-8");
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            let converted = convert(&text).expect("it can be converted");
            assert!(parse(converted.clone()).errors().is_empty(), "{converted}");
            insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
                insta::assert_snapshot!(format!("yaml_{name}"), converted);
            });
            let windows = convert(&text.replace('\n', "\r\n")).expect("it can be converted");
            assert_eq!(windows, converted, "{name} with the line ends of Windows");
            let marked = convert(&format!("\u{FEFF}{text}")).expect("it can be converted");
            assert_eq!(marked, converted, "{name} with a byte order mark");
            count += 1;
        }
    }
    assert!(count >= 2);
}

#[test]
fn every_comment_is_there_once_and_in_order() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/yaml/comments.yaml");
    let text = fs::read_to_string(path).expect("UTF-8");
    let tree = parse(convert(&text).expect("it can be converted"));
    let comments = tree.tokens().filter(|(_, kind, _)| kind.is_comment());
    let words = comments.map(|(_, _, span)| tree.slice(span).trim_start_matches('/').to_owned());
    let expected = text.split('\n').filter_map(|line| {
        let is_text = line.contains("# text") || line.contains("# still") || line.contains("\"#");
        let at = if line.contains("it's") { line.find(" # in")? + 1 } else { line.find('#')? };
        (!is_text).then(|| line[at + 1..].to_owned())
    });
    assert_eq!(words.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
}

#[test]
fn plain_scalars_are_what_their_place_takes() {
    let takes = |path: &[&str], value: &str| match path {
        ["switch" | "list", ..] => value == "true" || value == "false",
        ["id"] => value.starts_with('"'),
        _ => true,
    };
    let yaml = "switch: yes\nlist: [on, Off, \"no\", maybe]\nid: 0123\nother: no\nfree: 7\n";
    assert_eq!(
        to_json5(yaml, &takes).expect("it can be converted"),
        "{\n  switch: true,\n  list: [true, false, \"no\", \"maybe\"],\n  id: \"0123\",\n  \
         other: \"no\",\n  free: 7,\n}\n"
    );
}

#[test]
fn what_json5_cannot_say_is_not_converted() {
    for (yaml, cause, place) in [
        ("", Cause::Empty, None),
        ("# nothing\n", Cause::Empty, None),
        ("---\n...\n", Cause::Empty, None),
        ("a: 1\n---\nb: 2\n", Cause::SecondDocument, Some((2, 1))),
        ("a: 1\nb: 2\n\"a\": 3\n", Cause::DuplicateKey(1), Some((3, 1))),
        ("? [a]\n: 1\n", Cause::ComplexKey, Some((1, 3))),
        ("l: &l [1]\n*l : 1\n", Cause::ComplexKey, Some((2, 1))),
        ("a: !env HOME\n", Cause::Tag, Some((1, 4))),
        ("a: !!set {b}\n", Cause::Tag, Some((1, 4))),
        ("é: !!int x\n", Cause::NotAsTagged, Some((1, 4))),
        ("a: &a [*a]\n", Cause::Recursive, Some((1, 8))),
        ("<<: 3\n", Cause::Merge, Some((1, 1))),
    ] {
        let error = convert(yaml).expect_err(yaml);
        assert_eq!((error.cause, error.place), (cause, place), "{yaml}");
    }
    for yaml in ["a: [1\n", "a:\n\tb: 1\n", "a: \"b\n", "a: *b\n", "a: b: c\n", "@: 1\n", "a: }\n"]
    {
        let error = convert(yaml).expect_err(yaml);
        assert!(matches!(error.cause, Cause::Syntax(_)) && error.place.is_some(), "{yaml}");
    }
}

#[test]
fn no_message_quotes_the_text() {
    let secret = "sk-ant-quokka-1234567890";
    for yaml in [
        format!("{secret}: 1\n{secret}: 2\n"),
        format!("a: *{secret}\n"),
        format!("a: !{secret} 1\n"),
        format!("a: \"{secret}\n"),
        format!("%{secret}\n---\na: [1\n"),
        format!("a: !!int {secret}\n"),
        format!("{secret}\n{secret}: 1\n"),
    ] {
        let message = convert(&yaml).expect_err(&yaml).to_string();
        assert!(!message.contains("quokka"), "{message}");
    }
}

/// One line for each number.
fn lines(numbers: std::ops::Range<usize>, line: impl Fn(usize) -> String) -> String {
    numbers.map(line).collect::<Vec<_>>().concat()
}

#[test]
fn hostile_texts_end_in_an_answer() {
    let nine = |n: usize| vec![format!("*a{n}"); 9].join(", ");
    let bomb = lines(1..30, |n| format!("a{n}: &a{n} [{}]\n", nine(n - 1)));
    let merges = lines(1..3_000, |n| format!("m{n}: &m{n} {{<<: *m{}, k{n}: 1}}\n", n - 1));
    let chain = lines(1..200, |n| format!("c{n}: &c{n} [*c{}]\n", n - 1));
    let indented = lines(0..DEEPEST + 1, |n| format!("{}a:\n", " ".repeat(n)));
    for (text, cause) in [
        (format!("a0: &a0 [x, x, x]\n{bomb}"), Cause::TooLarge),
        (format!("m0: &m0 {{k0: 1}}\n{merges}"), Cause::TooLarge),
        (" ".repeat(5 << 20), Cause::TooLarge),
        (format!("c0: &c0 [x]\n{chain}"), Cause::TooDeep),
        (indented, Cause::TooDeep),
    ] {
        let error = convert(&text).expect_err("it cannot be converted");
        assert_eq!(error.cause, cause, "{}", &text[..40]);
    }
    for deep in ["[", "{a: ", "- ", "? ", "&a "] {
        assert!(convert(&deep.repeat(100_000)).is_err(), "{deep}");
    }
    // Long, and fine.
    let long = lines(0..50_000, |n| format!("k{n}: \"v\" # {n}\n"));
    assert!(convert(&long).is_ok());
}

/// A value, and YAML that says it.
fn yaml_of(value: &Json, depth: usize, style: &mut impl Iterator<Item = u8>, out: &mut String) {
    let indent = "  ".repeat(depth);
    let flow = style.next().is_some_and(|style| style % 3 == 0);
    match value {
        Json::Array(items) if !items.is_empty() && !flow => {
            for item in items {
                out.extend([format!("\n{indent}# item\n{indent}-")]);
                yaml_of(item, depth + 1, style, out);
            }
        }
        Json::Object(members) if !members.is_empty() && !flow => {
            for (name, member) in members {
                let name = serde_json::to_string(name).expect("a string is JSON");
                out.extend([format!("\n\n{indent}# lead\n{indent}{name}:")]);
                yaml_of(member, depth + 1, style, out);
            }
        }
        // JSON is YAML.
        other => out.extend([format!(" {other} # {depth}")]),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn any_value_is_the_same_afterwards(
        value in json(),
        styles in vec(any::<u8>(), 1..50),
    ) {
        let mut yaml = String::from("---");
        yaml_of(&value, 0, &mut styles.into_iter().cycle(), &mut yaml);
        yaml.push('\n');
        let converted = convert(&yaml).unwrap_or_else(|error| panic!("{error}: {yaml}"));
        prop_assert_eq!(self::value(&converted), value, "{}", yaml);
        let marks = |text: &str, mark: &str| text.matches(mark).count();
        prop_assert_eq!(marks(&converted, "// lead"), marks(&yaml, "# lead"));
        prop_assert_eq!(marks(&converted, "// item"), marks(&yaml, "# item"));
    }

    #[test]
    fn any_text_gives_an_answer(text in "[-a#:&*!|>'\"\\[\\]{},? \n%@~<0é\t]{0,60}") {
        if let Ok(converted) = convert(&text) {
            let tree = parse(converted);
            prop_assert!(tree.errors().is_empty(), "{}", tree.text());
        }
    }
}

fn json() -> impl Strategy<Value = Json> {
    let text = "[ -~éü\n\t]{0,12}".prop_filter("no mark of ours", |text: &String| {
        !text.contains("# lead") && !text.contains("# item")
    });
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i32>().prop_map(Json::from),
        (-1e6..1e6).prop_map(Json::from),
        text.clone().prop_map(Json::from),
    ];
    leaf.prop_recursive(4, 24, 5, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..5).prop_map(Json::from),
            vec((text.clone(), inner), 0..5)
                .prop_map(|members| Json::Object(members.into_iter().collect())),
        ]
    })
}
