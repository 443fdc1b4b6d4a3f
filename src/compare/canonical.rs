//! One text for all ways to write a value.

use std::fmt::Write as _;

use crate::syntax::{Array, JsText, Value};

/// What is still to be written.
enum Part<'t> {
    Value(Value<'t>),
    Name(JsText<'t>),
    Text(&'static str),
}

/// A value as JSON without white space, as OpenClaw reads it: names sorted, the last of duplicate
/// ones alone, texts and numbers in one spelling. Two values have the same text exactly when they say
/// the same. What is no value stands as it was written. It may hold secrets.
pub fn canonical(value: Value<'_>) -> String {
    let mut text = String::new();
    // An explicit stack: depth comes from the input.
    let mut open = vec![Part::Value(value)];
    while let Some(part) = open.pop() {
        let value = match part {
            Part::Value(value) => value,
            Part::Name(name) => {
                quoted(&name, &mut text);
                text.push(':');
                continue;
            }
            Part::Text(part) => {
                text.push_str(part);
                continue;
            }
        };
        let first = open.len();
        if let Some(object) = value.as_object() {
            text.push('{');
            let members = object.effective().into_iter();
            for (name, value) in members.filter_map(|(name, it)| Some((name, it.value()?))) {
                if open.len() > first {
                    open.push(Part::Text(","));
                }
                open.extend([Part::Name(name), Part::Value(value)]);
            }
            open.push(Part::Text("}"));
        } else if let Some(items) = value.as_array().map(Array::items) {
            text.push('[');
            for item in items {
                if open.len() > first {
                    open.push(Part::Text(","));
                }
                open.push(Part::Value(item));
            }
            open.push(Part::Text("]"));
        } else {
            scalar(value, &mut text);
        }
        open[first..].reverse();
    }
    text
}

/// Writes what holds nothing.
pub(super) fn scalar(value: Value<'_>, text: &mut String) {
    if let Some(own) = value.as_text() {
        quoted(&own, text);
    } else if let Some(number) = value.as_number().filter(|it| it.is_finite()) {
        // Writing to a `String` cannot fail.
        let _ = write!(text, "{number}");
    } else {
        text.push_str(value.source().trim_start_matches('+'));
    }
}

/// Writes a text as JSON; a lone surrogate as its escape.
pub(super) fn quoted(own: &JsText<'_>, text: &mut String) {
    text.push('"');
    let mut surrogate = 0;
    for chunk in own.as_bytes().utf8_chunks() {
        for character in chunk.valid().chars() {
            match character {
                '"' => text.push_str("\\\""),
                '\\' => text.push_str("\\\\"),
                '\n' => text.push_str("\\n"),
                '\r' => text.push_str("\\r"),
                '\t' => text.push_str("\\t"),
                _ if character.is_control() => unit(u32::from(character), text),
                _ => text.push(character),
            }
        }
        // A lone surrogate is three bytes, the first of which says so.
        for &byte in chunk.invalid() {
            surrogate = (surrogate << 6) | u32::from(byte & 0x3F);
            if byte == 0xED {
                surrogate = 0xD;
            } else if surrogate >> 12 != 0 {
                unit(surrogate, text);
                surrogate = 0;
            }
        }
    }
    text.push('"');
}

/// Writes the escape of a UTF-16 code unit.
fn unit(unit: u32, text: &mut String) {
    // Writing to a `String` cannot fail.
    let _ = write!(text, "\\u{unit:04x}");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::parse;

    fn of(text: &str) -> String {
        let tree = parse(text.to_owned());
        canonical(tree.root().expect("a value"))
    }

    #[test]
    fn one_text_for_all_ways_to_write_a_value() {
        let plain = r#"{"a":[1,true,null,"x\"y"],"b":{"c":0.5}}"#;
        assert_eq!(of(plain), plain);
        let whimsical = "{ b: { c: .5, }, /* no */ 'a': [+1.0, true, null, 'x\"\\u0079'], }";
        assert_eq!(of(whimsical), plain);
        assert_eq!(of("{ a: 1, b: 2, 'a': 0x10 }"), r#"{"a":16,"b":2}"#);
        assert_eq!(of("[[], {}, '', -0, Infinity, NaN]"), r#"[[],{},"",-0,Infinity,NaN]"#);
    }

    #[test]
    fn every_text_is_read_back_as_it_was() {
        for text in [r"'\uD800x\uDFFF'", r"'\0\x1f\x7f\x85'", "'\u{2028}\u{1F99E}'", "'\\\n\\''"] {
            let tree = parse(text.to_owned());
            let again = parse(of(text));
            assert!(again.errors().is_empty(), "{}", again.text());
            let (one, two) = (tree.root().and_then(Value::as_text), again.root());
            assert_eq!(one, two.and_then(Value::as_text), "{text}");
        }
    }

    #[test]
    fn depth_costs_no_stack() {
        let deep = "[".repeat(200_000) + &"]".repeat(200_000);
        assert_eq!(of(&deep), deep);
    }
}
