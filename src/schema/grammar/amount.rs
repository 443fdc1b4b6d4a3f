//! Numbers with a unit behind them, and sizes in bytes.

use super::folded;

/// The greatest integer that JavaScript holds exactly.
pub(super) const MOST: f64 = 9_007_199_254_740_991.0;

/// The digits that `text` begins with, a fraction included, and what follows.
pub(super) fn number(text: &str) -> Option<(&str, &str)> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let whole = digits(text);
    let fraction = text[whole..].strip_prefix('.').map_or(0, digits);
    let length = whole + if fraction > 0 { fraction + 1 } else { 0 };
    (whole > 0).then(|| text.split_at(length))
}

/// The bytes that `text` says, its unit being a power of 1024.
pub(super) fn bytes(text: &str) -> Option<f64> {
    let text = folded(text);
    let (number, unit) = number(&text)?;
    let power = match unit {
        "" | "b" => 0,
        "k" | "kb" => 1,
        "m" | "mb" => 2,
        "g" | "gb" => 3,
        "t" | "tb" => 4,
        _ => return None,
    };
    let bytes = (number.parse::<f64>().ok()? * 1024_f64.powi(power)).round();
    (bytes <= MOST).then_some(bytes)
}

/// The size that words mean: `20 MB`, `1 GiB`.
pub(super) fn meant(text: &str) -> Option<String> {
    let text = folded(text);
    let (number, unit) = number(&text)?;
    let unit = match unit.trim_start() {
        "bytes" | "byte" => "b",
        "kib" | "ki" | "kilobyte" | "kilobytes" => "kb",
        "mib" | "mi" | "megabyte" | "megabytes" => "mb",
        "gib" | "gi" | "gigabyte" | "gigabytes" => "gb",
        "tib" | "ti" | "terabyte" | "terabytes" => "tb",
        unit => unit,
    };
    Some(format!("{number}{unit}"))
}
