//! `${VAR}` in strings, as OpenClaw 2026.9.6 substitutes it: upper-case names only, `$${VAR}` for
//! the literal text, no defaults, no recursion, in values and never in names.

use std::borrow::Cow;
use std::ops::Range;

use super::{Environment, Variable};

/// What a string of the config stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolved<'t> {
    /// This text: it holds no placeholder, or only ones that are set.
    Text(Cow<'t, str>),
    /// It holds a variable that is not set. OpenClaw warns and keeps the text as it is.
    Unset,
    /// It holds a placeholder and the environment is not known.
    Unknown,
}

/// A placeholder in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placeholder<'t> {
    /// Its bytes in the text, `$` and braces included.
    pub range: Range<usize>,
    /// The variable's name.
    pub name: &'t str,
    /// Whether it is written `$${VAR}` and so stands for the literal `${VAR}`.
    pub escaped: bool,
}

/// The placeholders of `text`, in order. Bytes will do: a string of JSON5 need not be UTF-8.
pub fn placeholders<T: AsRef<[u8]> + ?Sized>(text: &T) -> impl Iterator<Item = Placeholder<'_>> {
    let text = text.as_ref();
    let mut at = 0;
    std::iter::from_fn(move || {
        // Dollars are rare, and most texts too short for a search that prepares itself.
        while let Some(found) = memchr::memchr(b'$', &text[at..]) {
            let dollar = at + found;
            if !text[dollar..].starts_with(b"${") {
                at = dollar + 1;
                continue;
            }
            let start = dollar + 2;
            let end = start + name_length(&text[start..]);
            at = end;
            if end > start && text[end..].starts_with(b"}") {
                at += 1;
                let escaped = text[..dollar].ends_with(b"$");
                return Some(Placeholder {
                    range: dollar - usize::from(escaped)..at,
                    name: std::str::from_utf8(&text[start..end]).ok()?,
                    escaped,
                });
            }
        }
        None
    })
}

/// The length of the variable name that `text` begins with.
fn name_length(text: &[u8]) -> usize {
    let fits = |(index, byte): (usize, &u8)| {
        byte.is_ascii_uppercase() || *byte == b'_' || (index > 0 && byte.is_ascii_digit())
    };
    text.iter().enumerate().take_while(|&pair| fits(pair)).count()
}

/// The variable, if the whole text is `$VAR`: at credential positions OpenClaw takes it as a
/// reference to the environment, elsewhere as plain text.
pub fn bare_variable(text: &str) -> Option<&str> {
    let name = text.strip_prefix('$')?;
    let begins = name.starts_with(|first: char| first.is_ascii_uppercase());
    (begins && name.len() <= 128 && name_length(name.as_bytes()) == name.len()).then_some(name)
}

/// What `text` stands for in `environment`.
pub fn resolve<'t>(text: &'t str, environment: &Environment) -> Resolved<'t> {
    resolve_with(text, |name| environment.variable(name))
}

/// What `text` stands for where `variable` says what is known of each.
pub fn resolve_with<'t, 'v>(
    text: &'t str,
    variable: impl Fn(&str) -> Variable<'v>,
) -> Resolved<'t> {
    let mut resolved = String::new();
    let mut copied = 0;
    for placeholder in placeholders(text) {
        resolved.push_str(&text[copied..placeholder.range.start]);
        copied = placeholder.range.end;
        if placeholder.escaped {
            resolved.push_str(&text[placeholder.range.start + 1..placeholder.range.end]);
            continue;
        }
        match variable(placeholder.name) {
            Variable::Unknown => return Resolved::Unknown,
            Variable::Unset => return Resolved::Unset,
            Variable::Set(value) => resolved.push_str(value),
        }
    }
    if copied == 0 {
        return Resolved::Text(Cow::Borrowed(text));
    }
    resolved.push_str(&text[copied..]);
    Resolved::Text(Cow::Owned(resolved))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_openclaw_substitutes_is_a_placeholder() {
        let names =
            |text: &'static str| placeholders(text).map(|found| found.name).collect::<Vec<_>>();
        assert_eq!(names("${A}-${B_2}"), ["A", "B_2"]);
        for text in ["${a}", "${A:-x}", "$A", "${}", "${2A}", "${A", "{A}", "${${", "${A b}"] {
            assert_eq!(names(text), [""; 0], "{text}");
        }
        assert_eq!(names("${${A}"), ["A"]);
    }

    #[test]
    fn texts_resolve_in_their_environment() {
        let set = [("A", "x"), ("EMPTY", "")].map(|(name, value)| (name.into(), value.into()));
        let known = Environment::Known(set.into());
        assert_eq!(resolve("a${A}b", &known), Resolved::Text("axb".into()));
        assert_eq!(resolve("$${A}", &known), Resolved::Text("${A}".into()));
        assert_eq!(resolve("${EMPTY}", &known), Resolved::Unset);
        assert_eq!(resolve("${A}", &Environment::Unknown), Resolved::Unknown);
        assert_eq!(resolve("$A", &Environment::Unknown), Resolved::Text("$A".into()));
    }

    #[test]
    fn a_bare_variable_is_the_whole_text() {
        assert_eq!(bare_variable("$TOKEN_1"), Some("TOKEN_1"));
        for text in ["$token", "$_A", "x$A", "$A x", "$", "${A}"] {
            assert_eq!(bare_variable(text), None, "{text}");
        }
    }
}
