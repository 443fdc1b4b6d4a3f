//! How long a config is once OpenClaw has written it (2026.9.6): as JSON with two spaces a level,
//! stamped with the release that writes. That size, not that of the file, is what its writer
//! compares, so that a change of layout alone is never taken for a loss.

use crate::syntax::{Array, JsText, Object, Value, ValueKind};

/// Where the release that wrote a config last is named, and what it has carried over.
const META: &str = "meta";
const STAMP: &str = "lastTouchedVersion";
const MIGRATIONS: &str = "migrations";

/// The bytes that OpenClaw `release` would write for the object `root`, the line end included, if it
/// sets those `marks` in `meta.migrations`.
pub(super) fn written_bytes(root: Object<'_>, release: &str, marks: &[&str]) -> u64 {
    let mut size = Size { bytes: 1, open: Vec::new() };
    let members = root.effective();
    let meta = members.iter().find(|(name, _)| *name == META);
    let others = members.iter().filter(|(name, _)| *name != META);
    // What has no `meta` gets one.
    size.brackets(others.clone().count() + 1, 0);
    size.member(META, 1);
    size.meta(meta.and_then(|(_, member)| member.value()), release, marks);
    for (name, member) in others {
        size.name(name.as_bytes(), 1);
        size.open.extend(member.value().map(|value| (value, 1)));
    }
    size.rest();
    size.bytes as u64
}

/// A sum on its way. Depth comes from the input, so what is inside waits in a list.
struct Size<'t> {
    bytes: usize,
    open: Vec<(Value<'t>, usize)>,
}

impl<'t> Size<'t> {
    /// What surrounds `count` values of an object or array at `depth`: its brackets, the commas and
    /// the line that the closing one stands on.
    fn brackets(&mut self, count: usize, depth: usize) {
        self.bytes += 2;
        if count > 0 {
            self.bytes += count - 1 + indented(depth);
        }
    }

    /// A name at `depth`, with the line end before it and the colon after it.
    fn name(&mut self, name: &[u8], depth: usize) {
        self.bytes += indented(depth) + quoted(name) + ": ".len();
    }

    fn member(&mut self, name: &str, depth: usize) {
        self.name(name.as_bytes(), depth);
    }

    /// The value of `meta`: what is no object is replaced by one.
    fn meta(&mut self, meta: Option<Value<'t>>, release: &str, marks: &[&str]) {
        let members = meta.and_then(Value::as_object).map(Object::effective).unwrap_or_default();
        let is_set =
            |name: &JsText<'_>| *name == STAMP || (*name == MIGRATIONS && !marks.is_empty());
        let others = members.iter().filter(|(name, _)| !is_set(name));
        self.brackets(others.clone().count() + 1 + usize::from(!marks.is_empty()), 1);
        for (name, member) in others {
            self.name(name.as_bytes(), 2);
            self.open.extend(member.value().map(|value| (value, 2)));
        }
        self.member(STAMP, 2);
        self.bytes += quoted(release.as_bytes());
        if !marks.is_empty() {
            self.member(MIGRATIONS, 2);
            let migrations = members.iter().find(|(name, _)| *name == MIGRATIONS);
            self.migrations(migrations.and_then(|(_, member)| member.value()), marks);
        }
    }

    /// The value of `meta.migrations`, with marks that are all `true`.
    fn migrations(&mut self, migrations: Option<Value<'t>>, marks: &[&str]) {
        let members =
            migrations.and_then(Value::as_object).map(Object::effective).unwrap_or_default();
        let others = members.iter().filter(|(name, _)| marks.iter().all(|mark| *name != *mark));
        self.brackets(others.clone().count() + marks.len(), 2);
        for (name, member) in others {
            self.name(name.as_bytes(), 3);
            self.open.extend(member.value().map(|value| (value, 3)));
        }
        for mark in marks {
            self.member(mark, 3);
            self.bytes += "true".len();
        }
    }

    /// Everything that waits.
    fn rest(&mut self) {
        while let Some((value, depth)) = self.open.pop() {
            match value.kind() {
                ValueKind::Object => {
                    let members = value.as_object().map(Object::effective).unwrap_or_default();
                    self.brackets(members.len(), depth);
                    for (name, member) in &members {
                        self.name(name.as_bytes(), depth + 1);
                        self.open.extend(member.value().map(|value| (value, depth + 1)));
                    }
                }
                ValueKind::Array => {
                    let items: Vec<_> =
                        value.as_array().into_iter().flat_map(Array::items).collect();
                    self.brackets(items.len(), depth);
                    self.bytes += items.len() * indented(depth + 1);
                    self.open.extend(items.into_iter().map(|item| (item, depth + 1)));
                }
                ValueKind::String => {
                    self.bytes += value.as_text().map_or(2, |text| quoted(text.as_bytes()));
                }
                ValueKind::Number => self.bytes += value.as_number().map_or(4, number),
                ValueKind::Boolean => {
                    self.bytes += if value.as_bool() == Some(true) { 4 } else { 5 }
                }
                ValueKind::Null | ValueKind::Invalid => self.bytes += 4,
            }
        }
    }
}

/// A line end and the indent of `depth`.
const fn indented(depth: usize) -> usize {
    1 + 2 * depth
}

/// The length of a string in quotes; lone surrogates are written as escapes.
fn quoted(text: &[u8]) -> usize {
    let inside: usize = text
        .iter()
        .enumerate()
        .map(|(at, byte)| match byte {
            b'"' | b'\\' | b'\n' | b'\r' | b'\t' | 0x08 | 0x0C => 2,
            0..0x20 => 6,
            // Three bytes, of which the second tells a surrogate; the escape has six.
            0xED if text.get(at + 1).is_some_and(|next| *next >= 0xA0) => 4,
            _ => 1,
        })
        .sum();
    inside + 2
}

/// The length of a number as JavaScript writes it; what is none in JSON becomes `null`.
fn number(value: f64) -> usize {
    if !value.is_finite() {
        return 4;
    }
    if value == 0.0 {
        return 1;
    }
    let scientific = format!("{value:e}");
    let exponent: i32 = scientific.rsplit('e').next().and_then(|it| it.parse().ok()).unwrap_or(0);
    match exponent {
        -6..21 => value.to_string().len(),
        // JavaScript writes the sign of the exponent in any case.
        21.. => scientific.len() + 1,
        _ => scientific.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::parse;

    fn bytes(text: &str) -> u64 {
        marked_bytes(text, &[])
    }

    fn marked_bytes(text: &str, marks: &[&str]) -> u64 {
        let tree = parse(text.to_owned());
        let root = tree.root().and_then(Value::as_object).expect("an object");
        written_bytes(root, "2026.9.6", marks)
    }

    #[test]
    fn sizes_are_those_that_json_stringify_gives() {
        // The figures come from `JSON.stringify({...config, meta: {...}}, null, 2) + "\n"`.
        for (text, expected) in [
            ("{}", "{\n  \"meta\": {\n    \"lastTouchedVersion\": \"2026.9.6\"\n  }\n}\n".len()),
            (
                "{ meta: { lastTouchedVersion: '2026.1.1', x: [] }, a: [1, {}, 'b'], c: { d: null } }",
                "{\n  \"meta\": {\n    \"lastTouchedVersion\": \"2026.9.6\",\n    \"x\": []\n  },\n  \
                 \"a\": [\n    1,\n    {},\n    \"b\"\n  ],\n  \"c\": {\n    \"d\": null\n  }\n}\n"
                    .len(),
            ),
        ] {
            assert_eq!(bytes(text), expected as u64, "{text}");
        }
    }

    #[test]
    fn marks_are_set_where_they_are_not() {
        let marked = "{ meta: { migrations: { a: true, b: true, c: 1 }, lastTouchedVersion: '' } }";
        let expected = bytes(marked);
        for text in [
            marked,
            "{ meta: { migrations: { a: false, c: 1 } } }",
            "{ meta: { lastTouchedVersion: '2026.9.6', migrations: { c: 1 } } }",
        ] {
            assert_eq!(marked_bytes(text, &["a", "b"]), expected, "{text}");
        }
        let none = bytes("{ meta: { migrations: { a: true } } }");
        assert_eq!(marked_bytes("{}", &["a"]), none);
        assert_eq!(marked_bytes("{ meta: 'x' }", &["a"]), none);
    }

    #[test]
    fn layout_comments_and_repeated_names_do_not_count() {
        let plain = bytes("{ a: 1, b: 'x' }");
        assert_eq!(bytes("// note\n{ \"a\": 2, /* x */ a: 1,\n\n b: \"\\x78\", }"), plain);
    }

    #[test]
    fn strings_and_numbers_have_the_length_that_javascript_writes() {
        assert_eq!(quoted("a\"\n\u{1}é".as_bytes()), 2 + 1 + 2 + 2 + 6 + 2);
        let tree = parse(r"['\uD800', '\uD83D\uDE00', '퟿']".to_owned());
        let items: Vec<_> =
            tree.root().and_then(Value::as_array).into_iter().flat_map(Array::items).collect();
        let lengths: Vec<_> =
            items.iter().filter_map(|it| Some(quoted(it.as_text()?.as_bytes()))).collect();
        assert_eq!(lengths, [8, 6, 5]);
        for (value, written) in [
            (0.0, "0"),
            (-0.0, "0"),
            (1.5, "1.5"),
            (1e20, "100000000000000000000"),
            (1e21, "1e+21"),
            (-1.25e22, "-1.25e+22"),
            (1e-6, "0.000001"),
            (1e-7, "1e-7"),
            (f64::NAN, "null"),
        ] {
            assert_eq!(number(value), written.len(), "{written}");
        }
    }
}
