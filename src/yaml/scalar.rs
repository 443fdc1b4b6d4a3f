//! What a scalar is: the core schema of YAML 1.2.

use saphyr_parser::{ScalarStyle, Tag};

use super::error::Cause;

/// A scalar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Scalar {
    pub(super) value: Kind,
    /// The text, as YAML reads it.
    pub(super) text: String,
    /// Whether nothing but its looks says what it is: no quotes, no tag.
    pub(super) plain: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Null,
    Bool(bool),
    /// As JSON5 writes it.
    Number(String),
    Text,
}

impl Scalar {
    /// Reads a scalar.
    pub(super) fn new(text: String, style: ScalarStyle, tag: Option<&Tag>) -> Result<Self, Cause> {
        let Some(tag) = tag else {
            let plain = style == ScalarStyle::Plain;
            let value = if plain { by_looks(&text) } else { Kind::Text };
            return Ok(Self { value, text, plain });
        };
        let looks = by_looks(&text);
        let value = match tag.suffix.as_str() {
            // `!` alone: a string, whatever it looks like.
            "" | "!" if !tag.is_yaml_core_schema() => Kind::Text,
            _ if !tag.is_yaml_core_schema() => return Err(Cause::Tag),
            "str" | "timestamp" => Kind::Text,
            "null" if looks == Kind::Null => looks,
            "bool" if matches!(looks, Kind::Bool(_)) => looks,
            "int" if matches!(&looks, Kind::Number(text) if is_whole(text)) => looks,
            "float" if matches!(looks, Kind::Number(_)) => looks,
            "null" | "bool" | "int" | "float" => return Err(Cause::NotAsTagged),
            _ => return Err(Cause::Tag),
        };
        Ok(Self { value, text, plain: false })
    }
}

/// What a plain scalar is.
fn by_looks(text: &str) -> Kind {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Kind::Null,
        "true" | "True" | "TRUE" => Kind::Bool(true),
        "false" | "False" | "FALSE" => Kind::Bool(false),
        ".nan" | ".NaN" | ".NAN" => Kind::Number("NaN".to_owned()),
        _ => number(text).map_or(Kind::Text, Kind::Number),
    }
}

/// What YAML 1.1 and the people who learnt it take as a boolean.
pub(super) fn old_bool(text: &str) -> Option<bool> {
    match text {
        "yes" | "Yes" | "YES" | "on" | "On" | "ON" => Some(true),
        "no" | "No" | "NO" | "off" | "Off" | "OFF" => Some(false),
        _ => None,
    }
}

/// The number that a plain scalar is, as JSON5 writes it.
fn number(text: &str) -> Option<String> {
    if let Some(digits) = text.strip_prefix("0o") {
        return u128::from_str_radix(unsigned(digits)?, 8).ok().map(|number| number.to_string());
    }
    if let Some(digits) = text.strip_prefix("0x") {
        let is_hex = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        return is_hex.then(|| text.to_owned());
    }
    let (sign, rest) = match text.as_bytes() {
        [b'-', ..] => ("-", &text[1..]),
        [b'+', ..] => ("", &text[1..]),
        _ => ("", text),
    };
    if matches!(rest, ".inf" | ".Inf" | ".INF") {
        return Some(format!("{sign}Infinity"));
    }
    let (mantissa, exponent) = match rest.find(['e', 'E']) {
        Some(at) => (&rest[..at], Some(&rest[at + 1..])),
        None => (rest, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all_digits = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() && fraction.is_empty() || !all_digits(whole) || !all_digits(fraction) {
        return None;
    }
    // JSON5 takes no zeros in front.
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        digits => digits,
    };
    let mut number = format!("{sign}{whole}");
    if !fraction.is_empty() {
        number = number + "." + fraction;
    }
    if let Some(exponent) = exponent {
        unsigned(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))?;
        number = number + "e" + exponent;
    }
    Some(number)
}

/// The text, if it is digits and nothing else; a sign is none.
fn unsigned(digits: &str) -> Option<&str> {
    let all = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    all.then_some(digits)
}

fn is_whole(number: &str) -> bool {
    number.starts_with("0x") || unsigned(number.strip_prefix('-').unwrap_or(number)).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_scalars_are_what_the_core_schema_says() {
        for (text, number) in [
            ("0", "0"),
            ("-0", "-0"),
            ("+12", "12"),
            ("0755", "755"),
            ("0o755", "493"),
            ("0xFf", "0xFf"),
            ("1.50", "1.50"),
            (".5", "0.5"),
            ("5.", "5"),
            ("-1e3", "-1e3"),
            ("1.E+3", "1e+3"),
            (".inf", "Infinity"),
            ("-.INF", "-Infinity"),
            (".nan", "NaN"),
            ("123456789012345678901234567890", "123456789012345678901234567890"),
        ] {
            assert_eq!(by_looks(text), Kind::Number(number.to_owned()), "{text}");
        }
        for text in [
            "yes",
            "on",
            "1_000",
            "0o8",
            "0x",
            "0x1g",
            "1e",
            "1e+",
            ".",
            "-",
            "+",
            "1:30",
            "--1",
            "0o+7",
            "1e-+3",
            "2026-09-06",
            "1.2.3",
            "inf",
            "NaN",
            "nULL",
            "0b1",
        ] {
            assert_eq!(by_looks(text), Kind::Text, "{text}");
        }
    }
}
