//! Keys as people write them.

use std::fmt;
use std::str::FromStr;

use super::{Key, Segment};

/// Why a text is no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyError {
    /// A dot, or the whole text, has no name beside it.
    EmptyName,
    /// A bracket is not closed.
    OpenBracket,
    /// A quote is not closed.
    OpenQuote,
    /// Something follows a bracket that is neither a dot nor another bracket.
    AfterBracket,
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::EmptyName => "a name is missing",
            Self::OpenBracket => "a bracket is not closed",
            Self::OpenQuote => "a quote is not closed",
            Self::AfterBracket => "a dot is missing after a bracket",
        })
    }
}

impl std::error::Error for KeyError {}

impl FromStr for Key {
    type Err = KeyError;

    /// Reads what [`Key`] displays as, and what people write for the same: `agents.list[0]`,
    /// `agents.list[]` and `agents.list[*]` for any item, `channels["a.b"]`, `channels['a.b']`,
    /// `models.providers.<id>.apiKey` for `models.providers.*.apiKey`.
    fn from_str(text: &str) -> Result<Self, KeyError> {
        let mut key = Self::ROOT;
        let mut rest = text;
        loop {
            if !rest.starts_with('[') {
                let (name, after) = rest.split_at(rest.find(['.', '[']).unwrap_or(rest.len()));
                if name.is_empty() {
                    return Err(KeyError::EmptyName);
                }
                let any = name.starts_with('<') && name.ends_with('>');
                key = key.child(if any { "*" } else { name });
                rest = after;
            }
            while let Some(inside) = rest.strip_prefix('[') {
                let name;
                (name, rest) = bracket(inside)?;
                key = key.child(name);
            }
            if rest.is_empty() {
                return Ok(key);
            }
            rest = rest.strip_prefix('.').ok_or(KeyError::AfterBracket)?;
        }
    }
}

/// Reads a name in brackets, of which the first has been read; gives it, and what follows the last.
fn bracket(inside: &str) -> Result<(Segment, &str), KeyError> {
    let Some(quote) = inside.chars().next().filter(|first| matches!(first, '"' | '\'')) else {
        let (name, rest) = inside.split_once(']').ok_or(KeyError::OpenBracket)?;
        let any = matches!(name, "" | "*");
        return Ok((if any { "[]" } else { name }.into(), rest));
    };
    let mut letters = inside[1..].chars();
    let mut name = Segment::new();
    loop {
        match letters.next().ok_or(KeyError::OpenQuote)? {
            letter if letter == quote => break,
            '\\' => name.push(escaped(&mut letters).ok_or(KeyError::OpenQuote)?),
            letter => name.push(letter),
        }
    }
    letters.as_str().strip_prefix(']').map(|rest| (name, rest)).ok_or(KeyError::OpenBracket)
}

/// The character that a backslash, which has been read, begins: `\n`, `\u{7f}`, `\u007f`, or any
/// other for itself.
fn escaped(letters: &mut std::str::Chars<'_>) -> Option<char> {
    Some(match letters.next()? {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        '0' => '\0',
        'u' => {
            let rest = letters.as_str();
            let (digits, after) = match rest.strip_prefix('{') {
                Some(braced) => braced.split_once('}')?,
                None => rest.split_at_checked(4)?,
            };
            *letters = after.chars();
            u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)?
        }
        letter => letter,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_however_they_are_written() {
        let cases: &[(&str, &[&str])] = &[
            ("gateway", &["gateway"]),
            ("gateway.auth.token", &["gateway", "auth", "token"]),
            ("agents.list[0].id", &["agents", "list", "0", "id"]),
            ("agents.list[].id", &["agents", "list", "[]", "id"]),
            ("agents.list[*]", &["agents", "list", "[]"]),
            ("a[][]", &["a", "[]", "[]"]),
            ("agents.entries.*.model", &["agents", "entries", "*", "model"]),
            ("models.providers.<id>.apiKey", &["models", "providers", "*", "apiKey"]),
            (r#"channels["a.b"].x"#, &["channels", "a.b", "x"]),
            (r#"channels['a"b']["c\"d"]"#, &["channels", "a\"b", "c\"d"]),
            ("channels[telegram]", &["channels", "telegram"]),
            (r#"["a.b"].c"#, &["a.b", "c"]),
            ("models[openai/gpt-5.4]", &["models", "openai/gpt-5.4"]),
            (r#"a["\u{7f}\u0041\n"]"#, &["a", "\u{7f}A\n"]),
        ];
        for (text, names) in cases {
            assert_eq!(text.parse(), Ok(names.iter().copied().collect::<Key>()), "{text}");
        }
    }

    #[test]
    fn what_is_no_key_is_said() {
        let cases = [
            ("", KeyError::EmptyName),
            (".", KeyError::EmptyName),
            ("a.", KeyError::EmptyName),
            ("a..b", KeyError::EmptyName),
            ("a[0", KeyError::OpenBracket),
            ("a[\"b\"", KeyError::OpenBracket),
            ("a[\"b", KeyError::OpenQuote),
            ("a['b\\", KeyError::OpenQuote),
            ("a[0]b", KeyError::AfterBracket),
        ];
        for (text, error) in cases {
            assert_eq!(text.parse::<Key>(), Err(error), "{text}");
        }
    }

    #[test]
    fn a_key_is_read_as_it_is_shown() {
        let names =
            ["a", "a.b", "[", "]", "[]", "0", "é", "\"", "'", "\\", "\n", "\u{202E}", "<id>", " "];
        for first in names.iter().filter(|first| **first != "[]") {
            for second in names {
                let key = Key::from_iter([*first, second]);
                assert_eq!(key.to_string().parse(), Ok(key.clone()), "{key}");
            }
        }
    }
}
