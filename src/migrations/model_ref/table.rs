//! Models that are gone, and what took their place (OpenClaw 2026.9.6).

/// The models that each of these took the place of.
type Table = &'static [(&'static str, &'static [&'static str])];

/// Of OpenAI's own provider alone.
const OPENAI_ITSELF: Table = &[("gpt-5.6-sol", &["gpt-5.6"])];

/// Of every provider that sells them.
const OPENAI: Table = &[
    ("gpt-5.5-pro", &["gpt-5-pro", "gpt-5.2-pro"]),
    (
        "gpt-5.5",
        &[
            "gpt-4",
            "gpt-4-turbo",
            "gpt-4.1",
            "gpt-4o",
            "gpt-4o-2024-05-13",
            "gpt-4o-2024-08-06",
            "gpt-4o-2024-11-20",
            "gpt-5",
            "gpt-5-chat-latest",
            "gpt-5.1",
            "gpt-5.1-chat-latest",
            "gpt-5.1-codex-max",
            "gpt-5.2",
            "gpt-5.2-chat-latest",
        ],
    ),
    ("gpt-5.4-mini", &["gpt-4.1-mini", "gpt-4o-mini", "gpt-5-mini", "gpt-5.1-codex-mini"]),
    ("gpt-5.4-nano", &["gpt-4.1-nano", "gpt-5-nano"]),
    ("gpt-5.3-codex", &["gpt-5-codex", "gpt-5.1-codex", "gpt-5.2-codex"]),
];

/// Where the former provider of Codex differs from OpenAI.
const OPENAI_CODEX: Table = &[
    ("gpt-5.5", &["gpt-5-codex", "gpt-5.1-codex", "gpt-5.2", "gpt-5.2-codex"]),
    ("gpt-5.4-mini", &["gpt-4.1-nano", "gpt-5-nano"]),
];

const COPILOT: Table = &[("gpt-5.4-mini", &["grok-code-fast-1"])];

const GROQ: Table = &[
    ("llama-3.3-70b-versatile", &["deepseek-r1-distill-llama-70b", "llama3-70b-8192"]),
    ("llama-3.1-8b-instant", &["gemma2-9b-it", "llama3-8b-8192"]),
    (
        "openai/gpt-oss-120b",
        &[
            "meta-llama/llama-4-maverick-17b-128e-instruct",
            "moonshotai/kimi-k2-instruct",
            "moonshotai/kimi-k2-instruct-0905",
        ],
    ),
    ("qwen/qwen3-32b", &["mistral-saba-24b", "qwen-qwq-32b"]),
];

const XAI: Table = &[
    ("grok-build-0.1", &["grok-code-fast", "grok-code-fast-1", "grok-code-fast-1-0825"]),
    ("grok-4.3", &["grok-4-0709", "grok-4-1-fast-reasoning", "grok-4-fast-reasoning"]),
    ("grok-imagine-image-quality", &["grok-imagine-image-pro"]),
];

/// Google's models under other names.
const GOOGLE: Table = &[
    ("gemini-3.1-pro-preview", &["gemini-3-pro", "gemini-3-pro-preview", "gemini-3.1-pro"]),
    ("gemini-3-flash-preview", &["gemini-3-flash", "gemini-3.1-flash", "gemini-3.1-flash-preview"]),
    ("gemini-3.1-flash-lite", &["gemini-3.1-flash-lite-preview"]),
    ("gemma-4-26b-a4b-it", &["gemma-4-26b"]),
];

const TOGETHER: Table = &[("moonshotai/Kimi-K2.6", &["moonshotai/Kimi-K2.5"])];

fn find(table: Table, model: &str) -> Option<&'static str> {
    table.iter().find(|(_, gone)| gone.contains(&model)).map(|(instead, _)| *instead)
}

/// What took the place of a model of that provider; both in small letters.
pub(super) fn successor(provider: &str, model: &str) -> Option<&'static str> {
    let tables: &[Table] = match provider {
        "openai" => &[OPENAI_ITSELF, OPENAI],
        "openai-codex" => &[OPENAI_CODEX, OPENAI],
        "github-copilot" => &[OPENAI, COPILOT],
        "copilot-proxy" => &[COPILOT],
        "groq" => &[GROQ],
        "xai" => &[XAI],
        _ => &[],
    };
    tables.iter().find_map(|table| find(table, model))
}

/// Google's models behind another provider.
const BEHIND: &str = "google/";

/// Whether OpenClaw looks at how a model is written; the provider in small letters.
pub(super) fn is_respelt(provider: &str, model: &str) -> bool {
    ["google", "google-gemini-cli", "google-vertex", "together"].contains(&provider)
        || model.get(..BEHIND.len()).is_some_and(|start| start.eq_ignore_ascii_case(BEHIND))
}

/// A model of Google or Together, written as they do, where it is not; the provider in small
/// letters.
pub(super) fn respelt(provider: &str, model: &str) -> Option<String> {
    if let Some(own) = model.strip_prefix(BEHIND) {
        return find(GOOGLE, own).map(|model| format!("{BEHIND}{model}"));
    }
    match provider {
        "together" => find(TOGETHER, model),
        "google" | "google-gemini-cli" | "google-vertex" => find(GOOGLE, model),
        _ => None,
    }
    .map(str::to_owned)
}
