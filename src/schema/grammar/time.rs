//! Times of day: `08:00`.

/// Whether `text` is a time from 00:00 to 23:59, in two digits each.
pub(super) fn is_time(text: &str) -> bool {
    matches!(
        text.as_bytes(),
        [b'0' | b'1', b'0'..=b'9', b':', b'0'..=b'5', b'0'..=b'9']
            | [b'2', b'0'..=b'3', b':', b'0'..=b'5', b'0'..=b'9']
    )
}

/// The time that `9:00` means.
pub(super) fn meant(text: &str) -> Option<String> {
    let text = text.trim();
    (text.find(':') == Some(1)).then(|| format!("0{text}"))
}
