//! Durations: `30m`, `1h30m`, `1.5h`.

use super::{amount, folded};

/// The longest number with its unit that is read, in characters.
const LONGEST: usize = 100;

/// The milliseconds of a unit.
fn unit(name: &str) -> Option<f64> {
    Some(match name {
        "ms" => 1.0,
        "s" => 1_000.0,
        "m" => 60_000.0,
        "h" => 3_600_000.0,
        "d" => 86_400_000.0,
        _ => return None,
    })
}

/// How long `text` says, in whole milliseconds: one number, in `default` unless it has a unit, or
/// several numbers with a unit each and nothing between them.
pub(super) fn milliseconds(text: &str, default: &str) -> Option<f64> {
    let text = folded(text);
    let mut rest = &*text;
    let mut total = 0.0;
    while !rest.is_empty() {
        let (number, after) = amount::number(rest)?;
        let letters = if after.starts_with("ms") { 2 } else { after.len().min(1) };
        let (name, after) = after.split_at_checked(letters)?;
        let name = if name.is_empty() && number.len() == text.len() { default } else { name };
        if number.len() + name.len() > LONGEST {
            return None;
        }
        total += number.parse::<f64>().ok()? * unit(name)?;
        rest = after;
    }
    let whole = (!text.is_empty()).then(|| total.round())?;
    (whole <= amount::MOST).then_some(whole)
}

/// The duration that words mean: `30 days`, `1h 30m`.
pub(super) fn meant(text: &str) -> Option<String> {
    let text = folded(text);
    let mut rest = &*text;
    let mut meant = String::new();
    while !rest.is_empty() {
        let (number, after) = amount::number(rest)?;
        let after = after.trim_start();
        let letters = after.find(|letter: char| !letter.is_ascii_lowercase());
        let (word, after) = after.split_at(letters.unwrap_or(after.len()));
        let unit = match word {
            "ms" | "msec" | "msecs" | "millisecond" | "milliseconds" => "ms",
            "s" | "sec" | "secs" | "second" | "seconds" => "s",
            "m" | "min" | "mins" | "minute" | "minutes" => "m",
            "h" | "hr" | "hrs" | "hour" | "hours" => "h",
            "d" | "day" | "days" => "d",
            "w" | "week" | "weeks" => {
                let weeks: u32 = number.parse().ok()?;
                meant += &weeks.checked_mul(7)?.to_string();
                meant.push('d');
                rest = after.trim_start();
                continue;
            }
            _ => return None,
        };
        meant += number;
        meant += unit;
        rest = after.trim_start();
    }
    Some(meant)
}
