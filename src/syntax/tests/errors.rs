//! What is said of broken texts, where, and what the repairs make of them.

use std::fmt::Write as _;

use super::assert_whole;
use crate::syntax::{Format, SyntaxErrorKind as Kind, parse};

/// A text with `⟦` and `⟧` around the bytes of each error, in order, and the errors' kinds.
#[track_caller]
fn assert_errors(marked: &str, kinds: &[Kind]) {
    let tree = parse(marked.replace(['⟦', '⟧'], ""));
    assert_whole(&tree);
    let mut shown = String::new();
    let mut at = 0;
    for error in tree.errors() {
        let (start, end) = (error.span.start as usize, error.span.end as usize);
        let _ = write!(shown, "{}⟦{}⟧", &tree.text()[at..start], &tree.text()[start..end]);
        at = end;
    }
    shown.push_str(&tree.text()[at..]);
    let found: Vec<Kind> = tree.errors().iter().map(|error| error.kind).collect();
    assert_eq!((shown.as_str(), found.as_slice()), (marked, kinds));
}

#[test]
fn errors_say_what_is_wrong_and_where() {
    for (marked, kind) in ONE_ERROR {
        assert_errors(marked, &[*kind]);
    }
}

const ONE_ERROR: &[(&str, Kind)] = &[
    ("⟦⟧", Kind::Empty),
    ("⟦⟧ // nothing\n", Kind::Empty),
    ("{ a: 1⟦⟧ b: 2 }", Kind::MissingComma),
    ("{\n  a: 1⟦⟧ // one\n  b: 2\n}", Kind::MissingComma),
    ("[1⟦⟧ 2]", Kind::MissingComma),
    ("{ a: 1,⟦,,⟧ b: 2 }", Kind::ExtraComma),
    ("{ ⟦,⟧ a: 1 }", Kind::ExtraComma),
    ("{ a⟦⟧ 1 }", Kind::MissingColon),
    ("{ a ⟦=⟧ 1 }", Kind::EqualsForColon),
    ("{ a: 1⟦;⟧ b: 2 }", Kind::SemicolonForComma),
    ("{ a:⟦⟧, b: 1 }", Kind::MissingValue),
    ("{\n  a:⟦⟧\n  b: 1\n}", Kind::MissingValue),
    ("{\n  \"a\":⟦⟧\n  \"b\": 1\n}", Kind::MissingValue),
    ("{ ⟦{ a: 1 }⟧, b: 2 }", Kind::MissingName),
    ("{ a: { b: 1 }⟦⟧", Kind::MissingClosing('}')),
    ("{ a: [1, 2⟦⟧ }", Kind::MissingClosing(']')),
    ("{ a: { b: [⟦⟧", Kind::MissingClosing(']')),
    ("{\n  a: [\n    1⟦⟧,\n  b: 2\n}", Kind::MissingClosing(']')),
    ("{\n  a: {\n    b: 1,⟦⟧\n  c: {\n    d: 2\n  }\n}\n", Kind::MissingClosing('}')),
    ("{\n  a: {\n    b: 1⟦⟧\n  c: 2\n}\n", Kind::MissingClosing('}')),
    ("{ a: 1 }⟦}⟧", Kind::StrayClosing('}')),
    ("{ a: [1]⟦]⟧, b: 2 }", Kind::StrayClosing(']')),
    ("{\n  a: { b: 1 }⟦}⟧,\n  c: 2\n}", Kind::StrayClosing('}')),
    ("{ a: 1⟦]⟧", Kind::MismatchedClosing('}')),
    ("[{ a: 1⟦]⟧]", Kind::MismatchedClosing('}')),
    ("{ a: [1, 2⟦}⟧, b: 3 }", Kind::MismatchedClosing(']')),
    ("{\n  a: ⟦\"lan⟧,\n  b: 1\n}", Kind::UnclosedString),
    ("{ ⟦\"a⟧: 1 }", Kind::UnclosedString),
    ("{ a: ⟦\"lan⟧", Kind::UnclosedString),
    ("{ a: 'it⟦'⟧s', b: 1 }", Kind::UnescapedQuote),
    ("{ a: 1 } ⟦/*⟧ never", Kind::UnclosedComment),
    ("{ ⟦“a”⟧: 1 }", Kind::SmartQuotes),
    ("{ a: \"b⟦”⟧ }", Kind::SmartQuotes),
    ("{ a: ⟦`b`⟧ }", Kind::Backticks),
    ("{ a: \"C:\\temp⟦\\1⟧\\2\" }", Kind::InvalidEscape),
    ("{ a: \"⟦\\u⟧12\" }", Kind::InvalidEscape),
    ("{ bind: ⟦lan⟧ }", Kind::UnquotedText),
    ("{ url: ⟦http://a.b/c⟧, }", Kind::UnquotedText),
    ("{ token: ⟦${TOKEN}⟧ }", Kind::UnquotedText),
    ("{ bind: ⟦127.0.0.1⟧ }", Kind::UnquotedText),
    ("{ ⟦my-key⟧: 1 }", Kind::UnquotedName),
    ("{ ⟦my key⟧: 1 }", Kind::UnquotedName),
    ("{ ⟦1⟧: 1 }", Kind::UnquotedName),
    ("{ a: ⟦True⟧ }", Kind::ForeignLiteral("true")),
    ("{ a: ⟦None⟧ }", Kind::ForeignLiteral("null")),
    ("{ a: ⟦undefined⟧ }", Kind::ForeignLiteral("null")),
    ("{ a: ⟦017⟧ }", Kind::LeadingZero),
    ("{ a: ⟦1.2.3⟧ }", Kind::InvalidNumber),
    ("{ a: ⟦1_000⟧ }", Kind::InvalidNumber),
    ("{ a: ⟦10k⟧ }", Kind::InvalidNumber),
    ("{ a: ⟦0x⟧ }", Kind::InvalidNumber),
    ("{\n  ⟦# one\n  # two⟧\n  a: 1\n}", Kind::ForeignComment("#")),
    ("{ a: 1⟦\0⟧ }", Kind::ControlCharacter),
    ("{ a:⟦\u{200B}⟧1 }", Kind::ForeignSpace('\u{200B}')),
    ("{ a :⟦=⟧ 1 }", Kind::Unexpected),
    ("{\n⟦<<<<<<< us⟧\n  a: 1\n=======\n  a: 2\n  b: 3\n>>>>>>> them\n}", Kind::ConflictMarkers),
    ("{ a: 1 }\n⟦{⟧ b: 2 }", Kind::SecondValue),
    ("{ a: 1 } ⟦and so on⟧\nmore", Kind::TextAfter),
    ("{ a: 1 }⟦,⟧", Kind::TextAfter),
    ("⟦12:00 INFO ready⟧\n[plugins] it's loaded\n{ a: 1 }", Kind::TextBefore),
    ("⟦nothing⟧\nto see", Kind::NoConfig),
    ("⟦⟧gateway: {\n  port: 1,\n},\n", Kind::MissingBraces),
    ("⟦```json⟧\n{ a: 1 }\n```\n", Kind::CodeFence),
    ("⟦gateway:⟧\n  port: 1\n  bind: lan\nlist:\n  - x\n", Kind::WrongFormat(Format::Yaml)),
    ("# c\n⟦a: 1⟧\nb: 2\n", Kind::WrongFormat(Format::Yaml)),
    ("⟦[gateway]⟧\nport = 1\nbind = \"lan\"\n", Kind::WrongFormat(Format::Toml)),
    ("⟦[gateway]⟧\nport=1\nbind=lan\n", Kind::WrongFormat(Format::Ini)),
    ("⟦TOKEN=a⟧\nexport PORT=1\n", Kind::WrongFormat(Format::Env)),
    ("⟦module.exports =⟧ {\n  a: 1,\n};\n", Kind::WrongFormat(Format::JavaScript)),
    ("⟦export default⟧ { a: 1 }\n", Kind::WrongFormat(Format::JavaScript)),
    ("{ a: \"say ⟦\"⟧hi\", you\", b: 1 }", Kind::UnescapedQuote),
    ("{ a: \"b\"⟦\"⟧ }", Kind::ExtraQuote),
    ("{\n  a: 1⟦\"⟧,\n  b: 2\n}", Kind::ExtraQuote),
    ("{ ⟦\"a⟧: \"b\" }", Kind::UnclosedString),
    ("{ ⟦a\"⟧: { b: 1 } }", Kind::UnopenedString),
    ("{ a: ⟦b\"⟧, c: 1 }", Kind::UnopenedString),
    ("{\n  a: ⟦\"be⟧\nkind\",\n  b: 1\n}", Kind::RawLineBreak),
    ("{\n  a: ⟦'be⟧\nas it's',\n  b: 1\n}", Kind::RawLineBreak),
    ("{ a: ⟦\"\"\"⟧be\n\"kind\"\n\"\"\", b: 1 }", Kind::TripleQuotes),
    ("{ a: ⟦[⟧\"b\": 1, \"c\": 2] }", Kind::WrongBrackets('{')),
    ("{\n  a: ⟦[⟧\n    b: 1,\n  ],\n  c: 2\n}", Kind::WrongBrackets('{')),
    ("{ a: ⟦{⟧\"b\", \"c\"} }", Kind::WrongBrackets('[')),
    ("{ a: ⟦(⟧1, 2) }", Kind::WrongBrackets('[')),
    ("{ a: [1, 2⟦⟧, b: 3}", Kind::MissingClosing(']')),
    ("{\n  a:⟦⟧\n    b: 1,\n    c: 2\n  },\n  d: 3\n}", Kind::MissingOpening),
    ("{\n  \"a\":⟦⟧\n    \"b\": 1\n  }\n}", Kind::MissingOpening),
    ("{\n  ⟦a⟧:\n    b: x\n    c:\n      d: y\n  e: 1\n}", Kind::YamlBlock),
    ("{ a:⟦,⟧ 1, b: 2 }", Kind::ExtraComma),
    ("{ a: ⟦{{ token }}⟧, b: 1 }", Kind::Placeholder),
    ("{ a: ⟦<YOUR TOKEN>⟧, b: 1 }", Kind::Placeholder),
    ("{ a: 1, ⟦...⟧ }", Kind::Ellipsis),
    ("{ a: [⟦...b⟧, 1] }", Kind::Ellipsis),
    ("{ a: ⟦process.env.TOKEN⟧ }", Kind::Expression),
    ("{ a: ⟦env(\"A\", \"b\")⟧, b: 1 }", Kind::Expression),
    ("{ a: ⟦() => 1⟧, b: 1 }", Kind::Expression),
    ("{ a: \"b\" ⟦+ \"c\"⟧, b: 1 }", Kind::Expression),
    ("{ at: ⟦12:30⟧ }", Kind::UnquotedText),
    ("{ channel: ⟦#general⟧ }", Kind::UnquotedText),
    ("{\n  ⟦-- one⟧\n  a: 1\n}", Kind::ForeignComment("--")),
    ("⟦<!-- one -->⟧ { a: 1 }", Kind::ForeignComment("<!--")),
    ("⟦import { x } from 'y';⟧\nconst c = { a: 1 };\n", Kind::WrongFormat(Format::JavaScript)),
    ("⟦--- a/x.json⟧\n+++ b/x.json\n@@ -1 +1 @@\n", Kind::WrongFormat(Format::Diff)),
    ("⟦{\\\"a\\\": 1}⟧", Kind::EscapedConfig),
    ("⟦{ &quot;a&quot;: 1 }⟧", Kind::Entities),
    ("⟦1 {⟧\n2   a: 1\n3 }\n", Kind::LineNumbers),
    ("{ a: 1 }\n⟦[12:00] done⟧\n", Kind::TextAfter),
    ("⟦<html></html>⟧", Kind::WrongFormat(Format::Markup)),
];

#[test]
fn errors_do_not_hide_each_other() {
    assert_errors(
        "{\n  a: 1⟦⟧\n  b ⟦=⟧ 2,\n  c: ⟦True⟧,\n}",
        &[Kind::MissingComma, Kind::EqualsForColon, Kind::ForeignLiteral("true")],
    );
    assert_errors(
        "⟦log line⟧\n{\n  a: ⟦\"x⟧,\n  ⟦“b”⟧: [1,⟦,⟧ 2],\n}",
        &[Kind::TextBefore, Kind::UnclosedString, Kind::SmartQuotes, Kind::ExtraComma],
    );
}

#[test]
fn a_habit_is_told_once_and_mended_everywhere() {
    let tree = parse("{ a: b, c: d, e: f, g: h, i: True }".to_owned());
    assert_whole(&tree);
    let [habit, other] = tree.errors() else { panic!("not two: {:?}", tree.errors()) };
    assert_eq!((habit.kind, habit.more.len()), (Kind::UnquotedText, 3));
    assert_eq!(habit.repair.as_ref().map(|repair| repair.edits.len()), Some(4));
    assert!(habit.message().ends_with("in 3 more places"));
    assert_eq!((other.kind, tree.wrong_places()), (Kind::ForeignLiteral("true"), 5));
}

/// Broken texts whose repairs, each applied in turn, lead to exactly this.
const REPAIRED: &[(&str, &str)] = &[
    ("{ a: 1 b: 2 }", "{ a: 1, b: 2 }"),
    ("{ a = True, b: 'c }", "{ a : true, b: 'c' }"),
    ("{ my-key: hello \"world\" }", "{ \"my-key\": \"hello \\\"world\" }"),
    ("{ a: “b”, c: `d`, e: 1_0 }", "{ a: \"b\", c: \"d\", e: 10 }"),
    ("{\n\ta: {\n\t\tb: 1\n\tc: 2\n}", "{\n\ta: {\n\t\tb: 1\n\t},\n\tc: 2\n}"),
    ("{\n  a: [\n    1", "{\n  a: [\n    1\n  ]\n}"),
    ("# one\n# two\n{ a: \"C:\\users\\1\" }", "// one\n// two\n{ a: \"C:\\\\users\\\\1\" }"),
    ("module.exports = { a: 1 };", "{ a: 1 }"),
    ("log\n{ a: 1 }}\n", "{ a: 1 }\n"),
    ("a: { b: 1 },", "{\na: { b: 1 },\n}"),
    (r#"{ a: "say "hi", you", b: "c"" }"#, r#"{ a: "say \"hi\", you", b: "c" }"#),
    (r#"{ "a: "b", c": d", e: 1" }"#, r#"{ "a": "b", "c": "d", e: 1 }"#),
    ("{ a: \"be\r\n\\\"kind\\\"\n\" }", r#"{ a: "be\n\"kind\"\n" }"#),
    ("{ a: '''it's\nhere''' }", r"{ a: 'it\'s\nhere' }"),
    (r#"{ a: [b: 1], c: {"d", "e"}, f: (1, (2)), g: [h: {}] }"#, TURNED),
    ("{\n  a:\n    b: 1\n  },\n  c: 2\n}", "{\n  a: {\n    b: 1\n  },\n  c: 2\n}"),
    ("{ a: process.env.A, b: os.getenv('B') }", r#"{ a: "${A}", b: "${B}" }"#),
    ("{\n  /* a\n  b: 1\n}", "{\n  /* a */\n  b: 1\n}"),
    ("{ &quot;a&quot;: &#39;b &amp; c&#39; }", "{ \"a\": 'b & c' }"),
    (r#"{\"a\": \"C:\\\\x\"}"#, r#"{"a": "C:\\x"}"#),
    ("1: {\n2:   a: 1\n3: }", " {\n   a: 1\n }"),
    ("<!-- a -->\n{ a: 1 } -- b", "/* a */\n{ a: 1 } // b"),
];

const TURNED: &str = r#"{ a: {b: 1}, c: ["d", "e"], f: [1, [2]], g: {h: {}} }"#;

#[test]
fn repairs_lead_to_json5() {
    for (broken, mended) in REPAIRED {
        let mut tree = parse((*broken).to_owned());
        for _ in 0..20 {
            let Some(repair) = tree.errors().iter().find_map(|error| error.repair.clone()) else {
                break;
            };
            let mut text = tree.text().to_owned();
            for edit in repair.edits.iter().rev() {
                text.replace_range(edit.span.range(), &edit.text);
            }
            tree = parse(text);
        }
        assert_eq!((tree.text(), tree.errors()), (*mended, &[][..]), "from {broken}");
    }
}
