//! Patterns that every validator reads alike. The catalog's are ECMAScript's; other engines know
//! fewer escapes, or mean more by them.

use crate::schema::grammar::Grammar;

/// What `\s` stands for in ECMAScript, inside brackets.
const SPACE: &str = r"\x09-\x0d \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff";
/// The characters that end a line in ECMAScript, inside brackets.
const LINE_ENDS: &str = r"\n\r\u2028\u2029";
/// A variable, wherever a text holds one. Twice the sign would take its meaning away, but what is
/// left is another text than the one written, so that it says nothing either.
pub(super) const PLACEHOLDER: &str = r"\$\{[A-Z_][A-Z0-9_]*\}";
/// The length of the shortest placeholder, `${A}`.
pub(super) const SHORTEST_PLACEHOLDER: u32 = 4;

/// An ECMAScript pattern as one that means the same to ECMAScript, to Python and to Rust: classes
/// are spelled out, and of surrogates, which no text holds in two of the three, nothing is said.
pub(super) fn portable(pattern: &str) -> String {
    let mut portable = String::new();
    let mut in_class = false;
    let mut rest = pattern;
    while let Some(letter) = rest.chars().next() {
        let rules: &[(&str, &str)] = if in_class { &IN_CLASS } else { &OUTSIDE };
        if let Some((from, to)) = rules.iter().find(|(from, _)| rest.starts_with(from)) {
            portable.push_str(&to.replace("SPACE", SPACE).replace("LINE_ENDS", LINE_ENDS));
            rest = &rest[from.len()..];
            continue;
        }
        let taken = if letter == '\\' {
            rest.chars().take(2).map(char::len_utf8).sum()
        } else {
            in_class = if in_class { letter != ']' } else { letter == '[' };
            letter.len_utf8()
        };
        let (piece, after) = rest.split_at(taken);
        // Only a pattern between slashes has to escape them.
        portable.push_str(if piece == r"\/" { "/" } else { piece });
        rest = after;
    }
    portable
}

/// What stands for what outside of brackets; `[\s\S]` is the same to all.
const OUTSIDE: [(&str, &str); 7] = [
    (r"[\s\S]", r"[\s\S]"),
    (r"[^\p{Cs}]", r"[\s\S]"),
    (r"\d", "[0-9]"),
    (r"\s", "[SPACE]"),
    (r"\S", "[^SPACE]"),
    (r"\0", r"\x00"),
    (".", "[^LINE_ENDS]"),
];

/// What stands for what inside of brackets.
const IN_CLASS: [(&str, &str); 5] = [
    (r"\d", "0-9"),
    (r"\s", "SPACE"),
    (r"\0", r"\x00"),
    (r"\p{Cc}", r"\x00-\x1f\x7f-\x9f"),
    (r"\p{Cs}", ""),
];

/// What a pattern can say of the texts that OpenClaw asks for beyond patterns: each of them matches,
/// others may as well.
pub(super) const fn of_grammar(grammar: Grammar) -> &'static str {
    match grammar {
        Grammar::ByteSize => r"^\s*\d+(?:\.\d+)?(?:[bB]|[kKmMgGtT][bB]?)?\s*$",
        Grammar::Domain => r"^[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$",
        Grammar::Duration | Grammar::PositiveDuration => {
            r"^\s*(?:\d+(?:\.\d+)?|(?:\d+(?:\.\d+)?(?:[mM][sS]|[sSmMhHdD]))+)\s*$"
        }
        Grammar::DurationOfAMinute => r"^\s*(?:\d+(?:\.\d+)?(?:[mM][sS]|[sSmMhHdD]))+$",
        Grammar::DurationOrEmpty => {
            r"^(?:\s*(?:\d+(?:\.\d+)?|(?:\d+(?:\.\d+)?(?:[mM][sS]|[sSmMhHdD]))+)\s*)?$"
        }
        Grammar::ExecutablePath => r#"^(?:/|[A-Za-z]:[\\/]|\\\\[^\\]+\\[^\\])[^\0;&|`$<>"']*$"#,
        Grammar::Host => r"^[^*/?#@]+$",
        Grammar::HttpsOrigin | Grammar::HttpsUrl | Grammar::HttpOrigin | Grammar::HttpUrl => {
            r"^[\x00-\x20]*[Hh][Tt][Tt][Pp][Ss]?:"
        }
        Grammar::HttpsUrlWithPath => r"^[\x00-\x20]*[Hh][Tt][Tt][Pp][Ss]:",
        Grammar::ModelOrEmpty => r"^\s*(?:$|[^\s/][^/]*/\s*\S)",
        Grammar::ModulePath => r"^\s*[^\s/~:][^:]*$",
        Grammar::Repository => r"^[^A-Z/]+/[^A-Z]+$",
        Grammar::TimeOrEmpty => r"^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)?$",
        Grammar::StartTimeOrEmpty => r"^(?:(?:[01]\d|2[0-3]):[0-5]\d)?$",
    }
}

/// The same for what `new URL` takes.
pub(super) const OF_URL: &str = "^[^:]*[A-Za-z][^:]*:";

#[cfg(test)]
mod tests {
    use regress::{Flags, Regex};

    use super::*;
    use crate::schema::grammar::is_url;
    use crate::schema::tables::PATTERNS;

    fn compiled(pattern: &str) -> Regex {
        let flags = Flags { unicode: true, ..Flags::default() };
        Regex::with_flags(pattern, flags).unwrap_or_else(|error| panic!("{pattern}: {error}"))
    }

    /// Texts of pieces that mean something to some pattern.
    fn texts() -> Vec<String> {
        let pieces = [
            "",
            "a",
            "B",
            "7",
            "12",
            "24:00",
            "23:59",
            ".",
            "..",
            ":",
            "/",
            "\\",
            "-",
            "_",
            "@",
            "#",
            "\0",
            "\n",
            "\u{a0}",
            "\u{85}",
            "\u{feff}",
            " ",
            "~",
            "m",
            "ms",
            "s",
            "GB",
            "1.5h",
            "http://",
            "HTTPS:",
            "localhost",
            "example.com",
            "openai",
            "\u{660}",
            "\u{2028}",
            "🦞",
        ];
        let mut texts: Vec<String> = Vec::new();
        for first in pieces {
            for second in pieces {
                for third in pieces {
                    texts.push([first, second, third].concat());
                }
            }
        }
        texts.extend(
            ["${A}", "a@b.de", "2026-01-02T03:04:05Z", "/a/b", "+491234567"].map(str::to_owned),
        );
        texts
    }

    #[test]
    fn a_portable_pattern_means_what_it_did() {
        let texts = texts();
        for pattern in PATTERNS.iter().map(|row| row.0.get()) {
            let portable = portable(pattern);
            for escape in [r"\d", r"\p", r"\0", r"\w", r"\b"] {
                assert!(!portable.contains(escape), "{pattern} → {portable}");
            }
            assert!(!portable.replace(r"[\s\S]", "").contains(r"\s"), "{pattern} → {portable}");
            let (theirs, ours) = (compiled(pattern), compiled(&portable));
            for text in &texts {
                let same = theirs.find(text).is_some() == ours.find(text).is_some();
                assert!(same, "{pattern} → {portable}: {text:?}");
            }
        }
    }

    #[test]
    fn what_a_grammar_takes_matches_its_pattern() {
        let texts = texts();
        for grammar in Grammar::ALL {
            let pattern = compiled(&portable(of_grammar(grammar)));
            let taken: Vec<&String> = texts.iter().filter(|text| grammar.takes(text)).collect();
            for text in &taken {
                assert!(pattern.find(text).is_some(), "{grammar:?}: {text:?}");
            }
            assert!(texts.iter().any(|text| pattern.find(text).is_none()), "{grammar:?}");
        }
        let pattern = compiled(&portable(OF_URL));
        for text in texts.iter().filter(|text| is_url(crate::schema::trim(text))) {
            assert!(pattern.find(text).is_some(), "{text:?}");
        }
    }
}
