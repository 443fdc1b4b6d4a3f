//! Samples: what documentation, guides and templates write where a credential is to stand.

use super::names;

/// Words that only samples hold, each as a whole word.
const SAMPLE_WORDS: &[&str] = &[
    "change",
    "changeme",
    "changeit",
    "demo",
    "dummy",
    "example",
    "examples",
    "fake",
    "fill",
    "foo",
    "foobar",
    "goes",
    "here",
    "insert",
    "local",
    "mock",
    "my",
    "paste",
    "placeholder",
    "put",
    "redacted",
    "replace",
    "replaceme",
    "sample",
    "tbd",
    "test",
    "testing",
    "todo",
    "you",
    "your",
    "yours",
];

/// Beginnings of samples that are written in one word: `yourtoken`, `EXAMPLEKEY`.
const SAMPLE_BEGINNINGS: &[&str] =
    &["changeme", "example", "insert", "placeholder", "replace", "your"];

/// Words of settings that stand where a credential might.
const SETTINGS: &[&str] = &[
    "always",
    "auto",
    "automatic",
    "basic",
    "bearer",
    "default",
    "disabled",
    "enabled",
    "false",
    "header",
    "hidden",
    "inherit",
    "internal",
    "local",
    "manual",
    "never",
    "no",
    "none",
    "null",
    "oauth",
    "off",
    "on",
    "optional",
    "pairing",
    "private",
    "public",
    "query",
    "required",
    "session",
    "shared",
    "static",
    "system",
    "true",
    "undefined",
    "unset",
    "yes",
];

/// What people write where a key is asked for that a local server does not look at.
const FILLERS: &[&str] = &["any", "anything", "noauth", "nokey", "unused", "whatever", "x", "na"];

/// Words for what is asked for, besides those that sensitive names are made of.
const ASKED_FOR: &[&str] = &[
    "access", "account", "api", "app", "auth", "bot", "client", "gateway", "hook", "hooks", "key",
    "keys", "long", "pass", "passwd", "pwd", "random", "shared", "signing", "some", "string",
    "strong", "value", "webhook",
];

/// Whether a text that stands for a credential is a sample rather than one: it says so in words, is
/// cut short by dots or stars, counts up, or repeats itself.
pub(super) fn is_sample(text: &str) -> bool {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    is_cut(&lower)
        || is_counted(&lower)
        || repeats(&lower)
        || is_variable_name(text)
        || is_in_words(text)
        // What stands there is explained in Chinese; no provider hands out such a credential.
        || text.contains(|c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c))
        || lower.starts_with("oauth:") && lower.len() < 36
        || lower.starts_with("env:")
        || lower.starts_with("secretref-env:")
        || lower.starts_with("__env__:")
}

/// Whether a text under a sensitive name is an ordinary word, which says nothing secret.
pub(super) fn is_plain_word(text: &str) -> bool {
    let lower = text.trim().to_ascii_lowercase();
    SETTINGS.contains(&lower.as_str()) || FILLERS.contains(&lower.as_str())
}

/// Whether a text is what hides another: stars or bullets alone.
pub(super) fn is_starred(text: &str) -> bool {
    text.chars().count() >= 3 && text.chars().all(|c| matches!(c, '*' | '\u{2022}' | '\u{25CF}'))
}

/// `sk-...`, `abc…xyz`, `<token>`, `****`, `{{ token }}`, `[token]`, `%TOKEN%`.
fn is_cut(lower: &str) -> bool {
    let enclosed = |open: char, close: char| lower.starts_with(open) && lower.ends_with(close);
    let has_slot = lower.split_once('<').is_some_and(|(_, rest)| rest.contains('>'));
    ["...", "…", "***", "•••", "xxxx", "___", "{{", "$(", "${"].iter().any(|it| lower.contains(it))
        // A long random text may hold three of them.
        || (lower.len() < 24 && lower.contains("xxx"))
        || has_slot
        || (lower.starts_with("__") && lower.ends_with("__"))
        || enclosed('[', ']')
        || enclosed('%', '%')
        || enclosed('{', '}')
}

/// What anyone would type: `12345678`, `0123456789abcdef`, or short runs and nothing else (`123:abc`).
fn is_counted(lower: &str) -> bool {
    const RUN: usize = 6;
    const SHORT_RUN: usize = 3;
    let follows =
        |two: &[u8]| two[1] == two[0] + 1 || (two[0] == b'9' && matches!(two[1], b'0' | b'a'));
    let mut runs = Vec::new();
    for at in 0..lower.len() {
        let bytes = lower.as_bytes();
        if !bytes[at].is_ascii_alphanumeric() {
            continue;
        }
        match runs.last_mut() {
            Some(run)
                if at > 0
                    && bytes[at - 1].is_ascii_alphanumeric()
                    && follows(&bytes[at - 1..=at]) =>
            {
                *run += 1;
            }
            _ => runs.push(1),
        }
    }
    runs.iter().any(|&run| run >= RUN)
        || (!runs.is_empty() && runs.iter().all(|&run| run >= SHORT_RUN))
}

/// A few characters over and over: `aaaaaaaa`, `deadbeefdeadbeef`, `0000`.
fn repeats(lower: &str) -> bool {
    const RUN: usize = 6;
    let bytes = lower.as_bytes();
    let has_run = bytes.windows(RUN).any(|window| window.iter().all(|&byte| byte == window[0]));
    let ascii = bytes.iter().filter(|byte| byte.is_ascii());
    let distinct = ascii.fold(0u128, |set, byte| set | 1 << byte).count_ones();
    has_run || distinct == 1 || (bytes.len() >= 16 && distinct <= 6)
}

/// `OPENAI_API_KEY`: the name of a variable.
fn is_variable_name(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    text.contains('_')
        && text.starts_with(|first: char| first.is_ascii_uppercase())
        && text.bytes().all(is_part)
        && text
            .split('_')
            .any(|part| part.len() >= 3 && part.bytes().all(|it| it.is_ascii_uppercase()))
        && text.bytes().filter(u8::is_ascii_digit).count() <= 2
}

/// `your-token-here`, `my_secret`, `gateway-shared-secret`, `token`.
fn is_in_words(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let in_letters = |word: &&str| word.bytes().all(|byte| byte.is_ascii_lowercase());
    // Random texts hold short words by chance.
    let is_mixed = |word: &&str| {
        word.len() >= 8 && !in_letters(word) && word.bytes().any(|byte| byte.is_ascii_alphabetic())
    };
    let shortest = if words.iter().any(is_mixed) { 4 } else { 0 };
    if words.iter().any(|word| word.len() >= shortest && SAMPLE_WORDS.contains(word))
        || SAMPLE_BEGINNINGS.iter().any(|begins| lower.starts_with(begins))
        || lower.ends_with("example")
        || lower.ends_with("examplekey")
    {
        return true;
    }
    let is_asked_for = |word: &&str| ASKED_FOR.contains(word) || names::is_vocabulary(word);
    let telling: Vec<&str> = words.iter().copied().filter(|word| word.len() > 2).collect();
    // Names of what is asked for, and nothing that a machine made.
    words.iter().all(|word| in_letters(word) || word.len() <= 2)
        && telling.last().is_some_and(|last| {
            is_asked_for(last)
                || telling.iter().filter(|word| is_asked_for(word)).count() * 2 >= telling.len()
        })
        && !text.contains(' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_are_told_from_secrets() {
        for sample in [
            "YOUR_BOT_TOKEN",
            "your-token-here",
            "<token>",
            "sk-...",
            "xoxb-...",
            "sk-xxxxxxxx",
            "change-me",
            "change-me-now",
            "replace_with_key",
            "OPENAI_API_KEY",
            "gateway-shared-secret",
            "my-secret",
            "123456:ABC-DEFghIjk",
            "1234567890",
            "abcdefghijkl",
            "token",
            "example-key",
            "AKIAIOSFODNN7EXAMPLE",
            "aaaaaaaa",
            "{{ token }}",
            "%TOKEN%",
            "oauth:qwen",
            "secretref-env:X",
            "yourtoken",
            "long-random-string",
            "test-token",
            "bot-token-1",
            "123:abc",
            "abc123",
            "yyy",
            "sk-local",
            "local-model",
            "请替换为随机字符串",
            "__TELEGRAM_BOT__",
        ] {
            assert!(is_sample(sample), "{sample}");
        }
        for secret in [
            "zwieback77",
            "correct horse battery staple",
            "Tr0ub4dor&3zebra",
            "correct-horse-battery-staple",
            "hooks-quokka-9-lives-in-the-sea",
            "hunter2",
            "a8f5f167f44f4964e6c998dee827110c",
            "four words and a number 7",
            "qwop",
        ] {
            assert!(!is_sample(secret), "{secret}");
        }
    }
}
