//! What OpenClaw takes for the remains of a redacted secret (2026.9.6). A config that holds any is
//! never kept as the last good one, nor restored.

use crate::syntax::{Value, ValueKind};

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
    let is_placeholder = |value: &Value<'_>| {
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
    root.counting().filter(is_placeholder).collect()
}

/// Whether a part of a member's name, cut at its dots, is sensitive. OpenClaw looks for it in the
/// dotted path, in which the index of an array's item belongs to the last part: `tokens[0]`.
fn names_secret(value: Value<'_>, name: &str) -> bool {
    let is_sensitive = |part: &str| SENSITIVE.iter().any(|name| part.eq_ignore_ascii_case(name));
    let own = if value.kind() == ValueKind::Array {
        // Its last part, all of most names, is that of the items.
        memchr::memrchr(b'.', name.as_bytes()).map_or("", |dot| &name[..dot])
    } else {
        name
    };
    // Dots are rare, and most names too short for a search that prepares itself.
    if memchr::memchr(b'.', own.as_bytes()).is_none() {
        return is_sensitive(own);
    }
    own.split('.').any(is_sensitive)
}

fn stands_for_secret(text: &str, is_sensitive: bool) -> bool {
    let text = text.trim();
    let has = |dots: &str| memchr::memmem::find(text.as_bytes(), dots.as_bytes()).is_some();
    matches!(text, STARS | WORD) || (is_sensitive && (has(DOTS) || has(ELLIPSIS)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::parse;

    #[test]
    fn dots_count_below_a_sensitive_name_and_masks_anywhere() {
        let text = "{
            a: ' *** ', b: ['[redacted]', 'x...y'],
            auth: {c: 'x...y', d: ['x…y']}, e: 'x...y',
            token: ['x...y', {f: 'x...y'}],
            'g.Secret.h': {i: ['x...y']}, 'j.Secret': ['x...y'], 'Secret.k': ['x…y'],
            password: 'x...y', password: 'replaces it',
        }";
        let tree = parse(text.to_owned());
        let found = tree.root().map(redaction_placeholders).unwrap_or_default();
        let keys: Vec<String> = found.iter().map(|value| value.key().to_string()).collect();
        let expected =
            ["a", "b[0]", "auth.c", "auth.d[0]", "[\"g.Secret.h\"].i[0]", "[\"Secret.k\"][0]"];
        assert_eq!(keys, expected);
    }
}
