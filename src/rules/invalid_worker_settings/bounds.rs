//! How much the settings of a worker may hold, in OpenClaw 2026.9.6.

use crate::rules::Context;
use crate::syntax::{Array, Object, Value};

/// What is too much.
pub(super) struct Excess<'t> {
    /// Where.
    pub(super) value: Value<'t>,
    /// In words.
    pub(super) what: &'static str,
    /// What to do.
    pub(super) help: &'static str,
}

/// Levels below the settings.
const DEEPEST: u32 = 32;
/// Values, the settings themselves included.
const MOST_VALUES: u32 = 4_096;
/// Keys of one object.
const MOST_KEYS: usize = 512;
/// UTF-16 units of one text or name.
const LONGEST: usize = 65_536;
/// Bytes of all of it as JSON.
const MOST_BYTES: usize = 262_144;

/// What of the settings is out of bounds, if anything.
pub(super) fn exceeded<'t>(context: &Context<'_>, settings: Value<'t>) -> Option<Excess<'t>> {
    let mut open = vec![(settings, 0)];
    let (mut values, mut bytes) = (0, 0);
    let excess = |value, what, help| Some(Excess { value, what, help });
    while let Some((value, depth)) = open.pop() {
        values += 1;
        if depth > DEEPEST {
            let what = "this lies deeper in the settings than OpenClaw takes";
            return excess(value, what, "keep to 32 levels");
        }
        if value.as_number().is_some_and(|number| !number.is_finite()) {
            let what = "this is no number that JSON has";
            return excess(value, what, "write a finite number");
        }
        let text = context.text(value);
        let own = text.as_ref().map_or_else(|| value.source().len(), |text| escaped(text));
        let members = value.as_object().map(Object::effective).unwrap_or_default();
        let items: Vec<_> = value.as_array().into_iter().flat_map(Array::items).collect();
        if members.len() > MOST_KEYS {
            return excess(value, "this object has more keys than OpenClaw takes", "keep to 512");
        }
        let names = members.iter().map(|(name, _)| name.utf16_len());
        let longest = text.as_ref().map(|text| text.encode_utf16().count());
        if names.chain(longest).any(|length| length > LONGEST) {
            let what = "this holds a longer text than OpenClaw takes";
            return excess(value, what, "keep to 65536 characters");
        }
        if value.as_object().is_some() || value.as_array().is_some() {
            let names: usize = members.iter().map(|(name, _)| escaped(&name.to_lossy()) + 1).sum();
            bytes += names + 2 + (members.len() + items.len()).saturating_sub(1);
        } else {
            bytes += own;
        }
        if values > MOST_VALUES || bytes > MOST_BYTES {
            let what = "these settings are larger than OpenClaw takes";
            return excess(settings, what, "keep to 4096 values and 256 KiB");
        }
        let members = members.into_iter().filter_map(|(_, member)| member.value());
        open.extend(members.chain(items).map(|below| (below, depth + 1)));
    }
    None
}

/// The bytes of a text as JSON, quotes included.
fn escaped(text: &str) -> usize {
    let letter = |letter: char| match letter {
        '"' | '\\' | '\n' | '\r' | '\t' | '\u{8}' | '\u{c}' => 2,
        '\0'..='\u{1f}' => 6,
        other => other.len_utf8(),
    };
    text.chars().map(letter).sum::<usize>() + 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules;
    use crate::schema::Release;
    use crate::syntax::parse;
    use crate::world::{Environment, World};

    /// Settings of a size.
    type OfSize<'a> = &'a dyn Fn(usize) -> String;

    /// Asked of OpenClaw 2026.9.6, each at its bound and past it.
    #[test]
    fn what_is_at_a_bound_is_taken_and_what_is_past_it_is_not() {
        let world = World::new(Release::LATEST, Environment::Unknown);
        let is_taken = |settings: &str| {
            let config =
                format!("{{ cloudWorkers: {{ profiles: {{ a: {{ settings: {settings} }} }} }} }}");
            let findings = rules::run(&parse(config), &world);
            findings.iter().all(|finding| finding.rule != "invalid-worker-settings")
        };
        let keys =
            |count: usize| (0..count).map(|n| format!("k{n}: 1")).collect::<Vec<_>>().join(",");
        let filled = |pieces: [&str; 5], length: usize| {
            let fixed: usize = pieces.iter().map(|piece| piece.len()).sum();
            let mut settings = pieces.join(&"x".repeat((length - fixed) / 4));
            settings.insert_str(pieces[0].len(), &"x".repeat((length - fixed) % 4));
            settings
        };
        let list = ["{\"a\":[\"", "\",\"", "\",\"", "\",\"", "\"]}"];
        let object = ["{\"a\":\"", "\",\"b\":\"", "\",\"c\\n\":\"", "\",\"\u{e9}\":\"", "\"}"];
        let settings: [(&str, usize, OfSize<'_>); 9] = [
            ("objects", 32, &|depth| format!("{}1{}", "{ a: ".repeat(depth), "}".repeat(depth))),
            ("lists", 31, &|depth| format!("{{ a: {}1{} }}", "[".repeat(depth), "]".repeat(depth))),
            ("keys", 512, &|count| format!("{{ {} }}", keys(count))),
            ("letters", 65_536, &|length| format!("{{ a: '{}' }}", "x".repeat(length))),
            ("letters of a name", 65_536, &|length| format!("{{ '{}': 1 }}", "x".repeat(length))),
            ("letters of two units", 32_768, &|length| {
                format!("{{ a: '{}' }}", "\u{1F980}".repeat(length))
            }),
            ("values", 4_094, &|count| format!("{{ a: [{}] }}", "1,".repeat(count))),
            ("bytes of a list", 262_144, &|length| filled(list, length)),
            ("bytes of an object", 262_144, &|length| filled(object, length)),
        ];
        for (what, bound, settings) in settings {
            assert!(is_taken(&settings(bound)), "{what}");
            assert!(!is_taken(&settings(bound + 1)), "{what}");
        }
    }

    #[test]
    fn texts_are_measured_as_json() {
        assert_eq!(escaped(""), "\"\"".len());
        // A letter, two letters of two and of four bytes, and escapes of two and of six.
        assert_eq!(escaped("aé\u{1F980}\"\n\u{1}"), 2 + 1 + 2 + 4 + 2 + 2 + 6);
    }
}
