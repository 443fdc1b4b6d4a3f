//! Number tokens and what they stand for.

/// Scans a number that begins at `start`: its end, or `None` if there is no number of JSON5. What
/// follows it is not looked at.
pub(super) fn scan(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    if let Some(b'+' | b'-') = bytes.get(at) {
        at += 1;
        for word in [b"Infinity".as_slice(), b"NaN"] {
            if bytes[at..].starts_with(word) {
                return Some(at + word.len());
            }
        }
    }
    let whole = at;
    if bytes.get(at) == Some(&b'0') {
        at += 1;
        if let Some(b'x' | b'X') = bytes.get(at) {
            let end = skip(bytes, at + 1, u8::is_ascii_hexdigit);
            return (end > at + 1).then_some(end);
        }
    } else {
        at = digits(bytes, at);
    }
    let has_whole = at > whole;
    if bytes.get(at) == Some(&b'.') {
        let end = digits(bytes, at + 1);
        if !has_whole && end == at + 1 {
            return None;
        }
        at = end;
    } else if !has_whole {
        return None;
    }
    if let Some(b'e' | b'E') = bytes.get(at) {
        at += 1;
        if let Some(b'+' | b'-') = bytes.get(at) {
            at += 1;
        }
        let end = digits(bytes, at);
        return (end > at).then_some(end);
    }
    Some(at)
}

fn digits(bytes: &[u8], at: usize) -> usize {
    skip(bytes, at, u8::is_ascii_digit)
}

fn skip(bytes: &[u8], mut at: usize, class: fn(&u8) -> bool) -> usize {
    while bytes.get(at).is_some_and(class) {
        at += 1;
    }
    at
}

/// The number that a number token stands for, as JavaScript holds it.
pub(super) fn value(token: &str) -> f64 {
    let (negative, digits) = match token.as_bytes().first() {
        Some(b'-') => (true, &token[1..]),
        Some(b'+') => (false, &token[1..]),
        _ => (false, token),
    };
    let size = match digits {
        "Infinity" => f64::INFINITY,
        "NaN" => f64::NAN,
        _ => match digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
            Some(hex) => hexadecimal(hex),
            None => digits.parse().unwrap_or(f64::NAN),
        },
    };
    if negative { -size } else { size }
}

/// The value of hexadecimal digits, rounded to the nearest number, halves to even.
fn hexadecimal(digits: &str) -> f64 {
    let digits = digits.trim_start_matches('0');
    let (head, tail) = digits.split_at(digits.len().min(16));
    let Ok(head) = u64::from_str_radix(head, 16) else { return 0.0 };
    // Rounding needs to know of the tail only whether it is nothing. A head that has a tail holds
    // more bits than a number does, so its last bit can say that.
    let rest = u64::from(tail.bytes().any(|digit| digit != b'0'));
    let places = i32::try_from(tail.len().saturating_mul(4)).unwrap_or(i32::MAX);
    #[expect(clippy::cast_precision_loss, reason = "rounding to nearest even is what is wanted")]
    let head = (head | rest) as f64;
    head * 2f64.powi(places)
}
