//! How well a model withstands what strangers write, judged by its name as OpenClaw's audit judges
//! it (2026.9.6).

use crate::text::places_of;

/// Why a model counts as weak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weakness {
    /// The small model of its family.
    Haiku,
    /// A GPT that is not of the fifth generation. The audit takes a later one for an older one.
    NotGpt5,
    /// A Claude from before 4.5.
    BeforeClaude45,
}

/// Models that are years old: each a name that stands between other words.
const OLD: [&str; 5] = ["gpt-3.5", "claude-instant", "claude-2", "gpt-4-0314", "gpt-4-0613"];

/// Whether a model is years old.
pub fn is_old_model(id: &str) -> bool {
    let id = id.to_lowercase();
    OLD.iter().any(|name| has_words(&id, name))
}

/// Why a model is weak, if it is; a model may be so for several reasons, of which this is one.
pub fn weakness(id: &str) -> Option<Weakness> {
    let id = id.to_lowercase();
    if has_words(&id, "haiku") {
        return Some(Weakness::Haiku);
    }
    if has_start(&id, "gpt-") && !has_words(&id, "gpt-5") {
        return Some(Weakness::NotGpt5);
    }
    (has_start(&id, "claude-") && !is_claude_45(&id)).then_some(Weakness::BeforeClaude45)
}

/// Whether a GPT that is not of the fifth generation is of a later one.
pub fn is_later_gpt(id: &str) -> bool {
    let id = id.to_lowercase();
    starts(&id, "gpt-").any(|at| {
        let digits: String = id[at + 4..].chars().take_while(char::is_ascii_digit).collect();
        digits.parse::<u32>().is_ok_and(|generation| generation > 5)
    })
}

/// How many billions of parameters a model has, by the largest number in its name that stands
/// right before a `b`: `llama3.1:8b`, `gemma-e4b`.
pub fn billions_of_parameters(id: &str) -> Option<f64> {
    let id = id.to_lowercase();
    let words = id.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '.');
    // A dot stands within a number, or else between two words.
    let sizes = words.flat_map(|word| match size(word) {
        Some(size) => vec![size],
        None => word.split('.').filter_map(size).collect(),
    });
    sizes.filter(|size| *size > 0.0).max_by(f64::total_cmp)
}

/// The number of a word such as `8b`, `1.5b` or `e4b`.
fn size(word: &str) -> Option<f64> {
    let number = word.strip_suffix('b')?;
    let number = match number.chars().next()? {
        letter if letter.is_ascii_lowercase() => &number[1..],
        _ => number,
    };
    let (whole, part) = number.split_once('.').unwrap_or((number, "0"));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (is_number(whole) && is_number(part)).then(|| number.parse().ok()).flatten()
}

/// Whether a Claude is 4.5 or later: `claude-sonnet-4-5`, `claude-4.6-opus`, `claude-opus-5`.
fn is_claude_45(id: &str) -> bool {
    starts(id, "claude-").any(|at| {
        // From the dash on, up to a slash or white space.
        let rest = &id[at + "claude".len()..];
        let end = rest[1..].find(|letter: char| letter == '/' || letter.is_whitespace());
        let name = &rest[..end.map_or(rest.len(), |end| end + 1)];
        // The dash of `claude-` itself comes before no version: `claude-5` is no name of one.
        (1..name.len()).any(|at| name.is_char_boundary(at) && is_version_45(&name[at..]))
    })
}

/// Whether a text begins with a version from 4.5 on.
fn is_version_45(text: &str) -> bool {
    let minor = |text: &str| {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let is_late = match &text.as_bytes()[..digits] {
            [one] => *one >= b'5',
            [ten, _] => *ten >= b'1',
            _ => false,
        };
        is_late && ends_word(&text[digits..])
    };
    if let Some(rest) = text.strip_prefix("4.") {
        return minor(rest);
    }
    let Some(rest) = text.strip_prefix('-') else { return false };
    let is_four = rest
        .strip_prefix('4')
        .is_some_and(|rest| minor(rest) || rest.strip_prefix('-').is_some_and(minor));
    let is_later = rest.starts_with(|digit| ('5'..='9').contains(&digit));
    is_four || (is_later && ends_word(&rest[1..]))
}

/// Whether `words` stand in `id`, not within a longer word.
fn has_words(id: &str, words: &str) -> bool {
    starts(id, words).any(|at| ends_word(&id[at + words.len()..]))
}

/// Whether a word of `id` begins with `start`.
fn has_start(id: &str, start: &str) -> bool {
    starts(id, start).next().is_some()
}

/// Where words of `id` begin with `start`.
fn starts<'i>(id: &'i str, start: &'i str) -> impl Iterator<Item = usize> + 'i {
    let begins = |at: usize| !id[..at].chars().next_back().is_some_and(is_word);
    places_of(id.as_bytes(), start.as_bytes()).filter(move |at| begins(*at))
}

/// Whether no word goes on in `rest`.
fn ends_word(rest: &str) -> bool {
    !rest.chars().next().is_some_and(is_word)
}

fn is_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn models_are_weak_by_name() {
        for (id, expected) in [
            ("anthropic/claude-haiku-4-5", Some(Weakness::Haiku)),
            ("openai/gpt-4o", Some(Weakness::NotGpt5)),
            ("openai/gpt-oss-120b", Some(Weakness::NotGpt5)),
            ("openai/gpt-6-astra", Some(Weakness::NotGpt5)),
            ("openai/gpt-5", None),
            ("openai/GPT-5.4", None),
            ("openai/gpt-50", Some(Weakness::NotGpt5)),
            ("openai/chatgpt-4", None),
            ("anthropic/claude-opus-4-1", Some(Weakness::BeforeClaude45)),
            ("anthropic/claude-3-5-sonnet", None),
            ("anthropic/claude-3.5-sonnet", Some(Weakness::BeforeClaude45)),
            ("anthropic/claude-sonnet-4-20250514", Some(Weakness::BeforeClaude45)),
            ("anthropic/claude-sonnet-4-5", None),
            ("anthropic/claude-sonnet-4-5-20250929", None),
            ("openrouter/anthropic/claude-opus-4.6", None),
            ("anthropic/claude-opus-45", None),
            ("anthropic/claude-opus-5", None),
            ("anthropic/claude-5", Some(Weakness::BeforeClaude45)),
            ("google/gemini-3-pro", None),
        ] {
            assert_eq!(weakness(id), expected, "{id}");
        }
        assert!(is_later_gpt("openai/gpt-6-astra"));
        assert!(!is_later_gpt("openai/gpt-4o"));
    }

    #[test]
    fn models_are_old_by_name() {
        for (id, expected) in [
            ("openai/gpt-3.5-turbo", true),
            ("openai/gpt-4-0613", true),
            ("openai/gpt-4", false),
            ("anthropic/claude-2.1", true),
            ("anthropic/claude-instant-1", true),
            ("anthropic/claude-20", false),
        ] {
            assert_eq!(is_old_model(id), expected, "{id}");
        }
    }

    #[test]
    fn models_have_sizes_by_name() {
        for (id, expected) in [
            ("ollama/llama3.1:8b", Some(8.0)),
            ("ollama/qwen2.5-coder:1.5b-instruct", Some(1.5)),
            ("lmstudio/gemma-3n-e4b", Some(4.0)),
            ("together/Mixtral-8x22B", None),
            ("x/mixtral-8x22b-141b", Some(141.0)),
            ("openai/gpt-oss-120b", Some(120.0)),
            ("openai/gpt-5.4", None),
            ("x/model0b", None),
            ("x/qwen3-235b-a22b", Some(235.0)),
            ("x/v1.7b", Some(1.7)),
        ] {
            assert_eq!(billions_of_parameters(id), expected, "{id}");
        }
    }
}
