//! What OpenClaw takes for the remains of a redacted secret (2026.9.6). A config that holds any is
//! never kept as the last good one, nor restored.

use crate::syntax::Value;

/// The names under which dots stand for what was cut out, in lower case.
const SENSITIVE: [&str; 12] = [
    "apikey",
    "api-key",
    "api_key",
    "auth",
    "bearer",
    "credential",
    "password",
    "privatekey",
    "private-key",
    "private_key",
    "secret",
    "token",
];

/// What OpenClaw prints in place of a secret (2026.9.6).
const MASKS: [&str; 10] = [
    "__OPENCLAW_REDACTED__",
    "REDACTED",
    "xoxb-REDACTED",
    "xapp-REDACTED",
    "***",
    "[redacted]",
    "[REDACTED]",
    "<redacted>",
    "[REDACTED_PRIVATE_KEY]",
    "[REDACTED CREDENTIAL]",
];

/// What stands in place of a secret anywhere.
const STARS: &str = "***";
const WORD: &str = "[redacted]";
/// What stands in place of a part of one, below a sensitive name.
const DOTS: &str = "...";
const ELLIPSIS: &str = "…";

/// Whether a text is what OpenClaw prints in place of a secret.
pub fn is_mask(text: &str) -> bool {
    MASKS.contains(&text.trim())
}

/// The strings of a config that stand in place of a secret, in order of place: exactly `***` or
/// `[redacted]` anywhere, and any with `...` or `…` in it below a name such as `token`. White space
/// around them does not count, and a string in an array that a sensitive name holds is not below
/// it.
pub fn redaction_placeholders(root: Value<'_>) -> Vec<Value<'_>> {
    // Few configs have a string that may be one.
    if ![STARS, WORD, DOTS, ELLIPSIS].iter().any(|part| root.tree().may_say(part)) {
        return Vec::new();
    }
    // Values come in order of place, each before what it holds.
    let mut below_until = 0;
    let stands_for_secret = |value: &Value<'_>| {
        let place = value.span();
        if let Some(member) = value.member()
            && place.end > below_until
            && names_secret(*value, &member.name().to_lossy())
        {
            below_until = place.end;
        }
        let is_below = place.start < below_until;
        value.as_text().is_some_and(|text| stands_for_secret(&text.to_lossy(), is_below))
    };
    root.counting().filter(stands_for_secret).collect()
}

/// Whether a part of a member's name, cut at its dots, is sensitive. OpenClaw looks for it in the
/// dotted path, in which the index of an array's item belongs to the last part: `tokens[0]`.
fn names_secret(value: Value<'_>, name: &str) -> bool {
    let is_sensitive = |part: &str| SENSITIVE.iter().any(|name| part.eq_ignore_ascii_case(name));
    match name.rsplit_once('.') {
        Some((before, _)) if value.as_array().is_some() => before.split('.').any(is_sensitive),
        None if value.as_array().is_some() => false,
        _ => name.split('.').any(is_sensitive),
    }
}

fn stands_for_secret(text: &str, is_sensitive: bool) -> bool {
    let text = text.trim();
    let has = |dots: &str| memchr::memmem::find(text.as_bytes(), dots.as_bytes()).is_some();
    matches!(text, STARS | WORD) || (is_sensitive && (has(DOTS) || has(ELLIPSIS)))
}
