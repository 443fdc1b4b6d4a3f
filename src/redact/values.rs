//! What of a value under a sensitive name is secret.

use std::ops::Range;

use crate::world::{bare_variable, placeholders};

/// Whole values that are certainly no secret: what OpenClaw itself writes in place of one or to say
/// that there is a login instead, the samples that its documentation prints and its gateway refuses (OpenClaw 2026.9.6), and what
/// people give to local servers that want any key at all.
const STAND_INS: &[&str] = &[
    "***",
    "[redacted credential]",
    "[redacted]",
    "[redacted_private_key]",
    "__openclaw_redacted__",
    "apple-fm-local",
    "change-me-now",
    "change-me-to-a-long-random-token",
    "change-me-to-a-strong-password",
    "codex-app-server",
    "custom-local",
    "dummy",
    "empty",
    "false",
    "gcp-vertex-credentials",
    "lm-studio",
    "lmstudio",
    "lmstudio-local",
    "local",
    "minimax-oauth",
    "n/a",
    "na",
    "no-key",
    "none",
    "not-needed",
    "null",
    "ollama",
    "ollama-local",
    "openclaw:claude-cli-native-auth",
    "redacted",
    "replace_me",
    "secretref-managed",
    "sglang",
    "true",
    "undefined",
    "vllm",
    "vllm-local",
    "xapp-redacted",
    "xoxb-redacted",
];

/// Words before a credential in a header; they stay readable.
const SCHEMES: &[&str] = &["Bearer ", "bearer ", "Basic ", "basic ", "Token ", "token ", "Bot "];

/// The bytes of `value` that are secret, in order: everything but placeholders (`${NAME}`, a whole
/// `$NAME`, `<your token>`), a scheme in front and certain stand-ins.
pub(super) fn secret_parts(value: &str) -> Vec<Range<usize>> {
    let trimmed = value.trim();
    if trimmed.is_empty()
        || is_stand_in(trimmed)
        || bare_variable(trimmed).is_some()
        || is_slot(trimmed)
    {
        return Vec::new();
    }
    let scheme = SCHEMES.iter().find(|scheme| value.starts_with(**scheme));
    let mut start = scheme.map_or(0, |scheme| scheme.len());
    let mut parts = Vec::new();
    let mut has_placeholder = false;
    for placeholder in placeholders(value) {
        if placeholder.range.start >= start {
            parts.push(start..placeholder.range.start);
            start = placeholder.range.end;
            has_placeholder = true;
        }
    }
    parts.push(start..value.len());
    parts.retain(|part| {
        let text = &value[part.clone()];
        // `:` in `${USER}:${PASSWORD}` tells nothing.
        !text.trim().is_empty() && (!has_placeholder || text.contains(char::is_alphanumeric))
    });
    parts
}

/// Whether `value` is certainly no secret.
pub(super) fn is_stand_in(value: &str) -> bool {
    value.len() <= 40 && STAND_INS.contains(&value.to_ascii_lowercase().as_str())
}

/// Whether `value` is a number, perhaps with a unit: a count.
pub(super) fn is_count(value: &str) -> bool {
    let digits = value.trim().trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
    let unit = value.trim().len() - digits.len();
    unit <= 1 && !digits.is_empty() && digits.len() <= 9 && is_decimal(digits)
}

fn is_decimal(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'_' | b','))
}

/// Whether `value` under a name that may or may not be sensitive (`key`, `auth`, `code`) looks like
/// a secret: not a path, a URL, a plain word or a sentence.
pub(super) fn looks_vague(value: &str) -> bool {
    let value = value.trim();
    let path = value.starts_with(['/', '.', '~', '$']) || value.get(1..3) == Some(":\\");
    if path || value.contains("://") || value.starts_with("agent:") {
        return value.contains("-----BEGIN");
    }
    let digit = value.bytes().any(|byte| byte.is_ascii_digit());
    let letter = value.bytes().any(|byte| byte.is_ascii_alphabetic());
    let words = value.split_whitespace().count();
    value.contains("-----BEGIN")
        || (words == 1 && value.contains(':'))
        || (words == 1 && value.len() >= 8 && digit && letter)
        || (words == 1 && value.len() >= 24)
}

/// `<your token here>` and `{{ token }}`: a slot to fill in.
pub(super) fn is_slot(value: &str) -> bool {
    let inside = value
        .strip_prefix('<')
        .and_then(|rest| rest.strip_suffix('>'))
        .or_else(|| value.strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}")));
    inside.is_some_and(|text| {
        text.len() <= 64
            && text.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, ' ' | '_' | '-' | '.'))
    })
}
