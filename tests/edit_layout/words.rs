//! Names, strings and numbers as they are written, and what strict JSON is.

use clawtidy::edit::New;
use clawtidy::syntax::parse;

use crate::{Table, member};

#[test]
fn names_strings_and_numbers() {
    let mut table = Table::default();
    for text in ["{ 'a': 'x' }", "{ a: 'x' }", "{ a: \"x\" }", "{\"a\": \"x\"}"] {
        for name in ["", "a1", "1a", "_", "$", "a-b", "é", "it's", "a\\b\n\r\t\u{1}\u{7f}\u{2028}"]
        {
            table.case("rename a", text, |plan, root| {
                plan.rename(member(root, &["a"]), name).unwrap();
            });
        }
        for value in ["it's", "\"", "it's \"both\""] {
            table.case("replace a", text, |plan, root| plan.replace(root.get("a").unwrap(), value));
        }
    }
    let whole = [0.0, -0.0, 1.0, -1.5, 1e6, 1e20, 1e21, -1e21, 1.25e300];
    let small = [1e-6, 1e-7, -1e-7, f64::NAN, f64::INFINITY, f64::NEG_INFINITY];
    for text in ["{ a: 1 }", "{\"a\": 1}"] {
        table.case("replace a by numbers", text, |plan, root| {
            plan.replace(root.get("a").unwrap(), New::list(whole.into_iter().chain(small)));
        });
        let theirs = "[-0.5, .5, 5., +1, 0x1F, 1e3, NaN, -Infinity, 'a\\ud800b\\udfffc\\ud7ff\\ue000', \
            [], { /**/ }, true, null]";
        table.case_with("take over what another text writes", text, theirs, |plan, root, other| {
            plan.replace(root.get("a").unwrap(), other);
        });
    }
    insta::assert_snapshot!(table.0);
}

#[test]
fn strict_json_is_told_from_other_json5() {
    let values = [
        "0",
        "-0",
        "-",
        "10",
        "01",
        "-01",
        "1.5",
        "1.",
        ".5",
        "+1",
        "0x1F",
        "1e5",
        "1E-5",
        "1e+",
        "1e",
        "1.e5",
        "NaN",
        "Infinity",
        "true",
        "null",
        "nul",
        "\"\"",
        "''",
        "\"\\\"\"",
        "\"\\/\\b\\f\\n\\r\\t\\\\\"",
        "\"\\u00e9\"",
        "\"\\u00g9\"",
        "\"\\u12\"",
        "\"\\x41\"",
        "\"\\q\"",
        "\"\\'\"",
        "\"\t\"",
        "\"\u{7f}\u{2028}\"",
        "\"a\\\nb\"",
        "[]",
        "[1]",
        "[1,]",
        "[,]",
        "{}",
        "{\"a\": 1,}",
        "{a: 1}",
        "{'a': 1}",
        "1 // x",
        "/* x */ 1",
        "\u{a0}1",
        "\u{feff}1",
        "1\r\n\t",
        "1 2",
    ];
    for value in values {
        for text in [value.to_owned(), format!("{{\"a\": [{value}]}}"), format!("\u{feff} {value}")]
        {
            // A byte order mark at the start is taken off by who reads.
            let json = text.strip_prefix('\u{feff}').unwrap_or(&text);
            let is_json = serde_json::from_str::<serde::de::IgnoredAny>(json).is_ok();
            assert_eq!(clawtidy::edit::is_strict_json(&parse(text.clone())), is_json, "{text:?}");
        }
    }
}
